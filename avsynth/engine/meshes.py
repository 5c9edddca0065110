"""Meshes made ready for casting: checked, their trees built once and kept by content, in memory and on disk."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numba
import numpy as np

from avsynth.core.errors import AssetError
from avsynth.datatypes.model import Mesh, Model
from avsynth.engine import shelf
from avsynth.engine.memory import locked_join
from avsynth.engine.shelf import PreparedMesh
from avsynth.engine.trees import built_tree, padding_of
from avsynth.kernels.arrays import Meshes, Tree
from avsynth.kernels.lanes import LANES
from avsynth.kernels.refit import refit
from avsynth.kernels.triangles import fill_blocks, measure_triangles

#: Triangles of a leaf, at most.
LEAF_SIZE = LANES
#: Meshes of at least so many triangles are kept on disk; smaller ones are built faster than read.
KEPT_ON_DISK = 20_000
#: The box around nothing.
NO_BOX = np.array([np.inf] * 3 + [-np.inf] * 3)
MODELS_KEPT, SCENES_KEPT = 256, 2

#: The mesh of a scene without any.
NOTHING = Mesh(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros(0), np.zeros((0, 3)))


class ModelShape(NamedTuple):
    """Where the meshes of a model's P parts lie in the common arrays, int32 (P,); greatest coordinate of their boxes,
    float64 (P,); local boxes around them (P, 6) [m]."""

    root: np.ndarray
    first_triangle: np.ndarray
    triangle_count: np.ndarray
    extent: np.ndarray
    bounds: np.ndarray


@dataclass(frozen=True, slots=True)
class KeyedModel:
    """A model that is equal to another one with the same key."""

    key: str
    model: Model = field(compare=False)


@lru_cache(maxsize=SCENES_KEPT)
def common_meshes(models: tuple[KeyedModel, ...]) -> tuple[Tree, Meshes, dict[str, ModelShape]]:
    """Return the meshes of all models one after the other, and by model key where they lie."""
    parts = [mesh for prepared in prepared_models(models) for mesh in prepared] or [build(NOTHING)]
    node = np.cumsum([0, *(len(part.tree.child) for part in parts)], dtype=np.int32)
    triangle = np.cumsum([0, *(len(part.meshes.number) for part in parts)], dtype=np.int32)
    bounds = np.array([part.bounds for part in parts]).reshape(-1, 6)
    shapes, first = {}, 0
    for keyed in models:
        own = slice(first, first + len(keyed.model.parts))
        shapes[keyed.key] = ModelShape(
            node[:-1][own], triangle[:-1][own], np.diff(triangle)[own], extent_of(bounds[own]), bounds[own]
        )
        first = own.stop
    tree = Tree(*(locked_join([getattr(part.tree, name) for part in parts]) for name in Tree._fields))
    return tree, _joined([part.meshes for part in parts]), shapes


def prepared_models(models: Iterable[KeyedModel]) -> list[tuple[PreparedMesh, ...]]:
    """Return the meshes of all models made ready for casting, several models at a time."""
    with ThreadPoolExecutor(numba.get_num_threads()) as pool:
        return list(pool.map(prepared_model, models))


def prepared_model(keyed: KeyedModel) -> tuple[PreparedMesh, ...]:
    """Return the parts' meshes made ready for casting; raise AssetError for one that cannot be used."""
    deforms = any(part.mesh.rest for part in keyed.model.parts)  # another model at each moment: not worth keeping
    return _prepared(keyed) if deforms else _kept_prepared(keyed)


def _prepared(keyed: KeyedModel) -> tuple[PreparedMesh, ...]:
    model, prepared = keyed.model, []
    for part in model.parts:
        check(part.mesh, len(model.slots), f"model {model.key!r}, part {part.name!r}")
        rest = part.mesh.rest
        prepared.append(prepared_mesh(part.mesh) if rest is None else refitted(part.mesh, _prepared_rest(rest)))
    return tuple(prepared)


_kept_prepared = lru_cache(maxsize=MODELS_KEPT)(_prepared)


