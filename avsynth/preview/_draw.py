"""What the pictures share: colours, finding measurements, lines of boxes, text. No picture is made here."""

from __future__ import annotations

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.category import Category
from avsynth.datatypes.frame import Frame
from avsynth.datatypes.label import Box3D

BACKGROUND = (16, 18, 22)
FAINT = (70, 76, 86)
WHITE = (240, 240, 240)

#: RGB of each category in all pictures.
PALETTE = {
    Category.NOTHING: (90, 140, 190),
    Category.CAR: (90, 150, 255),
    Category.VAN: (80, 220, 240),
    Category.TRUCK: (160, 110, 255),
    Category.BUS: (200, 90, 255),
    Category.MOTORCYCLIST: (255, 120, 200),
    Category.CYCLIST: (255, 90, 160),
    Category.PEDESTRIAN: (255, 80, 70),
    Category.ANIMAL: (255, 200, 90),
    Category.TRAM: (120, 70, 230),
    Category.OTHER_VEHICLE: (245, 215, 30),
    Category.ROAD: (128, 84, 140),
    Category.LANE_MARK: (250, 240, 250),
    Category.KERB: (230, 180, 140),
    Category.SIDEWALK: (190, 110, 190),
    Category.TERRAIN: (120, 160, 80),
    Category.BUILDING: (200, 170, 60),
    Category.FENCE: (220, 130, 60),
    Category.VEGETATION: (60, 170, 70),
    Category.TRUNK: (140, 90, 50),
    Category.POLE: (230, 220, 140),
    Category.TRAFFIC_SIGN: (255, 240, 60),
    Category.TRAFFIC_LIGHT: (255, 170, 40),
    Category.OBJECT: (150, 160, 170),
    Category.AIR: (255, 255, 255),
}

#: The palette as a table indexed by category number, uint8 (256, 3).
LOOKUP = np.full((256, 3), 128, dtype=np.uint8)
for _category, _colour in PALETTE.items():
    LOOKUP[_category] = _colour

#: Corner pairs of `Box3D.corners` that make its twelve edges.
EDGES = ((0, 1), (0, 2), (0, 4), (1, 3), (1, 5), (2, 3), (2, 6), (3, 7), (4, 5), (4, 6), (5, 7), (6, 7))


def measurements_of(frame: Frame, kind: type) -> dict[str, object]:
    """Return the measurements of type `kind` by sensor name."""
    return {name: value for name, value in frame.measurements.items() if isinstance(value, kind)}


def sensor_from_world(frame: Frame, sensor: str) -> Pose:
    """Return the pose that takes world coordinates to those of `sensor`."""
    return (frame.world_from_ego @ frame.calibrations[sensor].ego_from_sensor).inverse()


def blank(height: int, width: int) -> np.ndarray:
    """Return a picture of the background colour, uint8 (H, W, 3)."""
    return np.full((height, width, 3), BACKGROUND, dtype=np.uint8)


def edges_of(box: Box3D, frame_from_world: Pose) -> np.ndarray:
    """Return the twelve edges of a box as point pairs, float64 (12, 2, 3) [m], plus nothing hidden."""
    corners = frame_from_world.points(box.corners)
    return corners[np.asarray(EDGES)]


def write(
    picture: np.ndarray, text: str, at: tuple[int, int], colour: tuple[int, int, int] = WHITE, scale: float = 0.42
) -> None:
    """Write `text` into `picture` with its lower left corner `at` (x, y) [px], with a dark halo."""
    import cv2  # heavy, so imported where used

    for ink, weight in ((BACKGROUND, 3), (colour, 1)):
        cv2.putText(picture, text, at, cv2.FONT_HERSHEY_SIMPLEX, scale, ink, weight, cv2.LINE_AA)


def legend(picture: np.ndarray, categories: list[int], at: tuple[int, int]) -> None:
    """Write the names of `categories` in their colours, downwards from `at` (x, y) [px]."""
    for k, number in enumerate(categories):
        write(picture, Category(number).word.replace("_", " "), (at[0], at[1] + 16 * k), PALETTE[Category(number)])


def hue(values: np.ndarray) -> np.ndarray:
    """Return colours uint8 (..., 3) of `values` 0..1 on the turbo map; the map is OpenCV's."""
    import cv2  # heavy, so imported where used

    flat = np.clip(np.nan_to_num(values) * 255, 0, 255).astype(np.uint8).reshape(-1, 1)
    return cv2.applyColorMap(flat, cv2.COLORMAP_TURBO)[:, 0, ::-1].reshape(*values.shape, 3)
