"""Light of lamps on surfaces: intensity by direction, inverse square, incidence; diffuse, glossy, retro-reflected.

Symbols as in `shading`; I intensity [kcd], E illuminance [klx], R_A coefficient of retro-reflection [cd/lx/m²].
"""

import math
from typing import NamedTuple

import numpy as np
from numba import prange

from avsynth.kernels._jit import inline, parallel_entry
from avsynth.kernels.shading import LEAST_ALPHA, albedo, fresnel, ggx, rough_fresnel

#: Patterns of beams.
LOW, DOWN, AHEAD = 0, 1, 2
#: A low beam ends this far below the horizon, and rises on the side of its own traffic by this slope to this height
#: [deg]; its edge is so wide [deg], and above it is so much of its strength [1] (shape of [UNR149], class C).
CUT, RISE, RISE_TOP, CUT_WIDTH, STRAY = -0.57, 0.268, 1.0, 0.35, 0.012
#: It falls over so many degrees downwards [deg]; across it is a sum of a narrow and a wide Gaussian: share, widths.
FALL, NARROW_SHARE, NARROW, WIDE = 3.6, 0.75, 9.0, 27.0
#: A street lamp is strongest at this angle from the nadir, and ends between these two [rad].
BATWING, ENDS_FROM, ENDS = 1.05, 1.13, 1.40
#: Retro-reflection falls by e over this angle between lamp and eye as the reflector sees them [rad], and is as its
#: coefficient says at that of the norm, 0.33° [EN12899].
RETRO_WIDTH, RETRO_NORM = 0.0157, 0.00576


class Lamps(NamedTuple):
    """Lamps that burn.

    position (L, 3) [m], world; forward, up (L, 3): axes; intensity (L,) [kcd]; colour (L, 3), luminance 1; pattern
    (L,).
    """

    position: np.ndarray
    forward: np.ndarray
    up: np.ndarray
    intensity: np.ndarray
    colour: np.ndarray
    pattern: np.ndarray


@inline
def low_beam(across, high):
    """Return the share [1] of a low beam's strength at angles to the left and up [deg]; traffic keeps to the right."""
    edge = CUT + min(max(-across, 0.0) * RISE, RISE_TOP - CUT)
    spread = NARROW_SHARE * math.exp(-0.5 * (across / NARROW) ** 2)
    spread += (1.0 - NARROW_SHARE) * math.exp(-0.5 * (across / WIDE) ** 2)
    above = min(max((high - edge) / CUT_WIDTH, 0.0), 1.0)
    below = math.exp(-max(edge - high, 0.0) / FALL)
    return spread * below * (1.0 - (1.0 - STRAY) * above * above * (3.0 - 2.0 * above))


@inline
def street_beam(cosine):
    """Return the share [1] of a street lamp's strength, given the cosine of the angle from the nadir."""
    angle = math.acos(min(max(cosine, -1.0), 1.0))
    rising = 0.45 + 0.55 * min(angle / BATWING, 1.0) ** 2
    return rising * min(max((ENDS - angle) / (ENDS - ENDS_FROM), 0.0), 1.0)


@inline
def shine(lamps, k, x, y, z):
    """Return the share [1] of lamp k's strength that it sends along the unit vector (x, y, z)."""
    f, u = lamps.forward[k], lamps.up[k]
    ahead, high = f[0] * x + f[1] * y + f[2] * z, u[0] * x + u[1] * y + u[2] * z
    if lamps.pattern[k] == DOWN:
        return street_beam(-high)
    if ahead <= 0.0:
        return 0.0
    if lamps.pattern[k] == AHEAD:
        return ahead
    left = (u[1] * f[2] - u[2] * f[1]) * x + (u[2] * f[0] - u[0] * f[2]) * y + (u[0] * f[1] - u[1] * f[0]) * z
    return low_beam(math.degrees(math.atan2(left, ahead)), math.degrees(math.asin(min(max(high, -1.0), 1.0))))


