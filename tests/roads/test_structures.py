"""Bridges and tunnels: the land lies below the ones and above the others, and leaves the road free."""

import numpy as np
import pytest

from avsynth.contracts import ROADS
from avsynth.core.errors import ConfigError
from avsynth.core.seed import Stream
from avsynth.datatypes.footprint import Footprint
from avsynth.world.terrain import land_around

LANES = {"left": [("walk", 2.0), ("drive", 3.5)], "right": [("drive", 3.5), ("walk", 2.0)]}


def road(*structures, radius: float = 0.0, heights: tuple = ((0.0, 0.0), (200.0, 6.0))):
    piece = {"shape": "arc", "length": 200.0, "radius": radius} if radius else {"shape": "line", "length": 200.0}
    values = {
        "kind": "road",
        "name": "m",
        "lanes": LANES,
        "path": [piece],
        "elevation": {"points": heights},
        "structures": structures,
    }
    return ROADS.build(values, "test")


def land_of(plan):
    return land_around(plan.outlines, Stream(3), plan.ground, plan.spans)


def grid(piece, stations: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Return points on the road, float64 (N, 3)."""
    (model,) = piece.network().roads
    return model.points(np.repeat(stations, len(offsets)), np.tile(offsets, len(stations)))


@pytest.mark.parametrize("radius", [0.0, 150.0])
def test_the_land_lies_below_a_bridge_and_meets_the_road_at_its_ends(radius):
    piece = road({"shape": "bridge", "at": 60.0, "length": 80.0, "depth": 7.0}, radius=radius)
    land = land_of(piece.build())
    across = np.linspace(-5.0, 5.0, 7)

    middle, deck = grid(piece, np.linspace(75.0, 125.0, 11), across), grid(piece, np.linspace(61.0, 139.0, 40), across)

    assert not land.is_road(deck[:, :2]).any()
    assert np.all(land.height_at(middle[:, :2]) < middle[:, 2] - 6.0)
    assert np.all(land.height_at(deck[:, :2]) < deck[:, 2])
    assert land.is_road(grid(piece, np.array([20.0, 59.0, 141.0]), across)[:, :2]).all()
    ends = grid(piece, np.array([60.2, 139.8]), across)
    assert land.height_at(ends[:, :2]) == pytest.approx(ends[:, 2], abs=0.6)


def test_a_bridge_has_parapets_on_both_sides_that_are_as_high_as_it_takes():
    plan = road({"shape": "bridge", "at": 60.0, "length": 40.0}, heights=((0.0, 0.0),)).build()
    concrete = next(part.mesh for part in plan.surface.parts if part.name == "concrete").vertices

    top = concrete[concrete[:, 2] > 1.1]

    assert top[:, 2] == pytest.approx(np.full(len(top), 0.13 + 1.0), abs=1e-5)
    assert {round(float(abs(y)), 2) for y in top[:, 1]} == {5.5, 5.25}
    assert (top[:, 0].min(), top[:, 0].max()) == pytest.approx((60.0, 100.0))


@pytest.mark.parametrize("radius", [0.0, -180.0])
def test_the_land_closes_over_a_tunnel_and_not_its_opening(radius):
    piece = road({"shape": "tunnel", "at": 60.0, "length": 80.0, "clearance": 5.0}, radius=radius)
    land = land_of(piece.build())

    inside = grid(piece, np.linspace(60.05, 139.95, 400), np.linspace(-5.4, 5.4, 9))
    free = land.is_road(inside[:, :2])

    assert np.all(land.height_at(inside[~free, :2]) > inside[~free, 2] + 5.0)
    assert not free[(np.abs(inside[:, 0]) > 0) & _between(piece, inside, 62.0, 138.0)].any()


def _between(piece, points: np.ndarray, first: float, last: float) -> np.ndarray:
    lane = piece.road_map().lane("m.fwd")
    stations = np.array([lane.project(point)[0] for point in points])
    return (stations > first + 4.0) & (stations < last - 4.0)


def test_nothing_stands_below_a_bridge():
    land = land_of(road({"shape": "bridge", "at": 60.0, "length": 80.0}).build())

    assert land.is_spanned(Footprint(100.0, 7.0, 0.0, 2.0, 2.0))
    assert not land.is_spanned(Footprint(100.0, 12.0, 0.0, 2.0, 2.0))
    assert not land.is_spanned(Footprint(30.0, 0.0, 0.0, 2.0, 2.0))


def test_roads_without_structures_lie_in_one_outline():
    assert len(road().build().outlines) == 1
    assert len(road({"shape": "bridge", "at": 60.0, "length": 80.0}).build().outlines) == 2


@pytest.mark.parametrize(
    ("structures", "message"),
    [
        ([("bridge", 150.0, 80.0)], "the bridge from 150 m to 230 m must begin after 0 m and end before 200 m"),
        ([("bridge", 20.0, 40.0), ("tunnel", 50.0, 40.0)], r"the tunnel from 50 m .* must begin after 61\.2 m"),
    ],
)
def test_structures_lie_on_the_road_one_after_the_other(structures, message):
    with pytest.raises(ConfigError, match=message):
        road(*({"shape": shape, "at": at, "length": length} for shape, at, length in structures))
