"""Physics of a laser echo: reflectance by angle, link equation, detection, range noise, intensity."""

from __future__ import annotations

import math
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.units import Number

SPEED_OF_LIGHT = 299_792_458.0  #: [m/s], exact, SI
#: Reflectance of the target by which makers state the range of a device [1].
REFERENCE_REFLECTANCE = 0.1
#: Standard deviation of the facet slopes [rad] per unit of perceptual roughness: asphalt (0.85) gets 0.5 rad, at which
#: the echo of a road stays nearly constant from 65 to 85 degrees of incidence, as in real sweeps.
SLOPE_PER_ROUGHNESS = 0.6
#: How much brighter the roughest surface is seen from where it is lit, where it shows no shadows of its grains [1].
HOT_SPOT = 0.7
#: Below this perceptual roughness [1] the measured reflectance of a surface includes its mirror image.
GLOSSY = 0.3
#: Least share of the reflectance of a glossy surface that is diffuse [1]: dust and scratches.
DULL = 0.25
#: A GGX lobe narrower than this [1] is finer than the laser's own divergence can tell.
NARROWEST_LOBE = 0.02
#: Of a matched filter against one sample at the peak [1]; sub-bin form of the Cramér-Rao bound.
MATCHED_FILTER_GAIN = 1.6
#: Below this cosine [1] a surface counts as seen edge-on.
EDGE_ON = 1e-3
#: Less than this effective reflectance [1] sends back nothing; keeps logarithms finite.
DARK = 1e-9


def diffuse(reflectance: np.ndarray, cos_incidence: np.ndarray, roughness: np.ndarray) -> np.ndarray:
    """Return the effective reflectance (N,) [1] of a rough surface lit and seen from the same side.

    ρ_eff = ρ H (A cos θ + B sin² θ), A = 1 − σ²/(2(σ² + 0.33)), B = 0.45 σ²/(σ² + 0.09)  [OrenNayar]_, eq. 30 with
    both directions equal; σ is the spread of the facet slopes. H = 1 + 0.7 roughness² is the opposition effect by
    hidden shadows [Hapke]_. A smooth surface follows Lambert's ρ cos θ.
    """
    variance = (SLOPE_PER_ROUGHNESS * roughness) ** 2
    a = 1.0 - 0.5 * variance / (variance + 0.33)
    b = 0.45 * variance / (variance + 0.09)
    return reflectance * (1.0 + HOT_SPOT * roughness**2) * (a * cos_incidence + b * (1.0 - cos_incidence**2))


def below_gloss(reflectance: np.ndarray, strength: np.ndarray, roughness: np.ndarray) -> np.ndarray:
    """Return the diffuse part (N,) [1] of a hemispherical `reflectance`: of a glossy coat, less its mirror image.

    A spectrometer's sphere collects both: black gloss paint of 4 % is all mirror (F₀ = 4 %), silver mostly flakes.
    """
    coat = np.maximum(reflectance - strength, DULL * reflectance)
    return np.where(roughness < GLOSSY, coat, reflectance)


def specular(strength: np.ndarray, cos_incidence: np.ndarray, roughness: np.ndarray) -> np.ndarray:
    """Return what the mirror-like lobe adds to the effective reflectance (N,) [1], seen from where it is lit.

    ρ_spec = π D(θ) F₀ / (4 cos θ), D = α² / (π (cos² θ (α² − 1) + 1)²), α = roughness²  [GGX]_, eq. 33.
    """
    alpha2 = np.maximum(roughness**2, NARROWEST_LOBE) ** 2
    distribution = alpha2 / (np.pi * (cos_incidence**2 * (alpha2 - 1.0) + 1.0) ** 2)
    return np.pi * distribution * strength / (4.0 * np.maximum(cos_incidence, EDGE_ON))


def signal(
    reflectance: np.ndarray,
    range_: np.ndarray,
    range_at_tenth: float,
    extinction: float = 0.0,
    full_power: float = 0.0,
) -> np.ndarray:
    """Return the received power (N,) [1] in units of the detection threshold: the link equation of an extended target.

    s = (ρ_eff / 0.1) (R₁₀ / max(R, R_full))² exp(−2 a R): 1 for a 10 % target at R₁₀ in clear air. Nearer than R_full
    [m] the device turns its lasers down, so that echoes stay as strong as there.
    """
    spread = (range_at_tenth / np.maximum(range_, full_power)) ** 2
    return reflectance / REFERENCE_REFLECTANCE * spread * np.exp(-2.0 * extinction * range_)


def farthest(reflectance: float, range_at_tenth: float, extinction: float = 0.0) -> float:
    """Return the range [m] at which a target of `reflectance` is detected every other time: where `signal` is 1."""
    if extinction == 0.0:
        return range_at_tenth * math.sqrt(reflectance / REFERENCE_REFLECTANCE)
    low, high = 0.0, range_at_tenth * math.sqrt(reflectance / REFERENCE_REFLECTANCE)
    for _ in range(60):  # bisection to the last bit
        middle = 0.5 * (low + high)
        low, high = (middle, high) if signal(reflectance, middle, range_at_tenth, extinction) > 1.0 else (low, middle)
    return low


