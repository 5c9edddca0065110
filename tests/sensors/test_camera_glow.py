"""Lamps in fog against a slow integral, and the laws of halos and beams."""

import math

import numpy as np
import pytest
from analytic import Panel, Plane, material_table, world_of

from avsynth.core.seed import Stream
from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import Weather
from avsynth.kernels.air import LIDAR_RATIO, Air
from avsynth.kernels.glow import BACK_SHARE, BACKWARD, FORWARD, henyey_greenstein, lamp_glow
from avsynth.kernels.lamps import AHEAD, Lamps
from avsynth.sensors import _camera_glow as glow
from avsynth.sensors._camera_sky import horizontal_illuminance, over_town, sky_of

NONE = (np.empty((0, 3)), np.empty((0, 3)), np.empty((0, 2)), np.empty((0, 3)), np.empty(0))
MATT = material_table(grey={"roughness": 1.0})
SIZE = (40, 60)


def scattered(cosine):
    """Return the phase function, as the kernel puts it together."""
    ahead, back = (henyey_greenstein.py_func(g, cosine) for g in (FORWARD, BACKWARD))
    return (1.0 - BACK_SHARE) * ahead + BACK_SHARE * back


def fog(extinction):
    return Air(extinction, 0.0, 0.0, np.empty((0, 4)), *NONE)


def lamp(place, towards=(-1.0, 0.0, 0.0), intensity=1.0):
    up = np.array([[0.0, 0.0, 1.0]])
    axis = np.array([towards], float)
    return Lamps(np.array([place], float), axis, up, np.array([intensity]), np.ones((1, 3)), np.array([AHEAD]))


def seen_along(direction, lamps, air, reach=60.0, stretches=64):
    """Return what one ray from the origin brings of the lamps' light [kcd/m²]."""
    direction = np.array([direction], float) / np.linalg.norm(direction)
    seen, out = np.ones((len(lamps.intensity), 1, stretches), bool), np.empty((1, stretches + 1, 3))
    lamp_glow(air, lamps, np.zeros((1, 3)), direction, np.array([reach]), seen, out)
    return out[0, -1, 1]


def picture(air, lamps, *shapes):
    """Return a picture of nothing but glow, towards +x, float64 (H, W)."""
    _, tracer = world_of(*shapes, materials=MATT)
    height, width = SIZE
    u, v = glow.glow_pixels(height, width)
    direction = np.column_stack([np.full(u.size, 60.0), (29.5 - u).ravel(), (19.5 - v).ravel()])
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    rays = RayBundle(np.zeros_like(direction), direction, np.zeros(u.size), 1000.0)
    out = np.zeros((*SIZE, 3))
    glow.add_glow(tracer, air, lamps, rays, u.shape, np.full(SIZE, np.inf), out)
    return out[..., 1]


def test_scattered_light_is_all_light_and_comes_back_as_lasers_say():
    angle = (np.arange(20_000) + 0.5) / 20_000 * math.pi
    share = np.array([scattered(math.cos(a)) for a in angle])

    assert (share * 2.0 * math.pi * np.sin(angle)).mean() * math.pi == pytest.approx(1.0, rel=1e-3)
    assert 1.0 / share[-1] == pytest.approx(LIDAR_RATIO, rel=0.05)


@pytest.mark.parametrize("direction", [(1.0, 0.0, 0.02), (1.0, 0.3, 0.0), (1.0, -0.1, -0.1)])
def test_glow_is_the_integral_of_single_scattering(direction):
    a, place, reach = 0.03, np.array([20.0, 1.0, 0.5]), 60.0
    unit = np.array(direction) / np.linalg.norm(direction)
    t = (np.arange(400_000) + 0.5) / 400_000 * reach
    way = t[:, None] * unit - place
    d = np.linalg.norm(way, axis=1)
    facing = np.maximum(-way[:, 0] / d, 0.0)
    turned = -(way @ unit) / d
    ahead, back = ((1 - g * g) / (4 * math.pi * (1 + g * g - 2 * g * turned) ** 1.5) for g in (FORWARD, BACKWARD))
    share = (1.0 - BACK_SHARE) * ahead + BACK_SHARE * back
    slow = (a * np.exp(-a * (t + d)) * facing * share / d**2).mean() * reach

    assert seen_along(direction, lamp(place), fog(a)) == pytest.approx(slow, rel=0.03)


