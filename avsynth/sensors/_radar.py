"""Physics of an FMCW radar: cross section of what a ray meets, radar equation, and the cells a receiver tells apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SPEED_OF_LIGHT = 299_792_458.0  #: [m/s], exact, SI
BOLTZMANN = 1.380649e-23  #: [J/K], exact, SI
REFERENCE_TEMPERATURE = 290.0  #: [K], IEEE definition of the noise figure
#: Share of the reflected power that goes into a lobe about the mirror direction; the rest goes everywhere (edges, gaps,
#: corners of a car; grain of a road). With LOBE_WIDTH it puts a car's rear at 10 to 15 dBsm and its side 10 dB higher.
LOBE_SHARE = 0.6
#: GGX width of that lobe [1]: surfaces bulge and bend, so the flash of a car's side is some ten degrees wide.
LOBE_WIDTH = 0.20
#: Backscatter by double bounces, per unit of reflectivity, against that of a Lambertian surface [1]: cars (metal) gain
#: 7 dB and people (skin, 0.36) 4 dB, which puts them at the 0 to 8 dBsm (oblique) and −4 dBsm of the literature.
CORNERS = 4.0
#: Gain of peak interpolation over the width of a bin [1], as for the LiDAR's matched filter.
INTERPOLATION_GAIN = 1.6
#: Range cells on either side that are averaged for the local clutter, and those next to the cell that are not.
WINDOW, GUARD = 8, 2
#: Room around the occupied cells for looking at neighbours.
MARGIN = WINDOW + GUARD
#: Below this cosine [1] a surface counts as seen edge-on.
EDGE_ON = 1e-3
#: Antennas radiate at least this in every direction, relative to their axis [dB].
SIDE_LOBES = -30.0


def cross_section(reflectivity: np.ndarray, cos_incidence: np.ndarray, area: np.ndarray) -> np.ndarray:
    """Return the radar cross section (N,) [m²] of patches whose `area` (N,) [m²] is measured across the ray.

    σ = 4π f cos θ A, f = Γ ((1 − κ)(1 + β Γ)/π + κ D(θ)/(4 cos² θ)): a Lambertian part, alone σ = 4 Γ cos θ A, and a
    lobe [GGX]_ seen from where it is lit. Γ is the power reflectivity, κ the share of the lobe, β Γ what double bounces
    in corners send back besides.
    """
    cosine = np.maximum(cos_incidence, EDGE_ON)
    width = LOBE_WIDTH**2
    lobe = LOBE_SHARE * width / (np.pi * (cosine**2 * (width - 1.0) + 1.0) ** 2)
    matt = (1.0 - LOBE_SHARE) * (1.0 + CORNERS * reflectivity) / np.pi
    return 4.0 * np.pi * reflectivity * area * (matt * cosine + lobe / (4.0 * cosine))


def antenna(angle: np.ndarray, width: float) -> np.ndarray:
    """Return the one-way gain (N,) [1] at `angle` (N,) [rad] off the axis, relative to it: −12 dB (θ/θ₃)²."""
    return 10.0 ** (np.maximum(-12.0 * (angle / width) ** 2, SIDE_LOBES) / 10.0)


def decibel(value: float) -> float:
    """Return the ratio [1] of `value` [dB]."""
    return 10.0 ** (value / 10.0)


def snr_of(rcs: np.ndarray, range_: np.ndarray, gain: np.ndarray, constant: float) -> np.ndarray:
    """Return the signal to noise power ratio (N,) [1]: the radar equation SNR = C G² σ / R⁴ [Skolnik]_, eq. 1.8."""
    return constant * gain**2 * rcs / range_**4


def rcs_of(snr: np.ndarray, range_: np.ndarray, gain: np.ndarray, constant: float) -> np.ndarray:
    """Return the radar cross section (N,) [m²] that explains `snr`; the inverse of `snr_of`."""
    return snr * range_**4 / (constant * gain**2)


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """What the receiver tells apart: one entry an occupied cell of range, sine of azimuth and speed, in this order.

    Parameters
    ----------
    index : int64 (C, 3)
        Of the cell along the three axes.
    amplitude : complex128 (C,) [1]
        Sum of the echoes' amplitudes, in units in which its square is the signal to noise ratio.
    strongest : int64 (C,)
        Number of the strongest echo.
    mean : float64 (C, 4)
        Range [m], azimuth [rad], elevation [rad], radial speed [m/s] of the echoes, weighted by power.
    clutter : float64 (C,) [1]
        Mean power that the surfaces in this cell have in the cells around it, farther and nearer.
    """

    index: np.ndarray
    amplitude: np.ndarray
    strongest: np.ndarray
    mean: np.ndarray
    clutter: np.ndarray


def depth_of(range_: np.ndarray, cos_incidence: np.ndarray, step: float) -> np.ndarray:
    """Return over what span of range (N,) [m] the surface between neighbouring rays, `step` [rad] apart, extends."""
    cosine = np.maximum(cos_incidence, EDGE_ON)
    return range_ * step * np.sqrt(1.0 - cosine**2) / cosine


def cells_of(place: np.ndarray, amplitude: np.ndarray, widths: np.ndarray, cells_deep: np.ndarray) -> Cells:
    """Return the cells that echoes fall into.

    Parameters
    ----------
    place : float64 (N, 4)
        Range [m], azimuth [rad], elevation [rad] and radial speed [m/s] of each echo.
    amplitude : complex128 (N,) [1]
    widths : float64 (3,)
        Of a cell in range [m], sine of azimuth [1] and speed [m/s].
    cells_deep : float64 (N,) [1]
        Number of range cells over which the surface of each echo extends, at least 1; its amplitude is that of one.
    """
    axes = np.column_stack([place[:, 0], np.sin(place[:, 1]), place[:, 3]])
    index, cell = np.unique(np.floor(axes / widths).astype(np.int64), axis=0, return_inverse=True)
    cell, count, power = cell.ravel(), len(index), np.abs(amplitude) ** 2
    total = np.bincount(cell, power, count)
    mean = np.column_stack([np.bincount(cell, power * column, count) / total for column in place.T])
    summed = np.bincount(cell, amplitude.real, count) + 1j * np.bincount(cell, amplitude.imag, count)
    order = np.lexsort((-power, cell))
    around = np.minimum(cells_deep - 1.0, 2.0 * WINDOW) / (2.0 * WINDOW)
    strongest = order[np.searchsorted(cell[order], np.arange(count))]
    return Cells(index, summed, strongest, mean, np.bincount(cell, power * around, count))


def is_peak(index: np.ndarray, power: np.ndarray) -> np.ndarray:
    """Return whether each cell is stronger than the 26 around it, bool (C,)."""
    peak = np.ones(len(index), bool)
    for offset in np.ndindex(3, 3, 3):
        if offset != (1, 1, 1):
            peak &= power > _power_at(index, power, np.array(offset) - 1)
    return peak


def stands_out(index: np.ndarray, power: np.ndarray, clutter: np.ndarray, ratio: float) -> np.ndarray:
    """Return whether each cell is `ratio` times stronger than its surroundings in range, bool (C,).

    Cell-averaging CFAR [Richards]_, section 6.5: the surroundings are the cells from GUARD + 1 to GUARD + WINDOW
    farther and nearer, at the same azimuth and speed or one speed to either side; empty ones hold noise, and `clutter`
    (C,) stands for the cells between rays that graze a surface.
    """
    total = np.zeros(len(index))
    for step in range(GUARD + 1, GUARD + WINDOW + 1):
        for sign in (-1, 1):
            total += sum(_power_at(index, power, np.array([sign * step, 0, speed])) for speed in (-1, 0, 1))
    return power > ratio * (1.0 + clutter + total / (2.0 * WINDOW))


def _power_at(index: np.ndarray, power: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """Return the power (C,) of the cell at `offset` (3,) from each cell; 0 where it is not occupied."""
    lowest = index.min(axis=0) - MARGIN
    span = index.max(axis=0) - lowest + MARGIN + 1
    flat = np.ravel_multi_index((index - lowest).T, span)  # ascending, as cells are in order
    wanted = np.ravel_multi_index((index - lowest + offset).T, span)
    found = np.minimum(np.searchsorted(flat, wanted), len(flat) - 1)
    return np.where(flat[found] == wanted, power[found], 0.0)


def folded(speed: np.ndarray, unambiguous: float) -> np.ndarray:
    """Return `speed` (N,) [m/s] as a radar sees it that tells apart −`unambiguous` to +`unambiguous` only."""
    return np.mod(speed + unambiguous, 2.0 * unambiguous) - unambiguous
