"""Reading scenes: text in, checked template out, or every error with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from avsynth.core import paths
from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.language.assembling import assemble
from avsynth.language.building import NamedStatement
from avsynth.language.recovery import statements_of
from avsynth.scenario import syntax
from avsynth.scenario.check import check
from avsynth.scenario.columns import columns_named
from avsynth.scenario.problems import Findings, SceneErrors
from avsynth.scenario.template import Template


def parse(text: str, source: str = "scene", folder: Path | None = None) -> Template:
    """Return the template that `text` says; `source` is its name in messages, `folder` where its files lie.

    Raises
    ------
    SceneErrors
        With all errors found, sorted by position.
    """
    return _checked(text, source, folder or Path(), ())


def load(path: str | Path) -> Template:
    """Return the template of the scene file `path`; raise ScenarioError if it cannot be read."""
    return _checked(read_text(Path(path)), str(path), Path(path).parent, (Path(path).resolve(),))


def fragment(path: str | Path, folder: str | Path = ".") -> Template:
    """Return what the scene file `path` says, to be used by others: it needs no road, ego or run.

    Parameters
    ----------
    path : path
        As in ``use``: from `folder`, or from avsynth's scenes.
    folder : path

    Raises
    ------
    ScenarioError
        If there is no such file, or it cannot be read.
    """
    found = _found(str(path), Path(folder))
    if found is None:
        raise ScenarioError(f"there is no scene file '{path}' in {folder} or among avsynth's scenes")
    reader = _Reader()
    template, _ = reader.read(read_text(found), str(found), found.parent, (found,))
    if reader.findings.problems:
        raise SceneErrors(reader.findings.problems, reader.lines)
    return template


def _checked(text: str, source: str, folder: Path, above: tuple[Path, ...]) -> Template:
    reader = _Reader()
    template, unread = reader.read(text, source, folder, above)
    check(template, reader.findings, assumed=unread)
    if reader.findings.problems:
        raise SceneErrors(reader.findings.problems, reader.lines)
    return template


@dataclass
class _Reader:
    """Reads a file and those that it uses."""

    findings: Findings = field(default_factory=Findings)
    lines: dict[str, list[str]] = field(default_factory=dict)

    def read(
        self, text: str, source: str, folder: Path, above: tuple[Path, ...]
    ) -> tuple[Template, frozenset[str] | None]:
        """Return the template, and the names that unreadable statements seem to declare; None if all were read.

        `above` are the files that use this one, from the outermost.
        """
        text = text.removeprefix("\ufeff").replace("\r\n", "\n")
        self.lines[source] = text.split("\n")
        statements, unread = statements_of(text, source, self.findings)
        uses = [self._use(each, folder, above) for each in statements if _is_use(each)]
        columns = columns_named(tuple(statements), folder, self.findings)
        broken = None in uses
        kept = tuple(use for use in uses if use is not None)
        template = assemble(statements, source, self.findings, kept, columns)
        return template, (unread or frozenset()) if broken else unread

    def _use(self, statement: NamedStatement, folder: Path, above: tuple[Path, ...]) -> syntax.Use | None:
        """Return a used file with what it says; None with a problem if it cannot be used."""
        _, (written, alias, bindings), at = statement
        path = _found(written, folder)
        if path is None:
            hint = did_you_mean(Path(written).stem, [each.stem for each in paths.scenes().rglob("*.scene")])
            self.findings.add(
                at, "AVS212", f"there is no file '{written}'", "a path from this scene, or from avsynth's scenes", hint
            )
            return None
        if path in above:
            chain = " -> ".join(each.name for each in (*above[above.index(path) :], path))
            self.findings.add(at, "AVS503", f"files use each other: {chain}", "files without a cycle")
            return None
        try:
            text = read_text(path)
        except ScenarioError as error:
            self.findings.add(at, "AVS212", str(error), "a scene file")
            return None
        content, _ = self.read(text, str(path), path.parent, (*above, path))
        return syntax.Use(written, alias, bindings, content, at=at)


def _is_use(statement: object) -> bool:
    return isinstance(statement, NamedStatement) and statement[0] == "use"


def _found(written: str, folder: Path) -> Path | None:
    """Return the file of a path: from the scene that uses it, or from the scenes that come with avsynth."""
    for base in (folder, paths.scenes()):
        path = (base / written).resolve()
        if path.is_file():
            return path
    return None


def read_text(path: Path) -> str:
    """Return the text of a scene file; raise ScenarioError if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{path}: not a text file: byte {error.start} is not UTF-8") from None
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from None
