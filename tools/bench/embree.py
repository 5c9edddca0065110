"""The peer: Embree through Open3D, given the same triangles in the world and the same rays."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import open3d

from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import Scene, SceneObject
from avsynth.engine.placement import posed_vertices
from tools.bench.timing import THREADS

Caster = open3d.t.geometry.RaycastingScene


def soup(objects: Iterable[SceneObject]) -> tuple[np.ndarray, np.ndarray]:
    """Return all triangles of some objects in the world: vertices float32 (V, 3), triangles uint32 (T, 3)."""
    objects = list(objects)
    vertices = [posed_vertices(thing) for thing in objects]
    meshes = [part.mesh for thing in objects for part in thing.model.parts]
    first = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])
    triangles = [mesh.triangles + k for mesh, k in zip(meshes, first[:-1], strict=True)]
    return np.concatenate(vertices).astype(np.float32), np.concatenate(triangles).astype(np.uint32)


def seen(scene: Scene) -> list[SceneObject]:
    """Return the objects that rays of the ego can meet."""
    return [thing for thing in scene.objects if thing.id != scene.ego_id]


def built(vertices: np.ndarray, triangles: np.ndarray) -> Caster:
    """Return Embree's caster of triangles, its tree built."""
    scene = Caster(nthreads=THREADS)
    scene.add_triangles(vertices, triangles)
    scene.cast_rays(np.zeros((1, 6), np.float32))
    return scene


def as_tensor(rays: RayBundle) -> open3d.core.Tensor:
    """Return rays as Open3D takes them."""
    return open3d.core.Tensor(np.concatenate([rays.origin, rays.direction], axis=1).astype(np.float32))


def ranges(scene: Caster, query: open3d.core.Tensor, range_max: float) -> np.ndarray:
    """Return the range of each ray, float64 (N,) [m]; inf where it meets nothing up to `range_max`."""
    found = scene.cast_rays(query, nthreads=THREADS)["t_hit"].numpy().astype(np.float64)
    found[found > range_max] = np.inf
    return found
