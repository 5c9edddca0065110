"""Triggers: when something begins, as a condition, what has to hold before it, and how long to wait after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from avsynth.core.xml import Element, Fault
from avsynth.openscenario._asked import MOST_ROUNDS, Asked, Condition, joined, one_of, rule_of
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
    watches : tuple of str
        Lines beside, which emit the words that the condition goes by.
    """

    condition: str = ""
    armed: str = ""
    delay: float = 0.0
    lasts: bool = False
    watches: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it is a condition that holds or does not, without edge or delay."""
        return not self.armed and not self.delay

    @property
    def alone(self) -> Cause:
        """The cause as the only one: what lasts rises once, with or without an edge."""
        return replace(self, armed="") if self.lasts else self

    def begun(self, lines: Sequence[str], *, rounds: int = 1, after: Sequence[str] = ()) -> list[str]:
        """Return the lines that do `lines` when this happens, `rounds` times, and then those `after`."""
        opening = self.armed or self.condition
        waits = [self.armed, self.condition] if self.armed else [self.condition] if self.condition else []
        body = [f"wait until {each}" for each in waits[0 if rounds > 1 else 1 :]]
        body += [f"wait {self.delay:.9g} s"] if self.delay else []
        body += nested(lines) if body else lines
        if rounds > 1:
            note = f"  # {rounds} in the file" if rounds > MOST_ROUNDS else ""
            body = [f"repeat {min(rounds, MOST_ROUNDS)}:{note}", *indented(body)]
        body = [*body, *after]
        return [*self.watches, f"when {opening}:", *indented(body)] if opening else body


#: The cause of what begins at once.
AT_ONCE = Cause()


def cause_of(trigger: Element | None, asked: Asked, again: str = "") -> Cause:
    """Return what a trigger waits for: one of its groups, of which all conditions hold.

    Parameters
    ----------
    again : str
        The word that tells that what waits has begun, if it may begin again: only what comes later begins it anew.

    Raises
    ------
    Fault
        At the first condition that the language has no words for.
    """
    if trigger is None:
        return AT_ONCE
    groups = [
        [cause for cause in choice if cause != AT_ONCE]
        for group in trigger.all("ConditionGroup")
        for choice in product(*(_causes(each, asked) for each in group.all("Condition")))
    ]
    if not groups or not all(groups):
        return AT_ONCE
    if len(groups) == 1 and len(groups[0]) == 1:
        return groups[0][0].alone
    causes = [_gathered(group, trigger, asked, again) for group in groups]
    return _joined("or", causes)


def indented(lines: Sequence[str]) -> list[str]:
    """Return lines as the block of what stands before them."""
    return [f"    {line}" for line in lines]


def nested(lines: Sequence[str]) -> list[str]:
    """Return lines so that what interrupts among them does so only from there on."""
    return ["serial:", *indented(lines)] if any(line.startswith("when ") for line in lines) else list(lines)


def _joined(word: str, causes: Sequence[Cause]) -> Cause:
    watches = tuple(line for cause in causes for line in cause.watches)
    text = joined(word, [cause.condition for cause in causes])
    return Cause(text, lasts=all(cause.lasts for cause in causes), watches=watches)


def _gathered(group: Sequence[Cause], trigger: Element, asked: Asked, again: str) -> Cause:
    """Return the conditions of a group as one that holds, by words where there are an edge or delays among them.

    An edge is only there for a moment, at which the others have to hold.
    """
    group = [_settled(cause, asked.word(trigger)) if cause.delay and not cause.armed else cause for cause in group]
    plain, edges = ([cause for cause in group if cause.is_plain is wanted] for wanted in (True, False))
    if not edges:
        return _joined("and", plain)
    if len(edges) > 1 or any(edge.delay and not (edge.armed or edge.lasts) for edge in edges):
        told = "two edges, or the delay of what may end again, beside other conditions of a group are not supported"
        raise Fault(trigger.line, f"<{trigger.tag}>: {told}")
    word, held = asked.word(trigger), _joined("and", plain) if plain else AT_ONCE
    fires = [f'emit("{word}")']
    fires = [f"if {held.condition}:", *indented(fires)] if plain else fires
    watch = replace(edges[0], watches=()).begun(fires, rounds=MOST_ROUNDS)
    text = f'since(self, "{word}") < since(self, "{again}")' if again else f'emitted(self, "{word}")'
    return Cause(text, lasts=not again, watches=(*edges[0].watches, *held.watches, *watch))


def _settled(cause: Cause, word: str) -> Cause:
    """Return what lasts, its delay over, as a condition by a word; anything else as it is."""
    if not cause.lasts:
        return cause
    watch = cause.begun([f'emit("{word}")'])
    return Cause(f'emitted(self, "{word}")', lasts=True, watches=tuple(watch))


def _causes(said: Element, asked: Asked) -> list[Cause]:
    """Return what a ``<Condition>`` waits for; two causes where either of two edges will do."""
    delay, edge = said.number("delay", 0.0), one_of(said, "conditionEdge", EDGES, "none")
    if delay < 0:
        raise Fault(said.line, f'<Condition delay="{delay:g}">: a delay is not negative')
    by_value = said.first("ByValueCondition")
    clock = None if by_value is None else by_value.first("SimulationTimeCondition")
    condition = condition_of(said, asked) if clock is None else _by_the_clock(clock, delay)
    if clock is not None and (condition.lasts or not condition.text):
        delay = 0.0
    if not condition.text:  # it holds since the start
        return [Cause(f"time() >= {delay:.9g} s", lasts=True) if delay else AT_ONCE]
    plain = Cause(condition.text, "", delay, condition.lasts, condition.watches)
    if edge == "none":
        return [plain]
    other = f"not ({condition.text})"
    rising = replace(plain, armed=other)
    falling = replace(plain, condition=other, armed=condition.text, lasts=False)
    either = [rising] if condition.lasts else [rising, falling]
    return {"rising": [rising], "falling": [falling], "risingOrFalling": either}[edge]


def _by_the_clock(said: Element, delay: float) -> Condition:
    """Return a ``<SimulationTimeCondition>``; one that rises does so `delay` [s] later."""
    value, rule = said.number("value"), rule_of(said)
    if rule not in (">", ">="):
        return Condition(f"time() {rule} {value:.9g} s")
    later = value + delay
    return Condition(f"time() {rule} {later:.9g} s" if later > 0 else "", lasts=later > 0)
