"""Physics of the LiDAR, against formulas and published tables."""

from dataclasses import replace

import numpy as np
import pytest
from analytic import Panel, Plane, Sphere, material_table, scene_of, world_of
from hypothesis import given
from hypothesis import strategies as st

from avsynth.catalog.rigs import load_device
from avsynth.contracts.sensor import Mount
from avsynth.core.seed import Stream
from avsynth.datatypes.material import Ratios
from avsynth.sensors import _laser
from avsynth.sensors._sweep import Beam
from avsynth.sensors.lidar_spinning import LidarSpinning

#: Range [m] by range at 10 %, reflectance and extinction [1/m]: the published table of the link equation.
FARTHEST = {
    (50, 0.02): {0.0: 22.4, 2e-4: 22.3, 0.005: 20.2, 0.01: 18.6, 0.02: 16.2, 0.06: 11.3, 0.2: 6.3},
    (50, 0.10): {0.0: 50.0, 2e-4: 49.5, 0.005: 40.8, 0.01: 35.2, 0.02: 28.4, 0.06: 17.5, 0.2: 8.7},
    (50, 0.80): {0.0: 141.4, 2e-4: 137.6, 0.005: 90.1, 0.01: 70.1, 0.02: 51.0, 0.06: 27.4, 0.2: 12.2},
    (100, 0.50): {0.0: 223.6, 2e-4: 214.2, 0.005: 121.7, 0.01: 90.5, 0.02: 63.2, 0.06: 32.3, 0.2: 13.9},
    (200, 0.10): {0.0: 200.0, 2e-4: 192.4, 0.005: 113.4, 0.01: 85.3, 0.02: 60.1, 0.06: 31.0, 0.2: 13.5},
}
FLAT = {"beams": (Beam(elevation=0.0),), "azimuth_steps": (np.deg2rad(0.1),)}
QUIET = {"range_noise": 0.0, "drop": 0.0, "range_bias": 0.0, "intensity_bias": 0.0}


def _lidar(**fields):
    return LidarSpinning(name="top", **(FLAT | fields))


def _wall(distance, **material):
    """A board straight ahead, small enough to be met at nearly normal incidence."""
    shapes = (Panel("wall", centre=(distance, 0.0, 0.0), half=(2.0, 2.0)),)
    return world_of(*shapes, materials=material_table(wall=material))


def test_twice_the_range_gives_a_quarter_of_the_power():
    near, far = _laser.signal(0.3, np.array([20.0, 40.0]), range_at_tenth=50.0)

    assert far / near == pytest.approx(0.25)


def test_lasers_that_are_turned_down_keep_near_echoes_as_strong_as_where_they_reach_full_power():
    ranges = np.array([2.0, 10.0, 20.0, 40.0])

    signal = _laser.signal(0.3, ranges, range_at_tenth=50.0, full_power=20.0)

    assert signal / signal[2] == pytest.approx([1.0, 1.0, 1.0, 0.25])


@pytest.mark.parametrize(("full_power", "found"), [(1.0, True), (20.0, False)])
def test_power_control_hides_what_is_very_dark_even_nearby(full_power, found):
    lidar = _lidar(range_at_tenth=50.0, full_power=full_power, **QUIET)

    cloud = lidar.sense(*_wall(8.0, lidar_reflectance=0.006), Stream(1))

    assert bool(len(cloud)) is found


@given(st.floats(1e-4, 10.0), st.floats(1.0, 4.0))
def test_values_of_a_compressed_receiver_grow_with_reflectance_and_fade_with_range(reflectance, beyond):
    receiver = load_device("hdl_64e", "top").intensity
    none = np.zeros(4)
    darker, same, brighter, farther = receiver.values(
        reflectance * np.array([0.5, 1.0, 2.0, 1.0]), beyond * np.array([1.0, 1.0, 1.0, 1.5]), none, none
    )

    assert darker <= same <= brighter and farther <= same
    assert np.all((same == 0.0) | (same >= receiver.floor - receiver.step))


@pytest.mark.parametrize(("range_at_tenth", "reflectance"), FARTHEST)
def test_ranges_of_dark_and_bright_targets_match_the_table(range_at_tenth, reflectance):
    for extinction, expected in FARTHEST[range_at_tenth, reflectance].items():
        assert _laser.farthest(reflectance, range_at_tenth, extinction) == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize("reflectance", [0.1, 0.5])
def test_half_of_the_echoes_are_found_at_the_stated_range(reflectance):
    lidar = _lidar(range_at_tenth=50.0, range_max=200.0, **QUIET)
    distance = _laser.farthest(reflectance, 50.0)

    def share(at):
        scene, tracer = _wall(at, lidar_reflectance=reflectance)
        found = [len(lidar.sense(scene, tracer, Stream(seed))) for seed in range(40)]
        rays = sum(np.isfinite(tracer.closest_hits(tracer.asked[0]).range))
        return np.mean(found) / rays

    assert share(distance) == pytest.approx(0.5, abs=0.08)
    assert share(0.7 * distance) > 0.98
    assert share(1.4 * distance) < 0.02


