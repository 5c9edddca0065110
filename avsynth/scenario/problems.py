"""What is wrong with a template, and where: positions, problems, and their text with the source line and a caret."""

from __future__ import annotations

import linecache
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from avsynth.core.errors import ScenarioError

#: More problems than this are counted, not shown.
MOST_SHOWN = 20

#: What each code means; the hundreds are the class (syntax, names, units, values, graph, sampling).
CODES = {
    "AVS101": "text that the grammar does not allow here",
    "AVS102": "a character the language does not know",
    "AVS103": "wrong indentation",
    "AVS104": "a statement the language does not know",
    "AVS106": "a bracket or text that is not closed",
    "AVS107": "a statement that is missing or written twice",
    "AVS201": "an unknown name",
    "AVS202": "a name given twice",
    "AVS203": "a road without such a leg, lane or crosswalk",
    "AVS204": "an unknown property",
    "AVS205": "an unknown kind of actor or road",
    "AVS206": "an unknown step",
    "AVS207": "an unknown function or distribution",
    "AVS208": "an unknown argument",
    "AVS209": "a word of the language used as a name",
    "AVS210": "a word outside a fixed list of words",
    "AVS211": "a sensor rig that does not exist",
    "AVS212": "a file that is not there or cannot be read",
    "AVS213": "a table without such a column",
    "AVS214": "a sensor that the ego does not have",
    "AVS215": "a sensor model that does not exist",
    "AVS301": "an unknown unit",
    "AVS302": "a quantity of the wrong dimension",
    "AVS303": "something of the wrong kind",
    "AVS304": "a number without a unit",
    "AVS401": "a value outside its range",
    "AVS402": "a range without values",
    "AVS403": "a proposal that misses values which the nominal distribution has",
    "AVS404": "something random where a fixed value belongs",
    "AVS405": "a wrong number of arguments",
    "AVS406": "a value that is only known while the scenario runs",
    "AVS407": "a field that is missing",
    "AVS501": "definitions that need each other",
    "AVS502": "placements that need each other",
    "AVS503": "files that use each other",
    "AVS504": "behaviors that call each other",
    "AVS505": "two steps that move an actor at the same time",
    "AVS506": "two places for one actor",
    "AVS507": "a route that no lanes lead along",
    "AVS601": "requirements that no draw meets",
    "AVS602": "a drawn value outside its range",
    "AVS701": "something an actor cannot do while the scenario runs",
}


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where something is written; lines and columns count from 1."""

    source: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.source}:{self.line}:{self.column}"

    @property
    def short(self) -> str:
        """The position with the bare file name: the same on every machine."""
        return f"{PurePath(self.source).name}:{self.line}:{self.column}"


NOWHERE = Position("python", 0, 0)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Parameters
    ----------
    position : Position
        First wrong character.
    code : str
        One of `CODES`.
    message : str
        What was found.
    expected : str
        What is allowed there.
    hint : str
        The near name, such as ``"did you mean 'speed'?"``.
    note : str
        A further line, such as where the other definition is.
    """

    position: Position
    code: str
    message: str
    expected: str = ""
    hint: str = ""
    note: str = ""

    def text(self, line: str | None = None) -> str:
        """Return the full text; `line` is the source line it stands on."""
        rows = [f"{self.position}: error {self.code}: {self.message}"]
        remark = "; ".join(part for part in (self.expected and f"expected {self.expected}", self.hint) if part)
        if line is None:
            rows += [f"   {remark}"] if remark else []
        else:
            shown = line.replace("\t", " ")
            rows.append(f"{self.position.line:5d} | {shown}")
            rows.append(f"      | {' ' * (self.position.column - 1)}^ {remark}".rstrip())
        rows += [f"   note: {self.note}"] if self.note else []
        return "\n".join(rows)

    def as_dict(self) -> dict[str, str | int]:
        """Return plain values, for editors."""
        return {
            "file": self.position.source,
            "line": self.position.line,
            "column": self.position.column,
            "code": self.code,
            "message": self.message,
            "expected": self.expected,
            "hint": self.hint,
            "note": self.note,
        }


class SceneErrors(ScenarioError):
    """All problems of one template, sorted by position.

    Parameters
    ----------
    problems : iterable of Problem
    lines : mapping
        Source → its lines, for the lines shown; by default those of the file of that name, if there is one.
    """

    def __init__(self, problems: Iterable[Problem], lines: Mapping[str, list[str]] | None = None) -> None:
        self.problems = tuple(
            sorted(set(problems), key=lambda problem: (problem.position, problem.code, problem.message))
        )
        self.lines = dict(lines or {})
        super().__init__(self._text())

    def __reduce__(self) -> tuple:
        """Say how it is sent from one process to another."""
        return (SceneErrors, (self.problems, self.lines))

    def _text(self) -> str:
        texts = [problem.text(self._line(problem.position)) for problem in self.problems[:MOST_SHOWN]]
        if len(self.problems) > MOST_SHOWN:
            texts.append(f"… and {len(self.problems) - MOST_SHOWN} more errors")
        return "\n".join(texts)

    def _line(self, position: Position) -> str | None:
        lines = self.lines.get(position.source) or linecache.getlines(position.source)
        return lines[position.line - 1].rstrip() if 0 < position.line <= len(lines) else None


@dataclass
class Findings:
    """Collects problems while something is checked."""

    problems: list[Problem] = field(default_factory=list)

    def add(
        self, position: Position, code: str, message: str, expected: str = "", hint: str = "", note: str = ""
    ) -> None:
        """Add a problem; a leading "; " as `did_you_mean` gives it is taken off the hint."""
        self.problems.append(Problem(position, code, message, expected, hint.removeprefix("; "), note))
