"""Bridges and tunnels: what holds a road up or closes over it, and where the land lies there."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.units import Length
from avsynth.datatypes.road_model import RoadModel
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._section import outer_height
from avsynth.roads._triangulate import triangulated

#: Deck of a bridge: thickness; parapets: thickness and height above the outermost strip [m] (EN 1317: at least 1.0 m).
DECK, PARAPET, PARAPET_HEIGHT = 1.1, 0.25, 1.0
#: Piers: from one to the next, length along the road, width per width of the deck [m, m, 1].
PIER_STEP, PIER_LENGTH, PIER_WIDTH = 24.0, 1.1, 0.55
#: Slope of the banks below a bridge, length per height [1], and how far the valley goes on to either side [m].
BANK, VALLEY = 1.5, (0.0, 7.0, 16.0, 30.0, 48.0)
#: Tunnel: height at which its vault begins, as a share of its clearance [1], and the points along the vault.
SPRING, VAULT_POINTS = 0.62, 13
#: The wall of a portal: how far it goes on to either side and above the vault [m].
WING, CROWN = 5.0, 1.2
#: How far behind the wall of a portal the land is as high as above the tunnel [m], and how far the hill goes on there.
BEHIND, HILL = 0.6, (0.0, 8.0, 20.0, 36.0)
#: How far before the wall of a portal the land is still as low as the road [m].
FRONT = 0.05
#: Distance between points of the land along the road [m].
GROUND_STEP = 6.0


class Bridge(Config):
    """A bridge: from a station on the land lies below the road."""

    shape: Literal["bridge"] = "bridge"
    at: Length = Field(ge=0, description="Station where it begins [m].")
    length: Length = Field(ge=8, description="Length [m].")
    depth: Length = Field(6.0, ge=2, le=60, description="How far the land lies below the road in its middle [m].")


class Tunnel(Config):
    """A tunnel: from a station on the land lies above the road."""

    shape: Literal["tunnel"] = "tunnel"
    at: Length = Field(ge=0, description="Station where it begins [m].")
    length: Length = Field(ge=8, description="Length [m].")
    clearance: Length = Field(5.6, ge=3, le=12, description="Height of its vault above the road [m].")


Structure = Annotated[Bridge | Tunnel, Field(discriminator="shape")]


def check_structures(structures: tuple[Bridge | Tunnel, ...], length: float) -> None:
    """Raise ValueError unless the structures lie on a road of `length` [m], in order and apart."""
    last = 0.0
    for each in structures:
        if each.at < last or each.at + each.length > length:
            raise ValueError(
                f"the {each.shape} from {each.at:g} m to {each.at + each.length:g} m must begin after {last:g} m and "
                f"end before {length:g} m, the end of the road"
            )
        last = each.at + each.length + 2 * BEHIND


def lay_structure(builder: SurfaceBuilder, road: RoadModel, each: Bridge | Tunnel) -> None:
    """Add the surfaces of a bridge or tunnel other than the road itself."""
    if isinstance(each, Bridge):
        _lay_deck(builder, road, each)
        _lay_piers(builder, road, each)
    else:
        _lay_vault(builder, road, each)


def ground_at(road: RoadModel, each: Bridge | Tunnel) -> np.ndarray:
    """Return points that the land goes through under a bridge or over a tunnel, float64 (F, 3) [m], world."""
    return _valley(road, each) if isinstance(each, Bridge) else _hill(road, each)


def land_outline(
    road: RoadModel, edges: tuple[np.ndarray, np.ndarray], before: Bridge | Tunnel | None, after: Bridge | Tunnel | None
) -> np.ndarray:
    """Return the closed outline of a stretch of road on land between two structures, float64 (K, 3) [m].

    Into a tunnel it goes on until behind the wall, where the land is as high as above the tunnel: else the land would
    close the opening.
    """
    right, left = edges
    tips = []
    for each, sign in ((after, 1), (before, -1)):
        corners = np.zeros((0, 3))
        if isinstance(each, Tunnel):
            station = each.at + BEHIND if sign > 0 else each.at + each.length - BEHIND
            sides = _sides(road, np.array([station]))
            corners = np.concatenate([road.points(np.array([station]), sides[::sign][k]) for k in (1, 0)])
            corners[:, 2] += _top(each)
        tips.append(corners)
    return np.concatenate([right, tips[0], left, tips[1]])


def _sides(road: RoadModel, stations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the offsets of the left and right outer edges at `stations` (N,), float64 (N,) each [m]."""
    borders = [road.borders(road.section_at(s), np.array([s]))[0, [0, -1]] for s in stations]
    left, right = np.array(borders).T
    return left, right


def _along(road: RoadModel, each: Bridge | Tunnel) -> np.ndarray:
    return road.stations(each.at, each.at + each.length)


def _lay_deck(builder: SurfaceBuilder, road: RoadModel, bridge: Bridge) -> None:
    """Add both parapets, the sides and the underside."""
    stations = _along(road, bridge)
    edges = _sides(road, stations)
    for side, edge in zip((1, -1), edges, strict=True):
        base = outer_height(road.section_at(bridge.at), side)
        profile = [(PARAPET, base), (PARAPET, base + PARAPET_HEIGHT), (0.0, base + PARAPET_HEIGHT), (0.0, -DECK)]
        lines = [road.points(stations, edge - side * inset, height) for inset, height in profile]
        for lower, upper in pairwise(lines):
            builder.ribbon(*((upper, lower) if side > 0 else (lower, upper)), "concrete")
        for end, facing in ((0, -1), (-1, 1)):
            _lay_face(builder, np.array([line[end] for line in lines]), facing * side)
    left, right = (road.points(stations, edge, -DECK) for edge in edges)
    builder.ribbon(right, left, "concrete")


