"""What is special to surroundings; what every actor owes is in `test_actor_contract`."""

import numpy as np
import pytest

from avsynth.actors.building import DESIGNS as BUILDINGS
from avsynth.actors.house import DESIGNS as HOUSES
from avsynth.actors.tree import DESIGNS as TREES
from avsynth.catalog.clutter import ivy
from avsynth.catalog.materials import materials
from avsynth.catalog.signs import SIGNS
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category

BUDGET = {
    "building": 4000,
    "house": 2500,
    "tree": 8000,
    "bush": 3500,
    "hedge": 6000,
    "fence": 1500,
    "wall": 100,
    "street_lamp": 400,
    "traffic_light": 800,
    "pedestrian_light": 700,
    "utility_pole": 400,
    "overhead_wire": 300,
    "bare_shrub": 2100,
    "crossing_gate": 700,
    "traffic_sign": 500,
    "beacon": 100,
    "railway": 700,
    "guard_rail": 900,
    "bollard": 200,
    "bin": 300,
    "bench": 400,
    "noise_barrier": 800,
    "bus_stop": 900,
    "parked_bicycles": 14000,
    "hall": 2500,
    "container": 1500,
    "tunnel_lamp": 48,
    "solid": 3000,
}
#: Distinct models of a kind that many draws may give: models are shared, so few are cheap.
MOST_MODELS = 14


def seen_along(mesh, start: np.ndarray, ahead: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return whether rays from `start` along `ahead` (N, 3) meet `mesh` (N,), and the normals there (N, 3)."""
    open3d = pytest.importorskip("open3d")
    scene = open3d.t.geometry.RaycastingScene(nthreads=1)
    scene.add_triangles(mesh.vertices, mesh.triangles.astype(np.uint32))
    hit = scene.cast_rays(open3d.core.Tensor(np.column_stack([start, ahead]).astype(np.float32)), nthreads=1)
    return np.isfinite(hit["t_hit"].numpy()), hit["primitive_normals"].numpy()


def seen_from_the_front(mesh, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Return whether rays along −x through the grid of `y` and `z` [m] meet `mesh`, bool (Z, Y)."""
    across, up = np.meshgrid(y, z)
    start = np.column_stack([np.full(across.size, 30.0), across.ravel(), up.ravel()])
    return seen_along(mesh, start, np.tile([-1.0, 0.0, 0.0], (len(start), 1)))[0].reshape(across.shape)


def drawn(kind: str, seed: int) -> Actor:
    return ACTORS.get(kind)().dressed(Stream(seed).child(kind))


@pytest.mark.parametrize("kind", BUDGET)
def test_a_piece_keeps_to_its_number_of_triangles(kind):
    assert max(drawn(kind, seed).model().triangle_count for seed in range(20)) <= BUDGET[kind]


@pytest.mark.parametrize("kind", BUDGET)
def test_only_what_hides_others_is_placed_by_name_and_many_draws_share_few_models(kind):
    keys = {drawn(kind, seed).model().key for seed in range(80)}

    assert ACTORS.get(kind).placeable == (kind in ("hedge", "fence", "wall"))
    assert len(keys) <= MOST_MODELS


@pytest.mark.parametrize("kind", ["building", "house"])
def test_paint_leaves_the_shape_alone(kind):
    plain = drawn(kind, 1)

    red = plain.model_copy(update={"wall": "brick_red"})

    assert red.model() is plain.model()
    assert red.finish()["wall"] == "brick_red"


def test_a_field_that_is_given_stays_and_the_others_follow_a_design_that_has_it():
    tree = ACTORS.get("tree")(variant=5, height=17.0).dressed(Stream(3))

    assert (tree.variant, tree.height) == (5, 17.0)
    assert tree.leaves == "needles"
    assert np.isclose(tree.model().size[2], 17.0)


@pytest.mark.parametrize("design", TREES)
class TestTrees:
    def test_trunk_and_crown_are_told_apart(self, design):
        parts = {part.name: part.category for part in ACTORS.get("tree")(**design).model().parts}

        assert parts == {"trunk": Category.TRUNK, "crown": Category.VEGETATION}

    def test_the_trunk_reaches_from_the_ground_into_the_crown(self, design):
        trunk, crown = (part.mesh.vertices for part in ACTORS.get("tree")(**design).model().parts)

        assert np.isclose(trunk[:, 2].min(), -design["height"] / 2, atol=0.02)
        assert trunk[:, 2].max() > crown[:, 2].min() + 0.3 * design["height"]

    def test_most_of_the_middle_is_hidden_but_the_rim_lets_light_through(self, design):
        crown = ACTORS.get("tree")(**design).model().parts[1].mesh
        low, high = crown.vertices[:, 2].min(), crown.vertices[:, 2].max()

        shape = seen_from_the_front(crown, np.linspace(-0.5, 0.5, 41) * design["crown"], np.linspace(low, high, 41))

        assert shape[12:28, 16:25].mean() > 0.85  # conifers and birches are the thinnest
        assert 0.25 < shape.mean() < 0.85


@pytest.mark.parametrize(("kind", "designs"), [("building", BUILDINGS), ("house", HOUSES)])
def test_a_ray_at_a_building_always_meets_an_outside(kind, designs):
    for design in designs:
        model = ACTORS.get(kind)(**design).model()
        turn, goal = (
            Stream(5).rng(kind).uniform(0, 2 * np.pi, 4000),
            Stream(6).rng(kind).uniform(-0.45, 0.45, (4000, 3)),
        )
        start = np.column_stack([60 * np.cos(turn), 60 * np.sin(turn), np.full(4000, 1.6 - model.size[2] / 2)])
        ahead = goal * model.size - start
        ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)

        met, normals = seen_along(model.parts[0].mesh, start, ahead)

        facing = np.sum(normals * ahead, axis=1) < 0
        # Awnings are one sheet, so a few rays see one from below.
        assert facing[met].mean() > 0.999, design


