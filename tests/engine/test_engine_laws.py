"""What holds for any caster: closed edges, glass, egos, motion, and meshes that cannot be used."""

import numpy as np
import pytest

from avsynth.core.errors import AssetError
from avsynth.core.frames import Pose
from avsynth.datatypes.model import Joint, Part
from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import SceneObject
from avsynth.engine import EngineTracer

SPAN = (-0.05, 0.05)
SQUARE = np.array([[0, -1, -1], [0, 1, -1], [0, 1, 1], [0, -1, 1]], np.float32)
HALVES = np.array([[0, 1, 2], [0, 2, 3]])


def square(make, key="square", slot=0):
    """Return a square of side 2 that faces x."""
    return make.model(key, Part("square", make.mesh(SQUARE, HALVES, slot), make.category))


def at(number, shape, x, make, **fields):
    """Return `shape` as object `number` at (x, 0, 0)."""
    return SceneObject(
        number, f"thing {number}", make.category, shape, Pose(np.eye(3), np.array([x, 0.0, 0.0])), **fields
    )


def forward(count=1, range_max=100.0, time=0.0, **fields):
    """Return rays from the origin along +x, side by side 0.1 m apart."""
    origin = np.zeros((count, 3))
    origin[:, 1] = 0.1 * np.arange(count)
    return RayBundle(origin, np.tile([1.0, 0.0, 0.0], (count, 1)), np.full(count, time), range_max, **fields)


def tracer_of(make, *objects, ego_id=0):
    """Return the tracer of `objects`."""
    return EngineTracer(make.scene(*objects, ego_id=ego_id), SPAN, make.table())


def test_own_rays_pass_through_the_ego_but_its_shadow_does_not(make):
    tracer = tracer_of(make, at(0, square(make), 1.0, make), at(1, square(make), 5.0, make))

    assert tracer.closest_hits(forward()).instance[0] == 1
    assert tracer.occluded(forward(range_max=2.0))[0]
    assert tracer.closest_hits_of(0, forward()).range[0] == pytest.approx(1.0)


def test_what_is_behind_glass_is_met_by_asking_again(make):
    tracer = tracer_of(
        make,
        at(0, make.model("none"), 0.0, make),
        at(1, square(make, "pane", 1), 2.0, make),
        at(2, square(make), 5.0, make),
    )

    first = tracer.closest_hits(forward())
    second = tracer.closest_hits(forward(range_min=first.range))

    assert tracer.materials.names[first.material[0]] == "glass"
    assert second.instance[0] == 2 and second.range[0] == pytest.approx(5.0)
    assert not tracer.occluded(forward(range_max=4.0))[0]
    assert tracer.occluded(forward(range_max=6.0))[0]


def test_finish_overrides_the_material_of_a_slot_by_name(make):
    tracer = tracer_of(
        make, at(0, make.model("none"), 0.0, make), at(1, square(make, "pane", 1), 2.0, make, finish={"pane": "steel"})
    )

    hits = tracer.closest_hits(forward())

    assert tracer.materials.names[hits.material[0]] == "steel"
    assert tracer.occluded(forward())[0]


def test_an_unknown_slot_or_material_is_an_error_with_the_nearest_name(make):
    for finish, near in (({"pain": "steel"}, "pane"), ({"pane": "steal"}, "steel")):
        with pytest.raises(AssetError, match=f"did you mean '{near}'"):
            tracer_of(make, at(0, square(make, f"wrong {near}"), 0.0, make, finish=finish))


def test_no_ray_slips_through_shared_edges_and_corners(make):
    trimesh = pytest.importorskip("trimesh")
    ball = trimesh.creation.icosphere(subdivisions=3)
    shape = make.model("closed", Part("ball", make.mesh(ball.vertices, ball.faces), make.category))
    tracer = tracer_of(make, at(0, make.model("none"), 0.0, make), at(1, shape, 0.0, make))
    corners = np.asarray(ball.vertices, np.float32).astype(np.float64)
    middles = corners[ball.edges_unique].mean(axis=1)
    targets = np.concatenate([corners, middles, np.eye(3), -np.eye(3)])
    direction = targets / np.linalg.norm(targets, axis=1, keepdims=True)

    for origin in (np.zeros(3), np.array([0.1, 0.2, 0.3])):
        aim = targets - origin
        aim /= np.linalg.norm(aim, axis=1, keepdims=True)
        rays = RayBundle(np.tile(origin, (len(aim), 1)), aim, np.zeros(len(aim)), 10.0)
        assert tracer.closest_hits(rays).met.all()
        assert tracer.occluded(rays).all()
    outside = RayBundle(-5 * direction, direction, np.zeros(len(direction)), 20.0)
    assert tracer.closest_hits(outside).met.all()


