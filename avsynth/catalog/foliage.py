"""Leaves: clouds of small triangles, each a spray of leaves, thick outside and dark within. Rays pass between them.

Trunks, branches, and which tree has which crown are in `crowns`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from avsynth.catalog.shapes import Shape

#: Leaves deeper inside another clump than this share of its radius are left out, since nobody sees them.
HIDDEN = 0.55
#: How many candidates are drawn for each leaf that is wanted.
CANDIDATES = 4
#: How far the shading normal of a spray leans outwards: its many leaves face many ways, on the whole outwards.
LEAN = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Clumps:
    """Ellipsoids that leaves sit on.

    Parameters
    ----------
    centre : float64 (C, 3) [m]
    radius : float64 (C, 3) [m]
        Semi-axes along x, y, z.
    """

    centre: np.ndarray
    radius: np.ndarray


@dataclass(frozen=True, slots=True)
class Spray:
    """What one triangle of leaves looks like.

    Parameters
    ----------
    length, width : float [m]
        Means; single sprays are 0.6 to 1.4 times as large.
    outward : float [1]
        How far sprays turn their faces outwards: 0 not at all, 2 nearly all.
    droop : float [1]
        How far their tips hang down: 0 not at all; negative, they point upwards.
    depth : float [1]
        How deep below the surface of a clump they sit at most, as a share of its radius.
    """

    length: float = 0.34
    width: float = 0.22
    outward: float = 0.8
    droop: float = 0.3
    depth: float = 0.35


def leaves(clumps: Clumps, count: int, spray: Spray, slot: int, rng: np.random.Generator) -> Shape:
    """Return `count` sprays on the outsides of `clumps`, by their areas."""
    place, outward = _on_clumps(clumps, CANDIDATES * count, spray.depth, rng)
    seen = np.flatnonzero(~_hidden(place, clumps))
    kept = seen[:count]
    return sprays(place[kept], outward[kept], spray, slot, rng)


def leaves_on_box(size: ArrayLike, count: int, spray: Spray, slot: int, rng: np.random.Generator) -> Shape:
    """Return `count` sprays on the uneven faces of a clipped box of `size` (3,) [m] on z = 0, none below."""
    x, y, z = np.asarray(size, float)
    faces = np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1]], float)
    area = np.array([y * z, y * z, x * z, x * z, x * y])
    outward = faces[rng.choice(5, count, p=area / area.sum())]
    place = rng.uniform(-0.5, 0.5, (count, 3))
    place = np.where(outward != 0, outward / 2, place) * [x, y, z] + [0, 0, z / 2]
    wave = 0.35 * np.sin(2.9 * place @ [0.3, 1.0, 0.6]) * np.sin(4.3 * place @ [0.5, 0.7, 1.0] + 1.0)
    sunk = spray.depth * spray.length * (1 + wave + 1.2 * rng.random(count) ** 2)
    return sprays(place - outward * sunk[:, None], outward, spray, slot, rng)


def shade(clumps: Clumps, count: int, size: float, slot: int, rng: np.random.Generator) -> Shape:
    """Return `count` large sprays [m] deep within `clumps`, which keep one from looking through."""
    which = rng.choice(len(clumps.centre), count, p=_share(clumps.radius))
    direction = _directions(count, rng)
    reach = rng.uniform(0.1, 0.58, (count, 1))
    place = clumps.centre[which] + direction * reach * clumps.radius[which]
    return sprays(place, direction, Spray(size, size, outward=0.6, droop=0.0), slot, rng)


def sprays(place: np.ndarray, outward: np.ndarray, spray: Spray, slot: int, rng: np.random.Generator) -> Shape:
    """Return one triangle at each `place` (N, 3) [m], facing more or less along `outward` (N, 3)."""
    count = len(place)
    face = _unit(_directions(count, rng) + spray.outward * outward)
    face *= np.where(np.sum(face * outward, axis=1, keepdims=True) < 0, -1.0, 1.0)
    tip = _directions(count, rng) + 0.5 * outward - spray.droop * np.array([0.0, 0.0, 1.0])
    tip = _unit(tip - face * np.sum(tip * face, axis=1, keepdims=True))
    side = np.cross(tip, face)
    grown = rng.uniform(0.6, 1.4, (count, 1))
    long, wide = spray.length * grown, spray.width * grown * rng.uniform(0.75, 1.25, (count, 1))
    skew = rng.uniform(-0.3, 0.3, (count, 3, 1))
    corners = np.stack(
        [
            place - tip * long * (0.4 + skew[:, 0]) - side * wide / 2,
            place - tip * long * (0.4 - skew[:, 0]) + side * wide / 2,
            place + tip * long * 0.6 + side * wide * skew[:, 1],
        ],
        axis=1,
    )
    lean = np.repeat(LEAN * outward, 3, axis=0)
    return Shape(corners.reshape(-1, 3), np.arange(3 * count).reshape(-1, 3), np.full(count, slot), lean)


def stretched(shape: Shape, low: ArrayLike, high: ArrayLike) -> Shape:
    """Return the shape stretched so that its box reaches from `low` to `high` (3,) [m]."""
    first, last = shape.vertices.min(axis=0), shape.vertices.max(axis=0)
    factor = (np.asarray(high, float) - low) / (last - first)
    return shape.moved(*-first).scaled(*factor).moved(*np.asarray(low, float))


def _on_clumps(clumps: Clumps, count: int, depth: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return places (N, 3) [m] just below the surfaces of clumps, and unit vectors outwards (N, 3)."""
    which = rng.choice(len(clumps.centre), count, p=_share(clumps.radius))
    direction = _directions(count, rng)
    # Most sit close to the surface; a few twigs stand out.
    reach = 1.0 + depth * (0.25 - rng.random((count, 1)) ** 1.5)
    radius = clumps.radius[which]
    return clumps.centre[which] + direction * reach * radius, _unit(direction / radius)


def _hidden(place: np.ndarray, clumps: Clumps) -> np.ndarray:
    """Return which places (N,) lie deep inside some clump."""
    away = (place[:, None] - clumps.centre) / clumps.radius
    return np.einsum("ncx,ncx->nc", away, away).min(axis=1) < HIDDEN**2


def _share(radius: np.ndarray) -> np.ndarray:
    """Return the share of each ellipsoid in the area of all (C,), by Thomsen's formula."""
    power = 1.6075
    a, b, c = (radius**power).T
    area = ((a * b + a * c + b * c) / 3) ** (1 / power)
    return area / area.sum()


def _directions(count: int, rng: np.random.Generator) -> np.ndarray:
    """Return unit vectors (N, 3), uniform on the sphere."""
    return _unit(rng.standard_normal((count, 3)))


def _unit(vectors: np.ndarray) -> np.ndarray:
    """Return vectors (N, 3) at unit length."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
