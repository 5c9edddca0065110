"""How much of sun and sky points see: rays towards both, always to the same places so that nothing is speckled."""

from __future__ import annotations

import numpy as np

from avsynth.contracts.tracer import Tracer
from avsynth.datatypes.rays import RayBundle
from avsynth.kernels.openness import OPEN_TILE

#: Rays that leave a surface start this far off it [m].
OFF_SURFACE = 2e-3
#: Nothing farther throws a shadow [m], or hides the sky [m].
SHADOW_RANGE, OPEN_RANGE = 400.0, 40.0
#: Angular radius of the sun [rad].
SUN_RADIUS = 0.00465
#: Places on the sun's disc that points near the edge of a shadow look at.
DISC_RAYS = 8
#: Such points lie so near to the edge [px], and to the camera [m].
PENUMBRA_REACH, PENUMBRA_RANGE = 5, 50.0
#: Directions of each point towards the sky.
OPEN_RAYS = 8
#: A ray is no use if it leaves its surface at a smaller sine than this.
GRAZING = 0.01
GOLDEN_RATIO = 0.6180339887498949


def sun_visible(tracer: Tracer, sun: np.ndarray, origin: np.ndarray, place: tuple[float, float]) -> np.ndarray:
    """Return 1 where a point (N, 3) sees one `place` of the sun's disc (share of its radius, turn) and 0 elsewhere."""
    radius, turn = SUN_RADIUS * place[0], 2.0 * np.pi * place[1]
    across, up, _ = _frames(sun[None])[0]
    direction = sun + radius * (np.cos(turn) * across + np.sin(turn) * up)
    towards = np.ascontiguousarray(np.broadcast_to(direction / np.linalg.norm(direction), origin.shape))
    return (~_hidden(tracer, origin, towards, SHADOW_RANGE)).astype(np.float32)


def disc_places() -> list[tuple[float, float]]:
    """Return places spread evenly over the sun's disc: (share of its radius, turn)."""
    return [(float(np.sqrt((k + 0.5) / DISC_RAYS)), (k * GOLDEN_RATIO) % 1.0) for k in range(DISC_RAYS)]


def near_shadow_edges(lit: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Return which pixels lie near an edge of a shadow, bool (H, W).

    lit (H, W): sun seen. asked bool (H, W): surfaces whose shadows can be soft.
    """
    import cv2  # slow to import

    edge = np.zeros(lit.shape, dtype=np.uint8)
    for here, there in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        differs = (lit[here] != lit[there]) & asked[here] & asked[there]
        edge[here] |= differs
        edge[there] |= differs
    size = 2 * PENUMBRA_REACH + 1
    return (cv2.dilate(edge, np.ones((size, size), dtype=np.uint8)) > 0) & asked


def sky_share(
    tracer: Tracer, points: np.ndarray, normals: np.ndarray, column: np.ndarray, row: np.ndarray
) -> np.ndarray:
    """Return the share of sky that is open above each point, float64 (N,).

    Directions follow the cosine law about the normals (N, 3); those below the horizon are turned up, and left out if
    they then point into the surface. Points of one tile (column and row (N,) place them) have different directions,
    the same in every tile, so that a mean over a tile sees OPEN_RAYS · OPEN_TILE² of them.
    """
    cell = (row % OPEN_TILE) * OPEN_TILE + column % OPEN_TILE
    direction = np.einsum("nkc,ncd->nkd", _open_directions()[cell], _frames(normals.astype(np.float64)))
    direction[:, :, 2] = np.abs(direction[:, :, 2])
    usable = np.einsum("nkd,nd->nk", direction, normals) > GRAZING
    which = np.nonzero(usable)[0]
    hidden = _hidden(tracer, points[which] + OFF_SURFACE * normals[which], direction[usable], OPEN_RANGE)
    free = np.bincount(which, weights=~hidden, minlength=len(points))
    return free / np.maximum(usable.sum(axis=1), 1)


def _hidden(tracer: Tracer, origin: np.ndarray, direction: np.ndarray, range_max: float) -> np.ndarray:
    return tracer.occluded(RayBundle(origin, direction, np.zeros(len(origin)), range_max=range_max))


def _open_directions() -> np.ndarray:
    """Return directions about the z axis by the cosine law, for each place in a tile (OPEN_TILE², OPEN_RAYS, 3)."""
    cells = OPEN_TILE * OPEN_TILE
    number = np.arange(OPEN_RAYS)[None, :] * cells + (np.arange(cells) * 7 % cells)[:, None]  # 7: no two alike in line
    u, turn = (number + 0.5) / (cells * OPEN_RAYS), 2.0 * np.pi * (number * GOLDEN_RATIO % 1.0)
    return np.stack([np.sqrt(u) * np.cos(turn), np.sqrt(u) * np.sin(turn), np.sqrt(1.0 - u)], axis=2)


def _frames(normal: np.ndarray) -> np.ndarray:
    """Return right-handed frames (N, 3, 3) whose rows are two tangents and the unit vector `normal` (N, 3) [Duff]_."""
    x, y, z = normal.T
    sign = np.where(z >= 0.0, 1.0, -1.0)
    a = -1.0 / (sign + z)
    b = x * y * a
    first = np.column_stack([1.0 + sign * x * x * a, sign * b, -sign * x])
    return np.stack([first, np.column_stack([b, sign + y * y * a, -y]), normal], axis=1)
