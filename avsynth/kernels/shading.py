"""Light that surfaces send to a camera: diffuse and GGX reflection of sun and sky, sky visibility, emission, haze.

Symbols: n normal, l to the sun, v to the camera, h half way between, r mirror direction; ρ albedo, α = roughness²,
F Fresnel reflectance.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import prange

from avsynth.kernels._jit import inline, parallel_entry
from avsynth.kernels.noise import plane_fractal, smoothstep
from avsynth.kernels.sky import harmonic_irradiance
from avsynth.kernels.textures import LEAVES, ROOM, lane_coordinates, room, texture

#: Surfaces smoother than this mirror what is around; rougher ones mirror a blurred sky [1].
MIRROR_ROUGHNESS = 0.25
#: Smallest α, so that the sun, which is no point, has a highlight of finite brightness [1].
LEAST_ALPHA = 0.012
#: Share of the light on the back of a leaf that comes out of its front, and its colour: yellower than when reflected.
LEAF_TRANSMISSION = 0.45
#: Roughness of a single leaf ÷ roughness of the canopy in the material table.
LEAF_POLISH = 0.8
LEAF_TINT = np.array([1.25, 1.1, 0.55])
#: Albedo of what hides the sky, for light that arrives by two bounces [1].
BOUNCE_ALBEDO = 0.22
#: Radiance of a white surface in full sun, 100 klx [kcd/m²]: the unit of emission.
FULL_SUN = 100.0 / math.pi
#: Reflectance of water at normal incidence (n = 1.33), roughness of a closed film over the grains of a road, and of a
#: puddle [1].
WATER, WET_ROUGHNESS, PUDDLE_ROUGHNESS = 0.02, 0.30, 0.04
#: Slope of a wet road's grains, and share of the mirrored light that they keep together [1]: estimates.
WET_SLOPE, WET_MIRROR = 0.035, 0.7
#: Puddles: size of their pattern [m], noise above which one stands on a road of film 1, how much later at film 0, and
#: width of their rim [1]. The noise has mean 0.5 and deviation 0.19: a tenth of a wet road, less where it is drier.
PUDDLE_SIZE, PUDDLE_LEVEL, PUDDLE_DRIER, PUDDLE_RIM = 2.2, 0.72, 0.5, 0.06
PUDDLE_OCTAVES, PUDDLE_SEED = 4, np.uint64(0x5DEECE66D)
#: Albedo of the ground below a puddle ÷ that of a wet road [1].
PUDDLE_DEPTH = 0.7


class Paints(NamedTuple):
    """The material table as the camera needs it: arrays of MaterialTable, `tint` (M, 3) [1]: the colour that metals
    give to what they mirror, and `pattern` uint8 (M,).
    """

    colour: np.ndarray
    variation: np.ndarray
    grain: np.ndarray
    roughness: np.ndarray
    specular: np.ndarray
    emission: np.ndarray
    transmission: np.ndarray
    tint: np.ndarray
    pattern: np.ndarray


class Bodies(NamedTuple):
    """Where patterns are fixed: `moves` bool (M,); object_from_world: rotation (M, 3, 3), translation (M, 3) [m]."""

    moves: np.ndarray
    rotation: np.ndarray
    translation: np.ndarray


class Surfels(NamedTuple):
    """Points on surfaces as seen.

    position (N, 3) [m] and direction of view (N, 3), world; range [m], cosine of incidence, material, instance (N,);
    normal (N, 3); segment (N,) of a lane or −1; lit (N,): share of the sun seen; open (N,): of the sky; film (N,): of
    water, 0 none to 1 closed; lightness (N,): of the thing's sample of the material.
    """

    position: np.ndarray
    direction: np.ndarray
    range: np.ndarray
    normal: np.ndarray
    cos_incidence: np.ndarray
    material: np.ndarray
    instance: np.ndarray
    segment: np.ndarray
    lit: np.ndarray
    open: np.ndarray
    film: np.ndarray
    lightness: np.ndarray


@inline
def fresnel(f0, cosine):
    """Return F = F₀ + (1 − F₀)(1 − cos)⁵, Schlick's reflectance of an ideal surface."""
    return f0 + (1.0 - f0) * (1.0 - min(cosine, 1.0)) ** 5


