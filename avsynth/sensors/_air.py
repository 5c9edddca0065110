"""Fog, rain, snow and spray as all sensors meet them: one state of the air, made of weather and of moving wheels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from avsynth.datatypes.category import Category
from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import Scene, Weather
from avsynth.kernels import air as kernels
from avsynth.kernels.air import Air
from avsynth.sensors._echoes import Echoes
from avsynth.sensors._spray import puffs_of

#: 1 m/s of water [mm/h].
MILLIMETRES_PER_HOUR = 3.6e6
#: Extinction of rain: 1.45 R^0.64 dB/km, R in mm/h [UlbrichAtlas1985]_; of snow: sizes of [GunnMarshall1958]_.
RAIN_LOSS, RAIN_POWER = 1.45 / (1e4 / np.log(10.0)), 0.64
SNOW_LOSS, SNOW_POWER = 1.4e-3, 0.57
#: One-way loss of rain at 77 GHz: 1.13 R^0.72 dB/km, as extinction of power [1/m]; after ITU-R P.838, from memory.
RADAR_LOSS, RADAR_POWER = 1.13 / (1e4 / np.log(10.0)), 0.72


def air_of(scene: Scene) -> Air | None:
    """Return what floats in the air of `scene`; None if it is clear."""
    weather, puffs = scene.weather, puffs_of(scene)
    outline = _outline(weather.fog_bank)
    fog = weather.fog_extinction
    rain = rain_extinction(weather) + snow_extinction(weather)
    if not (fog or rain or len(puffs.strength)):
        return None
    everywhere, bank = (0.0, fog) if len(outline) else (fog, 0.0)
    return Air(everywhere, rain, bank, outline, *puffs)


def rain_extinction(weather: Weather) -> float:
    """Return the extinction [1/m] of light by rain."""
    return RAIN_LOSS * (weather.rain_rate * MILLIMETRES_PER_HOUR) ** RAIN_POWER


def snow_extinction(weather: Weather) -> float:
    """Return the extinction [1/m] of light by falling snow."""
    return SNOW_LOSS * (weather.snow_rate * MILLIMETRES_PER_HOUR) ** SNOW_POWER


def radar_extinction(weather: Weather) -> float:
    """Return the extinction [1/m] of 77 GHz by rain; fog and dry snow are clear to it."""
    return RADAR_LOSS * (weather.rain_rate * MILLIMETRES_PER_HOUR) ** RADAR_POWER


def depth_of(air: Air | None, rays: RayBundle, reach: np.ndarray) -> np.ndarray:
    """Return the optical depth of the first `reach` (N,) [m] of each ray, float64 (N,) [1]."""
    depth = np.zeros(len(rays))
    if air is not None:
        origin = np.ascontiguousarray(rays.origin)
        kernels.optical_depth(air, origin, rays.direction, rays.time_offset, reach.astype(np.float64), depth)
    return depth


def dimmed(air: Air | None, rays: RayBundle, echoes: Echoes) -> Echoes:
    """Return `echoes` of `rays` less what their light loses in the air, out and back."""
    depth = depth_of(air, rays.chosen(echoes.ray), echoes.range)
    return replace(echoes, reflectance=echoes.reflectance * np.exp(-2.0 * depth))


def through_air(
    air: Air | None, rays: RayBundle, echoes: Echoes, *, pulse: float, overlap: float, key: np.uint64
) -> Echoes:
    """Return the strongest echo of each ray, in order of the rays: of what it met, dimmed, or of drops before it.

    Parameters
    ----------
    pulse, overlap : float [m]
        Length of the pulse in range; where the receiver's view has fully met the beam.
    """
    if air is None:
        return echoes
    end = np.full(len(rays), rays.range_max, dtype=np.float64)
    end[echoes.ray] = echoes.range
    reflectance = np.zeros(len(rays))
    reflectance[echoes.ray] = dimmed(air, rays, echoes).reflectance
    drops = np.empty((len(rays), 2))
    kernels.air_echoes(air, rays.origin, rays.direction, rays.time_offset, end, pulse, overlap, key, drops)
    floats = drops[:, 1] * end**2 > reflectance * drops[:, 0] ** 2
    instance, category = np.full(len(rays), -1, np.int32), np.full(len(rays), Category.AIR, np.uint8)
    instance[echoes.ray], category[echoes.ray] = echoes.instance, echoes.category
    instance[floats], category[floats] = -1, Category.AIR
    reflectance, range_ = np.where(floats, drops[:, 1], reflectance), np.where(floats, drops[:, 0], end)
    ray = np.flatnonzero(reflectance > 0.0)
    return Echoes(ray, range_[ray], reflectance[ray], instance[ray], category[ray])


def _outline(corners: tuple[tuple[float, float], ...]) -> np.ndarray:
    """Return the corners of a bank counter-clockwise, each with the step to the next, float64 (K, 4) [m]."""
    points = np.array(corners, dtype=np.float64).reshape(-1, 2)
    step = np.roll(points, -1, axis=0) - points
    area = np.sum(points[:, 0] * step[:, 1] - points[:, 1] * step[:, 0])
    if area < 0.0:
        points = points[::-1]
        step = np.roll(points, -1, axis=0) - points
    return np.ascontiguousarray(np.hstack([points, step]))
