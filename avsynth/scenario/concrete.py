"""The concrete Scenario: one draw of a template, every number fixed. Saved as JSON; runs again to the same bytes."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from avsynth.core.config import Config
from avsynth.core.units import Angle, Frequency, Length, Time
from avsynth.scenario.expression import Expression

#: A setting of a road, actor, step or environment: SI numbers, words, and lists or tables of them.
Setting = TypeAliasType("Setting", "bool | float | str | tuple[Setting, ...] | dict[str, Setting]")


class Draw(Config):
    """One random choice: what it was, and how likely it was under the nominal and under the sampled distribution."""

    name: str = Field(description="Address of the draw site, such as 'skew' or 'ped.walk_speed'.")
    at: str = Field(description="file:line:column of the draw site.")
    value: bool | float | str
    distribution: str = Field(description="Nominal distribution, as written.")
    proposal: str | None = Field(None, description="Proposal, as written; None if drawn from the nominal one.")
    log_p: float = Field(description="Log density of the value under the nominal distribution, after truncation.")
    log_q: float = Field(description="Log density of the value under the distribution it was drawn from.")


class OnLane(Config):
    """On a lane, `station` along its direction of travel, `offset` to the left of its centre line."""

    placement: Literal["on"] = "on"
    lane: str
    station: Length = Field(description="Along the lane [m].")
    offset: Length = Field(0.0, description="To the left of the centre line [m].")


class Beside(Config):
    """Ahead of, behind, left or right of another actor, `by` between the facing sides of their boxes."""

    placement: Literal["beside"] = "beside"
    side: Literal["ahead", "behind", "left", "right"]
    of: str
    by: Length = Field(description="Free distance between the two boxes [m].")


Spot = Annotated[OnLane | Beside, Field(discriminator="placement")]


class Facing(Config):
    """A heading: an angle against the lane, or towards, away from or across something."""

    how: Literal["angle", "toward", "away from", "across"]
    angle: Angle = Field(0.0, description="Against the lane's direction, counter-clockwise [rad]; for how = 'angle'.")
    target: str = Field("", description="Actor, or road for 'across'.")


class StepCall(Config):
    """One line of what an actor does. `step` is a word of the STEPS registry, or 'wait'."""

    step: str
    arguments: dict[str, Setting] = Field(default_factory=dict)
    until: Expression | None = Field(None, description="The step ends when this becomes true.")
    duration: Time | None = Field(None, description="The step ends after this time [s].")
    at: str = Field("", description="file:line:column.")


class Placement(Config):
    """One placed actor."""

    kind: str = Field(description="A word of the ACTORS registry.")
    name: str
    spots: tuple[Spot, ...] = Field(description="All must hold together: 'left of ego by 3 m, ahead of ego by 10 m'.")
    facing: Facing | None = None
    speed: float = Field(0.0, description="Initial and desired speed [m/s].")
    settings: dict[str, Setting] = Field(
        default_factory=dict, description="Fields of the actor; open ones are filled when drawn."
    )
    program: tuple[StepCall, ...] = ()
    at: str = Field("", description="file:line:column.")


class RoadSpec(Config):
    """One road or junction; `kind` is a word of the ROADS registry, `settings` its fields."""

    kind: str
    name: str
    settings: dict[str, Setting]
    at: str = Field("", description="file:line:column.")


class Environment(Config):
    """Light, and what stands along the roads."""

    sun_elevation: Angle = Field(0.70, ge=-1.5707964, le=1.5707964, description="Of the sun [rad].")
    sun_azimuth: Angle = Field(1.05, description="Of the sun, counter-clockwise from world x [rad].")
    cloud: float = Field(0.2, ge=0, le=1, description="Share of the sky that is covered [1].")
    surroundings: Literal["urban", "suburb", "highway", "none"] = Field(
        "urban", description="What stands beside the roads."
    )


class Requirement(Config):
    """A condition on the placed scenario; a draw that breaks it is rejected and counted."""

    condition: Expression
    at: str = Field(description="file:line:column.")
    text: str = Field(description="The condition as written.")


class Scenario(Config):
    """One concrete draw of a template. Every number is fixed and in SI."""

    name: str
    source: str = Field(description="File name of the template, or 'python'.")
    template_hash: str = Field(description="sha256 of the template.")
    seed: int
    index: int = Field(description="Number of this draw in the run.")
    method: Literal["monte_carlo", "importance"]
    draws: tuple[Draw, ...] = ()
    attempts: int = Field(1, description="Draws made until this one was accepted, itself included.")
    rejected_by: dict[str, int] = Field(default_factory=dict, description="Position of a requirement → rejections.")
    roads: tuple[RoadSpec, ...]
    environment: Environment = Environment()
    placements: tuple[Placement, ...]
    requirements: tuple[Requirement, ...] = ()
    rig: str = Field(description="Name or path of the sensor rig.")
    duration: Time = Field(description="Length of the run [s].")
    rate: Frequency = Field(description="Frames per second [Hz].")

    @property
    def log_weight(self) -> float:
        """Σ(log_p − log_q) over the draws."""
        return sum(draw.log_p - draw.log_q for draw in self.draws)

    @property
    def frame_count(self) -> int:
        """Number of time steps: one at the start, then one each 1 / rate."""
        return max(1, round(self.duration * self.rate))

    @property
    def digest(self) -> str:
        """sha256 of the scenario's JSON."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()
