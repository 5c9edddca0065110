"""Fog, rain and spray: what light loses and what drops send back, against sums along the ray and published tables."""

from dataclasses import replace

import numpy as np
import pytest
from analytic import Panel, Plane, material_table, scene_of, world_of
from hypothesis import given
from hypothesis import strategies as st

from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import Weather
from avsynth.sensors import _air, _laser
from avsynth.sensors._spray import NO_PUFFS, puffs_of
from avsynth.sensors._sweep import Beam
from avsynth.sensors.lidar_spinning import LidarSpinning
from avsynth.sensors.radar_fmcw import RadarFmcw

MILLIMETRE_PER_HOUR = 1e-3 / 3600.0
GREY = material_table(grey={"lidar_reflectance": 0.5})
QUIET = {"range_noise": 0.0, "drop": 0.0, "range_max": 120.0}


def lidar(**fields) -> LidarSpinning:
    fan = tuple(Beam(elevation=float(angle)) for angle in np.deg2rad(np.linspace(-3.0, 3.0, 13)))
    return LidarSpinning(name="top", beams=fan, azimuth_steps=(np.deg2rad(0.5),), **(QUIET | fields))


def ray(origin, direction):
    direction = np.asarray(direction, float) / np.linalg.norm(direction)
    return RayBundle(np.atleast_2d(np.asarray(origin, float)), np.atleast_2d(direction), np.zeros(1), 200.0)


def in_weather(weather, *shapes):
    scene, tracer = world_of(*shapes, materials=GREY)
    return replace(scene, weather=weather), tracer


def with_car(speed: float, **weather):
    """A scene in which a car 20 m ahead drives on a wet road."""
    panel = Panel("grey", category=Category.CAR, centre=(20.0, 0.0, 0.5), velocity=(speed, 0.0, 0.0))
    scene = scene_of((panel,))
    car = replace(
        scene.objects[1], world_from_object=scene.objects[0].world_from_object.moved([20, 0, 0], [0, 0, 0], 1)
    )
    return replace(scene, objects=(scene.objects[0], car), weather=Weather(**{"wetness": 1.0} | weather))


@pytest.mark.parametrize(("rate", "extinction"), [(1.0, 0.00037), (5.0, 0.00101), (25.0, 0.00278), (50.0, 0.0043)])
def test_rain_takes_what_integrals_over_its_drops_say(rate, extinction):
    """Of Marshall and Palmer's drops; the law of Ulbrich and Atlas lies within a tenth."""
    found = _air.rain_extinction(Weather(rain_rate=rate * MILLIMETRE_PER_HOUR))

    assert found == pytest.approx(extinction, rel=0.12)


def test_clear_air_changes_nothing():
    scene, tracer = in_weather(Weather(wetness=1.0), Plane("grey", point=(30.0, 0.0, 0.0), normal=(-1.0, 0.0, 0.0)))
    assert _air.air_of(scene) is None

    dry = replace(scene, weather=Weather())
    first, second = (lidar().sense(one, tracer, Stream(3)) for one in (scene, dry))
    np.testing.assert_array_equal(first.xyz, second.xyz)


def test_targets_in_fog_end_where_the_link_equation_says():
    """The farthest 50 % target for 100 m at 10 % and an extinction of 0.02/m lies at 63 m."""
    limit = _laser.farthest(0.5, 100.0, 0.02)

    def found(distance):
        wall = Panel("grey", centre=(distance, 0.0, 0.0), half=(1.0, 1.0))
        scene, tracer = in_weather(Weather(fog_extinction=0.02), wall)
        cloud = lidar(overlap=1e4).sense(scene, tracer, Stream(5))
        return np.count_nonzero(cloud.instance == 1), np.isfinite(tracer.closest_hits(tracer.asked[0]).range).sum()

    assert limit == pytest.approx(63.2, rel=0.02)
    near, rays = found(0.85 * limit)
    assert near > 0.9 * rays
    assert found(1.2 * limit)[0] < 0.1 * rays


def test_dense_fog_answers_before_what_it_hides():
    wall = Plane("grey", point=(60.0, 0.0, 0.0), normal=(-1.0, 0.0, 0.0))
    scene, tracer = in_weather(Weather(fog_extinction=0.06), wall)

    cloud = lidar().sense(scene, tracer, Stream(2))

    floating = cloud.category == Category.AIR
    assert floating.mean() > 0.5
    assert np.all(cloud.instance[floating] == -1)
    assert np.percentile(np.linalg.norm(cloud.xyz[floating], axis=1), 90) < 25.0


