"""Whether a drawn scenario can be placed and meets its requirements at the start; cheap, so that many can be tried."""

from __future__ import annotations

from avsynth.contracts.step import World
from avsynth.core.errors import ConfigError, ScenarioError
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.requirements import Broken, first_broken
from avsynth.world.cast import actors
from avsynth.world.functions import WorldNamespace
from avsynth.world.ground import road_map
from avsynth.world.place import place


def broken_requirement(scenario: Scenario) -> Broken | None:
    """Return the road or place that cannot be or the requirement that does not hold; None if all is well."""
    try:
        road = road_map(scenario)
        agents = place(scenario, actors(scenario), road)
    except (ConfigError, ScenarioError) as error:
        at, _, text = str(error).partition(": ")
        return Broken(at, text)
    return first_broken(scenario.requirements, WorldNamespace(World(0.0, agents, road)))
