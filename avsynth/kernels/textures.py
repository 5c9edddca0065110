"""Patterns of surfaces: factors on the albedo, from noise in space, averaged over what one pixel covers.

A detail of wavelength λ seen through a footprint f larger than λ keeps the share λ / f of its contrast: that is how an
average over (f / λ)² independent patches fades.
"""

import math
from typing import NamedTuple

import numpy as np

from avsynth.kernels._jit import entry, inline
from avsynth.kernels.noise import cell_uniform, plane_noise, smoothstep, value_noise

#: Kinds of pattern; `MaterialTable` names are mapped to them by the camera.
PLAIN, ASPHALT, SLABS, BRICK, TILES, GRASS, LEAVES, PLASTER, MARK, BARK, ROOM = range(11)
#: Ratio of wavelengths of the octaves of plain variation, and their weights from fine to coarse [1].
OCTAVE_RATIO = 3.7
WEIGHTS = (0.9, 0.6, 0.45, 0.45)
#: Wavelengths [m] of the texture of asphalt, and their amplitudes [1] (their standard deviation is 0.37 of it).
STONES = (0.008, 0.035, 0.19)
STONE_CONTRAST = (1.5, 0.22, 0.13)
#: Contrast of single stones seen from near [1]; and how much redder or bluer than the mean they are [1].
STONE_MOST, STONE_HUE = 0.7, 0.2
#: Asphalt's variation in the material table at which its texture has just this contrast [1].
ASPHALT_VARIATION = 0.22
#: Share of light that is left when blades, and when leaves, shade each other below the size of the mesh [1]; on real
#: pictures grass has 0.2 to 0.35 and trees about 0.1 of the brightness of sunlit asphalt.
LAWN, CANOPY = 0.52, 0.42
#: Lit rooms: their depth behind the pane, size of what stands in them [m], and how much it differs [1].
ROOM_DEPTH, ROOM_PIECES, ROOM_CONTRAST = 2.2, (0.9, 0.45), (0.75, 0.45)
#: Seed of each independent field.
SEED_GRAIN, SEED_STAIN, SEED_CRACK, SEED_CELL, SEED_HUE = (np.uint64(101 * k + 7) for k in range(5))


class Lanes(NamedTuple):
    """Lane segments, for patterns that follow the road.

    start, direction (K, 2) [m], [1], world; length, station, half_width (K,) [m].
    """

    start: np.ndarray
    direction: np.ndarray
    length: np.ndarray
    station: np.ndarray
    half_width: np.ndarray


@inline
def kept(wavelength, footprint):
    """Return the share of contrast that a detail keeps under a footprint, 0..1."""
    return min(1.0, wavelength / footprint)


@inline
def variation(x, y, z, grain, footprint):
    """Return plain variation, mean 0, about ±1: four octaves of noise from `grain` [m] upwards."""
    total, wavelength = 0.0, grain
    for octave in range(4):
        share = kept(wavelength, footprint)
        if share > 0.03:
            seed = SEED_GRAIN + np.uint64(octave)
            total += WEIGHTS[octave] * share * value_noise(x / wavelength, y / wavelength, z / wavelength, seed)
        wavelength *= OCTAVE_RATIO
    return total


@inline
def line(distance, width, footprint):
    """Return how much of a footprint a dark line of `width` covers whose middle is `distance` away, 0..1."""
    reach = 0.5 * (width + footprint)
    return min(1.0, width / footprint) * (1.0 - smoothstep(0.5 * reach, reach, abs(distance)))


@inline
def cells(u, v, size_u, size_v, offset):
    """Return (column, row, distance to the nearest joint in u, in v) of a running bond."""
    row = math.floor(v / size_v)
    shifted = u / size_u + offset * (row % 2.0)
    column = math.floor(shifted)
    fu, fv = shifted - column, v / size_v - row
    return np.int64(column), np.int64(row), min(fu, 1.0 - fu) * size_u, min(fv, 1.0 - fv) * size_v


@inline
def masonry(u, v, size_u, size_v, joint, footprint):
    """Return the factor of a wall or floor of stones: each its own tone, joints darker."""
    column, row, du, dv = cells(u, v, size_u, size_v, 0.5)
    tone = 1.0 + 0.34 * (cell_uniform(column, row, SEED_CELL) - 0.5) * kept(size_v, footprint)
    joints = max(line(du, joint, footprint), line(dv, joint, footprint))
    return tone * (1.0 - 0.45 * joints)


