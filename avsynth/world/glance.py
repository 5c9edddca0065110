"""A glance at those who are placed so far, by a sensor of the ego: for places that are hidden or visible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from avsynth.contracts.actor import Actor
from avsynth.contracts.perception import Observer, Sighting
from avsynth.contracts.step import Agent, World
from avsynth.datatypes.road import RoadMap
from avsynth.datatypes.scene import Scene, Weather
from avsynth.world.staging import EGO, objects_at_rest


@dataclass(frozen=True)
class Glance:
    """Looks at actors alone: no ground, and nothing that lines the roads."""

    observe: Observer
    cast: Mapping[str, Actor]
    road: RoadMap

    def __call__(self, agents: Mapping[str, Agent], sensor: str, actor: str) -> Sighting:
        """Return what `sensor`, such as ``ego.velodyne``, sees of `actor` among `agents`."""
        scene = actors_alone(World(0.0, agents, self.road), self.cast)
        return self.observe(scene, sensor.rpartition(".")[2], actor)


def actors_alone(world: World, cast: Mapping[str, Actor]) -> Scene:
    """Return a scene of nothing but the actors, at rest."""
    things = tuple(objects_at_rest(world, cast))
    return Scene(world.time, things, list(world.agents).index(EGO), world.road, Weather())
