"""From shapes to models: normals with creases, meshes, the box at rest, and keys that name the content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from avsynth.catalog.shapes import Shape
from avsynth.core.config import Config
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint, Mesh, Model, Part

#: Faces that meet at more than this angle [rad] keep a sharp edge.
CREASE = np.deg2rad(38.0)
#: Vertices closer than this [m] are one.
WELD = 1e-6
#: Triangles smaller than this [m²] are dropped.
SMALLEST_AREA = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A part before its normals: its shape in a frame of the maker's choice, and how it hangs on joints."""

    name: str
    shape: Shape
    category: Category
    joints: tuple[Joint, ...] = ()


def model(kind: str, parameters: Config, pieces: Sequence[Piece], finish: Mapping[str, str]) -> Model:
    """Return the model of `pieces`, moved so that its box at rest is centred on the origin.

    Parameters
    ----------
    kind : str
    parameters : Config
        What the shape depends on; with `kind` it makes the key.
    pieces : sequence of Piece
    finish : mapping of slot name to default material; its order numbers the slots of the shapes.
    """
    low, high = extent(pieces)
    shift = -(low + high) / 2
    parts = tuple(
        Part(piece.name, mesh(piece.shape.moved(*shift)), piece.category, tuple(_moved(j, shift) for j in piece.joints))
        for piece in pieces
    )
    return Model(model_key(kind, parameters), parts, tuple(finish.values()), tuple(finish), high - low)


def extent(pieces: Sequence[Piece]) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and highest corner (3,) [m] of the box around `pieces` at rest: around their triangles."""
    corners = np.concatenate([piece.shape.vertices[np.unique(piece.shape.triangles)] for piece in pieces])
    return corners.min(axis=0), corners.max(axis=0)


def model_key(kind: str, parameters: Config) -> str:
    """Return the name of a model: its kind and a hash of its parameters."""
    text = json.dumps(parameters.model_dump(mode="json"), sort_keys=True)
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def slots(finish: Mapping[str, str]) -> dict[str, int]:
    """Return the number of each slot of a finish."""
    return {name: number for number, name in enumerate(finish)}


def mesh(shape: Shape, crease: float = CREASE) -> Mesh:
    """Return the shape with normals, smooth but for edges sharper than `crease` [rad]; degenerate triangles dropped."""
    # Vertices are compared as stored, in float32, so that nothing degenerates on the way.
    points = shape.vertices.astype(np.float32).astype(np.float64)
    points, welded = _weld(points)
    triangles = welded[shape.triangles]
    corners = points[triangles]
    areas = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])  # (T, 3), twice the area
    size = np.linalg.norm(areas, axis=1)
    kept = size > 2 * SMALLEST_AREA
    triangles, areas, size = triangles[kept], areas[kept], size[kept]
    normals = _corner_normals(triangles, areas, areas / size[:, None], np.cos(crease))
    if shape.lean is not None:
        normals = normals + shape.lean[shape.triangles[kept]]
        normals /= np.linalg.norm(normals, axis=2, keepdims=True)
    return _indexed(points, triangles, shape.slots[kept], normals)


def _moved(joint: Joint, shift: np.ndarray) -> Joint:
    """Return the joint with its origin shifted."""
    return Joint(joint.name, tuple(float(v) for v in np.asarray(joint.origin) + shift), joint.axis)


def _weld(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct points (V, 3) [m], and for each given point the number of its distinct one."""
    rounded = np.round(points / WELD).astype(np.int64)
    order = np.lexsort(rounded.T)
    changes = np.any(np.diff(rounded[order], axis=0) != 0, axis=1)
    number = np.concatenate([[0], np.cumsum(changes)])
    welded = np.empty(len(points), np.int64)
    welded[order] = number
    distinct = np.empty((number[-1] + 1, 3))
    distinct[welded[::-1]] = points[::-1]
    return distinct, welded


def _corner_normals(triangles: np.ndarray, areas: np.ndarray, units: np.ndarray, cos_crease: float) -> np.ndarray:
    """Return the normal of each triangle corner, float64 (T, 3, 3): the mean over faces within the crease angle."""
    count = len(triangles)
    vertex = triangles.T.ravel()  # corner k·T + t
    face = np.tile(np.arange(count), 3)
    order = np.argsort(vertex, kind="stable")
    starts = np.searchsorted(vertex[order], np.arange(vertex.max() + 2))
    fans = np.diff(starts)[vertex]  # corners that share the vertex, per corner
    mine = np.repeat(np.arange(len(vertex)), fans)
    nth = np.arange(len(mine)) - np.repeat(np.cumsum(fans) - fans, fans)
    other = face[order[starts[vertex[mine]] + nth]]
    near = np.einsum("ij,ij->i", units[face[mine]], units[other]) >= cos_crease
    total = np.stack([np.bincount(mine[near], areas[other[near], k], minlength=len(vertex)) for k in range(3)], axis=1)
    length = np.linalg.norm(total, axis=1)[:, None]
    return (
        np.where(length > 0, total / np.where(length > 0, length, 1), units[face]).reshape(3, count, 3).swapaxes(0, 1)
    )


def _indexed(points: np.ndarray, triangles: np.ndarray, slots: np.ndarray, normals: np.ndarray) -> Mesh:
    """Return the mesh in which corners with equal position and normal share a vertex."""
    flat = triangles.ravel()
    keys = np.column_stack([flat, np.round(normals.reshape(-1, 3) * 4096).astype(np.int64)])
    order = np.lexsort(keys.T[::-1])
    changes = np.any(np.diff(keys[order], axis=0) != 0, axis=1)
    number = np.concatenate([[0], np.cumsum(changes)])
    index = np.empty(len(flat), np.int64)
    index[order] = number
    first = order[np.concatenate([[True], changes])]
    return Mesh(points[flat[first]], index.reshape(-1, 3), slots, normals.reshape(-1, 3)[first])


def bounds(shapes: Iterable[Shape]) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and highest corner (3,) [m] of the box around all shapes."""
    corners = np.concatenate([shape.vertices for shape in shapes])
    return corners.min(axis=0), corners.max(axis=0)
