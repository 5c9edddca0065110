"""Whether a drawn scenario can be placed, meets its requirements, and what its records and coverage are.

The cheap comes first, so that many can be tried: the places, the start, and only then the run.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import replace

from avsynth.contracts.perception import Observer
from avsynth.core.errors import ConfigError, ScenarioError
from avsynth.core.seed import Stream
from avsynth.scenario.concrete import Cover, Outcome, Record, Requirement, Scenario
from avsynth.scenario.expression import (
    Call,
    Expression,
    Name,
    Operation,
    Value,
    calls_in,
    evaluate,
    is_over_time,
    names_in,
)
from avsynth.scenario.functions import PERCEPTION_FUNCTIONS, RUN_FUNCTIONS, WORLD_FUNCTIONS
from avsynth.scenario.requirements import Broken, first_broken, judge, missed
from avsynth.world.history import History, Moment, takes_rays
from avsynth.world.roles import reached
from avsynth.world.running import Run, begin

#: How the moments of a run decide on a requirement: whether one must hold at all of them, and whether it must not.
_WAYS = {"always": (all, False), "eventually": (any, False), "never": (all, True), "finally": (any, False)}


def judged(scenario: Scenario, stream: Stream, observe: Observer | None = None) -> Scenario | Broken:
    """Return the scenario with what came of its run, or the road, place or requirement for which it is rejected.

    Parameters
    ----------
    stream : Stream
        The one its frames are simulated with, so that this run is the one they show.
    observe : Observer, optional
        What the sensors see; needed only where the scenario asks it.
    """
    try:
        run = begin(scenario, stream, observe)
    except (ConfigError, ScenarioError) as error:
        at, _, text = str(error).partition(": ")
        return Broken(at, text)
    scenario = run.scenario
    names = {record.name for record in scenario.records}
    of_start = [each for each in scenario.requirements if not (each.quantifier or _is_of_run(each.condition, names))]
    broken = _broken_at_start(of_start, run)
    if broken or not _asks_run(scenario, names):
        return broken or scenario
    return _after_run(scenario, run, [each for each in scenario.requirements if each not in of_start])


def _broken_at_start(requirements: list[Requirement], run: Run) -> Broken | None:
    """Return the requirement that does not hold at the start; what the actors alone decide costs no whole scene."""
    start = Moment(run.history(0.0), 0)
    cheap = [each for each in requirements if not takes_rays(each.condition)]
    broken = first_broken(cheap, start)
    if broken:
        return broken
    for requirement in (each for each in requirements if takes_rays(each.condition)):
        actors = Moment(run.history_of_actors(), 0)
        settled = _settled(requirement.condition, actors)
        broken = None if settled else judge(requirement, start if settled is None else actors)
        if broken:
            return broken
    return None


def _settled(condition: Expression, actors: Moment) -> bool | None:
    """Return whether a condition holds if the actors alone decide that, else None.

    Nothing is seen better with more around it, and no fewer things hide it.
    """
    match condition:
        case Operation(operator="<" | "<=" | ">" | ">=" as operator, operands=(Call(function=function), _)):
            pass
        case _:
            return None
    if function not in PERCEPTION_FUNCTIONS:
        return None
    holds = bool(evaluate(condition, actors))
    lasts = (operator in ("<", "<=")) != (function == "occluders")
    return holds if holds == lasts else None


def _after_run(scenario: Scenario, run: Run, requirements: list[Requirement]) -> Scenario | Broken:
    """Return the scenario with the draws that its run got to, its records and cells; or what broke a requirement."""
    history, names = run.history(scenario.duration), {record.name for record in scenario.records}
    first = [each for each in requirements if not (takes_rays(each.condition) or names & {*names_in(each.condition)})]
    broken = _first_broken(first, history)
    if broken:
        return broken
    records, known = [], dict(history.known)
    for record in scenario.records:
        value = _recorded(record, replace(history, known=known))
        known[record.name] = value
        records.append(record.model_copy(update={"value": _plain(value)}))
    history = replace(history, known=known)
    broken = _first_broken([each for each in requirements if each not in first], history)
    if broken:
        return broken
    got_to = frozenset(name for actor, role in run.roles.items() for name in reached(run.cues[actor], role))
    covers = tuple(_covered(cover, scenario.covers, history) for cover in scenario.covers)
    draws = tuple(draw for draw in scenario.draws if not draw.in_run or draw.name in got_to)
    return scenario.model_copy(update={"draws": draws, "records": tuple(records), "covers": covers})


def _first_broken(requirements: list[Requirement], history: History) -> Broken | None:
    return next(filter(None, (_judged(each, history) for each in requirements)), None)


def _judged(requirement: Requirement, history: History) -> Broken | None:
    """Return None if a requirement on the run holds, else what broke it, at the moment that came nearest."""
    if not requirement.quantifier:
        return judge(requirement, Moment(history, 0))
    moments = history.moments(requirement.condition)
    moments = moments[-1:] if requirement.quantifier == "finally" else moments
    decides, unwanted = _WAYS[requirement.quantifier]
    holds = [bool(history.at(tick, requirement.condition)) != unwanted for tick in moments]
    if decides(holds):
        return None
    wrong = [tick for tick, good in zip(moments, holds, strict=True) if not good]
    misses = [missed(requirement, Moment(history, tick)) for tick in wrong]
    worst = max if decides is all else min
    return worst(misses, key=lambda broken: math.inf if broken.gap is None else broken.gap)


def _is_of_run(expression: Expression, records: set[str]) -> bool:
    """Return whether an expression takes the whole run."""
    whole = any(is_over_time(call) or call.function in RUN_FUNCTIONS for call in calls_in(expression))
    return whole or any(name in records for name in names_in(expression))


def _asks_run(scenario: Scenario, records: set[str]) -> bool:
    """Return whether anything is asked of the run: a requirement, a record, a coverage, or what its steps got to."""
    of_run = any(each.quantifier or _is_of_run(each.condition, records) for each in scenario.requirements)
    return bool(of_run or scenario.records or scenario.covers or any(draw.in_run for draw in scenario.draws))


def _recorded(record: Record, history: History) -> Value | tuple[Value, ...]:
    """Return the value of a record: one of the run, or one a frame where it is asked of a moment."""
    if _is_of_moments(record.expression, history):
        return tuple(history.at(tick, record.expression) for tick in history.frames)
    return history.of_run(record.expression)


def _is_of_moments(expression: Expression, history: History) -> bool:
    """Return whether an expression has a value at each moment rather than one of the whole run."""
    match expression:
        case Call() if is_over_time(expression) or expression.function in RUN_FUNCTIONS:
            return False
        case Call(function=function) if function in WORLD_FUNCTIONS or function in PERCEPTION_FUNCTIONS:
            return True
        case Call(arguments=parts) | Operation(operands=parts):
            return any(_is_of_moments(part, history) for part in parts)
    return False


def _covered(cover: Cover, covers: tuple[Cover, ...], history: History) -> Cover:
    """Return a coverage with the cell that the run is in."""
    others = {other.name: other for other in covers}
    parts = [_cell_of(part, others, history) for part in cover.parts]
    if len(parts) == 1 and cover.bins:
        return cover.model_copy(update={"cell": _bin(parts[0], cover.bins)})
    words = None if None in parts else "|".join(map(_word, parts))
    return cover.model_copy(update={"cell": words})


def _cell_of(part: Expression, covers: dict[str, Cover], history: History) -> Value | None:
    """Return the value of one part of a coverage: the cell of another one, or a value."""
    if isinstance(part, Name) and part.path in covers:
        return _covered(covers[part.path], tuple(covers.values()), history).cell
    return _plain(history.of_run(part))


def _bin(value: Value | None, edges: tuple[float, ...]) -> int | None:
    """Return the number of the bin low ≤ value < high that holds a value, None outside; the last has its end too."""
    if value is None or not edges[0] <= value <= edges[-1]:
        return None
    return min(bisect_right(edges, value) - 1, len(edges) - 2)


def _plain(value: Value | tuple) -> Outcome | tuple[Outcome, ...]:
    """Return a value as it is kept: None where there is nothing, or never."""
    if isinstance(value, tuple):
        return tuple(_plain(each) for each in value)
    if isinstance(value, bool | str):
        return value
    return float(value) if math.isfinite(value) else None


def _word(value: Outcome) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
