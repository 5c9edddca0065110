"""Check a KITTI object folder as strictly as its readers do, and its labels against its own points and images.

    python tools/check_kitti.py FOLDER [--alpha 0.01] [--iou 0.7]

FOLDER holds training/{velodyne,image_2,calib,label_2}. Prints one line a check; the exit status is 1 if any failed.
Uses numpy only and shares no code with avsynth, so that it can err in its own ways only. Real KITTI frames pass with
--alpha 0.06, the exactness of their annotators.
"""

from __future__ import annotations

import argparse
import math
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

TYPES = {"Car", "Van", "Truck", "Pedestrian", "Person_sitting", "Cyclist", "Tram", "Misc", "DontCare"}
VEHICLES = {"Car", "Van", "Truck"}
ROWS = ["P0", "P1", "P2", "P3", "R0_rect", "Tr_velo_to_cam", "Tr_imu_to_velo"]
LAST_ID = 7480
#: The form of a row: type, truncation, integer occlusion, twelve numbers; single spaces.
OBJECT = re.compile(r"[A-Z]\w+ (?:[01]\.\d+|-1|0|1) (?:[0-3]|-1)(?: -?\d+(?:\.\d+)?){12}")
#: Surfaces nearer than this do not project [m].
NEAR = 0.1
#: Boxes are widened by this before points are asked to lie in them [m]: rounding, range noise, tilt of the camera.
MARGIN = 0.15
#: Share of an object's points that must lie in its boxes [1]; the rest is range noise at edges and motion in the sweep.
INSIDE = 0.9
#: Points may lie this far outside an image box [px].
PIXEL_MARGIN = 2.0
#: Objects with fewer points say nothing about shares [1].
FEW = 10
NEAR_ENOUGH = 40.0
#: What a box holds projects into the box's projection, but for rounding and the camera's tilt [m].
OVERHANG = 0.1
#: A point's label as in SemanticKITTI: the bits above hold the object's id + 1.
ID_SHIFT = 16
#: Points of road users have a category below this one.
ROAD_USERS_BELOW = 20
#: Bar of the median overlap of 2D boxes with projected 3D boxes; see docs/decisions/0004.
MEDIAN_IOU = 0.8


@dataclass(frozen=True)
class Object:
    """One row of a label file."""

    kind: str
    truncated: float
    occluded: int
    alpha: float
    box: np.ndarray
    size: np.ndarray  # height, width, length
    location: np.ndarray
    rotation_y: float

    @property
    def is_clear(self) -> bool:
        """Whether most of it is in the image and nothing hides it."""
        return self.occluded == 0 and self.truncated < 0.5 and self.kind != "DontCare"


@dataclass
class Check:
    """The tally of one rule."""

    name: str
    bar: str
    count: int = 0
    worst: float | None = None
    failures: list[str] = field(default_factory=list)


class Tally:
    """All checks, in the order of their first use."""

    def __init__(self) -> None:
        self.checks: dict[str, Check] = {}
        self.overlaps: list[float] = []

    def note(self, name: str, bar: str, good: bool, where: str) -> None:
        """Count one case of the rule `name`."""
        check = self.checks.setdefault(name, Check(name, bar))
        check.count += 1
        if not good:
            check.failures.append(where)

    def at_most(self, name: str, value: float, bar: float, where: str) -> None:
        """Count one case of a number that must not exceed `bar`."""
        self.note(name, f"<= {bar:g}", value <= bar, f"{where}: {value:.4g}")
        check = self.checks[name]
        check.worst = value if check.worst is None else max(check.worst, value)

    def at_least(self, name: str, value: float, bar: float, where: str) -> None:
        """Count one case of a number that must reach `bar`."""
        self.note(name, f">= {bar:g}", value >= bar, f"{where}: {value:.4g}")
        check = self.checks[name]
        check.worst = value if check.worst is None else min(check.worst, value)

    @property
    def is_good(self) -> bool:
        """Whether no case failed."""
        return not any(check.failures for check in self.checks.values())

    def table(self) -> Iterator[str]:
        """Yield the lines of the report."""
        yield f"{'check':58}{'cases':>7}{'bar':>10}{'worst':>10}  verdict"
        for check in self.checks.values():
            worst = "" if check.worst is None else f"{check.worst:.4g}"
            verdict = f"{len(check.failures)} FAIL" if check.failures else "ok"
            yield f"{check.name:58}{check.count:7}{check.bar:>10}{worst:>10}  {verdict}"
            yield from (f"    {failure}" for failure in check.failures[:5])


