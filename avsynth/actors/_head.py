"""Heads: a skull by cross-sections, a face, hair by its cut, and what is worn on it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from avsynth.catalog.curves import smooth
from avsynth.catalog.shapes import Shape, ellipsoid, lathe, loft, merged, tube

SIDES = 20
#: Cross-sections of the head from chin (0) to crown (1): height, foremost, hindmost point, half width; in heights of
#: the head. Breadth and depth are 0.67 and 0.84 of the height [ISO7250]_.
_SKULL = np.array(
    [
        (0.00, 0.350, 0.000, 0.120),
        (0.05, 0.385, -0.060, 0.185),
        (0.13, 0.390, -0.160, 0.235),
        (0.22, 0.392, -0.250, 0.268),
        (0.32, 0.396, -0.330, 0.292),
        (0.45, 0.398, -0.400, 0.318),
        (0.53, 0.385, -0.425, 0.328),
        (0.62, 0.402, -0.432, 0.335),
        (0.75, 0.370, -0.420, 0.332),
        (0.87, 0.270, -0.345, 0.275),
        (0.95, 0.140, -0.225, 0.180),
        (1.00, 0.010, -0.080, 0.045),
    ]
)
_MIDDLE = np.array([0.0, 0.0, 0.55])

#: Lowest height of hair or cloth around the head by the turn from the face [rad, 1].
Line = tuple[tuple[float, float], ...]
_HAIRLINES: dict[str, tuple[Line, float]] = {
    "cropped": (((0.0, 0.84), (0.9, 0.76), (1.3, 0.52), (1.75, 0.56), (2.2, 0.26), (3.2, 0.20)), 0.020),
    "short": (((0.0, 0.80), (0.9, 0.72), (1.25, 0.46), (1.75, 0.46), (2.2, 0.16), (3.2, 0.12)), 0.055),
    "bob": (((0.0, 0.74), (0.75, 0.70), (1.05, 0.12), (1.6, 0.02), (2.4, 0.02), (3.2, 0.02)), 0.055),
    "long": (((0.0, 0.80), (0.75, 0.72), (1.15, 0.00), (1.6, -0.38), (2.4, -0.62), (3.2, -0.66)), 0.050),
    "tied": (((0.0, 0.84), (0.9, 0.74), (1.3, 0.52), (1.75, 0.50), (2.2, 0.24), (3.2, 0.16)), 0.040),
    "balding": (((0.0, 0.90), (0.8, 0.88), (1.3, 0.50), (1.75, 0.52), (2.2, 0.20), (3.2, 0.14)), 0.018),
}
_HATS: dict[str, tuple[Line, float]] = {
    "cap": (((0.0, 0.74), (1.6, 0.66), (3.2, 0.56)), 0.065),
    "beanie": (((0.0, 0.72), (1.6, 0.56), (3.2, 0.44)), 0.080),
    "brimmed": (((0.0, 0.75), (1.6, 0.70), (3.2, 0.64)), 0.085),
    "hood": (((0.0, 0.84), (0.6, 0.74), (0.85, -0.12), (1.3, -0.34), (3.2, -0.40)), 0.120),
    "headscarf": (((0.0, 0.80), (0.6, 0.68), (0.8, -0.06), (1.3, -0.30), (3.2, -0.40)), 0.070),
    "helmet": (((0.0, 0.74), (1.6, 0.60), (3.2, 0.48)), 0.150),
    "full_helmet": (((0.0, -0.06), (1.6, -0.08), (3.2, -0.02)), 0.150),
}
HAIRCUTS, HATS = tuple(_HAIRLINES), tuple(_HATS)
#: What hides the hair below it.
_CLOSED = ("hood", "headscarf", "full_helmet")


def head(haircut: str, hat: str, slot: dict[str, int]) -> Shape:
    """Return a head, one unit from chin (z = 0) to crown, with hair and hat ("none" for neither)."""
    shapes = [_skull(slot["skin"]), *_face(slot)]
    if haircut != "none" and hat not in _CLOSED:
        line, thick = _HAIRLINES[haircut]
        # Under a hat hair lies flat, or it would show through.
        shapes.append(_cover(line, thick if hat == "none" else min(thick, 0.04), slot["hair"]))
        if haircut == "tied":
            tail = tube(
                [[-0.42, 0, 0.66], [-0.56, 0, 0.58], [-0.58, 0, 0.30], [-0.52, 0, 0.02]],
                [0.06, 0.10, 0.10, 0.03],
                8,
                slot["hair"],
            )
            shapes.append(tail)
    if hat != "none":
        shapes += _hat(hat, slot)
    return merged(shapes)


def _around(height: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """Return the points of the skull at `height` [1] and `turn` [rad] from the face, float64 (..., 3)."""
    front, back, half = (smooth(height, _SKULL[:, [0, k]]) for k in (1, 2, 3))
    cosine, sine = np.cos(turn), np.sin(turn)
    x = (front + back) / 2 + (front - back) / 2 * np.sign(cosine) * np.abs(cosine) ** 0.9
    return np.stack(np.broadcast_arrays(x, half * np.sign(sine) * np.abs(sine) ** 0.9, height), axis=-1)


def _rings(heights: Callable[[np.ndarray], np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return turns (K,) [rad] and the heights (R, K) at them."""
    turns = np.arange(SIDES) * (2 * np.pi / SIDES)
    return turns, heights(turns)


