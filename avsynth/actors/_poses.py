"""What people do besides walking, as poses by name: sit, crouch, fall, push, carry, phone, wave, look around.

A pose is the angle of some joints [deg]; joints it leaves out go on with the gait. How far somebody is in a pose is its
degree in `Motion.acts`, so a step that changes the degree a little each tick moves every joint continuously, and a step
that knows a word needs to know nothing of joints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from avsynth.actors._gait import gait, grounded, ramp
from avsynth.actors._skeleton import Frame
from avsynth.contracts import Motion

#: Waves a second [1/s], and how far they go [deg].
WAVE_RATE, WAVE_SWING = 1.3, 24.0
#: The upper back of the old bends forwards: from the first to the second age [years], by so much [deg]; the
#: head is held up against it.
STOOP_AGES, STOOP = (62.0, 92.0), 20.0


def both(**degrees: float) -> dict[str, float]:
    """Return angles for both sides."""
    return {f"{name}_{side}": angle for name, angle in degrees.items() for side in ("left", "right")}


POSES: dict[str, dict[str, float]] = {
    "sit": both(hip=86, straddle=7, knee=84, ankle=0, shoulder=22, elbow=55, turn=25) | {"spine": 3},
    "crouch": both(hip=112, straddle=8, knee=128, ankle=18, shoulder=62, elbow=55, turn=25) | {"spine": 24},
    "fall": both(hip=6, knee=12, ankle=-35, straddle=6, shoulder=165, spread=25, elbow=20) | {"tilt": 86, "nod": -25},
    "slip": both(hip=38, knee=30, straddle=10, shoulder=-25, spread=42, elbow=25)
    | {"tilt": -84, "nod": 30, "spine": 8},
    "push": both(shoulder=38, elbow=44, spread=4, turn=4) | {"spine": 9},
    "carry": both(shoulder=20, elbow=78, spread=9, turn=14) | {"spine": -4},
    "phone": {"shoulder_right": 28, "turn_right": 28, "elbow_right": 104, "spread_right": 6, "nod": 30},
    "call": {"shoulder_right": 42, "turn_right": 18, "elbow_right": 146, "spread_right": 26, "nod": 4},
    "wave": {"shoulder_right": 4, "spread_right": 84, "turn_right": -90, "elbow_right": 78},
    "halt": {"shoulder_right": 90, "spread_right": 6, "turn_right": 0, "elbow_right": 6},
    "startle": both(shoulder=34, elbow=82, spread=16, turn=18) | {"spine": -5},
    "look_left": {"look": 68},
    "look_right": {"look": -68},
}
#: The words of `Actor.acts` for people.
ACTS = {
    "sit": "sits down on something as high as the knees",
    "crouch": "crouches",
    "fall": "falls forwards and lies",
    "slip": "falls on the back and lies",
    "push": "pushes with both hands",
    "carry": "carries something before the chest",
    "phone": "looks at a phone",
    "call": "holds a phone to the ear",
    "wave": "waves with the right hand",
    "halt": "holds the right arm out ahead, to stop traffic",
    "startle": "raises both hands, startled",
    "look_left": "looks to the left",
    "look_right": "looks to the right",
}


def stoop(age: float) -> float:
    """Return how far the back of somebody of `age` [years] bends forwards [rad]."""
    return float(np.deg2rad(STOOP * ramp(age, *STOOP_AGES)))


def posture(
    frame: Frame,
    motion: Motion,
    girth: float = 1.0,
    always: Mapping[str, float] | None = None,
    behind: Sequence[tuple[float, float]] = (),
) -> dict[str, float]:
    """Return all joint angles [rad] of a person in `motion`.

    Parameters
    ----------
    girth : float [1]
        Thickness of the trunk against the mean: the stout lie higher.
    always : mapping of a joint to an angle, optional [deg]
        What the arms do for what they hold, whatever else happens but poses of `motion`.
    behind : places (x, height) [m]
        Of the back and what is worn on it, on which one may come to lie.
    """
    angles = gait(frame, motion) | {"tilt": 0.0} | both(straddle=0.0)
    bent = stoop(frame.age)
    angles |= {"spine": angles["spine"] + bent, "nod": -0.6 * bent}
    angles |= {joint: np.deg2rad(angle) for joint, angle in (always or {}).items()}
    for word, degree in motion.acts.items():
        if word in POSES:
            share = ramp(degree, 0.0, 1.0)
            for joint, target in _pose(word, motion.time).items():
                angles[joint] += share * (np.deg2rad(target) - angles[joint])
    return grounded(frame, {joint: float(angle) for joint, angle in angles.items()}, girth, behind)


def _pose(word: str, time: float) -> dict[str, float]:
    """Return the angles of a pose [deg] at a time [s]."""
    pose = POSES[word]
    if word == "wave":
        return pose | {"elbow_right": pose["elbow_right"] + WAVE_SWING * float(np.sin(2 * np.pi * WAVE_RATE * time))}
    return pose
