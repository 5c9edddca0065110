"""What was rejected while a template was drawn, how often, and the nearest miss of each requirement."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from avsynth.scenario import syntax
from avsynth.scenario.problems import Position, Problem
from avsynth.scenario.requirements import Broken

if TYPE_CHECKING:
    from avsynth.scenario.template import Template


@dataclass
class Rejections:
    """Rejections by the position of what rejected."""

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
        whole = template.whole
        nodes = {node.at.short: node for node in (*whole.requires, *whole.places, *whole.roads)}
        (worst, count), *others = self.counts.most_common()
        miss, tries = self.nearest[worst], self.counts.total()
        at = nodes[worst].at if worst in nodes else Position(template.source, 1, 1)
        closest = _closest(miss, nodes.get(worst))
        if tries == 1:
            told, expected = f"nothing is random, and this cannot be: {miss.text}{closest}", "values that fit together"
        else:
            told = f"{tries} tries, 0 accepted: {miss.text} rejected {count} of them{closest}"
            expected = "a condition that draws can meet"
        note = "\n".join(
            f"{self.nearest[spot].text} ({spot}) rejected {times}{_closest(self.nearest[spot], nodes.get(spot))}"
            for spot, times in others
        )
        return [Problem(at, "AVS601", told, expected, note=note)]


def _closest(miss: Broken, node: syntax.Node | None) -> str:
    """Return what is said of the nearest miss of a comparison; empty if it is none."""
    return "" if miss.value is None else f"; closest value seen: {_in_its_unit(miss.value, node)}"


def _in_its_unit(value: float, require: syntax.Node | None) -> str:
    """Return the left side of a comparison in the unit that its right side is written in."""
    is_comparison = isinstance(require, syntax.Require) and isinstance(require.condition, syntax.Operation)
    right = require.condition.operands[-1] if is_comparison else None
    return syntax.in_unit(value, syntax.unit_of(right) if right else "", digits=4)
