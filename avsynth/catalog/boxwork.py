"""Bodies with upright walls, such as cabs of trucks and buses: half outlines stacked from the skirt to the roof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from avsynth.catalog.shapes import Shape, fan, merged, sheet

#: Columns of a front or rear wall across its flat half [1], and facets of a rounded corner.
ACROSS = np.array([0.0, 0.5, 1.0])
CORNER = 3
#: Thickness of a door [m].
LEAF = 0.05
#: Within this x the lower edge falls from a wheel arch to the skirt [m].
ARCH_STEP = 0.004


@dataclass(frozen=True, slots=True)
class Level:
    """A horizontal outline: height, x of front and rear wall, half width, radius of the corners [m]."""

    z: float
    front: float
    rear: float
    half: float
    radius: float


@dataclass(frozen=True, slots=True)
class Arch:
    """A round cut-out of the lower edge over an axle: x and z of the axle, radius [m]."""

    x: float
    z: float
    radius: float


@dataclass(frozen=True, slots=True, eq=False)
class Walls:
    """The left half of a body: a grid of points (levels, columns, 3), columns from the front's middle to the rear's."""

    points: np.ndarray

    @property
    def cells(self) -> tuple[int, int]:
        """Number of bands and of columns of cells."""
        return self.points.shape[0] - 1, self.points.shape[1] - 1

    @property
    def middle_x(self) -> np.ndarray:
        """x of the middle of each column of cells at the lowest level [m]; for those on the side."""
        return (self.points[0, 1:, 0] + self.points[0, :-1, 0]) / 2

    @property
    def is_side(self) -> np.ndarray:
        """Whether a column of cells belongs to the straight side, bool (columns,)."""
        side = np.zeros(self.cells[1], bool)
        side[len(ACROSS) + CORNER - 1 : 1 - len(ACROSS) - CORNER] = True
        return side

    @property
    def is_front(self) -> np.ndarray:
        """Whether a column of cells belongs to the flat front, bool (columns,)."""
        return np.arange(self.cells[1]) < len(ACROSS) - 1

    @property
    def is_rear(self) -> np.ndarray:
        """Whether a column of cells belongs to the flat rear, bool (columns,)."""
        return self.is_front[::-1]

    def between(self, front: float, rear: float) -> np.ndarray:
        """Return which columns of cells of the side lie between x = `front` and `rear` < `front` [m], (columns,)."""
        return self.is_side & (self.middle_x < front) & (self.middle_x > rear)

    def skin(
        self,
        left: np.ndarray,
        right: np.ndarray,
        cut_left: np.ndarray | bool = False,
        cut_right: np.ndarray | bool = False,
    ) -> Shape:
        """Return both halves with finish slots by cell, int (bands, columns), without the cells that are cut, bool."""
        kept_left, kept_right = (np.broadcast_to(~np.asarray(cut), self.cells) for cut in (cut_left, cut_right))
        return merged([sheet(self.points, left, kept_left), sheet(self.points, right, kept_right).mirrored()])

    def leaf(self, slots: np.ndarray, cells: np.ndarray, inside: int, glass: int) -> Shape:
        """Return a left door of the `cells`, bool (bands, columns), seen from both sides.

        Its inside is of the slot `inside`, but panes of the slot `glass` are single.
        """
        inner = self.points - np.array([0.0, LEAF, 0.0])
        return merged([sheet(self.points, slots, cells), sheet(inner, inside, cells & (slots != glass)).flipped()])

    def lid(self, slot: int, *, crown: float = 0.0) -> Shape:
        """Return the roof over the highest level, `crown` [m] higher in the middle."""
        left = self.points[-1]
        across = np.array([1.0, 0.72, 0.36, 0.0, -0.36, -0.72, -1.0])
        rows = np.repeat(left[None], len(across), axis=0)
        rows[..., 1] *= across[:, None]
        inside = np.clip(np.minimum(left[0, 0] - left[:, 0], left[:, 0] - left[-1, 0]) / 0.25, 0, 1)
        rows[..., 2] += crown * (1 - across[:, None] ** 2) * inside
        return sheet(rows, slot)

    def floor(self, slot: int, z: float, arches: Sequence[Arch] = (), depth: float = 0.0) -> Shape:
        """Return the flat underside at height `z` [m], narrower by `depth` between wheels."""
        left = self.points[0] * [1, 1, 0] + [0, 0, z]
        for arch in arches:
            left[np.abs(left[:, 0] - arch.x) < arch.radius + ARCH_STEP / 2, 1] -= depth
        return sheet(np.stack([left, left * [1, -1, 1]]), slot).flipped()


def walls(levels: Sequence[Level], stations: Sequence[float], arches: Sequence[Arch] = ()) -> Walls:
    """Return the left half of a body through `levels` from low to high, its side divided at `stations` [m]."""
    arcs = [a.x + (a.radius + step) * c for a in arches for step, c in _arch_columns()]
    marks = np.unique(np.round([*stations, *arcs], 4))[::-1]
    points = np.array([_outline(level, marks) for level in levels])
    for arch in arches:
        reach = arch.radius**2 - (points[..., 0] - arch.x) ** 2
        edge = arch.z + np.sqrt(np.clip(reach, 0, None))
        cut = (reach > -ARCH_STEP * arch.radius) & (points[..., 1] > 0.6 * levels[0].half)
        points[..., 2] = np.where(cut, np.maximum(points[..., 2], edge), points[..., 2])
    return Walls(points)


def _arch_columns() -> list[tuple[float, float]]:
    """Return (extra radius, cosine) of the columns that draw a wheel arch."""
    return [(0.0, float(np.cos(t))) for t in np.linspace(0, np.pi, 11)] + [(ARCH_STEP, 1.0), (ARCH_STEP, -1.0)]


def _outline(level: Level, marks: np.ndarray) -> np.ndarray:
    """Return one half outline (C, 3) [m]; marks beyond the straight part of the side fall on its ends."""
    turn = np.linspace(0, np.pi / 2, CORNER + 1)[1:]
    flat, r = level.half - level.radius, level.radius
    front = [(level.front, flat * share) for share in ACROSS]
    front += [(level.front - r + r * np.cos(t), flat + r * np.sin(t)) for t in turn]
    rear = [(level.rear + level.front - x, y) for x, y in front[::-1]]
    side = [(float(np.clip(x, level.rear + r, level.front - r)), level.half) for x in marks]
    return np.array([(x, y, level.z) for x, y in [*front, *side, *rear]])


def wheel_house(arch: Arch, half: float, depth: float, slot: int) -> Shape:
    """Return the dark inside of a left wheel arch, from the wall at y = `half` inwards [m]."""
    angle = np.linspace(-0.1, np.pi + 0.1, 11)
    x, z = arch.x + arch.radius * np.cos(angle), arch.z + arch.radius * np.sin(angle)
    outer, inner = (np.column_stack([x, np.full(11, y), z]) for y in (half, half - depth))
    return merged([sheet(np.stack([outer, inner]), slot).flipped(), fan(inner[::-1], slot)])
