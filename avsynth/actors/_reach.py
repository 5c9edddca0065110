"""Arms of riders: an elbow and a shoulder that let the hand go with what it holds, such as a turning handlebar."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.actors._skeleton import SIDES
from avsynth.datatypes.model import Joint

#: Where the elbows point: back, outwards, down [1].
ELBOW_WAY = (-0.2, 0.28, -0.94)


@dataclass(frozen=True, slots=True, eq=False)
class Arm:
    """An arm at rest: where shoulder, elbow and the middle of the closed hand are, float64 (3,) [m]."""

    side: str
    shoulder: np.ndarray
    elbow: np.ndarray
    hand: np.ndarray

    @property
    def joints(self) -> tuple[Joint, ...]:
        """The joints of the forearm: the shoulder turns to the left and down, the elbow bends; the first two are those
        of the upper arm."""
        shoulder, elbow = (tuple(float(v) for v in at) for at in (self.shoulder, self.elbow))
        hinge = np.cross(self.elbow - self.shoulder, self.hand - self.elbow)
        return (
            Joint(f"reach_turn_{self.side}", shoulder, (0.0, 0.0, 1.0)),
            Joint(f"reach_down_{self.side}", shoulder, (0.0, 1.0, 0.0)),
            Joint(f"reach_bend_{self.side}", elbow, tuple(float(v) for v in hinge)),
        )

    def following(self, hand: np.ndarray) -> dict[str, float]:
        """Return the angles of the joints [rad] at which the hand is at `hand` (3,) [m], or as near as the arm reaches.

        The law of cosines gives the bend; then the hand is as far away as it should be, and is turned down about y to
        the right height and about z to the right side.
        """
        upper, lower = self.elbow - self.shoulder, self.hand - self.elbow
        lengths = (float(np.linalg.norm(upper)), float(np.linalg.norm(lower)))
        goal = hand - self.shoulder
        goal *= min(1.0, (sum(lengths) - 1e-6) / float(np.linalg.norm(goal)))
        bend = _bend(lengths, float(np.linalg.norm(goal))) - _bend(lengths, float(np.linalg.norm(upper + lower)))
        hinge = np.cross(upper, lower)
        hinge /= np.linalg.norm(hinge)
        x, y, z = upper + lower * np.cos(bend) + np.cross(hinge, lower) * np.sin(bend)
        across = float(np.hypot(x, z))
        rise = np.arcsin(np.clip(goal[2] / across, -1.0, 1.0))
        down = np.arctan2(z, x) - rise
        turn = np.arctan2(goal[1], goal[0]) - np.arctan2(y, across * np.cos(rise))
        angles = {"turn": turn, "down": down, "bend": bend}
        return {f"reach_{name}_{self.side}": float(angle) for name, angle in angles.items()}


def reached(side: str, shoulder: np.ndarray, grip: np.ndarray, lengths: tuple[float, float]) -> Arm:
    """Return an arm from `shoulder` (3,) that closes its hand around `grip` (3,) [m], or reaches for it.

    Parameters
    ----------
    lengths : (float, float) [m]
        Of the upper arm, and from the elbow to the middle of the closed hand.
    """
    upper, lower = lengths
    away = grip - shoulder
    distance = min(float(np.linalg.norm(away)), upper + lower - 1e-6)
    ahead = away / np.linalg.norm(away)
    along = (upper**2 - lower**2 + distance**2) / (2 * distance)
    aside = np.array(ELBOW_WAY) * [1, dict(SIDES)[side], 1]
    aside -= ahead * (aside @ ahead)
    elbow = shoulder + along * ahead + np.sqrt(max(upper**2 - along**2, 0.0)) * aside / np.linalg.norm(aside)
    return Arm(side, shoulder, elbow, shoulder + distance * ahead)


def _bend(lengths: tuple[float, float], distance: float) -> float:
    """Return the angle [rad] between the lines of upper and lower arm whose ends are `distance` [m] apart."""
    upper, lower = lengths
    cosine = (distance**2 - upper**2 - lower**2) / (2 * upper * lower)
    return float(np.arccos(np.clip(cosine, -1.0, 1.0)))
