"""Weather as light: what the state of the air makes of sun, sky and ground. Formulas per direction: kernels/sky."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from avsynth.core.seed import Stream
from avsynth.datatypes.scene import Weather
from avsynth.kernels import sky as sky_kernels
from avsynth.kernels.sky import Sky

#: Illuminance of the sun outside the air [klx] (ASTM E490 spectrum through the CIE eye).
SOLAR_ILLUMINANCE = 133.1
#: Wavelengths [µm] at which the air's transmission stands for the channels R, G, B.
CHANNEL_WAVELENGTHS = np.array([0.61, 0.55, 0.465])
#: Linear sRGB of sunlight outside the air (about 5780 K), luminance 1.
SOLAR_COLOUR = np.array([1.06, 0.99, 0.93])
#: Preetham's coefficients A to E are linear in turbidity: rows of (slope, intercept), for Y, x and y [Preetham]_.
PEREZ_SLOPES = np.array(
    [
        [0.17872, -0.35540, -0.02266, 0.12064, -0.06696],
        [-0.01925, -0.06651, -0.00041, -0.06409, -0.00325],
        [-0.01669, -0.09495, -0.00792, -0.04405, -0.01092],
    ]
)
PEREZ_INTERCEPTS = np.array(
    [
        [-1.46303, 0.42749, 5.32505, -2.57705, 0.37027],
        [-0.25922, 0.00081, 0.21247, -0.89887, 0.04517],
        [-0.26078, 0.00921, 0.21023, -1.65369, 0.05291],
    ]
)
#: Zenith chromaticity: rows T², T, 1; columns θ³, θ², θ, 1 of the sun's zenith angle θ [Preetham]_ (from memory).
ZENITH_X = np.array(
    [[0.00166, -0.00375, 0.00209, 0.0], [-0.02903, 0.06377, -0.03202, 0.00394], [0.11693, -0.21196, 0.06052, 0.25886]]
)
ZENITH_Y = np.array(
    [[0.00275, -0.00610, 0.00317, 0.0], [-0.04214, 0.08970, -0.04153, 0.00516], [0.15346, -0.26756, 0.06670, 0.26688]]
)
#: Preetham's fit fails for a lower sun [rad].
LOWEST_SUN = np.deg2rad(2.0)
#: Illuminance of level ground under a clear sky [lx] at elevations of the sun [deg] (Explanatory Supplement to the
#: Astronomical Almanac, from memory), with the night sky's own at last.
TWILIGHT = ((-18.0, -12.0, -6.0, -0.8, 0.0, 2.0), (1.0e-3, 8.3e-3, 3.4, 453.0, 759.0, 1660.0))
#: Over these elevations the sun's disc rises [rad].
DISC_RISES = (np.deg2rad(-0.8), LOWEST_SUN)
#: Clouds are made at most so much darker or brighter to fit the law of diffuse light [1].
CLOUD_SCALES = (0.7, 2.0)
#: Albedo of sunlit cloud [1], and of the ground that lights things from below, R, G, B [1] (asphalt, soil, grass).
CLOUD_ALBEDO = 0.8
GROUND_ALBEDO = np.array([0.125, 0.120, 0.105])
#: Share of the beam that reaches the ground around, among houses and trees [1].
GROUND_SUNLIT = 0.5
#: Light that a town sends up [klx], its colour (luminance 1); so many street lamps near the camera are a town; shares
#: that clear air and closed clouds send back [1]. Estimates, from measured skies: 10 mcd/m² clear, 80 overcast.
TOWN_EMITTANCE, TOWN_COLOUR, TOWN_LAMPS = 4e-4, np.array([1.25, 0.96, 0.66]), 8
TOWN_AIR, TOWN_CLOUD = 0.05, 0.6
#: Colour of an overcast sky, luminance 1 (about 6500 K).
OVERCAST_COLOUR = np.array([0.98, 1.0, 1.05])
#: Standard deviation of the cloud noise (`plane_fractal` of six octaves), computed.
CLOUD_DEVIATION = 0.195
#: Sine of elevation up to which the sky's light is that of distant air [1].
LOW_AIR = 0.06
#: Extinction of the air for each unit of turbidity [1/m]; turbidity 3 is a visibility of 30 km.
EXTINCTION_PER_TURBIDITY = 4.3e-5


def sky_of(weather: Weather, stream: Stream) -> Sky:
    """Return the light of `weather`; `stream` sets the pattern of the clouds.

    Clouds weaken the beam by Kasten and Czeplak's mean law [Kasten]_: with the cover N, the global irradiance is
    G = G₀ (1 − 0.75 N^3.4) and its diffuse share 0.3 + 0.7 N²; so the beam is (1 − 0.75 N^3.4)(1 − N²) times the clear
    one.
    """
    elevation = max(weather.sun_elevation, LOWEST_SUN)
    azimuth, cover = weather.sun_azimuth, weather.cloud
    flat = np.cos(elevation)
    sun = np.array([flat * np.cos(azimuth), flat * np.sin(azimuth), np.sin(elevation)])
    clear_beam = SOLAR_ILLUMINANCE * SOLAR_COLOUR * _transmission(elevation, weather.turbidity)
    dimming = 1.0 - 0.75 * cover**3.4
    coefficients = PEREZ_SLOPES * weather.turbidity + PEREZ_INTERCEPTS
    sky = Sky(
        sun=sun,
        beam=clear_beam * dimming * (1.0 - cover**2),
        perez=coefficients,
        zenith=_zenith(np.pi / 2 - elevation, weather.turbidity) / _perez(coefficients, 1.0, sun[2]),
        cover=float(cover),
        threshold=_cloud_threshold(cover),
        overcast=np.zeros(3),
        bright=np.zeros(3),
        ground=np.zeros(3),
        air=np.zeros(3),
        glow=np.zeros(3),
        harmonics=np.zeros((9, 3)),
        extinction=EXTINCTION_PER_TURBIDITY * weather.turbidity,
        key=stream.key("clouds"),
    )
    clear_diffuse = _diffuse_illuminance(sky._replace(cover=0.0))
    overcast = 0.25 * float(np.mean(clear_beam) * sun[2] + np.mean(clear_diffuse)) * OVERCAST_COLOUR
    sky = sky._replace(
        overcast=overcast * 9.0 / (7.0 * np.pi),  # E = Lz 7π / 9 under L = Lz (1 + 2 cos θ) / 3
        bright=CLOUD_ALBEDO * float(np.mean(clear_beam)) * _tint(clear_beam * sun[2] + clear_diffuse) / np.pi,
    )
    sky = _as_bright_as_measured(sky, clear_beam * sun[2], clear_diffuse)
    sky = _with_ground(sky._replace(harmonics=_harmonics(sky), air=_air(sky)))
    return _dusked(sky, weather) if weather.sun_elevation < LOWEST_SUN else sky


def over_town(sky: Sky, street_lamps: int) -> Sky:
    """Return the `sky` over so many `street_lamps` that burn: air and clouds send a part of a town's light back."""
    share = min(street_lamps / TOWN_LAMPS, 1.0)
    if not share:
        return sky
    back = TOWN_AIR + (TOWN_CLOUD - TOWN_AIR) * sky.cover
    lit = sky._replace(glow=share * back * TOWN_EMITTANCE * TOWN_COLOUR / np.pi)
    return _with_ground(lit._replace(harmonics=_harmonics(lit), air=_air(lit)))


