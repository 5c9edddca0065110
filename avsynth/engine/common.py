"""The meshes of all models of a scene in common arrays, kept for the scenes that follow."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import NamedTuple

import numba
import numpy as np

from avsynth.datatypes.model import KeyedModel, Mesh
from avsynth.engine.memory import locked_join
from avsynth.engine.meshes import build, prepared_parts, prepared_rest
from avsynth.engine.shelf import PreparedMesh
from avsynth.kernels.arrays import Meshes, Tree

#: So many scenes are kept; what their models share with a new scene is copied, the rest built.
SCENES_KEPT = 2
#: The mesh of a scene without any.
NOTHING = Mesh(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros(0), np.zeros((0, 3)))


class ModelShape(NamedTuple):
    """Where the meshes of a model's P parts lie in the common arrays: nodes, triangles and normals, first and one
    after the last, int32 (P, 2); greatest coordinate of their boxes, float64 (P,); local boxes around them (P, 6) [m].
    """

    nodes: np.ndarray
    triangles: np.ndarray
    normals: np.ndarray
    extent: np.ndarray
    bounds: np.ndarray


class CommonMeshes(NamedTuple):
    """The meshes of several models one after the other, and where those of each model lie."""

    tree: Tree
    meshes: Meshes
    shapes: dict[KeyedModel, ModelShape]


_kept: OrderedDict[tuple[KeyedModel, ...], CommonMeshes] = OrderedDict()
_lock = Lock()


def common_meshes(models: tuple[KeyedModel, ...]) -> CommonMeshes:
    """Return the meshes of all `models`, none of them twice, one after the other."""
    with _lock:
        if models in _kept:
            _kept.move_to_end(models)
            return _kept[models]
        _kept[models] = _joined(models, _parts_of(models))
        while len(_kept) > SCENES_KEPT:
            _kept.popitem(last=False)
        return _kept[models]


def clear_kept() -> None:
    """Forget the meshes of the last scenes."""
    with _lock:
        _kept.clear()
        prepared_rest.cache_clear()


def extent_of(boxes: np.ndarray) -> np.ndarray:
    """Return a bound on the coordinates of padded boxes (R, 6), float64 (R,) [m]."""
    return 1.001 * np.abs(boxes).max(axis=1, initial=0.0) + 1e-3


def _parts_of(models: Sequence[KeyedModel]) -> list[list[PreparedMesh]]:
    """Return the prepared meshes of each model, from a kept scene or made, several models at a time."""

    def parts_of(keyed: KeyedModel) -> list[PreparedMesh]:
        scene = next((scene for scene in _kept.values() if keyed in scene.shapes), None)
        return prepared_parts(keyed.model) if scene is None else _taken(scene, scene.shapes[keyed])

    with ThreadPoolExecutor(numba.get_num_threads()) as pool:
        return list(pool.map(parts_of, models))


def _taken(scene: CommonMeshes, shape: ModelShape) -> list[PreparedMesh]:
    """Return the meshes of a model as they lie in a scene."""
    taken = []
    for k, bounds in enumerate(shape.bounds):
        nodes, triangles, normals = (slice(*ends[k]) for ends in (shape.nodes, shape.triangles, shape.normals))
        corner = scene.meshes.corner[9 * triangles.start : 9 * triangles.stop]
        meshes = Meshes(
            corner,
            scene.meshes.number[triangles],
            scene.meshes.slot[triangles],
            scene.meshes.normal[normals],
        )
        taken.append(PreparedMesh(Tree(scene.tree.box[nodes], scene.tree.child[nodes]), meshes, bounds))
    return taken


def _joined(models: Sequence[KeyedModel], prepared: list[list[PreparedMesh]]) -> CommonMeshes:
    """Return the prepared meshes of `models` as common arrays."""
    parts = [part for own in prepared for part in own] or [build(NOTHING)]
    nodes = _ends([len(part.tree.child) for part in parts])
    triangles = _ends([len(part.meshes.number) for part in parts])
    normals = _ends([len(part.meshes.normal) for part in parts])
    bounds = np.array([part.bounds for part in parts]).reshape(-1, 6)
    columns, shapes, first = (nodes, triangles, normals, extent_of(bounds), bounds), {}, 0
    for keyed, own in zip(models, prepared, strict=True):
        shapes[keyed] = ModelShape(*(column[first : first + len(own)] for column in columns))
        first += len(own)
    tree = Tree(*(locked_join([getattr(part.tree, name) for part in parts]) for name in Tree._fields))
    meshes = Meshes(*(locked_join([getattr(part.meshes, name) for part in parts]) for name in Meshes._fields))
    return CommonMeshes(tree, meshes, shapes)


def _ends(counts: Sequence[int]) -> np.ndarray:
    """Return first and one after the last of runs of `counts`, int32 (K, 2)."""
    ends = np.cumsum([0, *counts], dtype=np.int32)
    return np.stack([ends[:-1], ends[1:]], axis=1)
