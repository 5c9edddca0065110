"""How animals on four legs walk, trot and gallop: joint angles as smooth functions of the distance travelled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.actors._gait import ramp
from avsynth.actors._quadruped_build import Build
from avsynth.actors._skeleton import HEAVE_ARM
from avsynth.contracts import Motion


@dataclass(frozen=True)
class Pace:
    """How a kind moves: its stride [heights at the withers], and from which speeds [m/s] it trots and gallops."""

    stride: float
    trot: float
    gallop: float


def gait(build: Build, pace: Pace, motion: Motion) -> dict[str, float]:
    """Return the joint angles [rad] of standing, walking, trotting or galloping.

    Walk: hind left, fore left, hind right, fore right, a quarter of the stride apart; trot: diagonal pairs; gallop:
    hind legs, then fore legs (Hildebrand, "Symmetrical gaits of horses", Science 150 (1965)).
    """
    phase = motion.distance / (pace.stride * build.height)
    stir = ramp(motion.speed, 0.0, 0.5)
    trot, gallop = ramp(motion.speed, pace.trot, 1.4 * pace.trot), ramp(motion.speed, pace.gallop, 1.3 * pace.gallop)
    walk = {"hind_left": 0.0, "fore_left": 0.25, "hind_right": 0.5, "fore_right": 0.75}
    trots = {"hind_left": 0.0, "fore_left": 0.5, "hind_right": 0.5, "fore_right": 1.0}
    leaps = {"hind_left": 0.0, "fore_left": 0.5, "hind_right": 0.1, "fore_right": 0.62}
    angles = {"nod": 0.05 * stir * np.sin(4 * np.pi * phase), "wag": 0.25 * np.sin(2 * np.pi * 0.8 * motion.time)}
    for name in walk:
        offset = walk[name] + trot * (trots[name] - walk[name]) + gallop * (leaps[name] - trots[name])
        p = 2 * np.pi * (phase + offset)
        angles[f"swing_{name}"] = stir * (0.36 + 0.22 * gallop) * np.cos(p)
        angles[f"fold_{name}"] = stir * (0.75 + 0.35 * gallop) * max(0.0, np.sin(-p)) ** 2
    angles["heave"] = -min(_foot(build, name, angles) for name in walk) / HEAVE_ARM
    return {name: float(angle) for name, angle in angles.items()}


def _foot(build: Build, name: str, angles: dict[str, float]) -> float:
    """Return the height [m] of a hoof above the ground, were the trunk as high as at rest."""
    hind = name.startswith("hind")
    top, back, sign = (build.hip, 0.075, 1.0) if hind else (build.elbow, 0.0, -1.0)
    swing, fold = angles[f"swing_{name}"], sign * angles[f"fold_{name}"]
    reach = 0.35 * back
    heights = []
    for x in (reach - build.limb, reach + 1.75 * build.limb):
        below = np.array([x * np.cos(fold) + build.hock * np.sin(fold), x * np.sin(fold) - build.hock * np.cos(fold)])
        across, down = -back + below[0], build.hock - top + below[1]
        heights.append(top + across * np.sin(swing) + down * np.cos(swing))
    return min(heights) * build.height
