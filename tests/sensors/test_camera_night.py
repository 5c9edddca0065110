"""Night: how dark it gets, lamps by the laws of light, and how a camera copes."""

import math
from dataclasses import replace

import numpy as np
import pytest
from analytic import Panel, Plane, material_table, world_of

import avsynth
from avsynth.contracts import ACTORS, Motion
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.datatypes.scene import SceneObject, Weather
from avsynth.kernels.lamps import AHEAD, LOW, Lamps, lamp_illuminance, low_beam
from avsynth.sensors import _camera_light as light
from avsynth.sensors._camera_film import Film, _glared, metered_gain, raw_of
from avsynth.sensors._camera_lamps import lamps_of
from avsynth.sensors._camera_sky import horizontal_illuminance, sky_of
from avsynth.world.simulate import simulate

MATT = material_table(grey={"roughness": 1.0, "specular": 0.0}, sign={"lidar_retro": 785.0, "roughness": 1.0})
NIGHT = Weather(sun_elevation=math.radians(-30.0), cloud=0.0)
STREET = """
road street:
    path: [line(200 m)]
    lanes: [walk(2.2 m), drive(3.25 m)] | [drive(3.25 m), walk(2.2 m)]
place car ego:
    at on street.fwd[0] @ 60 m
    speed: 10 m/s
    do drive()
environment:
    time: "2026-12-02T22:20"
    street_lighting: {burn}
    surroundings: "suburb"
run 0.2 s at 5 Hz
"""


def lamp(place, towards=(0.0, 0.0, -1.0), pattern=AHEAD, intensity=1.0):
    """Return one lamp of `intensity` [kcd]."""
    forward = np.array([towards], float)
    up = np.array([[0.0, 0.0, 1.0]])
    return Lamps(np.array([place], float), forward, up, np.array([intensity]), np.ones((1, 3)), np.array([pattern]))


def lux_at(weather):
    return 1e3 * horizontal_illuminance(sky_of(weather, Stream(1)))[1]


def brought(shapes, lamps, origin, direction):
    """Return what one ray brings at night under `lamps` [kcd/m²], green."""
    scene, tracer = world_of(*shapes, materials=MATT)
    stage = replace(light.stage_of(replace(scene, weather=NIGHT), tracer, 1000.0, 1e-3, Stream(1)), lamps=lamps)
    rays = light.rays_of(stage, np.array([origin], float), np.array([direction], float))
    hits = tracer.closest_hits(rays)
    none = np.full(1, -1, np.int32)
    return light.radiance(stage, light.Seen(rays, hits, none, np.zeros(1), np.zeros(1)))[0, 1]


def test_it_gets_dark_as_measured_twilight_does():
    sky = sky_of(Weather(sun_elevation=math.radians(2.0), cloud=0.0), Stream(1))
    low = 1e3 * horizontal_illuminance(sky)[1]
    lux = [lux_at(Weather(sun_elevation=math.radians(h), cloud=0.0)) for h in (1.0, 0.0, -3.0, -6.0, -12.0, -25.0)]

    assert (np.diff([low, *lux]) < 0.0).all()
    diffuse = low - 1e3 * sky.beam[1] * sky.sun[2]
    assert lux[3] / diffuse == pytest.approx(3.4 / 1660.0, rel=1e-3)  # civil dusk over the lowest sun of the fit


def test_the_moon_lights_the_night():
    dark, moonlit = lux_at(NIGHT), lux_at(replace(NIGHT, moon=0.2))

    assert moonlit - dark == pytest.approx(0.2, rel=1e-3)


def test_a_lamp_obeys_the_inverse_square_and_the_cosine():
    points = np.array([[0.0, 0.0, 0.0], [0.0, 0.0, -4.0], [3.0, 0.0, 0.0]])
    out = np.empty(3)

    lamp_illuminance(points, np.tile(np.float32([0.0, 0.0, 1.0]), (3, 1)), lamp((0.0, 0.0, 4.0)), 0, out)

    assert out[0] == pytest.approx(1.0 / 16.0)
    assert out[1] == pytest.approx(1.0 / 64.0)
    assert out[2] == pytest.approx(0.8 * 0.8 / 25.0)  # cosine at the lamp, and on the ground


