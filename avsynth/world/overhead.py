"""Overhead lines: wires from each pole of a row to the next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from avsynth.contracts.actor import ACTORS, Actor
from avsynth.core.frames import Pose

#: Poles farther apart than this have no wires between them [m]; below the top of poles the wires lie at this depth [m].
LONGEST, BELOW_TOP = 46.0, 0.35


def strung(tops: Sequence[np.ndarray]) -> Iterator[tuple[Actor, Pose]]:
    """Yield the wires between the `tops` (3,) [m] of consecutive poles, with where the middle of their box is."""
    for first, last in pairwise(tops):
        ahead = last - first
        length = float(np.linalg.norm(ahead))
        if 2.0 < length < LONGEST:
            wire = ACTORS.get("overhead_wire")(span=round(length, 2))
            yaw, pitch = np.arctan2(ahead[1], ahead[0]), -np.arcsin(ahead[2] / length)
            hung = Pose.euler(tuple((first + last) / 2 - [0.0, 0.0, BELOW_TOP]), float(yaw), float(pitch), 0.0)
            yield wire, hung @ Pose(np.eye(3), np.array([0.0, 0.0, -wire.model().size[2] / 2]))
