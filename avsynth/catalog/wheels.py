"""Road wheels: tyre and rim of cars, and the wire wheels of bicycles. The axle is the y axis, the outside is +y."""

from __future__ import annotations

import numpy as np

from avsynth.catalog.shapes import Shape, circle, merged, sheet


def road_wheel(radius: float, width: float, spokes: int, slot: dict[str, int], *, sides: int = 24) -> Shape:
    """Return a tyre of outer `radius` and `width` [m] on a rim with spokes: about 420 triangles."""
    rim, half = 0.66 * radius, width / 2
    outline = [
        [rim, -half * 0.84],
        [radius * 0.86, -half],
        [radius * 0.965, -half * 0.88],
        [radius, -half * 0.6],
        [radius, half * 0.6],
        [radius * 0.965, half * 0.88],
        [radius * 0.86, half],
        [rim, half * 0.84],
    ]
    tyre = _about_y(sheet_of_revolution(outline, sides, slot["tyre"]))
    back = _about_y(sheet_of_revolution([[0, -half * 0.84], [rim, -half * 0.84]], sides, slot["rim_gap"]))
    return merged([tyre, back, _rim(rim, half, spokes, slot)])


def sheet_of_revolution(outline: list[list[float]], sides: int, slot: int) -> Shape:
    """Return the open surface of an outline (K, 2) of (radius, height) [m] turned about z."""
    ring = np.vstack([circle(sides), [[1.0, 0.0]]])
    rings = [np.column_stack([ring * radius, np.full(sides + 1, height)]) for radius, height in outline]
    return sheet(np.stack(rings), slot)


def _rim(radius: float, half: float, spokes: int, slot: dict[str, int]) -> Shape:
    """Return the outer face of a rim: a ring, spokes that lean inwards to the hub, dark gaps behind them."""
    face, hub = half * 0.80, 0.24 * radius
    ring = sheet_of_revolution(
        [[radius, half * 0.84], [radius * 0.88, face * 0.9], [radius * 0.86, half * 0.3]], 24, slot["rim"]
    )
    middle = sheet_of_revolution([[hub * 1.15, half * 0.3], [hub, face * 0.72], [0, face * 0.80]], 10, slot["rim"])
    gap = sheet_of_revolution([[radius * 0.9, half * 0.28], [0, half * 0.28]], 24, slot["rim_gap"])
    bars = []
    for k in range(spokes):
        broad, narrow, thick = 0.30 * radius * 5 / (spokes + 1), 0.20 * radius * 5 / (spokes + 1), half * 0.25
        rows = [[hub * 0.8, broad, face * 0.72], [radius * 0.9, narrow, face * 0.86]]
        top = np.array([[[r, b / 2, z], [r, -b / 2, z]] for r, b, z in rows])
        points = np.concatenate([top[:, :1] - [0, 0, thick], top, top[:, 1:] - [0, 0, thick]], axis=1)
        bars.append(sheet(points, slot["rim"]).turned((0, 0, 1), 2 * np.pi * k / spokes))
    return _about_y(merged([ring, middle, gap, *bars]))


def torus(radius: float, thickness: float, sides: int, slot: int) -> Shape:
    """Return a torus about the y axis [m], such as a steering wheel."""
    turn = np.linspace(0, 2 * np.pi, sides + 1)
    return _ring(radius * np.column_stack([np.cos(turn), np.zeros(sides + 1), np.sin(turn)]), thickness, 5, slot)


def _ring(path: np.ndarray, radius: float, sides: int, slot: int) -> Shape:
    """Return a torus along a closed circle (first point repeated) in the plane y = 0."""
    section = circle(sides)
    outward = path / np.linalg.norm(path, axis=1)[:, None]
    points = path[:, None] + radius * (section[:, :1] * outward[:, None] + section[:, 1:] * np.array([0.0, 1.0, 0.0]))
    return sheet(np.concatenate([points, points[:, :1]], axis=1), slot)


def _about_y(shape: Shape) -> Shape:
    """Return a shape made about z turned to lie about y, its top towards +y."""
    return shape.turned((1.0, 0.0, 0.0), -np.pi / 2)
