"""What people have with them: umbrella, phone, bags, suitcase, stroller, sticks, cane, crutches, dog, ball, parcel.

Each thing says how the arms are held for it [deg], which parts it adds, and at which angles those are. Things in a hand
hang on a joint at the grip that undoes the turn of the arm, so that a stick stays upright.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from avsynth.actors import _quadruped, _skeleton
from avsynth.actors._body import SLOT, Figure
from avsynth.actors._gait import STRIDE_SHARE, ramp
from avsynth.actors._poses import POSES, both, stoop
from avsynth.actors._quadruped import Build, Pace
from avsynth.catalog.finishing import Piece
from avsynth.catalog.shapes import (
    Shape,
    box,
    ellipsoid,
    lathe,
    loft,
    merged,
    rod,
    rounded_box,
    sheet,
    superellipse,
    tube,
)
from avsynth.contracts import Motion
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint

GEAR, METAL, RUBBER, DARK = SLOT["gear"], SLOT["metal"], SLOT["rubber"], SLOT["eye"]
#: From the wrist to the middle of the closed hand [share of body height].
GRIP = 0.055
#: A dog on a lead: its build, and where it walks beside its owner [m].
PET = Build(height=0.48, length=1.02, chest=0.46, width=0.16, belly=-0.25, neck=0.33, tail=0.62, head=0.44, droop=2.3)
PET_PACE, PET_PLACE = Pace(stride=1.9, trot=1.6, gallop=4.0), (0.55, -0.60, 0.0)
#: How far a white cane sweeps to each side [rad], by the turn of the arm: about the width of the body.
SWEEP = 0.25
#: The cane reaches so far ahead against the height of the hand [1]; the turn that points it up [rad].
CANE_REACH = 1.05
CANE_REST = float(np.pi - np.arctan(CANE_REACH))
WHEEL = 0.13
#: Poses in which sticks point along the arm, and in which what is carried is put on the ground: its middle is so high
#: there [m].
LOW = ("sit", "crouch", "fall", "slip")
SET_DOWN = 0.15


@dataclass(frozen=True)
class Accessory:
    """One thing: angles of the arms [deg], the hands that hold it, what makes its parts, and how it rests.

    While the arms hang, at rest, what reaches the ground would go through it; so it is turned forwards by `rest` [rad],
    which points it up. What `lies` turns with the arm in low poses; else it stays upright in them.
    """

    arms: Mapping[str, float]
    hands: tuple[str, ...]
    shape: Callable[[Figure, float], Shape]
    rest: float = 0.0
    lies: bool = True


def pieces(holding: str, figure: Figure, category: Category, root: tuple[Joint, ...]) -> list[Piece]:
    """Return the parts of what a person holds; `root` are the joints of a person's trunk."""
    if holding in ACCESSORIES:
        thing = ACCESSORIES[holding]
        return [_in_hand(thing, figure, side, category, root) for side in thing.hands]
    if holding in BEFORE:
        shape = BEFORE[holding]().moved(0.25 * figure.height, 0.0, _before(figure))
        return [Piece(holding, shape, category, (_skeleton.heave("set_down"),))]
    return BESIDE[holding][1](figure, category) if holding in BESIDE else []


def arms(holding: str) -> Mapping[str, float]:
    """Return how the arms are held [deg], by joint."""
    if holding in ACCESSORIES:
        return ACCESSORIES[holding].arms
    return POSES["carry"] if holding in BEFORE else BESIDE[holding][0] if holding in BESIDE else {}


def steadied(holding: str, figure: Figure, angles: Mapping[str, float], motion: Motion) -> dict[str, float]:
    """Return the angles [rad] of the joints of what is held, for the `angles` of the body that holds it."""
    if holding == "stroller":
        return {"stroller": motion.distance / WHEEL}
    if holding == "dog":
        return {f"dog_{name}": angle for name, angle in _quadruped.gait(PET, PET_PACE, motion).items()}
    down = max(ramp(motion.act(word), 0.0, 1.0) for word in LOW)
    if holding in BEFORE:
        return {"set_down": -down * (_before(figure) - SET_DOWN) / _skeleton.HEAVE_ARM}
    if holding not in ACCESSORIES or holding == "phone":
        return {}
    lean = angles["tilt"] + angles["spine"]
    found, thing = {}, ACCESSORIES[holding]
    for side in thing.hands:
        upright = lean - angles[f"shoulder_{side}"] - angles[f"elbow_{side}"] - thing.rest
        found[f"hold_{side}"] = (1 - down * thing.lies) * upright
    if holding == "white_cane":
        phase = 2 * np.pi * motion.distance / (STRIDE_SHARE * figure.height)
        found["turn_right"] = angles["turn_right"] + float(SWEEP * np.sin(phase))
    return found


def _before(figure: Figure) -> float:
    """Return how high something is that is carried before the chest [m]."""
    return figure.frame.at(0.665)


