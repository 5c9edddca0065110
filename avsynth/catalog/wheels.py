"""Road wheels: tyre and rim of cars and trucks, their axles. The axle is the y axis, the outside is +y."""

from __future__ import annotations

import numpy as np

from avsynth.catalog.finishing import Piece
from avsynth.catalog.shapes import Shape, circle, cylinder, merged, sheet
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint

#: Radius of a rim ÷ radius of the tyre, by design; trucks' tyres are thicker.
RIM_SHARE = {"spokes": 0.68, "twin": 0.68, "turbine": 0.68, "steel": 0.62, "truck": 0.56}


def road_wheel(radius: float, width: float, design: tuple[str, int], slot: dict[str, int], *, sides: int = 24) -> Shape:
    """Return a tyre of outer `radius` and `width` [m] on a rim of a design with so many spokes: about 450 triangles.

    Designs: "spokes", "twin" (in pairs), "turbine" (aslant), "steel" (pressed, with holes), "truck" (dished).
    """
    form, spokes = design
    rim, half = RIM_SHARE[form] * radius, width / 2
    outline = [
        [rim, -half * 0.84],
        [radius * 0.88, -half],
        [radius * 0.97, -half * 0.86],
        [radius, -half * 0.55],
        [radius, half * 0.55],
        [radius * 0.97, half * 0.86],
        [radius * 0.88, half],
        [rim, half * 0.84],
    ]
    tyre = about_y(sheet_of_revolution(outline, sides, slot["tyre"]))
    back = about_y(sheet_of_revolution([[0, -half * 0.84], [rim, -half * 0.84]], sides, slot["rim_gap"]))
    face = {"steel": _pressed, "truck": _dished}.get(form, _spoked)
    return merged([tyre, back, face(rim, half, (form, spokes), slot)])


def axle(
    place: tuple[float, float, float],
    width: float,
    wheel: Shape,
    name: str,
    category: Category,
    *,
    steers: bool = False,
    under: tuple[Joint, ...] = (),
) -> list[Piece]:
    """Return both wheels of an axle at x, half track to the outer face, and height of `place` [m].

    `wheel` looks to +y and is `width` [m] wide. Wheels of an axle called "front" steer, and others that are told to.
    All hang on the joints `under` first.
    """
    x, half_track, z = place
    pieces = []
    for side, sign in (("left", 1), ("right", -1)):
        y = sign * (half_track - width / 2)
        turned = wheel if sign > 0 else wheel.turned((0.0, 0.0, 1.0), np.pi)
        joints = (Joint(f"spin_{name}_{side}", (x, y, z), (0.0, 1.0, 0.0)),)
        if name == "front" or steers:
            steer = f"steer_{side}" if name == "front" else f"steer_{name}_{side}"
            joints = (Joint(steer, (x, y, z), (0.0, 0.0, 1.0)), *joints)
        pieces.append(Piece(f"wheel_{name}_{side}", turned.moved(x, y, z), category, (*under, *joints)))
    return pieces


def sheet_of_revolution(outline: list[list[float]], sides: int, slot: int) -> Shape:
    """Return the open surface of an outline (K, 2) of (radius, height) [m] turned about z."""
    ring = np.vstack([circle(sides), [[1.0, 0.0]]])
    rings = [np.column_stack([ring * radius, np.full(sides + 1, height)]) for radius, height in outline]
    return sheet(np.stack(rings), slot)


def _spoked(radius: float, half: float, design: tuple[str, int], slot: dict[str, int]) -> Shape:
    """Return the outer face of a rim: a ring, spokes that lean inwards to the hub, brake disc and dark gaps behind."""
    form, spokes = design
    face, hub = half * 0.80, 0.24 * radius
    ring = sheet_of_revolution(
        [[radius, half * 0.84], [radius * 0.90, face * 0.92], [radius * 0.88, half * 0.3]], 24, slot["rim"]
    )
    middle = sheet_of_revolution([[hub * 1.15, half * 0.3], [hub, face * 0.72], [0, face * 0.80]], 10, slot["rim"])
    gap = sheet_of_revolution([[radius * 0.9, half * 0.22], [0, half * 0.22]], 24, slot["rim_gap"])
    brake = cylinder(0.62 * radius, 0.02, 16, slot["chrome"]).moved(z=half * 0.26)
    bars = []
    share = 5 / (spokes + 1)
    for k in range(spokes):
        for twin in (-1, 1) if form == "twin" else (0,):
            bar = _bar(radius, hub, face, half, share * (0.55 if form == "twin" else 1.0), slot["rim"])
            aslant = 0.30 if form == "turbine" else 0.0
            bars.append(bar.turned((0, 0, 1), 2 * np.pi * k / spokes + 0.16 * twin + aslant))
    return about_y(merged([ring, middle, gap, brake, *bars]))


