"""Physics of the radar, against formulas and published figures."""

import numpy as np
import pytest
from analytic import Panel, Plane, Sphere, material_table, scene_of, world_of

from avsynth.catalog.rigs import load_rig
from avsynth.contracts.sensor import Mount
from avsynth.core.seed import Stream
from avsynth.sensors import _radar
from avsynth.sensors.radar_fmcw import RadarFmcw

TABLE = material_table(metal={}, road={"radar_reflectivity": 0.14})
FINE = {"view": 0.2, "view_height": 0.1, "ray_step": 0.001}


def _radar_of(**fields):
    return RadarFmcw(name="front", **fields)


def _ball(distance, velocity=(0.0, 0.0, 0.0), **scene):
    return world_of(
        Sphere("metal", centre=(distance, 0.0, 0.0), radius=0.5, velocity=velocity), materials=TABLE, **scene
    )


def test_waveform_gives_the_resolutions_of_the_textbook():
    radar = _radar_of(bandwidth=300e6, chirp_interval=30e-6, chirps=256)

    assert radar.range_resolution == pytest.approx(0.50, abs=0.005)
    assert radar.speed_resolution == pytest.approx(0.25, abs=0.005)
    assert radar.unambiguous_speed == pytest.approx(32.4, abs=0.1)


@pytest.mark.parametrize(("rcs_db", "range_", "snr_db"), [(-10, 10, 55), (10, 100, 35), (10, 250, 19), (30, 200, 43)])
def test_link_budget_matches_the_worked_example(rcs_db, range_, snr_db):
    radar = _radar_of(chirps=500, chirp_interval=30e-6, channels=12)

    snr = _radar.snr_of(10 ** (rcs_db / 10), range_, np.array(1.0), radar.link_constant)

    assert 10 * np.log10(snr) == pytest.approx(snr_db, abs=1.0)


def test_twice_the_range_gives_a_sixteenth_of_the_power():
    near, far = _radar.snr_of(1.0, np.array([50.0, 100.0]), 1.0, 1e12)

    assert far / near == pytest.approx(1 / 16)


@pytest.mark.parametrize("approach", [-8.0, 0.0, 5.0])
def test_an_approaching_target_has_negative_radial_velocity(approach):
    targets = _radar_of(**FINE).sense(*_ball(40.0, velocity=(approach, 0.0, 0.0)), Stream(1))

    assert len(targets) >= 1
    assert targets.radial_velocity[0] == pytest.approx(approach, abs=0.1)


def test_still_things_come_nearer_at_the_speed_of_the_ego():
    scene, tracer = _ball(40.0, velocity=(0.0, 0.0, 0.0))
    scene = scene_of(tracer.shapes, velocity=(12.0, 0.0, 0.0))

    assert _radar_of(**FINE).sense(scene, tracer, Stream(1)).radial_velocity[0] == pytest.approx(-12.0, abs=0.1)


def test_a_turning_ego_moves_its_radar_sideways():
    scene, tracer = world_of(Sphere("metal", centre=(3.5, 30.0, 0.0), radius=0.5), materials=TABLE, spin=0.5)
    radar = _radar_of(mount=Mount(x=3.5, yaw=np.pi / 2), **FINE)

    speed = radar.sense(scene, tracer, Stream(1)).radial_velocity[0]

    assert speed == pytest.approx(-0.5 * (3.5 - 0.28 * 4.0), abs=0.1)  # turns about its middle


def test_an_ambiguous_radar_folds_speeds():
    radar = _radar_of(resolves_ambiguity=False, chirp_interval=50e-6, **FINE)
    targets = radar.sense(*_ball(40.0, velocity=(30.0, 0.0, 0.0)), Stream(1))

    expected = (30.0 + radar.unambiguous_speed) % (2 * radar.unambiguous_speed) - radar.unambiguous_speed
    assert targets.radial_velocity[0] == pytest.approx(expected, abs=0.2)


