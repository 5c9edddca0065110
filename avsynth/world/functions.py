"""What names and functions of the language mean in the running world, at one moment.

Names and signatures are in `scenario.functions`. Every value of a name is a text: the actor, or the lane in its
canonical spelling; ``any.car`` is the names of all cars.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.core.errors import ScenarioError
from avsynth.datatypes.footprint import Footprint
from avsynth.datatypes.road import TRAVELLED, Lane, is_on
from avsynth.scenario.expression import Call, Many, Value
from avsynth.scenario.functions import NUMERIC_FUNCTIONS, numeric
from avsynth.world import along
from avsynth.world.crosswalks import crosswalk_shape
from avsynth.world.encounters import BETWEEN_TWO
from avsynth.world.pairs import agent_of, between

#: Slower than this nothing arrives [m/s].
STANDING = 0.05
#: A target farther to the side of the lane than this is not ahead on it [m].
BESIDE_LANE = 12.0
#: The word for all actors of a kind or crowd.
ANY = "any."


@dataclass(frozen=True)
class WorldNamespace:
    """The namespace of the expressions of one actor (or of none) at one moment.

    Parameters
    ----------
    world : World
    me : str
        The actor whose expressions they are.
    myself : Agent, optional
        The actor as it knows itself, with what its own step remembers.
    """

    world: World
    me: str = ""
    myself: Agent | None = None

    def name(self, path: str) -> Value:
        """Return the name that `path` stands for."""
        if path == "self":
            return self.me
        if path in self.world.agents:
            return path
        if path.startswith(ANY):
            return Many(members(self.world, path.removeprefix(ANY)))
        lane = self.world.road.find(path)
        return lane.name if lane else path

    def call(self, function: str, arguments: list[Value], keywords: dict[str, Value]) -> Value:
        """Return the value of a function of the language."""
        if function in NUMERIC_FUNCTIONS:
            return numeric(function, arguments)
        return answer(self._seen, function, arguments)

    def over_time(self, call: Call) -> Value:
        raise ScenarioError(f"{call.function}(…) is only known after the run")

    @cached_property
    def _seen(self) -> World:
        if self.myself is None:
            return self.world
        return replace(self.world, agents={**self.world.agents, self.me: self.myself})


def members(world: World, group: str) -> list[str]:
    """Return the names of the actors of a kind or crowd."""
    return [name for name, agent in world.agents.items() if group in (agent.kind, name.partition("[")[0])]


def answer(world: World, function: str, arguments: list[Value]) -> Value:
    """Return the value of a function of the world; for many actors one each, nobody with itself."""
    if function in BETWEEN_TWO:
        return between(world, function, arguments)
    if not any(isinstance(argument, Many) for argument in arguments):
        return OF_ONE[function](world, *arguments)
    choices = product(*(argument if isinstance(argument, Many) else (argument,) for argument in arguments))
    values = [OF_ONE[function](world, *chosen) for chosen in choices if len(set(chosen)) == len(chosen)]
    return any(values) if values and isinstance(values[0], bool) else Many(values)


def speed(world: World, a: str) -> float:
    """Return the speed of an actor [m/s]."""
    return agent_of(world, a).speed


def acceleration(world: World, a: str) -> float:
    """Return the acceleration of an actor along its heading [m/s²]."""
    return agent_of(world, a).acceleration


def time_to_arrival(world: World, a: str, target: str) -> float:
    """Return the time until `a` arrives at `target` at its present speed [s]: along its lane if it is on one."""
    me = agent_of(world, a)
    if me.speed < STANDING:
        return math.inf
    ahead = min(_ways_ahead(world, me, _shapes(world, target)), default=math.inf)
    return ahead / me.speed


def progress(world: World, a: str) -> float:
    """Return the share of an actor's present step that is done [1]."""
    return float(agent_of(world, a).memory.get("progress", 0.0))


def on_road(world: World, a: str) -> bool:
    """Return whether an actor stands where traffic moves; parking strips and shoulders are beside that."""
    agent = agent_of(world, a)
    return any(lane.kind in TRAVELLED for lane, _, _ in world.road.lanes_at(agent.position))


