"""A person at rest on a saddle or seat with the hands on something: for whatever is ridden or sat in.

The riding posture is the model's rest, so that boxes at rest are those of riders; legs keep their joints, so that they
can pedal, and `pedalling` finds the angles at which an ankle is where it should be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from avsynth.actors import _skeleton
from avsynth.actors._body import Figure, body, settled
from avsynth.actors._reach import Arm, reached
from avsynth.actors._skeleton import HAND, SIDES, Frame
from avsynth.catalog.finishing import Piece
from avsynth.catalog.shapes import merged
from avsynth.core.frames import Pose, rotation_about
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import chained

#: The pelvis leans by this share of the lean of the chest [1].
PELVIS_SHARE = 0.6
#: What a hand closes around lies so far beyond the wrist [share of the hand's length].
GRASP = 0.45


@dataclass(frozen=True, slots=True)
class Seat:
    """How somebody sits or stands on something.

    Parameters
    ----------
    hips : (x, z) [m]
        Where the middle of the hips is.
    lean : float [rad]
        How far the trunk leans forwards.
    grip : (x, y, z) [m]
        What the left hand closes around; the right one is opposite.
    ankles : mapping of side to (x, z) [m]
        Of feet that rest.
    straddle : float [rad]
        How far the thighs are spread.
    """

    hips: tuple[float, float]
    lean: float
    grip: tuple[float, float, float]
    ankles: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    straddle: float = 0.0


def rider(figure: Figure, category: Category, seat: Seat) -> list[Piece]:
    """Return the parts of a rider; legs hang straight from the hips, at rest, and arms hang on joints of `_reach`.

    The `figure` wears no coat or skirt, whose panels would hang in the wheel.
    """
    trunk = _trunk(figure, seat)
    place = np.array([seat.hips[0], 0.0, seat.hips[1]])
    poses, joints = dict(trunk), {}
    for side, sign in SIDES:
        legs = _about(np.array([0.0, 0.0, figure.frame.hip]), place, 0.0)
        poses |= {f"{part}_{side}": legs for part in ("thigh", "shank", "foot")}
        arm = arm_of(figure, seat, side)
        rest = _skeleton.shoulder_at(figure.frame, sign, figure.broad)
        at_elbow = rest - [0.0, 0.0, figure.frame.upper_arm]
        poses[f"upper_arm_{side}"] = _turned(rest, arm.shoulder, _hanging_to(arm.elbow - arm.shoulder))
        poses[f"forearm_{side}"] = _turned(at_elbow, arm.elbow, _hanging_to(arm.hand - arm.elbow))
        joints |= {f"upper_arm_{side}": arm.joints[:2], f"forearm_{side}": arm.joints}
    placed = settled(body(figure, category), poses)
    return [replace(piece, joints=joints.get(piece.name, piece.joints)) for piece in placed]


def arm_of(figure: Figure, seat: Seat, side: str) -> Arm:
    """Return the arm of one side whose hand closes around its grip."""
    frame, sign = figure.frame, dict(SIDES)[side]
    shoulder = _trunk(figure, seat)["chest"].points(_skeleton.shoulder_at(frame, sign, figure.broad))
    lengths = (frame.upper_arm, frame.forearm + GRASP * HAND * frame.height)
    return reached(side, shoulder, np.array(seat.grip) * [1, sign, 1], lengths)


def _trunk(figure: Figure, seat: Seat) -> dict[str, Pose]:
    """Return the poses of pelvis, chest and head."""
    frame = figure.frame
    hips, lean = seat.hips, seat.lean
    at_hips = np.array([0.0, 0.0, frame.hip])
    pelvis = _about(at_hips, np.array([hips[0], 0.0, hips[1]]), PELVIS_SHARE * lean)
    waist = np.array([0.0, 0.0, frame.at(_skeleton.WAIST)])
    chest = _about(waist, pelvis.points(waist), lean)
    neck = np.array(_skeleton.neck(frame)[0].origin)
    return {"pelvis": pelvis, "chest": chest, "head": _about(neck, chest.points(neck), 0.25 * lean)}


def seated(figure: Figure, category: Category, seat: Seat) -> list[Piece]:
    """Return a rider whose feet rest: one rigid piece, and the arms."""
    angles = {}
    for side, _ in SIDES:
        angles |= pedalling(figure.frame, side, seat.hips, seat.ankles[side]) | {f"straddle_{side}": seat.straddle}
    pieces = rider(figure, category, seat)
    arms = [piece for piece in pieces if "arm" in piece.name]
    shapes = [
        replace(piece.shape, vertices=chained(piece.joints, angles).points(piece.shape.vertices))
        for piece in pieces
        if piece not in arms
    ]
    return [Piece("rider", merged(shapes), category), *arms]


def pedalling(frame: Frame, side: str, hips: tuple[float, float], ankle: tuple[float, float]) -> dict[str, float]:
    """Return the angles [rad] of the leg of one side whose ankle is at `ankle` (x, z) [m], its sole level.

    Two links, law of cosines; an ankle out of reach is reached for with a straight leg.
    """
    reach = np.subtract(ankle, hips)
    length = min(float(np.hypot(*reach)), frame.thigh + frame.shank - 1e-6)
    below = np.arctan2(reach[0], -reach[1])  # of the line from hip to ankle, forward of straight down
    at_hip = np.arccos((frame.thigh**2 + length**2 - frame.shank**2) / (2 * frame.thigh * length))
    at_knee = np.arccos((frame.thigh**2 + frame.shank**2 - length**2) / (2 * frame.thigh * frame.shank))
    hip, knee = below + at_hip, np.pi - at_knee
    return {f"hip_{side}": float(hip), f"knee_{side}": float(knee), f"ankle_{side}": float(knee - hip)}


def _about(pivot: np.ndarray, place: np.ndarray, lean: float) -> Pose:
    """Return the pose that brings `pivot` (3,) to `place` (3,) [m] and leans forwards by `lean` [rad]."""
    return _turned(pivot, place, rotation_about((0.0, 1.0, 0.0), lean))


def _turned(pivot: np.ndarray, place: np.ndarray, turn: np.ndarray) -> Pose:
    return Pose(turn, place - turn @ pivot)


def _hanging_to(way: np.ndarray) -> np.ndarray:
    """Return the rotation (3, 3) that takes straight down to the direction of `way` (3,) by the shortest turn."""
    goal = way / np.linalg.norm(way)
    axis = np.cross([0.0, 0.0, -1.0], goal)
    size = float(np.linalg.norm(axis))
    return np.eye(3) if size < 1e-9 else rotation_about(axis / size, float(np.arctan2(size, -goal[2])))
