"""Compare points in real boxes with those our sweeps have there: ``python tools/compare_boxes.py REAL [--figure F]``.

REAL is a KITTI `training` folder (sweeps, calibrations, labels). Every box that nothing hides is filled with actors of
ours of the same size, heading and place, alone on flat ground, and swept by the device. Prints, box by box and by class
and range: points, share of intensity 0, mean intensity. The figure shows both clouds side by side; it holds real data,
so it is for looking, never for publishing.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from avsynth import showroom
from avsynth.catalog.kitti_calibration import read_calibration
from avsynth.catalog.materials import materials
from avsynth.catalog.rigs import load_rig
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.engine import EngineTracer

KINDS = {"Car": "car", "Pedestrian": "pedestrian", "Cyclist": "cyclist"}
#: Bands of range [m] by which ratios are printed.
BANDS = ((0, 15), (15, 30), (30, 50), (50, 80))
#: Points lower than this above the box's floor may be ground [m].
FLOOR = 0.15
#: Width of both mirrors beyond a KITTI box [m].
MIRRORS = 0.18


@dataclass(frozen=True, eq=False)
class Boxed:
    """A box with the points in it.

    Parameters
    ----------
    type : str
    size : (length, width, height) [m]
    sensor_from_box : Pose
    points : float64 (N, 3) [m], box frame
    intensity : float64 (N,) [1]
    """

    type: str
    size: tuple[float, float, float]
    sensor_from_box: Pose
    points: np.ndarray = field(repr=False)
    intensity: np.ndarray = field(repr=False)

    @property
    def range(self) -> float:
        """Distance on the ground [m]."""
        return float(np.hypot(*self.sensor_from_box.translation[:2]))

    @property
    def aspect(self) -> float:
        """Angle between heading and line of sight [deg], 0 seen from behind, 180 from the front."""
        x, y, _ = self.sensor_from_box.translation
        return float(np.rad2deg(np.abs((self.sensor_from_box.yaw - np.arctan2(y, x) + np.pi) % (2 * np.pi) - np.pi)))


def main() -> None:
    """Print the tables and draw the figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("-n", type=int, default=8, help="actors of ours for each real one")
    parser.add_argument("--figure", type=Path)
    parser.add_argument("--types", nargs="+", default=list(KINDS), choices=list(KINDS))
    options = parser.parse_args()
    real = [box for folder in options.folders for box in boxes_of(folder) if box.type in options.types]
    pairs = [(box, [swept(box, seed) for seed in range(options.n)]) for box in sorted(real, key=lambda b: b.range)]
    for box, ours in pairs:
        print(row(f"{box.type} {box.range:5.1f} m {box.aspect:4.0f} deg", box, ours))
    print()
    for kind in options.types:
        for near, far in BANDS:
            some = [pair for pair in pairs if pair[0].type == kind and near <= pair[0].range < far]
            if some:
                print(band(f"{kind} {near}-{far} m", some))
        print(band(kind, [pair for pair in pairs if pair[0].type == kind]))
    if options.figure:
        figure(pairs, options.figure)


def boxes_of(folder: Path) -> Iterator[Boxed]:
    """Yield the boxes of a KITTI folder that nothing hides."""
    for path in sorted((folder / "label_2").glob("*.txt")):
        matrices = read_calibration(folder / "calib" / path.name)
        rectified = np.eye(4)
        rectified[:3, :3] = matrices["R0_rect"]
        rectified = rectified @ np.vstack([matrices["Tr_velo_to_cam"], [0, 0, 0, 1]])
        sweep = np.fromfile(folder / "velodyne" / f"{path.stem}.bin", np.float32).reshape(-1, 4).astype(float)
        for line in path.read_text().splitlines():
            kind, truncated, occluded, _, *rest = line.split()
            numbers = [float(text) for text in rest]
            if kind in KINDS and float(truncated) == 0 and int(float(occluded)) == 0:
                yield filled(kind, _box(numbers, np.linalg.inv(rectified)), sweep)


def _box(numbers: list[float], sensor_from_camera: np.ndarray) -> tuple[tuple[float, float, float], Pose]:
    """Return size and pose of a label row, from its fields after alpha."""
    height, width, length, x, y, z, turn = numbers[4:11]
    centre = (sensor_from_camera @ [x, y - height / 2, z, 1])[:3]
    ahead = sensor_from_camera[:3, :3] @ [np.cos(turn), 0, -np.sin(turn)]
    return (length, width, height), Pose.planar(*centre, float(np.arctan2(ahead[1], ahead[0])))


