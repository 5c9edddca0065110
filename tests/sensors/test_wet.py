"""Wet roads: darker from above, mirrors at grazing angles, dark to lasers far away."""

from dataclasses import replace

import numpy as np
import pytest
from analytic import Panel, Plane, material_table, world_of

from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.material import Ratios
from avsynth.datatypes.scene import Weather
from avsynth.sensors import _camera_light as light
from avsynth.sensors._sweep import Beam
from avsynth.sensors._wet import past_film
from avsynth.sensors.lidar_spinning import LidarSpinning

#: Share of light that comes out of a smooth film, by angle of incidence [deg], relative to that at 0 (rounded tables).
FILM = {0: 1.0, 60: 0.93, 70: 0.79, 80: 0.44, 85: 0.175, 88: 0.040}
TABLE = replace(
    material_table(
        road={"roughness": 0.85, "lidar_reflectance": 0.1, "colour": (0.1, 0.1, 0.1)},
        lamp={"emission": (3.0, 3.0, 3.0)},
    ),
    ratios=Ratios(*(np.array(values, np.float32) for values in ((1.0, 1.0), (1.0, 1.0), (0.5, 1.0)))),
)
ROAD = Plane("road", category=Category.ROAD)
#: A shining board across the road, 12 m ahead.
LAMP = Panel("lamp", centre=(12.0, 0.0, 2.0), half=(20.0, 2.0))


def radiance(wetness: float, *shapes, towards) -> np.ndarray:
    """What rays from 1.5 m above the road bring, mean over a small fan around `towards`."""
    scene, tracer = world_of(*shapes, materials=TABLE)
    scene = replace(scene, weather=Weather(cloud=0.0, wetness=wetness, sun_elevation=1.0, sun_azimuth=1.6))
    stage = light.stage_of(scene, tracer, 1000.0, 1e-3, Stream(1))
    direction = np.asarray(towards) + 0.02 * np.random.default_rng(1).standard_normal((400, 3)) * [0.0, 1.0, 0.2]
    direction /= np.linalg.norm(direction, axis=1)[:, None]
    rays = light.rays_of(stage, np.tile([0.0, 0.0, 1.5], (400, 1)), direction)
    hits = tracer.closest_hits(rays)
    segment = np.full(400, -1, np.int32)
    seen = light.Seen(rays, hits, segment, light.sun_seen(stage, rays, hits), np.ones(400))
    return light.radiance(stage, seen).mean(axis=0)


@pytest.mark.parametrize(("angle", "share"), FILM.items())
def test_a_film_of_water_keeps_light_out_as_fresnel_says(angle, share):
    cosine = np.cos(np.deg2rad([angle]))

    assert past_film(cosine, np.ones(1))[0] == pytest.approx(share, rel=0.05)
    assert past_film(cosine, np.zeros(1))[0] == 1.0


def test_a_wet_road_is_darker_from_above():
    dry, wet = (radiance(wetness, ROAD, towards=(0.0, 0.0, -1.0))[1] for wetness in (0.0, 1.0))

    assert 0.35 < wet / dry < 0.65


def test_a_wet_road_mirrors_lamps_at_grazing_angles():
    ahead = (1.0, 0.0, -0.18)
    dry, wet = (radiance(wetness, ROAD, LAMP, towards=ahead)[1] for wetness in (0.0, 1.0))

    assert wet > 2.0 * dry


def test_far_wet_roads_answer_no_laser():
    """At 85 degrees of incidence, 17 m away, a wet road sends back less than a tenth of what a dry one does."""
    scene, tracer = world_of(ROAD, materials=TABLE)
    beam = Beam(elevation=float(np.deg2rad(-5.0)))
    lidar = LidarSpinning(name="top", beams=(beam,), range_at_tenth=35.0, drop=0.0, mount={"z": 1.5})

    def points(wetness):
        return len(lidar.sense(replace(scene, weather=Weather(wetness=wetness)), tracer, Stream(1)))

    assert points(0.0) > 1700
    assert points(1.0) < 0.05 * points(0.0)
