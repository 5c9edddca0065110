"""Light of lamps that fog, rain and spray send to the eye on its way: beams that one sees from aside, and halos.

Single scattering. With a the extinction at the distance t along a ray, d the way from there to a lamp of the intensity
I in that direction, and θ the angle by which the light turns,

    L = ∫ a exp(−τ(t)) Σ I p(θ) exp(−τ(d)) / d² dt        p(θ): phase function [1/sr]

The ray is cut into stretches. In each, dt / d² is integrated as it is, dψ / h with t = t₀ + h tan ψ about the point
nearest to the lamp [Kulla]_, in steps of ψ so small that no edge of a beam is lost; all else is taken in their middle.
"""

import math

import numpy as np
from numba import prange

from avsynth.kernels._jit import inline, parallel_entry
from avsynth.kernels.air import local_depth
from avsynth.kernels.lamps import shine

#: Droplets scatter so forward, and a little back [1]; shares of both for the lidar ratio of 18 sr [Deirmendjian]_.
FORWARD, BACKWARD, BACK_SHARE = 0.85, -0.6, 0.066
#: A ray passes a lamp's light at least so far off [m]: lenses are no points.
NEAREST = 0.06
#: Largest step of ψ [rad].
TURN = 0.12
#: How much less rays count for a pixel whose range differs, by the square of the logarithm of the ratio [1].
UNLIKE = 30.0
#: Less optical depth on a stretch sends nothing that anybody sees [1].
CLEAR = 1e-6


@inline
def henyey_greenstein(g, cosine):
    """Return (1 − g²) / (4π (1 + g² − 2 g cos θ)^1.5) [1/sr]."""
    return (1.0 - g * g) / (4.0 * math.pi * (1.0 + g * g - 2.0 * g * cosine) ** 1.5)


@inline
def phase(cosine):
    """Return the share of scattered light [1/sr] that turns by the angle of `cosine`; drops swallow none."""
    ahead = henyey_greenstein(FORWARD, cosine)
    return (1.0 - BACK_SHARE) * ahead + BACK_SHARE * henyey_greenstein(BACKWARD, cosine)


@parallel_entry
def beam_strength(point, lamps, k, out):
    """Write the illuminance (N,) [klx] of points (N, 3) [m] that face lamp `k`, whatever stands between: I / d²."""
    for row in prange(len(out)):
        n = np.int64(row)
        x, y, z = (
            point[n, 0] - lamps.position[k, 0],
            point[n, 1] - lamps.position[k, 1],
            point[n, 2] - lamps.position[k, 2],
        )
        d = max(math.sqrt(x * x + y * y + z * z), NEAREST)
        out[n] = lamps.intensity[k] * shine(lamps, k, x / d, y / d, z / d) / (d * d)


@inline
def depth_between(air, origin, direction, reach):
    """Return the optical depth of the first `reach` [m] of a way."""
    fine, drops = local_depth(air, origin, direction, 0.0, reach)
    return (air.fog + air.rain) * reach + fine + drops


@inline
def from_lamp(air, lamps, k, origin, direction, stretch, depth):
    """Return what lamp `k` sends by the `stretch` (t₀, t₁) [m] of a ray, for each unit of colour [kcd/m²].

    depth : (τ(t₀), τ(t₁)) of the ray.
    """
    along, apart = 0.0, 0.0
    for c in range(3):
        step = lamps.position[k, c] - origin[c]
        along += step * direction[c]
        apart += step * step
    h = math.sqrt(max(apart - along * along, NEAREST * NEAREST))
    start, end = math.atan2(stretch[0] - along, h), math.atan2(stretch[1] - along, h)
    steps = int((end - start) / TURN) + 1
    a, total = (depth[1] - depth[0]) / (stretch[1] - stretch[0]), 0.0
    for step in range(steps):
        t = along + h * math.tan(start + (step + 0.5) / steps * (end - start))
        x = origin[0] + t * direction[0] - lamps.position[k, 0]
        y = origin[1] + t * direction[1] - lamps.position[k, 1]
        z = origin[2] + t * direction[2] - lamps.position[k, 2]
        d = math.sqrt(x * x + y * y + z * z)
        x, y, z = x / d, y / d, z / d
        sent = shine(lamps, k, x, y, z)
        if sent > 0.0:
            turned = -(x * direction[0] + y * direction[1] + z * direction[2])
            lost = depth[0] + a * (t - stretch[0]) + depth_between(air, lamps.position[k], (x, y, z), d)
            total += sent * phase(turned) * math.exp(-lost)
    return a * lamps.intensity[k] * total * (end - start) / (steps * h)


