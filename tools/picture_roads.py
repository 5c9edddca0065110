"""Pictures of layouts of roads: ``python tools/picture_roads.py OUT.jpg scenes/roads/*.scene``.

Of each scene, at its start, a view from above and one from the ego, side by side; three scenes a row.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

import avsynth
from avsynth import world
from avsynth.catalog.materials import materials
from avsynth.contracts import SENSORS
from avsynth.contracts.sensor import Mount
from avsynth.core.seed import Stream
from avsynth.datatypes.scene import Scene
from avsynth.engine import EngineTracer
from avsynth.preview.sheet import contact_sheet
from avsynth.showroom import FILM

#: Size of one view [px], and how much larger it is made before it is averaged.
SIZE, OVERSAMPLING = (300, 200), 2
#: View from above: what it shows of the world [m], how steeply, from how far per metre shown [1], how far ahead [m].
SPAN, ELEVATION, AWAY, AHEAD = 80.0, np.deg2rad(52.0), 3.0, 28.0
#: View from the ego: height of the eye [m], half of what it shows ÷ distance [1].
EYE, SPREAD = 1.9, 0.75
#: Exposure of the film, for landscapes; its blur [px], so that small bright faces do not speckle; scenes a row.
EXPOSURE, BLUR, COLUMNS = 0.085, 0.6, 2


def main() -> None:
    """Write the sheet."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("scenes", type=Path, nargs="+")
    parser.add_argument("--quality", type=int, default=82, help="of the JPEG")
    options = parser.parse_args()
    pictures, captions = [], []
    for path in options.scenes:
        pictures.append(np.hstack(views(path)))
        captions.append(path.stem.replace("_", " "))
        page = contact_sheet(pictures, captions, min(COLUMNS, len(pictures)))
        cv2.imwrite(str(options.out), page[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, options.quality])
        print(captions[-1], flush=True)


def views(path: Path) -> list[np.ndarray]:
    """Return the view from above and that of the ego, uint8 (H, W, 3) each."""
    scenario = avsynth.load(path).draw(seed=1)
    ((_, scene),) = world.simulate(scenario, scenario.stream.child("world"), only=[0])
    tracer = EngineTracer(scene, (0.0, 0.0), materials())
    away = AWAY * SPAN
    above = Mount(x=AHEAD - away * np.cos(ELEVATION), z=away * np.sin(ELEVATION), pitch=ELEVATION)
    return [photograph(scene, tracer, above, AWAY), photograph(scene, tracer, Mount(x=0.6, z=EYE), 0.5 / SPREAD)]


def photograph(scene: Scene, tracer: EngineTracer, mount: Mount, focal: float) -> np.ndarray:
    """Return what a camera on the ego sees, uint8 (H, W, 3); `focal` is in widths of the picture."""
    width, height = (OVERSAMPLING * length for length in SIZE)
    values = {
        "kind": "camera_pinhole", "name": "camera", "width": width, "height": height, "fx": focal * width,
        "fy": focal * width, "cx": (width - 1) / 2, "cy": (height - 1) / 2, "mount": mount,
        "film": FILM | {"exposure": EXPOSURE, "blur": BLUR},
    }  # fmt: skip
    picture = SENSORS.build(values, "picture").sense(scene, tracer, Stream(0)).rgb.astype(np.float64)
    shape = (SIZE[1], OVERSAMPLING, SIZE[0], OVERSAMPLING, 3)
    return np.rint(picture.reshape(shape).mean(axis=(1, 3))).astype(np.uint8)


if __name__ == "__main__":
    main()
