"""The islands between lanes for turning that slip round a corner and the rest of a junction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.roads._corner import Corner
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._plane import Plane
from avsynth.roads._section import KERB_HEIGHT, KERB_WIDTH
from avsynth.roads._triangulate import signed_area, triangulated

#: Width of the lane between the kerb of the corner and the island [m].
SLIP_WIDTH = 4.5
#: Points along the round side; the shortest side of an island that is worth building [m].
ROUND_POINTS, SHORTEST_SIDE = 9, 2.5


@dataclass(frozen=True, eq=False)
class SlipIsland:
    """A three-sided island at a corner: two sides along the edges of the legs, the third round, beside the slip lane.

    `ring` : float64 (K, 2) [m], counter-clockwise.
    """

    ring: np.ndarray

    @classmethod
    def at(cls, corner: Corner, margin: float) -> SlipIsland | None:
        """Return the island at a corner that leaves `margin` [m] to other lanes; None where there is no room for it.

        The kerb's circle of radius R touches both edges; the round side is its circle of radius R + the lane's width,
        which cuts an edge √((R + w)² − R²) before the point where they touch.
        """
        if not corner.is_fillet:
            return None
        wide = corner.radius + SLIP_WIDTH
        first, second = corner.first.beside(margin), corner.second.beside(-margin)
        inner = Corner(first, second, corner.radius)
        tip = first.at(np.array(inner.meeting[:1]))[0]
        ends = []
        for edge, touching in zip((first, second), corner.reach, strict=True):
            near = touching - np.sqrt(wide**2 - (corner.radius - margin) ** 2)
            ends.append(edge.at(np.array([near]))[0])
        if (
            min(float((end - tip) @ edge.direction) for end, edge in zip(ends, (first, second), strict=True))
            < SHORTEST_SIDE
        ):
            return None
        angles = [float(np.arctan2(*(end - corner.centre)[::-1])) for end in ends]
        turn = (angles[1] - angles[0] + np.pi) % (2 * np.pi) - np.pi
        angle = angles[0] + turn * np.linspace(0.0, 1.0, ROUND_POINTS)
        arc = corner.centre + wide * np.column_stack([np.cos(angle), np.sin(angle)])
        ring = np.concatenate([tip[None], arc])
        return cls(ring if signed_area(ring) > 0 else ring[::-1])

    def lay(self, builder: SurfaceBuilder, plane: Plane) -> np.ndarray:
        """Add the island; return the line of its foot, float64 (K, 3) [m]."""
        closed = np.concatenate([self.ring, self.ring[:1]])
        inner = np.concatenate([self._inset, self._inset[:1]])
        foot, top, back = (
            plane.lifted(line, height) for line, height in ((closed, 0.0), (closed, KERB_HEIGHT), (inner, KERB_HEIGHT))
        )
        builder.ribbon(top, foot, "concrete_kerb")
        builder.ribbon(back, top, "concrete_kerb")
        builder.area(back[:-1], triangulated(self._inset, [np.arange(len(self._inset))]), "pavement")
        return foot[:-1]

    @property
    def _inset(self) -> np.ndarray:
        """The ring moved inwards by the width of a kerb, float64 (K, 2) [m]."""
        before, after = np.roll(self.ring, 1, axis=0), np.roll(self.ring, -1, axis=0)
        normals = []
        for start, end in ((before, self.ring), (self.ring, after)):
            step = end - start
            normals.append(np.column_stack([-step[:, 1], step[:, 0]]) / np.hypot(*step.T)[:, None])
        both = normals[0] + normals[1]
        return self.ring + KERB_WIDTH * 2 * both / (both * both).sum(axis=1, keepdims=True)
