"""What real sweeps say about the place of a box: the ground beside it, what is behind it, what hides it."""

import importlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avsynth.core.frames import Pose

SIZE = (0.6, 0.6, 1.8)


@pytest.fixture(scope="module")
def boxes():
    """Return the module of the tool."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parents[2] / "tools"))
        return importlib.import_module("kitti_boxes")


def screen(distance: float) -> np.ndarray:
    """Return points (N, 4) where the beams of the device meet an upright plane across x at `distance` [m]."""
    azimuth, elevation = np.meshgrid(np.deg2rad(np.arange(-6, 6, 0.17)), np.deg2rad(np.arange(-6, 2, 0.34)))
    points = distance * np.stack([np.ones_like(azimuth), np.tan(azimuth), np.tan(elevation)], axis=-1).reshape(-1, 3)
    return np.column_stack([points, np.full(len(points), 0.3)])


@given(st.floats(-0.2, 0.2))
def test_the_ground_beside_a_box_is_found_however_its_label_hangs(boxes, height):
    x, y = (grid.ravel() for grid in np.meshgrid(np.arange(-3, 3, 0.2), np.arange(-3, 3, 0.2)))
    road = np.column_stack([x, y, np.full(len(x), height - SIZE[2] / 2)])
    person = np.column_stack([np.zeros(50), np.zeros(50), np.linspace(-0.9, 0.9, 50)])

    assert boxes.ground_beside(np.concatenate([road, person]), SIZE) == pytest.approx(height)


def test_where_little_is_seen_beside_a_box_its_floor_is_the_ground(boxes):
    assert boxes.ground_beside(np.array([[1.0, 0.0, -1.0]]), SIZE) == 0.0


@pytest.mark.parametrize(("distance", "found"), [(30.0, 30.0), (60.0, 60.0), (10.0, None)])
def test_only_what_is_farther_than_a_box_stands_behind_it(boxes, distance, found):
    box = boxes.filled("Pedestrian", (SIZE, Pose.planar(20.0, 0.0, -0.8, 0.0)), screen(distance))

    assert box.backdrop == (None if found is None else pytest.approx(found, rel=0.01))


def test_the_sky_stands_behind_nothing(boxes):
    assert boxes.filled("Pedestrian", (SIZE, Pose.planar(20.0, 0.0, -0.8, 0.0)), np.zeros((0, 4))).backdrop is None


def test_what_is_nearer_hides_the_cells_in_which_it_lies(boxes):
    box = boxes.filled("Pedestrian", (SIZE, Pose.planar(20.0, 0.0, -0.8, 0.0)), screen(10.0))
    middle = boxes.cells(np.array([[20.0, 0.05, -0.8]]), "hdl_64e")

    assert (box.before == middle).all(axis=1).any()
    assert not len(box.points)
