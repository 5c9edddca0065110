"""The ray caster beside Embree (through Open3D): the same rays and triangles, in one run, ratios first.

Run ``python -m tools.bench.engine``. Times are wall clock on two threads each, medians; on a busy machine only
ratios mean
anything.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numba
import numpy as np
import open3d
from rich.console import Console
from rich.table import Table

from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import Scene
from avsynth.engine import EngineTracer
from avsynth.engine.casting import any_met, as_arrays, found_closest
from tools.bench import streets

THREADS, REPEATS = 2, 5
#: Details of the streets of about 0.2, 0.7 and 2 million triangles.
DETAILS = (0.7, 1.3, 2.15)
#: Detail of about 4.9 million triangles, and rings and columns of the two LiDARs of the published comparison [GRCA].
PUBLISHED_DETAIL, PUBLISHED_RINGS, PUBLISHED_COLUMNS = 3.37, 256, 4096
SPAN = (-0.05, 0.05)


class Row(NamedTuple):
    """One line of the table: what, ratio of Embree's time to ours, our and Embree's time [ms], share of equal rays."""

    what: str
    ratio: float
    ours: float
    theirs: float
    agreement: float = np.nan


def main() -> None:
    """Print one table."""
    numba.set_num_threads(THREADS)
    table = Table(
        "triangles", "what", "ratio", "ours [ms]", "Embree [ms]", "equal rays", title="Rays: avsynth and Embree"
    )
    for detail in DETAILS:
        for row in street_rows(detail):
            _add(table, detail, row)
    rays = streets.sweep(PUBLISHED_RINGS, PUBLISHED_COLUMNS)
    _add(
        table,
        PUBLISHED_DETAIL,
        moving_row(streets.street(PUBLISHED_DETAIL), rays, "2 × 128 × 4096, frame with motion", 1),
    )
    Console(width=130).print(table)


def _add(table: Table, detail: float, row: Row) -> None:
    """Add one line."""
    count = sum(thing.model.triangle_count for thing in streets.street(detail).objects)
    equal = "" if np.isnan(row.agreement) else f"{100 * row.agreement:.3f} %"
    table.add_row(f"{count:,}", row.what, f"{row.ratio:.2f}", f"{row.ours:.1f}", f"{row.theirs:.1f}", equal)


def street_rows(detail: float) -> Iterator[Row]:
    """Yield all comparisons on one street."""
    scene = streets.street(detail)
    yield moving_row(scene, streets.sweep(), "64 × 2048, frame with motion", 3)
    tracer, foreign = EngineTracer(scene, SPAN, streets.materials()), embree(scene)
    sweep, camera = streets.sweep(moves=False), streets.camera()
    yield closest_row(tracer, foreign, sweep, "64 × 2048, static cast")
    yield closest_row(tracer, foreign, camera, "camera 1242 × 375")
    yield closest_row(tracer, foreign, bounced(tracer, sweep), "incoherent")
    yield shadow_row(tracer, foreign, camera)


def moving_row(scene: Scene, rays: RayBundle, what: str, repeats: int) -> Row:
    """Return the cost of a frame in which things move: ours lowers and casts, Embree builds anew and casts."""
    frames = iter([scene.at(0.1 * k) for k in range(repeats + 2)])
    table = streets.materials()
    found_closest(EngineTracer(next(frames), SPAN, table)._lowered.arrays, as_arrays(rays), 0)
    ours = _median(lambda: EngineTracer(next(frames), SPAN, table).closest_hits(rays), repeats)
    vertices, triangles = soup(scene)
    query = as_tensor(rays)
    theirs = _median(lambda: caster(vertices, triangles).cast_rays(query, nthreads=THREADS), min(repeats, 2))
    return Row(what, theirs / ours, ours, theirs)


def closest_row(tracer: EngineTracer, foreign: open3d.t.geometry.RaycastingScene, rays: RayBundle, what: str) -> Row:
    """Compare casts of the same rays into the same still triangles, and where they meet them."""
    arrays, query = as_arrays(rays), as_tensor(rays)
    ours = _median(lambda: found_closest(tracer._lowered.arrays, arrays, 0), REPEATS)
    theirs = _median(lambda: foreign.cast_rays(query, nthreads=THREADS), REPEATS)
    mine = found_closest(tracer._lowered.arrays, arrays, 0).range
    other = foreign.cast_rays(query, nthreads=THREADS)["t_hit"].numpy().astype(np.float64)
    other[other > rays.range_max] = np.inf
    equal = np.isclose(mine, other, rtol=0, atol=1e-3) | (np.isinf(mine) & np.isinf(other))
    return Row(what, theirs / ours, ours, theirs, equal.mean())


def shadow_row(tracer: EngineTracer, foreign: open3d.t.geometry.RaycastingScene, camera: RayBundle) -> Row:
    """Compare shadow rays from what a camera sees towards the sun."""
    hits = tracer.closest_hits(camera)
    reach = np.where(hits.met, hits.range, 0.0)[:, None]
    origin = (camera.origin + reach * camera.direction + 1e-3 * hits.normal)[hits.met]
    sun = np.array([0.57, 0.456, 0.684]) / np.linalg.norm([0.57, 0.456, 0.684])
    rays = RayBundle(origin, np.tile(sun, (len(origin), 1)), np.zeros(len(origin)), 500.0, 1e-4)
    query = as_tensor(rays)
    ours = _median(lambda: any_met(tracer._lowered.arrays, rays), REPEATS)
    theirs = _median(lambda: foreign.test_occlusions(query, nthreads=THREADS), REPEATS)
    return Row("shadow rays of the camera", theirs / ours, ours, theirs)


def bounced(tracer: EngineTracer, rays: RayBundle) -> RayBundle:
    """Return rays in all directions from where `rays` meet something."""
    hits = tracer.closest_hits(rays)
    origin = (rays.origin + (np.where(hits.met, hits.range, 0.0)[:, None] - 1e-3) * rays.direction)[hits.met]
    direction = np.random.default_rng(0).normal(size=origin.shape)
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    return RayBundle(origin, direction, np.zeros(len(origin)), 100.0)


def soup(scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    """Return all triangles of a scene in the world: vertices float32 (V, 3), triangles uint32 (T, 3)."""
    tracer = EngineTracer(scene, SPAN, streets.materials())
    vertices = [tracer.vertices_of(thing.id) for thing in scene.objects]
    meshes = [part.mesh for thing in scene.objects for part in thing.model.parts]
    first = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])
    triangles = [mesh.triangles + k for mesh, k in zip(meshes, first[:-1], strict=True)]
    return np.concatenate(vertices).astype(np.float32), np.concatenate(triangles).astype(np.uint32)


def embree(scene: Scene) -> open3d.t.geometry.RaycastingScene:
    """Return Open3D's caster of a scene."""
    return caster(*soup(scene))


def caster(vertices: np.ndarray, triangles: np.ndarray) -> open3d.t.geometry.RaycastingScene:
    """Return Open3D's caster of triangles, built."""
    scene = open3d.t.geometry.RaycastingScene(nthreads=THREADS)
    scene.add_triangles(vertices, triangles)
    scene.cast_rays(np.zeros((1, 6), np.float32))
    return scene


def as_tensor(rays: RayBundle) -> open3d.core.Tensor:
    """Return rays as Open3D takes them."""
    return open3d.core.Tensor(np.concatenate([rays.origin, rays.direction], axis=1).astype(np.float32))


def _median(action: Callable[[], object], repeats: int) -> float:
    """Return the median time of `action` [ms], after one call that is not counted."""
    if repeats > 1:
        action()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return 1e3 * float(np.median(times))


if __name__ == "__main__":
    main()
