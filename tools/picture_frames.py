"""Pictures of frames for the documentation: ``python tools/picture_frames.py [-o FOLDER] [NAME ...]``, or all.

`frame`: one moment with its boxes, sweep and range image; `night` and `weather`: what the camera sees.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
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
QUALITY = 88
PER_HOUR = 1e-3 / 3600.0
NIGHT = {"sun_elevation": np.deg2rad(-20.0)}


@dataclass(frozen=True)
class Shot:
    """One moment: scene, seed, frame, changes of its environment, names of `PICTURES`, or "image" for the camera's."""

    scene: str
    seed: int
    frame: int
    environment: Mapping[str, object] = field(default_factory=dict)
    shown: tuple[str, ...] = ("image",)

    def drawn(self) -> np.ndarray:
        """Return its pictures, one below the other, uint8 (H, W, 3) RGB."""
        scenario = avsynth.load(self.scene).draw(seed=self.seed)
        environment = scenario.environment.model_copy(update=dict(self.environment))
        frames = avsynth.frames(scenario.model_copy(update={"environment": environment}), only=[self.frame])
        return stacked(list(self._pictures(next(iter(frames)))))

    def _pictures(self, frame: Frame) -> Iterator[np.ndarray]:
        for name in self.shown:
            if name == "image":
                yield next(m.rgb for m in frame.measurements.values() if isinstance(m, CameraImage))
            else:
                yield PICTURES[name](frame)


TOWN = ("urban_crossing", 3)
SHOTS: dict[str, tuple[Shot, ...]] = {
    "frame": (Shot(*TOWN, 10, shown=("image_boxes", "cloud", "range_image")),),
    "night": (Shot(*TOWN, 10, NIGHT | {"road_wetness": 0.9, "cloud": 0.9}),),
    "weather": (
        Shot(*TOWN, 10, {"rain": 25 * PER_HOUR, "road_wetness": 1.0, "cloud": 1.0}),
        Shot(*TOWN, 10, {"snow": 3 * PER_HOUR, "cloud": 1.0}),
        Shot(*TOWN, 10, NIGHT | {"fog": Fog(visibility=120.0), "cloud": 1.0}),
    ),
}


def stacked(pictures: list[np.ndarray]) -> np.ndarray:
    """Return pictures as wide as the first one, one below the other."""
    width = pictures[0].shape[1]
    sizes = [(width, round(picture.shape[0] * width / picture.shape[1])) for picture in pictures]
    scaled = [cv2.resize(p, size, interpolation=cv2.INTER_AREA) for p, size in zip(pictures, sizes, strict=True)]
    return np.vstack(scaled)


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
