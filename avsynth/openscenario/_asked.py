"""What conditions of the format are put into: conditions of the language, and what they may refer to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from avsynth.core.xml import Element, Fault
from avsynth.datatypes.network import RoadNetwork
from avsynth.openscenario._entities import Entity, entity_of

_RULES = {
    "greaterThan": ">",
    "lessThan": "<",
    "greaterOrEqual": ">=",
    "lessOrEqual": "<=",
    "equalTo": "==",
    "notEqualTo": "!=",
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
    delay : float [s]
        For how long it has to hold.
    """

    text: str
    lasts: bool = False
    delay: float = 0.0


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
    """

    entities: Mapping[str, Entity]
    network: RoadNetwork
    state: Callable[[Element, Asked], Condition]

    def entity(self, said: Element) -> Entity:
        """Return the entity that an element refers to."""
        return entity_of(said, self.entities)


def compared(said: Element, what: str, unit: str) -> str:
    """Return the comparison of a quantity with the value that an element states."""
    return f"{what} {rule_of(said)} {said.number('value'):.9g} {unit}"


def rule_of(said: Element) -> str:
    """Return the comparison that an element asks for."""
    word = said.word("rule")
    if word not in _RULES:
        raise Fault(said.line, f'<{said.tag} rule="{word}">: expected one of {", ".join(_RULES)}')
    return _RULES[word]


def joined(word: str, texts: list[str]) -> str:
    """Return conditions as one, by ``and`` or ``or``."""
    return texts[0] if len(texts) == 1 else f" {word} ".join(f"({text})" for text in texts)
