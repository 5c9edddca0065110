"""Drive: along the lane, or on a route from road to road."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from avsynth.contracts.step import STEPS, Agent, Moving, Step, World
from avsynth.core.seed import Stream
from avsynth.core.units import Number, Speed
from avsynth.steps._changing import Change, merged, overtaken
from avsynth.steps._doing import doing
from avsynth.steps._driver import STYLES, Driver, Idm
from avsynth.steps._following import Following
from avsynth.steps._lanes import ahead_of, kept_offset, lane_of, onwards, start_way, wandering
from avsynth.steps._turns import turning_at
from avsynth.steps._way import RUN_ON, Way, way_along

#: The word for a route that is drawn.
ANY = "any"
#: Drivers think of changing lanes so often [s], not all at the same moment.
PERIOD = 1.0
#: Who comes to itself farther from its way than this, after another step has moved it, has left it [m].
ASTRAY = 0.5


def _stops(value: object) -> object:
    """Return the stops of a route written ``"five.d -> five.a"``."""
    if value == ANY:
        return value
    return tuple(stop.strip() for stop in value.split("->")) if isinstance(value, str) and value else value or ()


@STEPS.register
class Drive(Step):
    """Drive along the lane, reacting to what is ahead; the offset from the middle of the lane is kept."""

    step: Literal["drive"] = "drive"
    route: Annotated[tuple[str, ...] | Literal["any"], BeforeValidator(_stops)] = Field(
        (), description="Roads or legs to go through, in order; any: drawn at each junction; without it, straight on."
    )
    keep_lane: bool = Field(True, description="Stay on the lane as far as it goes; else change to a faster one beside.")
    speed: Speed | None = Field(None, ge=0, description="Speed to drive at, by default the actor's own [m/s].")
    style: Literal["urban", "motorway", "aggressive"] = Field("urban", description="How hard and close it drives.")
    politeness: Number = Field(0.2, ge=0, le=1, description="How much others count when it changes lanes [1].")
    model: Idm = Field(Idm(), description="Numbers of its own: idm(v0: 50 km/h, a: 1.2 m/s2, b: 2 m/s2, T: 1.2 s).")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Moving:
        given = self.model.v0 if self.speed is None else self.speed
        desired = me.desired_speed if given is None else given
        if me.memory.get("until", world.time) < world.time - dt / 2:
            me = self._resumed(me, world)
        way = me.memory.get("way") or self._way(me, world, stream)
        change, phase = me.memory.get("change"), me.memory.get("phase")
        if phase is None:
            phase = PERIOD * float(stream.rng("phase").random())
        if change is None and (world.time + phase) % PERIOD < dt:
            change = self._change(me, world, way, desired)
            way = way if change is None else change.way
        side = turning_at(way, me.memory.get("station", 0.0), world.road) if change is None else change.side
        if side is not None:
            me = doing(me, f"indicate_{side}", dt)
        moved = yield Following(me, way, desired, self._driver)
        if change is not None and change.share(moved.memory["station"]) >= 1.0:
            change = None
        plan = {"way": way, "change": change, "phase": phase, "until": world.time + dt}
        last = way.line.length - (RUN_ON if self._has_goal else 0.0)
        progress = min(1.0, moved.memory["station"] / max(last, 1e-6))
        return moved.but(memory={**moved.memory, **plan, "progress": progress})

    @cached_property
    def _driver(self) -> Driver:
        return self.model.of(STYLES[self.style])

    @property
    def _has_goal(self) -> bool:
        return self.route not in ((), ANY)

    def _way(self, me: Agent, world: World, stream: Stream) -> Way:
        if self.route != ANY:
            return start_way(me, world.road, self.route, comes_back=me.distance > 0)
        lane, _, offset = lane_of(me, world.road)
        return way_along(wandering(lane, world.road, stream.rng("route")), kept_offset(lane, offset))

    def _resumed(self, me: Agent, world: World) -> Agent:
        """Return `me`, whom another step has moved meanwhile, on its way, or on one from here if it has left that."""
        plan = {word: me.memory[word] for word in ("way", "change", "phase")}
        way = plan["way"]
        station, aside = way.line.project(me.axle)
        if abs(aside) > ASTRAY:
            route = self.route if self.route == ANY else ahead_of(self.route, way, station, world.road)
            lane, _, offset = lane_of(me, world.road)
            lanes = onwards(lane, world.road, () if route == ANY else route)
            plan |= {"way": way_along(lanes, kept_offset(lane, offset)), "change": None} if lanes else {}
        return me.but(memory=plan)

    def _change(self, me: Agent, world: World, way: Way, desired: float) -> Change | None:
        """Return the change that it has to or likes to begin now, or None."""
        change = merged(me, world, way)
        likes = change is None and not self.keep_lane and not self.route
        politeness = self.politeness if self.model.politeness is None else self.model.politeness
        return overtaken(me, world, way, desired, politeness) if likes else change

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0