def _with_ground(sky: Sky) -> Sky:
    """Return `sky` with the ground that it lights."""
    horizontal = GROUND_SUNLIT * sky.beam * sky.sun[2] + _diffuse_illuminance(sky)
    return sky._replace(ground=GROUND_ALBEDO * horizontal / np.pi)


def _dusked(sky: Sky, weather: Weather) -> Sky:
    """Return the `sky` of the lowest sun as dark as that of a lower one, lit by moon and night sky at the least.

    Its colours and shape stay; moonlight comes from all of it.
    """
    elevations, illuminances = TWILIGHT
    lux = np.exp(np.interp(np.rad2deg(weather.sun_elevation), elevations, np.log(illuminances)))
    share = lux / illuminances[-1] + 1e-3 * weather.moon / _diffuse_illuminance(sky)[1]
    dark = {name: share * getattr(sky, name) for name in ("overcast", "bright", "ground", "air", "harmonics")}
    sunlit = np.clip(np.interp(weather.sun_elevation, DISC_RISES, (0.0, 1.0)), 0.0, 1.0)
    return sky._replace(beam=sunlit * sky.beam, zenith=sky.zenith * [share, 1.0, 1.0], **dark)


def _as_bright_as_measured(sky: Sky, beam: np.ndarray, diffuse: np.ndarray) -> Sky:
    """Return `sky` with clouds so bright that its diffuse light follows Kasten and Czeplak's law.

    `beam` and `diffuse` (3,) [klx] light level ground under a clear sky. With d their diffuse share, that of the cloudy
    sky is d + (1 − d) N².
    """
    if sky.cover == 0.0:
        return sky
    whole = np.mean(beam + diffuse)
    share = np.mean(diffuse) / whole
    asked = whole * (1.0 - 0.75 * sky.cover**3.4) * (share + (1.0 - share) * sky.cover**2)
    clear = (1.0 - sky.cover) * np.mean(diffuse)
    scale = np.clip((asked - clear) / (np.mean(_diffuse_illuminance(sky)) - clear), *CLOUD_SCALES)
    return sky._replace(overcast=sky.overcast * scale, bright=sky.bright * scale)