@pytest.mark.parametrize("distance", [10.0, 30.0])
def test_declared_range_noise_is_measured_range_noise(distance):
    lidar = _lidar(range_at_tenth=50.0, drop=0.0, range_step=1e-4)
    scene, tracer = _wall(distance, lidar_reflectance=0.5)

    residuals = []
    for seed in range(60):
        cloud = lidar.sense(scene, tracer, Stream(seed))
        residuals.append(
            np.linalg.norm(cloud.xyz, axis=1) - distance * np.linalg.norm(cloud.xyz / cloud.xyz[:, :1], axis=1)
        )

    signal = _laser.signal(0.5, distance, 50.0)
    declared = _laser.range_deviation(signal, lidar.threshold, lidar.pulse_length, lidar.range_noise)
    assert np.std(np.concatenate(residuals)) == pytest.approx(declared, rel=0.05)


def test_ranges_lie_on_the_grid_of_the_device():
    lidar = _lidar(range_step=0.002)
    scene, tracer = _wall(10.0)

    ranges = np.linalg.norm(lidar.sense(scene, tracer, Stream(1)).xyz.astype(np.float64), axis=1)

    assert np.abs(ranges / 0.002 - np.rint(ranges / 0.002)).max() < 1e-2


def test_a_rough_road_echoes_evenly_where_a_matt_wall_fades():
    cosines = np.cos(np.deg2rad([65.0, 85.0]))

    rough = _laser.diffuse(np.array(0.1), cosines, np.array(0.85))
    matt = _laser.diffuse(np.array(0.1), cosines, np.array(0.0))

    assert rough[1] / rough[0] > 0.6
    assert matt == pytest.approx(0.1 * cosines)


def test_clear_coat_flashes_at_normal_incidence_only():
    lobe = _laser.specular(np.array(0.04), np.cos(np.deg2rad([0.0, 5.0, 20.0, 60.0])), np.array(0.2))

    assert np.all(np.diff(lobe) < 0)
    assert lobe[0] > 1.0 > 100 * lobe[3]


def test_a_retro_reflector_is_seen_far_beyond_a_matt_target():
    shapes = (Panel("sign", centre=(110.0, 0.0, 0.0), half=(0.5, 0.5)), Panel("board", centre=(109.0, 5.0, 0.0)))
    table = material_table(sign={"lidar_retro": 200.0}, board={"lidar_reflectance": 0.2})
    scene, tracer = world_of(*shapes, materials=table)

    cloud = _lidar(range_at_tenth=50.0, range_max=120.0).sense(scene, tracer, Stream(1))

    assert set(cloud.instance) == {1}
    assert np.median(cloud.intensity) > 0.8


def test_glass_lets_the_beam_through_and_takes_its_share_twice():
    pane = {"lidar_reflectance": 0.0, "lidar_transmission": 0.7}
    shapes = (Panel("pane", centre=(8.0, 0.0, 0.0), half=(2, 2)), Panel("seat", centre=(9.0, 0.0, 0.0), half=(1, 1)))
    table = material_table(pane=pane, seat={"lidar_reflectance": 0.5})
    lidar = _lidar(intensity={"curve": "calibrated", "diffuse_top": 1.0, "step": 1e-6}, **QUIET)

    behind = lidar.sense(*world_of(*shapes, materials=table), Stream(1))
    alone = lidar.sense(*world_of(shapes[1], materials=table), Stream(1))

    assert set(behind.instance) == {2}
    assert behind.intensity.mean() / alone.intensity.mean() == pytest.approx(0.49, rel=1e-3)


def test_a_bright_pane_hides_what_is_behind():
    shapes = (Panel("pane", centre=(8.0, 0.0, 0.0), half=(2, 2)), Panel("seat", centre=(9.0, 0.0, 0.0), half=(1, 1)))
    table = material_table(pane={"lidar_reflectance": 0.5, "lidar_transmission": 0.3}, seat={"lidar_reflectance": 0.5})

    cloud = _lidar().sense(*world_of(*shapes, materials=table), Stream(1))

    assert set(cloud.instance) == {1}


def test_grain_sticks_to_the_surface_and_varies_along_it():
    table = material_table(wall={"variation": 0.3, "grain": 0.05})
    lidar = _lidar(intensity={"curve": "calibrated", "step": 1e-6}, **QUIET)
    scene, tracer = world_of(Panel("wall", half=(3, 3)), materials=table)
    moved = scene_of((Panel("wall", half=(3, 3)),), velocity=(0.0, 0.0, 0.0))

    first, second = (lidar.sense(s, tracer, Stream(seed)) for s, seed in ((scene, 1), (moved, 2)))

    assert np.array_equal(first.intensity, second.intensity)
    assert 0.1 < first.intensity.std() / first.intensity.mean() < 0.6


