"""Arms and legs: round limbs whose ends are balls about the joints, so that no bend opens a gap; hands and shoes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from avsynth.actors import _skeleton
from avsynth.actors._skeleton import HIP_HALF, Frame
from avsynth.catalog.curves import smooth
from avsynth.catalog.finishing import Piece
from avsynth.catalog.shapes import Shape, circle, loft, merged, superellipse, tube
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint

ROUND = 10
#: Heights of the rings of a ball's half, as shares of its radius, and their radii.
_BALL = np.array([0.35, 0.65, 0.87, 0.98])
#: Half depth and half width along a limb (share of its length from the upper joint), and how far its middle lies
#: forward; shares of body height, from circumferences of adults [ANSUR2]_.
Rows = Sequence[tuple[float, float, float, float]]
THIGH: Rows = ((0, 0.055, 0.052, -0.002), (0.25, 0.056, 0.053, 0.002), (0.6, 0.046, 0.043, 0.003), (1, 0.034, 0.033, 0))
SHANK: Rows = (
    (0, 0.034, 0.033, 0),
    (0.14, 0.033, 0.031, -0.002),
    (0.34, 0.037, 0.034, -0.007),
    (0.7, 0.024, 0.023, -0.003),
    (1, 0.020, 0.019, 0),
)
TROUSERS: Rows = (
    (0, 0.039, 0.038, 0),
    (0.3, 0.042, 0.039, -0.006),
    (0.65, 0.036, 0.034, -0.004),
    (0.95, 0.035, 0.031, -0.002),
)
UPPER_ARM: Rows = (
    (0, 0.031, 0.029, 0),
    (0.22, 0.034, 0.031, 0.001),
    (0.55, 0.029, 0.027, 0.003),
    (1, 0.024, 0.023, 0),
)
FOREARM: Rows = ((0, 0.024, 0.023, 0), (0.2, 0.026, 0.025, 0.002), (0.6, 0.021, 0.020, 0.002), (1, 0.016, 0.014, 0))
#: A hand from the wrist down [share of body height]: half depth, half width, shift forwards.
_HAND = np.array(
    [
        (0.000, 0.016, 0.0125, 0.000),
        (-0.020, 0.0205, 0.0125, 0.001),
        (-0.048, 0.0245, 0.0115, 0.003),
        (-0.066, 0.0235, 0.0105, 0.006),
        (-0.088, 0.0190, 0.0090, 0.012),
        (-0.102, 0.0130, 0.0070, 0.017),
        (-0.107, 0.0060, 0.0030, 0.019),
    ]
)
#: A shoe from heel to toe: place, half width, height of the upper.
_SHOE = np.array(
    [
        (-0.046, 0.014, 0.030),
        (-0.041, 0.022, 0.050),
        (-0.020, 0.0255, 0.062),
        (0.012, 0.0265, 0.058),
        (0.045, 0.0295, 0.043),
        (0.075, 0.0305, 0.033),
        (0.097, 0.0260, 0.027),
        (0.107, 0.0140, 0.020),
    ]
)
_SOLE = 0.011


def limb(top: np.ndarray, length: float, rows: Rows, scale: float, slot: int, *, ball: tuple[bool, bool]) -> Shape:
    """Return a limb that hangs from the joint `top` (3,) [m]; `ball` says which end, upper and lower, is round."""
    down, sizes = _profile(tuple(rows))
    deep, wide, shift = sizes * scale
    rings = [np.column_stack([down * length, deep, wide, shift])]
    for end, wanted, sign in ((0, ball[0], -1.0), (-1, ball[1], 1.0)):
        if wanted:
            reach = np.sqrt(deep[end] * wide[end])
            width = np.sqrt(1 - _BALL**2)
            cap = np.column_stack(
                [
                    down[end] * length + sign * reach * _BALL,
                    deep[end] * width,
                    wide[end] * width,
                    np.full(4, shift[end]),
                ]
            )
            rings = [cap[::-1], *rings] if sign < 0 else [*rings, cap]
    stack = np.concatenate(rings)[::-1]  # from the lowest ring up
    outline = circle(ROUND)
    points = np.empty((len(stack), ROUND, 3))
    points[..., 0] = outline[:, 0] * stack[:, 1:2] + stack[:, 3:4]
    points[..., 1] = outline[:, 1] * stack[:, 2:3]
    points[..., 2] = -stack[:, :1]
    return loft(points + top, slot)


@lru_cache(maxsize=64)
def _profile(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Return how far down a limb is cut [1], and its half depth, half width and shift there, float64 (3, 7)."""
    table = np.array(rows)
    down = np.linspace(table[0, 0], table[-1, 0], 7)
    return down, np.array([smooth(down, table[:, [0, k]]) for k in (1, 2, 3)])


