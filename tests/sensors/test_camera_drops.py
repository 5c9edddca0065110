"""Rain and snow before the lens: as much water as falls, streaks as long as the way of drops, labels as they were."""

from dataclasses import replace

import numpy as np
import pytest
from analytic import Panel, Plane, material_table, world_of
from hypothesis import given
from hypothesis import strategies as st

from avsynth.contracts.sensor import Mount
from avsynth.core.seed import Stream
from avsynth.datatypes.calibration import Intrinsics
from avsynth.datatypes.scene import Weather
from avsynth.kernels.drops import draw_streaks
from avsynth.sensors._camera_drops import FAINT, MOST, SIZES, drawn, kinds_of, streak_width, strength_of
from avsynth.sensors._camera_film import SHORTEST
from avsynth.sensors.camera_pinhole import CameraPinhole

LENS = Intrinsics(np.array([[700.0, 0.0, 320.0], [0.0, 700.0, 120.0], [0.0, 0.0, 1.0]]), 640, 240)
GREY = material_table(grey={"roughness": 1.0}, black={"roughness": 1.0, "colour": (0.01, 0.01, 0.01)})
DOWN, STILL = np.array([0.0, 0.0, -1.0]), np.zeros(3)
PER_HOUR = 1e-3 / 3600.0


def rain(rate):
    return kinds_of(Weather(rain_rate=rate * PER_HOUR))["rain"]


def flat(background, drops, seen=100.0, light=1.0):
    """Return a grey picture with streaks over it."""
    picture = np.full((LENS.height, LENS.width, 3), background)
    half = 0.5 * drops.way
    ends = [LENS.project(drops.place + side * half) for side in (-1.0, 1.0)]
    width = streak_width(drops.width, drops.place[:, 0], 700.0)
    depth = np.full(picture.shape[:2], seen, np.float32)
    lit = np.full((len(width), 3), light)
    draw_streaks(*ends, width, drops.strength, drops.place[:, 0].copy(), lit, depth, picture)
    return picture[..., 1]


def falling(rate, seed=3, shutter=0.002, moving=STILL):
    return drawn(rain(rate), LENS, moving, DOWN, shutter, Stream(seed))


@pytest.mark.parametrize("rate", [2.0, 10.0, 50.0])
def test_as_much_water_falls_as_the_rain_rate_says(rate):
    kind = rain(rate)

    flux = (kind.density * np.pi / 6.0 * kind.width**3 * kind.fall).sum()

    assert flux == pytest.approx(rate * PER_HOUR, rel=0.2)  # Marshall and Palmer's own law is no closer


def test_more_rain_draws_more_streaks():
    changed = [(np.abs(flat(0.2, falling(rate)) - 0.2) > 1e-3).sum() for rate in (0.5, 2.0, 8.0, 30.0)]

    assert (np.diff(changed) > 0).all()


def test_streaks_are_bright_before_dark_and_dark_before_bright():
    drops = falling(20.0)

    assert flat(0.1, drops).min() >= 0.1 - 1e-12 and flat(0.1, drops).max() > 0.101
    assert flat(5.0, drops).max() <= 5.0 + 1e-12 and flat(5.0, drops).min() < 4.99


@given(st.floats(5e-4, 5e-3), st.floats(1.0, 15.0), st.floats(0.001, 0.3), st.floats(300.0, 3000.0))
def test_a_streak_holds_as_much_light_as_its_drop(width, range_, way, focal):
    """Its strength times its area is the drop's area, however long the exposure."""
    wide, length = streak_width(width, range_, focal), way * focal / range_

    area = wide * length + 0.25 * np.pi * wide**2

    own = 0.25 * np.pi * (width * focal / range_) ** 2
    assert strength_of(width, range_, way, focal) * area == pytest.approx(own, rel=1e-9)