def test_adding_an_object_elsewhere_changes_no_other_point():
    table = material_table(ball={})
    ball, other = Sphere("ball", centre=(10.0, 0.0, 0.0)), Sphere("ball", centre=(-10.0, 0.0, 0.0))
    lidar = _lidar()

    alone = lidar.sense(*world_of(ball, materials=table), Stream(3))
    both = lidar.sense(*world_of(ball, other, materials=table), Stream(3))

    assert np.array_equal(both.xyz[both.instance == 1], alone.xyz)
    assert np.array_equal(both.intensity[both.instance == 1], alone.intensity)


def test_a_point_is_measured_when_the_head_looks_its_way():
    """A ball to the left that comes nearer at 10 m/s has come for a quarter of a turn when the head gets there."""
    lidar = _lidar(rate=10.0, spin="left", **QUIET)
    shapes = (Sphere("ball", centre=(0.0, 20.0, 0.0), velocity=(0.0, -10.0, 0.0)),)

    cloud = lidar.sense(*world_of(*shapes, materials=material_table(ball={})), Stream(1))

    nearest = np.linalg.norm(cloud.xyz, axis=1).min()
    assert cloud.time_offset == pytest.approx(
        np.arctan2(cloud.xyz[:, 1], cloud.xyz[:, 0]) / (2 * np.pi * 10.0), abs=1e-6
    )
    assert nearest == pytest.approx(19.0 - 10.0 * 0.025, abs=5e-3)


@pytest.mark.parametrize(("velocity", "spin"), [((15.0, 0.0, 0.0), 0.0), ((5.0, 0.0, 0.0), 0.6)])
def test_motion_compensation_puts_still_things_where_they_are(velocity, spin):
    fields = QUIET | {"range_at_tenth": 3000.0, "divergence": 1e-6}
    lidar = _lidar(mount=Mount(x=0.8, y=0.1, z=1.7, yaw=0.02), motion_compensated=True, **fields)
    shapes = (Plane("wall", point=(0.0, 8.0, 0.0), normal=(0.0, -1.0, 0.0)),)
    scene, tracer = world_of(*shapes, materials=material_table(wall={}), velocity=velocity, spin=spin)

    compensated = lidar.sense(scene, tracer, Stream(1))
    raw = lidar.model_copy(update={"motion_compensated": False}).sense(scene, tracer, Stream(1))

    world_from_sensor = scene.world_from_ego @ lidar.mount.ego_from_sensor
    off = {
        name: np.abs(world_from_sensor.points(c.xyz)[:, 1] - 8.0).max()
        for name, c in (("done", compensated), ("raw", raw))
    }
    assert off["done"] < 0.02
    assert off["raw"] > 3 * off["done"] or spin == 0.0


def test_a_beam_on_an_edge_reports_what_the_pulse_cannot_tell_apart():
    """Half the spot on a board, half on a wall 0.6 m behind: points between them; 3 m behind: on one or the other."""
    lidar = _lidar(divergence=np.deg2rad(0.1), **QUIET)
    board = Panel("board", centre=(10.0, 1.0, 0.0), half=(1.0, 1.0))

    def depths(gap):
        wall = Panel("board", centre=(10.0 + gap, 0.0, 0.0), half=(3.0, 3.0))
        return lidar.sense(*world_of(board, wall, materials=material_table(board={})), Stream(1)).xyz[:, 0]

    near, far = depths(0.6), depths(3.0)
    assert np.any((near > 10.05) & (near < 10.55))
    assert not np.any((far > 10.05) & (far < 12.95))


def test_a_thin_wire_returns_less_than_it_would_if_it_filled_the_beam():
    lidar = _lidar(
        divergence=np.deg2rad(0.1), intensity={"curve": "calibrated", "diffuse_top": 1.0, "step": 1e-6}, **QUIET
    )
    table = material_table(wire={"lidar_reflectance": 0.5})

    def brightest(half_width):
        wire = Panel("wire", centre=(10.0, 0.0, 0.0), half=(half_width, 1.0))
        return lidar.sense(*world_of(wire, materials=table), Stream(1)).intensity.max()

    assert brightest(0.003) < 0.5 * brightest(0.2)


@pytest.mark.parametrize(("wavelength", "wetness", "share"), [(1550e-9, 0.0, 1.3), (905e-9, 1.0, 0.5)])
def test_wavelength_and_water_change_what_comes_back_as_the_table_says(wavelength, wetness, share):
    one = np.ones(1, np.float32)
    table = replace(material_table(road={"lidar_reflectance": 0.2}), ratios=Ratios(0.97 * one, 1.3 * one, 0.5 * one))
    wall = Panel("road", centre=(10.0, 0.0, 0.0), half=(3.0, 3.0))
    scene, tracer = world_of(wall, materials=table)
    intensity = {"curve": "calibrated", "diffuse_top": 1.0, "step": 1e-6}

    def brightest(light, water):
        lidar = _lidar(wavelength=light, intensity=intensity, **QUIET)
        wet = replace(scene, weather=replace(scene.weather, wetness=water))
        return lidar.sense(wet, tracer, Stream(1)).intensity.max()

    assert brightest(wavelength, wetness) == pytest.approx(share * brightest(905e-9, 0.0), rel=0.01)
