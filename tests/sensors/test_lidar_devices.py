"""The presets of real LiDARs, and the order and places of their points."""

import numpy as np
import pytest
from analytic import Panel, Plane, material_table, world_of

from avsynth.catalog.rigs import load_device, load_rig
from avsynth.core.seed import Stream
from avsynth.sensors._sweep import HiddenSector, firing_angles, sweep
from avsynth.sensors.lidar_spinning import LidarSpinning

HDL_64E_TOP_TO_BOTTOM = [2.02, 1.68, 1.34, 1.00, 0.66, 0.32, -0.02, -0.36]
ROAD = material_table(road={"lidar_reflectance": 0.2, "roughness": 0.85}, wall={})
STREET = (
    Plane("road"),
    Plane("wall", point=(0, 9, 0), normal=(0, -1, 0)),
    Plane("wall", point=(0, -7, 0), normal=(0, 1, 0)),
)


@pytest.fixture(scope="module")
def velodyne():
    return load_rig("kitti").sensors[0]


@pytest.fixture(scope="module")
def cloud(velodyne):
    scene, tracer = world_of(*STREET, materials=ROAD, velocity=(10.0, 0.0, 0.0))
    return velodyne.sense(scene, tracer, Stream(1))


def test_the_hdl_64e_has_its_beams_in_two_blocks(velodyne):
    elevation = np.rad2deg([beam.elevation for beam in velodyne.beams])
    up = np.array([beam.up for beam in velodyne.beams])

    assert len(elevation) == 64
    assert np.sort(elevation)[::-1][:8] == pytest.approx(HDL_64E_TOP_TO_BOTTOM)
    assert elevation[:32].min() == pytest.approx(-8.52) and elevation[32:].max() == pytest.approx(-8.95)
    assert 0.05 < up[:32].mean() - up[32:].mean() < 0.07
    assert {beam.left for beam in velodyne.beams} == {0.026, -0.026}


def test_a_revolution_of_kittis_lidar_has_2152_firings(velodyne):
    turned = firing_angles(velodyne.azimuth_steps)

    assert len(turned) == 2152
    assert np.median(np.diff(turned)) == pytest.approx(np.deg2rad(0.1795))
    assert turned[0] == -np.pi and turned[-1] < np.pi


def test_rays_leave_where_and_when_the_head_fires_them(velodyne):
    plan = sweep(velodyne.beams, velodyne.azimuth_steps, velodyne.rate, velodyne.spin)
    beams = [velodyne.beams[k] for k in plan.laser[:1000]]

    elevation = np.arcsin(plan.direction[:1000, 2])
    turned = -plan.time_offset[:1000] * 2 * np.pi * velodyne.rate  # clockwise
    azimuth = np.arctan2(plan.direction[:1000, 1], plan.direction[:1000, 0])

    assert elevation == pytest.approx([beam.elevation for beam in beams])
    assert np.cos(azimuth - turned - [beam.azimuth for beam in beams]) == pytest.approx(1.0)
    assert np.linalg.norm(plan.origin[:1000], axis=1) == pytest.approx([np.hypot(b.up, b.left) for b in beams])
    assert (plan.origin[:1000] * plan.direction[:1000]).sum(1) == pytest.approx(0.0, abs=1e-12)


def test_points_come_ring_by_ring_from_ahead_counter_clockwise(cloud):
    azimuth = np.mod(np.arctan2(cloud.xyz[:, 1], cloud.xyz[:, 0]), 2 * np.pi)
    starts = np.flatnonzero(np.diff(azimuth) < -np.pi) + 1

    assert len(starts) == 63
    assert np.array_equal(np.flatnonzero(np.diff(cloud.ring.astype(int))) + 1, starts)
    assert np.all(np.diff(cloud.ring.astype(int)) >= 0)
    elevation = [np.median(np.arctan2(r[:, 2], np.hypot(r[:, 0], r[:, 1]))) for r in np.split(cloud.xyz, starts)]
    assert np.all(np.diff(elevation) < 0)


def test_coordinates_lie_on_the_grid_and_within_the_cut(cloud, velodyne):
    grid = cloud.xyz.astype(np.float64) / velodyne.grid

    assert np.abs(grid - np.rint(grid)).max() < 1e-2
    assert np.linalg.norm(cloud.xyz, axis=1).max() < 80.0


def test_intensities_have_a_hundred_levels(cloud):
    levels = np.unique(np.rint(cloud.intensity * 100).astype(int))

    assert np.abs(cloud.intensity * 100 - np.rint(cloud.intensity * 100)).max() < 1e-4
    assert levels.min() >= 0 and levels.max() <= 99


def test_what_the_vehicle_hides_is_not_seen(velodyne):
    sector = HiddenSector(start=np.deg2rad(350.0), end=np.deg2rad(10.0), below=np.deg2rad(-10.0))
    lidar = LidarSpinning(name="top", hidden=(sector,), mount={"z": 1.7})

    cloud = lidar.sense(*world_of(Plane("road"), materials=ROAD), Stream(1))

    elevation = np.arctan2(cloud.xyz[:, 2], np.hypot(cloud.xyz[:, 0], cloud.xyz[:, 1]))
    low = np.rad2deg(np.arctan2(cloud.xyz[:, 1], cloud.xyz[:, 0])[elevation < np.deg2rad(-10.5)])
    assert np.abs(low).min() > 9.5 and len(low) > 1000


def test_every_lidar_preset_sees_a_wall_where_it_is():
    for device in ("hdl_64e", "hdl_32e", "vlp_16"):
        lidar = load_device(device, "top")
        scene, tracer = world_of(Panel("wall", centre=(12.0, 0.0, 0.0), half=(3.0, 3.0)), materials=ROAD)

        cloud = lidar.sense(scene, tracer, Stream(1))

        assert len(cloud) > 500
        assert np.median(cloud.xyz[:, 0]) == pytest.approx(12.0, abs=0.01)
        assert np.abs(cloud.xyz[:, 0] - 12.0).max() < 0.1


def test_units_of_a_device_differ_and_each_stays_itself(velodyne):
    scene, tracer = world_of(Plane("wall", point=(9, 0, 0), normal=(-1, 0, 0)), materials=ROAD)

    def means(serial, seed):
        cloud = velodyne.model_copy(update={"serial": serial}).sense(scene, tracer, Stream(seed))
        return np.array([cloud.intensity[cloud.ring == ring].mean() for ring in range(64)])

    assert np.abs(means(1, 1) - means(1, 2)).max() < 0.02
    assert np.abs(means(1, 1) - means(2, 1)).std() > 0.02
