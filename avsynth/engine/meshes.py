"""Meshes made ready for casting: checked, their trees built once and kept by content, in memory and on disk."""

from __future__ import annotations

import hashlib
import math
import os
import tempfile
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from avsynth.core import paths
from avsynth.core.errors import AssetError
from avsynth.datatypes.model import Mesh, Model
from avsynth.kernels._jit import CACHE_FOLDER
from avsynth.kernels.arrays import Meshes, Tree
from avsynth.kernels.build import build_tree
from avsynth.kernels.lanes import LANES
from avsynth.kernels.wide import LEAF, NODE, widen

#: Triangles of a leaf, at most.
LEAF_SIZE = LANES
#: Meshes of at least so many triangles are kept on disk; smaller ones are built faster than read.
KEPT_ON_DISK = 20_000
#: Boxes are padded by this share of the mesh's largest coordinate, and by PADDING, more than the rounding of the walk.
RELATIVE_PADDING = 2.0**-21
PADDING = 1e-6  #: [m]
#: A triangle whose height is below this share of its longest side has no inside.
FLATNESS = 1e-9
CACHE_LINE = 64  #: [byte]
MODELS_KEPT, SCENES_KEPT = 256, 2

#: The mesh of a scene without any.
NOTHING = Mesh(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros(0), np.zeros((0, 3)))


class PreparedMesh(NamedTuple):
    """One mesh with its tree and the box around it; `vertex` counts from the first vertex of the mesh."""

    tree: Tree
    meshes: Meshes
    bounds: np.ndarray


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
    parts = [mesh for keyed in models for mesh in prepared_model(keyed)] or [build(NOTHING)]
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
    tree = Tree(*(_locked_join([getattr(part.tree, name) for part in parts]) for name in Tree._fields))
    return tree, _joined([part.meshes for part in parts]), shapes


@lru_cache(maxsize=MODELS_KEPT)
def prepared_model(keyed: KeyedModel) -> tuple[PreparedMesh, ...]:
    """Return the parts' meshes made ready for casting; raise AssetError for one that cannot be used."""
    model = keyed.model
    return tuple(
        prepared_mesh(part.mesh, len(model.slots), f"model {model.key!r}, part {part.name!r}") for part in model.parts
    )


def prepared_mesh(mesh: Mesh, slot_count: int, name: str) -> PreparedMesh:
    """Return `mesh` with its tree, from disk if it is kept there."""
    check(mesh, slot_count, name)
    if len(mesh.triangles) < KEPT_ON_DISK:
        return build(mesh)
    path = _path(mesh)
    kept = _read(path)
    if kept is None:
        kept = build(mesh)
        _write(path, kept)
    return kept


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
    number = np.flatnonzero(has_inside(mesh)).astype(np.int32)
    corner = mesh.vertices[mesh.triangles[number]]  # (T, 3, 3)
    low, high = corner.min(axis=1), corner.max(axis=1)
    tree, order = built_tree(np.concatenate([low, high], axis=1), LEAF_SIZE)
    bounds = np.concatenate([low.min(axis=0), high.max(axis=0)]) if len(number) else np.zeros(6)
    filled = np.concatenate([corner.reshape(-1, 9), np.full((1, 9), np.nan, np.float32)])[order]  # (T, 9), −1: the last
    blocks = filled.reshape(-1, LANES, 9).transpose(0, 2, 1)
    number = np.concatenate([number, np.zeros(1, np.int32)])[order]
    vertex = mesh.triangles[number] if len(number) else np.zeros((0, 3), np.int32)
    slot = mesh.slots[number] if len(number) else np.zeros(0, np.uint8)
    meshes = Meshes(np.ascontiguousarray(blocks).ravel(), number, slot, vertex, np.asarray(mesh.normals))
    return PreparedMesh(tree, meshes, bounds.astype(np.float64))


def has_inside(mesh: Mesh) -> np.ndarray:
    """Return which triangles have an area, bool (T,)."""
    a, b, c = (mesh.vertices[mesh.triangles[:, k]].astype(np.float64) for k in range(3))
    double_area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    longest = np.max([np.sum((b - a) ** 2, axis=1), np.sum((c - b) ** 2, axis=1), np.sum((a - c) ** 2, axis=1)], axis=0)
    return double_area > FLATNESS * longest


