"""Roads from straight above, as a plan: their surfaces in plain colours, and what each road is called."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model
from avsynth.datatypes.network import RoadNetwork
from avsynth.preview._draw import BACKGROUND

#: RGB of surfaces by category, and of names.
COLOURS = {
    Category.ROAD: (92, 94, 98),
    Category.LANE_MARK: (245, 245, 240),
    Category.KERB: (176, 172, 164),
    Category.SIDEWALK: (158, 150, 140),
    Category.TERRAIN: (96, 128, 84),
}
OTHER, NAME, SHADOW = (140, 120, 150), (255, 214, 90), (20, 22, 26)
#: Free space around the roads, as a share of the picture [1].
MARGIN = 0.03
#: Binary digits of a pixel that are drawn.
_SHIFT = 4


def roads(surfaces: Sequence[Model], network: RoadNetwork | None, side: int) -> np.ndarray:
    """Return `surfaces` from above, uint8 (H, W, 3), world x to the right and y up; the larger side has `side` [px].

    Parameters
    ----------
    surfaces : sequence of Model
        In the frame of the world.
    network : RoadNetwork, optional
        Its roads are named at their middles.
    """
    import cv2  # heavy, so imported where used

    parts = [part for surface in surfaces for part in surface.parts]
    corners = np.concatenate([part.mesh.vertices[part.mesh.triangles] for part in parts]).astype(np.float64)
    colours = np.concatenate([np.tile(_colour(part.category), (len(part.mesh.triangles), 1)) for part in parts])
    low, high = corners[..., :2].min(axis=(0, 1)), corners[..., :2].max(axis=(0, 1))
    scale = side * (1 - 2 * MARGIN) / max(high - low)
    width, height = np.round((high - low) * scale + 2 * MARGIN * side).astype(int)

    def pixels(xy: np.ndarray) -> np.ndarray:
        return np.stack([xy[..., 0] - low[0], high[1] - xy[..., 1]], axis=-1) * scale + MARGIN * side

    image = np.full((height, width, 3), BACKGROUND, dtype=np.uint8)
    places = np.round(pixels(corners) * 2**_SHIFT).astype(np.int32)
    for k in np.argsort(corners[..., 2].mean(axis=1), kind="stable"):
        cv2.fillConvexPoly(image, places[k], colours[k].tolist(), cv2.LINE_AA, _SHIFT)
    for name, point in _middles(network) if network else ():
        at = tuple(np.round(pixels(point)).astype(int).tolist())
        for colour, thickness in ((SHADOW, 3), (NAME, 1)):
            cv2.putText(image, name, at, cv2.FONT_HERSHEY_SIMPLEX, 0.42, colour, thickness, cv2.LINE_AA)
    return image


def _colour(category: Category) -> tuple[int, int, int]:
    return COLOURS.get(category, OTHER)


def _middles(network: RoadNetwork) -> list[tuple[str, np.ndarray]]:
    """Return each road with the middle of its reference line (2,) [m]; none of those across junctions."""
    whole = [road for road in network.roads if not road.junction]
    return [(road.name, road.curve.poses(np.array([road.length / 2]))[0, :2]) for road in whole]
