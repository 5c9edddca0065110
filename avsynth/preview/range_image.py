"""The sweep as the device sees it: one row a ring, one column an azimuth step; range, intensity, category."""

import numpy as np

from avsynth.datatypes.frame import Frame
from avsynth.datatypes.measurement import PointCloud
from avsynth.preview import _draw

#: Azimuth steps of a turn, each one pixel wide, and height of a ring [px].
COLUMNS, ROW_HEIGHT = 2048, 3
#: Range that gets the last colour [m].
FAR = 60.0


def range_image(frame: Frame) -> np.ndarray:
    """Return range, intensity and category of the first sweep, straight ahead in the middle, uint8 (H, 2048, 3)."""
    sweep = next(iter(_draw.measurements_of(frame, PointCloud).values()))
    xyz = sweep.xyz.astype(np.float64)
    azimuth = np.arctan2(xyz[:, 1], xyz[:, 0])
    column = np.clip(((np.pi - azimuth) / (2 * np.pi) * COLUMNS).astype(int), 0, COLUMNS - 1)
    distance = np.linalg.norm(xyz, axis=1)
    near = 1 - np.sqrt(np.clip(distance / FAR, 0, 1))
    panels = [
        _panel(sweep, column, _draw.hue(near)),
        _panel(sweep, column, _draw.hue(np.clip(sweep.intensity.astype(np.float64), 0, 1))),
        _panel(sweep, column, _draw.LOOKUP[sweep.category]),
    ]
    gap = _draw.blank(8, COLUMNS)
    return np.vstack([panels[0], gap, panels[1], gap, panels[2]])


def _panel(sweep: PointCloud, column: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """Return one grid of rings and columns, each cell in the colour of its point; empty cells stay dark."""
    rings = int(sweep.ring.max()) + 1 if len(sweep) else 1
    grid = _draw.blank(rings, COLUMNS)
    grid[sweep.ring, column] = colours
    return grid.repeat(ROW_HEIGHT, axis=0)