def lane(world: World, a: str) -> str:
    """Return the canonical name of the lane an actor is on; empty if it is on none."""
    agent = agent_of(world, a)
    here = world.road.lanes_at(agent.position)
    forward = agent.world_from_ground.rotation[:2, 0]
    fits = sorted(here, key=lambda place: abs(place[2]) - float(place[0].pose_at(place[1]).rotation[:2, 0] @ forward))
    return fits[0][0].name if fits else ""


def ahead_by_lane(world: World, a: str, b: str) -> float:
    """Return how far `b` is ahead of `a` along its lane, from axle to axle [m]."""
    return along.ahead_by_lane(agent_of(world, a), agent_of(world, b), world.road)


def ahead_to(world: World, a: str, x: float, y: float) -> float:
    """Return how far a place is ahead of an actor's rear axle along its lane [m]."""
    return along.ahead_to(agent_of(world, a), np.array([x, y]), world.road)


def off_road(world: World, a: str) -> bool:
    """Return whether an actor's axle is on no lane, beside them and not beyond their ends."""
    agent = agent_of(world, a)
    return not world.road.lanes_at(agent.axle) and not along.at_end(agent, world.road)


def at_road_end(world: World, a: str) -> bool:
    """Return whether an actor has come to the end of its lane, where none goes on."""
    return along.at_end(agent_of(world, a), world.road)


def distance_to(world: World, a: str, x: float, y: float) -> float:
    """Return the distance of an actor's rear axle from a place of the world [m]."""
    return float(np.hypot(*(agent_of(world, a).axle - (x, y))))


def travelled(world: World, a: str) -> float:
    """Return how far an actor has come since the start [m]."""
    return agent_of(world, a).distance


def emitted(world: World, a: str, word: str) -> bool:
    """Return whether an actor has emitted a word."""
    return word in agent_of(world, a).emitted


def since(world: World, a: str, word: str) -> float:
    """Return how long ago an actor has last emitted a word [s]; infinite if never."""
    return world.time - agent_of(world, a).emitted.get(word, -math.inf)


def time(world: World) -> float:
    """Return the time since the start of the run [s]."""
    return world.time


OF_ONE: Mapping[str, Callable] = {
    function.__name__: function
    for function in (
        speed, acceleration, time_to_arrival, progress, on_road, lane, ahead_by_lane, distance_to, travelled, emitted,
        since, time, ahead_to, off_road, at_road_end,
    )
}  # fmt: skip


def _shapes(world: World, target: str) -> list[Footprint]:
    """Return the ground that `target` covers: an actor, a crosswalk, or the lanes of a road or leg."""
    if target in world.agents:
        return [world.agents[target].footprint]
    crosswalk = next((c for c in world.road.crosswalks if target in (c.name, c.name.removesuffix("[0]"))), None)
    if crosswalk is not None:
        return [crosswalk_shape(crosswalk)]
    lanes = [lane for lane in world.road.lanes if is_on(lane, target)]
    if not lanes:
        raise ScenarioError(f"nothing is called {target!r}; name an actor, crosswalk, lane or road")
    return [shape for lane in lanes for shape in _lane_shapes(lane)]


def _lane_shapes(lane: Lane) -> list[Footprint]:
    """Return the ends of a lane as small rectangles: it is entered there."""
    poses = (lane.pose_at(0.0), lane.pose_at(lane.length))
    return [Footprint(pose.translation[0], pose.translation[1], pose.yaw, 0.1, float(lane.width[0])) for pose in poses]


def _ways_ahead(world: World, me: Agent, shapes: list[Footprint]) -> list[float]:
    """Return the distances from the front of `me` to those shapes that lie ahead [m]."""
    found = []
    for shape in shapes:
        corners = _along_lane(world, me, shape)
        along = corners.min() - me.size[0] / 2
        if corners.max() > 0:
            found.append(max(float(along), 0.0))
    return found


def _along_lane(world: World, me: Agent, shape: Footprint) -> np.ndarray:
    """Return how far ahead of the middle of `me` the corners of `shape` lie [m], along its lane if `shape` is by it."""
    forward = me.world_from_ground.rotation[:2, 0]
    for here, station, _ in world.road.lanes_at(me.position):
        if float(here.pose_at(station).rotation[:2, 0] @ forward) > 0.5:
            places = here.places_of(shape.corners)
            if np.abs(places[:, 1]).min() < BESIDE_LANE:
                return places[:, 0] - station
    return (shape.corners - me.position) @ forward