def test_nothing_is_lit_from_behind():
    out = np.empty(1)

    lamp_illuminance(np.zeros((1, 3)), np.float32([[0.0, 0.0, -1.0]]), lamp((0.0, 0.0, 4.0)), 0, out)

    assert out[0] == 0.0


@pytest.mark.parametrize(
    ("across", "high", "least", "most"),
    [
        (3.43, 0.57, 0.0, 350.0),  # B50L: eyes of oncoming drivers
        (-1.15, -0.57, 10_100.0, 44_100.0),  # 75R: the own side of the road
        (-1.72, -0.86, 10_100.0, 44_100.0),  # 50R
        (9.0, -1.72, 1_250.0, 44_100.0),  # 25L
        (-8.0, 4.0, 0.0, 625.0),  # zone III, above
    ],
)
def test_a_low_beam_is_as_type_approval_asks(across, high, least, most):
    assert least <= 22_000.0 * low_beam.py_func(across, high) <= most


def test_a_matt_wall_has_the_radiance_of_its_illuminance():
    wall = Panel("grey", centre=(10.0, 0.0, 2.0), right=(0.0, -1.0, 0.0), up=(0.0, 0.0, 1.0), half=(3.0, 3.0))
    before = brought([wall], lamp((0, 0, 2), (1, 0, 0), intensity=0.0), (0, 0, 2), (1, 0, 0))

    lit = brought([wall], lamp((0, 0, 2), (1, 0, 0)), (0, 0, 2), (1, 0, 0))

    albedo = float(MATT.colour[MATT.index("grey"), 1])
    assert lit - before == pytest.approx(albedo / math.pi * 1.0 / 100.0, rel=2e-3)  # ten metres of air take 0.13 %


def test_what_stands_between_throws_a_shadow():
    post = Panel("grey", centre=(5.0, 1.0, 2.0), right=(0.0, -1.0, 0.0), up=(0.0, 0.0, 1.0), half=(0.4, 0.4))
    wall = Panel("grey", centre=(10.0, 0.0, 2.0), right=(0.0, -1.0, 0.0), up=(0.0, 0.0, 1.0), half=(3.0, 3.0))
    beside, eye = lamp((0.0, 2.0, 2.0), (1, 0, 0)), (0.0, 0.0, 2.0)

    assert brought([wall, post], beside, eye, (1, 0, 0)) < 0.01 * brought([wall], beside, eye, (1, 0, 0))


def test_a_sign_sends_light_back_to_where_it_came_from():
    sign = Panel("sign", centre=(60.0, 0.0, 2.0), right=(0.0, -1.0, 0.0), up=(0.0, 0.0, 1.0), half=(1.0, 1.0))
    eye = (0.0, 0.0, 2.0)

    near = brought([sign], lamp((0.0, 0.0, 2.0 - 60.0 * math.tan(0.00576)), (1, 0, 0)), eye, (1, 0, 0))
    far = brought([sign], lamp((0.0, 0.0, 2.0 - 60.0 * math.tan(0.06)), (1, 0, 0)), eye, (1, 0, 0))

    assert near == pytest.approx(250.0 / 3600.0, rel=0.01)  # R_A 250 cd/lx/m² at 0.33°
    assert far < near / 25


@pytest.mark.parametrize(("lights", "burns"), [("off", False), ("auto", True), ("day", True), ("low", True)])
def test_vehicles_switch_on_low_beams_in_the_dark_unless_told_not_to(lights, burns):
    car = ACTORS.get("car")(lights=lights).dressed(Stream(1))

    assert (car.lamps(Motion(dark=True)).get("headlamp") == "headlamp_lit") == burns
    assert (car.lamps(Motion()).get("headlamp") == "headlamp_lit") == (lights == "low")