def filled(kind: str, box: tuple[tuple[float, float, float], Pose], sweep: np.ndarray) -> Boxed:
    """Return the box with the points of `sweep` (N, 4) that lie in it."""
    size, pose = box
    local = pose.inverse().points(sweep[:, :3])
    inside = (np.abs(local) <= np.array(size) / 2).all(axis=1) & (local[:, 2] > FLOOR - size[2] / 2)
    return Boxed(kind, size, pose, local[inside], sweep[inside, 3])


def like(box: Boxed, seed: int) -> tuple[Actor, Motion]:
    """Return an actor of ours as large as `box`, and where in its stride it is."""
    length, width, height = box.size
    fields = {"height": float(np.clip(height, 1.45, 2.1))}
    if box.type == "Car":
        fields |= {"length": length, "width": width + MIRRORS}
    if box.type == "Pedestrian":
        fields |= {"holding": "none"}  # boxes of real people are too small for what ours push and lead
    if box.type == "Cyclist":
        fields = {}
    actor = ACTORS.build({"kind": KINDS[box.type], **fields}, "box").dressed(Stream(seed).child(box.type))
    return actor, Motion(distance=0.37 * (seed + 1), speed=1.3)


def swept(box: Boxed, seed: int) -> Boxed:
    """Return what the device finds of an actor of ours in the place of `box`."""
    lidar = next(sensor for sensor in load_rig("kitti").sensors if sensor.kind == "lidar_spinning")
    actor, motion = like(box, seed)
    world_from_box = lidar.mount.ego_from_sensor @ box.sensor_from_box
    x, y, z = world_from_box.translation
    thing = showroom.standing(1, actor, motion, Pose.planar(x, y, z - box.size[2] / 2, world_from_box.yaw))
    scene = showroom.alone([thing], z - box.size[2] / 2)
    cloud = lidar.sense(scene, EngineTracer(scene, lidar.time_span(), materials()), Stream(seed))
    own = cloud.instance == 1
    local = box.sensor_from_box.inverse().points(cloud.xyz[own].astype(float))
    high = local[:, 2] > FLOOR - box.size[2] / 2
    return Boxed(box.type, box.size, box.sensor_from_box, local[high], cloud.intensity[own][high].astype(float))


def row(name: str, real: Boxed, ours: list[Boxed]) -> str:
    """Return one line of figures: real, then the mean of ours."""
    points = np.array([len(one.points) for one in ours])
    zeros = np.mean([np.mean(one.intensity == 0) for one in ours if len(one.points)])
    bright = np.mean([one.intensity.mean() for one in ours if len(one.points)])
    return (
        f"{name:28} points {len(real.points):5d} ours {points.mean():7.1f} ± {points.std():5.1f} "
        f"zeros {np.mean(real.intensity == 0):4.2f} ours {zeros:4.2f}  "
        f"intensity {real.intensity.mean():4.2f} ours {bright:4.2f}"
    )


def band(name: str, pairs: list[tuple[Boxed, list[Boxed]]]) -> str:
    """Return one line for several boxes: ratio of all points, and means weighted by box."""
    ratio = sum(np.mean([len(one.points) for one in ours]) for _, ours in pairs) / sum(len(b.points) for b, _ in pairs)
    each = np.mean([np.mean([len(one.points) for one in ours]) / len(box.points) for box, ours in pairs])
    zeros = np.mean([np.mean(box.intensity == 0) for box, _ in pairs])
    our_zeros = np.mean([np.mean(one.intensity == 0) for _, ours in pairs for one in ours if len(one.points)])
    return (
        f"{name:22} boxes {len(pairs):2d}  points ours/real: all {ratio:.2f}, mean {each:.2f}  "
        f"zeros real {zeros:.2f} ours {our_zeros:.2f}"
    )


def figure(pairs: list[tuple[Boxed, list[Boxed]]], path: Path) -> None:
    """Draw real and our clouds of each box, seen from the sensor and from the side."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    canvas, axes = pyplot.subplots(len(pairs), 4, figsize=(16, 2.6 * len(pairs)), squeeze=False)
    for line, (real, ours) in zip(axes, pairs, strict=True):
        for panel, box in zip(line, (real, *ours[:3]), strict=True):
            turn = np.deg2rad(box.aspect)
            across = box.points[:, 1] * np.cos(turn) - box.points[:, 0] * np.sin(turn)
            panel.scatter(across, box.points[:, 2], c=box.intensity, s=4, vmin=0, vmax=0.8, cmap="viridis")
            panel.set_aspect("equal")
            panel.set_title(f"{'real' if box is real else 'ours'} {box.type} {box.range:.0f} m: {len(box.points)}")
    canvas.tight_layout()
    canvas.savefig(path, dpi=70)


if __name__ == "__main__":
    main()