def main() -> int:
    """Check the folder of the command line; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--alpha", type=float, default=0.01, help="largest error of alpha [rad]")
    parser.add_argument("--iou", type=float, default=0.7, help="least overlap of 2D and projected 3D boxes of vehicles")
    options = parser.parse_args()
    training = options.folder / "training"
    names = sorted(path.stem for path in (training / "label_2").glob("*.txt"))
    if not names:
        print(f"{options.folder}: no training/label_2/*.txt", file=sys.stderr)
        return 1
    tally = Tally()
    for name in names:
        check_frame(training, name, options, tally)
    check_image_sets(options.folder, set(names), tally)
    if tally.overlaps:
        median = float(np.median(tally.overlaps))
        tally.at_least("vehicles: median of that IoU", median, MEDIAN_IOU, "all")
    print(f"{options.folder}: {len(names)} frames")
    print("\n".join(tally.table()))
    return 0 if tally.is_good else 1


def check_frame(training: Path, name: str, options: argparse.Namespace, tally: Tally) -> None:
    """Check the files of one frame."""
    tally.note("ids have 6 digits, at most 007480", "", len(name) == 6 and int(name) <= LAST_ID, name)
    calibration = check_calibration(training / f"calib/{name}.txt", tally)
    size = check_image(training / f"image_2/{name}.png", tally)
    objects = check_rows(training / f"label_2/{name}.txt", size, tally)
    cloud = check_sweep(training / f"velodyne/{name}.bin", tally)
    ids = point_ids(training / f"velodyne_labels/{name}.label", len(cloud), tally)
    if calibration is None:
        return
    rectified = to_rectified(cloud, calibration)
    for number, one in enumerate(objects):
        if one.kind != "DontCare":
            where = f"{name} row {number + 1} {one.kind}"
            check_geometry(one, calibration, size, where, options, tally)
            check_points(one, rectified, ids, calibration, where, tally)


def check_calibration(path: Path, tally: Tally) -> dict[str, np.ndarray] | None:
    """Check a calibration file; return its matrices, or None if they cannot be used."""
    lines = path.read_text().rstrip("\n").split("\n")
    in_order = [line.split(":")[0] for line in lines] == ROWS
    tally.note("rule 1: calib has its seven rows in order", "", in_order, path.name)
    if not in_order:
        return None
    rows = {line.split(": ")[0]: np.array(line.split(": ")[1].split(), float).reshape(3, -1) for line in lines}
    for key in ("R0_rect", "Tr_velo_to_cam", "Tr_imu_to_velo"):
        error = np.abs(rows[key][:, :3] @ rows[key][:, :3].T - np.eye(3)).max()
        tally.at_most("rule 2: rotations are orthonormal", float(error), 1e-6, f"{path.name} {key}")
    return rows


def check_image(path: Path, tally: Tally) -> tuple[int, int] | None:
    """Check the header of an image; return width and height, None if there is no image."""
    if not path.exists():
        return None
    header = path.read_bytes()[:29]
    good = header[:8] == b"\x89PNG\r\n\x1a\n" and (header[24], header[25]) == (8, 2)
    tally.note("rule 7: images are 8-bit RGB PNG", "", good, path.name)
    width, height = struct.unpack(">II", header[16:24])
    return width, height


def check_rows(path: Path, size: tuple[int, int] | None, tally: Tally) -> list[Object]:
    """Check the text of a label file; return its objects."""
    text = path.read_text()
    tally.note("rule 6: label files are not empty", "", bool(text.strip()), path.name)
    objects = []
    for number, line in enumerate(text.rstrip("\n").split("\n"), start=1):
        where = f"{path.name}:{number}: {line}"
        fields = line.split(" ")
        tally.note("rule 4: 15 fields, single spaces, none at the end", "", len(fields) == 15 and all(fields), where)
        if len(fields) != 15:
            continue
        tally.note("rule 3: occluded is an integer literal", "", fields[2] in ("-1", "0", "1", "2", "3"), where)
        tally.note("rule 8: types that readers know", "", fields[0] in TYPES, where)
        tally.note("rows have KITTI's form", "", bool(OBJECT.fullmatch(line)), where)
        objects.append(parsed(fields))
        if size is not None:
            check_box(objects[-1], size, where, tally)
    kinds = [one.kind == "DontCare" for one in objects]
    tally.note("rule 5: objects stand before DontCare", "", kinds == sorted(kinds), path.name)
    return objects


def check_box(one: Object, size: tuple[int, int], where: str, tally: Tally) -> None:
    """Check an image box against the image's border, and the ranges of what else is bounded."""
    left, top, right, bottom = one.box
    inside = 0 <= left <= right <= size[0] - 1 and 0 <= top <= bottom <= size[1] - 1
    tally.note("rule 9: 2D boxes end at width - 1, height - 1", "", inside, where)
    if one.kind != "DontCare":
        good = 0 <= one.truncated <= 1 and abs(one.alpha) <= 3.15 and abs(one.rotation_y) <= 3.15 and all(one.size > 0)
        tally.note("truncation, angles and sizes are in range", "", good, where)


