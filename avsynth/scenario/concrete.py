"""The concrete Scenario: one draw of a template, every number fixed. Saved as JSON, it runs again to the same bytes."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.core.units import Angle, Frequency, Length, Time
from avsynth.scenario.environment import Environment
from avsynth.scenario.expression import Expression
from avsynth.scenario.program import Flow, Setting, StepCall

__all__ = [
    "Area", "Beside", "Cover", "Draw", "Environment", "Facing", "OnLane", "Placement", "Record", "Requirement",
    "RoadSpec", "Scenario", "Spot", "StepCall",
]  # fmt: skip

#: What a record or a cell of coverage may be; None where there is nothing, such as the time of what never happens.
Outcome = bool | float | str | None


class Draw(Config):
    """One random choice: what it was, and how likely it was under the nominal and under the sampled distribution."""

    name: str = Field(description="Address of the draw site, such as 'skew' or 'ped.walk_speed'.")
    at: str = Field(description="file:line:column of the draw site.")
    value: bool | float | str
    distribution: str = Field(description="Nominal distribution, as written.")
    proposal: str | None = Field(None, description="Proposal, as written; None if drawn from the nominal one.")
    log_p: float = Field(description="Log density of the value under the nominal distribution, after truncation.")
    log_q: float = Field(description="Log density of the value under the distribution it was drawn from.")
    in_run: bool = Field(False, description="Whether it was made for a step that the run got to.")


class OnLane(Config):
    """On a lane, `station` along its direction of travel, `offset` to the left of its centre line."""

    placement: Literal["on"] = "on"
    lane: str
    station: Length | None = Field(None, description="Along the lane; None for anywhere along it [m].")
    offset: Length = Field(0.0, description="To the left of the centre line [m].")


class Beside(Config):
    """Ahead of, behind, left, right or above of another actor, `by` between the facing sides of their boxes."""

    placement: Literal["beside"] = "beside"
    side: Literal["ahead", "behind", "left", "right", "above"]
    of: str
    by: Length = Field(description="Free distance between the two boxes [m].")


class Beyond(Config):
    """Behind an actor as seen from another one, `by` between their boxes."""

    placement: Literal["beyond"] = "beyond"
    of: str
    by: Length = Field(description="Free distance between the two boxes [m].")
    viewer: str


class Along(Config):
    """That far along a lane, road or route."""

    placement: Literal["along"] = "along"
    path: tuple[str, ...]
    distance: Length = Field(description="From the start of the path [m].")


class Between(Config):
    """Somewhere in the gap between two actors."""

    placement: Literal["between"] = "between"
    first: str
    second: str


class Inside(Config):
    """Anywhere in a region: a lane, a road, a crosswalk, an area."""

    placement: Literal["in"] = "in"
    region: str


class Hidden(Config):
    """Where a sensor does not see it; if `behind` is given, since that is in the way."""

    placement: Literal["hidden"] = "hidden"
    viewer: str = Field(description="The sensor, such as 'ego.velodyne'.")
    behind: str = ""


class Visible(Config):
    """Where a sensor sees it."""

    placement: Literal["visible"] = "visible"
    viewer: str = Field(description="The sensor, such as 'ego.velodyne'.")


class AtPose(Config):
    """By numbers, in the world; on the ground where no height is given."""

    placement: Literal["pose"] = "pose"
    x: Length
    y: Length
    z: Length | None = None
    yaw: Angle = 0.0


Spot = Annotated[
    OnLane | Beside | Beyond | Along | Between | Inside | Hidden | Visible | AtPose, Field(discriminator="placement")
]


class Facing(Config):
    """A heading: an angle against the lane, or towards, away from or across something."""

    how: Literal["angle", "toward", "away from", "across"]
    angle: Angle = Field(0.0, description="Against the lane's direction, counter-clockwise [rad]; for how = 'angle'.")
    target: str = Field("", description="Actor, or road for 'across'.")


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
    program: tuple[Flow, ...] = ()
    free: tuple[float, ...] = Field((), description="Uniform numbers that fill what the spots leave open [1].")
    noise: tuple[Length, Length, Angle] | None = Field(
        None, description="Moved by this along and across, and turned [m, m, rad]."
    )
    pose: tuple[Length, Length, Length, Angle] | None = Field(
        None, description="Where it was found to stand: x, y, z of the ground below its middle, yaw [m, m, m, rad]."
    )
    group: str = Field("", description="The crowd it belongs to.")
    at: str = Field("", description="file:line:column.")


class RoadSpec(Config):
    """One road or junction; `kind` is a word of the ROADS registry, `settings` its fields."""

    kind: str
    name: str
    settings: dict[str, Setting]
    at: str = Field("", description="file:line:column.")


class Area(Config):
    """A region by its corners, by a stretch of a lane, or by a circle; one of the three."""

    corners: tuple[tuple[Length, Length], ...] = Field((), description="Corners in the world, in order [m].")
    lane: str = Field("", description="Lane of which it is a stretch.")
    span: tuple[Length, ...] = Field((), description="First and last station of the stretch; else the whole lane [m].")
    centre: tuple[Length, ...] = Field((), description="Middle of a circle in the world [m].")
    radius: Length | None = Field(None, gt=0, description="Of the circle [m].")


class Requirement(Config):
    """A condition; a draw that breaks it is rejected and counted."""

    condition: Expression
    quantifier: Literal["", "always", "eventually", "never", "finally"] = Field(
        "", description="When it must hold; empty for the start of the run."
    )
    at: str = Field(description="file:line:column.")
    text: str = Field(description="The condition as written.")


class Record(Config):
    """A value that is kept of the run."""

    name: str
    expression: Expression
    value: Outcome | tuple[Outcome, ...] = Field(
        None, description="What came of it; a list, one value a frame, where it is asked at no moment."
    )
    at: str = Field("", description="file:line:column.")


class Cover(Config):
    """A cell of coverage: a bin of a value, or a combination of others."""

    name: str
    parts: tuple[Expression, ...] = Field(description="One, or several for a combination.")
    bins: tuple[float, ...] = Field((), description="Edges; without them each value is a cell of its own.")
    target: int = Field(0, description="How many scenarios each cell should get.")
    cell: int | str | None = Field(None, description="Number of the bin, or the values with '|'; None outside of all.")
    at: str = Field("", description="file:line:column.")


#: How weights came about: independent draws, several proposals, even filling, chains through levels, a plan, or none.
WeightKind = Literal["iid", "mis", "qmc", "mcmc_level", "design", "none"]


class Weight(Config):
    """What a scenario stands for among all of its run."""

    kind: WeightKind = Field("iid", description="How the weight came about.")
    log_w: float | None = Field(None, description="Log weight; None for the sum of log_p - log_q over the draws.")
    proposal_id: int = Field(0, description="Number of the proposal it was drawn from, in the run's record.")
    log_q: tuple[float, ...] = Field((), description="Log density under each proposal of the run, where several.")
    batch: int = Field(0, description="Number of the round, the scramble or the level it was made in.")
    stratum: str = Field("", description="Which stratum of the run's record it belongs to.")
    rejected: tuple[float, float] = Field(
        (0.0, 0.0), description="Sums of w and of w^2 of the attempts rejected before."
    )


class Scenario(Config):
    """One concrete draw of a template. Every number is fixed and in SI."""

    name: str
    source: str = Field(description="File name of the template, or 'python'.")
    template_hash: str = Field(description="sha256 of the template.")
    seed: int
    index: int = Field(0, description="Number of this draw in the run.")
    address: tuple[int | str, ...] = Field((), description="Address of its randomness in the run.")
    method: str = Field(description="A word of the SAMPLERS registry.")
    draws: tuple[Draw, ...] = ()
    weight: Weight = Weight()
    attempts: int = Field(1, description="Draws made until this one was accepted, itself included.")
    rejected_by: dict[str, int] = Field(default_factory=dict, description="Position of a requirement → rejections.")
    roads: tuple[RoadSpec, ...]
    environment: Environment = Environment()
    placements: tuple[Placement, ...]
    areas: dict[str, Area] = Field(default_factory=dict, description="Regions by name.")
    requirements: tuple[Requirement, ...] = ()
    records: tuple[Record, ...] = ()
    covers: tuple[Cover, ...] = ()
    rig: str | tuple[dict[str, Setting], ...] = Field(
        description="Name or path of the sensor rig, or its sensors as in a rig file."
    )
    duration: Time = Field(description="Length of the run [s].")
    rate: Frequency = Field(description="Frames per second [Hz].")

    @property
    def stream(self) -> Stream:
        """Where its randomness is: looks, what steps leave open, noise of sensors."""
        return Stream(self.seed).child("scenario", *self.address)

    @property
    def log_p(self) -> float:
        """Log density of the draws under the nominal distributions."""
        return sum(draw.log_p for draw in self.draws)

    @property
    def log_weight(self) -> float:
        """Log of what it weighs among the scenarios of its run; Σ(log_p − log_q) over the draws of independent ones."""
        if self.weight.log_w is not None:
            return self.weight.log_w
        return sum(draw.log_p - draw.log_q for draw in self.draws)

    @property
    def outcomes(self) -> dict[str, Outcome | tuple[Outcome, ...]]:
        """What was drawn and what was recorded, by name."""
        return {each.name: each.value for each in (*self.draws, *self.records)}

    @property
    def strata(self) -> dict[str, int | str | None]:
        """The cell of each coverage that it is in."""
        return {cover.name: cover.cell for cover in self.covers}

    @property
    def frame_count(self) -> int:
        """Number of time steps: one at the start, then one each 1 / rate."""
        return max(1, round(self.duration * self.rate))

    @property
    def digest(self) -> str:
        """sha256 of the scenario's JSON."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()
