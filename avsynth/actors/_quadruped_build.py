"""Proportions of animals on four legs, and the finish slots of their bodies.

All lengths are shares of the height at the withers. The animal stands on z = 0 and faces +x.
"""

from __future__ import annotations

from avsynth.catalog.finishing import slots
from avsynth.core.config import Config

#: Slot name → default material.
FINISH = {
    "coat": "fur_brown",
    "patch": "fur_brown",
    "legs": "fur_brown",
    "mane": "fur_brown",
    "nose": "leather_black",
    "hoof": "horn",
    "horn": "horn",
    "eye": "helmet_black",
}
SLOT = slots(FINISH)


class Build(Config):
    """Proportions of a kind, in heights at the withers, and the size of one animal.

    Parameters
    ----------
    height : float [m]
        At the withers.
    length, chest, width : float [1]
        Of the trunk; chest is its depth.
    belly : float [1]
        How much the belly hangs (> 0) or is drawn up (< 0), against the depth of the chest.
    neck, rise : float [1], [rad]
        Its length, and how steeply it is held.
    head, snout : float [1]
        Length and depth of the head.
    muzzle : float [1]
        How far the muzzle stands out, against a horse's.
    ear, tail : float [1]
        Their lengths.
    ear_width : float [1]
        Of an ear against its length, seen from in front.
    droop : float [rad]
        How far the ears lean outwards; beyond a quarter turn they hang.
    limb : float [1]
        Thickness of the legs below the elbow.
    horns : "none", "horns" or "antlers"
    mane : bool
        Whether neck and tail have long hair.
    patches : int
        Pattern of the second colour; 0 for none.
    """

    height: float
    length: float = 1.05
    chest: float = 0.42
    width: float = 0.15
    belly: float = -0.1
    neck: float = 0.36
    rise: float = 0.75
    head: float = 0.38
    snout: float = 0.17
    muzzle: float = 1.0
    ear: float = 0.14
    ear_width: float = 0.2
    droop: float = 0.5
    tail: float = 0.5
    limb: float = 0.035
    horns: str = "none"
    mane: bool = False
    patches: int = 0

    @property
    def elbow(self) -> float:
        """Height of the joint of a foreleg at the trunk [1]."""
        return 1 - 0.72 * self.chest

    @property
    def hip(self) -> float:
        """Height of the joint of a hind leg [1]."""
        return 1 - 0.45 * self.chest

    @property
    def hock(self) -> float:
        """Height of knee and hock [1]."""
        return 0.52 * (1 - self.chest) + 0.03
