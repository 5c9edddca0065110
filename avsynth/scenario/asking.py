"""What is asked of a scenario: requirements, records and coverage with the values of one attempt in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from avsynth.scenario import concrete, syntax
from avsynth.scenario.attempt import Attempt
from avsynth.scenario.distributions.choice import bernoulli
from avsynth.scenario.draws import Site
from avsynth.scenario.fold import evaluated, known_value, needs_world

#: The word that combines cells of coverage.
CROSS = "cross"


def requirements(nodes: Iterable[syntax.Require], attempt: Attempt) -> list[concrete.Requirement]:
    """Return the requirements of one attempt; a soft one is left out as often as it says."""
    seen: Counter[str] = Counter()
    made = []
    for node in nodes:
        text = f"{node.quantifier} {syntax.written(node.condition)}".lstrip()
        number, seen[text] = seen[text], seen[text] + 1
        if node.probability is None or _is_asked(node, f"require {text}" + (f"[{number}]" if number else ""), attempt):
            condition = attempt.folded(node.condition)
            made.append(
                concrete.Requirement(condition=condition, quantifier=node.quantifier, at=node.at.short, text=text)
            )
    return made


def needs_run(requirement: concrete.Requirement) -> bool:
    """Return whether it takes the placed or running world to judge a requirement."""
    return needs_world(requirement.condition)


def record(node: syntax.Record, attempt: Attempt) -> concrete.Record:
    """Return a record without its value."""
    return concrete.Record(name=node.name, expression=attempt.folded(node.value), at=node.at.short)


def cover(node: syntax.Cover, attempt: Attempt) -> concrete.Cover:
    """Return a coverage without its cell."""
    crossed = isinstance(node.value, syntax.Invocation) and node.value.function == CROSS
    parts = node.value.arguments if crossed else (node.value,)
    edges = node.bins.items if isinstance(node.bins, syntax.Items) else ()
    return concrete.Cover(
        name=node.name,
        parts=tuple(attempt.folded(part) for part in parts),
        bins=tuple(float(known_value(edge, attempt)) for edge in edges),
        target=0 if node.target is None else int(evaluated(attempt.folded(node.target), node.target.at)),
        at=node.at.short,
    )


def _is_asked(node: syntax.Require, site: str, attempt: Attempt) -> bool:
    probability = float(known_value(node.probability, attempt))
    text = f"bernoulli({syntax.written(node.probability)})"
    return bool(attempt.take(Site(site, bernoulli(probability)), text, node.at))
