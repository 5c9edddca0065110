"""A template without what it asks of its sensors: requirements, records and coverage that take rays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from avsynth.scenario.functions import PERCEPTION_FUNCTIONS
from avsynth.scenario.syntax import Cover, Expr, Invocation, Random, Record, Reference, Require, children_of

if TYPE_CHECKING:
    from avsynth.scenario.template import Template


def unseen(template: Template) -> Template:
    """Return `template` without the requirements, records and coverage that ask sensors, or what such ones say."""
    names: set[str] = set()
    while True:
        asking = {each.name for each in (*template.records, *template.covers) if _asks(each.value, names)}
        if asking <= names:
            break
        names |= asking
    return replace(
        template,
        requires=_kept(template.requires, names),
        records=_kept(template.records, names),
        covers=_kept(template.covers, names),
    )


def _kept(statements: tuple, names: set[str]) -> tuple:
    return tuple(each for each in statements if not _asks(_asked(each), names))


def _asked(statement: Require | Record | Cover) -> Expr:
    return statement.condition if isinstance(statement, Require) else statement.value


def _asks(node: Expr | Random, names: set[str]) -> bool:
    """Return whether an expression asks a sensor, or one of `names`."""
    return any(
        (isinstance(part, Invocation) and part.function in PERCEPTION_FUNCTIONS)
        or (isinstance(part, Reference) and part.head in names)
        for part in _all(node)
    )


def _all(node: Expr | Random) -> Iterator[Expr | Random]:
    yield node
    for part in children_of(node):
        yield from _all(part)
