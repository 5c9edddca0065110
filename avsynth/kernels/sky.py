"""The light of sun and sky: Perez' formula with Preetham's coefficients, the CIE overcast sky, clouds between them.

Radiance is in kcd/m² and illuminance in klx per channel of linear sRGB, so that a grey surface of albedo ρ under the
illuminance E has the radiance ρ E / π in every channel.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import prange

from avsynth.kernels._jit import inline, parallel_entry
from avsynth.kernels.noise import plane_fractal, smoothstep

#: Linear sRGB of XYZ [IEC 61966-2-1], D65 white.
RGB_FROM_XYZ = np.array(
    [[3.2404542, -1.5371385, -0.4985314], [-0.9692660, 1.8760108, 0.0415560], [0.0556434, -0.2040259, 1.0572252]]
)
#: Least sine of elevation at which the sky is evaluated; Perez' formula has a pole at the horizon.
LOWEST_SINE = 0.02
#: Share of white in a clear sky's light, from what Preetham's fit leaves out: light that the ground returns to the air,
#: and colour filters that overlap. Set so that shaded asphalt in pictures has blue ÷ red of about 1.5, as measured.
PALENESS = 0.3
#: Brightness of the sky ÷ Preetham's fit, which gives level ground 28 klx from a clear noon sky; real: 10 to 20.
CLEAR_SCALE = 0.68
#: White haze low in the sky: its share at the horizon, the sine of elevation over which it fades, and its brightness
#: relative to the fit's, which is too dark there for summer air.
HORIZON_SHARE, HORIZON_DEPTH, HORIZON_GLOW = 0.85, 0.20, 2.5
#: Angular radius of the sun [rad], and of the glow around it.
SUN_RADIUS = 0.00465
GLOW_RADIUS = 0.035
#: Radiance of the glow ÷ beam illuminance [1/sr]: forward scattering by aerosols that Perez' smooth fit leaves out.
GLOW_STRENGTH = 2.0
#: Clouds: scale of their pattern on the plane they float in, height of that plane above the horizon's curve [1].
CLOUD_SCALE = 1.3
CLOUD_CURVE = 0.12
CLOUD_OCTAVES = 6
#: Half-width of the edge of a cloud, in units of the noise.
CLOUD_EDGE = 0.16
#: The glow over a town is so much brighter at the horizon than at the zenith [1]; it fades over this sine of elevation.
TOWN_LOW, TOWN_HEIGHT = 3.0, 0.25


class Sky(NamedTuple):
    """One state of sun, sky and ground as light sources.

    sun (3,): direction to the sun. beam (3,) [klx]: direct illuminance on a surface that faces the sun.
    perez (3, 5): coefficients A to E of Y, x, y; zenith (3,): their zenith values ÷ F(0, θs), Y in kcd/m².
    cover: share of the sky that is cloud; threshold: of the cloud noise; key: of the clouds' pattern.
    overcast, bright (3,) [kcd/m²]: zenith radiance of an overcast sky, radiance of a sunlit cloud.
    ground, air (3,) [kcd/m²]: radiance of the ground around, and of the air at the horizon.
    glow (3,) [kcd/m²]: at the zenith, of town light that air and clouds send back.
    harmonics (9, 3) [kcd/m²]: of the smooth sky above the horizon. extinction [1/m]: of the air.
    """

    sun: np.ndarray
    beam: np.ndarray
    perez: np.ndarray
    zenith: np.ndarray
    cover: float
    threshold: float
    overcast: np.ndarray
    bright: np.ndarray
    ground: np.ndarray
    air: np.ndarray
    glow: np.ndarray
    harmonics: np.ndarray
    extinction: float
    key: np.uint64


@inline
def perez(coefficients, cos_zenith, cos_gamma):
    """Return F(θ, γ) = (1 + A exp(B / cos θ)) (1 + C exp(D γ) + E cos² γ) [Preetham]_."""
    a, b, c, d, e = coefficients
    gamma = math.acos(min(max(cos_gamma, -1.0), 1.0))
    return (1.0 + a * math.exp(b / cos_zenith)) * (1.0 + c * math.exp(d * gamma) + e * cos_gamma * cos_gamma)


@inline
def clear_sky(sky, x, y, z):
    """Return (r, g, b) of the cloudless sky [kcd/m²] in the direction (x, y, z)."""
    cos_zenith = max(z, LOWEST_SINE)
    cos_gamma = x * sky.sun[0] + y * sky.sun[1] + z * sky.sun[2]
    luminance = CLEAR_SCALE * sky.zenith[0] * perez(sky.perez[0], cos_zenith, cos_gamma)
    cx = sky.zenith[1] * perez(sky.perez[1], cos_zenith, cos_gamma)
    cy = sky.zenith[2] * perez(sky.perez[2], cos_zenith, cos_gamma)
    big_x, big_z = cx / cy * luminance, (1.0 - cx - cy) / cy * luminance
    m, vivid = RGB_FROM_XYZ, 1.0 - PALENESS
    red = m[0, 0] * big_x + m[0, 1] * luminance + m[0, 2] * big_z
    green = m[1, 0] * big_x + m[1, 1] * luminance + m[1, 2] * big_z
    blue = m[2, 0] * big_x + m[2, 1] * luminance + m[2, 2] * big_z
    haze = HORIZON_SHARE * math.exp(-cos_zenith / HORIZON_DEPTH)
    pale = (PALENESS * (1.0 - haze) + HORIZON_GLOW * haze) * luminance
    vivid *= 1.0 - haze
    red, green, blue = pale + vivid * red, pale + vivid * green, pale + vivid * blue
    return max(red, 0.0), max(green, 0.0), max(blue, 0.0)


@inline
def cloud_opacity(sky, x, y, z):
    """Return how much of the sky a cloud hides in the direction (x, y, z), 0..1."""
    if sky.cover <= 0.0:
        return 0.0
    scale = CLOUD_SCALE / (max(z, 0.0) + CLOUD_CURVE)
    field = plane_fractal(scale * x, scale * y, CLOUD_OCTAVES, sky.key)
    return smoothstep(sky.threshold - CLOUD_EDGE, sky.threshold + CLOUD_EDGE, field)


@inline
def mixed_sky(sky, opacity, x, y, z):
    """Return (r, g, b) of a sky [kcd/m²] of which clouds hide the share `opacity`: clear, sunlit cloud, overcast."""
    red, green, blue = clear_sky(sky, x, y, z)
    dome = sky.cover * (1.0 + 2.0 * max(z, 0.0)) / 3.0  # CIE overcast: L = Lz (1 + 2 cos θ) / 3
    sunlit = 1.0 - sky.cover
    red += opacity * (dome * sky.overcast[0] + sunlit * sky.bright[0] - red)
    green += opacity * (dome * sky.overcast[1] + sunlit * sky.bright[1] - green)
    blue += opacity * (dome * sky.overcast[2] + sunlit * sky.bright[2] - blue)
    low = 1.0 + TOWN_LOW * math.exp(-max(z, 0.0) / TOWN_HEIGHT)
    return red + low * sky.glow[0], green + low * sky.glow[1], blue + low * sky.glow[2]


@inline
def sky_light(sky, x, y, z):
    """Return (r, g, b) of the smooth sky [kcd/m²] by which surfaces are lit and which they reflect; ground below."""
    if z < 0.0:
        return sky.ground[0], sky.ground[1], sky.ground[2]
    return mixed_sky(sky, sky.cover, x, y, z)


@inline
def seen_sky(sky, x, y, z):
    """Return (r, g, b) of the sky [kcd/m²] as seen: with clouds, the sun's disc and the glow around it."""
    opacity = cloud_opacity(sky, x, y, z)
    red, green, blue = mixed_sky(sky, opacity, x, y, z)
    gamma = math.acos(min(max(x * sky.sun[0] + y * sky.sun[1] + z * sky.sun[2], -1.0), 1.0))
    glow = GLOW_STRENGTH * math.exp(-gamma / GLOW_RADIUS)
    if gamma < SUN_RADIUS:
        glow += 1.0 / (math.pi * SUN_RADIUS * SUN_RADIUS)
    glow *= 1.0 - opacity
    return red + glow * sky.beam[0], green + glow * sky.beam[1], blue + glow * sky.beam[2]


