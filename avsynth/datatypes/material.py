"""How surfaces answer light, laser and radar: one table of arrays, indexed by material number."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from avsynth.core.arrays import ANY, lock

#: Wavelengths [m] at which reflectances are known: of most spinning LiDARs, and of those at 865 and 1550 nm.
SHORT, MIDDLE, LONG = 865e-9, 905e-9, 1550e-9


class Ratios(NamedTuple):
    """How the diffuse reflectance of all materials differs from that at 905 nm when dry, each float32 (M,) [1].

    Attributes
    ----------
    at_865, at_1550 : at those wavelengths [nm].
    wet : under a film of water.
    """

    at_865: np.ndarray
    at_1550: np.ndarray
    wet: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class MaterialTable:
    """Properties of all materials; entry k belongs to `names[k]`.

    Parameters
    ----------
    names : tuple of str
    colour : float32 (M, 3) [1]
        Visible diffuse albedo, linear RGB, 0..1.
    variation : float32 (M,) [1]
        Relative amplitude of the albedo's spatial variation (grain, dirt), for image and LiDAR.
    grain : float32 (M,) [m]
        Length scale of that variation.
    roughness : float32 (M,) [1]
        GGX perceptual roughness of the specular layer.
    specular : float32 (M,) [1]
        Normal-incidence specular reflectance F0 (0.04 dielectrics).
    emission : float32 (M, 3) [1]
        Emitted radiance relative to a white surface in full sun (lamps).
    transmission : float32 (M,) [1]
        Share of light that passes straight through (glass).
    lidar_reflectance : float32 (M,) [1]
        Diffuse reflectance at 905 nm, hemispherical.
    lidar_retro : float32 (M,) [1]
        Equivalent Lambertian reflectance added by retro-reflection, ρ_eq = π R_A; 0 for none.
    lidar_specular : float32 (M,) [1]
        Strength of the specular lobe at 905 nm (F0 of the clear coat or metal).
    lidar_transmission : float32 (M,) [1]
        Share of laser energy that passes straight through (glass).
    radar_reflectivity : float32 (M,) [1]
        Power reflectivity at 77 GHz, 0..1 (metal 1).
    metalness : float32 (M,) [1]
        Share of bare metal at the surface, which gives its colour to what it mirrors.
    colour_range : float32 (M,) [1]
        Relative spread of the albedo from one thing to the next, one sigma.
    ratios : Ratios, optional
        None where reflectances are the same at every wavelength, wet or dry.
    """

    names: tuple[str, ...]
    colour: np.ndarray
    variation: np.ndarray
    grain: np.ndarray
    roughness: np.ndarray
    specular: np.ndarray
    emission: np.ndarray
    transmission: np.ndarray
    lidar_reflectance: np.ndarray
    lidar_retro: np.ndarray
    lidar_specular: np.ndarray
    lidar_transmission: np.ndarray
    radar_reflectivity: np.ndarray
    metalness: np.ndarray
    colour_range: np.ndarray
    ratios: Ratios | None = None

    def __post_init__(self) -> None:
        scalars = [name for name in self.__slots__ if name not in ("names", "colour", "emission", "ratios")]
        lock(
            self,
            colour=(np.float32, (ANY, 3)),
            emission=(np.float32, (ANY, 3)),
            **dict.fromkeys(scalars, (np.float32, (ANY,))),
        )

    def seen_by(self, wavelength: float, wetness: float) -> "MaterialTable":
        """Return the table with the diffuse reflectances at a laser's `wavelength` [m] and a `wetness` from 0 to 1.

        Between the wavelengths that are known reflectances go straight; beyond them they stay.
        """
        if self.ratios is None or (wavelength == MIDDLE and wetness == 0):
            return self
        short, long, wet = self.ratios
        away = (min(max(wavelength, SHORT), LONG) - MIDDLE) / ((LONG if wavelength > MIDDLE else SHORT) - MIDDLE)
        factor = 1 + away * ((long if wavelength > MIDDLE else short) - 1)
        return replace(self, lidar_reflectance=self.lidar_reflectance * factor * (1 + wetness * (wet - 1)))

    def index(self, name: str) -> int:
        """Return the number of the material `name`."""
        return self.names.index(name)
