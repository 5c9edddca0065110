"""What one sees beyond the land: no edge of the world, nothing within the range of LiDARs, the same every time."""

import numpy as np
import pytest
from small_scenarios import STREET, on, placed

from avsynth import world
from avsynth.catalog.materials import materials
from avsynth.core.seed import Stream
from avsynth.datatypes.rays import RayBundle
from avsynth.engine import EngineTracer
from avsynth.world.far_houses import houses
from avsynth.world.far_land import HILLS, FarLand, Rim
from avsynth.world.far_woods import woods
from avsynth.world.horizon import SLOTS, VIEWS
from avsynth.world.terrain import REACH, land_around, terrain

#: What LiDARs of the catalogue see at most [m].
LIDAR_RANGE = 130.0
MOST_TRIANGLES = 40000


def outline() -> np.ndarray:
    return np.array([[0, 0, 0.1], [120, 0, 3.1], [120, 8, 3.0], [0, 8, 0.0]], dtype=float)


def land(style: str, seed: int = 1):
    around = land_around((outline(),), Stream(seed), np.zeros((0, 3)))
    return around, terrain(around, style, Stream(seed).child("horizon"))


@pytest.mark.parametrize("style", sorted(VIEWS))
def test_what_lies_beyond_the_land_is_out_of_range_and_cheap(style):
    around, model = land(style)
    far = model.parts[1:]

    assert {part.name for part in far} == {"far_land", "far_woods", "skyline"}
    for part in far:
        assert around.distance(part.mesh.vertices[:, :2].astype(float)).min() > LIDAR_RANGE
        assert np.isfinite(part.mesh.vertices).all() and np.isfinite(part.mesh.normals).all()
    assert sum(len(part.mesh.triangles) for part in far) < MOST_TRIANGLES


def test_without_surroundings_there_is_only_the_land():
    assert [part.name for part in land("none")[1].parts] == ["land"]


def test_the_far_land_begins_on_the_rim_of_the_land():
    around, model = land("suburb")
    near, far = (part.mesh.vertices.astype(float) for part in model.parts[:2])
    rim = np.unique(around.net.convex_hull)

    gaps = np.linalg.norm(near[rim][:, None] - far, axis=-1).min(axis=1)

    assert gaps.max() < 0.01


@pytest.mark.parametrize("beyond", [distance for distance, _ in HILLS])
def test_a_line_beyond_a_round_rim_is_a_circle(beyond):
    bearings = np.linspace(0.3, 0.3 + 2 * np.pi, 400, endpoint=False)
    rim = Rim(np.column_stack([200 * np.cos(bearings) + 7, 200 * np.sin(bearings), np.full(400, 2.0)]))

    points = FarLand(rim, np.zeros(4)).points(np.linspace(0.0, 6.0, 50), beyond)

    assert np.linalg.norm(points[:, :2] - [7.0, 0.0], axis=1) == pytest.approx(np.full(50, 200.0 + beyond), abs=0.02)


def test_trees_of_a_belt_are_as_far_apart_at_the_long_sides_as_at_the_ends():
    corners = np.array([[-700, -200, 0], [700, -200, 0], [700, 200, 0], [-700, 200, 0]], dtype=float)
    land_ = FarLand(Rim(corners), np.zeros(4))

    line = land_.points(land_.paced(12.0, 7.0), 12.0)[:, :2]
    steps = np.linalg.norm(np.diff(line, axis=0), axis=1)

    assert steps.min() > 5.5 and steps.max() < 8.0


@pytest.mark.parametrize("style", ["suburb", "highway"])
def test_who_stands_on_the_road_sees_ground_wherever_it_looks_below_the_horizon(scenario, style):
    make = scenario(placed("ego", on("main.fwd", 60.0)), surroundings=style, settings=STREET)
    scene = dict(world.simulate(make, Stream(5), only=[0]))[0]
    bearing = np.linspace(0.0, 2 * np.pi, 720, endpoint=False)
    ahead = np.column_stack([np.cos(bearing), np.sin(bearing), np.full(720, -0.003)])
    tracer = EngineTracer(scene, (0.0, 0.0), materials())

    hits = tracer.closest_hits(RayBundle(np.tile([0.0, 0.0, 1.7], (720, 1)), ahead, np.zeros(720), 5000.0))

    assert np.isfinite(hits.range).all()
    assert (hits.range > REACH).any()


def test_the_same_stream_makes_the_same_horizon_and_another_one_another():
    keys = [land("urban", seed)[1].key for seed in (1, 1)]
    shapes = [land("urban", seed)[1].parts[2].mesh.vertices for seed in (1, 1, 2)]

    assert keys[0] == keys[1]
    assert np.array_equal(shapes[0], shapes[1])
    assert shapes[0].shape != shapes[2].shape or not np.array_equal(shapes[0], shapes[2])


def test_houses_look_at_the_roads_with_windows_that_lie_on_their_walls():
    ring = np.array([[-200, -200, 0], [200, -200, 0], [200, 200, 0], [-200, 200, 0]], dtype=float)
    slot = {name: k for k, name in enumerate(SLOTS)}
    found = houses(FarLand(Rim(ring), np.zeros(4)), 12, 2, slot, Stream(3))

    for house in found:
        corner = house.vertices[house.triangles]
        normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
        panes = house.slots == slot["windows"]
        middle = corner.mean(axis=1)
        assert panes.sum() >= 8
        assert np.abs(normal[panes, 2]).max() < 1e-9
        assert ((normal[panes, :2] * -middle[panes, :2]).sum(axis=1) > 0).mean() > 0.95  # outside is towards the roads
        walls = ~panes & (np.abs(normal[:, 2]) < 1e-9)
        for face, out in zip(
            middle[panes], normal[panes] / np.linalg.norm(normal[panes], axis=1)[:, None], strict=True
        ):
            distance = (face - middle[walls]) @ out
            assert np.abs(distance - 0.05).min() < 1e-6


def test_a_wood_is_closed_by_rows_of_trees_of_many_heights():
    ring = np.array([[-200, -200, 0], [200, -200, 0], [200, 200, 0], [-200, 200, 0]], dtype=float)
    land_ = FarLand(Rim(ring), np.zeros(4))
    slot = {name: k for k, name in enumerate(SLOTS)}
    shape = woods(land_, 1.0, slot, Stream(5))
    near = shape.vertices[np.abs(shape.vertices[:, :2]).max(axis=1) < 245.0]
    turn = np.arctan2(near[:, 1], near[:, 0])
    tops = [near[np.abs(turn - a) < np.deg2rad(0.8), 2].max() for a in np.linspace(-3.0, 3.0, 60)]

    assert {slot["trunks"], slot["saplings"], slot["conifers"], slot["broadleaves"]} <= set(shape.slots.tolist())
    assert min(tops) > 6.0 and np.std(tops) > 1.0
