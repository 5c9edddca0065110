"""Label rows, read back by the naive splitting that KITTI readers do."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avsynth.core.frames import Pose
from avsynth.datatypes.calibration import OPTICAL_FROM_SENSOR
from avsynth.datatypes.category import Category
from avsynth.datatypes.label import Box3D, Label, View
from avsynth.exporters._kitti_labels import Rules, dont_care_row, label_text, object_row, occlusion_state, wrapped

RULES = Rules(
    fully_visible=0.85,
    partly_visible=0.5,
    minimum_visibility=0.1,
    maximum_truncation=0.9,
    minimum_height=16.0,
    minimum_points=1,
)
#: The rectified camera frame at the world's origin.
RECTIFIED = Pose(OPTICAL_FROM_SENSOR, np.zeros(3))
KITTI_TYPES = {"Car", "Van", "Truck", "Pedestrian", "Person_sitting", "Cyclist", "Tram", "Misc", "DontCare"}
ROW = re.compile(r"^[A-Z][a-z]+ (?:0\.\d\d|1\.00) [0123](?: -?\d+\.\d\d){12}$")


def label_of(x=20.0, y=1.0, z=-1.0, yaw=0.3, size=(4.0, 1.8, 1.5), category=Category.CAR, points=30, **view):
    """Return a label at (x, y, z) in the camera's axes, x forward, with a view that `view` changes."""
    shown = {"amodal": [10.0, 20.0, 90.0, 60.0], "visible": None, "truncation": 0.0, "visibility": 1.0, "pixels": 9}
    box = Box3D(Pose.planar(x, y, z, yaw), size, np.zeros(3))
    return Label(1, "it", category, box, {"camera": View(**shown | view)}, {"velodyne": points})


def rows_of(*labels, **rules):
    chosen = Rules(**{name: rules.get(name, getattr(RULES, name)) for name in RULES.__slots__})
    text = label_text(labels, "camera", "velodyne", RECTIFIED, chosen).decode()
    assert text.endswith("\n") and not text.endswith("\n\n")
    return text[:-1].split("\n")


angles, places = st.floats(-math.pi, math.pi), st.floats(-80.0, 80.0)


@given(
    x=st.floats(0.5, 120.0),
    y=places,
    yaw=angles,
    truncation=st.floats(0.0, 1.0),
    visibility=st.floats(0.0, 1.0),
    category=st.sampled_from([category for category in Category if category.is_labelled]),
)
def test_every_row_has_the_form_that_readers_expect(x, y, yaw, truncation, visibility, category):
    label = label_of(x, y, yaw=yaw, category=category, truncation=truncation, visibility=visibility)

    row = object_row(label, label.views["camera"], RECTIFIED, RULES)

    assert ROW.match(row), row
    assert row.split(" ")[0] in KITTI_TYPES
    assert "-0.00" not in row.split(" ")


@given(x=st.floats(0.5, 120.0), y=places, z=st.floats(-3.0, 3.0), yaw=angles)
def test_a_row_reads_back_as_the_box_it_came_from(x, y, z, yaw):
    label = label_of(x, y, z, yaw)

    fields = [float(field) for field in object_row(label, label.views["camera"], RECTIFIED, RULES).split(" ")[1:]]
    alpha, (height, width, length), location, rotation_y = fields[2], fields[7:10], np.array(fields[10:13]), fields[13]

    assert (length, width, height) == (4.0, 1.8, 1.5)
    np.testing.assert_allclose(location, [-y, -z + 0.75, x], atol=0.0051)
    assert abs(wrapped(alpha - rotation_y + math.atan2(location[0], location[2]))) < 0.0051
    np.testing.assert_allclose(
        kitti_corners(location, height, width, length, rotation_y),
        RECTIFIED.points(bottom_then_top(label)),
        atol=0.03,  # 0.005 m of location and 0.005 rad over half the diagonal of 4.4 m
    )


def bottom_then_top(label):
    """Return the corners in the order of KITTI's devkit."""
    front, left, up = label.box.size / 2
    plan = [(front, -left), (front, left), (-front, left), (-front, -left)]
    return label.box.world_from_box.points(np.array([(x, -y, z) for z in (-up, up) for x, y in plan]))


def kitti_corners(location, height, width, length, rotation_y):
    """Return the corners by the formula of KITTI's devkit (computeBox3D)."""
    c, s = math.cos(rotation_y), math.sin(rotation_y)
    x = np.array([1, 1, -1, -1, 1, 1, -1, -1]) * length / 2
    y = np.array([0, 0, 0, 0, -1, -1, -1, -1]) * height
    z = np.array([1, -1, -1, 1, 1, -1, -1, 1]) * width / 2
    return (np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]) @ np.stack([x, y, z])).T + location


@pytest.mark.parametrize(
    ("visibility", "state"), [(1.0, 0), (0.85, 0), (0.84, 1), (0.5, 1), (0.49, 2), (0.01, 2), (0.0, 3)]
)
def test_visibility_becomes_an_occlusion_state(visibility, state):
    assert occlusion_state(visibility, RULES) == state


@pytest.mark.parametrize(
    "change",
    [
        {"amodal": [10.0, 20.0, 90.0, 35.9]},
        {"visibility": 0.09},
        {"truncation": 0.91},
        {"points": 0},
        {"x": -0.5},
    ],
    ids=["too low", "too hidden", "too far out", "no points", "centre behind the camera"],
)
def test_what_annotators_would_have_left_out_becomes_dont_care(change):
    (row,) = rows_of(label_of(**change))

    box = change.get("amodal", [10.0, 20.0, 90.0, 60.0])
    assert row == "DontCare -1 -1 -10 " + " ".join(f"{edge:.2f}" for edge in box) + " -1 -1 -1 -1000 -1000 -1000 -10"


def test_rules_can_be_changed():
    hidden = label_of(visibility=0.05)

    assert rows_of(hidden)[0].startswith("DontCare")
    assert rows_of(hidden, minimum_visibility=0.0)[0].startswith("Car")


def test_objects_stand_before_dont_care_regions():
    rows = rows_of(label_of(visibility=0.01), label_of(), label_of(points=0), label_of(category=Category.PEDESTRIAN))

    assert [row.split(" ")[0] for row in rows] == ["Car", "Pedestrian", "DontCare", "DontCare"]


def test_what_the_camera_does_not_see_has_no_row():
    unseen = label_of(pixels=0)
    elsewhere = Label(2, "behind", Category.CAR, unseen.box, {}, {"velodyne": 100})

    assert rows_of(unseen, elsewhere, label_of()) == rows_of(label_of())


def test_a_frame_without_objects_still_has_a_row():
    (row,) = rows_of()

    assert row == dont_care_row(np.array([0.0, 0.0, 1.0, 1.0]))
    assert len(row.split(" ")) == 15


def test_trams_are_a_class_that_readers_know():
    assert rows_of(label_of(category=Category.TRAM))[0].startswith("Tram ")


@pytest.mark.parametrize("category", [Category.BUS, Category.MOTORCYCLIST, Category.ANIMAL, Category.OTHER_VEHICLE])
def test_classes_that_readers_do_not_know_become_misc(category):
    assert rows_of(label_of(category=category))[0].startswith("Misc ")