def _lay_face(builder: SurfaceBuilder, corners: np.ndarray, facing: int) -> None:
    """Add the upright end of a parapet between four `corners` (4, 3); `facing` turns it round."""
    triangles = np.array([[0, 1, 2], [0, 2, 3]])
    builder.area(corners, triangles if facing > 0 else triangles[:, ::-1], "concrete")


def _lay_piers(builder: SurfaceBuilder, road: RoadModel, bridge: Bridge) -> None:
    """Add the piers between deck and valley."""
    count = int(bridge.length // PIER_STEP)
    for station in bridge.at + bridge.length * np.arange(1, count + 1) / (count + 1):
        around = station + PIER_LENGTH / 2 * np.array([1.0, 1.0, -1.0, -1.0, 1.0])
        left, right = (side[0] for side in _sides(road, np.array([station])))
        middle, half = (left + right) / 2, PIER_WIDTH * (left - right) / 2
        offsets = middle + half * np.array([-1.0, 1.0, 1.0, -1.0, -1.0])
        top, bottom = (road.points(around, offsets, height) for height in (-DECK, -bridge.depth - 1.0))
        builder.ribbon(top, bottom, "concrete")


def _valley(road: RoadModel, bridge: Bridge) -> np.ndarray:
    """Return points of the land below a bridge: as deep as it is wide enough for its banks."""
    depth = min(bridge.depth, bridge.length / (2 * BANK) - 1.0)
    run = BANK * depth
    stations = np.arange(bridge.at + run, bridge.at + bridge.length - run + 1e-6, GROUND_STEP)
    sides = _sides(road, stations)
    ends = road.points(np.array([bridge.at, bridge.at + bridge.length]), 0.0)[:, 2]
    found = [road.points(stations, (sides[0] + sides[1]) / 2)]
    found += [
        road.points(stations, edge + side * away) for side, edge in zip((1, -1), sides, strict=True) for away in VALLEY
    ]
    points = np.concatenate(found)
    points[:, 2] = ends.min() - depth
    return points


def _vault(road: RoadModel, tunnel: Tunnel, station: float) -> np.ndarray:
    """Return offset and height of wall and vault from the left foot over to the right one, float64 (K, 2) [m]."""
    left, right = (float(side[0]) for side in _sides(road, np.array([station])))
    middle, half = (left + right) / 2, (left - right) / 2
    spring = SPRING * tunnel.clearance
    angle = np.linspace(0.0, np.pi, VAULT_POINTS)
    vault = np.column_stack([middle + half * np.cos(angle), spring + (tunnel.clearance - spring) * np.sin(angle)])
    return np.concatenate([[[left, 0.0]], vault, [[right, 0.0]]])


def _lay_vault(builder: SurfaceBuilder, road: RoadModel, tunnel: Tunnel) -> None:
    """Add walls and vault, and the walls of both portals."""
    stations = _along(road, tunnel)
    profiles = np.array([_vault(road, tunnel, station) for station in stations])  # (N, K, 2)
    lines = [road.points(stations, profiles[:, k, 0], profiles[:, k, 1]) for k in range(profiles.shape[1])]
    for lower, upper in pairwise(lines):
        builder.ribbon(upper, lower, "concrete")
    for station, facing in ((tunnel.at, -1), (tunnel.at + tunnel.length, 1)):
        inner = _vault(road, tunnel, station)
        (left, right), top = inner[[0, -1], 0], _top(tunnel)
        outer = [[right - WING, -1.0], [right - WING, top], [left + WING, top], [left + WING, -1.0]]
        ring = np.concatenate([inner, [[right, -1.0]], outer, [[left, -1.0]]])
        triangles = triangulated(ring, [np.arange(len(ring))])
        wall = road.points(np.full(len(ring), station), ring[:, 0], ring[:, 1])
        builder.area(wall, triangles if facing > 0 else triangles[:, ::-1], "concrete")


def _top(tunnel: Tunnel) -> float:
    """Return how high the land lies above the road over a tunnel [m]."""
    return tunnel.clearance + CROWN


def _hill(road: RoadModel, tunnel: Tunnel) -> np.ndarray:
    """Return points of the land above a tunnel, and of the land as low as the road before its portals."""
    first, last = tunnel.at + BEHIND, tunnel.at + tunnel.length - BEHIND
    stations = np.linspace(first, last, max(2, int((last - first) / GROUND_STEP)))
    sides = _sides(road, stations)
    found = [road.points(stations, (sides[0] + sides[1]) / 2, _top(tunnel))]
    for side, edge in zip((1, -1), sides, strict=True):
        found += [road.points(stations, edge + side * (WING - 0.2 + away), _top(tunnel)) for away in HILL]
        for station, k in ((tunnel.at - FRONT, 0), (tunnel.at + tunnel.length + FRONT, -1)):
            before = np.full(2, station)
            found.append(road.points(before, edge[k] + side * np.array([WING / 2, WING - 0.2])))
    return np.concatenate(found)
