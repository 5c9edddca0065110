"""What lines the roads: rows of things along their edges, each on free ground, none before a driver's eyes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from avsynth.contracts.actor import ACTORS, Motion
from avsynth.contracts.road import RoadPlan
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.datatypes.footprint import Footprint
from avsynth.datatypes.road import Lane, RoadMap
from avsynth.world.cast import model_of
from avsynth.world.overhead import strung
from avsynth.world.roadside import CLOSURE, STYLES, Row, median_row
from avsynth.world.sightlines import SightLines
from avsynth.world.terrain import Land
from avsynth.world.things import Occupied, Thing, chosen, coloured, raised, variant

#: Things may reach this far into each other's footprint, so that rows close up [m].
CONTACT = 0.02
#: What is left out where roads bring their own.
LAMP = "street_lamp"
#: Lanes whose drivers signs look at.
TRAFFIC = ("drive", "bus")
#: Where the pavement is looked for, inside the edge [m], and the narrowest that carries things at its kerb [m].
PAVEMENT_PROBE, NARROWEST = 0.3, 1.6


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


def lining(plans: tuple[RoadPlan, ...], style: str, site: Site, stream: Stream) -> list[Thing]:
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
        choice = known[chosen([choice.weight for choice in known], rng)]
        actor, model = variant(choice, int(rng.integers(row.variants)), stream.root)
        finish = {**actor.finish(), **actor.lamps(site.motion)}
        bare = Thing(actor.kind, actor.category, model, finish=finish)
        thing, shape, along = _stood(row, edge, station, bare, rng, site)
        if station + along > edge.length:
            return
        if shape is not None and site.fits(shape, row):
            site.taken.take(shape)
            yield _settled(coloured(thing, choice.kind, stream.child(slot), site.motion), shape, row, site)
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
    return replace(thing, pose=raised(Pose(rotation, np.array([x, y, z])), thing.model))


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
