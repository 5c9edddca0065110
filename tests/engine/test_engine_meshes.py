"""Trees are kept by content and survive folders that cannot be used; kernels are compiled once."""

import numpy as np

from avsynth.engine import EngineTracer, meshes
from avsynth.kernels import attributes, build, cast, order, wide


def same(a, b):
    """Return whether two prepared meshes hold the same bytes."""
    arrays = zip((*a.tree, *a.meshes, a.bounds), (*b.tree, *b.meshes, b.bounds), strict=True)
    return all(x.tobytes() == y.tobytes() for x, y in arrays)


def test_a_kept_tree_is_read_again_and_a_broken_file_is_built_anew(make, monkeypatch, tmp_path):
    monkeypatch.setenv("AVSYNTH_CACHE", str(tmp_path))
    monkeypatch.setattr(meshes, "KEPT_ON_DISK", 1)
    mesh = make.soup(np.random.default_rng(2), 300, 0.5)

    built = meshes.prepared_mesh(mesh, 3, "mesh")
    (kept,) = (tmp_path / "meshes").iterdir()
    read = meshes.prepared_mesh(mesh, 3, "mesh")
    kept.write_bytes(b"broken")
    rebuilt = meshes.prepared_mesh(mesh, 3, "mesh")

    assert same(built, read)
    assert same(built, rebuilt)


def test_a_cache_that_is_no_folder_does_no_harm(make, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("AVSYNTH_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(meshes, "KEPT_ON_DISK", 1)

    prepared = meshes.prepared_mesh(make.soup(np.random.default_rng(2), 50, 0.5), 3, "mesh")

    assert np.sort(prepared.meshes.number[~np.isnan(_first(prepared))]).tolist() == list(range(50))


def _first(prepared):
    """Return the first coordinate of each triangle's place, NaN where a block has none."""
    return prepared.meshes.corner.reshape(-1, 9, 8)[:, 0].ravel()


def test_every_triangle_stands_in_one_leaf(make):
    prepared = meshes.build(make.soup(np.random.default_rng(3), 777, 0.5))
    leaves = -1 - prepared.tree.child[prepared.tree.box[:, : wide.LANES] < wide.FAR]
    leaves = leaves[leaves >= 0]
    first, count = leaves // wide.LEAF, leaves % wide.LEAF + 1

    places = np.concatenate([np.arange(f, f + c) for f, c in zip(first, count, strict=True)])

    assert sorted(prepared.meshes.number[places].tolist()) == list(range(777))


def test_each_kernel_is_compiled_once(make):
    rng = np.random.default_rng(4)
    shape = make.puppet(rng, "once")
    tracer = EngineTracer(make.scene(*(make.thing(k, shape, rng, True) for k in range(3))), (-0.05, 0.05), make.table())
    rays = make.rays(rng, 100)

    tracer.closest_hits(rays)
    tracer.closest_hits_of(1, rays)
    tracer.occluded(rays)

    for kernel in (build.build_tree, wide.widen, order.order_rays, cast.cast_rays, attributes.fill_surface):
        assert len(kernel.signatures) == 1
