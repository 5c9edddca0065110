"""Dirt on windows, and sensors that look elsewhere than their calibration says."""

from dataclasses import replace

import numpy as np
import pytest
from analytic import Panel, Plane, material_table, world_of

import avsynth
from avsynth.catalog.rigs import rig_of
from avsynth.contracts.sensor import Mount
from avsynth.core.seed import Stream
from avsynth.datatypes.scene import Weather
from avsynth.sensors._dirt import Drops, Patch, passed, smeared
from avsynth.sensors._sweep import Beam
from avsynth.sensors.camera_pinhole import CameraPinhole
from avsynth.sensors.lidar_spinning import LidarSpinning

GREY = material_table(grey={"lidar_reflectance": 0.1})
AHEAD = Patch(azimuth=np.deg2rad(20.0), width=np.deg2rad(30.0), height=np.deg2rad(30.0), blocks=0.9)


def lidar(**fields) -> LidarSpinning:
    return LidarSpinning(name="top", beams=(Beam(elevation=0.0),), range_at_tenth=60.0, drop=0.0, **fields)


def test_a_patch_blocks_its_middle_and_nothing_far_from_it():
    towards = np.deg2rad([20.0, 50.0, -160.0])
    directions = np.column_stack([np.cos(towards), np.sin(towards), np.zeros(3)])

    np.testing.assert_allclose(passed((AHEAD,), directions), [0.1, 1.0, 1.0], atol=1e-6)


def test_a_dirty_window_takes_points_from_its_sector_only():
    """Light passes it twice: a hundredth is left of what came from 30 m, far below the threshold."""
    around = [Plane("grey", point=(30.0, 0.0, 0.0), normal=(-1.0, 0.0, 0.0))]
    scene, tracer = world_of(*around, materials=GREY)

    clean, dirty = (lidar(dirt=dirt).sense(scene, tracer, Stream(1)) for dirt in ((), (AHEAD,)))

    def points(cloud, low, high):
        azimuth = np.rad2deg(np.arctan2(cloud.xyz[:, 1], cloud.xyz[:, 0]))
        return np.count_nonzero((azimuth > low) & (azimuth < high))

    assert points(clean, 12.0, 28.0) > 70
    assert points(dirty, 12.0, 28.0) == 0
    assert points(dirty, -40.0, -5.0) == points(clean, -40.0, -5.0)


@pytest.mark.parametrize(("of", "brightness"), [("dirt", 0.15), ("ice", 0.75)])
def test_dirt_darkens_the_picture_and_ice_blurs_it(of, brightness):
    board = Panel("grey", centre=(10.0, 0.0, 1.5), half=(30.0, 30.0))
    scene, tracer = world_of(board, materials=GREY)
    scene = replace(scene, weather=Weather(cloud=1.0))
    front = {"mount": Mount(z=1.5), "width": 120, "height": 80, "fx": 90.0, "fy": 90.0, "cx": 59.5, "cy": 39.5}
    film = {"exposure": 0.05, "blur": 0.0, "resampling": 0.0, "veil": 0.0, "vignetting": 0.0, "contrast": 1.0}
    patch = Patch(blocks=1.0, of=of, width=np.deg2rad(40.0), height=np.deg2rad(40.0))

    def middle(dirt):
        picture = CameraPinhole(name="front", dirt=dirt, film=film, **front).sense(scene, tracer, Stream(1)).rgb
        code = picture[36:44, 56:64].mean() / 255.0
        return ((code + 0.055) / 1.055) ** 2.4

    assert middle((patch,)) / middle(()) == pytest.approx(brightness, rel=0.1)


def test_a_misaligned_sensor_looks_aside_and_its_calibration_does_not_say_so():
    post = Panel("grey", centre=(20.0, 0.0, 0.0), half=(0.3, 0.3))
    scene, tracer = world_of(post, materials=GREY)

    straight, turned = (lidar(misaligned=(angle, 0.0, 0.0)) for angle in (0.0, np.deg2rad(2.0)))
    seen = [np.arctan2(*one.sense(scene, tracer, Stream(1)).xyz[:, 1::-1].mean(axis=0)) for one in (straight, turned)]

    assert np.rad2deg(seen[0] - seen[1]) == pytest.approx(2.0, abs=0.1)
    told = [one.calibration().ego_from_sensor.matrix for one in (straight, turned)]
    np.testing.assert_array_equal(*told)


def test_drops_show_their_surroundings_upside_down():
    height, width, focal = 120, 160, 200.0
    v, u = np.mgrid[0:height, 0:width]
    direction = np.column_stack([np.ones(v.size), (79.5 - u).ravel() / focal, (59.5 - v).ravel() / focal])
    sky_and_ground = np.where((v < 60)[:, :, None], 10.0, 1.0) * np.ones(3)
    drop = Drops(count=1, width=1e-6, height=1e-6, size=0.2, blocks=1.0)

    seen = smeared((drop,), sky_and_ground, direction)[..., 1]

    middle = seen[50:70, 79]
    assert middle[:8].mean() < middle[-8:].mean()  # dark above, bright below
    np.testing.assert_array_equal(seen[:, :40], sky_and_ground[:, :40, 1])


def test_more_drops_let_less_light_pass_and_another_pattern_puts_them_elsewhere():
    angle = np.linspace(-0.5, 0.5, 4001)
    direction = np.column_stack([np.cos(angle), np.sin(angle), np.zeros(len(angle))])

    share = [passed((Drops(count=count, height=0.05),), direction).mean() for count in (0, 20, 80)]

    assert share[0] == 1.0 > share[1] > share[2]
    here, there = (passed((Drops(pattern=number, height=0.05),), direction) for number in (0, 1))
    assert not np.array_equal(here, there)
    np.testing.assert_array_equal(here, passed((Drops(height=0.05),), direction))


def test_drops_are_said_in_a_scene():
    text = """
road street:
    path: [line(100 m)]
    lanes: [drive(3 m)] | [drive(3 m)]
place car ego:
    at on street.fwd[0] @ 20 m
sensors:
    - camera(front, model: "pinhole", at: [1 m, 0 m, 1.5 m]):
        dirt: [drops(count: 30, size: 2 deg), patch(blocks: 0.5)]
run 0.2 s at 5 Hz
"""
    rig = rig_of(avsynth.loads(text).draw(seed=1).rig)

    drops, patch = rig.sensors[0].dirt
    assert (drops.count, drops.size) == (30, np.deg2rad(2.0))
    assert patch == Patch(blocks=0.5)