def built_tree(box: np.ndarray, leaf_size: int) -> tuple[Tree, np.ndarray]:
    """Return the tree over items with bounding `box` (N, 6), padded, and the items in blocks, one for each leaf; −1:
    none.
    """
    count = len(box)
    if count == 0:
        return Tree(np.zeros((0, NODE), np.float32), np.zeros((0, LANES), np.int32)), np.zeros(0, np.int32)
    padding = RELATIVE_PADDING * np.abs(box).max() + PADDING
    padded = locked(np.asarray(box + padding * np.array([-1, -1, -1, 1, 1, 1]), np.float32))
    binary_box, order = np.empty((2 * count, 6), np.float32), np.empty(count, np.int32)
    child, number = np.empty(2 * count, np.int32), np.empty(2 * count, np.int32)
    used = build_tree(padded, leaf_size, binary_box, child, number, order)
    wide_box, wide_child = np.empty((used, NODE), np.float32), np.empty((used, LANES), np.int32)
    item = np.empty(LEAF * np.count_nonzero(number[:used]), np.int32)
    used = widen(binary_box[:used], child[:used], number[:used], order, wide_box, wide_child, item)
    return Tree(wide_box[:used].copy(), wide_child[:used].copy()), item


def extent_of(boxes: np.ndarray) -> np.ndarray:
    """Return a bound on the coordinates of padded boxes (R, 6), float64 (R,) [m]."""
    return 1.001 * np.abs(boxes).max(axis=1, initial=0.0) + 1e-3


def _joined(parts: list[Meshes]) -> Meshes:
    """Return several meshes as one: arrays one after the other, read-only."""
    first_vertex = np.cumsum([0, *(len(part.normal) for part in parts)])[:-1]
    vertex = [part.vertex + np.int32(first) for part, first in zip(parts, first_vertex, strict=True)]
    return Meshes(
        *(_locked_join([getattr(part, name) for part in parts]) for name in ("corner", "number", "slot")),
        _locked_join(vertex),
        _locked_join([part.normal for part in parts]),
    )


def _locked_join(arrays: list[np.ndarray]) -> np.ndarray:
    """Return `arrays` one after the other, on a line of the cache."""
    shape = (sum(map(len, arrays)), *arrays[0].shape[1:])
    joined = np.concatenate(arrays, out=aligned(shape, arrays[0].dtype))
    joined.setflags(write=False)
    return joined


def aligned(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Return an array, not filled, that begins on a line of the cache: loads of eight numbers then stay on one line."""
    size = math.prod(shape) * np.dtype(dtype).itemsize
    room = np.empty(size + CACHE_LINE, np.uint8)
    first = -room.ctypes.data % CACHE_LINE
    return room[first : first + size].view(dtype).reshape(shape)


def locked(array: np.ndarray) -> np.ndarray:
    """Return `array` contiguous and read-only, as kernels expect what they only read."""
    array = np.ascontiguousarray(array)
    array.setflags(write=False)
    return array


def _path(mesh: Mesh) -> Path:
    """Return where the tree of `mesh` is kept: by content, and by the sources of the kernels that build it."""
    digest = hashlib.blake2b(digest_size=16)
    for array in (mesh.vertices, mesh.triangles, mesh.slots, mesh.normals):
        digest.update(array)
    return paths.cache() / "meshes" / f"{digest.hexdigest()}-{CACHE_FOLDER.name}.npz"


def _read(path: Path) -> PreparedMesh | None:
    """Return what was kept, or None if there is nothing or it cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            tree = Tree(*(kept[name] for name in Tree._fields))
            return PreparedMesh(tree, Meshes(*(kept[name] for name in Meshes._fields)), kept["bounds"])
    except (OSError, ValueError, KeyError, EOFError):
        return None


def _write(path: Path, prepared: PreparedMesh) -> None:
    """Keep `prepared` on disk, whole or not at all; a folder that cannot be written is no error."""
    arrays = prepared.tree._asdict() | prepared.meshes._asdict() | {"bounds": prepared.bounds}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            np.savez(file, **arrays)
        os.replace(file.name, path)
    except OSError:
        return
