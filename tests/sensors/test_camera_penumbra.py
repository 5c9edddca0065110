"""Edges of shadows are as soft as the sun is wide, and smooth."""

from dataclasses import replace

import numpy as np
from analytic import Panel, Plane, material_table, world_of

from avsynth.core.seed import Stream
from avsynth.datatypes.scene import Weather
from avsynth.sensors import _camera_light as light


def test_a_shadow_fades_over_the_width_of_the_sun_without_speckles():
    roof = Panel("grey", centre=(0.0, 0.0, 20.0), right=(0.0, -1.0, 0.0), up=(1.0, 0.0, 0.0), half=(30.0, 30.0))
    scene, tracer = world_of(Plane("grey"), roof, materials=material_table(grey={}))
    weather = Weather(sun_elevation=np.deg2rad(60.0), sun_azimuth=np.deg2rad(90.0), cloud=0.0)
    edge = -30.0 - 20.0 / np.tan(weather.sun_elevation)
    y = np.linspace(edge - 1.0, edge + 1.0, 101)
    eye = np.stack([np.tile(np.arange(3.0) / 50, (101, 1)).T, np.tile(y, (3, 1)), np.full((3, 101), 2.0)], axis=2)
    stage = light.stage_of(replace(scene, weather=weather), tracer, 1000.0, 1e-3, Stream(1))
    rays = light.rays_of(stage, eye.reshape(-1, 3), np.tile([0.0, 0.0, -1.0], (303, 1)))

    lit = light.sun_seen(stage, rays, tracer.closest_hits(rays), shape=(3, 101)).reshape(3, 101)

    assert (np.diff(lit, axis=1) <= 0.0).all() and (lit == lit[0]).all()
    width = 2 * 0.00465 * 20.0 / np.sin(weather.sun_elevation) ** 2  # the disc seen from the roof's edge, on the ground
    soft = y[(lit[0] > 0.0) & (lit[0] < 1.0)]
    assert 0.6 * width < np.ptp(soft) <= width
