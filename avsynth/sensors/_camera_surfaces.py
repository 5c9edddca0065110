"""What surfaces are made of, as the camera needs it: paints and their patterns, what these are fixed to, lanes."""

from __future__ import annotations

import numpy as np

from avsynth.datatypes.material import MaterialTable
from avsynth.datatypes.road import RoadMap
from avsynth.datatypes.scene import Scene
from avsynth.kernels import textures
from avsynth.kernels.shading import Bodies, Paints
from avsynth.kernels.textures import Lanes

#: First word or words of a material's name → its pattern; the longest match counts.
PATTERNS = {
    "asphalt": textures.ASPHALT,
    "pavement": textures.SLABS,
    "paving": textures.SLABS,
    "brick": textures.BRICK,
    "roof_tiles": textures.TILES,
    "roof_slate": textures.TILES,
    "grass": textures.GRASS,
    "leaves": textures.LEAVES,
    "needles": textures.LEAVES,
    "plaster": textures.PLASTER,
    "lane_paint": textures.MARK,
    "room": textures.ROOM,
    "shop": textures.ROOM,
}
#: Lanes farther from the camera carry no pattern that it could see [m].
LANE_REACH = 150.0


def paints_of(table: MaterialTable, wetness: float) -> Paints:
    """Return the materials as the camera needs them; under water they are darker, as the table's families say."""

    def pattern(name: str) -> int:
        fits = [start for start in PATTERNS if name.startswith(start)]
        return PATTERNS[max(fits, key=len)] if fits else textures.PLAIN

    dark = 1.0 if table.ratios is None else 1.0 + wetness * (table.ratios.wet[:, None] - 1.0)
    colour = (table.colour * dark).astype(np.float32)
    patterns = np.array([pattern(name) for name in table.names], dtype=np.uint8)
    fields = (table.variation, table.grain, table.roughness, table.specular, table.emission, table.transmission)
    return Paints(colour, *fields, _tints(table), patterns)


def _tints(table: MaterialTable) -> np.ndarray:
    """Return the colour of mirror images in each material, float32 (M, 3) [1]: white in all but metals."""
    metal = table.metalness[:, None]
    own = table.colour / np.maximum(table.colour.max(axis=1, keepdims=True), 1e-6)
    return (1.0 - metal + metal * own).astype(np.float32)


def bodies_of(scene: Scene) -> Bodies:
    """Return where the patterns of all things are fixed: on road users to themselves, else to the world."""
    moves = np.array([thing.category.is_labelled for thing in scene.objects], dtype=bool)
    inverse = [thing.world_from_object.inverse() for thing in scene.objects]
    rotation = np.array([pose.rotation for pose in inverse]).reshape(-1, 3, 3)
    return Bodies(moves, rotation, np.array([pose.translation for pose in inverse]).reshape(-1, 3))


def lanes_of(road: RoadMap, near: np.ndarray) -> Lanes:
    """Return the segments of all lanes within reach of `near` (2,) [m]."""
    parts = []
    for lane in road.lanes:
        step = np.diff(lane.centre[:, :2], axis=0)
        length = np.linalg.norm(step, axis=1)
        half = 0.25 * (lane.width[1:] + lane.width[:-1])
        keep = (length > 0.0) & (np.linalg.norm(lane.centre[:-1, :2] - near, axis=1) < LANE_REACH + length)
        columns = [lane.centre[:-1, :2], step / np.maximum(length, 1e-9)[:, None], length[:, None]]
        columns += [lane.stations[:-1, None], half[:, None]]
        parts.append(np.hstack(columns)[keep])
    table = np.vstack([np.empty((0, 7)), *parts])
    start, direction = np.ascontiguousarray(table[:, :2]), np.ascontiguousarray(table[:, 2:4])
    return Lanes(start, direction, *(np.ascontiguousarray(table[:, k]) for k in (4, 5, 6)))
