"""Triangles inside closed outlines, with holes: ears are clipped, then edges flipped until it is a Delaunay one."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

#: Corners flatter than this are no ears: twice the area of the triangle over the square of its longest side [1].
FLAT = 1e-9
#: A flip must gain at least this much, so that cocircular corners do not flip for ever [1].
GAIN = 1e-9


def triangulated(points: np.ndarray, rings: list[np.ndarray]) -> np.ndarray:
    """Return triangles, int64 (T, 3), that fill the area inside the first ring and outside the others.

    Parameters
    ----------
    points : float64 (N, 2)
    rings : list of int (K,)
        Numbers of the points along each closed outline; any direction.

    Raises
    ------
    ValueError
        If an outline crosses itself or another one.
    """
    outer = _turned(points, np.asarray(rings[0]), 1.0)
    for hole in sorted(rings[1:], key=lambda ring: -points[ring, 0].max()):
        outer = _bridged(points, outer, _turned(points, np.asarray(hole), -1.0))
    triangles = _ears(points, list(outer))
    if _side(*points[triangles.T]).min() < 0:
        raise ValueError("the outline crosses itself")
    return _flipped(points, triangles)


def signed_area(polygon: np.ndarray) -> float:
    """Return the area inside a closed `polygon` (K, 2); positive if it runs counter-clockwise."""
    following = np.roll(polygon, -1, axis=0)
    return float((polygon[:, 0] * following[:, 1] - polygon[:, 1] * following[:, 0]).sum() / 2)


def _turned(points: np.ndarray, ring: np.ndarray, sign: float) -> np.ndarray:
    """Return `ring` so that its area has this sign."""
    return ring if signed_area(points[ring]) * sign > 0 else ring[::-1]


def _bridged(points: np.ndarray, outer: np.ndarray, hole: np.ndarray) -> np.ndarray:
    """Return `outer` with the way to `hole`, round it and back, on a bridge that crosses no edge."""
    first = int(np.argmax(points[hole, 0]))
    hole = np.roll(hole, -first)
    start = points[hole[0]]
    edges = np.concatenate([np.column_stack([ring, np.roll(ring, -1)]) for ring in (outer, hole)])
    for number in np.argsort(((points[outer] - start) ** 2).sum(axis=1), kind="stable"):
        others = edges[~np.isin(edges, [outer[number], hole[0]]).any(axis=1)]
        if not _crosses(start, points[outer[number]], points[others]).any() and _faces(points, outer, number, start):
            return np.concatenate([outer[: number + 1], hole, hole[:1], outer[number:]])
    raise ValueError("a hole lies outside the outline")


def _faces(points: np.ndarray, ring: np.ndarray, number: int, target: np.ndarray) -> bool:
    """Return whether `target` lies on the inner side of the corner `number` of the counter-clockwise `ring`."""
    here = points[ring[number]]
    before = points[ring[number - 1]] - here
    after = points[ring[(number + 1) % len(ring)]] - here
    angles = [np.arctan2(v[1], v[0]) for v in (after, before, target - here)]
    return bool((angles[2] - angles[0]) % (2 * np.pi) < (angles[1] - angles[0]) % (2 * np.pi))


def _crosses(a: np.ndarray, b: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Return which of `edges` (E, 2, 2) the stretch from `a` to `b` crosses or touches, bool (E,)."""
    c, d = edges[:, 0], edges[:, 1]
    return (_side(a, b, c) * _side(a, b, d) <= 0) & (_side(c, d, a) * _side(c, d, b) <= 0)


def _side(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """Return twice the signed area of the triangles a, b, c; positive if c lies to the left of a → b."""
    return (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])