def _tint(light: np.ndarray) -> np.ndarray:
    """Return the colour of `light` (3,) with the mean 1."""
    return light / light.mean()


def horizontal_illuminance(sky: Sky) -> np.ndarray:
    """Return the illuminance of open level ground by sun and sky (3,) [klx]."""
    return sky.beam * sky.sun[2] + _diffuse_illuminance(sky)


def _transmission(elevation: float, turbidity: float) -> np.ndarray:
    """Return the share of sunlight that passes the air, R, G, B (3,), by Preetham's appendix: Rayleigh and aerosol."""
    degrees = np.rad2deg(np.pi / 2 - elevation)
    mass = 1.0 / (np.sin(elevation) + 0.15 * (93.885 - degrees) ** -1.253)
    beta = 0.04608 * turbidity - 0.04586
    rayleigh = np.exp(-0.008735 * CHANNEL_WAVELENGTHS**-4.08 * mass)
    return rayleigh * np.exp(-beta * CHANNEL_WAVELENGTHS**-1.3 * mass)


def _zenith(theta: float, turbidity: float) -> np.ndarray:
    """Return Y [kcd/m²], x and y at the zenith (3,) for the sun's zenith angle `theta` [rad]."""
    chi = (4.0 / 9.0 - turbidity / 120.0) * (np.pi - 2.0 * theta)
    luminance = (4.0453 * turbidity - 4.9710) * np.tan(chi) - 0.2155 * turbidity + 2.4192
    powers = np.array([theta**3, theta**2, theta, 1.0])
    turbidities = np.array([turbidity**2, turbidity, 1.0])
    return np.array([luminance, turbidities @ ZENITH_X @ powers, turbidities @ ZENITH_Y @ powers])


def _perez(coefficients: np.ndarray, cos_zenith: float, cos_gamma: float) -> np.ndarray:
    """Return F(θ, γ) of Y, x and y (3,); the same formula as `kernels.sky.perez`."""
    a, b, c, d, e = coefficients.T
    glow = 1.0 + c * np.exp(d * np.arccos(cos_gamma)) + e * cos_gamma**2
    return (1.0 + a * np.exp(b / cos_zenith)) * glow


def _air(sky: Sky) -> np.ndarray:
    """Return the radiance of the smooth sky low above the horizon (3,) [kcd/m²], the mean over all sides."""
    direction, radiance, _ = _dome_radiance(sky)
    low = direction[:, 2] < LOW_AIR
    return radiance[low].mean(axis=0)


def _cloud_threshold(cover: float) -> float:
    """Return the level of the cloud noise above which there is cloud, so that the share `cover` of the sky is."""
    return CLOUD_DEVIATION * NormalDist().inv_cdf(1.0 - np.clip(cover, 1e-9, 1.0 - 1e-9))


def _dome() -> tuple[np.ndarray, np.ndarray]:
    """Return directions (N, 3) that cover the upper half sphere evenly, and the solid angle of each [sr]."""
    rings, columns = 32, 64
    z = (np.arange(rings) + 0.5) / rings
    azimuth = 2.0 * np.pi * (np.arange(columns) + 0.5) / columns
    z, azimuth = (grid.ravel() for grid in np.meshgrid(z, azimuth, indexing="ij"))
    flat = np.sqrt(1.0 - z * z)
    return np.column_stack([flat * np.cos(azimuth), flat * np.sin(azimuth), z]), 2.0 * np.pi / (rings * columns)


def _dome_radiance(sky: Sky) -> tuple[np.ndarray, np.ndarray, float]:
    direction, solid_angle = _dome()
    radiance = np.empty_like(direction)
    sky_kernels.sky_radiance(sky, direction, False, radiance)
    return direction, radiance, solid_angle


def _diffuse_illuminance(sky: Sky) -> np.ndarray:
    """Return the illuminance of level ground by the smooth sky (3,) [klx]."""
    direction, radiance, solid_angle = _dome_radiance(sky)
    return (radiance * direction[:, 2:]).sum(0) * solid_angle


def _harmonics(sky: Sky) -> np.ndarray:
    """Return the first nine real spherical harmonics of the smooth sky above the horizon (9, 3) [kcd/m²]."""
    direction, radiance, solid_angle = _dome_radiance(sky)
    x, y, z = direction.T
    basis = [0.282095 + 0.0 * x, 0.488603 * y, 0.488603 * z, 0.488603 * x, 1.092548 * x * y, 1.092548 * y * z]
    basis += [0.315392 * (3.0 * z * z - 1.0), 1.092548 * x * z, 0.546274 * (x * x - y * y)]
    return np.array(basis) @ radiance * solid_angle
