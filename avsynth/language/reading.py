"""Reading scenes: text in, checked template out, or every error with its place."""

from __future__ import annotations

from pathlib import Path

from avsynth.core.errors import ScenarioError
from avsynth.language.assembling import assemble
from avsynth.language.recovery import statements_of
from avsynth.scenario.check import check
from avsynth.scenario.problems import Findings, SceneErrors
from avsynth.scenario.template import Template


def parse(text: str, source: str = "scene") -> Template:
    """Return the template that `text` says; `source` is its name in messages.

    Raises
    ------
    SceneErrors
        With all errors found, sorted by position.
    """
    findings = Findings()
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    statements, unread = statements_of(text, source, findings)
    template = assemble(statements, source, findings, complete=unread is None)
    check(template, findings, assumed=unread)
    if findings.problems:
        raise SceneErrors(findings.problems, {source: text.split("\n")})
    return template


def load(path: str | Path) -> Template:
    """Return the template of the scene file `path`; raise ScenarioError if it cannot be read."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{path}: not a text file: byte {error.start} is not UTF-8") from None
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from None
    return parse(text, str(path))
