"""From rays to laser echoes: the strongest return of each ray, through panes of glass. No receiver, no noise."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from avsynth.contracts.tracer import Tracer, layers_of
from avsynth.datatypes.material import MaterialTable
from avsynth.datatypes.rays import Hits, RayBundle
from avsynth.datatypes.scene import Scene
from avsynth.sensors import _laser
from avsynth.sensors._grain import on_object, reflectance_factor
from avsynth.sensors._samples import lightness
from avsynth.sensors._wet import film_on, past_film

#: Surfaces that let less than this share of the laser through are opaque [1].
CLEAR = 0.05
#: Panes a beam is followed through: in and out of a car, twice.
PANES = 4


@dataclass(frozen=True, slots=True)
class LaserBeam:
    """A laser beam.

    Parameters
    ----------
    divergence : float [rad]
        Full width.
    wavelength : float [m]
    pulse : float [m]
        Length of the pulse in range: echoes nearer to each other than that merge.
    """

    divergence: float
    wavelength: float
    pulse: float


@dataclass(frozen=True, slots=True, eq=False)
class Echoes:
    """Light that comes back; one entry an echo.

    Parameters
    ----------
    ray : int64 (N,)
        Number of the ray it belongs to.
    range : float64 (N,) [m]
    reflectance : float64 (N,) [1]
        Of a Lambertian target at normal incidence that would send back as much.
    instance : int32 (N,)
    category : uint8 (N,)
    """

    ray: np.ndarray
    range: np.ndarray
    reflectance: np.ndarray
    instance: np.ndarray
    category: np.ndarray

    def at(self, chosen: np.ndarray) -> Echoes:
        """Return the echoes with the numbers `chosen`."""
        return Echoes(
            self.ray[chosen], self.range[chosen], self.reflectance[chosen], self.instance[chosen], self.category[chosen]
        )


def strongest_echoes(scene: Scene, tracer: Tracer, rays: RayBundle, beam: LaserBeam) -> Echoes:
    """Return the strongest echo of each ray that meets anything, in order of the rays.

    Panes send back a part of the light and let another part through, on the way out and on the way back.
    """
    materials = tracer.materials.seen_by(beam.wavelength, scene.weather.wetness)
    transmission = materials.lidar_transmission.astype(np.float64)
    light, layers = np.ones(len(rays)), []
    for layer in layers_of(tracer, rays, 1 + PANES, transmission > CLEAR):
        met = np.flatnonzero(layer.hits.met)
        number = layer.ray[met]
        echo = surface_echoes(scene, materials, rays.chosen(layer.ray), layer.hits, met, beam.divergence)
        layers.append(replace(echo, ray=number, reflectance=echo.reflectance * light[number]))
        light[number] *= transmission[layer.hits.material[met]] ** 2
    return _strongest(layers)


def surface_echoes(
    scene: Scene, materials: MaterialTable, rays: RayBundle, hits: Hits, met: np.ndarray, divergence: float
) -> Echoes:
    """Return the echo of the first surface of each ray of `met` (N,), as if all its light got there."""
    range_, material, instance = hits.range[met], hits.material[met], hits.instance[met]
    points = rays.origin[met] + range_[:, None] * rays.direction[met]
    factor = reflectance_factor(
        on_object(scene, instance, points, rays.time_offset[met]),
        instance,
        variation=materials.variation[material],
        grain=materials.grain[material],
        spot=divergence * range_,
    )
    cosine = hits.cos_incidence[met].astype(np.float64)
    roughness = materials.roughness[material].astype(np.float64)
    strength = materials.lidar_specular[material].astype(np.float64)
    factor = factor * lightness(scene, instance, material, materials.colour_range)
    whole = np.minimum(materials.lidar_reflectance[material] * factor, 1.0)
    matt = _laser.below_gloss(whole, strength, roughness)
    matt = matt * past_film(cosine, film_on(hits.chosen(met), scene.weather.wetness))
    reflectance = (
        _laser.diffuse(matt, cosine, roughness)
        + _laser.specular(strength, cosine, roughness)
        + materials.lidar_retro[material]
    )
    return Echoes(met, range_, np.maximum(reflectance, _laser.DARK), instance, hits.category[met])


def _strongest(layers: list[Echoes]) -> Echoes:
    """Return the strongest echo of each ray of the first layer; later layers lie behind some of its surfaces."""
    first, *behind = layers
    best, chosen = first.reflectance / first.range**2, np.arange(len(first.ray))
    for number, layer in enumerate(behind, start=1):
        place = np.searchsorted(first.ray, layer.ray)
        light = layer.reflectance / layer.range**2
        wins = light > best[place]
        best[place[wins]] = light[wins]
        chosen[place[wins]] = sum(len(earlier.ray) for earlier in layers[:number]) + np.flatnonzero(wins)
    every = Echoes(*(np.concatenate([getattr(layer, name) for layer in layers]) for name in Echoes.__slots__))
    return every.at(chosen)
