"""Gaps between the roads of a network: small areas inside junctions that no road covers, though roads lie all round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from avsynth.datatypes.ground import Ground

#: Largest area of a gap [m²]: larger ones are islands, greens and blocks of a town.
LARGEST = 80.0
#: Longest edge on an outline [m], so that the triangles between outlines follow them.
EDGE = 1.0
#: Points of one outline nearer to each other than this are one [m].
SAME_POINT = 1e-3


@dataclass(frozen=True, eq=False)
class Gap:
    """An area that no road covers.

    Parameters
    ----------
    vertices : float64 (V, 3) [m], world
    triangles : int (T, 3)
        Counter-clockwise.
    """

    vertices: np.ndarray
    triangles: np.ndarray

    @property
    def outlines(self) -> list[np.ndarray]:
        """Closed outlines, counter-clockwise around it (clockwise around holes), (K, 3) each [m]."""
        edges = {(a, b) for row in self.triangles.tolist() for a, b in zip(row, row[1:] + row[:1], strict=True)}
        rim = sorted((a, b) for a, b in edges if (b, a) not in edges)
        after: dict[int, list[int]] = {}
        for a, b in rim:
            after.setdefault(a, []).append(b)
        loops = []
        while after:
            loop = [min(after)]
            while (following := after.get(loop[-1])) is not None:
                loop.append(following.pop())
                if not following:
                    del after[loop[-2]]
            loops.append(self.vertices[loop[:-1]])
        return loops


def gaps_between(outlines: Sequence[np.ndarray], near: Sequence[np.ndarray], ground: Ground) -> list[Gap]:
    """Return the gaps between closed `outlines` (K, 3) [m] that touch one of those `near`; `ground` is covered."""
    from scipy.sparse import coo_matrix  # heavy, so imported where used
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import Delaunay, cKDTree

    if not near:
        return []
    points, rim = (np.concatenate([_refined(one) for one in some]) for some in (outlines, near))
    wanted = cKDTree(rim).query(points)[0] < SAME_POINT
    net = Delaunay(points[:, :2])
    corners = points[net.simplices]
    free = np.isnan(ground.heights(corners[:, :, :2].mean(axis=1)))
    one, side = np.nonzero((net.neighbors >= 0) & free[:, None] & free[net.neighbors])
    links = coo_matrix((np.ones(len(one)), (one, net.neighbors[one, side])), shape=(len(free), len(free)))
    count, label = connected_components(links, directed=False)
    (ax, ay), (bx, by) = ((corners[:, k, :2] - corners[:, 0, :2]).T for k in (1, 2))
    across = ax * by - ay * bx  # twice the area, positive counter-clockwise
    area = np.bincount(label, np.abs(across) / 2, count)
    reaches_out = np.bincount(label, (net.neighbors < 0).any(axis=1), count) > 0
    touches = np.bincount(label, wanted[net.simplices].any(axis=1), count) > 0
    chosen = np.unique(label[free & (area < LARGEST)[label] & touches[label] & ~reaches_out[label]])
    turned = np.where((across > 0)[:, None], net.simplices, net.simplices[:, ::-1])
    return [_gap(points, turned[(label == k) & (np.abs(across) > SAME_POINT**2)]) for k in chosen]


def _gap(points: np.ndarray, triangles: np.ndarray) -> Gap:
    used, renumbered = np.unique(triangles, return_inverse=True)
    return Gap(points[used], renumbered.reshape(-1, 3))


def _refined(outline: np.ndarray) -> np.ndarray:
    """Return the closed outline with edges of at most `EDGE` [m]."""
    step = np.roll(outline, -1, axis=0) - outline
    length = np.hypot(*step[:, :2].T)
    count = np.where(length > SAME_POINT, np.ceil(length / EDGE), 0).astype(int)
    number = np.repeat(np.arange(len(outline)), count)
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return outline[number] + (within / np.maximum(count[number], 1))[:, None] * step[number]
