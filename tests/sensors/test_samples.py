"""Samples of one material differ as its `colour_range` says, alike for all sensors; metals tint what they mirror."""

import numpy as np
import pytest
from analytic import Panel, Sphere, material_table, scene_of, world_of

from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.sensors import _camera_light as light
from avsynth.sensors._samples import lightness
from avsynth.sensors._sweep import Beam
from avsynth.sensors.lidar_spinning import LidarSpinning

SPREAD = np.array([0.12], np.float32)


def crowd(count: int, category: Category = Category.CAR):
    return scene_of(tuple(Panel("paint", category=category) for _ in range(count)))


def test_samples_spread_as_the_table_says():
    """1000 things: mean and deviation of the logarithm within three standard errors."""
    who = np.arange(1, 1001)
    drawn = np.log(lightness(crowd(1000), who, np.zeros(1000, np.int32), SPREAD))

    assert drawn.mean() == pytest.approx(0.0, abs=3 * 0.12 / np.sqrt(1000))
    assert drawn.std() == pytest.approx(0.12, rel=0.07)


def test_a_thing_is_alike_all_over_and_in_every_frame_and_grounds_have_no_steps():
    who = np.array([3, 3, 3])
    first, again = (lightness(crowd(n), who, np.zeros(3, np.int32), SPREAD) for n in (5, 9))

    assert len(set(first.tolist())) == 1
    np.testing.assert_array_equal(first, again)
    assert np.all(lightness(crowd(5, Category.ROAD), who, np.zeros(3, np.int32), SPREAD) == 1.0)


def test_lasers_see_the_sample_that_cameras_see():
    wide = material_table(paint={"lidar_reflectance": 0.3, "colour_range": 0.3})
    scene, tracer = world_of(Panel("paint", category=Category.CAR, half=(0.2, 0.2)), materials=wide)
    plain = world_of(
        Panel("paint", category=Category.CAR, half=(0.2, 0.2)),
        materials=material_table(paint={"lidar_reflectance": 0.3}),
    )
    lidar = LidarSpinning(name="top", beams=(Beam(elevation=0.0),))

    own, usual = (lidar.sense(*world, Stream(1)).intensity.max() for world in ((scene, tracer), plain))

    factor = lightness(scene, np.array([1]), np.array([0]), np.array([0.3], np.float32))[0]
    assert own / usual == pytest.approx(factor, rel=0.03)


@pytest.mark.parametrize(("metalness", "redder"), [(0.0, 1.0), (1.0, 4.0)])
def test_metals_give_their_colour_to_what_they_mirror(metalness, redder):
    """A polished ball of copper's colour mirrors a white lamp red, one of plastic white."""
    coat = {"colour": (0.04, 0.01, 0.01), "specular": 0.6, "roughness": 0.05, "metalness": metalness}
    table = material_table(coat=coat, lamp={"emission": (5.0, 5.0, 5.0), "colour": (0.0, 0.0, 0.0)})
    ball = Sphere("coat", centre=(10.0, 0.0, 0.0), radius=2.0)
    lamp = Panel("lamp", centre=(-5.0, 0.0, 0.0), half=(40.0, 40.0))
    scene, tracer = world_of(ball, lamp, materials=table)
    stage = light.stage_of(scene, tracer, 1000.0, 1e-3, Stream(1))
    rays = light.rays_of(stage, np.zeros((1, 3)), np.array([[1.0, 0.0, 0.0]]))
    hits = tracer.closest_hits(rays)
    seen = light.Seen(rays, hits, np.full(1, -1, np.int32), np.zeros(1, np.float32), np.zeros(1))

    red, green, _ = light.radiance(stage, seen)[0]

    assert red / green == pytest.approx(redder, rel=0.1)
