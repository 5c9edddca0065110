"""The camera's film: noise as declared, exposure, colours, and pictures that depend on nothing but their stream."""

from dataclasses import replace

import numba
import numpy as np
import pytest
from analytic import Plane, Sphere, material_table, world_of

from avsynth.contracts.sensor import SENSORS, Mount
from avsynth.core.seed import Stream
from avsynth.datatypes.scene import Weather
from avsynth.sensors._camera_film import Film, demosaiced, developed, metered_gain, raw_of
from avsynth.sensors.camera_pinhole import CameraPinhole

TABLE = material_table(road={"variation": 0.2, "roughness": 0.9}, paint={"roughness": 0.1, "specular": 0.05})


def picture(seed, **changes):
    scene, tracer = world_of(Plane("road"), Sphere("paint", centre=(9.0, 0.5, 1.0), radius=1.0), materials=TABLE)
    scene = replace(scene, weather=Weather(cloud=0.3))
    values = {"width": 120, "height": 60, "fx": 90.0, "fy": 90.0, "cx": 59.5, "cy": 25.0, "mount": Mount(z=1.6)}
    return CameraPinhole(name="front", **(values | changes)).sense(scene, tracer, Stream(seed))


@pytest.mark.parametrize("level", [0.02, 0.2, 0.7])
def test_measured_noise_is_the_declared_noise(level):
    settings = Film(full_well=9000.0, read_noise=8.0, bit_depth=12)

    raw = raw_of(np.full((400, 500, 3), level), settings, Stream(3))

    electrons, step = 9000.0 * level, 9000.0 / 4095.0
    declared = np.sqrt(8.0**2 + electrons + step**2 / 12) / 9000.0  # σ² = K² (σ_d² + μ_e) + σ_q²
    assert raw.std() == pytest.approx(declared, rel=0.01)  # 200 000 pixels: 0.16 % standard error
    assert raw.mean() == pytest.approx(level, abs=4 * declared / np.sqrt(raw.size))


def test_the_sensor_saturates():
    assert raw_of(np.full((8, 8, 3), 5.0), Film(), Stream(1)).min() == 1.0


def test_demosaicing_keeps_an_even_colour():
    colour = np.array([0.6, 0.3, 0.1])
    raw = raw_of(np.broadcast_to(colour, (40, 40, 3)).copy(), Film(full_well=1e14, read_noise=0.0), Stream(1))

    assert np.abs(demosaiced(raw) - colour).max() < 5e-4  # two steps of 12 bits


def test_a_grey_card_comes_out_grey_whatever_the_colour_of_the_light():
    light = np.array([90.0, 80.0, 60.0])
    card = np.broadcast_to(0.18 * light / np.pi, (64, 64, 3)).copy()

    image = developed(card, light, np.ones((64, 64)), Film(full_well=1e9, read_noise=0.0), Stream(1))

    assert np.ptp(image[30:34, 30:34].reshape(-1, 3).mean(0)) <= 1.0


def test_the_automatic_exposure_follows_the_light():
    pattern = np.random.Generator(np.random.Philox(1)).uniform(0.1, 1.0, (40, 40, 3))

    assert metered_gain(8.0 * pattern, Film()) == pytest.approx(metered_gain(pattern, Film()) / 8.0)


def test_the_same_stream_gives_the_same_bytes_and_another_stream_another_noise():
    first, again, other = picture(5), picture(5), picture(6)

    assert first.rgb.tobytes() == again.rgb.tobytes()
    assert first.rgb.tobytes() != other.rgb.tobytes()
    assert first.depth.tobytes() == other.depth.tobytes()


def test_one_thread_and_two_give_the_same_bytes():
    before = numba.get_num_threads()
    try:
        numba.set_num_threads(1)
        one = picture(5).rgb.tobytes()
        numba.set_num_threads(min(2, numba.config.NUMBA_NUM_THREADS))
        two = picture(5).rgb.tobytes()
    finally:
        numba.set_num_threads(before)

    assert one == two


def test_light_falls_off_by_the_declared_power_of_the_cosine():
    lens = CameraPinhole(name="c", width=120, height=60, film=Film(vignetting=4.0))
    angle = np.linspace(0.0, 0.6, 7200)

    falloff = lens._falloff(1.0 / np.cos(angle))

    assert falloff.ravel() == pytest.approx(np.cos(angle) ** 4)


def test_a_camera_reads_from_plain_values_and_explains_wrong_ones():
    front = SENSORS.build({"kind": "camera_pinhole", "name": "front", "film": {"veil": 0.0}}, "rig.yaml")

    assert front.film.veil == 0.0 and front.calibration().intrinsics.matrix[0, 2] == 609.5593
