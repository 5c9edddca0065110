"""What stands still: the roads with their fixtures, the land, what lines the roads, and parked cars nobody placed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from avsynth.contracts.actor import ACTORS, Actor, Motion
from avsynth.contracts.step import World
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.fixture import Fixture
from avsynth.datatypes.footprint import Footprint
from avsynth.datatypes.scene import SceneObject
from avsynth.scenario.concrete import Scenario
from avsynth.world.cast import model_of
from avsynth.world.ground import road_plans
from avsynth.world.lining import Site, lining
from avsynth.world.parking import parked_vehicles
from avsynth.world.sightlines import sight_lines
from avsynth.world.terrain import land_around, terrain
from avsynth.world.things import Occupied, Thing, raised, shape_of
from avsynth.world.weather import is_dark

#: Most things along the roads of one scene; the nearest to where the actors start are kept.
MOST_THINGS = 600
#: Free space around actors at the start, and around the ends of crosswalks [m].
ACTOR_SPACE, CROSSWALK_SPACE = 0.6, 2.5
#: What needs free space before it on roads that bring their own, and how much [m].
RAIL, RAIL_SPACE = "guard_rail", 0.6


@dataclass(frozen=True, eq=False)
class Standing:
    """What stands still: `things` in order of id, and the actors of those whose lamps or joints change, by id."""

    things: tuple[SceneObject, ...]
    changing: Mapping[int, Actor]


def standing(scenario: Scenario, start: World, first_id: int, stream: Stream) -> Standing:
    """Return roads, land, fixtures, roadside and parked cars as things of the scene, numbered from `first_id`."""
    plans = road_plans(scenario)
    style = scenario.environment.surroundings
    outlines = tuple(outline for plan in plans for outline in plan.outlines)
    spans = tuple(span for plan in plans for span in plan.spans)
    land = land_around(outlines, stream.child("land"), np.concatenate([plan.ground for plan in plans]), spans)
    ground = [
        Thing(spec.name, Category.ROAD, plan.surface, Pose.identity())
        for spec, plan in zip(scenario.roads, plans, strict=True)
    ]
    ground.append(Thing("land", Category.TERRAIN, terrain(land, style, stream.child("horizon")), Pose.identity()))
    burn = Motion(dark=scenario.environment.street_lighting and is_dark(scenario))
    fixtures = [_fixture(each, burn, stream.child("fixture", k)) for k, each in enumerate(start.road.fixtures)]
    taken = _reserved(start)
    for thing, _ in fixtures:
        taken.take(shape_of(thing).grown(RAIL_SPACE if thing.name == RAIL else 0.0))
    parked = list(parked_vehicles(start.road, taken, stream.child("parked")))
    site = Site(land, taken, start.road, sight_lines(start.road), burn)
    beside = lining(plans, style, site, stream.child("roadside"))
    things = [*ground, *(thing for thing, _ in fixtures), *parked, *_nearest(beside, start)]
    changing = {first_id + len(ground) + k: actor for k, (_, actor) in enumerate(fixtures) if _changes(actor)}
    return Standing(tuple(_object(first_id + k, thing) for k, thing in enumerate(things)), changing)


def _object(number: int, thing: Thing) -> SceneObject:
    return SceneObject(number, f"{thing.name} {number}", thing.category, thing.model, thing.pose, finish=thing.finish)


def _fixture(fixture: Fixture, motion: Motion, stream: Stream) -> tuple[Thing, Actor]:
    """Return a thing that belongs to a road, its lamps burning by `motion`, with what it is."""
    given = ACTORS.get(fixture.kind).read({"kind": fixture.kind, **dict(fixture.fields)}, fixture.kind)
    actor = given.dressed(stream)
    model, finish = model_of(actor), {**actor.finish(), **actor.lamps(motion)}
    return Thing(actor.kind, actor.category, model, raised(fixture.world_from_ground, model), finish), actor


def _changes(actor: Actor) -> bool:
    """Return whether its lamps or joints change by themselves."""
    return bool(actor.lamps(Motion()) or actor.joints(Motion()))


def _reserved(start: World) -> Occupied:
    """Return the ground that must stay free: around the actors, and before the crosswalks."""
    taken = Occupied()
    for agent in start.agents.values():
        taken.take(agent.footprint.grown(ACTOR_SPACE))
    for crosswalk in start.road.crosswalks:
        middle, across = (crosswalk.start + crosswalk.end) / 2, crosswalk.end - crosswalk.start
        yaw, length = float(np.arctan2(across[1], across[0])), float(np.hypot(*across[:2]))
        taken.take(Footprint(middle[0], middle[1], yaw, length + 2 * CROSSWALK_SPACE, crosswalk.width))
    return taken


def _nearest(things: list[Thing], start: World) -> list[Thing]:
    """Return at most `MOST_THINGS` of them, those nearest to any actor, in their order."""
    if len(things) <= MOST_THINGS or not start.agents:
        return things
    places = np.array([thing.pose.translation[:2] for thing in things])
    people = np.array([agent.position for agent in start.agents.values()])
    distance = np.linalg.norm(places[:, None] - people, axis=-1).min(axis=1)
    keep = np.sort(np.argsort(distance, kind="stable")[:MOST_THINGS])
    return [things[k] for k in keep]