@given(
    st.lists(st.tuples(st.floats(5, 40), st.floats(0.1, 1.0)), min_size=3, max_size=8),
    st.floats(-60, 60),
    st.floats(0, 6.28),
    st.floats(1, 120),
    st.booleans(),
)
def test_a_ray_in_a_bank_of_fog_counts_what_lies_within(corners, start, heading, reach, clockwise):
    steps = np.cumsum([share for _, share in corners])
    angles = 2.0 * np.pi * steps / steps[-1]
    outline = [(r * np.cos(a), r * np.sin(a)) for (r, _), a in zip(corners, angles, strict=True)]
    weather = Weather(fog_extinction=0.01, fog_bank=tuple(outline[::-1] if clockwise else outline))
    one = ray((start, 3.0, 1.0), (np.cos(heading), np.sin(heading), 0.0))

    depth = _air.depth_of(_air.air_of(replace(scene_of(), weather=weather)), one, np.array([reach]))[0]

    along = np.linspace(0.0, reach, 4001)[:, None] * one.direction + one.origin
    assert depth == pytest.approx(0.01 * reach * inside(np.array(outline), along[:, :2]).mean(), abs=0.01)


def inside(outline, points):
    """Return whether points lie in a polygon, by the parity of crossings."""
    odd = np.zeros(len(points), bool)
    for a, b in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        crosses = (a[1] > points[:, 1]) != (b[1] > points[:, 1])
        with np.errstate(divide="ignore", invalid="ignore"):
            at = a[0] + (points[:, 1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        odd ^= crosses & (points[:, 0] < at)
    return odd


@given(
    st.floats(-5, 40), st.floats(-3, 3), st.floats(0.1, 3), st.floats(-3, 3), st.floats(-0.4, 0.4), st.floats(0.5, 60)
)
def test_spray_on_a_ray_is_the_sum_of_its_density(x, y, z, heading, climb, reach):
    scene = with_car(30.0)
    one = ray((x, y, z), (np.cos(heading), np.sin(heading), climb))

    depth = _air.depth_of(_air.air_of(scene), one, np.array([reach]))[0]

    puffs, along = puffs_of(scene), one.origin + np.linspace(0.0, reach, 6001)[:, None] * one.direction
    distance = ((along[:, None] - puffs.centre) / puffs.spread) ** 2  # the car drives along x
    density = (puffs.strength * np.exp(-0.5 * distance.sum(axis=2))).sum(axis=1)
    assert depth == pytest.approx(np.trapezoid(density, dx=reach / 6000), rel=1e-3, abs=2e-4)


def test_spray_needs_water_and_speed_and_grows_with_both():
    assert puffs_of(with_car(30.0, wetness=0.0)) is NO_PUFFS
    assert puffs_of(with_car(30.0, spray=0.0)) is NO_PUFFS
    assert puffs_of(with_car(5.0)) is NO_PUFFS

    slow, fast = (puffs_of(with_car(speed)).strength.sum() for speed in (15.0, 30.0))
    assert fast == pytest.approx(4.0 * slow)
    half = puffs_of(with_car(30.0, wetness=0.5)).strength.sum()
    assert half == pytest.approx(0.5 * fast)


def test_spray_stands_behind_and_moves_along():
    scene = with_car(30.0)
    puffs = puffs_of(scene)

    rear = scene.objects[1].world_from_object.translation[0] - scene.objects[1].model.size[0] / 2
    assert np.all(puffs.centre[:, 0] < rear)
    assert np.all(puffs.velocity[:, 0] == 30.0)


def test_rain_dims_radar_by_its_two_way_loss():
    """25 mm/h take 2.3 dB over 100 m and back (ITU-R P.838)."""
    wall = Panel("grey", centre=(100.0, 0.0, 0.5), half=(1.0, 1.0))
    scene, tracer = in_weather(Weather(), wall)
    rain = replace(scene, weather=Weather(rain_rate=25.0 * MILLIMETRE_PER_HOUR))

    dry, wet = (
        max(RadarFmcw(name="front").sense(one, tracer, Stream(4)).snr.tolist(), default=0.0) for one in (scene, rain)
    )
    assert 10.0 * np.log10(dry / wet) == pytest.approx(2.3, abs=0.3)
