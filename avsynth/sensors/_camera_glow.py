"""Lamps in fog, rain and spray: their light in the air on a coarse grid of rays, spread to all pixels."""

from __future__ import annotations

import numpy as np

from avsynth.contracts.tracer import Tracer
from avsynth.datatypes.rays import RayBundle
from avsynth.kernels import glow as kernels
from avsynth.kernels.air import Air
from avsynth.kernels.lamps import Lamps

#: Pixels from one ray to the next.
STRIDE = 8
#: Rays are followed so far [m], or to what they meet, in so many stretches, short ones near the camera.
REACH, STRETCHES = 150.0, 16
#: Stretches that would send less are not looked at [kcd/m²]: a thousandth of what saturates the longest exposure.
LEAST = 2e-6
#: Light of a lamp turns towards the eye by so much at the most that is worth a ray [1/sr].
MUCH = 0.3
#: The first bit of a way from a lamp, which its housing may cross [m].
HOUSING = 0.15


def glow_pixels(height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the columns and rows (R, C) [px] of the rays of the coarse grid, whose last ones lie beyond the edge."""
    rows, columns = -(-(height - 1) // STRIDE) + 1, -(-(width - 1) // STRIDE) + 1
    v, u = np.mgrid[0:rows, 0:columns] * float(STRIDE)
    return u, v


def add_glow(
    tracer: Tracer, air: Air | None, lamps: Lamps, rays: RayBundle, shape: tuple[int, int], range_: np.ndarray, out
) -> None:
    """Add to the picture `out` (H, W, 3) [kcd/m²] what the air sends of the light of `lamps`.

    rays (R · C,) : through `glow_pixels`; `shape` is (R, C). range_ (H, W) [m] : how far pixels see, inf for the sky.
    """
    if air is None or not len(lamps.intensity):
        return
    ends = np.minimum(range_, REACH).astype(np.float64)
    row, column = (np.minimum(np.arange(n) * STRIDE, size - 1) for n, size in zip(shape, ends.shape, strict=True))
    reach = np.ascontiguousarray(ends[np.ix_(row, column)])
    seen = _reached(tracer, air, lamps, rays, reach.ravel())
    glow = np.empty((len(rays), STRETCHES + 1, 3))
    kernels.lamp_glow(air, lamps, np.ascontiguousarray(rays.origin), rays.direction, reach.ravel(), seen, glow)
    kernels.add_glow(glow.reshape(*shape, STRETCHES + 1, 3), reach, ends, float(STRIDE), out)


def _reached(tracer: Tracer, air: Air, lamps: Lamps, rays: RayBundle, reach: np.ndarray) -> np.ndarray:
    """Return which stretches (S,) of rays (N,) up to `reach` [m] each lamp (L,) lights, bool (L, N, S)."""
    stops = reach[:, None] * (np.arange(STRETCHES + 1) / STRETCHES) ** 2
    middle = reach[:, None] * ((np.arange(STRETCHES) + 0.5) / STRETCHES) ** 2
    points = (rays.origin[:, None] + rays.direction[:, None] * middle[:, :, None]).reshape(-1, 3)
    most = max(air.fog + air.rain + air.bank, float(np.max(air.strength, initial=0.0)))
    thick = (1.0 - np.exp(-most * np.diff(stops, axis=1))).ravel()
    seen = np.zeros((len(lamps.intensity), len(points)), dtype=bool)
    strength = np.empty(len(points))
    for k in range(len(lamps.intensity)):
        kernels.beam_strength(points, lamps, k, strength)
        asked = np.flatnonzero(strength * thick * MUCH > LEAST)
        way = points[asked] - lamps.position[k]
        distance = np.maximum(np.linalg.norm(way, axis=1), 2.0 * HOUSING)
        direction = way / distance[:, None]
        start = lamps.position[k] + HOUSING * direction
        between = RayBundle(start, direction, np.zeros(len(asked)), distance - HOUSING)
        seen[k, asked] = ~tracer.occluded(between)
    return seen.reshape(len(seen), len(rays), -1)
