"""KITTI's label rows: what its annotators would have boxed, what they would have left out, and each field."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.category import Category
from avsynth.datatypes.label import Label, View

#: Types that readers know; the rest becomes Misc, as KITTI did with trailers and the like. So do buses: as Truck or Van
#: they would teach those classes a shape they do not have.
TYPES = {
    Category.CAR: "Car",
    Category.VAN: "Van",
    Category.TRUCK: "Truck",
    Category.CYCLIST: "Cyclist",
    Category.PEDESTRIAN: "Pedestrian",
    Category.TRAM: "Tram",
}
OTHER_TYPE = "Misc"

#: What stands in the fields of a DontCare row beside its image box.
DONT_CARE_BEFORE, DONT_CARE_AFTER = "DontCare -1 -1 -10", "-1 -1 -1 -1000 -1000 -1000 -10"

#: Box of the row that stands in a frame without objects, since readers refuse an empty file [px].
NOTHING_TO_SEE = np.array([0.0, 0.0, 1.0, 1.0])

#: Occlusion states of KITTI: fully visible, partly occluded, largely occluded, unknown.
FULLY_VISIBLE, PARTLY_OCCLUDED, LARGELY_OCCLUDED, UNKNOWN = range(4)


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides between a box, a DontCare region and nothing; see the fields of `Kitti`."""

    fully_visible: float
    partly_visible: float
    minimum_visibility: float
    maximum_truncation: float
    minimum_height: float
    minimum_points: int


def label_text(labels: Sequence[Label], camera: str, lidar: str, rectified_from_world: Pose, rules: Rules) -> bytes:
    """Return the content of a label_2 file: objects first, then DontCare regions, never empty."""
    objects, regions = [], []
    for label in labels:
        view = label.views.get(camera)
        if view is None or not view.pixels:
            continue
        if is_boxed(label, view, lidar, rectified_from_world, rules):
            objects.append(object_row(label, view, rectified_from_world, rules))
        else:
            regions.append(dont_care_row(view.amodal))
    rows = objects + regions or [dont_care_row(NOTHING_TO_SEE)]
    return ("\n".join(rows) + "\n").encode()


def is_boxed(label: Label, view: View, lidar: str, rectified_from_world: Pose, rules: Rules) -> bool:
    """Return whether annotators, who boxed points and checked the box in the image, would have boxed the object."""
    height = view.amodal[3] - view.amodal[1]
    depth = rectified_from_world.points(label.box.world_from_box.translation)[2]
    return (
        height >= rules.minimum_height
        and view.visibility >= rules.minimum_visibility
        and view.truncation <= rules.maximum_truncation
        and label.points.get(lidar, 0) >= rules.minimum_points
        and depth > 0.0
    )


def object_row(label: Label, view: View, rectified_from_world: Pose, rules: Rules) -> str:
    """Return the 15 fields of one object.

    `alpha` is made from the rounded angle and location, so that the row agrees with itself.
    """
    location, rotation_y = camera_box(label, rectified_from_world)
    rotation_y, x, z = round(rotation_y, 2), round(location[0], 2), round(location[2], 2)
    length, width, height = label.box.size
    fields = [
        TYPES.get(label.category, OTHER_TYPE),
        _number(view.truncation),
        str(occlusion_state(view.visibility, rules)),
        _number(wrapped(rotation_y - math.atan2(x, z))),
        *map(_number, view.amodal),
        *map(_number, (height, width, length)),
        *map(_number, location),
        _number(rotation_y),
    ]
    return " ".join(fields)


def dont_care_row(box: np.ndarray) -> str:
    """Return the row of a region [px] that is neither object nor background."""
    return " ".join([DONT_CARE_BEFORE, *map(_number, box), DONT_CARE_AFTER])


def camera_box(label: Label, rectified_from_world: Pose) -> tuple[np.ndarray, float]:
    """Return bottom centre [m], float64 (3,), and rotation_y [rad] of the box, rectified camera frame.

    KITTI's boxes stand along the camera's y axis, ours along the object's own z; both share the centre.
    """
    rectified_from_box = rectified_from_world @ label.box.world_from_box
    forward = rectified_from_box.rotation[:, 0]
    bottom = rectified_from_box.translation + np.array([0.0, label.box.size[2] / 2, 0.0])
    return bottom, math.atan2(-forward[2], forward[0])


def occlusion_state(visibility: float, rules: Rules) -> int:
    """Return KITTI's occlusion state for the share of an object's pixels that is seen."""
    if visibility >= rules.fully_visible:
        return FULLY_VISIBLE
    if visibility >= rules.partly_visible:
        return PARTLY_OCCLUDED
    return LARGELY_OCCLUDED if visibility > 0.0 else UNKNOWN


def wrapped(angle: float) -> float:
    """Return `angle` [rad] in [−π, π]."""
    return math.remainder(angle, 2.0 * math.pi)


def _number(value: float) -> str:
    """Return two decimals, without a negative zero."""
    return f"{round(float(value), 2) + 0.0:.2f}"