def test_faces_of_signs_send_light_back_and_look_ahead():
    table = materials()
    for sign in SIGNS:
        model = ACTORS.get("traffic_sign")(sign=sign).model()
        board = next(part for part in model.parts if part.category == Category.TRAFFIC_SIGN).mesh
        points = board.vertices[board.triangles].astype(float)
        normal = np.cross(points[:, 1] - points[:, 0], points[:, 2] - points[:, 0])
        retro = table.lidar_retro[[table.index(model.slots[slot]) for slot in board.slots]] > 100

        assert retro.any()
        assert np.all(normal[retro, 0] > 0)


def test_a_light_burns_as_its_state_says():
    light = ACTORS.get("traffic_light")(state="red_amber", reach=0.0)

    assert light.finish() == {"red": "signal_red", "amber": "signal_amber", "green": "signal_off"}


@pytest.mark.parametrize(("closed", "height"), [(0.0, 5.0), (1.0, 1.5)])
def test_the_boom_of_a_barrier_stands_up_or_lies_over_the_road(closed, height):
    gate = ACTORS.get("crossing_gate")(reach=4.0, closed=closed).dressed(Stream(0))
    boom = gate.model().parts[1]

    points = boom.model_from_part(gate.joints(Motion())).points(boom.mesh.vertices.astype(float))
    points[:, 2] += gate.model().size[2] / 2

    assert points[:, 2].max() == pytest.approx(height, abs=0.4)
    assert points[:, 1].min() == pytest.approx(-4.0 if closed else 0.0, abs=0.2)


def test_one_sees_through_a_bare_shrub_but_not_everywhere():
    shrub = ACTORS.get("bare_shrub")(variant=1).dressed(Stream(0))
    mesh = shrub.model().parts[0].mesh

    met = seen_from_the_front(mesh, np.linspace(-0.5, 0.5, 80), np.linspace(-0.3, 0.4, 60) * shrub.height)

    assert 0.05 < met.mean() < 0.6


def test_wires_hang_through_between_their_ends():
    wires = ACTORS.get("overhead_wire")(span=30.0).model().parts[0].mesh.vertices.astype(float)

    middle, ends = wires[np.abs(wires[:, 0]) < 0.1, 2], wires[np.abs(wires[:, 0]) > 14.9, 2]
    assert ends.mean() - middle.mean() == pytest.approx(0.54, abs=0.02)


def test_ivy_stays_on_its_part_of_the_wall():
    leaves = ivy(-2.0, 1.0, 6.0, {"ivy": 0}, Stream(3).rng())

    x, y, z = leaves.vertices.T
    assert len(leaves.triangles) > 300
    assert x.min() > -0.15 and x.max() < 0.4
    assert y.min() > -2.3 and y.max() < 1.3
    assert z.max() < 6.4
    assert z[y < -1.7].max() < z[np.abs(y + 0.5) < 0.4].max()  # it tapers off to the sides


def test_a_hedge_hides_what_is_behind_it():
    hedge = ACTORS.get("hedge")(variant=1).dressed(Stream(0))
    mesh = hedge.model().parts[0].mesh

    met = seen_from_the_front(mesh, np.linspace(-1.7, 1.7, 30), np.linspace(-0.45, 0.4, 20) * hedge.height)

    assert met.all()


def test_shading_normals_of_a_crown_lean_outwards_more_than_its_leaves_do():
    crown = ACTORS.get("tree")(**TREES[0]).model().parts[1].mesh
    corners = crown.vertices[crown.triangles]
    faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    faces /= np.linalg.norm(faces, axis=1, keepdims=True)
    outward = corners[:, 0] - crown.vertices.mean(axis=0)
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)

    of_shading = np.sum(crown.normals[crown.triangles[:, 0]] * outward, axis=1).mean()
    of_leaves = np.sum(faces * outward, axis=1).mean()

    assert of_shading > 1.3 * of_leaves > 0


def test_signs_along_streets_say_nothing_of_right_of_way():
    signs = {ACTORS.get("traffic_sign")().dressed(Stream(seed)).sign for seed in range(300)}

    assert len(signs) > 6
    assert not signs & {"stop", "give_way", "priority"}  # these stand where junctions put them


@pytest.mark.parametrize("kind", ["building", "house"])
def test_a_share_of_rooms_is_lit_in_the_dark_another_one_in_each_house(kind):
    houses = [ACTORS.get(kind)().dressed(Stream(seed)) for seed in range(60)]
    panes = [house.lamps(Motion(dark=True)) for house in houses]

    rooms = [[pane for slot, pane in lit.items() if slot.startswith("room")] for lit in panes]
    assert np.mean([pane != "window_glass" for lit in rooms for pane in lit]) == pytest.approx(0.38, abs=0.06)
    assert len({tuple(lit) for lit in rooms}) > 50
    assert panes[7] == houses[7].lamps(Motion(dark=True))
    assert not any(house.lamps(Motion()) for house in houses)


def test_houses_that_differ_by_their_evening_share_one_shape():
    one, other = (ACTORS.get("building")(width=10.0, evening=number).dressed(Stream(1)) for number in (1, 2))

    assert one.model().key == other.model().key
    assert one.lamps(Motion(dark=True)) != other.lamps(Motion(dark=True))


def test_shops_have_panes_of_their_own():
    model = ACTORS.get("building")(ground="shops").dressed(Stream(2)).model()

    used = {model.slot_names[slot] for slot in np.unique(model.parts[0].mesh.slots)}
    assert "shop_glass" in used and sum(name.startswith("room") for name in used) > 4
