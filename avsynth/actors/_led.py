"""What goes on the ground beside or behind a person: a dog on a lead, a suitcase on wheels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from avsynth.actors import _quadruped, _quadruped_build, _quadruped_gait, _skeleton
from avsynth.actors._body import SLOT, Figure
from avsynth.actors._held import grip_height
from avsynth.actors._quadruped_build import Build
from avsynth.actors._quadruped_gait import Pace
from avsynth.catalog.finishing import Piece
from avsynth.catalog.shapes import ellipsoid, merged, rod, rounded_box, tube
from avsynth.contracts import Motion
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint

GEAR, METAL, RUBBER, DARK = SLOT["gear"], SLOT["metal"], SLOT["rubber"], SLOT["eye"]
#: A dog on a lead: its build, and where it walks beside its owner [m].
PET = Build(height=0.48, length=1.02, chest=0.46, width=0.16, belly=-0.25, neck=0.33, tail=0.62, head=0.44, droop=2.3)
PET_PACE, PET_PLACE = Pace(stride=1.9, trot=1.6, gallop=4.0), (0.55, -0.60, 0.0)
#: How the arm that draws a suitcase is held, and the one that holds a lead [deg].
SUITCASE_ARM = {"shoulder_right": -24, "elbow_right": 4, "spread_right": 12, "turn_right": 0}
LEAD_ARM = {"shoulder_right": 18, "elbow_right": 24, "spread_right": 8, "turn_right": 5}


def suitcase(figure: Figure, category: Category) -> list[Piece]:
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


def dog(figure: Figure, category: Category) -> list[Piece]:
    """Return a dog on a lead, ahead to the right."""
    renumber = np.full(len(_quadruped_build.SLOT), SLOT["pet"])
    renumber[_quadruped_build.SLOT["nose"]] = renumber[_quadruped_build.SLOT["eye"]] = DARK
    found = []
    for part in _quadruped.body(PET, category):
        joints = tuple(
            Joint(f"dog_{j.name}", tuple(float(v) for v in np.add(j.origin, PET_PLACE)), j.axis) for j in part.joints
        )
        shape = replace(part.shape, slots=renumber[part.shape.slots]).moved(*PET_PLACE)
        found.append(Piece(f"dog_{part.name}", shape, category, joints))
    h = figure.height
    hand = np.array([0.135 * h, -0.125 * h, grip_height(figure, LEAD_ARM, "right")])
    collar = np.array(PET_PLACE) + PET.height * np.array([0.58, 0.0, 0.98])
    middle = (hand + collar) / 2 - [0, 0, 0.10]
    return [*found, Piece("lead", tube(np.array([hand, middle, collar]), 0.006, 5, SLOT["bag"]), category)]


def dog_angles(motion: Motion) -> dict[str, float]:
    """Return the joint angles [rad] of the dog, which goes as its owner does."""
    return {f"dog_{name}": angle for name, angle in _quadruped_gait.gait(PET, PET_PACE, motion).items()}
