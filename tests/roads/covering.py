"""How often the ground of a road covers points, seen from above."""

import numpy as np

from avsynth.contracts import RoadPlan

GROUND = {"asphalt", "concrete_kerb", "pavement", "grass", "paving_red"}


def covers(plan: RoadPlan, points: np.ndarray, slack: float, slots: set[str] = GROUND) -> np.ndarray:
    """Return how many pieces of ground seen from above hold each of `points` (N, 2), grown by `slack` [m]."""
    count = np.zeros(len(points), dtype=int)
    for part in plan.surface.parts:
        if part.name in slots:
            corner = part.mesh.vertices[part.mesh.triangles][:, :, :2].astype(np.float64)
            side = np.roll(corner, -1, axis=1) - corner
            flat = side[:, 0, 0] * side[:, 1, 1] - side[:, 0, 1] * side[:, 1, 0]
            corner, side = corner[flat > 1e-7], side[flat > 1e-7]  # kerb faces stand upright
            inward = np.stack([-side[..., 1], side[..., 0]], axis=-1) / np.linalg.norm(side, axis=-1, keepdims=True)
            base = (corner * inward).sum(axis=-1)
            within = np.ones((len(points), len(corner)), dtype=bool)
            for k in range(3):
                within &= points @ inward[:, k].T - base[:, k] > -slack
            count += within.sum(axis=1)
    return count


def inside(points: np.ndarray, polygon: np.ndarray) -> np.ndarray:
    x, y = points[:, :1], points[:, 1:]
    (ax, ay), (bx, by) = polygon.T, np.roll(polygon, -1, axis=0).T
    slope = (bx - ax) / np.where(ay == by, 1.0, by - ay)
    return (((ay > y) != (by > y)) & (x < ax + (y - ay) * slope)).sum(axis=1) % 2 == 1
