"""From radiance to a file's bytes: exposure, white balance, lens, photons and noise, demosaicing, tone curve."""

from __future__ import annotations

import numpy as np
from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.core.units import Number
from avsynth.kernels import film

#: Luminance of linear sRGB (Rec. 709).
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
#: The automatic exposure counts the upper edge of the picture this much less than the lower one [1].
SKY_WEIGHT = 0.3
#: It looks at every n-th pixel of every n-th row, and halves its interval this often.
METER_STRIDE, METER_STEPS = 4, 40
#: Least radiance that the exposure can be set for [kcd/m²]: deep night.
DARKEST = 1e-6


class Film(Config):
    """How light becomes numbers: lens, sensor and tone."""

    brightness: Number = Field(
        0.355, gt=0, lt=1, description="Mean grey level that the automatic exposure aims at, as stored [1]."
    )
    exposure: Number | None = Field(
        None, gt=0, description="Share of saturation that 1 kcd/m² fills [1]; left out: automatic."
    )
    blur: Number = Field(0.45, ge=0, description="Standard deviation of the lens' blur [px]; 0: none.")
    resampling: Number = Field(0.42, ge=0, description="Standard deviation of the blur of rectification [px]; 0: none.")
    vignetting: Number = Field(
        1.2, ge=0, description="Loss of light off the axis: exponent of cos θ, 4 without correction [1]."
    )
    veil: Number = Field(0.003, ge=0, description="Stray light: share of the mean that falls everywhere [1].")
    full_well: Number = Field(9000.0, gt=0, description="Electrons at saturation [1].")
    read_noise: Number = Field(8.0, ge=0, description="Standard deviation of the readout [electrons].")
    bit_depth: int = Field(12, ge=1, le=16, description="Bits of the converter.")
    saturation: Number = Field(1.3, ge=0, description="Strength of colours, 1 as seen.")
    warmth: Number = Field(0.0, description="Tint of the white balance: positive redder, negative bluer [1].")


def raw_of(signal: np.ndarray, settings: Film, stream: Stream) -> np.ndarray:
    """Return raw mosaic values (H, W) [1] of `signal` (H, W, 3): shares of saturation, with photon and read noise."""
    raw = np.empty(signal.shape[:2])
    film.expose(signal, settings.full_well, settings.read_noise, 2.0**settings.bit_depth, stream.key("noise"), raw)
    return raw


def developed(
    radiance: np.ndarray, light: np.ndarray, falloff: np.ndarray, settings: Film, stream: Stream
) -> np.ndarray:
    """Return the picture, uint8 (H, W, 3) sRGB, of `radiance` (H, W, 3) [kcd/m²].

    Parameters
    ----------
    light : float64 (3,) [klx]
        Illuminance of open ground, to which white is balanced.
    falloff : float64 (H, W) [1]
        Share of light that the lens lets through, by place.
    """
    radiance = radiance * falloff[:, :, None]
    gain = metered_gain(radiance, settings) if settings.exposure is None else settings.exposure
    tint = np.array([1.0 + settings.warmth, 1.0, 1.0 - settings.warmth])
    signal = radiance * (gain * tint * light[1] / light)
    veil = settings.veil * np.minimum(signal, 4.0).mean(axis=(0, 1))
    signal = _blurred(signal + veil, settings.blur)
    colour = _blurred(demosaiced(raw_of(signal, settings, stream)), settings.resampling)
    picture = np.empty(signal.shape, dtype=np.uint8)
    film.tone(colour, _colour_matrix(settings.saturation), picture)
    return picture


def demosaiced(raw: np.ndarray) -> np.ndarray:
    """Return colours (H, W, 3) of raw mosaic values (H, W)."""
    green, colour = np.empty_like(raw), np.empty((*raw.shape, 3))
    film.find_green(raw, green)
    film.find_colours(raw, green, colour)
    return colour


def metered_gain(radiance: np.ndarray, settings: Film) -> float:
    """Return the exposure at which the mean grey level, as stored, is `brightness`; the sky counts less."""
    luminance = np.maximum(radiance[::METER_STRIDE, ::METER_STRIDE] @ LUMINANCE, DARKEST)
    weight = np.linspace(SKY_WEIGHT, 1.0, len(luminance))[:, None] / ((1.0 + SKY_WEIGHT) / 2.0 * luminance.size)
    low, high = 1e-3 / luminance.max(), 1e3 / luminance.min()
    for _ in range(METER_STEPS):
        middle = np.sqrt(low * high)
        too_bright = (_encoded(np.minimum(luminance * middle, 1.0)) * weight).sum() > settings.brightness
        low, high = (low, middle) if too_bright else (middle, high)
    return float(np.sqrt(low * high))


def _encoded(linear: np.ndarray) -> np.ndarray:
    """Return the sRGB code 0..1 of linear values 0..1."""
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 1e-9) ** (1 / 2.4) - 0.055)


def _blurred(image: np.ndarray, sigma: float) -> np.ndarray:
    if sigma == 0.0:
        return image
    rows, columns = np.empty_like(image), np.empty_like(image)
    film.blur_rows(image, sigma, rows)
    film.blur_columns(rows, sigma, columns)
    return columns


def _colour_matrix(saturation: float) -> np.ndarray:
    """Return the matrix (3, 3) that keeps luminance and stretches the distance from grey by `saturation`."""
    return saturation * np.eye(3) + (1.0 - saturation) * np.tile(LUMINANCE, (3, 1))
