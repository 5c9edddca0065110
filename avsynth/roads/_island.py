"""The island in the middle of a roundabout: a mound behind a kerb with an apron, or a low dome to drive over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.fixture import Fixture
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._plane import Plane
from avsynth.roads._section import KERB_HEIGHT, KERB_WIDTH

#: Points round the island, and the longest piece of its circle [m].
FEWEST_POINTS, LONGEST_PIECE = 32, 1.0
#: Height of the dome of a mini-roundabout [m] (DfT, Mini-roundabouts: good practice guidance: at most 0.10 m).
DOME = 0.10
#: Width of the paved ring that long vehicles may drive on, and the step up to it [m]; smaller islands have none.
APRON, APRON_STEP, SMALLEST_WITH_APRON = 1.6, 0.04, 6.0
#: Height of the mound per radius [1] and at most [m].
MOUND, HIGHEST_MOUND = 0.14, 1.6
#: Smallest island with bushes, with a tree [m]; how far out bushes stand [1], and how many there are [1/m of radius].
SMALLEST_PLANTED, SMALLEST_WITH_TREE, BUSHES_AT, BUSHES = 2.5, 6.0, 0.5, 0.6


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle round the middle: its radius and height [m], and the material from the one outside of it up to it."""

    radius: float
    height: float
    slot: str


@dataclass(frozen=True, slots=True)
class Island:
    """A round island about (x, y) of a radius [m]."""

    x: float
    y: float
    radius: float
    is_dome: bool

    def lay(self, builder: SurfaceBuilder, plane: Plane) -> np.ndarray:
        """Add the island; return the line of its foot, float64 (K, 3) [m], counter-clockwise."""
        count = max(FEWEST_POINTS, int(np.ceil(2 * np.pi * self.radius / LONGEST_PIECE)))
        angle = np.linspace(0.0, 2 * np.pi, count + 1)
        angle[-1] = 0.0  # so that the last point is the first one to the bit
        around = np.column_stack([np.cos(angle), np.sin(angle)])
        centre = np.array([self.x, self.y])
        lines = [plane.lifted(centre + ring.radius * around, ring.height) for ring in self._rings()]
        for outer, inner, ring in zip(lines[:-1], lines[1:], self._rings()[1:], strict=True):
            builder.ribbon(inner, outer, ring.slot)
        return lines[0][:-1]

    def plants(self, plane: Plane) -> Iterator[Fixture]:
        """Yield the bushes on the mound, and the tree in their middle where it is large."""
        if self.is_dome or self.radius < SMALLEST_PLANTED:
            return
        if self.radius >= SMALLEST_WITH_TREE:
            yield Fixture("tree", self._on_mound(plane, 0.0, 0.0))
        count = max(3, round(BUSHES * self.radius))
        for turn in 2 * np.pi * np.arange(count) / count:
            yield Fixture("bush", self._on_mound(plane, BUSHES_AT * self.radius, float(turn)))

    def _on_mound(self, plane: Plane, away: float, turn: float) -> Pose:
        """Return a place on the island `away` from its middle [m] in the direction `turn` [rad]."""
        rings = self._rings()[::-1]
        height = np.interp(away, [ring.radius for ring in rings], [ring.height for ring in rings])
        flat = np.array([[self.x + away * np.cos(turn), self.y + away * np.sin(turn)]])
        x, y, z = plane.lifted(flat, float(height))[0]
        return Pose.planar(x, y, z, turn)

    def _rings(self) -> list[Ring]:
        """Return the circles from the foot inwards."""
        if self.is_dome:
            profile = [(share, DOME * (1 - share * share)) for share in (1.0, 0.8, 0.55, 0.3, 0.0)]
            return [Ring(self.radius * share, height, "paving_red") for share, height in profile]
        rings, radius, height = [Ring(self.radius, 0.0, "")], self.radius, 0.0
        if self.radius >= SMALLEST_WITH_APRON:
            rings.append(Ring(radius, APRON_STEP, "concrete_kerb"))
            radius, height = radius - APRON, 2 * APRON_STEP
            rings.append(Ring(radius, height, "paving_red"))
        height += KERB_HEIGHT
        rings += [Ring(radius, height, "concrete_kerb"), Ring(radius - KERB_WIDTH, height, "concrete_kerb")]
        radius -= KERB_WIDTH
        mound = min(MOUND * radius, HIGHEST_MOUND)
        shares = np.linspace(0.0, 1.0, 7)[1:]
        rise = shares * shares * (3 - 2 * shares)
        return rings + [Ring(radius * (1 - s), height + mound * r, "grass") for s, r in zip(shares, rise, strict=True)]
