"""What stands still: the roads, the land beyond them, and what lines them."""

from __future__ import annotations

from avsynth.contracts.step import World
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.scene import SceneObject
from avsynth.scenario.concrete import Scenario
from avsynth.world.ground import road_plans
from avsynth.world.terrain import land_around, terrain


def standing_things(scenario: Scenario, start: World, first_id: int, stream: Stream) -> tuple[SceneObject, ...]:
    """Return roads, land and roadside as things of the scene, numbered from `first_id`."""
    plans = road_plans(scenario)
    style = scenario.environment.surroundings
    land = land_around(tuple(plan.outline for plan in plans), stream.child("land"))
    things = [(spec.name, Category.ROAD, plan.surface) for spec, plan in zip(scenario.roads, plans, strict=True)]
    things.append(("land", Category.TERRAIN, terrain(land, style, stream.child("land"))))
    return tuple(
        SceneObject(first_id + k, name, category, model, Pose.identity())
        for k, (name, category, model) in enumerate(things)
    )
