"""Gathers triangles of a road's surface by category and material, and makes the model of them."""

from __future__ import annotations

import hashlib

import numpy as np

from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Mesh, Model, Part
from avsynth.roads._dents import Dent, dented

#: Materials of roads, by slot; the words are those of assets/materials.yaml.
SLOTS = (
    "asphalt",
    "lane_paint",
    "lane_paint_yellow",
    "concrete_kerb",
    "pavement",
    "grass",
    "paving_red",
    "concrete",
    "lane_paint_worn",
    "asphalt_new",
    "concrete_dark",
    "cast_iron",
    "water",
    "gravel",
    "tactile_paving",
    "bitumen",
)
#: Category of each slot.
CATEGORIES = {
    "asphalt": Category.ROAD,
    "paving_red": Category.ROAD,
    "lane_paint": Category.LANE_MARK,
    "lane_paint_yellow": Category.LANE_MARK,
    "concrete_kerb": Category.KERB,
    "pavement": Category.SIDEWALK,
    "grass": Category.TERRAIN,
    "concrete": Category.BUILDING,
    "lane_paint_worn": Category.LANE_MARK,
    "asphalt_new": Category.ROAD,
    "concrete_dark": Category.ROAD,
    "cast_iron": Category.ROAD,
    "water": Category.ROAD,
    "gravel": Category.ROAD,
    "tactile_paving": Category.SIDEWALK,
    "bitumen": Category.ROAD,
}


class SurfaceBuilder:
    """Collects ribbons and fans; `model` turns them into one part a category."""

    def __init__(self) -> None:
        self._pieces: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {slot: [] for slot in SLOTS}
        self._dents: list[Dent] = []

    def ribbon(self, left: np.ndarray, right: np.ndarray, slot: str, breaks: np.ndarray | None = None) -> None:
        """Add the strip between two lines (K, 3) that run the same way; it faces up if `left` lies to the left.

        After the points numbered `breaks` the strip is interrupted.
        """
        count = len(left)
        k = np.arange(count - 1)
        if breaks is not None:
            k = np.setdiff1d(k, breaks)
        a, b = k, k + count
        triangles = np.concatenate([np.column_stack([a, b, b + 1]), np.column_stack([a, b + 1, a + 1])])
        self._pieces[slot].append((np.concatenate([left, right]), triangles))

    def area(self, vertices: np.ndarray, triangles: np.ndarray, slot: str) -> None:
        """Add an area of `triangles` (T, 3), counter-clockwise seen from above, between `vertices` (K, 3)."""
        self._pieces[slot].append((vertices, triangles))

    def dent(self, dent: Dent) -> None:
        """Note a hollow in the carriageway and the paint on it."""
        self._dents.append(dent)

    def model(self, name: str) -> Model:
        """Return everything gathered as one model in the frame of the world."""
        parts, digest = [], hashlib.sha256()
        for slot, pieces in self._pieces.items():
            if pieces:
                mesh = _mesh(self._hollow(pieces, slot), SLOTS.index(slot))
                digest.update(slot.encode() + mesh.vertices.tobytes() + mesh.triangles.tobytes())
                parts.append(Part(slot, mesh, CATEGORIES[slot]))
        corners = np.concatenate([part.mesh.vertices for part in parts])
        size = np.ptp(corners, axis=0).astype(np.float64)
        return Model(f"road {name} {digest.hexdigest()[:16]}", tuple(parts), SLOTS, SLOTS, size)

    def _hollow(self, pieces: list[tuple[np.ndarray, np.ndarray]], slot: str) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return pieces with the dents in them, where they are part of the carriageway."""
        if not self._dents or CATEGORIES[slot] not in (Category.ROAD, Category.LANE_MARK):
            return pieces
        return [dented(*piece, self._dents) for piece in pieces]


def _mesh(pieces: list[tuple[np.ndarray, np.ndarray]], slot: int) -> Mesh:
    """Return one mesh of several pieces; triangles without area are left out."""
    offsets = np.cumsum([0] + [len(vertices) for vertices, _ in pieces[:-1]])
    vertices = np.concatenate([vertices for vertices, _ in pieces]).astype(np.float32)
    triangles = np.concatenate([own + first for (_, own), first in zip(pieces, offsets, strict=True)])
    corner = vertices[triangles].astype(np.float64)
    across = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    keep = np.linalg.norm(across, axis=1) > 1e-9
    return Mesh(
        vertices, triangles[keep], np.full(keep.sum(), slot), _normals(len(vertices), triangles[keep], across[keep])
    )


def _normals(count: int, triangles: np.ndarray, across: np.ndarray) -> np.ndarray:
    """Return the area-weighted normal of each vertex (V, 3); pieces share no vertices, so creases stay sharp."""
    normals = np.zeros((count, 3))
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], across)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.where(length > 0, normals / np.maximum(length, 1e-12), [0.0, 0.0, 1.0])