@inline
def sky_in(sky, direction, n, seen, out):
    """Write the radiance of the sky in direction `n`: as seen, or the smooth sky that lights surfaces."""
    x, y, z = direction[n, 0], direction[n, 1], direction[n, 2]
    out[n, 0], out[n, 1], out[n, 2] = seen_sky(sky, x, y, z) if seen else sky_light(sky, x, y, z)


@parallel_entry
def sky_radiance(sky, direction, seen, out):
    """Write the radiance of the sky (N, 3) [kcd/m²] in each direction (N, 3); not `seen`: smooth, without disc."""
    for k in prange(len(direction)):
        sky_in(sky, direction, np.int64(k), seen, out)


#: Constants of the irradiance of a surface from nine spherical harmonics [Ramamoorthi]_, equation 13.
C1, C2, C3, C4, C5 = 0.429043, 0.511664, 0.743125, 0.886227, 0.247708


@inline
def harmonic_irradiance(m, c, x, y, z):
    """Return the illuminance [klx] of channel `c` on a surface with normal (x, y, z) from the harmonics `m` (9, 3)."""
    value = C1 * m[8, c] * (x * x - y * y) + C3 * m[6, c] * z * z + C4 * m[0, c] - C5 * m[6, c]
    value += 2.0 * C1 * (m[4, c] * x * y + m[7, c] * x * z + m[5, c] * y * z)
    value += 2.0 * C2 * (m[3, c] * x + m[1, c] * y + m[2, c] * z)
    return max(value, 0.0)
