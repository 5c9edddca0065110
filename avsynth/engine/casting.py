"""Calls of the entry kernels: allocates what they fill, and answers without them where there is nothing to meet."""

from functools import lru_cache

import numba
import numpy as np

from avsynth.datatypes.rays import Hits, RayBundle
from avsynth.engine.memory import locked
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
    limits = [np.broadcast_to(np.asarray(limit, np.float64), count) for limit in (bundle.range_min, bundle.range_max)]
    return Rays(bundle.origin, bundle.direction, bundle.time_offset, *map(locked, limits), _after_last(count))


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
    found = Found(np.full(count, np.inf), np.full(count, NONE, np.int32), np.full(count, NONE, np.int32))
    if not count or not len(scene.top.row):
        _clear(surface)
        return found
    order = np.empty(count, np.int32)
    order_rays(rays, order)
    cast_rays(*scene, rays, order, passed, any_will_do, numba.get_num_threads(), found, surface)
    return found


def _room(count: int) -> Surface:
    """Return room for what `count` surfaces are like."""
    whole = [np.empty(count, np.int32) for _ in range(4)]
    return Surface(
        *whole,
        np.empty(count, np.uint8),
        np.empty((count, 2), np.float32),
        np.empty((count, 3), np.float32),
        np.empty(count, np.float32),
        np.empty((count, 3), np.float32),
    )


def _clear(surface: Surface) -> None:
    """Fill `surface` with what rays have that meet nothing."""
    for name, array in surface._asdict().items():
        array.fill(NONE if name in ("instance", "part", "triangle", "material") else 0)