def test_declared_errors_are_measured_errors():
    """A corner-like target in one cell: its scatter over cycles is what its signal to noise ratio states."""
    radar = _radar_of(speed_accuracy=0.0, **(FINE | {"ray_step": 0.004}))
    scene, tracer = world_of(Panel("metal", centre=(120.0, 0.0, 0.0), half=(0.3, 0.3)), materials=TABLE)
    cycles = [radar.sense(scene, tracer, Stream(seed)) for seed in range(300)]
    hit = [targets for targets in cycles if len(targets) == 1]

    assert len(hit) > 100
    speed = np.concatenate([t.radial_velocity for t in hit])
    snr = np.concatenate([t.snr for t in hit])
    normalised = speed * np.sqrt(2 * snr) * _radar.INTERPOLATION_GAIN / radar.speed_resolution
    assert np.std(normalised) == pytest.approx(1.0, abs=0.12)


def test_cross_section_of_a_matt_patch_is_lamberts():
    cosine, area = np.array([0.5]), np.array([2.0])
    matt = 4.0 * 0.3 * cosine * area * (1.0 - _radar.LOBE_SHARE) * (1.0 + 0.3 * _radar.CORNERS)

    assert _radar.cross_section(np.array([0.3]), cosine, area) == pytest.approx(matt, rel=0.15)


def test_a_flash_at_normal_incidence_outshines_slanted_metal():
    facing, slanted = _radar.cross_section(np.ones(2), np.cos(np.deg2rad([2.0, 40.0])), np.ones(2))

    assert facing > 3 * slanted


def test_a_cars_rear_has_ten_to_twenty_dbsm():
    """A plate the size of a car's rear, bulging by a few degrees as sheet metal does."""
    shapes = tuple(
        Panel("metal", centre=(30.0 + 0.01 * k, 0.35 * k, 0.8), half=(0.18, 0.6), right=(np.sin(a), -np.cos(a), 0.0))
        for k, a in zip(range(-2, 3), np.deg2rad([-16, -8, 0, 8, 16]), strict=True)
    )
    radar = _radar_of(mount=Mount(z=0.6), **(FINE | {"ray_step": 0.002}))
    powers = [radar.sense(*world_of(*shapes, materials=TABLE), Stream(seed)).rcs.sum() for seed in range(40)]

    assert 8.0 < 10 * np.log10(np.mean(powers)) < 20.0


def test_rcs_does_not_depend_on_range():
    near, far = (
        np.mean([_radar_of(**FINE).sense(*_ball(d), Stream(seed)).rcs.sum() for seed in range(60)])
        for d in (20.0, 40.0)
    )

    assert 10 * np.log10(far / near) == pytest.approx(0.0, abs=2.5)


def test_a_plain_road_is_clutter_and_few_targets():
    radar = load_rig("kitti").sensors[2]
    scene, tracer = world_of(Plane("road"), materials=TABLE, velocity=(10.0, 0.0, 0.0))

    assert len(radar.sense(scene, tracer, Stream(1))) < 100


def test_targets_come_nearest_first_and_no_more_than_the_device_reports():
    radar = load_rig("kitti").sensors[2].model_copy(update={"targets_max": 20})
    scene, tracer = world_of(Plane("road"), Plane("metal", point=(0, 8, 0), normal=(0, -1, 0)), materials=TABLE)

    targets = radar.sense(scene, tracer, Stream(1))

    assert len(targets) == 20
    assert np.all(np.diff(targets.range) > -0.1)


def test_only_the_strongest_of_neighbouring_cells_is_a_peak():
    index = np.array([[5, 0, 0], [5, 0, 1], [6, 0, 0], [9, 0, 0], [10, 1, 0], [12, 0, 0]])
    power = np.array([3.0, 1.0, 2.0, 1.0, 4.0, 0.5])

    assert _radar.is_peak(index, power).tolist() == [True, False, False, False, True, True]


def test_even_clutter_hides_what_does_not_stand_out():
    index = np.array([[k, 0, 0] for k in range(40)])
    power = np.full(40, 100.0)
    power[20] = 1500.0

    found = _radar.stands_out(index, power, np.zeros(40), 10.0)

    assert np.flatnonzero(found[12:28]).tolist() == [8]