def test_a_moving_wall_is_met_where_it_is_at_the_rays_own_time(make):
    wall = at(1, square(make), 10.0, make, velocity=[20.0, 0.0, 0.0])
    tracer = tracer_of(make, at(0, make.model("none"), 0.0, make), wall)

    for time in (-0.05, 0.0, 0.05):
        hits = tracer.closest_hits(forward(time=time))
        assert hits.range[0] == pytest.approx(10.0 + 20.0 * time)
        np.testing.assert_allclose(hits.velocity[0], [20.0, 0.0, 0.0])


def test_a_turning_wheel_has_the_velocity_of_its_rim(make):
    wheel = make.model(
        "wheel", Part("wheel", make.mesh(SQUARE + 1, HALVES), make.category, (Joint("axle", (1, 1, 1), (0, 0, 1)),))
    )
    spinning = at(1, wheel, 4.0, make, velocity=[3.0, 0.0, 0.0], joints={"axle": 0.0}, joint_rates={"axle": 2.0})
    tracer = tracer_of(make, at(0, make.model("none"), 0.0, make), spinning)
    rays = RayBundle([[0.0, 1.5, 0.5]], [[1.0, 0.0, 0.0]], [0.0], 100.0)

    hits = tracer.closest_hits(rays)

    assert hits.range[0] == pytest.approx(5.0)
    np.testing.assert_allclose(hits.velocity[0], [3.0 - 2.0 * 0.5, 0.0, 0.0], atol=1e-6)


def test_vertices_of_a_posed_model_are_where_its_surface_is_met(make):
    rng = np.random.default_rng(8)
    tracer = tracer_of(make, at(0, make.model("none"), 0.0, make), make.thing(1, make.puppet(rng, "posed"), rng, True))
    model = tracer._scene.objects[1].model
    triangles, first = [], 0
    for part in model.parts:
        triangles.append(part.mesh.triangles + first)
        first += len(part.mesh.vertices)
    centres = tracer.vertices_of(1)[np.concatenate(triangles)].mean(axis=1)
    direction = centres / np.linalg.norm(centres, axis=1, keepdims=True)

    hits = tracer.closest_hits(RayBundle(np.zeros_like(direction), direction, np.zeros(len(direction)), 1e3))

    assert hits.met.all()
    assert (hits.range <= np.linalg.norm(centres, axis=1) + 1e-5).all()


def test_far_from_the_origin_of_the_world_a_wall_is_met_as_exactly_as_near_it(make):
    far = np.array([50_000.0, -20_000.0, 0.0])
    wall = SceneObject(1, "wall", make.category, square(make), Pose(np.eye(3), far))
    tracer = tracer_of(make, at(0, make.model("none"), 0.0, make), wall)

    hits = tracer.closest_hits(RayBundle([far - [7.0, 0.3, 0.2]], [[1.0, 0.0, 0.0]], [0.0], 100.0))

    assert hits.range[0] == pytest.approx(7.0, abs=1e-9)


def test_flat_triangles_are_never_met(make):
    vertices = np.array([[5, 0, 0], [5, 1, 0], [5, 2, 0], [5, 0, 0]], np.float32)
    shape = make.model("flat", Part("line", make.mesh(vertices, [[0, 1, 2], [0, 0, 0], [0, 3, 1]]), make.category))
    tracer = tracer_of(make, at(0, make.model("none"), 0.0, make), at(1, shape, 0.0, make))

    assert not tracer.closest_hits(forward(5)).met.any()
    assert not tracer.occluded(forward(5)).any()


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_vertex_that_is_no_number_is_an_error_that_names_model_and_part(make, bad):
    vertices = SQUARE.copy()
    vertices[2, 1] = bad
    shape = make.model(f"broken {bad}", Part("door", make.mesh(vertices, HALVES), make.category))

    with pytest.raises(AssetError, match=r"model 'broken .*', part 'door': vertex 2"):
        tracer_of(make, at(0, shape, 0.0, make))


def test_triangles_and_slots_out_of_range_are_errors(make):
    with pytest.raises(AssetError, match="triangles name vertices 0 to 9"):
        tracer_of(make, at(0, make.model("range", Part("p", make.mesh(SQUARE, [[0, 1, 9]]), make.category)), 0.0, make))
    with pytest.raises(AssetError, match="finish slot 7"):
        tracer_of(make, at(0, make.model("slot", Part("p", make.mesh(SQUARE, HALVES, 7), make.category)), 0.0, make))