@inline
def towards(lamps, k, position, n):
    """Return the unit vector from point n to lamp k, and their distance [m]."""
    x = lamps.position[k, 0] - position[n, 0]
    y = lamps.position[k, 1] - position[n, 1]
    z = lamps.position[k, 2] - position[n, 2]
    distance = max(math.sqrt(x * x + y * y + z * z), 1e-3)
    return x / distance, y / distance, z / distance, distance


@parallel_entry
def lamp_illuminance(position, normal, lamps, k, out):
    """Write the illuminance (N,) [klx] of points with normals (N, 3) by lamp `k`, whatever stands between.

    E = I cos θ / d².
    """
    for row in prange(len(out)):
        n = np.int64(row)
        x, y, z, distance = towards(lamps, k, position, n)
        facing = normal[n, 0] * x + normal[n, 1] * y + normal[n, 2] * z
        share = shine(lamps, k, -x, -y, -z) if facing > 0.0 else 0.0
        out[n] = lamps.intensity[k] * share * max(facing, 0.0) / (distance * distance)


@parallel_entry
def add_lamp(s, paints, retro, lamps, k, light, diffuse, direct):
    """Add what lamp `k` does where it brings the illuminance `light` (N,) [klx].

    Its illuminance is added to `diffuse` (N, 3) [klx], its glossy and its retro-reflected light to `direct` (N, 3)
    [kcd/m²]; `retro` (M,) is π R_A of each material.
    """
    for row in prange(len(light)):
        n = np.int64(row)
        if light[n] <= 0.0:
            continue
        m = s.material[n]
        x, y, z, _ = towards(lamps, k, s.position, n)
        vx, vy, vz = -s.direction[n, 0], -s.direction[n, 1], -s.direction[n, 2]
        nx, ny, nz = np.float64(s.normal[n, 0]), np.float64(s.normal[n, 1]), np.float64(s.normal[n, 2])
        cos_nl, cos_nv = nx * x + ny * y + nz * z, max(nx * vx + ny * vy + nz * vz, 0.02)
        hx, hy, hz = x + vx, y + vy, z + vz
        length = max(math.sqrt(hx * hx + hy * hy + hz * hz), 1e-9)
        cos_nh, cos_hl = (nx * hx + ny * hy + nz * hz) / length, (hx * x + hy * y + hz * z) / length
        alpha = max(np.float64(paints.roughness[m]) ** 2, LEAST_ALPHA)
        gloss = ggx(alpha, max(cos_nh, 0.0), max(cos_nl, 1e-3), cos_nv)
        gloss *= fresnel(np.float64(paints.specular[m]), cos_hl)
        apart = math.acos(min(x * vx + y * vy + z * vz, 1.0))
        back = retro[m] / math.pi * math.exp((RETRO_NORM - apart) / RETRO_WIDTH)
        most = max(paints.colour[m, 0], paints.colour[m, 1], paints.colour[m, 2], np.float32(1e-3))
        for c in range(3):
            brought = light[n] * lamps.colour[k, c]
            diffuse[n, c] += brought
            direct[n, c] += brought * (gloss + back * paints.colour[m, c] / most)


@parallel_entry
def add_lamplight(s, paints, bodies, lanes, pixel_angle, diffuse, direct, out):
    """Add to the radiance `out` (N, 3) [kcd/m²] of surfels what all lamps together make of them."""
    for row in prange(len(s.range)):
        n = np.int64(row)
        if diffuse[n, 0] + diffuse[n, 1] + diffuse[n, 2] <= 0.0:
            continue
        m = s.material[n]
        rho = albedo(s, n, paints, bodies, lanes, pixel_angle)
        shine_off = rough_fresnel(np.float64(paints.specular[m]), s.cos_incidence[n], np.float64(paints.roughness[m]))
        solid = (1.0 - paints.transmission[m]) * (1.0 - shine_off) / math.pi
        for c in range(3):
            out[n, c] += rho[c] * solid * diffuse[n, c] + direct[n, c]
