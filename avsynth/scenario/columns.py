"""The columns of tables that a template draws from, read once, so that they are a part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

from avsynth.core.errors import did_you_mean
from avsynth.scenario import syntax
from avsynth.scenario.distributions import Column
from avsynth.scenario.distributions.empirical import columns_of
from avsynth.scenario.problems import Findings

WORD = "empirical"


def columns_named(node: object, folder: Path, findings: Findings) -> tuple[Column, ...]:
    """Return each column that `node` draws from; one that is not there goes to `findings`."""
    found: dict[tuple[str, str], Column] = {}
    for call in _calls(node):
        if len(call.arguments) == 2 and isinstance(call.arguments[0], syntax.Quoted):
            column = _read(call, folder, findings)
            if column is not None:
                found[column.file, column.name] = column
    return tuple(found.values())


def column_word(node: syntax.Expr) -> str:
    """Return the name of a column, which may be a text or a word."""
    return node.text if isinstance(node, syntax.Quoted) else syntax.written(node)


def _read(call: syntax.Invocation, folder: Path, findings: Findings) -> Column | None:
    file, name = call.arguments[0].text, column_word(call.arguments[1])
    try:
        columns = columns_of((folder / file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        told = getattr(error, "strerror", None) or "not a text file"
        findings.add(call.arguments[0].at, "AVS212", f"'{file}' cannot be read: {told.lower()}", "a table in CSV")
        return None
    if name not in columns:
        known = f"one of: {', '.join(columns)}" if columns else "a first row with names"
        findings.add(
            call.arguments[1].at, "AVS213", f"'{file}' has no column '{name}'", known, did_you_mean(name, columns)
        )
        return None
    if not columns[name]:
        findings.add(call.arguments[1].at, "AVS213", f"the column '{name}' of '{file}' is empty", "values")
        return None
    return Column(file, name, columns[name])


def _calls(node: object) -> Iterator[syntax.Invocation]:
    """Yield every ``empirical`` inside of `node`."""
    if isinstance(node, tuple | list):
        for part in node:
            yield from _calls(part)
    elif is_dataclass(node) and isinstance(node, syntax.Node):
        if isinstance(node, syntax.Invocation) and node.function == WORD:
            yield node
        for field in fields(node):
            if field.name not in ("at", "marks"):
                yield from _calls(getattr(node, field.name))
