"""Tunnels: walls, vault with lamps and portals, and the hill above."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.fixture import Fixture
from avsynth.datatypes.ground import Ground
from avsynth.datatypes.road_model import RoadModel, Structure
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._surface import outer_edges
from avsynth.roads._triangulate import triangulated

#: Height at which the vault begins, as a share of its clearance [1], and the points along the vault.
SPRING, VAULT_POINTS = 0.62, 13
#: The wall of a portal: how far it goes on to either side and above the vault [m].
WING, CROWN = 5.0, 1.2
#: How far behind the wall of a portal the land is as high as above the tunnel [m], and how far the hill goes on there.
BEHIND, HILL = 0.6, (0.0, 8.0, 20.0, 36.0)
#: How far before the wall of a portal the land is still as low as the road [m].
FRONT = 0.05
#: Distance between points of the land along the road [m].
GROUND_STEP = 6.0
#: Where a wing is looked at for other roads [m], and how far above or below they may be [m].
WING_STEP, SAME_LEVEL = 0.5, 3.0
#: Lamps: from one to the next, from a portal to the first [m]; tunnels wider than this have two rows of them [m].
LAMP_STEP, FIRST_LAMP, ONE_ROW = 10.0, 4.0, 13.0
#: Kinds of strips that do not go through a tunnel if they are outermost.
OUTSIDE = ("verge", "none")
#: How deep below the vault a lamp ends [m].
LAMP_DROP = 0.22


def top(tunnel: Structure) -> float:
    """Return how high the land lies above the road over a tunnel [m]."""
    return tunnel.clearance + CROWN


def lay_tunnel(builder: SurfaceBuilder, road: RoadModel, tunnel: Structure, beside: Ground) -> None:
    """Add walls and vault, and the walls of both portals, whose wings end before other roads."""
    stations = road.stations(tunnel.first, tunnel.last)
    profiles = np.array([_vault(road, tunnel, station) for station in stations])  # (N, K, 2)
    lines = [road.points(stations, profiles[:, k, 0], profiles[:, k, 1]) for k in range(profiles.shape[1])]
    for lower, upper in pairwise(lines):
        builder.ribbon(upper, lower, "concrete")
    for station, facing in ((tunnel.first, -1), (tunnel.last, 1)):
        inner = _vault(road, tunnel, station)
        (left, right), height = inner[[0, -1], 0], top(tunnel)
        edges = outer_edges(road, np.array([station]))[:, 0, 0]
        far_left, far_right = (
            _wing(road, station, edge, side, beside) for edge, side in zip(edges, (1, -1), strict=True)
        )
        outer = [[far_right, -1.0], [far_right, height], [far_left, height], [far_left, -1.0]]
        ring = np.concatenate([inner, [[right, -1.0]], outer, [[left, -1.0]]])
        triangles = triangulated(ring, [np.arange(len(ring))])
        wall = road.points(np.full(len(ring), station), ring[:, 0], ring[:, 1])
        builder.area(wall, triangles if facing > 0 else triangles[:, ::-1], "concrete")


def hill(road: RoadModel, tunnel: Structure) -> np.ndarray:
    """Return points of the land above a tunnel and as low as the road before its portals, float64 (F, 3) [m]."""
    first, last = tunnel.first + BEHIND, tunnel.last - BEHIND
    stations = np.linspace(first, last, max(2, int((last - first) / GROUND_STEP)))
    sides = outer_edges(road, stations)[:, :, 0]
    found = [road.points(stations, sides.mean(axis=0), top(tunnel))]
    for side, edge in zip((1, -1), sides, strict=True):
        found += [road.points(stations, edge + side * (WING - 0.2 + away), top(tunnel)) for away in HILL]
        for station, k in ((tunnel.first - FRONT, 0), (tunnel.last + FRONT, -1)):
            before = np.full(2, station)
            found.append(road.points(before, edge[k] + side * np.array([WING / 2, WING - 0.2])))
    return np.concatenate(found)


def tunnel_lamps(road: RoadModel) -> Iterator[Fixture]:
    """Yield the lamps below the vaults of all lit tunnels of a road, along it."""
    for tunnel in road.structures:
        if tunnel.kind == "tunnel" and tunnel.is_lit:
            for station in np.arange(tunnel.first + FIRST_LAMP, tunnel.last - FIRST_LAMP, LAMP_STEP):
                yield from _lamps(road, tunnel, float(station))


def _lamps(road: RoadModel, tunnel: Structure, station: float) -> Iterator[Fixture]:
    """Yield the one or two lamps at a station."""
    vault, at = _vault(road, tunnel, station), np.array([station])
    left, right = vault[[0, -1], 0]
    heading = float(road.heading(at)[0]) - np.pi / 2
    for share in (0.5,) if left - right < ONE_ROW else (0.3, 0.7):
        offset = right + share * (left - right)
        height = float(np.interp(offset, vault[::-1, 0], vault[::-1, 1]))
        x, y, z = road.points(at, offset, height - LAMP_DROP)[0]
        yield Fixture("tunnel_lamp", Pose.planar(x, y, z, heading))


def _vault(road: RoadModel, tunnel: Structure, station: float) -> np.ndarray:
    """Return offset and height of wall and vault from the left foot over to the right one, float64 (K, 2) [m]."""
    left, right = outer_edges(road, np.array([station]), OUTSIDE)[:, 0, 0]
    middle, half = (left + right) / 2, (left - right) / 2
    spring = SPRING * tunnel.clearance
    angle = np.linspace(0.0, np.pi, VAULT_POINTS)
    vault = np.column_stack([middle + half * np.cos(angle), spring + (tunnel.clearance - spring) * np.sin(angle)])
    return np.concatenate([[[left, 0.0]], vault, [[right, 0.0]]])


def _wing(road: RoadModel, station: float, edge: float, side: int, beside: Ground) -> float:
    """Return the offset at which the wing of a portal ends: half way to another road, if one lies that near [m]."""
    away = np.arange(WING_STEP, 2 * WING + WING_STEP, WING_STEP)
    points = road.points(np.full(len(away), station), edge + side * away)
    taken = np.abs(beside.heights(points[:, :2]) - points[:, 2]) < SAME_LEVEL
    free = away[taken][0] / 2 if taken.any() else WING
    return edge + side * min(free, WING)
