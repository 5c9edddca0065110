"""Things that belong to a road and stand at their place: lights, signs, rails, cones."""

from __future__ import annotations

from dataclasses import dataclass

from avsynth.core.frames import Pose

#: Height of the lower edge of signs and of lights beside a road [m] (VwV-StVO, to 39 to 43: 2.2 m over walkways).
LOWER_EDGE = 2.2


@dataclass(frozen=True, slots=True, eq=False)
class Fixture:
    """One thing at its place.

    Parameters
    ----------
    kind : str
        A word of the ACTORS registry.
    world_from_ground : Pose
        On the ground below its middle, x where its front looks.
    fields : tuple of (str, value)
        Fields of the actor that are given.
    """

    kind: str
    world_from_ground: Pose
    fields: tuple[tuple[str, object], ...] = ()
