"""Light on its way through fog, rain, snow and spray: what is lost, and what comes back from drops.

Extinction a [1/m] is even, or lies within the outline of a bank, or in puffs: a = s exp(−½ |W (x − c)|²) with spreads
along, across and up a vehicle's heading. All three have closed integrals along a ray.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import prange

from avsynth.kernels._jit import inline, parallel_entry
from avsynth.kernels.rng import uniform

#: Drops send back one part in so many of the light that they scatter, per steradian: lidar ratio of water clouds [sr],
#: Mie calculations of fogs [Deirmendjian]_: 16 to 18.
LIDAR_RATIO = 18.0
#: A puff is nothing beyond so many squared spreads.
PUFF_EDGE = 18.0
#: Less optical depth than this on a whole ray is clear air [1].
CLEAR = 1e-5
#: Drops farther away are not asked for [m].
FAR = 80.0


class Air(NamedTuple):
    """What floats in the air.

    Attributes
    ----------
    fog, rain : float [1/m]
        Extinction everywhere: by fine droplets, and by drops and flakes that come one by one.
    bank : float [1/m]
        Extinction of fog within the outline.
    outline : float64 (K, 4) [m], world
        Corners of it, counter-clockwise, each with the step to the next.
    centre, velocity : float64 (P, 3) [m], [m/s], world
        Of the puffs of spray.
    heading : float64 (P, 2) [1]
        Cosine and sine.
    spread : float64 (P, 3) [m]
        Along, across, up.
    strength : float64 (P,) [1/m]
    """

    fog: float
    rain: float
    bank: float
    outline: np.ndarray
    centre: np.ndarray
    velocity: np.ndarray
    heading: np.ndarray
    spread: np.ndarray
    strength: np.ndarray


@inline
def within_bank(air, origin, direction, reach):
    """Return how much of the first `reach` [m] of a ray lies within the outline of the bank.

    Each edge that the line crosses counts its range, cut to 0..reach: plus where it leaves, minus where it enters.
    """
    total = 0.0
    for k in range(len(air.outline)):
        ax, ay = air.outline[k, 0] - origin[0], air.outline[k, 1] - origin[1]
        ex, ey = air.outline[k, 2], air.outline[k, 3]
        side = direction[0] * ay - direction[1] * ax
        beyond = direction[0] * (ay + ey) - direction[1] * (ax + ex)
        if (side > 0.0) == (beyond > 0.0):
            continue
        turn = direction[0] * ey - direction[1] * ex
        t = min(max((ax * ey - ay * ex) / turn, 0.0), reach)
        total += t if turn > 0.0 else -t
    return max(total, 0.0)


@inline
def through_puff(air, k, origin, direction, time, reach):
    """Return the optical depth of puff `k` on the first `reach` [m] of a ray at `time` [s]."""
    aa, ab, bb = 0.0, 0.0, 0.0
    c, s = air.heading[k, 0], air.heading[k, 1]
    px = origin[0] - air.centre[k, 0] - time * air.velocity[k, 0]
    py = origin[1] - air.centre[k, 1] - time * air.velocity[k, 1]
    pz = origin[2] - air.centre[k, 2] - time * air.velocity[k, 2]
    places = ((c * px + s * py), (c * py - s * px), pz)
    steps = (c * direction[0] + s * direction[1], c * direction[1] - s * direction[0], direction[2])
    for axis in range(3):
        u, v = places[axis] / air.spread[k, axis], steps[axis] / air.spread[k, axis]
        aa += v * v
        ab += u * v
        bb += u * u
    nearest = bb - ab * ab / aa
    if nearest > PUFF_EDGE:
        return 0.0
    root = math.sqrt(2.0 * aa)
    span = math.erf((aa * reach + ab) / root) - math.erf(ab / root)
    return air.strength[k] * math.exp(-0.5 * nearest) * math.sqrt(0.5 * math.pi / aa) * span


@inline
def local_depth(air, origin, direction, time, reach):
    """Return the optical depths by fine droplets and by drops on the first `reach` [m] of a ray, less the even part."""
    drops = 0.0
    for k in range(len(air.strength)):
        drops += through_puff(air, k, origin, direction, time, reach)
    fine = air.bank * within_bank(air, origin, direction, reach) if air.bank > 0.0 else 0.0
    return fine, drops


@parallel_entry
def optical_depth(air, origin, direction, time, reach, out):
    """Write the optical depth of the first `reach` (N,) [m] of each ray, float64 (N,) [1]."""
    for row in prange(len(out)):
        n = np.int64(row)
        fine, drops = local_depth(air, origin[n], direction[n], time[n], reach[n])
        out[n] = (air.fog + air.rain) * reach[n] + fine + drops


@inline
def overlap(reach, full):
    """Return the share of light from `reach` [m] that falls into the receiver, whose view meets the beam at `full`."""
    return min(reach / full, 1.0) ** 2


@inline
def strongest_drops(air, origin, direction, time, end, pulse, full, key, n):
    """Return range [m] and equivalent reflectance [1] of the strongest echo of the air before `end` [m].

    A pulse of length c τ / 2 = `pulse` [m] meets the depth Δτ at once: ρ = π Δτ / 18 sr. Where drops are few the power
    of each such cell is drawn from an exponential distribution, as sums of many random phases and sizes are.
    """
    best, best_range, best_power = 0.0, 0.0, 0.0
    fine, drops = local_depth(air, origin, direction, time, end)
    if (air.fog + air.rain) * end + fine + drops < CLEAR:
        return best_range, best
    is_local = fine + drops > CLEAR
    fine_before, drops_before = 0.0, 0.0
    for k in range(int(end / pulse)):
        reach = (k + 1) * pulse
        fine, drops = local_depth(air, origin, direction, time, reach) if is_local else (0.0, 0.0)
        fine, drops = fine + air.fog * reach, drops + air.rain * reach
        luck = -math.log(1.0 - uniform(key, n, 2 * k))
        depth = fine - fine_before + luck * (drops - drops_before)
        middle = (k + uniform(key, n, 2 * k + 1)) * pulse
        found = math.pi / LIDAR_RATIO * depth * math.exp(-2.0 * (fine_before + drops_before)) * overlap(middle, full)
        if middle > 0.0 and found / (middle * middle) > best_power:
            best, best_range, best_power = found, middle, found / (middle * middle)
        fine_before, drops_before = fine, drops
    return best_range, best


@parallel_entry
def air_echoes(air, origin, direction, time, end, pulse, full, key, out):
    """Write range [m] and equivalent reflectance [1] of the strongest echo of the air on each ray, float64 (N, 2)."""
    for row in prange(len(out)):
        n = np.int64(row)
        reach = min(end[n], FAR)
        found = strongest_drops(air, origin[n], direction[n], time[n], reach, pulse, full, key, n)
        out[n, 0], out[n, 1] = found[0], found[1]
