"""Variables of a file: setting one is a word that is emitted, and the latest word is its value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from avsynth.core.errors import did_you_mean
from avsynth.core.xml import Element, Fault
from avsynth.openscenario._asked import Condition, joined, meets
from avsynth.openscenario._entities import Entity

#: Actions that set variables, and what they are called in them; parameters that are set while it runs are variables.
SETTING = {"VariableAction": "variableRef", "ParameterAction": "parameterRef"}
#: Conditions that ask for them.
ASKING = {"VariableCondition": "variableRef", "ParameterCondition": "parameterRef"}
#: Never holds.
NEVER = "time() < 0 s"


def declared(root: Element, given: Mapping[str, str]) -> dict[str, str]:
    """Return the values at the start of the variables and parameters that a file declares."""
    found = {}
    for kind in ("Parameter", "Variable"):
        holder = root.first(f"{kind}Declarations")
        for row in [] if holder is None else holder.all(f"{kind}Declaration"):
            row.word(f"{kind.lower()}Type", "")
            found[row.word("name")] = row.word("value")
    return {**found, **given}


def setting(said: Element) -> tuple[str, str]:
    """Return the name and the new value of an action that sets a variable; raise Fault if it calculates one."""
    return said.word(SETTING[said.tag]).removeprefix("$"), said.choice(("SetAction",)).word("value")


def word(name: str, value: str) -> str:
    """Return the word that a variable has got a value."""
    return f"{name} = {value}".replace('"', "'")


def condition(
    said: Element, initial: Mapping[str, str], actions: Iterable[tuple[Sequence[Entity], Element]]
) -> Condition:
    """Return the condition on a variable that a file asks; `actions` are all of the file with who does them."""
    name = said.word(ASKING[said.tag]).removeprefix("$")
    if name not in initial:
        hint = did_you_mean(name, initial) or f"; there are: {', '.join(initial) or 'none'}"
        raise Fault(said.line, f"<{said.tag}>: there is no variable {name!r}{hint}")
    sets = [(actor, setting(each)) for actors, each in _settings(actions) for actor in actors]
    words = [(actor.name, word(name, value), value) for actor, (other, value) in sets if other == name]
    texts = []
    for actor, told, value in words:
        if meets(said, value):
            others = [(who, other) for who, other, _ in words if (who, other) != (actor, told)]
            latest = [f'since({actor}, "{told}") <= since({who}, "{other}")' for who, other in others]
            texts.append(joined("and", [f'emitted({actor}, "{told}")', *latest]))
    if meets(said, initial[name]):
        emitted = [f'emitted({actor}, "{told}")' for actor, told, _ in words]
        texts.append(f"not ({joined('or', emitted)})" if emitted else "")
    if "" in texts:
        return Condition("")
    return Condition(joined("or", texts) if texts else NEVER)


def _settings(actions: Iterable[tuple[Sequence[Entity], Element]]) -> Iterable[tuple[Sequence[Entity], Element]]:
    return ((actors, each) for actors, action in actions for each in action.everything() if each.tag in SETTING)