def leg(
    frame: Frame,
    side: str,
    sign: float,
    clothing: tuple[float, bool, dict[str, int]],
    category: Category,
    root: tuple[Joint, ...],
) -> list[Piece]:
    """Return thigh, shank and foot of one side, straight down from the hip.

    Parameters
    ----------
    clothing : (float, bool, mapping)
        Thickness against the mean [1], whether the legs are bare, and the finish slots by name.
    root : tuple of Joint
        What the leg hangs on.
    """
    girth, bare, slot = clothing
    h, y = frame.height, sign * HIP_HALF * frame.height
    at_knee = np.array([0.0, y, frame.at(_skeleton.KNEE)])
    thigh = limb(
        np.array([0.0, y, frame.hip]),
        frame.thigh,
        THIGH,
        h * girth,
        slot["skin" if bare else "bottom"],
        ball=(True, True),
    )
    shin = limb(at_knee, frame.shank, SHANK, h, slot["skin"], ball=(True, True))
    if not bare:
        shin = merged([shin, limb(at_knee, frame.shank, TROUSERS, h, slot["bottom"], ball=(True, False))])
    hips, knee, ankle = (part(frame, side, sign) for part in (_skeleton.hip, _skeleton.knee, _skeleton.ankle))
    return [
        Piece(f"thigh_{side}", thigh, category, (*root, *hips)),
        Piece(f"shank_{side}", shin, category, (*root, *hips, knee)),
        Piece(f"foot_{side}", shoe(h, slot).moved(y=y), category, (*root, *hips, knee, ankle)),
    ]


def arm(
    frame: Frame,
    side: str,
    sign: float,
    clothing: tuple[float, str, dict[str, int]],
    category: Category,
    root: tuple[Joint, ...],
) -> list[Piece]:
    """Return upper arm, and forearm with hand, of one side, hanging.

    Parameters
    ----------
    clothing : (float, str, mapping)
        Breadth of the shoulders [1], the sleeve ("short", "long" or "padded"), and the finish slots by name.
    root : tuple of Joint
        What the arm hangs on.
    """
    broad, sleeve, slot = clothing
    h, thick = frame.height, 1.13 if sleeve == "padded" else 1.06
    top = _skeleton.shoulder_at(frame, sign, broad)
    at_elbow = top - [0.0, 0.0, frame.upper_arm]
    bare = sleeve == "short"
    upper = [limb(top, frame.upper_arm, UPPER_ARM, h, slot["skin"], ball=(True, True))] if bare else []
    rows = [row for row in UPPER_ARM if row[0] < 0.6] if bare else UPPER_ARM
    upper.append(limb(top, frame.upper_arm, rows, h * thick, slot["top"], ball=(True, not bare)))
    lower = [limb(at_elbow, frame.forearm, FOREARM, h, slot["skin"], ball=(True, True))]
    if not bare:
        cloth = (*FOREARM[:-1], (0.96, 0.0185, 0.0175, 0))
        lower.append(limb(at_elbow, frame.forearm, cloth, h * thick, slot["top"], ball=(True, False)))
    wrist = at_elbow - [0.0, 0.0, frame.forearm]
    lower.append(hand(h * np.sqrt(frame.arms), sign, slot["skin"]).moved(*wrist))
    shoulders, elbow = _skeleton.shoulder(frame, side, sign, broad), _skeleton.elbow(frame, side, sign, broad)
    return [
        Piece(f"upper_arm_{side}", merged(upper), category, (*root, *shoulders)),
        Piece(f"forearm_{side}", merged(lower), category, (*root, *shoulders, elbow)),
    ]


def hand(h: float, sign: float, skin: int) -> Shape:
    """Return a relaxed hand of a body of height `h` [m] below the wrist at the origin, its palm to the thigh."""
    outline = circle(10)
    rings = [
        np.column_stack([outline * [deep, wide] + [shift, -0.15 * sign * shift], np.full(10, z)])
        for z, deep, wide, shift in _HAND[::-1]
    ]
    path = np.array([[0.012, 0.0, -0.016], [0.024, -0.004 * sign, -0.036], [0.030, -0.007 * sign, -0.060]])
    thumb = tube(path * h, np.array([0.0075, 0.0085, 0.005]) * h, 6, skin)
    return merged([loft(np.array(rings) * h, skin), thumb])


def shoe(h: float, slot: dict[str, int]) -> Shape:
    """Return a shoe of a body of height `h` [m] on z = 0, the ankle above the origin."""
    stations = _stations()
    widths, heights = (smooth(stations, _SHOE[:, [0, k]]) for k in (1, 2))
    outline = superellipse(12, 2.5)
    rings, soles = [], []
    for x, wide, high in zip(stations, widths, heights, strict=True):
        up = np.maximum((outline[:, 1] + 1) / 2 * high, 0.0)
        rings.append(np.column_stack([np.full(12, x), -outline[:, 0] * wide, up]))
        soles.append(np.column_stack([np.full(12, x), -outline[:, 0] * wide * 1.06, np.minimum(up, _SOLE)]))
    upper = loft(np.array(rings)[::-1] * h, slot["shoes"])
    return merged([upper, loft(np.array(soles)[::-1] * h, slot["sole"])])


def _stations() -> np.ndarray:
    """Return where a shoe is cut, from heel to toe: more densely at its ends [1]."""
    low, high = _SHOE[0, 0], _SHOE[-1, 0]
    return low + (high - low) * (1 - np.cos(np.linspace(0, np.pi, 10))) / 2