def _skull(skin: int) -> Shape:
    levels = np.concatenate([np.linspace(0, 0.75, 10), [0.82, 0.88, 0.93, 0.97, 1.0]])
    turns, heights = _rings(lambda turns: np.repeat(levels[:, None], len(turns), axis=1))
    return loft(_around(heights, turns), skin)


def _face(slot: dict[str, int]) -> list[Shape]:
    """Return nose, ears, eyes, brows and mouth."""
    nose = np.array(
        [
            [[0.37, -0.055, 0.30], [0.455, -0.028, 0.305], [0.455, 0.028, 0.305], [0.37, 0.055, 0.30]],
            [[0.37, -0.055, 0.35], [0.475, -0.022, 0.345], [0.475, 0.022, 0.345], [0.37, 0.055, 0.35]],
            [[0.36, -0.030, 0.54], [0.410, -0.016, 0.53], [0.410, 0.016, 0.53], [0.36, 0.030, 0.54]],
        ]
    )
    parts = [loft(nose, slot["skin"])]
    for sign in (-1.0, 1.0):
        ear = ellipsoid(0.075, 0.032, 0.125, slot["skin"], rings=5, sides=8)
        parts.append(ear.turned((0, 0, 1), -0.35 * sign).moved(-0.03, 0.330 * sign, 0.44))
        eye = ellipsoid(0.022, 0.042, 0.020, slot["eye"], rings=4, sides=6)
        parts.append(eye.moved(0.350, 0.135 * sign, 0.52))
        brow = ellipsoid(0.022, 0.075, 0.014, slot["hair"], rings=4, sides=6)
        parts.append(brow.turned((0, 0, 1), 0.30 * sign).moved(0.368, 0.130 * sign, 0.595))
    lips = ellipsoid(0.022, 0.085, 0.018, slot["lips"], rings=4, sides=8)
    return [*parts, lips.moved(0.385, 0, 0.205)]


def _cover(line: Line, thick: float, slot: int, *, face: int | None = None) -> Shape:
    """Return a shell over the head from `line` upwards; `face` is the slot of a window before the eyes."""
    rise = np.array([0.0, 0.04, 0.10, 0.2, 0.32, 0.44, 0.56, 0.68, 0.78, 0.87, 0.94, 0.98, 1.0])

    def heights(turns: np.ndarray) -> np.ndarray:
        away = np.minimum(turns, 2 * np.pi - turns)
        low = smooth(away, np.array(line))
        return low + rise[:, None] * (1 - low)

    turns, up = _rings(heights)
    # What hangs lower than the widest part of the head hangs straight down.
    points = _around(np.maximum(up, 0.36), turns)
    outwards = points - _MIDDLE
    outwards[up < 0.36, 2] = 0.0
    outwards /= np.linalg.norm(outwards, axis=-1, keepdims=True)
    points[..., 2] = up
    depth = thick * np.minimum(0.25 + rise / 0.10, 1.0)
    cells = np.full((len(rise) - 1, SIDES), slot)
    if face is not None:
        middle = (up[:-1] + up[1:]) / 2
        cells[(np.minimum(turns, 2 * np.pi - turns) < 1.1) & (middle > 0.38) & (middle < 0.70)] = face
    return loft(points + depth[:, None, None] * outwards, cells, caps=(False, True))


def _hat(hat: str, slot: dict[str, int]) -> list[Shape]:
    """Return what is worn on the head."""
    line, thick = _HATS[hat]
    shapes = [_cover(line, thick, slot["hat"], face=slot["eye"] if hat == "full_helmet" else None)]
    if hat == "cap":
        shapes.append(ellipsoid(0.30, 0.29, 0.028, slot["hat"], rings=4, sides=14).moved(0.44, 0, 0.755))
    if hat == "brimmed":
        brim = lathe([[0.30, -0.015], [0.66, 0.0], [0.66, 0.02], [0.30, 0.03]], 20, slot["hat"])
        shapes.append(brim.moved(-0.02, 0, 0.735))
    return shapes
