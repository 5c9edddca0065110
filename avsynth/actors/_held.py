"""Things in a hand: umbrella, phone, bags, sticks, shovel, stop sign. How they are held is in `_accessories`.

A thing is made with the middle of the closed hand at the origin, as it is while its holder walks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from avsynth.actors import _skeleton
from avsynth.actors._body import SLOT, Figure
from avsynth.actors._poses import POSES, both, stoop
from avsynth.catalog.shapes import Shape, cylinder, ellipsoid, lathe, loft, merged, rod, rounded_box, superellipse, tube

GEAR, METAL, DARK = SLOT["gear"], SLOT["metal"], SLOT["eye"]
#: From the wrist to the middle of the closed hand [share of body height].
GRIP = 0.055
#: The cane reaches so far ahead against the height of the hand [1]; the turn that points it up [rad].
CANE_REACH = 1.05
CANE_REST = float(np.pi - np.arctan(CANE_REACH))
#: Arms that lean on something hang straight, so that the thing stays in the plane of walking [deg].
_LOW = {"spread_right": 3, "turn_right": 0}
_CRUTCH_ARMS = both(shoulder=6, elbow=22, spread=4, turn=0)
_STICK_ARM = {"shoulder_right": 14, "elbow_right": 26, **_LOW}
_CANE_ARM = {"shoulder_right": 22, "elbow_right": 38, **_LOW}
#: A stop sign is held up before the shoulder; its disc is 0.30 m across, on a handle of 0.40 m.
_SIGN_ARM = {"shoulder_right": 64, "elbow_right": 52, "turn_right": 4, "spread_right": 10}
SIGN_RADIUS, SIGN_HANDLE = 0.15, 0.40
_UMBRELLA_ARM = {"shoulder_right": 26, "elbow_right": 112, "turn_right": 12, "spread_right": 4}


@dataclass(frozen=True)
class Accessory:
    """One thing: angles of the arms [deg], the hands that hold it, what makes its parts, and how it rests.

    While the arms hang, at rest, what reaches the ground would go through it; so it is turned forwards by `rest` [rad],
    which points it up. What `lies` turns with the arm in low poses; else it stays upright in them. What `hangs` not
    always turns with the arm.
    """

    arms: Mapping[str, float]
    hands: tuple[str, ...]
    shape: Callable[[Figure, float], Shape]
    rest: float = 0.0
    lies: bool = True
    hangs: bool = True


def grip_height(figure: Figure, arms_held: Mapping[str, float], side: str) -> float:
    """Return how high the hand of somebody on foot is whose arms are held so [m]."""
    frame, lean = figure.frame, stoop(figure.age)
    upper = np.deg2rad(arms_held[f"shoulder_{side}"]) - lean
    lower = upper + np.deg2rad(arms_held[f"elbow_{side}"])
    waist, reach = frame.at(_skeleton.WAIST), frame.forearm + GRIP * figure.height
    shoulder = waist + (frame.at(_skeleton.SHOULDER) - waist) * np.cos(lean)
    return float(shoulder - frame.upper_arm * np.cos(upper) - reach * np.cos(lower))


def _umbrella(figure: Figure, sign: float) -> Shape:
    """Return an open umbrella, one metre across, its handle at the origin."""
    shaft = rod([0, 0, -0.10], [0, 0, 0.80], 0.008, 6, METAL)
    dome = lathe([[0.51, 0.60], [0.44, 0.68], [0.30, 0.75], [0.14, 0.785], [0.01, 0.80]], 8, GEAR)
    lining = lathe([[0.01, 0.795], [0.14, 0.78], [0.30, 0.745], [0.44, 0.675], [0.51, 0.60]][::-1], 8, GEAR).flipped()
    outer = 5 * 8
    faces = [(s.vertices[:outer], s.triangles[(s.triangles < outer).all(axis=1)]) for s in (dome, lining)]
    cloth = [Shape(v, t, np.full(len(t), GEAR)) for v, t in faces]
    return merged([shaft, *cloth, tube([[0, 0, -0.10], [0.02, 0, -0.14], [0.05, 0, -0.12]], 0.011, 6, DARK)])


def _phone(figure: Figure, sign: float) -> Shape:
    """Return a phone before the palm, its screen to the face when the forearm is raised."""
    return rounded_box(0.010, 0.072, 0.148, 0.004, DARK, steps=1).moved(0.030, 0.0, -0.03)


def _shopping(figure: Figure, sign: float) -> Shape:
    """Return a full bag that hangs from the hand."""
    rings = []
    for z, wide, deep in ((-0.44, 0.05, 0.11), (-0.42, 0.075, 0.155), (-0.30, 0.085, 0.165), (-0.13, 0.06, 0.17)):
        rings.append(np.column_stack([superellipse(14, 3.0) * [deep, wide], np.full(14, z)]))
    loop = np.array([[-0.09, 0, -0.14], [-0.04, 0, -0.01], [0.04, 0, -0.01], [0.09, 0, -0.14]])
    handles = [tube(loop + y * np.array([[0, 1, 0]] * 4) * [[1], [0], [0], [1]], 0.006, 5, GEAR) for y in (-0.03, 0.03)]
    return merged([loft(np.array(rings), GEAR), *handles]).moved(y=0.03 * sign)


def _stick(figure: Figure, sign: float) -> Shape:
    """Return a walking stick from the hand to just above the ground."""
    low = 0.035 - grip_height(figure, _STICK_ARM, "right")
    handle = tube([[-0.05, 0, -0.015], [0.0, 0, 0.01], [0.06, 0, 0.0]], 0.012, 7, DARK)
    return merged([rod([0, 0, 0], [0, 0, low], 0.010, 7, SLOT["bag"]), handle])


def _cane(figure: Figure, sign: float) -> Shape:
    """Return a white cane that reaches the ground a long step ahead."""
    high = grip_height(figure, _CANE_ARM, "right")
    tip = np.array([CANE_REACH * high, -0.066 * figure.height * sign, 0.06 - high])
    red = 0.72 * tip
    return merged(
        [
            rod([0, 0, 0], red, 0.008, 7, SLOT["band"]),
            rod(red, tip, 0.008, 7, GEAR),
            ellipsoid(0.02, 0.02, 0.02, SLOT["band"], rings=5, sides=8).moved(*tip),
            rod([-0.06, 0, 0.01], [0.02, 0, 0], 0.012, 7, DARK),
        ]
    )


def _crutch(figure: Figure, sign: float) -> Shape:
    """Return a forearm crutch: shaft, grip, and a cuff below the elbow."""
    low = 0.035 - grip_height(figure, _CRUTCH_ARMS, "left")
    shaft = rod([0, 0.035 * sign, 0.0], [0, 0.035 * sign, low], 0.011, 8, METAL)
    up = tube([[0, 0.035 * sign, 0], [-0.05, 0.045 * sign, 0.22]], 0.011, 8, METAL)
    cuff = tube([[-0.09, -0.01 * sign, 0.21], [-0.05, 0.05 * sign, 0.215], [0.0, 0.0, 0.22]], 0.018, 6, DARK)
    return merged([shaft, up, cuff, rod([-0.04, 0, 0], [0.05, 0.02 * sign, 0], 0.014, 7, DARK)])


def _shovel(figure: Figure, sign: float) -> Shape:
    """Return a shovel whose blade stands on the ground and whose grip is above the hand."""
    low = 0.03 - grip_height(figure, _STICK_ARM, "right")
    blade = rounded_box(0.015, 0.24, 0.28, 0.006, METAL, steps=1).moved(0.0, 0.0, low + 0.14)
    shaft = rod([0, 0, low + 0.25], [0, 0, 0.38], 0.017, 7, SLOT["bag"])
    return merged([blade, shaft, rod([0, -0.07, 0.38], [0, 0.07, 0.38], 0.016, 7, DARK)])


def _stop_sign(figure: Figure, sign: float) -> Shape:
    """Return a red disc with a white rim that faces ahead and back, on a handle."""
    middle = SIGN_HANDLE - 0.05 + SIGN_RADIUS
    discs = []
    for radius, thick, slot in ((SIGN_RADIUS, 0.012, SLOT["band"]), (0.78 * SIGN_RADIUS, 0.016, SLOT["sign"])):
        discs.append(cylinder(radius, thick, 24, slot).turned((0, 1, 0), np.pi / 2).moved(z=middle))
    return merged([rod([0, 0, -0.06], [0, 0, SIGN_HANDLE], 0.014, 8, DARK), *discs])


HELD: dict[str, Accessory] = {
    "umbrella": Accessory(_UMBRELLA_ARM, ("right",), _umbrella, lies=False),
    "phone": Accessory(POSES["phone"], ("right",), _phone, hangs=False),
    "bags": Accessory(both(shoulder=2, elbow=6), ("left", "right"), _shopping),
    "stick": Accessory(_STICK_ARM, ("right",), _stick, np.pi),
    "white_cane": Accessory(_CANE_ARM, ("right",), _cane, CANE_REST),
    "shovel": Accessory(_STICK_ARM, ("right",), _shovel, np.pi),
    "stop_sign": Accessory(_SIGN_ARM, ("right",), _stop_sign),
    "crutches": Accessory(_CRUTCH_ARMS, ("left", "right"), _crutch, np.pi),
}
