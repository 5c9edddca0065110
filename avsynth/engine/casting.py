"""Calls of the entry kernels: allocates what they fill, and answers without them where there is nothing to meet."""

from functools import lru_cache

import numba
import numpy as np

from avsynth.datatypes.rays import Hits, RayBundle
from avsynth.engine.memory import locked
from avsynth.engine.pool import from_pool
from avsynth.kernels.arrays import LAST, Found, Rays, SceneArrays, Surface
from avsynth.kernels.cast import cast_rays
from avsynth.kernels.order import order_rays
from avsynth.kernels.single import NONE


def closest(scene: SceneArrays, bundle: RayBundle, passed: int) -> Hits:
    """Return the first surface each ray meets; rays pass through the object `passed`."""
    return _hits(scene, as_arrays(bundle), passed)


def found_closest(scene: SceneArrays, rays: Rays, passed: int) -> Found:
    """Return which triangle each ray meets first."""
    return _cast(scene, rays, passed, False, _room(0))


def any_met(scene: SceneArrays, bundle: RayBundle) -> np.ndarray:
    """Return whether each ray meets anything that throws a shadow, bool (N,)."""
    return _cast(scene, as_arrays(bundle), NONE, True, _room(0)).row >= 0


def behind(scene: SceneArrays, bundle: RayBundle, hits: Hits, passed: int) -> Hits:
    """Return the surface each ray meets next after `hits`, which are its hits of before; nothing after nothing."""
    first_row = np.searchsorted(scene.instances.object, hits.instance)
    after = np.stack([first_row + hits.part, hits.triangle], axis=1).astype(np.int32)
    rays = as_arrays(bundle)._replace(range_min=hits.range, after=locked(after))
    return _hits(scene, rays, passed)


def as_arrays(bundle: RayBundle) -> Rays:
    """Return rays as kernels read them: limits one a ray, all read-only."""
    count = len(bundle)
    limits = (_limit(bundle.range_min, count), _limit(bundle.range_max, count))
    return Rays(bundle.origin, bundle.direction, bundle.time_offset, *limits, _after_last(count))


def _limit(limit: float | np.ndarray, count: int) -> np.ndarray:
    """Return one limit a ray, float64 (N,), read-only."""
    return limit if isinstance(limit, np.ndarray) and limit.ndim else _same_limit(float(limit), count)


@lru_cache(maxsize=8)
def _same_limit(limit: float, count: int) -> np.ndarray:
    """Return `limit` for each ray, read-only."""
    return locked(np.full(count, limit, np.float64))


@lru_cache(maxsize=8)
def _after_last(count: int) -> np.ndarray:
    """Return what rays have that look for any surface beyond `range_min`."""
    return locked(np.full((count, 2), LAST, np.int32))


def _hits(scene: SceneArrays, rays: Rays, passed: int) -> Hits:
    """Return what each ray meets first, and what the surface is like there."""
    surface = _room(len(rays.time))
    found = _cast(scene, rays, passed, False, surface)
    for array in (found.range, *surface):
        array.setflags(write=False)  # they belong to the hits from here on, which need no copy then
    return Hits(found.range, *surface)


def _cast(scene: SceneArrays, rays: Rays, passed: int, any_will_do: bool, surface: Surface) -> Found:
    """Return which triangle each ray meets, the first one or any; fill `surface` if it has room."""
    count = len(rays.time)
    found = Found(from_pool(count, np.float64), from_pool(count, np.int32), from_pool(count, np.int32))
    if not count or not len(scene.top.row):
        _clear(found, surface)
        return found
    order = from_pool(count, np.int32)
    order_rays(rays, order)
    cast_rays(*scene, rays, order, passed, any_will_do, numba.get_num_threads(), found, surface)
    return found


def _room(count: int) -> Surface:
    """Return room for what `count` surfaces are like."""
    whole = [from_pool(count, np.int32) for _ in range(4)]
    return Surface(
        *whole,
        from_pool(count, np.uint8),
        from_pool((count, 2), np.float32),
        from_pool((count, 3), np.float32),
        from_pool(count, np.float32),
        from_pool((count, 3), np.float32),
    )


def _clear(found: Found, surface: Surface) -> None:
    """Fill `found` and `surface` with what rays have that meet nothing."""
    found.range.fill(np.inf)
    for array in found[1:]:
        array.fill(NONE)
    for name, array in surface._asdict().items():
        array.fill(NONE if name in ("instance", "part", "triangle", "material") else 0)