@parallel_entry
def lamp_glow(air, lamps, origin, direction, reach, seen, out):
    """Write what lamps send to the eye along rays (N,) up to each of their stops: (N, S + 1, 3) [kcd/m²].

    The stops of a ray lie at reach (k / S)², its `reach` (N,) [m].

    seen : bool (L, N, S)
        Whether nothing stands between a lamp and the stretch.
    """
    count = out.shape[1] - 1
    for row in prange(len(direction)):
        n = np.int64(row)
        before = 0.0
        for c in range(3):
            out[n, 0, c] = 0.0
        for s in range(count):
            stretch = (reach[n] * (s / count) ** 2, reach[n] * ((s + 1) / count) ** 2)
            after = depth_between(air, origin[n], direction[n], stretch[1])
            red, green, blue = 0.0, 0.0, 0.0
            if after - before > CLEAR:
                depth = (before, after)
                for k in range(len(lamps.intensity)):
                    if seen[k, n, s]:
                        value = from_lamp(air, lamps, k, origin[n], direction[n], stretch, depth)
                        red += value * lamps.colour[k, 0]
                        green += value * lamps.colour[k, 1]
                        blue += value * lamps.colour[k, 2]
            out[n, s + 1, 0] = out[n, s, 0] + red
            out[n, s + 1, 1] = out[n, s, 1] + green
            out[n, s + 1, 2] = out[n, s, 2] + blue
            before = after


@inline
def interpolated(glow, reach, range_, across, down, stops, c):
    """Return channel `c` of the glow up to `range_` [m] among four rays (2, 2, S + 1, 3), by their shares.

    Rays count the less the more their `reach` (2, 2) [m] differs, so that things before and behind an edge stay apart.
    """
    total, weight = 0.0, 0.0
    for a in range(2):
        for b in range(2):
            other = math.log(range_ / reach[a, b])
            share = abs(1 - a - down) * abs(1 - b - across) + 1e-4
            share /= 1.0 + UNLIKE * other * other
            s = min(stops * math.sqrt(range_ / reach[a, b]), stops - 1e-6)
            stop = np.int64(s)
            total += share * (glow[a, b, stop, c] + (s - stop) * (glow[a, b, stop + 1, c] - glow[a, b, stop, c]))
            weight += share
    return total / weight


@parallel_entry
def add_glow(glow, reach, range_, stride, out):
    """Add to the picture (H, W, 3) [kcd/m²] the `glow` (rows, columns, S + 1, 3) of every `stride`-th pixel.

    Rays have the stops of their `reach` (rows, columns) [m]; pixels look as far as their `range_` (H, W) [m].
    """
    height, width = range_.shape
    rows, columns, stops = glow.shape[0], glow.shape[1], glow.shape[2] - 1
    for row in prange(height):
        i = np.int64(row)
        y = min(i / stride, rows - 1.001)
        above = np.int64(y)
        for j in range(width):
            x = min(j / stride, columns - 1.001)
            left = np.int64(x)
            around, ends = glow[above : above + 2, left : left + 2], reach[above : above + 2, left : left + 2]
            for c in range(3):
                out[i, j, c] += interpolated(around, ends, range_[i, j], x - left, y - above, stops, c)