def is_detected(signal: np.ndarray, threshold: float, noise: np.ndarray) -> np.ndarray:
    """Return whether each echo passes the threshold, bool (N,).

    P = ½ erfc((1 − s) k / √2), k the threshold in units of the noise.
    `noise` (N,) are standard normal numbers: the receiver's noise at the time of each echo.
    """
    return signal + noise / threshold > 1.0


def detection_probability(excess: np.ndarray, threshold: float) -> np.ndarray:
    """Return the probability (N,) [1] that an echo passes the threshold, whose signal exceeds 1 by `excess` [1].

    P = ½ erfc(−excess k / √2), k the threshold in units of the noise: the mean of `is_detected`.
    """
    return np.array([0.5 * math.erfc(-value * threshold / math.sqrt(2.0)) for value in excess])


def range_deviation(signal: np.ndarray, threshold: float, pulse_length: float, floor: float) -> np.ndarray:
    """Return the standard deviation (N,) [m] of the measured range.

    σ² = σ₀² + (c τ / 2 / (1.6 √2 SNR))², SNR = k s the amplitude in units of the noise.
    """
    bin_length = 0.5 * SPEED_OF_LIGHT * pulse_length
    return np.hypot(floor, bin_length / (MATCHED_FILTER_GAIN * math.sqrt(2.0) * threshold * signal))


class CompressedIntensity(Config):
    """A logarithmic receiver behind lasers whose power is controlled: fading where they are at full power."""

    curve: Literal["compressed"] = "compressed"
    reference: Number = Field(description="Value of a 10 % target nearby [1].")
    per_decade: Number = Field(description="Gain of the value per tenfold reflectance [1].")
    fade: Number = Field(description="Loss of the value per tenfold range beyond that of full power [1].")
    dim: Number = Field(0.0, ge=0, description="Weak echoes fall off faster below this value [1].")
    dim_slope: Number = Field(1.0, ge=1, description="By this factor [1].")
    floor: Number = Field(0.0, ge=0, description="Smaller values are written as 0 [1].")
    noise: Number = Field(0.0, ge=0, description="Standard deviation from shot to shot [1].")
    step: Number = Field(0.01, gt=0, description="Quantisation [1].")
    top: Number = Field(0.99, description="Largest value [1].")

    def values(self, reflectance: np.ndarray, beyond: np.ndarray, bias: np.ndarray, noise: np.ndarray) -> np.ndarray:
        """Return the intensity (N,) [1] of echoes.

        Parameters
        ----------
        reflectance : float64 (N,) [1]
        beyond : float64 (N,) [1]
            Range ÷ that from which on the lasers are at full power, at least 1.
        bias, noise : float64 (N,) [1]
            Of their lasers; standard normal.
        """
        loud = self.reference + self.per_decade * np.log10(reflectance / REFERENCE_REFLECTANCE)
        value = loud - self.fade * np.log10(beyond) + bias + self.noise * noise
        value = value - (self.dim_slope - 1.0) * np.maximum(self.dim - value, 0.0)
        return _quantised(np.where(value < self.floor, 0.0, value), self.step, self.top)


class CalibratedIntensity(Config):
    """A calibrated device: diffuse targets up to 100 % linearly in the lower part, retro-reflectors above (VLP-16)."""

    curve: Literal["calibrated"] = "calibrated"
    diffuse_top: Number = Field(100 / 255, description="Value of a 100 % diffuse target [1].")
    per_decade: Number = Field(0.2, description="Gain of the value per tenfold reflectance above 100 % [1].")
    noise: Number = Field(0.0, ge=0, description="Relative standard deviation from shot to shot [1].")
    step: Number = Field(1 / 255, gt=0, description="Quantisation [1].")
    top: Number = Field(1.0, description="Largest value [1].")

    def values(self, reflectance: np.ndarray, beyond: np.ndarray, bias: np.ndarray, noise: np.ndarray) -> np.ndarray:
        """Return the intensity (N,) [1] of echoes, given the `bias` of their lasers [1] and standard normal `noise`."""
        seen = np.maximum(reflectance * (1.0 + bias + self.noise * noise), 0.0)
        above = self.per_decade * np.log10(np.maximum(seen, 1.0))
        return _quantised(self.diffuse_top * np.minimum(seen, 1.0) + above, self.step, self.top)


IntensityCurve = Annotated[CompressedIntensity | CalibratedIntensity, Field(discriminator="curve")]


def _quantised(value: np.ndarray, step: float, top: float) -> np.ndarray:
    """Return `value` cut to 0..`top` on a grid of `step`."""
    return np.clip(np.rint(value / step) * step, 0.0, top)
