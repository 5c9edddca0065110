"""Cross: from one side of a road to the other, by its crosswalk if one is near."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.core.units import Speed, Time
from avsynth.datatypes.road import Crosswalk, Lane, RoadMap
from avsynth.steps._places import other_side
from avsynth.steps._walking import WALKING_SPEED, Standing, Strolling, straight_line

#: Of the logit of accepting a gap: per second of gap [1/s]; and how much less is accepted per second waited [1]
#: (engineering values, with half of all people accepting 4.6 s).
STEEPNESS, IMPATIENCE = 1.2, 0.02 / 1.2
#: A crosswalk nearer than this is used [m].
CROSSWALK_NEAR = 12.0
#: People keep this far from the middle of a crosswalk at most, as a share of its width [1].
SPREAD = 0.35


class AcceptGap(Config):
    """A gap of time that differs from person to person, and shrinks while one waits."""

    shape: Literal["accept_gap"] = "accept_gap"
    critical: Time = Field(gt=0, le=20, description="The gap that half of all people accept [s].")


@STEPS.register
class Cross(Step):
    """Cross a road to its other side; with `gap`, wait at the kerb until the traffic leaves that much time."""

    step: Literal["cross"] = "cross"
    road: str = Field(description="Road, leg or crosswalk to cross.")
    speed: Speed | None = Field(
        None, gt=0, description="Walking speed, by default the actor's own, else 1.34 m/s [m/s]."
    )
    gap: Annotated[Time, Field(ge=0)] | AcceptGap = Field(
        0.0, description="Smallest gap to vehicles that come which is accepted, or accept_gap(critical: 4.6 s) [s]."
    )

    obeys: bool = Field(False, description="Whether to wait at the kerb until the crosswalk's signal is green.")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        line = me.memory.get("line") or crossing_line(me, world.road, self.road, stream)
        keep = {"line": line}
        accepted, waited = me.memory.get("accepted"), me.memory.get("waited", 0.0)
        if accepted is None:
            accepted = accepted_gap(self.gap.critical, stream) if isinstance(self.gap, AcceptGap) else self.gap
        keep |= {"accepted": accepted, "waited": waited + dt}
        if not me.memory.get("going") and not self._may_go(me, world, line, accepted - IMPATIENCE * waited):
            stood = yield Standing(me)
            return stood.but(memory={**me.memory, **keep, "progress": 0.0})
        moved = yield Strolling(me, line, self.speed or me.desired_speed or WALKING_SPEED)
        return moved.but(memory={**moved.memory, **keep, "going": True})

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0

    def _may_go(self, me: Agent, world: World, line: Lane, gap: float) -> bool:
        """Return whether the signal lets `me` go and all vehicles that head for the line are farther than `gap` [s]."""
        if self.obeys and is_red(world, self.road):
            return False
        for other in world.agents.values():
            if other.is_vehicle and other.speed > 0.5 and gap > 0:
                station, offset = line.project(other.position)
                side = line.pose_at(station).rotation[:2, 1]
                approach = -np.sign(offset) * float(other.velocity @ side)
                if -2 < station < line.length + 2 and 0 < (abs(offset) - other.size[0] / 2) < gap * approach:
                    return False
        return True


def is_red(world: World, road: str) -> bool:
    """Return whether the light for people at the crosswalk of `road` is red now."""
    crosswalk = world.road.crosswalk(road)
    control = crosswalk and world.road.control(crosswalk.name)
    return control is not None and control.state(world.time) == "red"


def accepted_gap(critical: float, stream: Stream) -> float:
    """Return the smallest gap that one person accepts [s], logistic about the median `critical` [s]."""
    u = float(stream.rng("gap").random())
    return critical + float(np.log(u / (1 - u))) / STEEPNESS


def crossing_line(me: Agent, road: RoadMap, name: str, stream: Stream) -> Lane:
    """Return the line on which `me` crosses the road, leg or crosswalk `name`."""
    crosswalk = road.crosswalk(name)
    if crosswalk is not None:
        near, far = sorted((crosswalk.start, crosswalk.end), key=lambda end: np.hypot(*(end[:2] - me.position)))
        if name == crosswalk.name or np.hypot(*(near[:2] - me.position)) < CROSSWALK_NEAR:
            return straight_line([me.position, *_abreast(me, crosswalk, near, far)])
    return straight_line([me.position, other_side(me, road, name)])


def _abreast(me: Agent, crosswalk: Crosswalk, near: np.ndarray, far: np.ndarray) -> list[np.ndarray]:
    """Return where `me` steps onto the crosswalk and leaves it: as far beside its middle as `me` stands, within it."""
    along = (far - near)[:2] / np.hypot(*(far - near)[:2])
    left = np.array([-along[1], along[0]])
    reach = SPREAD * crosswalk.width
    beside = float(np.clip((me.position - near[:2]) @ left, -reach, reach)) * left
    return [near[:2] + beside, far[:2] + beside]