@inline
def rough_fresnel(f0, cosine, roughness):
    """Return Schlick's reflectance with the grazing rise that roughness leaves."""
    return f0 + (max(1.0 - roughness, f0) - f0) * (1.0 - min(cosine, 1.0)) ** 5


@inline
def ggx(alpha, cos_nh, cos_nl, cos_nv):
    """Return D G / (4 cos_nl cos_nv) of the GGX distribution with Smith's height-correlated masking [GGX]_."""
    a2 = alpha * alpha
    d = a2 / (math.pi * (cos_nh * cos_nh * (a2 - 1.0) + 1.0) ** 2)
    mask = cos_nl * math.sqrt(cos_nv * cos_nv * (1.0 - a2) + a2) + cos_nv * math.sqrt(cos_nl * cos_nl * (1.0 - a2) + a2)
    return 0.5 * d / max(mask, 1e-9)


@inline
def albedo(s, n, paints, bodies, lanes, pixel_angle):
    """Return (r, g, b) of the diffuse albedo of surfel `n`, with its pattern."""
    m, who = s.material[n], s.instance[n]
    x, y, z = s.position[n, 0], s.position[n, 1], s.position[n, 2]
    nx, ny, nz = s.normal[n, 0], s.normal[n, 1], s.normal[n, 2]
    r, g, b = (
        min(s.lightness[n] * paints.colour[m, 0], 1.0),
        min(s.lightness[n] * paints.colour[m, 1], 1.0),
        min(s.lightness[n] * paints.colour[m, 2], 1.0),
    )
    if paints.variation[m] <= 0.0:
        return r, g, b
    road = lane_coordinates(lanes, s.segment[n], x, y)
    if bodies.moves[who]:
        q, o = bodies.rotation[who], bodies.translation[who]
        x, y, z = (
            q[0, 0] * x + q[0, 1] * y + q[0, 2] * z + o[0],
            q[1, 0] * x + q[1, 1] * y + q[1, 2] * z + o[1],
            q[2, 0] * x + q[2, 1] * y + q[2, 2] * z + o[2],
        )
    footprint = s.range[n] * pixel_angle / math.sqrt(max(s.cos_incidence[n], 0.02))
    amplitude, grain = np.float64(paints.variation[m]), max(np.float64(paints.grain[m]), 1e-3)
    fr, fg, fb = texture(paints.pattern[m], (x, y, z), (nx, ny, nz), footprint, amplitude, grain, road)
    return r * fr, g * fg, b * fb


@inline
def ambient(sky, c, normal, open_sky):
    """Return the illuminance [klx] of channel `c` by sky, ground and what hides the sky, on a surface with `normal`."""
    nx, ny, nz = normal
    above = open_sky * harmonic_irradiance(sky.harmonics, c, nx, ny, nz)
    below = 0.5 * (1.0 - nz) * math.pi * sky.ground[c] * (0.35 + 0.65 * open_sky)
    around = BOUNCE_ALBEDO * open_sky * (1.0 - open_sky) * (sky.harmonics[6, c] + 2.0 * math.pi * sky.ground[c])
    return above + below + max(around, 0.0)


@inline
def puddle(s, n):
    """Return how much of a puddle stands at surfel `n`, 0 to 1."""
    if s.film[n] <= 0.0:
        return 0.0
    x, y = s.position[n, 0] / PUDDLE_SIZE, s.position[n, 1] / PUDDLE_SIZE
    level = PUDDLE_LEVEL + PUDDLE_DRIER * (1.0 - s.film[n])
    return smoothstep(level, level + PUDDLE_RIM, plane_fractal(x, y, PUDDLE_OCTAVES, PUDDLE_SEED))


