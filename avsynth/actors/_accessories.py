"""What people have with them: the parts a thing adds, how arms are held for it, and the angles of its joints.

Things in a hand hang on a joint at the grip that undoes the turn of the arm, so that a stick stays upright; where their
holder lies, they are lifted so that none goes into the ground.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from avsynth.actors import _skeleton
from avsynth.actors._body import SLOT, Figure
from avsynth.actors._gait import STRIDE_SHARE, ramp
from avsynth.actors._held import GEAR, GRIP, HELD
from avsynth.actors._led import LEAD_ARM, SUITCASE_ARM, dog, dog_angles, suitcase
from avsynth.actors._poses import POSES
from avsynth.actors._skeleton import HEAVE_ARM, heave
from avsynth.actors._stroller import WHEEL, stroller
from avsynth.catalog.finishing import Piece
from avsynth.catalog.shapes import Shape, box, ellipsoid
from avsynth.contracts import Motion
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint, chained

#: How far a white cane sweeps to each side [rad], by the turn of the arm: about the width of the body.
SWEEP = 0.25
#: Poses in which sticks point along the arm, and in which what is carried is put on the ground: its middle is so high
#: there [m].
LOW = ("sit", "crouch", "fall", "slip")
SET_DOWN = 0.15


def pieces(figure: Figure, category: Category) -> list[Piece]:
    """Return the parts of what a person holds."""
    holding = figure.holding
    if holding in HELD:
        return [
            Piece(f"held_{side}", shape, category, joints)
            for side, shape, joints in (_in_hand(figure, side) for side in HELD[holding].hands)
        ]
    if holding in BEFORE:
        shape = BEFORE[holding]().moved(0.25 * figure.height, 0.0, _before(figure))
        return [Piece(holding, shape, category, (heave("set_down"),))]
    return BESIDE[holding][1](figure, category) if holding in BESIDE else []


def arms(holding: str) -> Mapping[str, float]:
    """Return how the arms are held [deg], by joint."""
    if holding in HELD:
        return HELD[holding].arms
    return POSES["carry"] if holding in BEFORE else BESIDE[holding][0] if holding in BESIDE else {}


def steadied(figure: Figure, angles: Mapping[str, float], motion: Motion) -> dict[str, float]:
    """Return the angles [rad] of the joints of what is held, for the `angles` of the body that holds it."""
    holding = figure.holding
    if holding == "stroller":
        return {"stroller": motion.distance / WHEEL}
    if holding == "dog":
        return dog_angles(motion)
    down = max(ramp(motion.act(word), 0.0, 1.0) for word in LOW)
    if holding in BEFORE:
        return {"set_down": -down * (_before(figure) - SET_DOWN) / HEAVE_ARM}
    if holding not in HELD:
        return {}
    found = _swept(figure, angles, motion) if holding == "white_cane" else {}
    found |= _upright(figure, angles, down)
    return found | (_lifted(figure, {**angles, **found}) if down > 0.0 else {})


def _upright(figure: Figure, angles: Mapping[str, float], down: float) -> dict[str, float]:
    """Return the angles at which things hang straight down; those that lie turn with the arm as far as it is `down`."""
    thing = HELD[figure.holding]
    lean = angles["tilt"] + angles["spine"]
    return {
        f"hold_{side}": (1 - down * thing.lies)
        * (lean - angles[f"shoulder_{side}"] - angles[f"elbow_{side}"] - thing.rest)
        for side in thing.hands
        if thing.hangs
    }


def _swept(figure: Figure, angles: Mapping[str, float], motion: Motion) -> dict[str, float]:
    """Return the turn of the arm whose white cane sweeps from side to side."""
    phase = 2 * np.pi * motion.distance / (STRIDE_SHARE * figure.height)
    return {"turn_right": angles["turn_right"] + float(SWEEP * np.sin(phase))}


def _lifted(figure: Figure, angles: Mapping[str, float]) -> dict[str, float]:
    """Return how far things in the hands are lifted so that they rest on the ground, not in it."""
    found = {}
    for side in HELD[figure.holding].hands:
        _, shape, joints = _in_hand(figure, side)
        low = float(chained(joints, angles).points(shape.vertices)[:, 2].min())
        found[f"lift_{side}"] = max(-low, 0.0) / HEAVE_ARM
    return found


@lru_cache(maxsize=256)
def _in_hand(figure: Figure, side: str) -> tuple[str, Shape, tuple[Joint, ...]]:
    """Return a side, the thing in its hand, and the joints on which that hangs."""
    frame, sign, thing = figure.frame, dict(_skeleton.SIDES)[side], HELD[figure.holding]
    elbow = _skeleton.elbow(frame, side, sign, figure.broad)
    x, y, z = np.array(elbow.origin) - [0.0, 0.0, frame.forearm + GRIP * figure.height]
    grip = (float(x), float(y), float(z))
    shoulder = _skeleton.shoulder(frame, side, sign, figure.broad)
    arm = (heave(f"lift_{side}"), *_skeleton.root(frame), *_skeleton.spine(frame), *shoulder, elbow)
    held = thing.shape(figure, sign).turned(_skeleton.FORWARDS, thing.rest).moved(*grip)
    return side, held, (*arm, Joint(f"hold_{side}", grip, _skeleton.FORWARDS))


def _before(figure: Figure) -> float:
    """Return how high something is that is carried before the chest [m]."""
    return figure.frame.at(0.665)


def _ball() -> Shape:
    return ellipsoid(0.11, 0.11, 0.11, GEAR, rings=12, sides=18)


def _parcel() -> Shape:
    return box(0.30, 0.36, 0.26, SLOT["bag"]).moved(z=-0.02)


#: What is carried before the chest.
BEFORE: dict[str, Callable[[], Shape]] = {"ball": _ball, "parcel": _parcel}
#: What goes beside, before or behind, on the ground: angles of the arms [deg] and what makes its parts.
BESIDE: dict[str, tuple[Mapping[str, float], Callable[[Figure, Category], list[Piece]]]] = {
    "suitcase": (SUITCASE_ARM, suitcase),
    "stroller": (POSES["push"], stroller),
    "dog": (LEAD_ARM, dog),
}
HOLDINGS = ("none", *HELD, *BEFORE, *BESIDE)
