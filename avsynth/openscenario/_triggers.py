"""Triggers: when something begins, as a condition, what has to hold before it, and how long to wait after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from avsynth.core.xml import Element, Fault
from avsynth.openscenario._asked import Asked, Condition, joined, rule_of
from avsynth.openscenario._conditions import condition_of

#: Edges of the format; the first asks for no change.
EDGES = ("none", "rising", "falling", "risingOrFalling")


@dataclass(frozen=True, slots=True)
class Cause:
    """When something begins; without anything, at once.

    Parameters
    ----------
    condition : str
        Has to hold; empty if nothing has to.
    armed : str
        Has to hold before, which makes the condition an edge; empty if nothing has to.
    delay : float [s]
        Passes between the condition and the beginning.
    lasts : bool
        Whether the condition begins to hold at most once, and then for good.
    """

    condition: str = ""
    armed: str = ""
    delay: float = 0.0
    lasts: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is a condition alone."""
        return not self.armed and not self.delay

    def begun(self, lines: Sequence[str], *, rounds: int = 1) -> list[str]:
        """Return the lines that do `lines` when this happens, `rounds` times; without a condition, at once."""
        opening = self.armed or self.condition
        waits = [self.armed, self.condition] if self.armed else [self.condition] if self.condition else []
        body = [f"wait until {each}" for each in waits[0 if rounds > 1 else 1 :]]
        body += [f"wait {self.delay:.9g} s"] if self.delay else []
        body += nested(lines) if body else lines
        if rounds > 1:
            body = [f"repeat {rounds}:", *indented(body)]
        return [f"when {opening}:", *indented(body)] if opening else body


#: The cause of what begins at once.
AT_ONCE = Cause()


def cause_of(trigger: Element | None, asked: Asked) -> Cause:
    """Return what a trigger waits for.

    Raises Fault at the first condition that the language has no words for.
    """
    if trigger is None:
        return AT_ONCE
    groups = [[_cause(each, asked) for each in group.all("Condition")] for group in trigger.all("ConditionGroup")]
    if not groups or any(all(cause == AT_ONCE for cause in group) for group in groups):
        return AT_ONCE
    causes = [cause for group in groups for cause in group]
    if len(causes) == 1:
        return causes[0]
    if not all(cause.is_plain for cause in causes):
        raise Fault(trigger.line, f"<{trigger.tag}>: an edge or a delay beside other conditions is not supported")
    texts = [[cause.condition for cause in group if cause != AT_ONCE] for group in groups]
    lasts = all(cause.lasts for cause in causes)
    return Cause(joined("or", [joined("and", group) for group in texts]), lasts=lasts)


def indented(lines: Sequence[str]) -> list[str]:
    """Return lines as the block of what stands before them."""
    return [f"    {line}" for line in lines]


def nested(lines: Sequence[str]) -> list[str]:
    """Return lines so that what interrupts among them does so only from there on."""
    return ["serial:", *indented(lines)] if any(line.startswith("when ") for line in lines) else list(lines)


def _cause(said: Element, asked: Asked) -> Cause:
    """Return what one ``<Condition>`` waits for."""
    delay, edge = said.number("delay", 0.0), said.word("conditionEdge", "") or "none"
    if edge not in EDGES:
        raise Fault(said.line, f'<Condition conditionEdge="{edge}">: expected one of {", ".join(EDGES)}')
    clock = said.first("ByValueCondition", "SimulationTimeCondition")
    condition = condition_of(said, asked) if clock is None else _by_the_clock(clock, delay)
    is_counted = clock is not None and (condition.lasts or not condition.text)
    delay = condition.delay + (0.0 if is_counted else delay)
    if edge == "none" or not condition.text or (condition.lasts and edge != "falling"):  # what lasts rises once
        return Cause(condition.text, "", delay, condition.lasts)
    if edge == "risingOrFalling":
        raise Fault(said.line, "<Condition>: risingOrFalling is only supported of what rises once")
    other = f"not ({condition.text})"
    return Cause(condition.text, other, delay) if edge == "rising" else Cause(other, condition.text, delay)


def _by_the_clock(said: Element, delay: float) -> Condition:
    """Return a ``<SimulationTimeCondition>``; one that rises does so `delay` [s] later."""
    value, rule = said.number("value"), rule_of(said)
    if rule not in (">", ">="):
        return Condition(f"time() {rule} {value:.9g} s")
    later = value + delay
    return Condition(f"time() {rule} {later:.9g} s" if later > 0 else "", lasts=later > 0)
