"""Compare points in real boxes with those our sweeps have there: ``python tools/compare_boxes.py REAL [--figure F]``.

REAL is a KITTI `training` folder (sweeps, calibrations, labels) or a folder with the annotations of a nuScenes sample
(.pkl, as prepared by MMDetection3D) and its sweep. Every box is filled with actors of ours of the same
size, heading and place, on the ground that the real sweep shows beside the box and before a wall as far away as what it
shows behind, and swept by the device. Where the real sweep has points in front of the box, neither real points nor ours
count; boxes that are mostly hidden so are left out. Prints, box by box and by class
and range: points, share of intensity 0, mean intensity; by class and height: shares of the points. The figure shows
both clouds side by side; it holds real data, so it is for looking, never for publishing.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from kitti_boxes import Boxed, boxes_of, cells, counted
from nuscenes_boxes import samples_of

from avsynth import showroom
from avsynth.catalog.materials import materials
from avsynth.catalog.rigs import load_device, load_rig
from avsynth.contracts import ACTORS, Actor, Motion, Mount, Sensor
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.engine import EngineTracer
from avsynth.sensors._sweep import HiddenSector

KINDS = {"Car": "car", "Pedestrian": "pedestrian", "Cyclist": "cyclist"}
#: Bands of range [m] by which ratios are printed.
BANDS = ((0, 15), (15, 30), (30, 50), (50, 80))
#: Height of nuScenes' LiDAR above the ground [m].
ROOF = 1.84
#: The device is asked this far beside a box [rad].
BESIDE_BOX = np.deg2rad(1.5)
#: What stands behind.
WALL = {"kind": "wall", "length": 40.0, "height": 4.5, "body": "plaster_grey"}
#: Width of both mirrors beyond a KITTI box [m].
MIRRORS = 0.18
#: Boxes of which less than this share of our points is in view are left out [1].
IN_VIEW = 0.4
#: Shares of the height of a box, from below, by which points are counted [1]: wheels and bumpers, doors, windows, roof.
STOREYS = (0.0, 0.35, 0.65, 0.88, 1.01)


def main() -> None:
    """Print the tables and draw the figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("-n", type=int, default=8, help="actors of ours for each real one")
    parser.add_argument("--figure", type=Path)
    parser.add_argument("--types", nargs="+", default=list(KINDS), choices=list(KINDS))
    options = parser.parse_args()
    real = [box for folder in options.folders for box in (*boxes_of(folder), *samples_of(folder))]
    real = [box for box in real if box.type in options.types]
    pairs = [pair for box in sorted(real, key=lambda b: b.range) if (pair := compared(box, options.n))]
    for box, ours in pairs:
        print(row(f"{box.type} {box.range:5.1f} m {box.aspect:4.0f} deg", box, ours))
    print()
    for kind in options.types:
        for near, far in BANDS:
            some = [pair for pair in pairs if pair[0].type == kind and near <= pair[0].range < far]
            if some:
                print(band(f"{kind} {near}-{far} m", some))
        print(band(kind, [pair for pair in pairs if pair[0].type == kind]))
        print(storeys(kind, [pair for pair in pairs if pair[0].type == kind]))
    if options.figure:
        figure(pairs, options.figure)


def compared(box: Boxed, count: int) -> tuple[Boxed, list[Boxed]] | None:
    """Return `box` and `count` sweeps of ours in its place, less what is hidden; None if that is most of it."""
    whole = [swept(box, seed) for seed in range(count)]
    ours = [in_view(one) for one in whole]
    if sum(len(one.points) for one in ours) < IN_VIEW * sum(len(one.points) for one in whole):
        return None
    real = in_view(box)
    return (real, ours) if len(real.points) else None


def in_view(box: Boxed) -> Boxed:
    """Return `box` with only those points that have nothing in front of them."""
    cell = cells(box.sensor_from_box.points(box.points), box.device)
    free = ~(cell[:, None] == box.before[None]).all(axis=2).any(axis=1)
    return replace(box, points=box.points[free], intensity=box.intensity[free])


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


@lru_cache(maxsize=2)
def device(name: str) -> Sensor:
    """Return the LiDAR of KITTI's car, or that of nuScenes' on its roof."""
    if name == "hdl_64e":
        return next(sensor for sensor in load_rig("kitti").sensors if sensor.kind == "lidar_spinning")
    return load_device(name, "top").model_copy(update={"mount": Mount(z=ROOF)})


def towards(box: Boxed) -> Sensor:
    """Return the device with all beams but those towards `box` stopped: it sees the same there, and is sooner done."""
    lidar, half = device(box.device), box.half_angle + BESIDE_BOX
    start, end = box.azimuth + half, box.azimuth - half
    others = HiddenSector(start=start, end=end, below=np.pi / 2, above=-np.pi / 2)
    return lidar.model_copy(update={"hidden": (*lidar.hidden, others)})


def swept(box: Boxed, seed: int) -> Boxed:
    """Return what the device finds of an actor of ours in the place of `box`."""
    lidar = towards(box)
    world_from_box = lidar.mount.ego_from_sensor @ box.sensor_from_box
    x, y, z = world_from_box.translation
    level = z - box.size[2] / 2 + box.ground
    things = [showroom.standing(1, *like(box, seed), Pose.planar(x, y, level, world_from_box.yaw))]
    if box.backdrop is not None:
        wall = ACTORS.build(WALL, "backdrop").dressed(Stream(seed))
        beyond = (box.backdrop - box.range) * np.array([np.cos(box.azimuth), np.sin(box.azimuth)])
        place = Pose.planar(x + beyond[0], y + beyond[1], level, box.azimuth)
        things.append(showroom.standing(2, wall, Motion(), place))
    scene = showroom.alone(things, level)
    cloud = lidar.sense(scene, EngineTracer(scene, lidar.time_span(), materials()), Stream(seed))
    own = cloud.instance == 1
    local = box.sensor_from_box.inverse().points(cloud.xyz[own].astype(float))
    inside = counted(local, box.size)
    return replace(box, points=local[inside], intensity=cloud.intensity[own][inside].astype(float))


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


def storeys(name: str, pairs: list[tuple[Boxed, list[Boxed]]]) -> str:
    """Return one line on where in the height of the boxes the points lie: shares of real points, then of ours."""
    real, ours = (
        np.mean([_by_height(one) for one in some], axis=0)
        for some in ([box for box, _ in pairs], [one for _, swept in pairs for one in swept if len(one.points)])
    )
    return f"{name:22} share by height  " + "  ".join(f"{a:.2f} ours {b:.2f}" for a, b in zip(real, ours, strict=True))


def _by_height(box: Boxed) -> np.ndarray:
    """Return the share of the points of `box` in each storey of its height."""
    counts, _ = np.histogram(box.points[:, 2] / box.size[2] + 0.5, STOREYS)
    return counts / len(box.points)


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
