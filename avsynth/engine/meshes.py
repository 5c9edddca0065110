"""Meshes made ready for casting: checked, their trees built once and kept on disk, or fitted to a deformation."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from avsynth.core.errors import AssetError
from avsynth.datatypes.model import Mesh, Model
from avsynth.engine import shelf
from avsynth.engine.memory import aligned, picked
from avsynth.engine.shelf import PreparedMesh
from avsynth.engine.trees import built_tree, padding_of
from avsynth.kernels.arrays import Meshes, Tree
from avsynth.kernels.lanes import LANES
from avsynth.kernels.normals import pack_normals
from avsynth.kernels.refit import refit
from avsynth.kernels.triangles import fill_blocks, measure_triangles

#: Triangles of a leaf, at most.
LEAF_SIZE = LANES
#: Meshes of at least so many triangles are kept on disk; smaller ones are built faster than read.
KEPT_ON_DISK = 20_000
#: The box around nothing.
NO_BOX = np.array([np.inf] * 3 + [-np.inf] * 3)
RESTS_KEPT = 64


def prepared_parts(model: Model) -> list[PreparedMesh]:
    """Return the meshes of the parts of `model` made ready for casting; raise AssetError for one that cannot be
    used.
    """
    prepared = []
    for part in model.parts:
        check(part.mesh, len(model.slots), f"model {model.key!r}, part {part.name!r}")
        rest = part.mesh.rest
        prepared.append(prepared_mesh(part.mesh) if rest is None else refitted(part.mesh, prepared_rest(rest)))
    return prepared


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


#: `prepared_mesh` of meshes that deform.
prepared_rest = lru_cache(maxsize=RESTS_KEPT)(prepared_mesh)


def refitted(mesh: Mesh, rest: PreparedMesh) -> PreparedMesh:
    """Return `mesh` with the tree of the mesh at rest, its boxes fitted to where the vertices are now."""
    corner, box = np.empty_like(rest.meshes.corner), np.empty_like(rest.tree.box)
    padding = padding_of(mesh.vertices)
    number = rest.meshes.number
    refit(mesh.vertices, mesh.triangles, number, rest.meshes.corner, rest.tree.child, padding, corner, box)
    root = box[:1].reshape(-1, 2, 3, LANES)
    bounds = np.concatenate([root[:, 0].min(axis=(0, 2), initial=np.inf), root[:, 1].max(axis=(0, 2), initial=-np.inf)])
    meshes = rest.meshes._replace(corner=corner, normal=normals_of(mesh, number))
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
    box, number = aligned((count, 6), np.float32), aligned((count + 1,), np.int32)
    kept = measure_triangles(mesh.vertices, mesh.triangles, box, number)
    box, number[kept] = box[:kept], -1
    tree, order = built_tree(box, LEAF_SIZE)
    bounds = np.concatenate([box[:, :3].min(axis=0), box[:, 3:].max(axis=0)]) if kept else NO_BOX
    number = picked(number[: kept + 1], order)  # −1, the last, stays −1
    corner = aligned((9 * len(number),), np.float32)
    fill_blocks(mesh.vertices, mesh.triangles, number, corner)
    np.maximum(number, 0, out=number)
    slot = picked(mesh.slots, number)
    return PreparedMesh(tree, Meshes(corner, number, slot, normals_of(mesh, number)), bounds.astype(np.float64))


def normals_of(mesh: Mesh, number: np.ndarray) -> np.ndarray:
    """Return the packed normals at the corners of the triangles `number` (T,), int32 (T, 3); (0, 3) if all are zero."""
    packed = aligned((len(number) if mesh.normals.any() else 0, 3), np.int32)
    if len(packed):
        pack_normals(mesh.normals, mesh.triangles, number, packed)
    return packed
