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
SKY_WEIGHT = 0.1
#: It looks at every n-th pixel of every n-th row, and halves its interval this often.
METER_STRIDE, METER_STEPS = 4, 40
#: Taps of a blur along each axis, and levels of the tone curve's table.
BLUR_TAPS, TONE_LEVELS = 7, 1 << 14
#: Errors of colours that demosaicing leaves, as a share of green [1]: roads of KITTI have colour noise of 5 to 9 %.
ERRORS = 0.06
#: Least radiance that the exposure can be set for [kcd/m²]: deep night.
DARKEST = 1e-6
#: What is so many times as bright as white glares, up to so many times [1]; the glare spreads over these standard
#: deviations [px], with this share of the light each [1].
GLARES, GLARES_MOST = 30.0, 3000.0
GLARE_WIDTHS, GLARE_SHARE = (4.0, 25.0), 0.002
#: A picture gathers light for this time where it is dark, and for no shorter one than that where it is bright [s]:
#: there the iris closes. KITTI's shutter is shorter than 2 ms by day.
LONGEST, SHORTEST = 0.030, 0.0015


class Film(Config):
    """How light becomes numbers: lens, sensor and tone."""

    brightness: Number = Field(
        0.335, gt=0, lt=1, description="Mean grey level that the automatic exposure aims at, as stored [1]."
    )
    exposure: Number | None = Field(
        None, gt=0, description="Share of saturation that 1 kcd/m² fills [1]; left out: automatic."
    )
    blur: Number = Field(0.48, ge=0, description="Standard deviation of the blur before the mosaic [px]; 0: none.")
    resampling: Number = Field(0.3, ge=0, description="Standard deviation of the blur of rectification [px]; 0: none.")
    vignetting: Number = Field(
        1.2, ge=0, description="Loss of light off the axis: exponent of cos θ, 4 without correction [1]."
    )
    veil: Number = Field(0.003, ge=0, description="Stray light: share of the mean that falls everywhere [1].")
    sensitivity: Number = Field(
        64.0, gt=0, description="Share of saturation that 1 kcd/m² fills at the longest exposure [1]."
    )
    amplification: Number = Field(8.0, ge=1, description="Largest gain, where the longest exposure is too dark [1].")
    full_well: Number = Field(9000.0, gt=0, description="Electrons at saturation; an estimate from memory [1].")
    read_noise: Number = Field(8.0, ge=0, description="Standard deviation of the readout [electrons].")
    bit_depth: int = Field(12, ge=1, le=16, description="Bits of the converter.")
    contrast: Number = Field(
        1.35, gt=0, description="Exponent of the tone curve before sRGB, 1 as seen; more: darker shadows, harder light."
    )
    saturation: Number = Field(1.35, ge=0, description="Strength of colours, 1 as seen.")
    warmth: Number = Field(0.0, description="Tint of the white balance: positive redder, negative bluer [1].")


def raw_of(signal: np.ndarray, settings: Film, stream: Stream, amplified: float = 1.0) -> np.ndarray:
    """Return raw mosaic values (H, W) [1] of `signal` (H, W, 3): shares of saturation, with photon and read noise.

    A signal that is `amplified` comes from as many times fewer electrons.
    """
    raw = np.empty(signal.shape[:2])
    levels, key = 2.0**settings.bit_depth, stream.key("noise")
    film.expose(signal, settings.full_well / amplified, settings.read_noise, levels, key, raw)
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
    gain = gain_of(radiance, settings)
    tint = np.array([1.0 + settings.warmth, 1.0, 1.0 - settings.warmth])
    signal = radiance * (gain * tint * light[1] / light)
    veil = settings.veil * np.minimum(signal, 4.0).mean(axis=(0, 1))
    signal = _blurred(_glared(signal) + veil, settings.blur)
    amplified = max(gain / settings.sensitivity, 1.0)
    colour = _blurred(demosaiced(raw_of(signal, settings, stream, amplified)), settings.resampling)
    return _coded(colour @ _colour_matrix(settings.saturation).T, settings)


def demosaiced(raw: np.ndarray) -> np.ndarray:
    """Return colours (H, W, 3) of raw mosaic values (H, W)."""
    green, colour = np.empty_like(raw), np.empty((*raw.shape, 3))
    film.find_green(raw, green)
    film.find_colours(raw, green, colour)
    return _without_false_colour(colour)


