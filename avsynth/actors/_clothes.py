"""What is worn over the trunk or hangs on it: coats, skirts, hi-vis bands, backpacks, bags."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from avsynth.actors._skeleton import FORWARDS, WAIST, Frame
from avsynth.catalog.finishing import Piece
from avsynth.catalog.shapes import Shape, merged, rounded_box, sheet, tube
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint

#: Lower parts of coats and skirts from the hem up: height, half width, half depth [share of body height].
_HANGING = {
    "coat": (
        (0.300, 0.118, 0.112),
        (0.40, 0.113, 0.100),
        (0.50, 0.109, 0.088),
        (0.57, 0.106, 0.083),
        (0.64, 0.103, 0.077),
    ),
    "skirt": (
        (0.315, 0.122, 0.118),
        (0.42, 0.114, 0.102),
        (0.52, 0.103, 0.083),
        (0.58, 0.089, 0.071),
        (0.605, 0.083, 0.064),
    ),
}
#: A panel reaches so far around the body [rad]: front and back overlap at the sides, where they part in walking.
_PANEL = np.deg2rad(112.0)
_BACK = -0.005
#: Panels turn by this share of a thigh's angle [1]; where both thighs are as far, they change over within [rad].
FOLLOWING, SMOOTHING = 0.8, 0.03
#: Under somebody who lies a panel is pressed flat: turned by so much [rad].
PRESSED = 0.24
#: What one lies on: places of the back in a jacket (x, height) [share of body height], which grow with the girth by so
#: much [1]; and the outer edges of what is worn there.
_BACK_FACE, _BACK_GROWTH = ((-0.095, 0.54), (-0.080, 0.62), (-0.078, 0.76)), 1.7
_WORN_FACE = {"backpack": ((-0.169, 0.620), (-0.169, 0.710)), "bag": ((-0.112, 0.450), (-0.112, 0.560))}


def panels(
    frame: Frame, outfit: str, girth: float, slot: int, category: Category, root: tuple[Joint, ...]
) -> list[Piece]:
    """Return front and back of a coat's or skirt's lower part, each on a joint at the waist; none for other outfits."""
    if outfit not in _HANGING:
        return []
    rows = np.array(_HANGING[outfit])
    pieces = []
    for name, middle, grow in (("front", 0.0, 1.0), ("back", np.pi, 0.985)):
        turns = middle + np.linspace(-_PANEL, _PANEL, 17)
        ring = np.column_stack([np.cos(turns), np.sin(turns)])
        size = girth * grow * frame.height
        outline = ring * np.flip(rows[:, None, 1:], axis=2) * size + np.array([_BACK * frame.height, 0.0])
        heights = np.broadcast_to(frame.level(rows[:, 0])[:, None, None], (len(rows), len(ring), 1))
        joint = Joint(f"flap_{name}", (0.0, 0.0, frame.at(WAIST)), FORWARDS)
        pieces.append(
            Piece(f"flap_{name}", _cloth(np.concatenate([outline, heights], axis=2), slot), category, (*root, joint))
        )
    return pieces


def swings(outfit: str, angles: Mapping[str, float]) -> dict[str, float]:
    """Return the angles [rad] of the panels: the front one makes room for the leg ahead, the back one for the other.

    Those under somebody who lies are pressed flat.
    """
    if outfit not in _HANGING:
        return {}
    left, right = angles["hip_left"], angles["hip_right"]
    middle, half = (left + right) / 2, np.hypot((left - right) / 2, SMOOTHING)
    down = PRESSED * np.sin(angles["tilt"])
    front, back = FOLLOWING * (middle + half) - max(down, 0.0), FOLLOWING * (middle - half) - min(down, 0.0)
    return {"flap_front": float(front), "flap_back": float(back)}


def _cloth(grid: np.ndarray, slot: int) -> Shape:
    """Return a sheet with a lining a few millimetres inside, so that both faces look outwards."""
    inside = grid * [0.97, 0.97, 1.0]
    return merged([sheet(grid, slot), sheet(inside, slot).flipped()])


def backpack(h: float, girth: float, slot: int) -> Shape:
    """Return a backpack with its straps on a body of height `h` [m]."""
    x = -0.066 * girth * h
    pack = rounded_box(0.075 * h, 0.150 * h, 0.225 * h, 0.026 * h, slot).moved(x - 0.040 * h, 0, 0.715 * h)
    pocket = rounded_box(0.035 * h, 0.115 * h, 0.095 * h, 0.016 * h, slot).moved(x - 0.085 * h, 0, 0.665 * h)
    straps = [
        tube(
            np.array(
                [
                    [x / h, 0.055 * sign, 0.800],
                    [-0.022, 0.066 * sign, 0.836],
                    [0.040, 0.068 * sign, 0.812],
                    [0.075 * girth, 0.066 * sign, 0.745],
                    [0.063 * girth, 0.088 * sign, 0.670],
                    [x / h, 0.075 * sign, 0.630],
                ]
            )
            * h,
            0.009 * h,
            6,
            slot,
        )
        for sign in (-1.0, 1.0)
    ]
    return merged([pack, pocket, *straps])


def behind(luggage: str, h: float, girth: float) -> tuple[tuple[float, float], ...]:
    """Return the outermost places (x, height) [m] of the back, and of luggage on it, of a body of height `h` [m]."""
    worn = _WORN_FACE.get(luggage, ())
    growth = 1 + _BACK_GROWTH * (girth - 1)
    return tuple([(x * growth * h, z * h) for x, z in _BACK_FACE] + [(x * girth * h, z * h) for x, z in worn])


def shoulder_bag(h: float, girth: float, slot: int) -> Shape:
    """Return a bag at the right hip, its strap over the left shoulder, on a body of height `h` [m]."""
    pouch = rounded_box(0.155 * h, 0.055 * h, 0.125 * h, 0.020 * h, slot).moved(
        -0.03 * h, -0.142 * girth * h, 0.505 * h
    )
    points = np.array(
        [
            [0.02, -0.135 * girth, 0.565],
            [0.074 * girth, -0.070, 0.640],
            [0.078 * girth, 0.010, 0.735],
            [0.030, 0.060, 0.822],
            [-0.025, 0.062, 0.836],
            [-0.072 * girth, 0.020, 0.745],
            [-0.070 * girth, -0.060, 0.650],
            [-0.06, -0.135 * girth, 0.565],
        ]
    )
    return merged([pouch, tube(points * h, 0.006 * h, 6, slot)])
