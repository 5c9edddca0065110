"""From statements to a template: each where it belongs, those that may stand once only counted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from avsynth.language.building import NamedStatement
from avsynth.scenario.problems import Findings, Position
from avsynth.scenario.syntax import Place, Quantity, Require, Road, Run, Setting
from avsynth.scenario.template import Template

#: The rig of a scene that names none.
DEFAULT_RIG = "kitti"


def assemble(statements: Iterable[object], source: str, findings: Findings, complete: bool) -> Template:
    """Return the template of `statements`; what is missing or written twice goes to `findings`.

    Where not all of the text could be read (`complete` is false), nothing is called missing.
    """
    statements = list(statements)
    found = _singles(statements, findings)
    single = {word: content for word, (content, _) in found.items()}
    run = single.get("run")
    if run is None:
        if complete:
            findings.add(
                Position(source, 1, 1), "AVS107", "the scene has no 'run'", "a line such as: run 10 s at 10 Hz"
            )
        run = Run(Quantity(1.0, "s"), Quantity(1.0, "Hz"))
    return Template(
        name=single.get("scenario", PurePath(source).stem),
        definitions=_of(Setting, statements),
        roads=_of(Road, statements),
        environment=single.get("environment", ()),
        places=_of(Place, statements),
        requires=_of(Require, statements),
        rig=single.get("sensors", DEFAULT_RIG),
        sample=single.get("sample", ()),
        run=run,
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
        if word in found:
            findings.add(
                at, "AVS107", f"a second '{word}'", f"one '{word}' in a scene", note=f"the first is at {found[word][1]}"
            )
        else:
            found[word] = (content, at)
    return found