def _ears(points: np.ndarray, ring: list[int]) -> np.ndarray:
    """Return triangles of a counter-clockwise outline: again and again the best ear is cut off."""
    triangles = []
    quality: dict[tuple[int, int, int], float] = {}
    while len(ring) > 3:
        corners = [(ring[k - 1], ring[k], ring[(k + 1) % len(ring)]) for k in range(len(ring))]
        found = _best(points, corners, ring, quality)
        if quality[corners[found]] == 0 and len(quality) > len(ring):
            quality.clear()  # a corner that lay inside may have been cut off
            found = _best(points, corners, ring, quality)
        if quality[corners[found]] == 0:
            raise ValueError("the outline crosses itself")
        triangles.append(corners[found])
        del ring[found]
    triangles.append(tuple(ring))
    return np.array(triangles, dtype=np.int64)


def _best(
    points: np.ndarray, corners: list[tuple[int, int, int]], ring: list[int], quality: dict[tuple[int, int, int], float]
) -> int:
    """Return the number of the best ear; `quality` keeps what was found of each corner."""
    for corner in corners:
        if corner not in quality:
            quality[corner] = _quality(points, corner, ring)
    return int(np.argmax([quality[corner] for corner in corners]))


def _quality(points: np.ndarray, corner: tuple[int, int, int], ring: list[int]) -> float:
    """Return how good an ear the corner is, 0 if it is none: its area over the square of its longest side."""
    a, b, c = points[list(corner)]
    area = float(_side(a, b, c))
    longest = max(((a - b) ** 2).sum(), ((b - c) ** 2).sum(), ((c - a) ** 2).sum())
    if area <= FLAT * longest:
        return 0.0
    others = points[[n for n in ring if n not in corner]]
    slack = -FLAT * longest
    inside = (_side(a, b, others) >= slack) & (_side(b, c, others) >= slack) & (_side(c, a, others) >= slack)
    return 0.0 if inside.any() else float(area / longest)


def _flipped(points: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """Return the triangles after flipping inner edges until none has a corner inside another's circle."""
    made = [list(triangle) for triangle in triangles]
    owners: dict[tuple[int, int], set[int]] = defaultdict(set)
    for number, triangle in enumerate(made):
        for edge in _edges(triangle):
            owners[edge].add(number)
    todo = sorted(edge for edge, own in owners.items() if len(own) == 2)
    while todo:
        edge = todo.pop()
        if len(owners[edge]) != 2:
            continue
        one, other = sorted(owners[edge])
        (p,), (q,) = ([n for n in made[k] if n not in edge] for k in (one, other))
        if not _gains(points, edge, p, q):
            continue
        for k in (one, other):
            for old in _edges(made[k]):
                owners[old].discard(k)
        made[one], made[other] = (
            _counter_clockwise(points, [edge[0], p, q]),
            _counter_clockwise(points, [edge[1], p, q]),
        )
        for k in (one, other):
            for new in _edges(made[k]):
                owners[new].add(k)
        todo += [new for k in (one, other) for new in _edges(made[k]) if new != tuple(sorted((p, q)))]
    return np.array(made, dtype=np.int64)


def _edges(triangle: list[int]) -> list[tuple[int, int]]:
    return [tuple(sorted((triangle[k], triangle[k - 1]))) for k in range(3)]


def _counter_clockwise(points: np.ndarray, triangle: list[int]) -> list[int]:
    a, b, c = points[triangle]
    return triangle if _side(a, b, c) > 0 else triangle[::-1]


def _gains(points: np.ndarray, edge: tuple[int, int], p: int, q: int) -> bool:
    """Return whether flipping `edge`, between the corners `p` and `q`, makes the smallest angle larger."""
    a, b, c, d = points[edge[0]], points[edge[1]], points[p], points[q]
    if _side(c, d, a) * _side(c, d, b) >= 0 or min(abs(_side(c, d, a)), abs(_side(c, d, b))) < FLAT:
        return False  # not a convex quadrilateral
    angles = [np.arctan2(abs(_side(o, a, b)), (a - o) @ (b - o)) for o in (c, d)]
    return bool(sum(angles) > np.pi + GAIN)
