"""What a function of two says of pairs of actors: at one moment, or at every tick of a run at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.scenario.expression import Many, Value
from avsynth.world.encounters import BETWEEN_TWO, Movers

#: Pairs at a tick that are worked out together, so that a crowd takes no more memory than a few.
AT_ONCE = 1 << 16


def agent_of(world: World, name: Value) -> Agent:
    """Return the actor of that name; raise ScenarioError if there is none."""
    if name not in world.agents:
        raise ScenarioError(f"no actor {name!r}{did_you_mean(str(name), world.agents)}")
    return world.agents[name]


def between(world: World, function: str, arguments: Sequence[Value]) -> Value:
    """Return the value of a function of two at one moment; for many actors one for each pair."""
    pairs = _pairs(function, arguments)
    names = {name: k for k, name in enumerate(dict.fromkeys(name for pair in pairs for name in pair))}
    movers = Movers.of(agent_of(world, name) for name in names)
    sides = (movers.take(np.array([names[pair[side]] for pair in pairs], np.int64)) for side in (0, 1))
    return _told(function, arguments, BETWEEN_TWO[function](*sides).tolist())


@dataclass(frozen=True, eq=False)
class Reel:
    """The worlds of a run, one a tick; what is asked of pairs is worked out for all of them at once, and kept."""

    worlds: tuple[World, ...]
    _courses: dict[str, Movers] = field(default_factory=dict)
    _series: dict[tuple, list[Value]] = field(default_factory=dict)

    @cached_property
    def times(self) -> np.ndarray:
        """Time of each world, float64 (T,) [s]."""
        return np.array([world.time for world in self.worlds])

    def course(self, name: str) -> Movers:
        """Return an actor as rows, one a tick."""
        if name not in self._courses:
            self._courses[name] = Movers.of(agent_of(world, name) for world in self.worlds)
        return self._courses[name]

    def between(self, tick: int, function: str, arguments: Sequence[Value]) -> Value:
        """Return the value of a function of two at a tick; for many actors one for each pair."""
        key = (function, *arguments)
        if key not in self._series:
            rows = self._values(function, _pairs(function, arguments)).T.tolist()
            self._series[key] = [_told(function, arguments, row) for row in rows]
        return self._series[key][tick]

    def _values(self, function: str, pairs: list[tuple[str, str]]) -> np.ndarray:
        """Return what a function says of each of some pairs at each tick, (P, T)."""
        ticks = len(self.worlds)
        together = max(1, AT_ONCE // ticks)
        found = [np.zeros((0, ticks), dtype=bool)]
        for first in range(0, len(pairs), together):
            some = pairs[first : first + together]
            sides = (Movers.joined([self.course(pair[side]) for pair in some]) for side in (0, 1))
            found.append(BETWEEN_TWO[function](*sides).reshape(len(some), ticks))
        return np.concatenate(found)


def _pairs(function: str, arguments: Sequence[Value]) -> list[tuple[str, str]]:
    """Return the pairs of names that a function of two is asked of; of many actors nobody with itself."""
    if not any(isinstance(argument, Many) for argument in arguments):
        return [tuple(arguments)]
    first, second = (argument if isinstance(argument, Many) else (argument,) for argument in arguments)
    apart = [(a, b) for a, b in product(first, second) if a != b]
    if function != "overlap":
        return apart
    both = {*first} & {*second}
    return [(a, b) for a, b in apart if a < b or not {a, b} <= both]  # the other way round it says the same


def _told(function: str, arguments: Sequence[Value], values: list) -> Value:
    """Return the answer that the values of all pairs make."""
    if not any(isinstance(argument, Many) for argument in arguments):
        return values[0]
    return any(values) if function == "overlap" else Many(values)
