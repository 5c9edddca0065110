"""The physics of the camera against formulas: projection, depth, shadow, the cosine law, clouds, the sky's glow."""

from dataclasses import replace

import numpy as np
import pytest
from analytic import Panel, Plane, Sphere, material_table, world_of

from avsynth.contracts.sensor import Mount
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.scene import Weather
from avsynth.kernels import sky as sky_kernels
from avsynth.sensors import _camera_light as light
from avsynth.sensors._camera_film import Film
from avsynth.sensors._camera_sky import sky_of
from avsynth.sensors.camera_pinhole import CameraPinhole

GREY = material_table(grey={"roughness": 1.0}, shiny={"roughness": 0.05, "specular": 0.05})
#: A camera without lens, noise or automatic exposure, so that numbers can be compared.
PLAIN_FILM = Film(exposure=0.01, blur=0.0, resampling=0.0, vignetting=0.0, veil=0.0, read_noise=0.0, full_well=1e12)
NOON = Weather(sun_elevation=np.deg2rad(50.0), sun_azimuth=np.deg2rad(90.0), cloud=0.0)


def camera(**changes) -> CameraPinhole:
    small = {
        "mount": Mount(z=1.5),
        "width": 160,
        "height": 96,
        "fx": 120.0,
        "fy": 120.0,
        "cx": 79.5,
        "cy": 47.5,
        "film": PLAIN_FILM,
    }
    return CameraPinhole(name="front", **(small | changes))


def radiance_of(scene, tracer, origin, direction):
    """Return what single rays bring (N, 3), and the points' share of sun (N,)."""
    stage = light.stage_of(scene, tracer, 1000.0, 1e-3, Stream(1))
    rays = light.rays_of(stage, np.atleast_2d(origin).astype(float), np.atleast_2d(direction).astype(float))
    hits = tracer.closest_hits(rays)
    lit = light.sun_seen(stage, rays, hits)
    none = np.full(len(rays), -1, dtype=np.int32)
    return light.radiance(stage, light.Seen(rays, hits, none, lit, np.zeros(len(rays)))), lit


def under(weather, *shapes):
    scene, tracer = world_of(*shapes, materials=GREY)
    return replace(scene, weather=weather), tracer


def test_a_sphere_appears_where_the_intrinsics_project_it():
    centre, radius = np.array([14.0, 2.0, 2.5]), 1.2
    scene, tracer = under(NOON, Sphere("grey", centre=tuple(centre), radius=radius))
    front = camera()

    seen = front.sense(scene, tracer, Stream(1)).instance == 1

    v, u = np.nonzero(seen)
    step = np.linspace(0, 2 * np.pi, 721)
    eye = centre - [0.0, 0.0, 1.5]
    distance = np.linalg.norm(eye)
    axis = eye / distance
    side = np.cross(axis, [0, 0, 1.0])
    side /= np.linalg.norm(side)
    ring = radius * np.sqrt(1 - (radius / distance) ** 2)  # the silhouette is a circle nearer than the centre
    rim = eye - axis * radius**2 / distance
    rim = rim + ring * (np.cos(step)[:, None] * side + np.sin(step)[:, None] * np.cross(axis, side))
    outline = front.calibration().intrinsics.project(rim)
    for pixels, edge in ((u, outline[:, 0]), (v, outline[:, 1])):
        assert pixels.min() == np.ceil(edge.min()) and pixels.max() == np.floor(edge.max())


def test_depth_of_a_wall_across_the_view_is_its_distance_at_every_pixel():
    scene, tracer = under(NOON, Plane("grey", point=(20.0, 0.0, 0.0), normal=(-1.0, 0.0, 0.0)))

    image = camera().sense(scene, tracer, Stream(1))

    assert np.abs(image.depth - 20.0).max() < 1e-5


def test_a_shadow_falls_away_from_the_sun_where_geometry_says():
    ground = Plane("grey")
    roof = Panel("grey", centre=(10.0, 0.0, 4.0), right=(0.0, -1.0, 0.0), up=(1.0, 0.0, 0.0), half=(1.0, 1.0))
    scene, tracer = under(NOON, ground, roof)
    shift = 4.0 / np.tan(NOON.sun_elevation)  # the sun stands to the left (+y)
    y = np.array([-shift, -shift + 0.9, -shift - 0.9, -shift + 1.1, -shift - 1.1, 0.0, shift])
    points = np.column_stack([np.full(7, 10.0), y, np.zeros(7)])
    eye = np.array([0.0, 0.0, 1.5])
    direction = (points - eye) / np.linalg.norm(points - eye, axis=1, keepdims=True)

    _, lit = radiance_of(scene, tracer, np.broadcast_to(eye, points.shape), direction)

    assert lit.tolist() == [0, 0, 0, 1, 1, 1, 1]


def test_half_the_cosine_gives_half_the_sunlight():
    sun = NOON.sun_elevation

    def sunlight(tilt):
        towards = np.array([0.0, np.cos(sun), np.sin(sun)])
        across = np.array([0.0, -np.sin(sun), np.cos(sun)])
        normal = np.cos(tilt) * towards + np.sin(tilt) * across
        scene, tracer = under(NOON, Plane("grey", normal=tuple(normal)))
        value, _ = radiance_of(scene, tracer, normal, -normal)
        dark = replace(scene, weather=NOON)
        stage = light.stage_of(dark, tracer, 1000.0, 1e-3, Stream(1))
        rays = light.rays_of(stage, normal[None], -normal[None])
        hits = tracer.closest_hits(rays)
        nothing = np.zeros(1)
        return value - light.radiance(stage, light.Seen(rays, hits, np.array([-1], np.int32), nothing, nothing))

    full, half = sunlight(0.0), sunlight(np.arccos(0.5))

    assert half / full == pytest.approx(0.5, rel=1e-4)  # haze over the 1 m between eye and surface: 1e-4


