"""What is labelled, with which box, and what each sensor saw of it."""

import numpy as np
import pytest

from avsynth.core.frames import Pose
from avsynth.datatypes.calibration import Calibration
from avsynth.datatypes.category import Category
from avsynth.datatypes.measurement import PointCloud
from avsynth.labels import label
from avsynth.labels.label import box_around

FORWARD = Pose.planar(0.0, 0.0, 1.5, 0.0)


def sweep_on(*ids: int) -> PointCloud:
    count = len(ids)
    return PointCloud(np.zeros((count, 3)), *(np.zeros(count) for _ in range(3)), np.array(ids), np.zeros(count))


def labels_of(yard, scene, calibration=None, cloud=()):
    """Return the labels by id, from one camera and perhaps a sweep that met the objects `cloud`."""
    tracer, calibration = yard.tracer(scene), calibration or yard.camera_at(FORWARD)
    measured = {"front": yard.picture(scene, calibration, tracer), "top": sweep_on(*cloud)}
    calibrations = {"front": calibration, "top": Calibration("lidar", FORWARD)}
    return {one.id: one for one in label(scene, measured, calibrations, tracer)}


@pytest.mark.parametrize("yaw", [0.0, 0.3, 2.0, -3.0])
def test_the_box_has_the_size_place_and_heading_of_the_mesh(yard, yaw):
    car = yard.thing(1, Pose.planar(15.0, 2.0, 0.75, yaw))

    box = labels_of(yard, yard.scene_of(car))[1].box

    np.testing.assert_allclose(box.size, [4.0, 1.8, 1.5], atol=1e-5)
    np.testing.assert_allclose(box.world_from_box.translation, [15.0, 2.0, 0.75], atol=1e-5)
    assert box.world_from_box.yaw == pytest.approx(yaw)


def test_the_box_of_a_tilted_thing_leans_with_it_and_touches_its_mesh(yard):
    car = yard.thing(1, Pose.euler((15.0, 2.0, 0.75), 0.4, 0.1, -0.2))
    vertices = yard.tracer(yard.scene_of(car)).vertices_of(1)

    box = box_around(vertices, car)
    inside = box.world_from_box.inverse().points(vertices)

    np.testing.assert_allclose(inside.max(axis=0), box.size / 2, atol=1e-9)
    np.testing.assert_allclose(inside.min(axis=0), -box.size / 2, atol=1e-9)
    np.testing.assert_allclose(box.world_from_box.rotation, car.world_from_object.rotation, atol=1e-12)


def test_the_velocity_is_that_of_the_middle_of_the_box(yard):
    spin = np.array([0.0, 0.0, 0.5])
    car = yard.thing(1, Pose.planar(0.0, 0.0, 0.0, 0.0), velocity=np.array([3.0, 0.0, 0.0]), angular_velocity=spin)

    box = box_around(np.array([[0.0, -1.0, 0.0], [4.0, 1.0, 1.0]]), car)

    np.testing.assert_allclose(box.velocity, [3.0, 1.0, 0.0], atol=1e-12)


def test_neither_the_ego_nor_the_surroundings_are_labelled(yard):
    wall = yard.thing(1, Pose.planar(20.0, 0.0, 1.0, 0.0), category=Category.BUILDING)

    assert labels_of(yard, yard.scene_of(wall), cloud=(0, 1)) == {}


def test_what_no_sensor_saw_is_not_labelled(yard):
    wall = yard.thing(1, Pose.planar(8.0, 0.0, 1.0, 0.0), (0.2, 8.0, 6.0), Category.BUILDING)
    hidden = yard.thing(2, Pose.planar(15.0, 0.0, 0.75, 0.0))
    behind = yard.thing(3, Pose.planar(-15.0, 0.0, 0.75, 0.0))

    assert labels_of(yard, yard.scene_of(wall, hidden, behind)) == {}


def test_what_only_the_lidar_saw_is_labelled_with_its_points(yard):
    behind = yard.thing(1, Pose.planar(-15.0, 0.0, 0.75, 0.0))

    found = labels_of(yard, yard.scene_of(behind), cloud=(1, 0, -1, 1))

    assert found[1].points == {"top": 2}
    assert found[1].views == {}