def parsed(fields: list[str]) -> Object:
    """Return the object of the 15 fields of a row."""
    n = [float(field) for field in fields[1:]]
    return Object(fields[0], n[0], int(n[1]), n[2], np.array(n[3:7]), np.array(n[7:10]), np.array(n[10:13]), n[13])


def check_sweep(path: Path, tally: Tally) -> np.ndarray:
    """Check a sweep; return x, y, z, intensity, float64 (N, 4)."""
    content = path.read_bytes()
    tally.note("sweeps are whole records of four floats", "", len(content) % 16 == 0, path.name)
    cloud = np.frombuffer(content[: len(content) // 16 * 16], "<f4").reshape(-1, 4).astype(float)
    good = bool(np.isfinite(cloud).all()) and cloud[:, 3].min() >= 0 and cloud[:, 3].max() <= 1
    tally.note("points are finite, intensity 0 to 1", "", good, path.name)
    return cloud


def point_ids(path: Path, count: int, tally: Tally) -> np.ndarray | None:
    """Return the id of the road user of each point, −1 for none; None if the folder has no point labels."""
    if not path.exists():
        return None
    labels = np.fromfile(path, "<u4")
    tally.note("as many point labels as points", "", len(labels) == count, path.name)
    is_user = (labels & (2**ID_SHIFT - 1)) < ROAD_USERS_BELOW
    return np.where(is_user, (labels >> ID_SHIFT).astype(int) - 1, -1)


def check_geometry(
    one: Object,
    calibration: dict[str, np.ndarray],
    size: tuple[int, int] | None,
    where: str,
    options: argparse.Namespace,
    tally: Tally,
) -> None:
    """Check alpha against rotation_y and location, and the image box against the projected 3D box."""
    direction = math.atan2(one.location[0], one.location[2])
    error = math.remainder(one.alpha - one.rotation_y + direction, 2 * math.pi)
    tally.at_most("alpha = rotation_y - atan2(x, z) [rad]", abs(error), options.alpha, where)
    if size is not None and one.kind in VEHICLES:
        projected = projected_box(one, calibration["P2"], size)
        overhang = max(*(projected[:2] - one.box[:2]), *(one.box[2:] - projected[2:]), 0.0)
        at_its_depth = overhang * nearest_depth(one) / calibration["P2"][0, 0]
        tally.at_most("vehicles: 2D box beyond the projected 3D box [m]", at_its_depth, OVERHANG, where)
        overlap = iou(one.box, projected)
        tally.overlaps.append(overlap)
        tally.at_least("vehicles: IoU of 2D box and projected 3D box", overlap, options.iou, where)


def check_points(
    one: Object,
    rectified: np.ndarray,
    ids: np.ndarray | None,
    calibration: dict[str, np.ndarray],
    where: str,
    tally: Tally,
) -> None:
    """Check that points lie in the 3D box, and project into the image box.

    Without point labels the points in the 3D box stand for the object's; that is so for vehicles, while boxes of people
    hold much ground, and real ones were fitted to the image by hand.
    """
    inside = in_box(rectified, one, MARGIN)
    if one.is_clear and one.location[2] < NEAR_ENOUGH:
        tally.at_least("clear objects nearer than 40 m hold points", int(inside.sum()), 1, where)
    own = inside if ids is None else own_points(ids, inside)
    if own.sum() < FEW:
        return
    if ids is not None:
        share = float(inside[own].mean())
        tally.at_least("points of an object that lie in its 3D box", share, INSIDE, where)
    if one.truncated == 0.0 and (ids is not None or one.kind in VEHICLES):
        pixels = project(rectified[own & (rectified[:, 2] > NEAR)], calibration["P2"])
        kept = (pixels >= one.box[:2] - PIXEL_MARGIN) & (pixels <= one.box[2:] + PIXEL_MARGIN)
        share = float(kept.all(axis=1).mean())
        tally.at_least("points of an object that project into its 2D box", share, INSIDE, where)


def own_points(ids: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Return which points belong to the object that most points in the box belong to, bool (N,)."""
    found = ids[inside & (ids >= 0)]
    return ids == np.bincount(found).argmax() if len(found) else np.zeros(len(ids), bool)


def to_rectified(cloud: np.ndarray, calibration: dict[str, np.ndarray]) -> np.ndarray:
    """Return the points (N, 3) in the rectified camera frame."""
    in_camera = np.column_stack([cloud[:, :3], np.ones(len(cloud))]) @ calibration["Tr_velo_to_cam"].T
    return in_camera @ calibration["R0_rect"].T


def project(points: np.ndarray, projection: np.ndarray) -> np.ndarray:
    """Return the pixels (N, 2) of points (N, 3) in the rectified camera frame."""
    homogeneous = np.column_stack([points, np.ones(len(points))]) @ projection.T
    return homogeneous[:, :2] / homogeneous[:, 2:]


def in_box(points: np.ndarray, one: Object, margin: float) -> np.ndarray:
    """Return which points (N, 3) lie in the box widened by `margin` [m], bool (N,)."""
    offset = points - one.location
    c, s = math.cos(one.rotation_y), math.sin(one.rotation_y)
    along, across = c * offset[:, 0] - s * offset[:, 2], s * offset[:, 0] + c * offset[:, 2]
    height, width, length = one.size
    level = (offset[:, 1] < margin) & (offset[:, 1] > -height - margin)
    return level & (np.abs(along) < length / 2 + margin) & (np.abs(across) < width / 2 + margin)


def projected_box(one: Object, projection: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Return the image box of the part of the 3D box in front of the camera, clipped to the image."""
    height, width, length = one.size
    plan = [(length / 2, width / 2), (length / 2, -width / 2), (-length / 2, -width / 2), (-length / 2, width / 2)]
    c, s = math.cos(one.rotation_y), math.sin(one.rotation_y)
    corners = np.array([[c * x + s * z, y, -s * x + c * z] for y in (0.0, -height) for x, z in plan]) + one.location
    edges = [(k, (k + 1) % 4) for k in range(4)] + [(k + 4, (k + 1) % 4 + 4) for k in range(4)]
    edges += [(k, k + 4) for k in range(4)]
    shown = [corner for corner in corners if corner[2] >= NEAR]
    for a, b in ((corners[i], corners[j]) for i, j in edges):
        if (a[2] < NEAR) != (b[2] < NEAR):
            shown.append(a + (NEAR - a[2]) / (b[2] - a[2]) * (b - a))
    if not shown:
        return np.zeros(4)
    pixels = project(np.array(shown), projection)
    box = np.concatenate([pixels.min(axis=0), pixels.max(axis=0)])
    return np.clip(box, 0, [size[0] - 1, size[1] - 1] * 2)


def nearest_depth(one: Object) -> float:
    """Return the depth [m] of the nearest place of the box, at least `NEAR`."""
    reach = abs(math.sin(one.rotation_y)) * one.size[2] / 2 + abs(math.cos(one.rotation_y)) * one.size[1] / 2
    return max(one.location[2] - reach, NEAR)


def iou(a: np.ndarray, b: np.ndarray) -> float:
    """Return intersection over union of two boxes."""
    shared = np.prod(np.clip(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0, None))
    union = np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - shared
    return float(shared / union) if union > 0 else 0.0


def check_image_sets(folder: Path, names: set[str], tally: Tally) -> None:
    """Check that the lists of splits name frames that exist, and that none trains and validates unless it is alone."""
    lists = {path.stem: set(path.read_text().split()) for path in sorted((folder / "ImageSets").glob("*.txt"))}
    for split in ("train", "val", "trainval"):
        if split in lists:
            tally.note("splits name frames that exist", "", lists[split] <= names and bool(lists[split]), split)
    if {"train", "val"} <= lists.keys() and len(names) > 1:
        tally.note("no frame trains and validates", "", not lists["train"] & lists["val"], "train and val")


if __name__ == "__main__":
    sys.exit(main())
