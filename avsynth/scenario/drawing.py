"""Drawing a template: one attempt at a scenario, and what the blocks ``sample`` and ``run`` say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from avsynth.core.errors import ScenarioError
from avsynth.core.seed import Stream
from avsynth.scenario import asking, lowering
from avsynth.scenario.attempt import Attempt
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.draws import Nominal, Source
from avsynth.scenario.fold import Known
from avsynth.scenario.program import Setting
from avsynth.scenario.requirements import Broken, judge
from avsynth.scenario.sampler import SAMPLERS
from avsynth.scenario.sampling import Sampling

if TYPE_CHECKING:
    from avsynth.scenario.template import Template

#: Judges a scenario in the world: the scenario with what came of its run, or why it is rejected.
Accept = Callable[[Scenario], Scenario | Broken]

#: Attempts in a row before a template is called impossible.
MOST_ATTEMPTS = 2000


def scope(template: Template, source: Source) -> Attempt:
    """Return a new attempt at `template`."""
    whole = template.whole
    return Attempt(
        definitions={setting.name: setting for setting in whole.definitions},
        source=source,
        columns=whole.columns,
        behaviors={behavior.name: behavior for behavior in whole.behaviors},
    )


def attempted(
    template: Template, sampling: Sampling, attempt: Attempt, address: tuple[int | str, ...]
) -> Scenario | Broken:
    """Return the scenario of one attempt, or the requirement on numbers that its draws break."""
    whole = template.whole
    for setting in whole.definitions:
        attempt.value(setting.name)
    requirements = asking.requirements(whole.requires, attempt)
    for requirement in requirements:
        broken = None if asking.needs_run(requirement) else judge(requirement, Known())
        if broken:
            return broken
    duration, rate = template.timing
    return Scenario(
        name=template.name,
        source=template.file_name,
        template_hash=template.digest,
        seed=sampling.seed,
        address=address,
        method=sampling.method.method,
        roads=tuple(lowering.road(node, attempt) for node in whole.roads if node.kind != lowering.AREA),
        areas={node.name: lowering.area(node, attempt) for node in whole.roads if node.kind == lowering.AREA},
        environment=lowering.environment(whole.environment, attempt),
        placements=tuple(made for node in whole.places for made in lowering.placements(node, attempt)),
        requirements=tuple(requirement for requirement in requirements if asking.needs_run(requirement)),
        records=tuple(asking.record(node, attempt) for node in whole.records),
        covers=tuple(asking.cover(node, attempt) for node in whole.covers),
        rig=lowering.rig(whole.rig, attempt),
        duration=duration,
        rate=rate,
        draws=tuple(attempt.draws),
    )


def sampling(template: Template) -> Sampling:
    """Return what the ``sample`` block says."""
    return lowering.sampling(template.whole.sample, _fixed(template))


def rig(template: Template) -> str | tuple[dict[str, Setting], ...]:
    """Return the name of the rig, or its sensors as a rig file has them; what is random in them, as any draw has it."""
    return lowering.rig(template.whole.rig, _fixed(template))


def timing(template: Template) -> tuple[float, float]:
    """Return duration [s] and rate [Hz] of the run."""
    if template.run is None:
        raise ScenarioError(f"{template.source}: the scene has no 'run'; add a line such as: run 10 s at 10 Hz")
    attempt = _fixed(template)
    return attempt.setting(template.run.duration, "run"), attempt.setting(template.run.rate, "run")


def replaced(sampling: Sampling, seed: int | None, method: str | None) -> Sampling:
    """Return `sampling` with what is given instead."""
    changes: dict[str, object] = {} if seed is None else {"seed": seed}
    if method is not None and method != sampling.method.method:
        if method not in SAMPLERS:
            raise ValueError(f"method {method!r} is unknown; expected one of {', '.join(SAMPLERS.names())}")
        changes["method"] = SAMPLERS.get(method).read({"method": method}, f"method {method}")
    return sampling.model_copy(update=changes)


def _fixed(template: Template) -> Attempt:
    """Return a scope for what must not be random."""
    return scope(template, Nominal(Stream(0)))