def _in_hand(thing: Accessory, figure: Figure, side: str, category: Category, root: tuple[Joint, ...]) -> Piece:
    """Return a thing that hangs on a hand."""
    frame, sign = figure.frame, dict(_skeleton.SIDES)[side]
    elbow = _skeleton.elbow(frame, side, sign, figure.broad)
    x, y, z = np.array(elbow.origin) - [0.0, 0.0, frame.forearm + GRIP * figure.height]
    grip = (float(x), float(y), float(z))
    arm = (*root, *_skeleton.spine(frame), *_skeleton.shoulder(frame, side, sign, figure.broad), elbow)
    wrist = (Joint(f"hold_{side}", grip, _skeleton.FORWARDS),)
    held = thing.shape(figure, sign).turned(_skeleton.FORWARDS, thing.rest)
    return Piece(f"held_{side}", held.moved(*grip), category, (*arm, *wrist))


def _grip_height(figure: Figure, arms_held: Mapping[str, float], side: str) -> float:
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
    low = 0.035 - _grip_height(figure, ACCESSORIES["stick"].arms, "right")
    handle = tube([[-0.05, 0, -0.015], [0.0, 0, 0.01], [0.06, 0, 0.0]], 0.012, 7, DARK)
    return merged([rod([0, 0, 0], [0, 0, low], 0.010, 7, SLOT["bag"]), handle])


def _cane(figure: Figure, sign: float) -> Shape:
    """Return a white cane that reaches the ground a long step ahead."""
    high = _grip_height(figure, ACCESSORIES["white_cane"].arms, "right")
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
    low = 0.035 - _grip_height(figure, ACCESSORIES["crutches"].arms, "left")
    shaft = rod([0, 0.035 * sign, 0.0], [0, 0.035 * sign, low], 0.011, 8, METAL)
    up = tube([[0, 0.035 * sign, 0], [-0.05, 0.045 * sign, 0.22]], 0.011, 8, METAL)
    cuff = tube([[-0.09, -0.01 * sign, 0.21], [-0.05, 0.05 * sign, 0.215], [0.0, 0.0, 0.22]], 0.018, 6, DARK)
    return merged([shaft, up, cuff, rod([-0.04, 0, 0], [0.05, 0.02 * sign, 0], 0.014, 7, DARK)])


def _ball() -> Shape:
    return ellipsoid(0.11, 0.11, 0.11, GEAR, rings=12, sides=18)


def _parcel() -> Shape:
    return box(0.30, 0.36, 0.26, SLOT["bag"]).moved(z=-0.02)


def _suitcase(figure: Figure, category: Category) -> list[Piece]:
    """Return a suitcase on wheels, drawn by its handle behind the right hand."""
    h = figure.height
    hand = np.array([-0.14 * h, -0.175 * h, figure.frame.at(_skeleton.SHOULDER) - 0.335 * h])
    foot = np.array([hand[0] - 0.74, hand[1], 0.05])
    slope = hand - foot
    tilt = float(np.arctan2(slope[0], slope[2]))
    case = rounded_box(0.24, 0.42, 0.62, 0.05, GEAR).moved(0.02, 0, 0.34)
    rails = [rod([0.10, y, 0.4], [0.10, y, float(np.linalg.norm(slope))], 0.008, 6, METAL) for y in (-0.09, 0.09)]
    bar = rod([0.10, -0.10, float(np.linalg.norm(slope))], [0.10, 0.10, float(np.linalg.norm(slope))], 0.014, 6, DARK)
    wheels = [ellipsoid(0.045, 0.02, 0.045, RUBBER, rings=6, sides=10).moved(0.0, y, 0.0) for y in (-0.17, 0.17)]
    whole = merged([case.moved(0.08), *rails, bar]).turned((0, 1, 0), tilt)
    return [Piece("suitcase", merged([whole, *wheels]).moved(*foot), category)]


