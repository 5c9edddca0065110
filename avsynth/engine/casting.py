"""Calls of the entry kernels: allocates what they fill, and answers without them where there is nothing to meet."""

from functools import lru_cache

import numba
import numpy as np

from avsynth.datatypes.rays import Hits, RayBundle
from avsynth.engine.memory import locked
from avsynth.kernels.arrays import LAST, Found, Rays, SceneArrays, Surface
from avsynth.kernels.attributes import fill_surface
from avsynth.kernels.cast import cast_rays
from avsynth.kernels.order import order_rays
from avsynth.kernels.single import NONE


def closest(scene: SceneArrays, bundle: RayBundle, passed: int) -> Hits:
    """Return the first surface each ray meets; rays pass through the object `passed`."""
    rays = as_arrays(bundle)
    return surfaces(scene, rays, found_closest(scene, rays, passed))


def found_closest(scene: SceneArrays, rays: Rays, passed: int) -> Found:
    """Return which triangle each ray meets first."""
    return _found(scene, rays, passed, False)


def any_met(scene: SceneArrays, bundle: RayBundle) -> np.ndarray:
    """Return whether each ray meets anything that throws a shadow, bool (N,)."""
    return _found(scene, as_arrays(bundle), NONE, True).row >= 0


def _found(scene: SceneArrays, rays: Rays, passed: int, any_will_do: bool) -> Found:
    """Return which triangle each ray meets, the first one or any."""
    count = len(rays.time)
    found = Found(np.full(count, np.inf), np.full(count, NONE, np.int32), np.full(count, NONE, np.int32))
    if count and len(scene.top.row):
        order = np.empty(count, np.int32)
        order_rays(rays, order)
        cast_rays(*scene, rays, order, passed, any_will_do, numba.get_num_threads(), found)
    return found


def behind(scene: SceneArrays, bundle: RayBundle, hits: Hits, passed: int) -> Hits:
    """Return the surface each ray meets next after `hits`, which are its hits of before; nothing after nothing."""
    first_row = np.searchsorted(scene.instances.object, hits.instance)
    after = np.stack([first_row + hits.part, hits.triangle], axis=1).astype(np.int32)
    rays = as_arrays(bundle)._replace(range_min=hits.range, after=locked(after))
    return surfaces(scene, rays, found_closest(scene, rays, passed))


def as_arrays(bundle: RayBundle) -> Rays:
    """Return rays as kernels read them: limits one a ray, all read-only."""
    count = len(bundle)
    limits = [np.broadcast_to(np.asarray(limit, np.float64), count) for limit in (bundle.range_min, bundle.range_max)]
    return Rays(bundle.origin, bundle.direction, bundle.time_offset, *map(locked, limits), _after_last(count))


@lru_cache(maxsize=8)
def _after_last(count: int) -> np.ndarray:
    """Return what rays have that look for any surface beyond `range_min`."""
    return locked(np.full((count, 2), LAST, np.int32))


def surfaces(scene: SceneArrays, rays: Rays, found: Found) -> Hits:
    """Return hits with what the surface is like at each."""
    count = len(found.range)
    whole = [np.empty(count, np.int32) for _ in range(4)]
    surface = Surface(
        *whole,
        np.empty(count, np.uint8),
        np.empty((count, 2), np.float32),
        np.empty((count, 3), np.float32),
        np.empty(count, np.float32),
        np.empty((count, 3), np.float32),
    )
    fill_surface(scene.meshes, scene.instances, rays, found, surface)
    for array in (found.range, *surface):
        array.setflags(write=False)  # they belong to the hits from here on, which need no copy then
    return Hits(found.range, *surface)
