"""Driving and walking on hills and banked bends: everybody stands on the ground, and vehicles lean with it."""

import numpy as np
import pytest
from small_scenarios import on, placed

from avsynth import world
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.scenario.concrete import StepCall

HILL = {
    "path": [
        {"shape": "line", "length": 60.0},
        {"shape": "spiral", "length": 30.0, "to": 1 / 80},
        {"shape": "arc", "length": 60.0, "radius": 80.0},
    ],
    "lanes": {"left": [("walk", 2.0), ("drive", 3.25)], "right": [("drive", 3.25), ("walk", 2.0)]},
    "elevation": {"shape": "profile", "points": [(0.0, 0.0), (50.0, 0.0), (120.0, 6.0), (150.0, 8.0)]},
    "superelevation": [0.0, 0.06],
    "crown": 0.02,
}


def frames(scenario, count: int):
    return [scene for _, scene in world.simulate(scenario, Stream(1), only=range(count))]


@pytest.fixture
def drive(scenario):
    car = placed("ego", on("main.fwd", 20.0), speed=12.0, program=(StepCall(step="drive"),))
    walker = placed(
        "walker", on("main.right.walk", 60.0), kind="pedestrian", speed=1.4, program=(StepCall(step="walk"),)
    )
    return frames(scenario(car, walker, settings=HILL, duration=9.0), 90)


def thing(scene, name):
    return next(one for one in scene.objects if one.name == name)


def feet(one) -> np.ndarray:
    return one.world_from_object.points(np.array([0.0, 0.0, -one.model.size[2] / 2]))


def test_a_car_stays_on_the_lane_and_leans_as_it_does(drive):
    for scene in drive:
        car = thing(scene, "ego")
        lane, station, offset = next(p for p in scene.road.lanes_at(feet(car)) if p[0].kind == "drive")
        ground = lane.pose_at(station, offset)

        assert feet(car)[2] == pytest.approx(ground.translation[2], abs=0.03)
        assert car.world_from_object.rotation[:, 2] @ ground.rotation[:, 2] > np.cos(np.deg2rad(1.5))


def test_the_car_has_climbed_and_banked(drive):
    yaw, pitch, roll = thing(drive[-1], "ego").world_from_object.angles

    assert feet(thing(drive[-1], "ego"))[2] > 4.0
    assert pitch < -0.05  # nose up
    assert roll > 0.02
    assert abs(yaw) > 0.3


def test_velocities_are_the_changes_of_poses(drive):
    for before, now, after in zip(drive[20:], drive[21:], drive[22:], strict=False):
        a, b, car = thing(before, "ego"), thing(after, "ego"), thing(now, "ego")
        moved = (b.world_from_object.translation - a.world_from_object.translation) / (after.time - before.time)
        turned = b.world_from_object.rotation @ a.world_from_object.rotation.T
        spin = np.array([turned[2, 1] - turned[1, 2], turned[0, 2] - turned[2, 0], turned[1, 0] - turned[0, 1]]) / 2

        assert car.velocity == pytest.approx(moved, abs=0.1)
        assert car.angular_velocity == pytest.approx(spin / (after.time - before.time), abs=0.05)


def test_people_stay_upright_with_their_feet_on_the_pavement(drive):
    for scene in drive:
        walker = thing(scene, "walker")
        lane, station, offset = next(p for p in scene.road.lanes_at(feet(walker)) if p[0].kind == "walk")

        assert walker.world_from_object.rotation[:, 2] == pytest.approx([0.0, 0.0, 1.0])
        assert feet(walker)[2] == pytest.approx(lane.pose_at(station, offset).translation[2], abs=0.03)


def test_the_land_and_what_stands_on_it_follow_the_road(scenario):
    (scene,) = frames(scenario(placed("ego", on("main.fwd", 75.0)), settings=HILL, surroundings="suburb"), 1)
    land = next(one for one in scene.objects if one.category == Category.TERRAIN)
    road = next(one for one in scene.objects if one.category == Category.ROAD)
    vertices = land.model.parts[0].mesh.vertices.astype(float)
    rim = road.model.parts[0].mesh.vertices.astype(float)

    for building in [one for one in scene.objects if one.category == Category.BUILDING]:
        near = np.argsort(np.linalg.norm(vertices[:, :2] - building.world_from_object.translation[:2], axis=1))[:12]
        assert vertices[near, 2].min() - 0.8 < feet(building)[2] < vertices[near, 2].max() + 0.1
    nearest = np.linalg.norm(vertices[:, None, :2] - rim[None, ::20, :2], axis=2).argmin(axis=1)
    beside = np.linalg.norm(vertices[:, :2] - rim[::20][nearest][:, :2], axis=1) < 6.0
    assert np.abs(vertices[beside, 2] - rim[::20][nearest][beside, 2]).max() < 1.0