def test_rays_outside_the_stated_time_span_are_refused(make):
    tracer = tracer_of(make, at(0, square(make), 0.0, make))

    with pytest.raises(ValueError, match="time_span"):
        tracer.closest_hits(forward(time=0.2))


def test_an_empty_scene_and_no_rays_give_empty_answers(make):
    tracer = tracer_of(make, at(0, make.model("none"), 0.0, make))

    assert not tracer.closest_hits(forward(3)).met.any()
    assert not tracer.occluded(forward(3)).any()
    assert len(tracer.closest_hits(forward(0)).range) == 0
    assert tracer.vertices_of(0).shape == (0, 3)


def test_rays_from_inside_a_closed_mesh_all_meet_it(make):
    trimesh = pytest.importorskip("trimesh")
    box = trimesh.creation.box((2.0, 3.0, 4.0))
    shape = make.model("room", Part("room", make.mesh(box.vertices, box.faces), make.category))
    tracer = tracer_of(make, at(0, make.model("none"), 0.0, make), at(1, shape, 0.0, make))
    rays = make.rays(np.random.default_rng(4), 5000, 0.0, spread=0.1)

    hits = tracer.closest_hits(rays)

    assert hits.met.all()
    on_wall = np.abs(np.abs(rays.at(hits.range)) - [1.0, 1.5, 2.0]).min(axis=1)
    np.testing.assert_allclose(on_wall, 0.0, atol=1e-12)


def test_a_ray_that_starts_on_a_surface_meets_it_only_if_it_may(make):
    tracer = tracer_of(make, at(0, make.model("none"), 0.0, make), at(1, square(make), 5.0, make))
    start = tracer.closest_hits(forward()).range[0]
    on_surface = RayBundle([[start, 0.0, 0.0]] * 2, [[1.0, 0.0, 0.0], [-1.0, 0.0, 0.0]], [0.0, 0.0], 100.0, 1e-4)

    assert not tracer.closest_hits(on_surface).met.any()
    assert not tracer.occluded(on_surface).any()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("count", [1, 40])
def test_rays_that_are_no_numbers_meet_nothing(make, bad, count):
    tracer = tracer_of(make, at(0, make.model("none"), 0.0, make), at(1, square(make), 5.0, make))
    good, rng = forward(count), np.random.default_rng(0)
    for axis in range(3):
        direction, origin = good.direction + 0.01 * rng.normal(size=(count, 3)), good.origin.copy()
        direction[0, axis] = bad
        broken = RayBundle(good.origin, direction, good.time_offset, 100.0)
        assert not tracer.closest_hits(broken).met[0]
        origin[0, axis] = bad
        assert not tracer.closest_hits(RayBundle(origin, good.direction, good.time_offset, 100.0)).met[0]
        assert not tracer.occluded(RayBundle(origin, good.direction, good.time_offset, 100.0))[0]


def test_barycentric_weights_give_back_the_point(make):
    rng = np.random.default_rng(9)
    tracer = tracer_of(
        make, at(0, make.model("none"), 0.0, make), make.thing(1, make.puppet(rng, "weights"), rng, False)
    )
    rays = make.rays(rng, 4000, 0.0, spread=8.0)
    aim = tracer.vertices_of(1)[rng.integers(0, 300, 4000)] - rays.origin
    rays = RayBundle(rays.origin, aim / np.linalg.norm(aim, axis=1, keepdims=True), rays.time_offset, 100.0)

    hits = tracer.closest_hits(rays)

    parts = tracer._scene.objects[1].model.parts
    first = np.cumsum([0, *(len(part.mesh.vertices) for part in parts)])
    corners = np.array(
        [
            first[p] + parts[p].mesh.triangles[k]
            for p, k in zip(hits.part[hits.met], hits.triangle[hits.met], strict=True)
        ]
    )
    a, b, c = (tracer.vertices_of(1)[corners[:, k]] for k in range(3))
    v, w = hits.barycentric[hits.met].T.astype(np.float64)[:, :, None]
    # 1e-5 m: float32 weights of triangles of a few metres
    np.testing.assert_allclose((1 - v - w) * a + v * b + w * c, rays.at(hits.range)[hits.met], atol=1e-5)
    assert hits.met.sum() > 1000