def prepared_mesh(mesh: Mesh) -> PreparedMesh:
    """Return `mesh` with its tree, from disk if it is kept there."""
    if len(mesh.triangles) < KEPT_ON_DISK:
        return build(mesh)
    path = shelf.path_of(mesh)
    kept = shelf.read(path)
    if kept is None:
        kept = build(mesh)
        shelf.write(path, kept)
    return kept


_prepared_rest = lru_cache(maxsize=MODELS_KEPT)(prepared_mesh)


def refitted(mesh: Mesh, rest: PreparedMesh) -> PreparedMesh:
    """Return `mesh` with the tree of the mesh at rest, its boxes fitted to where the vertices are now."""
    corner, box = np.empty_like(rest.meshes.corner), np.empty_like(rest.tree.box)
    padding = padding_of(mesh.vertices)
    refit(mesh.vertices, rest.meshes.vertex, rest.meshes.corner, rest.tree.child, padding, corner, box)
    root = box[:1].reshape(-1, 2, 3, LANES)
    bounds = np.concatenate([root[:, 0].min(axis=(0, 2), initial=np.inf), root[:, 1].max(axis=(0, 2), initial=-np.inf)])
    meshes = rest.meshes._replace(corner=corner, normal=mesh.normals)
    return PreparedMesh(Tree(box, rest.tree.child), meshes, bounds.astype(np.float64))


def check(mesh: Mesh, slot_count: int, name: str) -> None:
    """Raise AssetError if `mesh` cannot be cast into."""
    finite = np.isfinite(mesh.vertices).all(axis=1)
    if not finite.all():
        first = int(np.argmin(finite))
        raise AssetError(
            f"{name}: vertex {first} is {mesh.vertices[first].tolist()} ({np.sum(~finite)} of {len(finite)} vertices "
            "are not finite); all coordinates must be finite numbers [m]; repair or re-export the mesh"
        )
    if mesh.triangles.size and (mesh.triangles.min() < 0 or mesh.triangles.max() >= len(mesh.vertices)):
        raise AssetError(
            f"{name}: triangles name vertices {mesh.triangles.min()} to {mesh.triangles.max()}; the mesh has vertices "
            f"0 to {len(mesh.vertices) - 1}; re-export the mesh"
        )
    if mesh.slots.size and mesh.slots.max() >= slot_count:
        raise AssetError(
            f"{name}: a triangle has finish slot {mesh.slots.max()}; the model has slots 0 to {slot_count - 1}"
        )


def build(mesh: Mesh) -> PreparedMesh:
    """Return `mesh` with its tree; triangles without an inside are left out."""
    count = len(mesh.triangles)
    box, number = np.empty((count, 6), np.float32), np.empty(count, np.int32)
    kept = measure_triangles(mesh.vertices, mesh.triangles, box, number)
    box, number = box[:kept], number[:kept]
    tree, order = built_tree(box, LEAF_SIZE)
    bounds = np.concatenate([box[:, :3].min(axis=0), box[:, 3:].max(axis=0)]) if kept else NO_BOX
    number = np.append(number, np.int32(-1))[order]  # −1 stays −1
    corner = np.empty(9 * len(number), np.float32)
    fill_blocks(mesh.vertices, mesh.triangles, number, corner)
    number = np.maximum(number, 0)
    vertex = mesh.triangles[number] if kept else np.zeros((0, 3), np.int32)
    slot = mesh.slots[number] if kept else np.zeros(0, np.uint8)
    return PreparedMesh(tree, Meshes(corner, number, slot, vertex, mesh.normals), bounds.astype(np.float64))


def extent_of(boxes: np.ndarray) -> np.ndarray:
    """Return a bound on the coordinates of padded boxes (R, 6), float64 (R,) [m]."""
    return 1.001 * np.abs(boxes).max(axis=1, initial=0.0) + 1e-3


def _joined(parts: list[Meshes]) -> Meshes:
    """Return several meshes as one: arrays one after the other, read-only."""
    first_vertex = np.cumsum([0, *(len(part.normal) for part in parts)])[:-1]
    vertex = [part.vertex + np.int32(first) for part, first in zip(parts, first_vertex, strict=True)]
    return Meshes(
        *(locked_join([getattr(part, name) for part in parts]) for name in ("corner", "number", "slot")),
        locked_join(vertex),
        locked_join([part.normal for part in parts]),
    )