@inline
def shade(s, n, sky, paints, bodies, lanes, pixel_angle, out, mirror):
    """Write the radiance of surfel `n` into `out` (N, 3); into `mirror` (N, 2) the share of a mirrored
    image that is to be added, and the slope of its grains.
    """
    m = s.material[n]
    normal = (np.float64(s.normal[n, 0]), np.float64(s.normal[n, 1]), np.float64(s.normal[n, 2]))
    dx, dy, dz = s.direction[n, 0], s.direction[n, 1], s.direction[n, 2]
    cos_nv = max(-(normal[0] * dx + normal[1] * dy + normal[2] * dz), 0.02)
    sun_side = normal[0] * sky.sun[0] + normal[1] * sky.sun[1] + normal[2] * sky.sun[2]
    cos_nl = max(sun_side, 0.0)
    leaf = paints.pattern[m] == LEAVES
    roughness, f0 = np.float64(paints.roughness[m]), np.float64(paints.specular[m])
    film, pool = s.film[n], puddle(s, n)
    if film > 0.0:
        f0 = WATER
        roughness += film * (WET_ROUGHNESS - roughness)
        roughness += pool * (PUDDLE_ROUGHNESS - roughness)
    if leaf:
        roughness *= LEAF_POLISH
    reflectance = rough_fresnel(f0, cos_nv, roughness)
    rho = albedo(s, n, paints, bodies, lanes, pixel_angle)

    hx, hy, hz = sky.sun[0] - dx, sky.sun[1] - dy, sky.sun[2] - dz
    length = math.sqrt(hx * hx + hy * hy + hz * hz)
    cos_nh = max((normal[0] * hx + normal[1] * hy + normal[2] * hz) / length, 0.0)
    glint = ggx(max(roughness * roughness, LEAST_ALPHA), cos_nh, cos_nl, cos_nv)
    glint *= fresnel(f0, -(hx * dx + hy * dy + hz * dz) / length) * cos_nl * s.lit[n]

    rx, ry, rz = dx + 2.0 * cos_nv * normal[0], dy + 2.0 * cos_nv * normal[1], dz + 2.0 * cos_nv * normal[2]
    together = max(film * WET_MIRROR, pool) if film > 0.0 else (1.0 if roughness < MIRROR_ROUGHNESS else 0.0)
    mirror[n, 0], mirror[n, 1] = reflectance * together, WET_SLOPE * (1.0 - pool) if film > 0.0 else 0.0
    sheen = (1.0 - together) * reflectance * (1.0 - roughness) * s.open[n] / math.pi
    dark = 1.0 - pool * (1.0 - PUDDLE_DEPTH)
    solid = (1.0 - paints.transmission[m]) * (1.0 - reflectance) / math.pi
    sent = FULL_SUN
    if paints.pattern[m] == ROOM:
        point = (s.position[n, 0], s.position[n, 1], s.position[n, 2])
        sent *= room(point, (dx, dy, dz), normal, s.range[n] * pixel_angle)
    for c in range(3):
        direct = sky.beam[c] * s.lit[n] * cos_nl
        if leaf:
            direct += LEAF_TRANSMISSION * LEAF_TINT[c] * sky.beam[c] * s.lit[n] * max(-sun_side, 0.0)
        value = dark * rho[c] * solid * (direct + ambient(sky, c, normal, s.open[n]))
        value += sheen * paints.tint[m, c] * harmonic_irradiance(sky.harmonics, c, rx, ry, rz)
        value += glint * paints.tint[m, c] * sky.beam[c] + paints.emission[m, c] * sent
        out[n, c] = value


@parallel_entry
def surface_radiance(s, sky, paints, bodies, lanes, pixel_angle, out, mirror):
    """Write the radiance (N, 3) [kcd/m²] of surfels, and share and slope of their mirror images (N, 2)."""
    for k in prange(len(s.range)):
        shade(s, np.int64(k), sky, paints, bodies, lanes, pixel_angle, out, mirror)
