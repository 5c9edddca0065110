"""Placements → where everybody stands at the start: one after the other, each where its spots allow and nobody is.

Where a scenario has been placed before, everybody stands where it says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

import numpy as np

from avsynth.contracts.actor import Actor
from avsynth.contracts.step import STEPS, Agent
from avsynth.core.errors import ScenarioError
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.footprint import overlap
from avsynth.datatypes.road import RoadMap
from avsynth.scenario.concrete import AtPose, Beside, Hidden, Inside, Placement, Scenario, Visible
from avsynth.scenario.program import first_steps
from avsynth.world.cast import size_of
from avsynth.world.facing import turner
from avsynth.world.glance import Glance
from avsynth.world.regions import region
from avsynth.world.spots import Finder
from avsynth.world.tracks import Body

#: Places that are tried for an actor whose spots leave something open.
MOST_PLACES = 64
#: Vehicles this near to the ground stand on it [m].
ON_GROUND = 0.3
#: Less of it than this in sight is hidden, more than this is visible [1].
HIDDEN, VISIBLE = 0.05, 0.25


def place(
    scenario: Scenario, cast: Mapping[str, Actor], road: RoadMap, glance: Glance | None = None
) -> dict[str, Agent]:
    """Return everybody at the start, by name; raise ScenarioError where a place does not exist or is taken.

    Parameters
    ----------
    glance : Glance, optional
        How sensors see those who are placed; needed where somebody shall be hidden or visible.
    """
    placed: dict[str, Agent] = {}
    for placement in _in_order(scenario.placements):
        try:
            placed[placement.name] = _Placing(scenario, placement, cast, road, placed, glance).agent()
        except ScenarioError as error:
            raise ScenarioError(f"{placement.at}: {str(error).removeprefix(f'{placement.at}: ')}") from None
    return {placement.name: placed[placement.name] for placement in scenario.placements}


def _in_order(placements: tuple[Placement, ...]) -> Iterator[Placement]:
    """Yield the placements, each after those that it leans on."""
    by_name = {placement.name: placement for placement in placements}
    leaning = {
        placement.name: sorted({name for name in _leans_on(placement) if name in by_name}) for placement in placements
    }
    try:
        order = list(TopologicalSorter(leaning).static_order())
    except CycleError as error:
        raise ScenarioError(f"placements need each other: {' -> '.join(error.args[1])}") from None
    return (by_name[name] for name in order)


def _leans_on(placement: Placement) -> Iterator[str]:
    for spot in placement.spots:
        for part in ("of", "first", "second", "behind"):
            yield getattr(spot, part, "")
        yield getattr(spot, "viewer", "").partition(".")[0]
    if placement.facing is not None:
        yield placement.facing.target


@dataclass
class _Placing:
    """The search for the place of one actor."""

    scenario: Scenario
    placement: Placement
    cast: Mapping[str, Actor]
    road: RoadMap
    placed: Mapping[str, Agent]
    glance: Glance | None
    #: Why places were refused, and how often.
    refused: Counter = field(default_factory=Counter)

    def agent(self) -> Agent:
        """Return the actor at the first place that nothing speaks against."""
        if self.placement.pose is not None:
            x, y, z, yaw = self.placement.pose
            return self._at(Pose.planar(x, y, z, yaw))
        body = Body(size_of(self.cast[self.placement.name]), turner(self.placement, self.road, self.placed))
        finder = Finder(self.placement, body, self.road, self.placed, self.scenario.areas)
        for u, v in self._numbers():
            agent = self._standing(finder.pose(u, v))
            against = self._against(agent)
            if against is None:
                return agent
            self.refused[against] += 1
        raise ScenarioError(self._nowhere())

    def _numbers(self) -> Iterator[tuple[float, float]]:
        """Yield the uniform numbers of each try: those that were drawn, then others that follow from them."""
        if not self.placement.free:
            yield 0.0, 0.0
            return
        yield self.placement.free
        rng = Stream(0, ("place", *map(repr, self.placement.free))).rng()
        for _ in range(MOST_PLACES - 1):
            yield tuple(rng.random(2))

    def _standing(self, pose: Pose) -> Agent:
        """Return the actor at a pose, with the noise of its pose, on the ground or above what it is placed above."""
        if self.placement.noise is not None:
            along, across, turned = self.placement.noise
            pose = pose @ Pose.planar(along, across, 0.0, turned)
        x, y, _ = pose.translation
        return self._at(Pose.planar(x, y, self._height(pose.translation), pose.yaw))

    def _height(self, point: np.ndarray) -> float:
        for spot in self.placement.spots:
            if isinstance(spot, Beside) and spot.side == "above":
                below = self.placed[spot.of]
                return float(below.world_from_ground.translation[2] + below.size[2] + spot.by)
            if isinstance(spot, AtPose) and spot.z is not None:
                return spot.z
        return self.road.height_at(point, default=self.road.height_at(point[:2]))

    def _at(self, pose: Pose) -> Agent:
        placement, actor = self.placement, self.cast[self.placement.name]
        return Agent(
            name=placement.name,
            size=size_of(actor),
            world_from_ground=self._resting(pose, actor),
            speed=_initial_speed(placement, actor),
            desired_speed=placement.speed,
            category=actor.category,
            kind=placement.kind,
        )

    def _resting(self, pose: Pose, actor: Actor) -> Pose:
        """Return `pose`, upright; of a vehicle on the ground, as it stands on its wheels."""
        ground = self.road.height_at(pose.translation, default=np.inf)
        is_on_feet = actor.category in (Category.PEDESTRIAN, Category.ANIMAL)
        if is_on_feet or abs(ground - pose.translation[2]) > ON_GROUND:
            return pose
        return self.road.ground.resting(pose, size_of(actor))

    def _against(self, agent: Agent) -> str | None:
        """Return what speaks against a place; None if nothing does."""
        below = [spot.of for spot in self.placement.spots if isinstance(spot, Beside) and spot.side == "above"]
        for name, other in self.placed.items():
            if name not in below and overlap(agent.footprint, other.footprint):
                return f"overlaps {name!r} (placed at {self._position(name)})"
        first = next((spot for spot in self.placement.spots if isinstance(spot, Inside)), None)
        if first is not None and not self._is_inside(first, agent):
            return f"lies outside of {first.region!r}"
        return self._against_sight(agent)

    def _is_inside(self, spot: Inside, agent: Agent) -> bool:
        return region(spot.region, self.road, self.scenario.areas.get(spot.region)).holds(agent.position)

    def _against_sight(self, agent: Agent) -> str | None:
        """Return what the sensors say against a place; of those who are placed so far."""
        for spot in self.placement.spots:
            if not isinstance(spot, Hidden | Visible):
                continue
            if self.glance is None:
                raise ValueError(f"{agent.name!r}: hidden and visible take the sensors, which nobody gave")
            view = self.glance({**self.placed, agent.name: agent}, spot.viewer, agent.name)
            if isinstance(spot, Visible) and view.visible_fraction < VISIBLE:
                return f"is not visible from {spot.viewer}"
            if isinstance(spot, Hidden) and view.visible_fraction >= HIDDEN:
                return f"is visible from {spot.viewer}"
            if isinstance(spot, Hidden) and spot.behind and spot.behind not in view.hidden_by:
                return f"is not behind {spot.behind!r} as {spot.viewer} sees it"
        return None

    def _nowhere(self) -> str:
        """Return why there is no place for the actor."""
        name = self.placement.name
        reason, _ = self.refused.most_common(1)[0]
        if not self.placement.free:
            return f"{name!r} {reason}; move one of them or ask for a free distance"
        return f"{name!r} has no place after {MOST_PLACES} tries: mostly it {reason}"

    def _position(self, name: str) -> str:
        return next(placement.at for placement in self.scenario.placements if placement.name == name)


def resolved(scenario: Scenario, agents: Mapping[str, Agent]) -> Scenario:
    """Return `scenario` with the pose of everybody as it was found; one that was found before stays."""
    placements = []
    for placement in scenario.placements:
        pose = agents[placement.name].world_from_ground
        found = (*(float(value) for value in pose.translation), float(pose.yaw))
        placements.append(placement.model_copy(update={"pose": placement.pose or found}))
    return scenario.model_copy(update={"placements": tuple(placements)})


def _initial_speed(placement: Placement, actor: Actor) -> float:
    """Return the speed at the start [m/s]: people whose first step does not move them stand."""
    moves = any(STEPS.get(call.step).moves for call in first_steps(placement.program))
    return placement.speed if moves or actor.category != Category.PEDESTRIAN else 0.0