def gain_of(radiance: np.ndarray, settings: Film) -> float:
    """Return the exposure that is given, or metered from `radiance` (H, W, 3) [kcd/m²]."""
    return metered_gain(radiance, settings) if settings.exposure is None else settings.exposure


def shutter_time(radiance: np.ndarray, settings: Film) -> float:
    """Return how long a picture of `radiance` (H, W, 3) [kcd/m²] gathers light [s]."""
    return float(np.clip(LONGEST * gain_of(radiance, settings) / settings.sensitivity, SHORTEST, LONGEST))


def metered_gain(radiance: np.ndarray, settings: Film) -> float:
    """Return the exposure at which the mean grey level, as stored, is `brightness`; the sky counts less.

    Where it is too dark for that, the largest exposure there is.
    """
    luminance = np.maximum(radiance[::METER_STRIDE, ::METER_STRIDE] @ LUMINANCE, DARKEST)
    weight = np.linspace(SKY_WEIGHT, 1.0, len(luminance))[:, None] / ((1.0 + SKY_WEIGHT) / 2.0 * luminance.size)
    low, high = 1e-3 / luminance.max(), 1e3 / luminance.min()
    for _ in range(METER_STEPS):
        middle = np.sqrt(low * high)
        too_bright = (_encoded(np.minimum(luminance * middle, 1.0), settings) * weight).sum() > settings.brightness
        low, high = (low, middle) if too_bright else (middle, high)
    return float(min(np.sqrt(low * high), settings.sensitivity * settings.amplification))


def _glared(signal: np.ndarray) -> np.ndarray:
    """Return `signal` (H, W, 3) with the glare that lens and sensor make around what is far brighter than white."""
    glaring = np.clip(signal, GLARES, GLARES_MOST) - GLARES
    if not glaring.any():
        return signal
    import cv2  # slow to import

    halos = [cv2.GaussianBlur(glaring, (0, 0), width, borderType=cv2.BORDER_CONSTANT) for width in GLARE_WIDTHS]
    return signal + GLARE_SHARE * sum(halos)


def _without_false_colour(colour: np.ndarray) -> np.ndarray:
    """Return `colour` (H, W, 3) with its differences from green at most `ERRORS` from their median over 3 × 3.

    Single pixels whose colour differs from all around them are errors of the interpolation, not things [Freeman]_;
    small ones stay, as in real pictures.
    """
    import cv2  # slow to import

    green = colour[:, :, 1]
    for c in (0, 2):
        beyond = (colour[:, :, c] - green).astype(np.float32)
        median, errors = cv2.medianBlur(beyond, 3), ERRORS * green
        colour[:, :, c] = green + np.clip(beyond, median - errors, median + errors)
    return colour


def _coded(colour: np.ndarray, settings: Film) -> np.ndarray:
    """Return the bytes of linear `colour` (H, W, 3), by a table of all levels of the converter."""
    levels = np.linspace(0.0, 1.0, TONE_LEVELS)
    table = np.floor(255.0 * _encoded(levels, settings) + 0.5).astype(np.uint8)
    return table[np.clip(colour * (TONE_LEVELS - 1) + 0.5, 0, TONE_LEVELS - 1).astype(np.intp)]


def _encoded(linear: np.ndarray, settings: Film) -> np.ndarray:
    """Return the code 0..1 of linear values 0..1: the camera's contrast, then sRGB."""
    linear = linear**settings.contrast
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 1e-9) ** (1 / 2.4) - 0.055)


def _blurred(image: np.ndarray, sigma: float) -> np.ndarray:
    """Return `image` (H, W, 3) blurred by a Gaussian of `sigma` [px]."""
    if sigma == 0.0:
        return image
    import cv2  # slow to import

    return cv2.GaussianBlur(image, (BLUR_TAPS, BLUR_TAPS), sigma, borderType=cv2.BORDER_REPLICATE)


def _colour_matrix(saturation: float) -> np.ndarray:
    """Return the matrix (3, 3) that keeps luminance and stretches the distance from grey by `saturation`."""
    return saturation * np.eye(3) + (1.0 - saturation) * np.tile(LUMINANCE, (3, 1))
