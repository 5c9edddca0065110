"""What a driver keeps behind or stops for."""

from __future__ import annotations

from dataclasses import dataclass

#: How far a driver looks along the way [m].
VIEW = 70.0


@dataclass(frozen=True, slots=True)
class Leader:
    """The next thing in the way: free distance along the way [m] and its speed along it [m/s]."""

    gap: float
    speed: float
