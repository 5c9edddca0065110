"""The skeleton: how long the limbs of a body of one height and age are, and the joints on which its parts hang.

Heights are shares of body height. Those of an adult are [Drillis]_'s. A child has a larger head and shorter legs: the
hips follow the ratio of sitting height [Fredriks2005]_, the chin the height of the head [Snyder1977]_, both read off to
about 0.01. The body stands on z = 0 and faces +x; its left is +y.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from avsynth.datatypes.model import Joint

#: Heights of an adult's joints above the ground [1]; the waist stands for the joints of the lumbar vertebrae, the
#: shoulder is the middle of its ball, 0.03 below the shoulder's height of the tables.
ANKLE, KNEE, HIP, WAIST, SHOULDER, CHIN = 0.039, 0.285, 0.530, 0.575, 0.788, 0.868
#: Lengths of an adult's limbs (the upper arm from the ball), of the foot, and from its heel to below the ankle [1].
UPPER_ARM, FOREARM, HAND = 0.158, 0.146, 0.108
FOOT_LENGTH, HEEL = 0.152, 0.045
#: Half the distance between the hips and between the shoulders [1].
HIP_HALF, SHOULDER_HALF = 0.050, 0.108
#: Height of the hips and of the chin by age [years, 1].
HIPS_BY_AGE = ((1.0, 0.45), (2.0, 0.475), (4.0, 0.495), (6.0, 0.507), (10.0, 0.525), (14.0, 0.530))
CHIN_BY_AGE = ((1.0, 0.775), (2.0, 0.795), (4.0, 0.818), (6.0, 0.832), (10.0, 0.850), (14.0, 0.864), (17.0, 0.868))
ADULT = 30.0
#: Everything of a person rises and falls on a hinge so far behind that a small turn is a lift [m].
HEAVE_ARM = 200.0
SIDES = (("left", 1.0), ("right", -1.0))
FORWARDS, BACKWARDS = (0.0, -1.0, 0.0), (0.0, 1.0, 0.0)


@dataclass(frozen=True)
class Frame:
    """The skeleton of a person of one height [m] and age [years]."""

    height: float
    age: float = ADULT

    @cached_property
    def _levels(self) -> tuple[np.ndarray, np.ndarray]:
        """Heights [1] of landmarks of an adult and of this body."""
        hip, chin = (float(np.interp(self.age, *np.transpose(table))) for table in (HIPS_BY_AGE, CHIN_BY_AGE))
        return np.array([0.0, HIP, SHOULDER, CHIN, 1.0]), np.array([0.0, hip, chin - CHIN + SHOULDER, chin, 1.0])

    def level(self, share: float | np.ndarray) -> np.ndarray:
        """Return the height [m] on this body of what an adult has at `share` of the body height [1]."""
        return np.interp(share, *self._levels) * self.height

    def at(self, share: float) -> float:
        """Return `level` of one share as a plain number [m]."""
        return float(self.level(share))

    @cached_property
    def hip(self) -> float:
        """Height of the hips [m]."""
        return self.at(HIP)

    @cached_property
    def thigh(self) -> float:
        """From hip to knee [m]."""
        return self.hip - self.at(KNEE)

    @cached_property
    def shank(self) -> float:
        """From knee to ankle [m]."""
        return self.at(KNEE) - self.at(ANKLE)

    @cached_property
    def arms(self) -> float:
        """Length of the arms against an adult's of the same height [1]: they end where the thighs begin."""
        return (self.at(SHOULDER) - self.hip) / ((SHOULDER - HIP) * self.height) * self.hip / (HIP * self.height)

    @cached_property
    def upper_arm(self) -> float:
        """From shoulder to elbow [m]."""
        return UPPER_ARM * self.arms * self.height

    @cached_property
    def forearm(self) -> float:
        """From elbow to wrist [m]."""
        return FOREARM * self.arms * self.height

    @cached_property
    def head(self) -> float:
        """From chin to crown [m]."""
        return self.height - self.at(CHIN)


def heave(name: str = "heave") -> Joint:
    """Return a hinge on which something rises."""
    return Joint(name, (-HEAVE_ARM, 0.0, 0.0), FORWARDS)


def root(frame: Frame) -> tuple[Joint, ...]:
    """Return the joints of all parts of a walker: it rises, and falls over about its hips."""
    return (heave(), Joint("tilt", (0.0, 0.0, frame.hip), BACKWARDS))


def spine(frame: Frame) -> tuple[Joint, ...]:
    """Return the joints of what is above the waist: it bends forwards, and turns to the left."""
    waist = (0.0, 0.0, frame.at(WAIST))
    return (Joint("spine", waist, BACKWARDS), Joint("twist", waist, (0.0, 0.0, 1.0)))


def neck(frame: Frame) -> tuple[Joint, ...]:
    """Return the joints of the head: it looks to the left, and nods."""
    base = (-0.004 * frame.height, 0.0, frame.at(0.845))
    return (Joint("look", base, (0.0, 0.0, 1.0)), Joint("nod", base, BACKWARDS))


def hip(frame: Frame, side: str, sign: float) -> tuple[Joint, ...]:
    """Return the joints of a thigh: it swings forwards and spreads outwards."""
    origin = (0.0, sign * HIP_HALF * frame.height, frame.hip)
    return (Joint(f"hip_{side}", origin, FORWARDS), Joint(f"straddle_{side}", origin, (sign, 0.0, 0.0)))


def knee(frame: Frame, side: str, sign: float) -> Joint:
    """Return the joint between thigh and shank."""
    return Joint(f"knee_{side}", (0.0, sign * HIP_HALF * frame.height, frame.at(KNEE)), BACKWARDS)


def ankle(frame: Frame, side: str, sign: float) -> Joint:
    """Return the joint between shank and foot."""
    return Joint(f"ankle_{side}", (0.0, sign * HIP_HALF * frame.height, frame.at(ANKLE)), FORWARDS)


def shoulder_at(frame: Frame, sign: float, broad: float = 1.0) -> np.ndarray:
    """Return where the shoulder is, float64 (3,) [m]; `broad` is the breadth against the mean [1]."""
    return np.array([-0.004 * frame.height, sign * SHOULDER_HALF * broad * frame.height, frame.at(SHOULDER)])


def shoulder(frame: Frame, side: str, sign: float, broad: float = 1.0) -> tuple[Joint, ...]:
    """Return the joints of an upper arm: it swings forwards, spreads outwards, and turns the elbow's hinge inwards."""
    origin = tuple(float(v) for v in shoulder_at(frame, sign, broad))
    return (
        Joint(f"shoulder_{side}", origin, FORWARDS),
        Joint(f"spread_{side}", origin, (sign, 0.0, 0.0)),
        Joint(f"turn_{side}", origin, (0.0, 0.0, -sign)),
    )


def elbow(frame: Frame, side: str, sign: float, broad: float = 1.0) -> Joint:
    """Return the joint between upper arm and forearm."""
    x, y, z = shoulder_at(frame, sign, broad)
    return Joint(f"elbow_{side}", (float(x), float(y), float(z - frame.upper_arm)), FORWARDS)