def _stroller(figure: Figure, category: Category) -> list[Piece]:
    """Return a stroller before the hands, on four wheels that roll."""
    x, z = 0.325 * figure.height, figure.frame.at(0.632)
    front, back, half = x + 0.78, x + 0.22, 0.27
    rods = [rod([x, -half, z], [x, half, z], 0.016, 8, DARK)]
    for y in (-half, half):
        rods += [
            rod([x, y, z], [front, y, WHEEL], 0.013, 7, METAL),
            rod([back, y, WHEEL], [x + 0.5, y, 0.62], 0.013, 7, METAL),
        ]
    tub = [(0.36, 0.16, 0.10), (0.40, 0.24, 0.19), (0.52, 0.34, 0.22), (0.66, 0.38, 0.23)]
    outline = superellipse(16, 2.6)
    rings = np.array([np.column_stack([outline * [deep, wide], np.full(16, at)]) for at, deep, wide in tub])
    turns = np.linspace(0.15, np.pi * 0.72, 7)
    hood = np.array(
        [
            np.column_stack(
                [
                    -0.36 * np.cos(turn) * np.ones(9),
                    0.23 * np.cos(np.linspace(0, np.pi, 9)),
                    0.66 + 0.32 * np.sin(turn) * np.sin(np.linspace(0, np.pi, 9)) ** 0.6,
                ]
            )
            for turn in turns
        ]
    )
    blanket = ellipsoid(0.30, 0.19, 0.10, SLOT["top"], rings=6, sides=12).moved(0.10, 0, 0.66)
    child = ellipsoid(0.085, 0.075, 0.09, SLOT["skin"], rings=8, sides=12).moved(-0.18, 0, 0.74)
    basket = box(0.42, 0.36, 0.12, SLOT["bag"]).moved(0, 0, 0.24)
    cloth = [loft(rings, GEAR), *_both_faces(hood, GEAR), blanket, child, basket]
    seat = merged(cloth).moved(x + 0.48)
    found = [Piece("stroller", merged([*rods, seat]), category)]
    for at in (front, back):
        axle = Joint("stroller", (at, 0.0, WHEEL), (0.0, 1.0, 0.0))
        tyres = [lathe([[0.05, -0.02], [WHEEL, -0.02], [WHEEL, 0.02], [0.05, 0.02]], 16, RUBBER) for _ in range(2)]
        pair = [t.turned((1, 0, 0), np.pi / 2).moved(at, y, WHEEL) for t, y in zip(tyres, (-half, half), strict=True)]
        found.append(Piece(f"stroller_wheels_{at:.2f}", merged(pair), category, (axle,)))
    return found


def _both_faces(grid: np.ndarray, slot: int) -> list[Shape]:
    """Return a sheet of cloth that looks to both sides."""
    return [sheet(grid, slot).moved(z=0.004), sheet(grid, slot).flipped()]


def _dog(figure: Figure, category: Category) -> list[Piece]:
    """Return a dog on a lead, ahead to the right."""
    renumber = np.full(len(_quadruped.SLOT), SLOT["pet"])
    renumber[_quadruped.SLOT["nose"]] = renumber[_quadruped.SLOT["eye"]] = DARK
    found = []
    for part in _quadruped.body(PET, category):
        joints = tuple(
            Joint(f"dog_{j.name}", tuple(float(v) for v in np.add(j.origin, PET_PLACE)), j.axis) for j in part.joints
        )
        shape = replace(part.shape, slots=renumber[part.shape.slots]).moved(*PET_PLACE)
        found.append(Piece(f"dog_{part.name}", shape, category, joints))
    h = figure.height
    hand = np.array([0.135 * h, -0.125 * h, _grip_height(figure, BESIDE["dog"][0], "right")])
    collar = np.array(PET_PLACE) + PET.height * np.array([0.58, 0.0, 0.98])
    middle = (hand + collar) / 2 - [0, 0, 0.10]
    return [*found, Piece("lead", tube(np.array([hand, middle, collar]), 0.006, 5, SLOT["bag"]), category)]


#: Arms that lean on something hang straight, so that the thing stays in the plane of walking [deg].
_LOW = {"spread_right": 3, "turn_right": 0}
_CRUTCH_ARMS = both(shoulder=6, elbow=22, spread=4, turn=0)
_UMBRELLA_ARM = {"shoulder_right": 26, "elbow_right": 112, "turn_right": 12, "spread_right": 4}
ACCESSORIES: dict[str, Accessory] = {
    "umbrella": Accessory(_UMBRELLA_ARM, ("right",), _umbrella, lies=False),
    "phone": Accessory(POSES["phone"], ("right",), _phone),
    "bags": Accessory(both(shoulder=2, elbow=6), ("left", "right"), _shopping),
    "stick": Accessory({"shoulder_right": 14, "elbow_right": 26, **_LOW}, ("right",), _stick, np.pi),
    "white_cane": Accessory({"shoulder_right": 22, "elbow_right": 38, **_LOW}, ("right",), _cane, CANE_REST),
    "crutches": Accessory(_CRUTCH_ARMS, ("left", "right"), _crutch, np.pi),
}
#: What is carried before the chest.
BEFORE: dict[str, Callable[[], Shape]] = {"ball": _ball, "parcel": _parcel}
#: What goes beside, before or behind, on the ground: angles of the arms [deg] and what makes its parts.
BESIDE: dict[str, tuple[Mapping[str, float], Callable[[Figure, Category], list[Piece]]]] = {
    "suitcase": ({"shoulder_right": -24, "elbow_right": 4, "spread_right": 12, "turn_right": 0}, _suitcase),
    "stroller": (POSES["push"], _stroller),
    "dog": ({"shoulder_right": 18, "elbow_right": 24, "spread_right": 8, "turn_right": 5}, _dog),
}
HOLDINGS = ("none", *ACCESSORIES, *BEFORE, *BESIDE)
