"""Values of parameters from outside: what stands behind `-p` on the command line."""

from __future__ import annotations

from collections.abc import Mapping

from avsynth.language.building import NamedStatement
from avsynth.language.recovery import statements_of
from avsynth.scenario.check import check
from avsynth.scenario.check.parameters import check_parameters
from avsynth.scenario.problems import Findings, SceneErrors
from avsynth.scenario.syntax import Expr
from avsynth.scenario.template import Template


def with_parameters(template: Template, values: Mapping[str, str]) -> Template:
    """Return `template` with its parameters as `values` say, in the language: ``{"gap": "35 m"}``.

    Raises
    ------
    ScenarioError
        For a parameter that the template does not have, a text that is no value, or a value that does not fit.
    """
    findings, lines, given = Findings(), {}, {}
    for name, text in values.items():
        source = f"-p {name}"
        lines[source] = [f"param {name}: {' '.join(text.split())}"]
        given |= _values(lines[source][0], source, findings)
    made = template.with_params(given)
    check_parameters(template, given, findings)
    if not findings.problems:
        check(made, findings)
    if findings.problems:
        raise SceneErrors(findings.problems, lines)
    return made


def _values(statement: str, source: str, findings: Findings) -> dict[str, Expr]:
    """Return the value that a statement gives, by its name."""
    statements, _ = statements_of(statement, source, findings)
    return {each[1].name: each[1].value for each in statements if isinstance(each, NamedStatement)}
