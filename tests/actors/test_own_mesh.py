"""Meshes of one's own: read, oriented, and refused in one clear sentence."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avsynth.catalog.mesh_files import read_card
from avsynth.contracts import ACTORS
from avsynth.core.errors import AssetError, AvsynthError, ConfigError
from avsynth.datatypes.category import Category

TETRAHEDRON = """v 0 0 0
v 2 0 0
v 0 4 0
v 0 0 1
f 1 3 2
f 1 2 4
f 2 3 4
f 1 4 3
"""


def own(tmp_path, name="thing.obj", text=TETRAHEDRON, **fields):
    """Return an actor for a mesh file with the given text."""
    (tmp_path / name).write_text(text)
    return ACTORS.build({"kind": "mesh", "file": str(tmp_path / name), **fields}, "test")


@pytest.mark.parametrize(("up", "size"), [("z", (2, 4, 1)), ("y", (1, 2, 4)), ("x", (4, 1, 2))])
def test_the_axis_named_up_becomes_z(tmp_path, up, size):
    model = own(tmp_path, up=up).model()

    np.testing.assert_allclose(model.size, size, atol=1e-6)
    assert model.triangle_count == 4


def test_scale_turn_label_and_material_are_applied(tmp_path):
    thing = own(tmp_path, scale=0.5, turn="90 deg", label="truck", material="paint_red")

    np.testing.assert_allclose(thing.model().size, (2, 1, 0.5), atol=1e-6)
    assert thing.category is thing.model().parts[0].category is Category.TRUCK
    assert thing.model().slots == ("paint_red",)


def test_a_changed_file_is_another_model(tmp_path):
    before = own(tmp_path).model().key

    assert own(tmp_path, text=TETRAHEDRON.replace("0 0 1", "0 0 2")).model().key != before


def test_a_missing_file_is_one_clear_sentence_with_the_nearest_name(tmp_path):
    own(tmp_path)

    with pytest.raises(ConfigError, match=r"test: file = .*thing2\.obj': no such file; did you mean 'thing\.obj'\?"):
        ACTORS.build({"kind": "mesh", "file": str(tmp_path / "thing2.obj")}, "test")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("thing.obj", "nothing of a mesh", "cannot be read|no triangles"),
        ("thing.ply", "ply\nformat nonsense", "cannot be read|no triangles"),
    ],
)
def test_an_unusable_file_says_what_is_wrong(tmp_path, name, text, said):
    with pytest.raises(AssetError, match=said):
        own(tmp_path, name, text).model()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "thing.doc"}, "unknown format '.doc'; known: .glb"),
        ({"label": "pedestrain"}, "label = 'pedestrain': unknown label; did you mean 'pedestrian'"),
        ({"material": "paint_rad"}, "material = 'paint_rad': unknown material; did you mean 'paint_red'"),
    ],
)
def test_a_wrong_field_is_refused_before_anything_is_drawn(tmp_path, fields, said):
    with pytest.raises(ConfigError, match=said):
        own(tmp_path, **fields)


def two_materials(tmp_path, name="robot.glb", stretch=1.0):
    """Write a box of "body" and a ball of "eye" to a file, y up as GLB has it; 0.8 by 0.4 by 1.0 m."""
    trimesh = pytest.importorskip("trimesh")
    material = trimesh.visual.material.PBRMaterial
    body = trimesh.creation.box(extents=np.array([0.4, 1.0, 0.8]) * stretch)  # GLB: x to the left, y up, z ahead
    eye = trimesh.creation.icosphere(subdivisions=1, radius=0.05 * stretch)
    eye.apply_translation(np.array([0.0, 0.3, 0.35]) * stretch)
    for mesh, word in ((body, "body"), (eye, "eye")):
        mesh.visual = trimesh.visual.TextureVisuals(material=material(name=word))
    trimesh.Scene([body, eye]).export(tmp_path / name)
    return tmp_path / name


def carded(path, text):
    """Return an actor for a mesh with a card beside it."""
    path.with_suffix(".yaml").write_text(text)
    return ACTORS.build({"kind": "mesh", "file": str(path.with_suffix(""))}, "test")


CARD = """label: object
up: y
size: [0.8, 0.4, 1.0]
materials: {body: paint_orange, eye: car_glass}
licence: CC0-1.0
"""


def test_a_card_says_what_a_mesh_is_and_one_names_it_without_an_ending(tmp_path):
    robot = carded(two_materials(tmp_path), CARD)
    model = robot.model()
    mesh = model.parts[0].mesh
    eye = mesh.vertices[mesh.triangles[mesh.slots == model.slots.index("car_glass")]]

    assert robot.category is Category.OBJECT
    np.testing.assert_allclose(model.size, (0.8, 0.4, 1.0), atol=1e-5)
    assert set(model.slots) == {"paint_orange", "car_glass"}
    np.testing.assert_allclose(eye.reshape(-1, 3).mean(axis=0), (0.35, 0.0, 0.3), atol=0.01)  # ahead, and up


def test_units_turn_into_metres_and_a_wrong_size_is_told(tmp_path):
    path = two_materials(tmp_path, stretch=100.0)

    np.testing.assert_allclose(carded(path, CARD + "units: cm").model().size, (0.8, 0.4, 1.0), atol=1e-4)
    with pytest.raises(AssetError, match=r"is 80\.000 x 40\.000 x 100\.000 m .*card says 0\.800 x 0\.400"):
        carded(path, CARD).model()
    with pytest.raises(AssetError, match=r"its largest extent is 254 m with units = 'in'; in mm"):
        carded(two_materials(tmp_path, "huge.glb", 1e4), "up: y\nunits: in").model()


@pytest.mark.parametrize("front", ["x", "-x", "z", "-z"])
def test_any_front_keeps_left_and_right(tmp_path, front):
    thing = carded(two_materials(tmp_path), f"up: y\nfront: '{front}'")
    part = thing.model().parts[0].mesh
    corners = part.vertices[part.triangles].astype(float)

    assert np.einsum("tj,tj->", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])) > 0  # not turned inside out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("label: trolley", "label = 'trolley': unknown label"),
        (
            "materials: {bodi: paint_red}",
            "a material 'bodi' that is not in the file; did you mean 'body'",
        ),
        ("materials: {body: paint_rad}", "unknown material; did you mean 'paint_red'"),
        ("up: y\nfront: '-y'", "lie on one axis"),
        ("units: furlong", "units"),
        ("upp: y", "unknown field 'upp'; did you mean 'up'"),
        ("- a list", "must be a list of 'field: value'"),
        ("label: [", "not YAML"),
    ],
)
def test_a_wrong_card_is_one_sentence_that_names_file_and_field(tmp_path, text, said):
    path = two_materials(tmp_path)

    with pytest.raises(AvsynthError, match=said) as caught:
        carded(path, text).model()
    assert "robot" in str(caught.value)


@pytest.mark.parametrize("name", ["robot.glb", "robot.obj", "robot.ply", "robot.stl"])
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_is_refused_in_a_sentence_or_read(tmp_path, name, data):
    trimesh = pytest.importorskip("trimesh")
    path = tmp_path / name
    trimesh.creation.box().export(path)
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(
        bytes(whole[: data.draw(st.integers(0, len(whole)))]) if data.draw(st.booleans()) else bytes(whole)
    )

    try:
        made = ACTORS.build({"kind": "mesh", "file": str(path)}, "test").model()
    except AvsynthError as error:
        assert "mesh" in str(error) and "\n" not in str(error).strip()
    else:
        assert made.triangle_count > 0 and np.isfinite(made.size).all()


@given(text=st.text(max_size=60))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_as_a_card_is_a_card_or_a_sentence(tmp_path, text):
    path = tmp_path / "thing.yaml"
    path.write_bytes(text.encode("utf-8", "replace"))

    try:
        assert read_card(path).label
    except AvsynthError as error:
        assert "thing.yaml" in str(error)