def test_a_car_has_two_low_beams_side_by_side_at_its_nose():
    car = ACTORS.get("car")(lights="low").dressed(Stream(1))
    scene, _ = world_of(Plane("grey"), materials=MATT)
    pose = Pose.planar(20.0, 5.0, 0.8, math.pi / 2)
    finish = {**car.finish(), **car.lamps(Motion())}
    thing = SceneObject(len(scene.objects), "car", car.category, car.model(), pose, finish=finish)
    scene = replace(scene, objects=(*scene.objects, thing))

    lamps = lamps_of(scene, 0.0, np.zeros(3))

    low = lamps.position[lamps.pattern == LOW]
    assert len(low) == 2
    assert low[:, 0].mean() == pytest.approx(20.0, abs=0.02)
    assert 0.8 < abs(low[0, 0] - low[1, 0]) < 1.8
    assert (low[:, 1] > 5.0 + 0.35 * car.length).all()  # it heads along y
    assert np.allclose(lamps.forward[lamps.pattern == LOW], [0.0, 1.0, 0.0], atol=1e-9)
    assert not len(lamps_of(scene, 20.0, np.zeros(3)).intensity)  # lamps do nothing by day


@pytest.mark.parametrize("burn", [True, False])
def test_street_lamps_burn_in_the_dark_unless_they_are_off(burn):
    scenario = avsynth.loads(STREET.format(burn=str(burn).lower())).draw(seed=1)

    scene = next(simulate(scenario, scenario.stream, only=[0]))[1]

    glasses = [thing.finish.get("glass") for thing in scene.objects if thing.name.startswith("street_lamp")]
    assert len(glasses) > 3
    assert {glass == "street_lamp_lit" for glass in glasses} == {burn}
    assert scene.ego.finish["headlamp"] == "headlamp_lit"


def test_an_amplified_picture_is_as_noisy_as_its_electrons_are_few():
    settings, level = Film(full_well=9000.0, read_noise=8.0), 0.3

    raw = raw_of(np.full((400, 500, 3), level), settings, Stream(3), amplified=9.0)

    assert raw.std() == pytest.approx(np.sqrt(8.0**2 + 1000.0 * level) / 1000.0, rel=0.01)


def test_exposure_ends_somewhere():
    settings = Film()

    assert metered_gain(np.full((40, 40, 3), 1e-9), settings) == settings.sensitivity * settings.amplification


def test_glare_lies_all_round_what_glares_and_only_there():
    signal = np.full((201, 201, 3), 0.5)
    assert _glared(signal) is signal
    signal[100, 100] = 2000.0

    halo = _glared(signal) - signal

    assert np.allclose(halo, halo[::-1]) and np.allclose(halo, halo.transpose(1, 0, 2))
    assert halo[100, 104, 0] > halo[100, 120, 0] > 0.0
    assert halo[..., 1].sum() == pytest.approx(2 * 0.002 * 1970.0, rel=0.01)


@pytest.mark.parametrize(("kind", "bodies"), [("bus", 1), ("coach", 1), ("articulated_bus", 2)])
def test_passengers_are_lit_from_the_ceiling_of_each_body(kind, bodies):
    bus = ACTORS.get(kind)(lights="auto").dressed(Stream(1))
    scene, _ = world_of(Plane("grey"), materials=MATT)

    def ceiling(motion):
        finish = {**bus.finish(), **bus.lamps(motion)}
        pose = Pose(np.eye(3), np.array([20.0, 0.0, bus.height / 2]))
        thing = SceneObject(len(scene.objects), kind, bus.category, bus.model(), pose, finish=finish)
        lamps = lamps_of(replace(scene, objects=(*scene.objects, thing)), 0.0, np.zeros(3))
        return lamps.position[lamps.forward[:, 2] < -0.9]

    assert len(ceiling(Motion())) == 0
    places = ceiling(Motion(dark=True))
    assert len(places) == bodies
    assert (places[:, 2] > 0.7 * bus.height).all() and (places[:, 2] < bus.height).all()
