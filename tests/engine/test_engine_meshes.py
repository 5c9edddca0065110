"""Trees are kept by content and survive folders that cannot be used; kernels are compiled once."""

import io
import os

import numba
import numpy as np
import pytest

from avsynth.core.frames import Pose
from avsynth.datatypes.model import Part
from avsynth.datatypes.scene import SceneObject
from avsynth.engine import EngineTracer, meshes, shelf, trees
from avsynth.kernels import build, cast, order, wide


def with_objects(kept):
    """Return the bytes of a file with an array of what is no number before what was kept."""
    file = io.BytesIO()
    np.lib.format.write_array(file, np.array([None]), version=(1, 0))
    return file.getvalue() + kept


def same(a, b):
    """Return whether two prepared meshes hold the same bytes."""
    arrays = zip((*a.tree, *a.meshes, a.bounds), (*b.tree, *b.meshes, b.bounds), strict=True)
    return all(x.tobytes() == y.tobytes() for x, y in arrays)


@pytest.mark.parametrize("broken", [lambda kept: b"broken", lambda kept: kept[:-1], lambda kept: b"", with_objects])
def test_a_kept_tree_is_read_again_and_a_broken_file_is_built_anew(make, monkeypatch, tmp_path, broken):
    monkeypatch.setenv("AVSYNTH_CACHE", str(tmp_path))
    monkeypatch.setattr(meshes, "KEPT_ON_DISK", 1)
    mesh = make.soup(np.random.default_rng(2), 300, 0.5)

    built = meshes.prepared_mesh(mesh)
    (kept,) = (tmp_path / "meshes").iterdir()
    read = meshes.prepared_mesh(mesh)
    kept.write_bytes(broken(kept.read_bytes()))
    assert shelf.read(kept) is None
    rebuilt = meshes.prepared_mesh(mesh)

    assert same(built, read)
    assert same(built, rebuilt)


def test_a_cache_that_is_no_folder_does_no_harm(make, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("AVSYNTH_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(meshes, "KEPT_ON_DISK", 1)

    prepared = meshes.prepared_mesh(make.soup(np.random.default_rng(2), 50, 0.5))

    assert np.sort(prepared.meshes.number[~np.isnan(_first(prepared))]).tolist() == list(range(50))


def _first(prepared):
    """Return the first coordinate of each triangle's place, NaN where a block has none."""
    return prepared.meshes.corner.reshape(-1, 9, 8)[:, 0].ravel()


def test_every_triangle_stands_in_one_leaf(make):
    prepared = meshes.build(make.soup(np.random.default_rng(3), 777, 0.5))

    assert sorted(_places(prepared)) == list(range(777))


def _places(prepared):
    """Return the numbers of the triangles of all leaves."""
    leaves = prepared.tree.child[(prepared.tree.child < 0) & (prepared.tree.child != wide.NO_NODE)]
    first, count = (-1 - leaves) // wide.LEAF, (-1 - leaves) % wide.LEAF + 1
    places = np.concatenate([np.arange(f, f + c) for f, c in zip(first, count, strict=True)])
    return prepared.meshes.number[places].tolist()


def test_a_tree_built_in_shares_is_the_same_for_any_number_of_threads(make, monkeypatch):
    monkeypatch.setattr(trees, "MANY", 100)
    mesh = make.soup(np.random.default_rng(3), 5000, 0.5)
    before = numba.get_num_threads()
    try:
        built = []
        for threads in (1, before):
            numba.set_num_threads(threads)
            built.append(meshes.build(mesh))
    finally:
        numba.set_num_threads(before)

    assert same(*built)
    assert sorted(_places(built[0])) == list(range(5000))


def test_the_shelf_throws_away_what_was_used_longest_ago(make, monkeypatch, tmp_path):
    prepared = meshes.build(make.soup(np.random.default_rng(3), 100, 0.5))
    shelf.write(tmp_path / "old.trees", prepared)
    size = (tmp_path / "old.trees").stat().st_size
    os.utime(tmp_path / "old.trees", (1, 1))
    monkeypatch.setattr(shelf, "ROOM", 2.5 * size)

    shelf.write(tmp_path / "new.trees", prepared)
    shelf.write(tmp_path / "newest.trees", prepared)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.trees", "newest.trees"]


def test_a_deformed_mesh_is_met_like_one_built_anew(make):
    rng = np.random.default_rng(6)
    rest = make.soup(rng, 400, 0.5)
    vertices = rest.vertices + 0.4 * np.sin(3 * rest.vertices[:, ::-1]) + 5.0
    vertices[12] = vertices[13]  # one triangle loses its area
    bent = rest.deformed(vertices, rest.normals)
    anew = make.mesh(bent.vertices, bent.triangles, bent.slots, bent.normals)
    rays = make.rays(rng, 3000, 0.0, spread=7.0)

    hits = [
        EngineTracer(make.scene(*_beside_nothing(make, mesh, str(k))), (0.0, 0.0), make.table()).closest_hits(rays)
        for k, mesh in enumerate((bent, anew))
    ]

    np.testing.assert_array_equal(hits[0].range, hits[1].range)
    np.testing.assert_array_equal(hits[0].triangle, hits[1].triangle)
    np.testing.assert_array_equal(hits[0].normal, hits[1].normal)
    assert hits[0].met.sum() > 50


def _beside_nothing(make, mesh, key):
    """Return an ego without parts, and a thing of the one mesh."""
    shape = make.model(f"cloth {key}", Part("cloth", mesh, make.category))
    return (
        SceneObject(0, "ego", make.category, make.model("nothing"), Pose.identity()),
        SceneObject(1, "cloth", make.category, shape, Pose.identity()),
    )


def test_each_kernel_is_compiled_once(make):
    rng = np.random.default_rng(4)
    shape = make.puppet(rng, "once")
    tracer = EngineTracer(make.scene(*(make.thing(k, shape, rng, True) for k in range(3))), (-0.05, 0.05), make.table())
    rays = make.rays(rng, 100)

    tracer.closest_hits(rays)
    tracer.closest_hits_of(1, rays)
    tracer.occluded(rays)

    for kernel in (build.build_tree, wide.widen, order.order_rays, cast.cast_rays):
        assert len(kernel.signatures) == 1


def test_a_mesh_without_normals_looks_like_one_with_those_of_its_triangles(make):
    rng = np.random.default_rng(9)
    flat = make.soup(rng, 300, 0.5)
    corners = flat.vertices[flat.triangles].astype(np.float64)
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    smooth = make.mesh(flat.vertices, flat.triangles, flat.slots, np.repeat(across, 3, axis=0))
    flat = make.mesh(flat.vertices, flat.triangles, flat.slots)
    beside = make.mesh(flat.vertices + np.float32(20.0), flat.triangles, flat.slots, smooth.normals)
    rays = make.rays(rng, 3000, 0.0, spread=2.0)

    hits = []
    for key, own in (("flat", flat), ("smooth", smooth)):
        shape = make.model(f"shaded {key}", Part("a", beside, make.category), Part("b", own, make.category))
        ego = SceneObject(0, "ego", make.category, make.model("nothing"), Pose.identity())
        scene = make.scene(ego, SceneObject(1, key, make.category, shape, Pose.identity()))
        hits.append(EngineTracer(scene, (0.0, 0.0), make.table()).closest_hits(rays))

    np.testing.assert_allclose(hits[0].normal, hits[1].normal, atol=1e-4)
    assert hits[0].met.sum() > 500
