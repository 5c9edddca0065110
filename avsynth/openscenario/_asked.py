"""What conditions of the format are put into: conditions of the language, and what they may refer to."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from avsynth.core.xml import Element, Fault
from avsynth.datatypes.network import RoadNetwork
from avsynth.openscenario._entities import Entity, entity_of

#: Most rounds of an event or of what is waited for; the language has no more in a ``repeat``.
MOST_ROUNDS = 100
_RULES = {
    "greaterThan": ">",
    "lessThan": "<",
    "greaterOrEqual": ">=",
    "lessOrEqual": "<=",
    "equalTo": "==",
    "notEqualTo": "!=",
}
#: What the rules mean of two values.
COMPARISONS = {
    "greaterThan": operator.gt,
    "lessThan": operator.lt,
    "greaterOrEqual": operator.ge,
    "lessOrEqual": operator.le,
    "equalTo": operator.eq,
    "notEqualTo": operator.ne,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the language.

    Parameters
    ----------
    text : str
        Empty if it holds from the start.
    lasts : bool
        Whether it begins to hold at most once, after the start, and then holds for good.
    watches : tuple of str
        Lines beside what waits for it, by the words of which it goes.
    """

    text: str
    lasts: bool = False
    watches: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What conditions may refer to.

    Parameters
    ----------
    entities : mapping
        By the names of the file.
    network : RoadNetwork
    state : callable
        Gives the condition of a ``<StoryboardElementStateCondition>``.
    variable : callable
        Gives the condition of one on a variable or parameter.
    numbers : iterator of int
        Keep the words apart that conditions go by.
    """

    entities: Mapping[str, Entity]
    network: RoadNetwork
    state: Callable[[Element, Asked], Condition]
    variable: Callable[[Element], Condition]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def entity(self, said: Element) -> Entity:
        """Return the entity that an element refers to."""
        return entity_of(said, self.entities)

    def word(self, said: Element) -> str:
        """Return a word that only what this element asks for goes by."""
        return f"{said.tag} {next(self.numbers)}"


def compared(said: Element, what: str, unit: str) -> str:
    """Return the comparison of a quantity with the value that an element states."""
    return f"{what} {rule_of(said)} {said.number('value'):.9g} {unit}"


def rule_of(said: Element) -> str:
    """Return the comparison that an element asks for."""
    return _RULES[one_of(said, "rule", tuple(_RULES))]


def meets(said: Element, value: str) -> bool:
    """Return whether a value, as a number if both are, is in the relation to that of an element that it states."""
    rule, bound = one_of(said, "rule", tuple(COMPARISONS)), said.word("value")
    try:
        return COMPARISONS[rule](float(value), float(bound))
    except ValueError:
        return COMPARISONS[rule](value, bound)


def one_of(said: Element, attribute: str, words: Sequence[str], default: str | None = None) -> str:
    """Return an attribute that is one of some words; an empty one is the default."""
    word = said.word(attribute, default)
    word = default if not word and default is not None else word
    if word not in words:
        raise Fault(said.line, f'<{said.tag} {attribute}="{word}">: expected one of {", ".join(words)}')
    return word


def joined(word: str, texts: Sequence[str]) -> str:
    """Return conditions as one, by ``and`` or ``or``."""
    return texts[0] if len(texts) == 1 else f" {word} ".join(f"({text})" for text in texts)


def together(word: str, conditions: Sequence[Condition]) -> Condition:
    """Return conditions as one, by ``and`` or ``or``."""
    watches = tuple(line for condition in conditions for line in condition.watches)
    return Condition(
        joined(word, [condition.text for condition in conditions]), all(each.lasts for each in conditions), watches
    )


def lasting(text: str, time: float, word: str) -> Condition:
    """Return the condition that another one has held for a time [s] without a break, by the words of a watch."""
    if time <= 0:
        return Condition(text)
    watch = (
        f"when {text}:",
        f"    repeat {MOST_ROUNDS}:",
        f"        wait until {text}",
        f'        emit("{word} holds")',
        f"        wait until not ({text})",
        f'        emit("{word} ends")',
    )
    since = f'since(self, "{word} holds")'
    return Condition(f'{since} >= {time:.9g} s and {since} < since(self, "{word} ends")', watches=watch)