@inline
def stones(s, t, footprint):
    """Return the relative brightness of the stones in asphalt, mean 0; as measured on real pictures of roads."""
    total = 0.0
    for octave in range(3):
        wavelength = STONES[octave]
        share = min(STONE_CONTRAST[octave] * kept(wavelength, footprint), STONE_MOST)
        total += share * plane_noise(s / wavelength, t / wavelength, SEED_GRAIN + np.uint64(octave))
    return total


@inline
def asphalt(s, t, half_width, footprint):
    """Return the factor of a carriageway at the station `s` and the offset `t` [m] from the lane's middle."""
    tracks = math.exp(-(((abs(t) - 0.78) / 0.28) ** 2))
    oil = math.exp(-((t / 0.35) ** 2)) * (0.6 + 0.6 * plane_noise(s / 7.0, 0.5, SEED_STAIN))
    mottle = plane_noise(s / 5.0, t / 1.7, SEED_STAIN + np.uint64(1))
    mottle += 0.7 * plane_noise(s / 0.9, t / 0.4, SEED_STAIN + np.uint64(2)) * kept(0.5, footprint)
    factor = 1.0 - 0.055 * tracks - 0.075 * oil + 0.06 * mottle
    bay, side = math.floor(s / 9.0), math.floor(t / (2.0 * half_width) + 0.5)
    luck = cell_uniform(np.int64(bay), np.int64(side), SEED_CELL)
    if luck < 0.2:  # a patch of newer, darker or older, paler asphalt
        du, dv = s - 9.0 * bay - 4.0, t + half_width * (0.6 - 6.0 * luck)
        inside = smoothstep(3.2 - 15.0 * luck + 0.05, 3.2 - 15.0 * luck, abs(du)) * smoothstep(0.75, 0.7, abs(dv))
        factor *= 1.0 + (0.18 if luck > 0.1 else -0.2) * inside
    return factor * (1.0 - 0.5 * cracks(s, t, footprint))


@inline
def cracks(s, t, footprint):
    """Return how much of a footprint cracks and their dark seals cover, 0..1."""
    where = plane_noise(s / 21.0, t / 9.0, SEED_CRACK)
    if where < 0.12:
        return 0.0
    bend = 0.16 * plane_noise(s / 0.8, t / 0.8, SEED_CRACK + np.uint64(1))
    bend += 0.07 * plane_noise(s / 0.21, t / 0.21, SEED_CRACK + np.uint64(3))
    field = plane_noise(s / 11.0 + bend, t / 1.4 + bend, SEED_CRACK + np.uint64(2))
    width = 0.016 + 0.03 * min(1.0, 3.0 * (where - 0.12))
    return line(field * 1.6, width, footprint)


@inline
def stained(u, v, height, footprint):
    """Return the factor of rendered walls: rain streaks, blotches, splash dirt near the ground."""
    streaks = plane_noise(u / 0.35, v / 3.5, SEED_STAIN) * kept(0.35, footprint)
    blotches = plane_noise(u / 1.9, v / 2.3, SEED_STAIN + np.uint64(3))
    runs = plane_noise(u / 0.11, v / 6.0, SEED_STAIN + np.uint64(7)) * kept(0.11, footprint)
    faded = plane_noise(u / 7.0, v / 4.5, SEED_STAIN + np.uint64(9))
    dirt = 1.0 - 0.30 * smoothstep(1.1, 0.1, height + 0.35 * plane_noise(u / 0.7, 0.5, SEED_STAIN + np.uint64(5)))
    return dirt * (1.0 + 0.06 * streaks + 0.06 * blotches + 0.05 * runs * max(faded, 0.0) + 0.07 * faded)


@inline
def plants(x, y, z, grain, amplitude, footprint, left):
    """Return (r, g, b) factors of leaves or grass: tufts light and dark, yellower and greener; `left` is the mean."""
    fine = variation(x, y, z, grain, footprint)
    hue = value_noise(x / 1.7, y / 1.7, z / 1.7, SEED_HUE)
    hue += 0.7 * value_noise(x / 0.3, y / 0.3, z / 0.3, SEED_HUE + np.uint64(1)) * kept(0.3, footprint)
    tone = left * max(0.15, 1.0 + 1.6 * amplitude * fine)
    return tone * (1.0 + 0.25 * hue), tone * (1.0 + 0.06 * hue), tone * (1.0 - 0.12 * hue)


