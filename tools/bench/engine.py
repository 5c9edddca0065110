"""The ray caster beside Embree (through Open3D): the same rays and triangles, in one run, ratios first.

Run ``python -m tools.bench.engine``, on a busy machine with ``--busy`` (see `timing`). Times are medians of calls by
turns. How cost grows with the scene is in `growth`, memory in `memory`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import numba
import numpy as np
from rich.console import Console
from rich.table import Table

from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import Scene
from avsynth.engine import EngineTracer
from avsynth.engine.casting import any_met, as_arrays, found_closest
from avsynth.engine.lower import lower
from tools.bench import embree, streets
from tools.bench.timing import THREADS, Row, compare

REPEATS = 7
#: Details of the streets of about 0.2, 0.7 and 2 million triangles.
DETAILS = (0.7, 1.3, 2.15)
SPAN = (-0.05, 0.05)
SUN = np.array([0.57, 0.456, 0.684])


def main() -> None:
    """Print one table."""
    numba.set_num_threads(THREADS)
    table = Table("triangles", "what", "ratio", "ours [ms]", "Embree [ms]", "equal rays", title="avsynth and Embree")
    for detail in DETAILS:
        scene = streets.street(detail)
        _add(table, scene, street_rows(scene))
    scene = streets.published()
    _add(table, scene, published_rows(scene))
    Console(width=140).print(table)


def _add(table: Table, scene: Scene, rows: Iterator[Row]) -> None:
    """Add the lines of one scene."""
    triangles = sum(thing.model.triangle_count for thing in scene.objects)
    for row in rows:
        equal = "" if np.isnan(row.agreement) else f"{100 * row.agreement:.3f} %"
        table.add_row(f"{triangles:,}", row.what, f"{row.ratio:.2f}", f"{row.ours:.1f}", f"{row.theirs:.1f}", equal)


def street_rows(scene: Scene) -> Iterator[Row]:
    """Yield all comparisons on one street."""
    yield from moving_rows(scene, [streets.sweep()], "64 × 2048", REPEATS)
    tracer, peer = EngineTracer(scene, SPAN, streets.materials()), embree.built(*embree.soup(embree.seen(scene)))
    sweep, camera = streets.sweep(moves=False), streets.camera()
    yield closest_row(tracer, peer, sweep, "64 × 2048, static cast")
    yield described_row(tracer, peer, sweep, "64 × 2048, static cast with all attributes")
    yield closest_row(tracer, peer, camera, "camera 1242 × 375")
    yield closest_row(tracer, peer, streets.fisheye(), "fisheye camera, 180°")
    yield closest_row(tracer, peer, streets.rosette(), "solid-state LiDAR, rosette of 100 000 rays")
    yield closest_row(tracer, peer, bounced(tracer, sweep), "incoherent")
    yield shadow_row(tracer, peer, camera)


def published_rows(scene: Scene) -> Iterator[Row]:
    """Yield the comparison laid out as in [GRCA]: two LiDARs of 128 × 4096 rays, ten large cars that move."""
    lidars = [streets.sweep(128, 4096, place=(x, 0.0, 2.0)) for x in (1.5, -1.0)]
    yield from moving_rows(scene, lidars, "2 × 128 × 4096", 3)


def moving_rows(scene: Scene, sweeps: list[RayBundle], what: str, repeats: int) -> Iterator[Row]:
    """Yield the cost of a frame in which things move: ours lowers and casts, and says all of each hit or, as the peer
    does, what was met where; Embree builds anew and casts, all triangles, or only what moves, in a second scene beside
    a kept one (the nearer hit wins).

    The peer gets its vertices moved already, and has no motion within the sweep.
    """
    table, number = streets.materials(), count()
    arrays = [as_arrays(rays) for rays in sweeps]
    queries = [embree.as_tensor(rays) for rays in sweeps]
    everything = embree.soup(embree.seen(scene))
    moving = embree.soup(thing for thing in embree.seen(scene) if thing.is_moving)
    still = embree.built(*embree.soup(thing for thing in embree.seen(scene) if not thing.is_moving))
    frames = [scene.at(0.1 * k) for k in range(3 * (repeats + 1))]

    def ours() -> None:
        tracer = EngineTracer(frames[next(number)], SPAN, table)
        for rays in sweeps:
            tracer.closest_hits(rays)

    def ours_bare() -> None:
        lowered = lower(frames[next(number)], SPAN, table).arrays
        for rays in arrays:
            found_closest(lowered, rays, 0)

    def theirs() -> None:
        peer = embree.built(*everything)
        for query in queries:
            peer.cast_rays(query, nthreads=THREADS)

    def theirs_split() -> None:
        peer = embree.built(*moving)
        for query in queries:
            np.minimum(*(embree.ranges(one, query, np.inf) for one in (peer, still)))

    yield compare(f"{what}, frame with motion, all rebuilt", ours, theirs, repeats)
    yield compare(f"{what}, frame with motion, all rebuilt, without attributes", ours_bare, theirs, repeats)
    yield compare(f"{what}, frame with motion, moving rebuilt", ours, theirs_split, repeats)


def closest_row(tracer: EngineTracer, peer: embree.Caster, rays: RayBundle, what: str) -> Row:
    """Compare casts of the same rays into the same still triangles, and where they meet them."""
    arrays, query = as_arrays(rays), embree.as_tensor(rays)
    mine = found_closest(tracer._lowered.arrays, arrays, 0).range
    other = embree.ranges(peer, query, rays.range_max)
    equal = np.isclose(mine, other, rtol=0, atol=1e-3) | (np.isinf(mine) & np.isinf(other))
    return compare(
        what,
        lambda: found_closest(tracer._lowered.arrays, arrays, 0),
        lambda: peer.cast_rays(query, nthreads=THREADS),
        REPEATS,
        equal.mean(),
    )


def described_row(tracer: EngineTracer, peer: embree.Caster, rays: RayBundle, what: str) -> Row:
    """Compare casts that tell all that either side knows of each hit."""
    query = embree.as_tensor(rays)
    return compare(what, lambda: tracer.closest_hits(rays), lambda: peer.cast_rays(query, nthreads=THREADS), REPEATS)


def shadow_row(tracer: EngineTracer, peer: embree.Caster, camera: RayBundle) -> Row:
    """Compare shadow rays from what a camera sees towards the sun."""
    hits = tracer.closest_hits(camera)
    met = np.flatnonzero(hits.met)
    seen, hits = camera.chosen(met), hits.chosen(met)
    origin = seen.at(hits.range) + 1e-3 * hits.normal
    sun = np.tile(SUN / np.linalg.norm(SUN), (len(origin), 1))
    rays = RayBundle(origin, sun, np.zeros(len(origin)), 500.0, 1e-4)
    query = embree.as_tensor(rays)
    return compare(
        "shadow rays of the camera",
        lambda: any_met(tracer._lowered.arrays, rays),
        lambda: peer.test_occlusions(query, nthreads=THREADS),
        REPEATS,
    )


def bounced(tracer: EngineTracer, rays: RayBundle) -> RayBundle:
    """Return rays in all directions from where `rays` meet something."""
    hits = tracer.closest_hits(rays)
    met = np.flatnonzero(hits.met)
    origin = rays.chosen(met).at(hits.range[met] - 1e-3)
    direction = np.random.default_rng(0).normal(size=origin.shape)
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    return RayBundle(origin, direction, np.zeros(len(origin)), 100.0)


if __name__ == "__main__":
    main()
