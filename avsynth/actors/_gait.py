"""How people walk and run: joint angles as smooth periodic functions of the distance travelled.

The curves follow Winter's normative data for level walking [Winter]_, ch. 4: a hip that swings about 20° to each side
of a slight flexion, a knee that gives a little under load and folds in swing, an ankle that pushes off. Running is
their exaggeration.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from avsynth.actors._body import Frame
from avsynth.contracts import Motion

SIDES = ("left", "right")
#: Length of a stride (two steps) as a share of body height, at an ordinary pace [Winter]_.
STRIDE_SHARE = 0.82
#: Below this speed the swing of the limbs fades [m/s]; from the first to the second speed walking becomes running.
AMBLE, TROT, RUN = 0.8, 1.9, 2.9
#: Hinge of the body's rise and fall: so far behind that a small turn is a lift [m].
HEAVE_ARM = 200.0


def gait(frame: Frame, motion: Motion) -> dict[str, float]:
    """Return all joint angles [rad] of a walking, running or standing person."""
    phase = motion.distance / (STRIDE_SHARE * frame.height)
    stir, run = _ramp(motion.speed, 0.0, AMBLE), _ramp(motion.speed, TROT, RUN)
    angles = {}
    for side, share in zip(SIDES, (0.0, 0.5), strict=True):
        angles |= {f"{name}_{side}": angle for name, angle in _limbs((phase + share) % 1.0, stir, run).items()}
    return angles | {"heave": -_lowest(frame, angles) / HEAVE_ARM}


def _limbs(p: float, stir: float, run: float) -> dict[str, float]:
    """Return the angles of one side [rad] at share `p` of its stride, from heel strike; flexion is positive."""
    swing = np.cos(2 * np.pi * p)
    hip = stir * ((8 + 8 * run) + (20 + 14 * run) * swing)
    knee = 3 + stir * ((13 + 14 * run) * _bump(p, 0.14, 0.09) + (57 + 38 * run) * _bump(p, 0.72, 0.13))
    ankle = stir * (8 * _bump(p, 0.42, 0.14) - (18 + 8 * run) * _bump(p, 0.62, 0.08))
    shoulder = -stir * (17 + 16 * run) * swing
    elbow = 10 + 72 * run + stir * 12 * (1 - swing) / 2
    degrees = {"hip": hip, "knee": knee, "ankle": ankle, "shoulder": shoulder, "elbow": elbow}
    return {name: float(np.deg2rad(value)) for name, value in degrees.items()}


def _lowest(frame: Frame, angles: Mapping[str, float]) -> float:
    """Return the height [m] of the lowest point of both soles, were the hips at their height at rest."""
    return min(
        float(frame.soles(*(angles[f"{joint}_{side}"] for joint in ("hip", "knee", "ankle"))).min()) for side in SIDES
    )


def _bump(p: float, centre: float, width: float) -> float:
    """Return a smooth periodic bump of height 1 at `centre` of the stride."""
    return float(np.exp((np.cos(2 * np.pi * (p - centre)) - 1) / (2 * np.pi * width) ** 2))


def _ramp(value: float, low: float, high: float) -> float:
    """Return 0 below `low`, 1 above `high`, smooth between."""
    t = min(max((value - low) / (high - low), 0.0), 1.0)
    return t * t * (3 - 2 * t)
