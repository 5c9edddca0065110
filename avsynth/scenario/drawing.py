"""Drawing a template: attempts until every requirement holds, rejections counted, the nearest miss kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from avsynth.core.seed import Stream
from avsynth.scenario import lowering, syntax
from avsynth.scenario.attempt import Attempt
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.fold import Known
from avsynth.scenario.problems import Position, Problem, SceneErrors
from avsynth.scenario.requirements import Broken, judge
from avsynth.scenario.vocabulary import METHODS

if TYPE_CHECKING:
    from avsynth.scenario.template import Template

Method = Literal["monte_carlo", "importance"]
#: Judges a scenario in the placed world: None, or why it is rejected.
Accept = Callable[[Scenario], Broken | None]

#: Attempts before a template is called impossible.
MOST_ATTEMPTS = 2000


@dataclass(frozen=True, slots=True)
class Sampling:
    """How scenarios are drawn.

    Parameters
    ----------
    method : str
        "monte_carlo": from the nominal distributions; "importance": from the proposals.
    count : int
        Number of scenarios.
    seed : int
    defensive : float
        Share of the importance draws taken from the nominal distribution all the same, so that no weight of a draw
        exceeds 1 / defensive [1].
    """

    method: Method = "monte_carlo"
    count: int = 10
    seed: int = 0
    defensive: float = 0.1

    @property
    def defensive_share(self) -> float | None:
        """`defensive` if proposals are used, else None."""
        return self.defensive if self.method == "importance" else None


def draw(template: Template, sampling: Sampling, index: int, accept: Accept | None) -> Scenario:
    """Return the first attempt at draw number `index` that meets every requirement."""
    stream = Stream(sampling.seed).child("draw", index)
    rejections = _Rejections()
    for number in range(MOST_ATTEMPTS):
        attempt = _scope(template, stream.child(number), sampling.defensive_share)
        made = _scenario(template, sampling, index, attempt)
        if isinstance(made, Scenario):
            found = made.model_copy(update={"attempts": number + 1, "rejected_by": dict(rejections.counts)})
            broken = accept(found) if accept else None
            if broken is None:
                return found
        else:
            broken = made
        rejections.add(broken)
        if not attempt.draws:
            break  # nothing is random: every other attempt would end the same way
    raise SceneErrors(rejections.problems(template))


def sampling(template: Template) -> Sampling:
    """Return what the ``sample`` block says."""
    attempt = _fixed(template)
    values = {setting.name: attempt.setting(setting.value, "sample") for setting in template.sample}
    whole = {name: int(values[name]) for name in ("count", "seed") if name in values}
    return Sampling(**(values | whole))


def timing(template: Template) -> tuple[float, float]:
    """Return duration [s] and rate [Hz] of the run."""
    attempt = _fixed(template)
    return attempt.setting(template.run.duration, "run"), attempt.setting(template.run.rate, "run")


def replaced(sampling: Sampling, seed: int | None, method: Method | None) -> Sampling:
    """Return `sampling` with what is given instead."""
    if method is not None and method not in METHODS:
        raise ValueError(f"method {method!r} is unknown; expected one of {', '.join(METHODS)}")
    return replace(sampling, seed=sampling.seed if seed is None else seed, method=method or sampling.method)


def _fixed(template: Template) -> Attempt:
    """Return a scope for what must not be random."""
    return _scope(template, Stream(0), None)


def _scope(template: Template, stream: Stream, defensive: float | None) -> Attempt:
    return Attempt({setting.name: setting for setting in template.definitions}, stream, defensive)


def _scenario(template: Template, sampling: Sampling, index: int, attempt: Attempt) -> Scenario | Broken:
    """Return a scenario, or the requirement on numbers that its draws break."""
    for setting in template.definitions:
        attempt.value(setting.name)
    requirements = [lowering.requirement(node, attempt) for node in template.requires]
    for requirement, in_world in requirements:
        broken = None if in_world else judge(requirement, Known())
        if broken:
            return broken
    duration, rate = template.timing
    return Scenario(
        name=template.name,
        source=PurePath(template.source).name,
        template_hash=template.digest,
        seed=sampling.seed,
        index=index,
        method=sampling.method,
        roads=tuple(lowering.road(node, attempt) for node in template.roads),
        environment=lowering.environment(template.environment, attempt),
        placements=tuple(lowering.placement(node, attempt) for node in template.places),
        requirements=tuple(requirement for requirement, in_world in requirements if in_world),
        rig=template.rig,
        duration=duration,
        rate=rate,
        draws=tuple(attempt.draws),
    )


@dataclass
class _Rejections:
    """What was rejected, how often, and the nearest miss of each requirement."""

    counts: Counter = field(default_factory=Counter)
    nearest: dict[str, Broken] = field(default_factory=dict)

    def add(self, broken: Broken) -> None:
        """Count one rejection."""
        self.counts[broken.at] += 1
        known = self.nearest.get(broken.at)
        if known is None or (broken.gap is not None and known.gap is not None and broken.gap < known.gap):
            self.nearest[broken.at] = broken

    def problems(self, template: Template) -> list[Problem]:
        """Return one problem, at what rejected most, that names all that rejected."""
        nodes = {node.at.short: node for node in (*template.requires, *template.places, *template.roads)}
        (worst, count), *others = self.counts.most_common()
        miss, tries = self.nearest[worst], self.counts.total()
        at = nodes[worst].at if worst in nodes else Position(template.source, 1, 1)
        closest = "" if miss.value is None else f"; closest value seen: {_in_its_unit(miss.value, nodes.get(worst))}"
        if tries == 1:
            told, expected = f"nothing is random, and this cannot be: {miss.text}{closest}", "values that fit together"
        else:
            told = f"{tries} tries, 0 accepted: {miss.text} rejected {count} of them{closest}"
            expected = "a condition that draws can meet"
        note = "; ".join(f"{self.nearest[spot].text} ({spot}) rejected {times}" for spot, times in others)
        return [Problem(at, "AVS601", told, expected, note=note)]


def _in_its_unit(value: float, require: syntax.Node | None) -> str:
    """Return the left side of a comparison in the unit that its right side is written in."""
    is_comparison = isinstance(require, syntax.Require) and isinstance(require.condition, syntax.Operation)
    right = require.condition.operands[-1] if is_comparison else None
    return syntax.in_unit(value, syntax.unit_of(right) if right else "", digits=4)
