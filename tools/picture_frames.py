"""Pictures of frames for the documentation: ``python tools/picture_frames.py [-o FOLDER] [NAME ...]``, or all.

`frame`: one moment with its boxes, sweep and range image; `night` and `weather`: what the camera sees.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

import avsynth
from avsynth.datatypes.frame import Frame
from avsynth.datatypes.measurement import CameraImage
from avsynth.preview import PICTURES
from avsynth.scenario.environment import Fog

FOLDER = Path(__file__).parents[1] / "docs" / "images"
QUALITY = 84
#: White lines between pictures, and the width of what is put together [px].
GUTTER, WIDTH = 6, 1242
PER_HOUR = 1e-3 / 3600.0
NIGHT = {"sun_elevation": np.deg2rad(-20.0)}


@dataclass(frozen=True)
class Shot:
    """One moment: scene, seed, frame, changes of its environment, and rows of names of `PICTURES` or "image"."""

    scene: str
    seed: int
    frame: int
    environment: Mapping[str, object] = field(default_factory=dict)
    rows: tuple[tuple[str, ...], ...] = (("image",),)

    def drawn(self) -> np.ndarray:
        """Return its pictures, row below row, uint8 (H, W, 3) RGB."""
        scenario = avsynth.load(self.scene).draw(seed=self.seed)
        environment = scenario.environment.model_copy(update=dict(self.environment))
        frames = avsynth.frames(scenario.model_copy(update={"environment": environment}), only=[self.frame])
        frame = next(iter(frames))
        return stacked([beside([_picture(frame, name) for name in row]) for row in self.rows])


TOWN = ("urban_crossing", 3)
SHOTS: dict[str, tuple[Shot, ...]] = {
    "frame": (Shot("urban_crossing", 8, 6, rows=(("image_boxes",), ("cloud", "birds_eye"), ("range_image",))),),
    "night": (Shot(*TOWN, 10, NIGHT | {"road_wetness": 0.9, "cloud": 0.9}),),
    "weather": (
        Shot(*TOWN, 10, {"rain": 25 * PER_HOUR, "road_wetness": 1.0, "cloud": 1.0}),
        Shot(*TOWN, 10, {"snow": 3 * PER_HOUR, "cloud": 1.0}),
        Shot(*TOWN, 10, NIGHT | {"fog": Fog(visibility=120.0), "cloud": 1.0}),
    ),
}


def _picture(frame: Frame, name: str) -> np.ndarray:
    """Return one picture of a frame."""
    if name == "image":
        return next(m.rgb for m in frame.measurements.values() if isinstance(m, CameraImage))
    return PICTURES[name](frame)


def beside(pictures: list[np.ndarray]) -> np.ndarray:
    """Return pictures of one height side by side, together of the full width."""
    shapes = [picture.shape[1] / picture.shape[0] for picture in pictures]
    height = round((WIDTH - GUTTER * (len(pictures) - 1)) / sum(shapes))
    sizes = [(round(height * shape), height) for shape in shapes]
    parts = [cv2.resize(p, size, interpolation=cv2.INTER_AREA) for p, size in zip(pictures, sizes, strict=True)]
    line = np.full((height, GUTTER, 3), 255, np.uint8)
    row = np.hstack([part for picture in parts for part in (line, picture)][1:])
    return cv2.resize(row, (WIDTH, height), interpolation=cv2.INTER_AREA)


def stacked(rows: list[np.ndarray]) -> np.ndarray:
    """Return rows of one width, one below the other."""
    line = np.full((GUTTER, WIDTH, 3), 255, np.uint8)
    return np.vstack([part for row in rows for part in (line, row)][1:])


def main() -> None:
    """Write the pictures that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*SHOTS, []], metavar="NAME", help=f"of {', '.join(SHOTS)}")
    parser.add_argument("-o", "--output", type=Path, default=FOLDER, help="folder of the pictures")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    for name in arguments.names or SHOTS:
        picture = stacked([shot.drawn() for shot in SHOTS[name]])
        path = arguments.output / f"{name}.jpg"
        cv2.imwrite(str(path), picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        print(path, flush=True)


if __name__ == "__main__":
    main()
