"""Who may go on where a lane ends: signals as functions of time, and signs.

Where neither says anything, who comes from the right goes first (from the left, where traffic keeps left).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

#: What a signal shows.
State = Literal["red", "red_amber", "amber", "green", "off"]


@dataclass(frozen=True)
class Signal:
    """A signal that repeats its phases for ever.

    Parameters
    ----------
    phases : tuple of (state, float [s])
        What it shows, and for how long, in order.
    start : float [s]
        When the first phase begins; it is repeated before that as well.
    """

    phases: tuple[tuple[State, float], ...]
    start: float = 0.0

    def __post_init__(self) -> None:
        if not self.phases or min(duration for _, duration in self.phases) < 0 or self.cycle <= 0:
            raise ValueError(f"a signal needs phases that last some time; got {self.phases}")

    @classmethod
    def of_stage(cls, start: float, green: float, cycle: float, amber: float, red_amber: float) -> Signal:
        """Return the signal of a stage that is green for `green` from `start` on, in every `cycle`; all [s]."""
        red = cycle - green - amber - red_amber
        return cls((("green", green), ("amber", amber), ("red", red), ("red_amber", red_amber)), start)

    @cached_property
    def cycle(self) -> float:
        """Time after which it repeats itself [s]."""
        return sum(duration for _, duration in self.phases)

    def state(self, time: float) -> State:
        """Return what it shows at `time` [s] from the start of the scenario."""
        return self.phase(time)[0]

    def phase(self, time: float) -> tuple[State, float, float]:
        """Return what it shows at `time` [s], for how long it has done so, and for how long it will go on to [s]."""
        rest = (time - self.start) % self.cycle
        for state, duration in self.phases:
            if rest < duration:
                return state, rest, duration - rest
            rest -= duration
        state, duration = self.phases[-1]
        return state, duration, 0.0


@dataclass(frozen=True, slots=True)
class Control:
    """What holds where a lane enters a junction, or on a crosswalk.

    Parameters
    ----------
    of : str
        Name of the lane or crosswalk.
    rule : str
        signal, stop (stop, then let the others go), yield (let the others go) or priority.
    setback : float [m]
        From the line where one stops to the end of the lane.
    signal : Signal, optional
        If the rule is signal; a dark one shows off for ever.
    """

    of: str
    rule: Literal["signal", "stop", "yield", "priority"]
    setback: float = 0.0
    signal: Signal | None = None

    def __post_init__(self) -> None:
        if (self.rule == "signal") != (self.signal is not None):
            raise ValueError(f"the control of {self.of!r} has the rule {self.rule!r} and the signal {self.signal}")

    def state(self, time: float) -> str:
        """Return what holds at `time` [s]: the state of the signal, else the rule: stop, yield or priority."""
        return self.signal.state(time) if self.signal else self.rule
