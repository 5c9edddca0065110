"""How people walk and run: joint angles as smooth periodic functions of the distance travelled.

The curves follow Winter's normative data for level walking [Winter]_, ch. 4: a hip that swings about 20° to each side
of a slight flexion, a knee that gives a little under load and folds in swing, an ankle that pushes off, shoulders that
turn against the hips. Running is their exaggeration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from avsynth.actors._skeleton import ANKLE, FOOT_LENGTH, HEAVE_ARM, HEEL, SHOULDER, SIDES, Frame
from avsynth.contracts import Motion

#: Length of a stride (two steps) as a share of body height, at an ordinary pace [Winter]_.
STRIDE_SHARE = 0.82
#: Below this speed the swing of the limbs fades [m/s]; from the first to the second speed walking becomes running.
AMBLE, TROT, RUN = 0.8, 1.9, 2.9
#: How far arms hang away from the trunk [deg].
HANG = 7.0
#: Thickness of knees, seat, chest, head and hands about their middles [share of body height], for those who lie.
KNEE_BALL, SEAT_BALL, CHEST_BALL, HEAD_BALL, HAND_BALL = 0.034, 0.076, 0.068, 0.060, 0.012
#: The trunk's depth grows by so much against its girth [1].
BELLY = 1.4
#: From the wrist to the finger tips [share of body height].
REACH = 0.10


def gait(frame: Frame, motion: Motion) -> dict[str, float]:
    """Return the joint angles [rad] of a walking, running or standing person, but for how high it stands."""
    phase = motion.distance / (STRIDE_SHARE * frame.height)
    stir, run = ramp(motion.speed, 0.0, AMBLE), ramp(motion.speed, TROT, RUN)
    angles = {}
    for (side, _), share in zip(SIDES, (0.0, 0.5), strict=True):
        angles |= {f"{name}_{side}": angle for name, angle in _limbs((phase + share) % 1.0, stir, run).items()}
    swing = np.cos(2 * np.pi * phase)
    return angles | {
        "spine": float(np.deg2rad(2 * stir + 9 * run)),
        "twist": float(np.deg2rad(stir * (5 + 5 * run) * swing)),
        "look": float(np.deg2rad(-stir * (5 + 5 * run) * swing)),
    }


def _limbs(p: float, stir: float, run: float) -> dict[str, float]:
    """Return the angles of one side [rad] at share `p` of its stride, from heel strike; flexion is positive."""
    swing = np.cos(2 * np.pi * p)
    degrees = {
        "hip": stir * ((8 + 8 * run) + (20 + 14 * run) * swing),
        "knee": 3 + stir * ((13 + 14 * run) * _bump(p, 0.14, 0.09) + (57 + 38 * run) * _bump(p, 0.72, 0.13)),
        "ankle": stir * (8 * _bump(p, 0.42, 0.14) - (18 + 8 * run) * _bump(p, 0.62, 0.08)),
        "shoulder": -stir * (17 + 16 * run) * swing,
        "elbow": 12 + 72 * run + stir * 12 * (1 - swing) / 2,
        "spread": HANG,
        "turn": 12.0,
    }
    return {name: float(np.deg2rad(value)) for name, value in degrees.items()}


def grounded(
    frame: Frame, angles: Mapping[str, float], girth: float, behind: Sequence[tuple[float, float]] = ()
) -> dict[str, float]:
    """Return the angles with the body so high that its lowest point is on the ground; see `lowest`."""
    return {**angles, "heave": -lowest(frame, angles, girth, behind) / HEAVE_ARM}


def lowest(
    frame: Frame, angles: Mapping[str, float], girth: float, behind: Sequence[tuple[float, float]] = ()
) -> float:
    """Return the height [m] of the lowest point of a body whose hips are as high as at rest.

    Looked at are soles, knees, seat, chest, head and hands, and the places (x, height) [m] that are `behind`.
    Turns about the vertical are left out.
    """
    tilt, h = angles.get("tilt", 0.0), frame.height
    thick = h * (1 + BELLY * (girth - 1))
    heights = [frame.hip - SEAT_BALL * thick]
    for side, _ in SIDES:
        heights += _leg(frame, angles, side, tilt)
    lean = tilt + angles.get("spine", 0.0)
    trunk = frame.at(SHOULDER) - frame.hip
    shoulder = frame.hip + trunk * np.cos(lean)
    heights += [
        shoulder - CHEST_BALL * thick,
        shoulder + (h - frame.head / 2 - frame.at(SHOULDER)) * np.cos(lean) - HEAD_BALL * h,
    ]
    heights += [frame.hip + (z - frame.hip) * np.cos(lean) - x * np.sin(lean) for x, z in behind]
    heights += [shoulder + _hand(frame, angles, side, lean) - HAND_BALL * h for side, _ in SIDES]
    return float(min(heights))


def _hand(frame: Frame, angles: Mapping[str, float], side: str, lean: float) -> float:
    """Return the height [m] of the finger tips above the shoulder."""
    swing, spread, turn, bend = (angles[f"{name}_{side}"] for name in ("shoulder", "spread", "turn", "elbow"))
    reach = frame.forearm + REACH * frame.height
    forwards = reach * np.sin(bend) * np.cos(turn)
    inwards = reach * np.sin(bend) * np.sin(turn)
    down = frame.upper_arm + reach * np.cos(bend)
    up = -(inwards * np.sin(spread) + down * np.cos(spread))
    return float(forwards * np.sin(swing - lean) + up * np.cos(swing - lean))


def _leg(frame: Frame, angles: Mapping[str, float], side: str, tilt: float) -> list[float]:
    """Return the heights [m] of knee, heel and toe of one leg."""
    swing = angles[f"hip_{side}"] - tilt
    narrow = np.cos(angles.get(f"straddle_{side}", 0.0))
    bend = angles[f"knee_{side}"]

    def height(x: float, z: float) -> float:
        """Return the height of a point at (x, z) [m] from the hip while the thigh hangs."""
        return frame.hip + x * np.sin(swing) + z * narrow * np.cos(swing)

    knee = -frame.thigh
    shin = np.array([-np.sin(bend), -np.cos(bend)]) * frame.shank
    pitch = angles[f"ankle_{side}"] - bend
    below = np.array([np.sin(pitch), -np.cos(pitch)]) * frame.at(ANKLE)
    found = [height(0.0, knee) - KNEE_BALL * frame.height]
    for along in (-HEEL, FOOT_LENGTH - HEEL):
        x, z = shin + below + along * frame.height * np.array([np.cos(pitch), np.sin(pitch)])
        found.append(height(x, knee + z))
    return found


def _bump(p: float, centre: float, width: float) -> float:
    """Return a smooth periodic bump of height 1 at `centre` of the stride."""
    return float(np.exp((np.cos(2 * np.pi * (p - centre)) - 1) / (2 * np.pi * width) ** 2))


def ramp(value: float, low: float, high: float) -> float:
    """Return 0 below `low`, 1 above `high`, smooth between."""
    t = min(max((value - low) / (high - low), 0.0), 1.0)
    return t * t * (3 - 2 * t)
