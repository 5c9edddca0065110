"""The land beyond its rim: hills out to the horizon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: Distances beyond the land at which the far land has its points, and the height of its hills there [m].
HILLS = ((0.0, 0.0), (60.0, 1.5), (160.0, 4.0), (380.0, 11.0), (850.0, 26.0), (2000.0, 70.0))
#: Points of the far land around, and of lines that are measured; how far out heights of the land's rim are left [m].
AROUND, FINE, LEFT_AT = 120, 2881, 400.0
#: Waves around the horizon: how many, the largest share of the height, and how far out they are others [1, 1, m].
WAVES = ((3, 0.5), (5, 0.4), (9, 0.3), (16, 0.2))
DRIFT = 260.0


@dataclass(frozen=True, eq=False)
class Rim:
    """The outer rim of the land, a convex ring counter-clockwise: `points` (K, 3) [m], world."""

    points: np.ndarray

    @property
    def centre(self) -> np.ndarray:
        """A place inside it (2,) [m]."""
        return self.points[:, :2].mean(axis=0)

    @property
    def bearings(self) -> np.ndarray:
        """Direction from the centre to each point, ascending, float64 (K,) [rad]."""
        away = self.points[:, :2] - self.centre
        return np.unwrap(np.arctan2(away[:, 1], away[:, 0]))

    def around(self, bearings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return distance from the centre and height of the rim in directions `bearings` (N,), float64 (N,) each [m].

        On the edge from A to B, the ray in the direction u from the centre is at r = (A × d) / (u × d), d = B − A.
        """
        known = self.bearings
        turned = known[0] + (bearings - known[0]) % (2 * np.pi)
        k = np.clip(np.searchsorted(known, turned, side="right") - 1, 0, len(known) - 1)
        start, end = self.points[k], self.points[(k + 1) % len(known)]
        edge, out = (end - start)[:, :2], np.column_stack([np.cos(turned), np.sin(turned)])
        radius = _cross(start[:, :2] - self.centre, edge) / _cross(out, edge)
        along = ((self.centre + radius[:, None] * out - start[:, :2]) * edge).sum(axis=1) / (edge**2).sum(axis=1)
        return radius, start[:, 2] + np.clip(along, 0.0, 1.0) * (end - start)[:, 2]


@dataclass(frozen=True, eq=False)
class FarLand:
    """The land beyond its rim; `phases` (W,) [rad] of its hills."""

    rim: Rim
    phases: np.ndarray

    def points(self, bearings: np.ndarray, beyond: np.ndarray | float) -> np.ndarray:
        """Return its points in directions `bearings` (N,) [rad] at distances `beyond` the rim [m], (N, 3) [m]."""
        radius, height = self.rim.around(bearings)
        wave = sum(
            share * np.sin(count * bearings + phase + np.asarray(beyond) / DRIFT * (1 + count % 3))
            for (count, share), phase in zip(WAVES, self.phases, strict=True)
        )
        hills = np.interp(beyond, *np.transpose(HILLS)) * (0.35 + 0.5 * wave)
        kept = np.clip(1 - np.asarray(beyond) / LEFT_AT, 0.0, 1.0)
        level = self.rim.points[:, 2].mean()
        out = np.column_stack([np.cos(bearings), np.sin(bearings)]) * (radius + beyond)[:, None]
        return np.column_stack([self.rim.centre + out, level + kept * (height - level) + hills])

    def paced(self, beyond: float, step: float) -> np.ndarray:
        """Return directions to points about `step` [m] apart along its outline `beyond` the rim, float64 (N,) [rad]."""
        bearings = np.linspace(0.0, 2 * np.pi, FINE)
        line = self.points(bearings, beyond)[:, :2]
        length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
        return np.interp(np.linspace(0.0, length[-1], int(length[-1] / step), endpoint=False), length, bearings)


def _cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the z component of a × b for vectors (N, 2)."""
    return a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
