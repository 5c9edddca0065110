"""What stands still: the roads with their fixtures, the land, what lines the roads, and parked cars nobody placed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from avsynth.contracts.actor import ACTORS, Actor, Motion
from avsynth.contracts.road import RoadPlan
from avsynth.contracts.step import World
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.fixture import Fixture
from avsynth.datatypes.footprint import Footprint, overlap
from avsynth.datatypes.model import Model
from avsynth.datatypes.road import Lane, RoadMap
from avsynth.datatypes.scene import SceneObject
from avsynth.scenario.concrete import Scenario
from avsynth.world.cast import model_of
from avsynth.world.ground import road_plans
from avsynth.world.overhead import strung
from avsynth.world.roadside import CLOSURE, STYLES, Choice, Row, median_row
from avsynth.world.sightlines import SightLines, sight_lines
from avsynth.world.terrain import Land, land_around, terrain
from avsynth.world.weather import is_dark

#: Most things along the roads of one scene; the nearest to where the actors start are kept.
MOST_THINGS = 600
#: Free space around actors at the start, and around the ends of crosswalks [m].
ACTOR_SPACE, CROSSWALK_SPACE = 0.6, 2.5
#: Things may reach this far into each other's footprint, so that rows close up [m].
CONTACT = 0.02
#: What the surroundings leave out where roads bring their own, and the free space before such rails [m].
LAMP, RAIL, RAIL_SPACE = "street_lamp", "guard_rail", 0.6
#: The kinds of parked vehicles, and of how many shapes.
EMPTY = (("driver", False), ("openable", False))
PARKED = (Choice("car", 0.87, EMPTY), Choice("van", 0.13, EMPTY))
PARKED_VARIANTS = 10
#: How exactly they stand along the kerb and in bays: along, across [m], turned [rad].
PARKED_SPREAD, BAY_SPREAD = (0.35, 0.08, 0.02), (0.12, 0.08, 0.02)
#: By how much they may be longer than their places [m], and the share of those in bays that were backed in.
PARKED_OVERHANG, BACKED_IN = 0.5, 0.25
#: Kinds that share shapes but come in many colours.
RECOLOURED = ("car", "van", "building", "house", "bin", "hall", "container", "parked_bicycles")
#: Lanes whose drivers signs look at.
TRAFFIC = ("drive", "bus")
#: Where the pavement is looked for, inside the edge [m], and the narrowest that carries things at its kerb [m].
PAVEMENT_PROBE, NARROWEST = 0.3, 1.6


@dataclass(frozen=True, eq=False)
class Thing:
    """One thing that stands somewhere."""

    name: str
    category: Category
    model: Model
    pose: Pose = field(default_factory=Pose.identity)
    finish: Mapping[str, str] = field(default_factory=dict)


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
        taken.take(_shape(thing).grown(RAIL_SPACE if thing.name == RAIL else 0.0))
    parked = list(_parked(start.road, taken, stream.child("parked")))
    site = Site(land, taken, start.road, sight_lines(start.road), burn)
    lining = _lining(plans, style, site, stream.child("roadside"))
    things = [*ground, *(thing for thing, _ in fixtures), *parked, *_nearest(lining, start)]
    changing = {first_id + len(ground) + k: actor for k, (_, actor) in enumerate(fixtures) if _changes(actor)}
    return Standing(tuple(_object(first_id + k, thing) for k, thing in enumerate(things)), changing)


class Occupied:
    """The ground that is taken: footprints, and circles around them for a quick first look."""

    def __init__(self) -> None:
        self._shapes: list[Footprint] = []
        self._circles = np.empty((0, 3))

    def is_free(self, shape: Footprint) -> bool:
        """Return whether `shape` stands clear of everything."""
        reach = self._circles[:, 2] + np.hypot(shape.length, shape.width) / 2
        near = np.flatnonzero(np.hypot(*(self._circles[:, :2] - shape.centre).T) < reach)
        return not any(overlap(shape, self._shapes[k]) for k in near)

    def take(self, shape: Footprint) -> None:
        """Note that `shape` is taken."""
        circle = [[shape.x, shape.y, np.hypot(shape.length, shape.width) / 2]]
        self._shapes.append(shape)
        self._circles = np.concatenate([self._circles, circle])


def _object(number: int, thing: Thing) -> SceneObject:
    return SceneObject(number, f"{thing.name} {number}", thing.category, thing.model, thing.pose, finish=thing.finish)


def _fixture(fixture: Fixture, motion: Motion, stream: Stream) -> tuple[Thing, Actor]:
    """Return a thing that belongs to a road, its lamps burning by `motion`, with what it is."""
    given = ACTORS.get(fixture.kind).read({"kind": fixture.kind, **dict(fixture.fields)}, fixture.kind)
    actor = given.dressed(stream)
    model, finish = model_of(actor), {**actor.finish(), **actor.lamps(motion)}
    return Thing(actor.kind, actor.category, model, _raised(fixture.world_from_ground, model), finish), actor


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


def _parked(road: RoadMap, taken: Occupied, stream: Stream) -> Iterator[Thing]:
    """Yield the parked vehicles of the lanes that ask for them; each place has its own random numbers."""
    for lane in road.lanes:
        if lane.parked <= 0:
            continue
        room = lane.places.length(float(lane.width[0])) + PARKED_OVERHANG
        for k, (station, turn) in enumerate(_places(lane)):
            rng = stream.rng(lane.name, k)
            if rng.random() < lane.parked:
                along, across, turned = rng.normal(0.0, BAY_SPREAD if lane.places.are_bays else PARKED_SPREAD)
                stands = Pose.planar(0, 0, 0, turn) @ Pose.planar(along, across, 0, turned)
                if lane.places.are_bays and rng.random() < BACKED_IN:
                    stands = stands @ Pose.planar(0, 0, 0, np.pi)
                thing = _vehicle(lane.pose_at(station) @ stands, rng, stream.child(lane.name, k))
                shape = _shape(thing)
                if shape.length < room and taken.is_free(shape):
                    taken.take(shape)
                    yield thing


def _places(lane: Lane) -> Iterator[tuple[float, float]]:
    """Yield the station of the middle of each parking place [m], and how vehicles are turned there [rad]."""
    places, depth = lane.places, float(lane.width[0])
    for k in range(places.count(lane.length, depth)):
        yield places.middle(k, depth), -places.turn


def _vehicle(pose: Pose, rng: np.random.Generator, stream: Stream) -> Thing:
    """Return a parked vehicle: one of a few shapes, in its own paint."""
    known = [choice for choice in PARKED if choice.kind in ACTORS]
    choice = known[_chosen([choice.weight for choice in known], rng)]
    actor, model = _variant(choice, int(rng.integers(PARKED_VARIANTS)), stream.root)
    thing = Thing(f"parked {choice.kind}", actor.category, model, _raised(pose, model), dict(actor.finish()))
    return _coloured(thing, choice.kind, stream, Motion())


def _lining(plans: tuple[RoadPlan, ...], style: str, site: Site, stream: Stream) -> list[Thing]:
    """Return what lines the roads."""
    if style == "none":
        return []
    found: list[Thing] = []
    edges = [_line(edge) for plan in plans for edge in plan.edges]
    own_lamps = any(fixture.kind == LAMP for fixture in site.road.fixtures)
    for row, lines in [
        *((row, edges) for row in STYLES[style] if not (own_lamps and row.choices[0].kind == LAMP)),
        (CLOSURE, [_line(end) for plan in plans for end in plan.ends]),
        (median_row(style), _medians(site.road, site.land)),
    ]:
        for k, line in enumerate(lines):
            if row.share >= 1 or stream.rng(row.name, k, "share").random() < row.share:
                things = list(_row(row, line, site, stream.child(row.name, k)))
                found += [*things, *(_wires(things) if row.wires else ())]
    return found


def _wires(poles: list[Thing]) -> Iterator[Thing]:
    """Yield the wires from each of `poles` to the next one."""
    tops = [pole.pose.points(np.array([0.0, 0.0, pole.model.size[2] / 2])) for pole in poles]
    for wire, pose in strung(tops):
        yield Thing(wire.kind, wire.category, model_of(wire), pose)


def _line(edge: np.ndarray) -> Lane:
    """Return an edge as a line to walk along: what lies beyond the road is to the right."""
    keep = np.r_[True, np.linalg.norm(np.diff(edge[:, :2], axis=0), axis=1) > 1e-3]
    points = edge[keep]
    return Lane("edge", "verge", points, np.zeros(len(points)), "edge")


def _medians(road: RoadMap, land: Land) -> list[Lane]:
    """Return the middles of green strips inside the roads as lines with their carriageway to the left."""
    inner = [
        lane
        for lane in road.lanes
        if lane.kind == "verge" and land.distance(lane.centre[:, :2]).min() > lane.width.max() / 2 + 1.0
    ]
    return [_line(lane.centre if ".left." in lane.name else lane.centre[::-1]) for lane in inner]


@dataclass(frozen=True, eq=False)
class Site:
    """Where things may stand: the land, what is taken, the lanes of the roads, and where drivers look; and the motion
    that their lamps burn by.
    """

    land: Land
    taken: Occupied
    road: RoadMap
    sight: SightLines
    motion: Motion

    def fits(self, shape: Footprint, row: Row) -> bool:
        """Return whether the ground is free, and off the roads unless the row stands on the pavement."""
        inside = shape.grown(-CONTACT)
        if self.land.is_spanned(inside) or not self.taken.is_free(inside):
            return False
        if row.line == "edge" and self.land.touches_road(inside):
            return False
        whole = replace(shape, length=shape.length / row.solid, width=shape.width / row.solid)
        return row.slim or not self.sight.are_cut(whole)

    def runs_along(self, edge: Lane, station: float) -> bool:
        """Return whether the traffic beside the edge runs along it, as it does where it keeps right."""
        here = edge.pose_at(station)
        lane, along, _ = self.road.nearest(here.translation, TRAFFIC) or (edge, station, 0.0)
        return bool(lane.pose_at(along).rotation[:2, 0] @ here.rotation[:2, 0] > 0)

    def pavement(self, edge: Lane, station: float) -> float:
        """Return the width of the pavement inside the edge [m]; 0 if there is none."""
        inside = edge.point_at(station, PAVEMENT_PROBE)
        widths = [
            np.interp(s, lane.stations, lane.width) for lane, s, _ in self.road.lanes_at(inside) if lane.kind == "walk"
        ]
        return float(max(widths, default=0.0))


def _row(row: Row, edge: Lane, site: Site, stream: Stream) -> Iterator[Thing]:
    """Yield the things of one row along one edge."""
    known = tuple(choice for choice in row.choices if choice.kind in ACTORS)
    rng, station, slot = stream.rng(), 0.0, 0
    while known and station < edge.length:
        slot += 1
        station += rng.uniform(*row.gap) * (0.5 if slot == 1 else 1.0)
        if rng.random() >= row.chance:
            station += rng.uniform(*row.skip)
            continue
        choice = known[_chosen([choice.weight for choice in known], rng)]
        actor, model = _variant(choice, int(rng.integers(row.variants)), stream.root)
        finish = {**actor.finish(), **actor.lamps(site.motion)}
        bare = Thing(actor.kind, actor.category, model, finish=finish)
        thing, shape, along = _stood(row, edge, station, bare, rng, site)
        if station + along > edge.length:
            return
        if shape is not None and site.fits(shape, row):
            site.taken.take(shape)
            yield _settled(_coloured(thing, choice.kind, stream.child(slot), site.motion), shape, row, site)
            station += along
        else:
            station += max(1.5, along / 4)


def _stood(
    row: Row, edge: Lane, station: float, thing: Thing, rng: np.random.Generator, site: Site
) -> tuple[Thing, Footprint | None, float]:
    """Return a thing beside the edge from `station` on, the ground it needs, and its length along the edge [m]."""
    turn = {"road": np.pi / 2, "traffic": np.pi, "any": rng.uniform(0.0, 2 * np.pi)}[row.facing]
    if row.facing == "traffic" and not site.runs_along(edge, station):
        turn = 0.0
    length, width = thing.model.size[:2] * row.solid
    along, across = (width, length) if row.facing == "road" else (length, width)
    setback = rng.uniform(*row.setback)
    inwards = {"edge": -setback - across / 2, "pavement": setback + across / 2}.get(row.line)
    if inwards is None:
        pavement = site.pavement(edge, station + along / 2)
        inwards = pavement - setback - across / 2
        if pavement < NARROWEST:
            return thing, None, along
    pose = edge.pose_at(station + along / 2, inwards) @ Pose.planar(0.0, 0.0, 0.0, turn)
    x, y, _ = pose.translation
    return replace(thing, pose=pose), Footprint(x, y, pose.yaw, length, width), along


def _coloured(thing: Thing, kind: str, stream: Stream, motion: Motion) -> Thing:
    """Return the thing in materials of its own and with lamps by `motion`, if its kind comes in many."""
    if kind not in RECOLOURED:
        return thing
    actor = ACTORS.get(kind)().dressed(stream)
    other = {**actor.finish(), **actor.lamps(motion)}
    finish = {slot: other.get(slot, material) for slot, material in thing.finish.items()}
    return replace(thing, finish=finish)


def _settled(thing: Thing, shape: Footprint, row: Row, site: Site) -> Thing:
    """Return the thing on its ground: on the pavement, or on the land; upright at the lowest of its corners, or leaning
    as the edge of the road does.
    """
    x, y, z = thing.pose.translation
    spots = np.concatenate([shape.corners, shape.centre[None]])
    if row.line != "edge":
        z = site.road.height_at(thing.pose.translation, default=z)
    else:
        z = float(site.land.height_at(spots[-1:] if row.leans else spots).min())
    rotation = thing.pose.rotation if row.leans else Pose.planar(0.0, 0.0, 0.0, thing.pose.yaw).rotation
    return replace(thing, pose=_raised(Pose(rotation, np.array([x, y, z])), thing.model))


def _nearest(things: list[Thing], start: World) -> list[Thing]:
    """Return at most `MOST_THINGS` of them, those nearest to any actor, in their order."""
    if len(things) <= MOST_THINGS or not start.agents:
        return things
    places = np.array([thing.pose.translation[:2] for thing in things])
    people = np.array([agent.position for agent in start.agents.values()])
    distance = np.linalg.norm(places[:, None] - people, axis=-1).min(axis=1)
    keep = np.sort(np.argsort(distance, kind="stable")[:MOST_THINGS])
    return [things[k] for k in keep]


@lru_cache(maxsize=256)
def _variant(choice: Choice, number: int, root: int) -> tuple[Actor, Model]:
    """Return one of a few shapes of a kind; the same number is the same shape everywhere in the scenario."""
    plugin = ACTORS.get(choice.kind)
    given = plugin.read({"kind": choice.kind, **dict(choice.fields)}, choice.kind)
    actor = given.dressed(Stream(root, ("variant", choice.kind, number)))
    return actor, model_of(actor)


def _chosen(weights: list[float], rng: np.random.Generator) -> int:
    """Return the number of one of the choices, by weight."""
    cumulated = np.cumsum(weights)
    return int(np.searchsorted(cumulated, rng.random() * cumulated[-1], side="right"))


def _shape(thing: Thing) -> Footprint:
    x, y, _ = thing.pose.translation
    return Footprint(x, y, thing.pose.yaw, thing.model.size[0], thing.model.size[1])


def _raised(pose: Pose, model: Model) -> Pose:
    """Return the pose of the middle of the box that stands at `pose` on the ground."""
    return pose @ Pose(np.eye(3), np.array([0.0, 0.0, model.size[2] / 2]))
