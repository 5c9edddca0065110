"""Meshes of one's own: read, oriented, and refused in one clear sentence."""

import numpy as np
import pytest

from avsynth.contracts import ACTORS
from avsynth.core.errors import AssetError, ConfigError
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
    assert thing.finish() == {"surface": "paint_red"}


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
