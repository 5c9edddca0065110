"""Every actor keeps the promises of its contract, whoever wrote it."""

import importlib
import re
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.catalog.materials import materials
from avsynth.contracts import ACTORS, Motion
from avsynth.core.seed import Stream
from avsynth.engine import EngineTracer
from avsynth.labels.label import box_around
from avsynth.showroom import alone, standing

KINDS = [kind for kind in ACTORS.names() if kind != "mesh"]  # a mesh of one's own needs a file, see test_own_mesh
PLACEABLE = [kind for kind in KINDS if ACTORS.get(kind).placeable]
VARIANTS = range(3)
#: Boxes and mesh agree to this, rounding to float32 included [m].
TIGHT = 1e-4
#: Boxes of moving things enclose their mesh to this [m].
SNUG = 0.01
#: The largest turn of a joint while a thing moves a millimetre [rad].
LARGEST_TURN = 0.02
#: How far soles, cloth or a tyre may be pressed into the ground [m].
DEEPEST = 0.05


@cache
def actor(kind: str, variant: int):
    """Return a dressed actor."""
    return ACTORS.get(kind)().dressed(Stream(variant).child("test", kind))


def corners(model) -> np.ndarray:
    """Return the corners of all triangles at rest, float64 (T, 3, 3) [m]."""
    return np.concatenate([part.mesh.vertices[part.mesh.triangles] for part in model.parts]).astype(float)


@pytest.mark.parametrize("kind", KINDS)
def test_dressing_depends_on_the_stream_only_and_leaves_given_fields(kind):
    first, again = (ACTORS.get(kind)().dressed(Stream(5).child("x")) for _ in range(2))

    assert first == again
    assert first.dressed(Stream(99)) == first


@pytest.mark.parametrize("kind", KINDS)
def test_a_dressed_actor_survives_json(kind):
    dressed = actor(kind, 0)

    text = dressed.model_dump(mode="json", exclude_none=True)

    assert ACTORS.build(text, "json").model().key == dressed.model().key


@pytest.mark.parametrize("kind", KINDS)
def test_equal_parameters_make_equal_models(kind):
    before = actor(kind, 1).model()
    module = importlib.import_module(ACTORS.get(kind).__module__)
    for thing in vars(module).values():
        if hasattr(thing, "cache_clear"):
            thing.cache_clear()

    after = actor(kind, 1).model()

    assert before.key == after.key
    np.testing.assert_array_equal(corners(before), corners(after))


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_box_encloses_the_mesh_tightly_around_the_origin(kind, variant):
    model = actor(kind, variant).model()
    points = corners(model).reshape(-1, 3)

    np.testing.assert_allclose(points.max(axis=0), model.size / 2, atol=TIGHT)
    np.testing.assert_allclose(points.min(axis=0), -model.size / 2, atol=TIGHT)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("kind", KINDS)
def test_triangles_are_sound_and_normals_lie_on_their_side(kind, variant):
    for part in actor(kind, variant).model().parts:
        mesh = part.mesh
        faces = mesh.vertices[mesh.triangles].astype(float)
        areas = np.cross(faces[:, 1] - faces[:, 0], faces[:, 2] - faces[:, 0])
        shading = mesh.normals[mesh.triangles].astype(float)

        assert np.isfinite(mesh.vertices).all() and np.isfinite(mesh.normals).all()
        assert (np.linalg.norm(areas, axis=1) > 1e-9).all()
        np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1, atol=1e-5)
        assert (np.einsum("tcj,tj->tc", shading, areas) > 0).all()


@pytest.mark.parametrize("kind", PLACEABLE)
def test_most_of_the_surface_looks_outwards(kind):
    faces = corners(actor(kind, 0).model())
    areas = np.cross(faces[:, 1] - faces[:, 0], faces[:, 2] - faces[:, 0]) / 2

    volume = np.einsum("tj,tj->", faces.mean(axis=1), areas) / 3

    assert volume > 0


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_material_is_in_the_table(kind, variant):
    thing = actor(kind, variant)
    model, finish = thing.model(), thing.finish()

    used = max(int(part.mesh.slots.max()) for part in model.parts)

    assert used < len(model.slots)
    assert set(finish) <= set(model.slot_names)
    assert set(model.slots) | set(finish.values()) <= set(materials().names)


@pytest.mark.parametrize("kind", KINDS)
def test_joints_belong_to_parts_and_turn_smoothly_with_the_distance(kind):
    thing = actor(kind, 0)
    known = {joint.name for part in thing.model().parts for joint in part.joints}
    angles = [thing.joints(Motion(float(x), 1.4, 0.02)) for x in np.arange(0, 3, 0.001)]

    assert set(angles[0]) <= known
    table = np.array([list(row.values()) for row in angles]).reshape(len(angles), -1)
    assert np.isfinite(table).all()
    assert np.abs(np.diff(table, axis=0)).max(initial=0) < LARGEST_TURN


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_keeps_the_budget_its_module_states(kind):
    text = importlib.import_module(ACTORS.get(kind).__module__).__doc__
    budget = int(re.search(r"At most (\d+) triangles", text)[1])

    assert max(actor(kind, variant).model().triangle_count for variant in VARIANTS) <= budget


@pytest.mark.parametrize("kind", PLACEABLE)
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_box_is_that_of_the_model(kind, variant):
    made = actor(kind, variant)

    assert made.box() == pytest.approx(made.model().size, abs=1e-9)


def posed(thing) -> np.ndarray:
    """Return the corners of all triangles of a standing thing, float64 (N, 3) [m], world."""
    parts = [
        part.model_from_part(thing.joints).points(part.mesh.vertices[np.unique(part.mesh.triangles)].astype(float))
        for part in thing.model.parts
    ]
    return thing.world_from_object.points(np.concatenate(parts))


@st.composite
def motions(draw, kind: str) -> Motion:
    """Return any motion with anything that a kind can do, each in any degree."""
    acts = sorted(ACTORS.get(kind).acts)
    doing = draw(st.lists(st.sampled_from(acts), max_size=3, unique=True)) if acts else []
    return Motion(
        distance=draw(st.floats(0, 60)),
        speed=draw(st.floats(0, 12)),
        curvature=draw(st.floats(-0.15, 0.15)),
        time=draw(st.floats(0, 20)),
        acceleration=draw(st.floats(-4, 4)),
        acts={word: draw(st.floats(0, 1)) for word in doing},
    )


@pytest.mark.parametrize("kind", PLACEABLE)
@given(data=st.data(), seed=st.integers(0, 500))
@settings(max_examples=6, deadline=None)
def test_labels_box_the_posed_mesh_within_a_centimetre(kind, data, seed):
    thing = standing(1, actor(kind, seed), data.draw(motions(kind)))
    points = posed(thing)

    box = box_around(EngineTracer(alone([thing]), (0.0, 0.0), materials()).vertices_of(1), thing)

    inside = box.world_from_box.inverse().points(points)
    np.testing.assert_allclose(inside.max(axis=0), box.size / 2, atol=SNUG)
    np.testing.assert_allclose(inside.min(axis=0), -box.size / 2, atol=SNUG)


@pytest.mark.parametrize("kind", PLACEABLE)
@given(data=st.data(), seed=st.integers(0, 500))
@settings(max_examples=6, deadline=None)
def test_nothing_goes_into_the_ground_whatever_it_does(kind, data, seed):
    thing = standing(1, actor(kind, seed), data.draw(motions(kind)))

    assert posed(thing)[:, 2].min() > -DEEPEST