@inline
def lane_coordinates(lanes, segment, x, y):
    """Return (station, offset to the left, half width) [m] of (x, y) on a lane segment; world axes without one."""
    if segment < 0:
        return x, y, 1.75
    dx, dy = x - lanes.start[segment, 0], y - lanes.start[segment, 1]
    cos, sin = lanes.direction[segment, 0], lanes.direction[segment, 1]
    return lanes.station[segment] + cos * dx + sin * dy, cos * dy - sin * dx, lanes.half_width[segment]


@inline
def wall_coordinates(x, y, z, nx, ny, nz):
    """Return (u, v) [m] along a surface with the normal n: u level, v up the slope."""
    flat = math.sqrt(nx * nx + ny * ny)
    if flat < 0.05:
        return x, y
    tx, ty = -ny / flat, nx / flat
    return x * tx + y * ty, z * flat - nz * (x * nx + y * ny) / flat


@inline
def room(point, view, normal, footprint):
    """Return the factor on what a lit room sends through the pane at `point` along `view`: what stands at its back."""
    facing = -(view[0] * normal[0] + view[1] * normal[1] + view[2] * normal[2])
    reach = ROOM_DEPTH / max(facing, 0.15)
    x, y, z = point[0] + reach * view[0], point[1] + reach * view[1], point[2] + reach * view[2]
    u, v = wall_coordinates(x, y, z, normal[0], normal[1], normal[2])
    factor = 1.0
    for octave in range(2):
        size = ROOM_PIECES[octave]
        step = smoothstep(-0.12, 0.12, plane_noise(u / size, 0.7 * v / size, SEED_CELL + np.uint64(octave)))
        factor += ROOM_CONTRAST[octave] * kept(size, footprint) * (step - 0.5)
    return max(factor, 0.1)


@inline
def texture(pattern, point, normal, footprint, amplitude, grain, road):
    """Return (r, g, b) factors on the albedo at `point` (x, y, z) [m]; `road` is (station, offset, half width)."""
    x, y, z = point
    s, t, half_width = road
    if pattern in (GRASS, LEAVES):
        return plants(x, y, z, grain, amplitude, footprint, LAWN if pattern == GRASS else CANOPY)
    if pattern == ASPHALT:
        factor = asphalt(s, t, half_width, footprint)
        factor *= max(0.15, 1.0 + amplitude / ASPHALT_VARIATION * stones(s, t, footprint))
        hue = STONE_HUE * kept(STONES[0], footprint) * plane_noise(s / STONES[0], t / STONES[0], SEED_HUE)
        return factor * (1.0 + hue), factor, factor * (1.0 - hue)
    factor = max(0.1, 1.0 + amplitude * variation(x, y, z, grain, footprint))
    if pattern == SLABS:
        factor *= masonry(s, t, 0.5, 0.5, 0.014, footprint)
    elif pattern == MARK:  # worn: bits of the road show through
        worn = plane_noise(s / 0.06, t / 0.06, SEED_STAIN) * kept(0.06, footprint)
        factor *= 1.0 - 0.35 * smoothstep(0.25, 0.7, worn + 0.3 * plane_noise(s / 1.1, t / 0.3, SEED_CRACK))
    elif pattern != PLAIN and pattern != BARK:
        u, v = wall_coordinates(x, y, z, normal[0], normal[1], normal[2])
        if pattern == BRICK:
            factor *= masonry(u, v, 0.25, 0.075, 0.012, footprint)
        elif pattern == TILES:
            factor *= masonry(u, v, 0.22, 0.34, 0.035, footprint)
        elif pattern == PLASTER:
            factor *= stained(u, v, z, footprint)
    return factor, factor, factor


@entry
def nearest_segments(point, lanes, out):
    """Write the lane segment whose strip each point (N, 2) [m] lies in or nearest to, int32 (N,)."""
    for n in range(len(point)):
        best, found = np.inf, -1
        for k in range(len(lanes.length)):
            dx, dy = point[n, 0] - lanes.start[k, 0], point[n, 1] - lanes.start[k, 1]
            along = dx * lanes.direction[k, 0] + dy * lanes.direction[k, 1]
            across = abs(dy * lanes.direction[k, 0] - dx * lanes.direction[k, 1])
            beyond = max(max(-along, along - lanes.length[k]), 0.0)
            outside = max(across - lanes.half_width[k], 0.0)
            distance = beyond * beyond + outside * outside + 1e-4 * across
            if distance < best:
                best, found = distance, k
        out[n] = found
