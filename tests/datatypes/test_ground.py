"""What actors stand on: heights of sloping lanes, wheels on them, bridges above them."""

import numpy as np
import pytest

from avsynth.core.frames import Pose
from avsynth.datatypes.ground import Ground
from avsynth.datatypes.lane import Lane

SIZE = np.array([4.4, 1.8, 1.5])


def plane(name: str = "a", *, ahead: float = 0.0, left: float = 0.0, height: float = 0.0, y: float = 0.0) -> Lane:
    x = np.linspace(0.0, 100.0, 14)
    centre = np.column_stack([x, np.full_like(x, y), height + ahead * x])
    return Lane(name, "drive", centre, np.full(len(x), 8.0), "r", slope=np.full(len(x), left))


def test_heights_are_those_of_the_plane():
    ground = Ground([plane(ahead=0.05, left=-0.03)])
    points = np.random.default_rng(1).uniform([0.0, -4.0], [100.0, 4.0], (50, 2))

    assert ground.heights(points) == pytest.approx(points @ [0.05, -0.03], abs=1e-9)


def test_off_the_lanes_there_is_no_height_but_a_lane_that_ends_runs_on():
    ground = Ground([plane(ahead=0.05)])

    found = ground.heights(np.array([[50.0, 4.5], [-20.0, 0.0], [130.0, 1.0]]))

    assert np.isnan(found[0])
    assert found[1:] == pytest.approx([-1.0, 6.5])


def test_a_vehicle_leans_as_the_plane_it_stands_on():
    ahead, left, yaw = 0.06, 0.04, 0.5
    pose = Ground([plane(ahead=ahead, left=left)]).resting(Pose.planar(40.0, 1.0, 2.5, yaw), SIZE)

    normal = np.array([-ahead, -left, 1.0]) / np.sqrt(1 + ahead**2 + left**2)
    assert pose.rotation[:, 2] == pytest.approx(normal, abs=1e-9)
    assert pose.yaw == pytest.approx(yaw)
    assert pose.translation == pytest.approx([40.0, 1.0, 40.0 * ahead + left], abs=1e-9)


def test_under_a_bridge_one_stands_below_and_on_it_above():
    ground = Ground([plane(), plane("bridge", height=6.0)])

    heights = [ground.resting(Pose.planar(50.0, 0.0, z, 0.0), SIZE).translation[2] for z in (0.1, 6.1)]

    assert heights == pytest.approx([0.0, 6.0])


def test_a_wheel_off_the_road_is_as_high_as_the_middle():
    pose = Ground([plane(y=0.0, left=0.02)]).resting(Pose.planar(50.0, 3.9, 0.0, 0.0), SIZE)

    assert abs(pose.translation[2] - 3.9 * 0.02) < 0.02
    assert abs(pose.angles[2]) < 0.03