def test_thicker_fog_makes_a_larger_halo():
    """Of the light that comes straight and by the halo, more comes by the halo."""
    place = (25.0, 0.0, 0.0)

    def share(extinction):
        straight = math.exp(-25.0 * extinction)
        return seen_along((25.0, 2.0, 0.0), lamp(place), fog(extinction)) / straight

    shares = [share(a) for a in (0.002, 0.01, 0.03, 0.08)]

    assert (np.diff(shares) > 0.0).all()


def test_a_halo_fades_with_the_angle_from_its_lamp():
    values = [seen_along((25.0, y, 0.0), lamp((25.0, 0.0, 0.0)), fog(0.02)) for y in (0.3, 1.0, 3.0, 9.0)]

    assert (np.diff(values) < 0.0).all()


def test_two_lamps_glow_as_the_sum_of_both():
    one, other = lamp((20.0, 2.0, 0.0)), lamp((30.0, -2.0, 1.0), intensity=3.0)
    both = Lamps(*(np.concatenate(pair) for pair in zip(one, other, strict=True)))

    total = picture(fog(0.02), both)

    assert np.allclose(total, picture(fog(0.02), one) + picture(fog(0.02), other))


def test_clear_air_and_dark_lamps_do_not_glow():
    assert not picture(None, lamp((20.0, 0.0, 0.0))).any()
    assert not picture(fog(0.02), lamp((20.0, 0.0, 0.0), intensity=0.0)).any()


def test_what_stands_before_a_lamp_takes_its_beam_out_of_the_air():
    place = (20.0, 0.0, 0.0)
    screen = Panel("grey", centre=(19.0, 0.0, 0.0), half=(30.0, 30.0))

    assert picture(fog(0.02), lamp(place), screen).max() < 0.05 * picture(fog(0.02), lamp(place)).max()


def test_a_beam_from_behind_the_eye_is_seen_in_the_fog():
    headlamp = lamp((-1.0, 0.5, -0.5), towards=(1.0, 0.0, 0.0), intensity=20.0)

    clear, thick = (seen_along((1.0, 0.0, -0.1), headlamp, fog(a)) for a in (0.001, 0.03))

    assert thick > 10.0 * clear > 0.0


def test_pixels_see_no_glow_from_behind_what_they_look_at():
    air, lamps = fog(0.02), lamp((40.0, 0.0, 0.0))
    _, tracer = world_of(Plane("grey", point=(0.0, 0.0, -50.0)), materials=MATT)
    u, _ = glow.glow_pixels(*SIZE)
    direction = np.tile([1.0, 0.0, 0.0], (u.size, 1))
    rays = RayBundle(np.zeros_like(direction), direction, np.zeros(u.size), 1000.0)
    near, far = np.zeros((*SIZE, 3)), np.zeros((*SIZE, 3))

    glow.add_glow(tracer, air, lamps, rays, u.shape, np.full(SIZE, 5.0), near)
    glow.add_glow(tracer, air, lamps, rays, u.shape, np.full(SIZE, 39.0), far)

    assert 0.0 < near.max() < 0.1 * far.max()


def test_the_sky_over_a_town_is_brighter_under_clouds_and_with_more_lamps():
    def lux(cloud, lamps):
        night = Weather(sun_elevation=math.radians(-30.0), cloud=cloud)
        return 1e3 * horizontal_illuminance(over_town(sky_of(night, Stream(1)), lamps))[1]

    assert lux(0.0, 0) < lux(0.0, 3) < lux(0.0, 8) == lux(0.0, 80)
    assert lux(1.0, 8) > 5.0 * lux(0.0, 8)


def test_town_light_does_not_change_the_clouds_of_the_sky():
    sky = sky_of(Weather(sun_elevation=math.radians(-30.0)), Stream(1))

    lit = over_town(sky, 8)

    assert lit.key == sky.key and lit.threshold == sky.threshold