def test_labels_come_in_the_order_of_their_ids_and_keep_name_and_category(yard):
    things = [yard.thing(k, Pose.planar(20.0, 6.0 - 4.0 * k, 0.75, 0.0), category=Category.VAN) for k in (1, 2, 3)]

    found = list(labels_of(yard, yard.scene_of(*things)).values())

    assert [(one.id, one.name, one.category) for one in found] == [(k, f"thing {k}", Category.VAN) for k in (1, 2, 3)]


def test_visible_box_and_pixels_are_those_of_the_picture(yard):
    pole = yard.thing(1, Pose.planar(8.0, 0.5, 1.0, 0.0), (0.2, 0.5, 4.0), Category.POLE)
    car = yard.thing(2, Pose.planar(15.0, 0.0, 0.75, 0.3))
    scene, calibration = yard.scene_of(pole, car), yard.camera_at(FORWARD)
    image = yard.picture(scene, calibration, yard.tracer(scene))

    view = labels_of(yard, scene, calibration)[2].views["front"]

    v, u = np.nonzero(image.instance == 2)
    assert view.pixels == len(u)
    np.testing.assert_array_equal(view.visible, [u.min(), v.min(), u.max(), v.max()])


def test_visibility_is_pixels_seen_over_pixels_alone(yard):
    pole = yard.thing(1, Pose.planar(8.0, 0.5, 1.0, 0.0), (0.2, 0.5, 4.0), Category.POLE)
    car = yard.thing(2, Pose.planar(15.0, 0.0, 0.75, 0.3))
    far = yard.thing(3, Pose.planar(19.0, 2.0, 0.75, 0.0))
    scene, calibration = yard.scene_of(pole, car, far), yard.camera_at(FORWARD)
    tracer = yard.tracer(scene)
    image = yard.picture(scene, calibration, tracer)

    found = labels_of(yard, scene, calibration)

    for number in (2, 3):
        alone = np.count_nonzero(yard.picture(scene, calibration, tracer, only=number).instance == number)
        seen = np.count_nonzero(image.instance == number)
        assert found[number].views["front"].visibility == seen / alone
    assert 0.0 < found[3].views["front"].visibility < found[2].views["front"].visibility < 1.0


def test_an_object_with_nothing_before_it_is_fully_visible_without_asking_any_ray(yard):
    car = yard.thing(1, Pose.planar(15.0, 0.0, 0.75, 0.3))
    wall = yard.thing(2, Pose.planar(30.0, 0.0, 5.0, 0.0), (0.2, 40.0, 20.0), Category.BUILDING)
    scene, calibration = yard.scene_of(car, wall), yard.camera_at(FORWARD)
    tracer = yard.tracer(scene)
    measured = {"front": yard.picture(scene, calibration, tracer)}
    tracer.asked = 0

    (found,) = label(scene, measured, {"front": calibration}, tracer)

    assert found.views["front"].visibility == 1.0
    assert tracer.asked == 0


def test_asking_every_kth_pixel_of_a_large_object_changes_visibility_little(yard, monkeypatch):
    pole = yard.thing(1, Pose.planar(4.0, 0.5, 1.0, 0.0), (0.2, 0.7, 4.0), Category.POLE)
    car = yard.thing(2, Pose.planar(7.0, 0.0, 0.75, 0.3))
    scene = yard.scene_of(pole, car)
    exact = labels_of(yard, scene)[2].views["front"].visibility

    monkeypatch.setattr("avsynth.labels._visibility.MAX_RAYS", 100)
    sampled = labels_of(yard, scene)[2].views["front"].visibility

    assert exact < 0.9
    assert sampled == pytest.approx(exact, abs=0.05)


def test_a_thing_half_outside_the_image_is_half_truncated(yard):
    calibration = yard.camera_at(FORWARD)
    inner = calibration.intrinsics
    left_edge = 10.0 * inner.matrix[0, 2] / inner.matrix[0, 0]
    flat = yard.thing(1, Pose.planar(10.0, left_edge, 1.5, 0.0), (0.01, 2.0, 1.0))

    view = labels_of(yard, yard.scene_of(flat), calibration)[1].views["front"]

    assert view.truncation == pytest.approx(0.5, abs=0.01)
    assert view.amodal[0] == 0.0


def test_a_thing_inside_the_image_is_not_truncated(yard):
    car = yard.thing(1, Pose.planar(15.0, 0.0, 0.75, 0.3))

    assert labels_of(yard, yard.scene_of(car))[1].views["front"].truncation == 0.0