def test_sunlit_grey_has_the_radiance_of_a_lambertian_surface():
    scene, tracer = under(NOON, Plane("grey"))
    sky = sky_of(NOON, Stream(1).child("sky"))
    eye = np.array([0.0, 0.0, 1.5])

    value, _ = radiance_of(scene, tracer, eye, [0.0, 0.0, -1.0])

    expected = 0.5 * sky.beam * sky.sun[2] / np.pi
    assert value[0] == pytest.approx(expected, rel=2e-3)  # no sky is open here; haze adds 2e-4


def test_more_cloud_makes_shadows_softer():
    def depth_of_shadow(cloud):
        sky = sky_of(replace(NOON, cloud=cloud), Stream(1))
        beam = sky.beam[1] * sky.sun[2]
        return beam / (beam + sky.harmonics[0, 1])

    depths = [depth_of_shadow(cloud) for cloud in (0.0, 0.3, 0.6, 0.9, 1.0)]

    assert all(np.diff(depths) < 0.0) and depths[-1] == 0.0


def test_the_sky_is_brighter_near_the_sun_and_an_empty_scene_is_nothing_but_sky():
    scene, tracer = under(Weather(sun_elevation=np.deg2rad(20.0), sun_azimuth=0.3, cloud=0.0))

    image = camera(mount=Mount(z=1.5, pitch=-0.4)).sense(scene, tracer, Stream(1))

    assert (image.instance == -1).all() and np.isinf(image.depth).all() and (image.category == 0).all()
    towards, away = image.rgb[60, 40].astype(int), image.rgb[60, 159].astype(int)
    assert towards.sum() > away.sum()


def test_ground_under_a_roof_sees_less_sky_than_open_ground():
    roof = Panel("grey", centre=(10.0, 0.0, 0.5), right=(0.0, -1.0, 0.0), up=(1.0, 0.0, 0.0), half=(2.0, 2.0))
    scene, tracer = under(NOON, Plane("grey"), roof)
    stage = light.stage_of(scene, tracer, 1000.0, 1e-3, Stream(1))
    points = np.array([[10.0, 0.0, 0.0], [10.0, 2.0, 0.0], [10.0, 30.0, 0.0]])
    up = np.tile(np.float32([0.0, 0.0, 1.0]), (3, 1))

    shares = light.sky_seen(stage, points, up, np.zeros(3, dtype=np.int64), np.arange(3))

    assert shares[0] < 0.15 and 0.2 < shares[1] < 0.8 and shares[2] == 1.0


def test_what_is_behind_glass_is_seen_through_it_and_dimmed_by_it():
    table = material_table(
        grey={"roughness": 1.0}, pane={"transmission": 0.7, "colour": (0.0, 0.0, 0.0), "roughness": 1.0}
    )
    wall = Plane("grey", point=(20.0, 0.0, 0.0), normal=(-1.0, 0.0, 0.0))
    pane = Plane("pane", point=(5.0, 0.0, 0.0), normal=(-1.0, 0.0, 0.0))
    weather = replace(NOON, cloud=1.0)

    def seen(*shapes):
        scene, tracer = world_of(*shapes, materials=table)
        stage = light.stage_of(replace(scene, weather=weather), tracer, 1000.0, 1e-3, Stream(1))
        rays = light.rays_of(stage, np.array([[0.0, 0.0, 1.5]]), np.array([[1.0, 0.0, 0.0]]))
        openness = np.full(1, light.OPEN_BEHIND)
        at = light.Seen(rays, tracer.closest_hits(rays), np.array([-1], np.int32), np.zeros(1), openness)
        return light.radiance(stage, at)[0]

    assert seen(pane, wall) == pytest.approx(
        0.7 * seen(wall), rel=0.02
    )  # 2 %: haze is applied on both sides of the pane


def test_paint_mirrors_the_wall_in_front_of_it():
    floor = Plane("shiny")
    wall = Plane("grey", point=(20.0, 0.0, 0.0), normal=(-1.0, 0.0, 0.0), category=Category.BUILDING)
    scene, with_wall = under(NOON, floor, wall)
    open_scene, without = under(NOON, floor)
    grazing = np.array([1.0, 0.0, -0.1]) / np.sqrt(1.01)
    eye = np.array([0.0, 0.0, 1.0])

    dark, _ = radiance_of(scene, with_wall, eye, grazing)
    bright, _ = radiance_of(open_scene, without, eye, grazing)

    assert dark[0, 1] < 0.8 * bright[0, 1]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_overcast_sky_has_no_holes(seed):
    up = np.random.Generator(np.random.Philox(seed)).normal(size=(20_000, 3))
    up[:, 2] = np.abs(up[:, 2]) + 0.02
    up /= np.linalg.norm(up, axis=1, keepdims=True)
    seen, smooth = np.empty_like(up), np.empty_like(up)
    sky = sky_of(replace(NOON, cloud=1.0), Stream(seed))

    sky_kernels.sky_radiance(sky, up, True, seen)
    sky_kernels.sky_radiance(sky, up, False, smooth)

    assert np.allclose(seen, smooth, rtol=1e-6)
