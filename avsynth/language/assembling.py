"""From statements to a template: each where it belongs, those that may stand once only counted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from avsynth.language.building import NamedStatement
from avsynth.scenario.distributions import Column
from avsynth.scenario.problems import Findings, Position
from avsynth.scenario.syntax import Behavior, Cover, Place, Record, Require, Road, Run, Setting, Use
from avsynth.scenario.template import DEFAULT_RIG, Template

#: Statements of which there may be many though they are named.
_MANY = ("param",)


def assemble(
    statements: Iterable[object], source: str, findings: Findings, uses: tuple[Use, ...], columns: tuple[Column, ...]
) -> Template:
    """Return the template of `statements`; what is written twice goes to `findings`."""
    statements = list(statements)
    found = _singles(statements, findings)
    single = {word: content for word, (content, _) in found.items()}
    return Template(
        name=single.get("scenario", PurePath(source).stem),
        uses=uses,
        params=tuple(each[1] for each in statements if isinstance(each, NamedStatement) and each[0] == "param"),
        definitions=_of(Setting, statements),
        roads=_of(Road, statements),
        behaviors=_of(Behavior, statements),
        environment=single.get("environment", ()),
        places=_of(Place, statements),
        requires=_of(Require, statements),
        records=_of(Record, statements),
        covers=_of(Cover, statements),
        rig=single.get("sensors", DEFAULT_RIG),
        sample=single.get("sample", ()),
        run=single.get("run"),
        columns=columns,
        source=source,
        rig_at=found["sensors"][1] if "sensors" in found else Position(source, 1, 1),
    )


def _of(kind: type, statements: list[object]) -> tuple:
    return tuple(statement for statement in statements if isinstance(statement, kind))


def _singles(statements: list[object], findings: Findings) -> dict[str, tuple[object, Position]]:
    """Return content and position of the statements that stand once, by word."""
    found: dict[str, tuple[object, Position]] = {}
    for statement in statements:
        if isinstance(statement, NamedStatement):
            word, content, at = statement
        elif isinstance(statement, Run):
            word, content, at = "run", statement, statement.at
        else:
            continue
        if word in ("param", "use"):
            continue
        if word in found:
            findings.add(
                at, "AVS107", f"a second '{word}'", f"one '{word}' in a scene", note=f"the first is at {found[word][1]}"
            )
        else:
            found[word] = (content, at)
    return found
