"""Work on the grid of pixels: light found on a coarse grid and spread to all, and where neighbours differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.datatypes.rays import Hits, RayBundle
from avsynth.kernels import openness as kernels
from avsynth.kernels import textures
from avsynth.kernels.openness import OpenGrid
from avsynth.sensors._camera_light import Seen, Stage, points_of, sky_seen
from avsynth.sensors._camera_open import OPEN_RAYS

#: Pixels from one coarse point to the next.
STRIDE = 4
#: Neighbours are an edge if their normals' cosine is less, or one lies farther off the other's plane (share of range).
ALIKE_NORMALS, ALIKE_PLANE = 0.85, 0.02
#: Shadows are an edge if the sun seen differs by more than this share [1]; others are soft as they are.
SHARP_SHADOW = 0.3
#: Edges fainter than this share of the mean are left as they are [1].
FAINT = 0.06
#: This multiple of the median is as bright as white [1].
BRIGHT = 8.0


@dataclass(frozen=True, slots=True)
class CoarseLight:
    """Sky visibility and lane segments at every fourth pixel: `index` (rows, columns) into both, −1 for sky."""

    index: np.ndarray
    grid: OpenGrid
    segment: np.ndarray


def coarse_light(stage: Stage, rays: RayBundle, hits: Hits, shape: tuple[int, int]) -> CoarseLight:
    """Return sky visibility and lane segments at every fourth pixel of an image of `shape`."""
    height, width = shape
    row, column = np.mgrid[0 : -(-height // STRIDE), 0 : -(-width // STRIDE)]
    pixel = np.minimum(row * STRIDE + STRIDE // 2, height - 1) * width
    pixel += np.minimum(column * STRIDE + STRIDE // 2, width - 1)
    met = hits.met[pixel]
    index = np.where(met, np.cumsum(met).reshape(met.shape) - 1, -1).astype(np.int64)
    chosen = pixel[met]
    position, normal = points_of(rays, hits)[chosen], hits.normal[chosen]
    value = sky_seen(stage, position, normal, column[met], row[met])
    segment = np.full(len(chosen), -1, dtype=np.int32)
    if len(stage.lanes.length):
        textures.nearest_segments(np.ascontiguousarray(position[:, :2]), stage.lanes, segment)
    grid = OpenGrid(position, normal, hits.range[chosen].astype(np.float64), value)
    return CoarseLight(index, _counted_together(index, grid), segment)


def _counted_together(index: np.ndarray, grid: OpenGrid) -> OpenGrid:
    """Return the `grid` with means over places that are alike instead of what single points have counted."""
    near, value = np.empty((len(grid.value), 2)), np.empty(len(grid.value))
    kernels.average_near(index, grid, float(OPEN_RAYS), near)
    kernels.average_far(index, grid, near, value)
    return grid._replace(value=value)


def spread(light: CoarseLight, rays: RayBundle, hits: Hits, lit: np.ndarray, u: np.ndarray, v: np.ndarray) -> Seen:
    """Return what rays through the pixels (u, v) (N,) [px] met, with the light of the coarse points around."""
    openness = np.empty(len(rays))
    position = points_of(rays, hits)
    kernels.shared_openness(u, v, position, hits.normal, hits.range, light.index, float(STRIDE), light.grid, openness)
    rows, columns = light.index.shape
    row = np.clip((v / STRIDE).astype(np.int64), 0, rows - 1)
    coarse = light.index[row, np.clip((u / STRIDE).astype(np.int64), 0, columns - 1)]
    segment = np.append(light.segment, np.int32(-1))[coarse]
    return Seen(rays, hits, segment, lit, openness)


def edges(hits: Hits, rays: RayBundle, lit: np.ndarray, colour: np.ndarray, most: int) -> np.ndarray:
    """Return the numbers of the pixels beside the strongest edges, at most `most`, int64 (E,), in order.

    An edge is where neighbours show something else in another colour.
    `colour` (H, W, 3) is what the pixel centres bring [kcd/m²].
    """
    grey = np.sqrt(np.minimum(colour[:, :, 1], BRIGHT * np.median(colour[:, :, 1])))
    faint = FAINT / 2.0 * grey.mean()  # a square root halves relative differences
    strength = np.zeros(grey.shape)
    for here, there, differs in _differences(hits, rays, lit, grey.shape):
        contrast = np.where(differs, np.abs(grey[here] - grey[there]), 0.0)
        strength[here] = np.maximum(strength[here], contrast)
        strength[there] = np.maximum(strength[there], contrast)
    found = np.flatnonzero(strength > faint)
    if len(found) > most:
        strongest = np.argsort(-strength.ravel()[found], kind="stable")[:most]
        found = np.sort(found[strongest])
    return found


def _differences(hits: Hits, rays: RayBundle, lit: np.ndarray, shape: tuple[int, int]):
    """Yield, for right and for lower neighbours, the slices of both and whether they show different things."""
    kind = [a.reshape(shape) for a in (hits.instance, hits.part, hits.material)]
    lit = lit.reshape(shape)
    normal = hits.normal.reshape(*shape, 3)
    position = points_of(rays, hits).reshape(*shape, 3)
    range_ = np.where(hits.met, hits.range, 1.0).reshape(shape)
    for here, there in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        alike = np.einsum("ijk,ijk->ij", normal[here], normal[there])
        step = np.einsum("ijk,ijk->ij", position[there] - position[here], normal[here])
        apart = (alike < ALIKE_NORMALS) | (np.abs(step) > ALIKE_PLANE * range_[here])
        shadow = np.abs(lit[here] - lit[there]) > SHARP_SHADOW
        yield here, there, np.logical_or.reduce([apart, shadow, *(a[here] != a[there] for a in kind)])