def _bar(radius: float, hub: float, face: float, half: float, share: float, slot: int) -> Shape:
    """Return one spoke along +x, lying about z."""
    broad, narrow, thick = 0.30 * radius * share, 0.19 * radius * share, half * 0.25
    rows = [[hub * 0.8, broad, face * 0.72], [radius * 0.92, narrow, face * 0.88]]
    top = np.array([[[r, b / 2, z], [r, -b / 2, z]] for r, b, z in rows])
    points = np.concatenate([top[:, :1] - [0, 0, thick], top, top[:, 1:] - [0, 0, thick]], axis=1)
    return sheet(points, slot)


def _pressed(radius: float, half: float, design: tuple[str, int], slot: dict[str, int]) -> Shape:
    """Return a pressed steel wheel, or its cover: a shallow dish with dark holes."""
    dish = sheet_of_revolution(
        [[radius, half * 0.84], [radius * 0.86, half * 0.62], [radius * 0.5, half * 0.72], [0, half * 0.80]], 24,
        slot["rim"],
    )  # fmt: skip
    holes = []
    for k in range(max(design[1], 6)):
        hole = sheet_of_revolution([[0.085 * radius * 1.2, 0.0], [0.0, 0.0]], 8, slot["rim_gap"])
        holes.append(hole.moved(0.70 * radius, 0, half * 0.70).turned((0, 0, 1), 2 * np.pi * k / max(design[1], 6)))
    return about_y(merged([dish, *holes]))


def _dished(radius: float, half: float, design: tuple[str, int], slot: dict[str, int]) -> Shape:
    """Return a truck's wheel: a deep dish, a hub that stands out, nuts around it and dark holes."""
    outline = [
        (radius, 0.84),
        (radius * 0.92, 0.60),
        (radius * 0.86, 0.15),
        (radius * 0.62, 0.30),
        (radius * 0.45, 0.30),
    ]
    outline += [(radius * 0.42, 0.62), (radius * 0.30, 0.70), (0.0, 0.70)]
    dish = sheet_of_revolution([[r, half * h] for r, h in outline], 20, slot["rim"])
    holes = []
    for k in range(design[1]):
        hole = sheet_of_revolution([[0.10 * radius, 0.0], [0.0, 0.0]], 7, slot["rim_gap"])
        holes.append(hole.moved(0.74 * radius, 0, half * 0.24).turned((0, 0, 1), 2 * np.pi * k / design[1]))
    return about_y(merged([dish, *holes]))


def torus(radius: float, thickness: float, sides: int, slot: int) -> Shape:
    """Return a torus about the y axis [m], such as a steering wheel."""
    turn = np.linspace(0, 2 * np.pi, sides + 1)
    path = radius * np.column_stack([np.cos(turn), np.zeros(sides + 1), np.sin(turn)])
    section = circle(5)
    outward = path / np.linalg.norm(path, axis=1)[:, None]
    points = path[:, None] + thickness * (
        section[:, :1] * outward[:, None] + section[:, 1:] * np.array([0.0, 1.0, 0.0])
    )
    return sheet(np.concatenate([points, points[:, :1]], axis=1), slot)


def about_y(shape: Shape) -> Shape:
    """Return a shape made about z turned to lie about y, its top towards +y."""
    return shape.turned((1.0, 0.0, 0.0), -np.pi / 2)


def rolled(angles_of: tuple[str, ...], distance: float, radius: float) -> dict[str, float]:
    """Return the spin angles [rad] of the axles named, after rolling `distance` [m] on wheels of `radius` [m]."""
    return {f"spin_{name}_{side}": distance / radius for name in angles_of for side in ("left", "right")}


def steered(curvature: float, wheelbase: float, track: float) -> dict[str, float]:
    """Return the angles [rad] of the front wheels on one turning circle (Ackermann)."""
    return {
        f"steer_{side}": float(np.arctan2(wheelbase * curvature, 1 - sign * track / 2 * curvature))
        for side, sign in (("left", 1), ("right", -1))
    }