def test_streaks_are_as_long_as_drops_move_in_the_exposure():
    short, long = (falling(10.0, shutter=t) for t in (0.002, 0.008))

    speed = np.linalg.norm(short.way, axis=1) / 0.002
    assert (speed > 2.0).all() and (speed < 9.7).all()
    assert np.allclose(np.unique(long.way[:, 2])[:5] / 4.0, np.unique(short.way[:, 2])[:5])


def test_a_moving_camera_meets_drops_head_on():
    drops = falling(10.0, moving=np.array([30.0, 0.0, 0.0]))

    assert np.allclose(drops.way[:, 0], -0.06) and (drops.way[:, 2] < 0.0).all()


def test_drops_behind_things_are_hidden():
    drops = falling(20.0)

    assert (flat(0.1, drops, seen=0.5) == 0.1).all()
    assert (flat(0.1, drops, seen=3.0) != 0.1).sum() < (flat(0.1, drops) != 0.1).sum()


def test_the_same_stream_draws_the_same_drops_and_another_one_others():
    one, same, other = (falling(10.0, seed=s) for s in (3, 3, 4))

    np.testing.assert_array_equal(one.place, same.place)
    assert len(one.place) != len(other.place) or not np.allclose(one.place, other.place)


def test_a_cloudburst_draws_no_more_streaks_than_there_is_time_for():
    drops = falling(200.0)

    assert len(drops.place) < 1.02 * MOST
    assert drops.strength.min() > FAINT


def test_snow_falls_slower_and_draws_wider_streaks():
    weather = Weather(snow_rate=2.0 * PER_HOUR, rain_rate=2.0 * PER_HOUR)
    snow, water = kinds_of(weather)["snow"], kinds_of(weather)["rain"]

    assert snow.fall.max() < water.fall.min()
    assert (snow.width > 2.0 * water.width).all()
    assert len(snow.width) == len(SIZES) - 1


def camera():
    small = {"width": 160, "height": 96, "fx": 120.0, "fy": 120.0, "cx": 79.5, "cy": 47.5}
    return CameraPinhole(name="front", mount=Mount(z=1.5), **small)


def test_rain_changes_pictures_and_nothing_that_labels_are_made_of():
    wall = Plane("black", point=(30.0, 0.0, 0.0), normal=(-1.0, 0.0, 0.0))
    scene, tracer = world_of(Plane("grey"), wall, materials=GREY)
    clear, wet = (
        camera().sense(replace(scene, weather=Weather(cloud=1.0, rain_rate=r)), tracer, Stream(1))
        for r in (0.0, 40.0 * PER_HOUR)
    )

    for name in ("depth", "instance", "category"):
        np.testing.assert_array_equal(getattr(clear, name), getattr(wet, name))
    assert (clear.rgb != wet.rgb).any()


def test_a_roof_keeps_the_rain_off():
    wall = Plane("black", point=(30.0, 0.0, 0.0), normal=(-1.0, 0.0, 0.0))
    roof = Panel("black", centre=(0.0, 0.0, 20.0), right=(0.0, -1.0, 0.0), up=(1.0, 0.0, 0.0), half=(900.0, 900.0))
    weather = Weather(cloud=1.0, rain_rate=40.0 * PER_HOUR)

    def roughness(*shapes):
        scene, tracer = world_of(*shapes, materials=GREY)
        film = {"exposure": 0.2, "read_noise": 0.0, "full_well": 1e9, "blur": 0.0}
        front = camera().model_copy(update={"film": camera().film.model_copy(update=film)})
        rgb = front.sense(replace(scene, weather=weather), tracer, Stream(1)).rgb[:40].astype(float)
        return np.abs(np.diff(rgb[..., 1], axis=1)).max()

    assert roughness(wall, roof) < 0.5 * roughness(wall)


def test_the_shutter_is_never_shorter_than_the_iris_allows():
    from avsynth.sensors._camera_film import LONGEST, Film, shutter_time

    assert shutter_time(np.full((40, 40, 3), 20.0), Film()) == SHORTEST
    assert shutter_time(np.full((40, 40, 3), 1e-6), Film()) == LONGEST
