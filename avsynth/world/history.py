"""What came of a run: the world at every tick, and what the language asks of the whole of it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from avsynth.contracts.step import World
from avsynth.datatypes.criticality import post_encroachment_time, time_exposed, time_integrated
from avsynth.datatypes.encounters import TTC_THRESHOLD
from avsynth.scenario.expression import Call, Expression, Many, Value, calls_in, evaluate
from avsynth.scenario.functions import NUMERIC_FUNCTIONS, PERCEPTION_FUNCTIONS, WORLD_FUNCTIONS, numeric
from avsynth.world.encounters import BETWEEN_TWO, ttc
from avsynth.world.functions import WorldNamespace, answer
from avsynth.world.pairs import Reel
from avsynth.world.sight import Sight, first_seen
from avsynth.world.staging import TICK

#: What the run has not: the value at a time that never comes.
NOTHING = math.nan


@dataclass(frozen=True, eq=False)
class History:
    """The worlds of a run, one a tick, and how to look at them with the sensors.

    Parameters
    ----------
    reel : Reel
        The worlds of the run.
    frames : tuple of int
        The ticks of the frames: what takes rays is asked there only.
    sight : Sight, optional
        Looks at the run with the sensors of the ego.
    known : mapping
        Values by name: settings of actors and roads such as ``kid.clothing``, and the records so far.
    """

    reel: Reel
    frames: tuple[int, ...]
    sight: Sight | None = None
    known: Mapping[str, Value] = field(default_factory=dict)

    @property
    def worlds(self) -> tuple[World, ...]:
        """The world at every tick."""
        return self.reel.worlds

    def moments(self, expression: Expression) -> tuple[int, ...]:
        """Return the ticks at which `expression` is asked: at every one, or at the frames if it takes rays."""
        return self.frames if takes_rays(expression) else tuple(range(len(self.worlds)))

    def series(self, expression: Expression) -> list[Value]:
        """Return the value of `expression` at each of its moments."""
        return [self.at(tick, expression) for tick in self.moments(expression)]

    def at(self, tick: int, expression: Expression) -> Value:
        """Return the value of `expression` at one tick."""
        return evaluate(expression, Moment(self, tick))

    def of_run(self, expression: Expression) -> Value:
        """Return the value of an expression of the whole run; what it asks of no moment, it asks of the start."""
        return evaluate(expression, Moment(self, 0))

    def time(self, tick: int) -> float:
        """Return the time of a tick [s]."""
        return self.worlds[tick].time


@dataclass(frozen=True)
class Moment:
    """The namespace of an expression at one tick of a run."""

    history: History
    tick: int

    def name(self, path: str) -> Value:
        """Return the value of a record or setting, or the name that `path` stands for."""
        if path in self.history.known:
            return self.history.known[path]
        return WorldNamespace(self.history.worlds[self.tick]).name(path)

    def call(self, function: str, arguments: list[Value], keywords: dict[str, Value]) -> Value:
        """Return the value of a function of the language."""
        given = [*arguments, *keywords.values()]
        if function in NUMERIC_FUNCTIONS:
            return NOTHING if any(_is_nothing(value) for value in given) else numeric(function, given)
        if function in PERCEPTION_FUNCTIONS:
            return self._seen(function, *given)
        if function == "first_seen":
            return first_seen(self.history, *given)
        if function == "pet":
            return _pet(self.history, *given)
        if function in EXPOSURES:
            return _exposure(self.history, EXPOSURES[function], *given)
        if function in BETWEEN_TWO:
            return self.history.reel.between(self.tick, function, given)
        if function not in WORLD_FUNCTIONS:  # a setting, asked for as in clothing(kid)
            return self.history.known.get(f"{given[0]}.{function}", NOTHING)
        return answer(self.history.worlds[self.tick], function, given)

    def over_time(self, call: Call) -> Value:
        """Return the value of a function that sums up the run."""
        if call.function == "at":
            return self._at(*call.arguments)
        (inner,) = call.arguments
        return OVER_TIME[call.function](self.history, inner)

    def _seen(self, function: str, actor: Value, sensor: str) -> Value:
        if self.history.sight is None:
            raise ValueError(f"{function}(…) takes the sensors, which nobody gave")
        actors = actor if isinstance(actor, Many) else (actor,)
        values = [getattr(self.history.sight.look(self.tick, sensor, name), function) for name in actors]
        return Many(values) if isinstance(actor, Many) else values[0]

    def _at(self, when: Expression, what: Expression) -> Value:
        time = evaluate(when, self)
        if not math.isfinite(time) or time > self.history.time(-1) + 1e-9:
            return NOTHING
        moments = self.history.moments(what)
        nearest = min(moments, key=lambda tick: abs(self.history.time(tick) - time))
        return self.history.at(nearest, what)


def takes_rays(expression: Expression) -> bool:
    """Return whether `expression` asks what a sensor sees."""
    return any(call.function in PERCEPTION_FUNCTIONS or call.function == "first_seen" for call in calls_in(expression))


def _pet(history: History, a: str, b: str) -> float:
    """Return the post-encroachment time of two actors [s]."""
    return post_encroachment_time(*(history.reel.course(name).rows for name in (a, b)), history.reel.times)


#: Sums of the time to touch over the run.
EXPOSURES = {"tet": time_exposed, "tit": time_integrated}


def _exposure(history: History, measure: Callable[[np.ndarray, float, float], float], a: str, b: str) -> float:
    """Return for how long, or by which area, the time to touch of two actors was below `TTC_THRESHOLD`."""
    return measure(ttc(history.reel.course(a), history.reel.course(b)), TTC_THRESHOLD, TICK)


def _flat(values: list[Value]) -> list[float]:
    flat = [each for value in values for each in (value if isinstance(value, Many) else (value,))]
    return [value for value in flat if not _is_nothing(value)]


def _is_nothing(value: Value) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _spans(history: History, condition: Expression) -> Iterator[tuple[int, float, bool]]:
    """Yield tick, the time from it to the next moment [s], and whether the condition holds at it."""
    moments = history.moments(condition)
    for tick, after in zip(moments, [*moments[1:], None], strict=True):
        step = history.time(after) - history.time(tick) if after is not None else 0.0
        yield tick, step, bool(history.at(tick, condition))


def _duration(history: History, condition: Expression) -> float:
    return sum(step for _, step, holds in _spans(history, condition) if holds)


def _time_when(history: History, condition: Expression) -> float:
    return next((history.time(tick) for tick, _, holds in _spans(history, condition) if holds), math.inf)


def _count(history: History, condition: Expression) -> float:
    holds = [False, *(now for _, _, now in _spans(history, condition))]
    return float(sum(now and not before for before, now in itertools.pairwise(holds)))


def _mean(history: History, value: Expression) -> float:
    values = _flat(history.series(value))
    return sum(values) / len(values) if values else NOTHING


def _least(history: History, value: Expression) -> float:
    return min(_flat(history.series(value)), default=NOTHING)


def _most(history: History, value: Expression) -> float:
    return max(_flat(history.series(value)), default=NOTHING)


OVER_TIME: Mapping[str, Callable[[History, Expression], Value]] = {
    "min": _least,
    "max": _most,
    "mean": _mean,
    "duration": _duration,
    "time_when": _time_when,
    "count": _count,
}
