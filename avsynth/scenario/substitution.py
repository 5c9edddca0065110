"""Putting other names and values in the place of names: for files that are used, and for parameters of behaviors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace

from avsynth.scenario import syntax


def transformed(node: object, change: Callable[[object], object]) -> object:
    """Return `node` with `change` applied to everything inside of it, bottom up, and then to itself."""
    if isinstance(node, tuple):
        return tuple(transformed(part, change) for part in node)
    if not (is_dataclass(node) and isinstance(node, syntax.Node)):
        return node
    values = {field.name: getattr(node, field.name) for field in fields(node) if field.name not in ("at", "marks")}
    changed = {name: transformed(value, change) for name, value in values.items()}
    different = {name: value for name, value in changed.items() if value is not values[name]}
    return change(replace(node, **different) if _differs(different, values) else node)


def substituted(node: object, names: Mapping[str, syntax.Expr]) -> object:
    """Return `node` with each name of `names` replaced by what it stands for; parameters of behaviors hide names."""
    if isinstance(node, syntax.Behavior):
        names = {name: value for name, value in names.items() if name not in node.parameters}
        return replace(node, flows=_put(node.flows, names))
    return _put(node, names)


def joined(node: object, aliases: Mapping[str, frozenset[str]]) -> object:
    """Return `node` with ``alias.name`` as one word, for the `names` that each alias brings."""

    def change(part: object) -> object:
        if not isinstance(part, syntax.Reference) or len(part.parts) < 2 or part.head not in aliases:
            return part
        second = part.parts[1]
        if not isinstance(second, str) or second not in aliases[part.head]:
            return part
        marks = (part.at, *part.marks[2:]) if part.marks else ()
        return replace(part, parts=(f"{part.head}.{second}", *part.parts[2:]), marks=marks)

    return transformed(node, change)


def _put(node: object, names: Mapping[str, syntax.Expr]) -> object:
    def change(part: object) -> object:
        match part:
            case syntax.Reference(parts=(str(head), *rest)) if head in names:
                return _instead(part, names[head], tuple(rest))
            case syntax.Invocation(function=function):
                head, dot, rest = function.partition(".")
                target = names.get(head)
                if isinstance(target, syntax.Reference):
                    return replace(part, function=syntax.written(target) + dot + rest)
        return part

    return transformed(node, change)


def _instead(part: syntax.Reference, target: syntax.Expr, rest: tuple) -> syntax.Expr:
    """Return what stands for `part`, whose first word means `target`; it keeps the place where it is written."""
    if not rest:
        return replace(target, at=part.at)
    if not isinstance(target, syntax.Reference):
        return part
    marks = (part.at,) * len(target.parts) + part.marks[1:] if part.marks else ()
    return replace(part, parts=(*target.parts, *rest), marks=marks)


def _differs(changed: Mapping[str, object], values: Mapping[str, object]) -> bool:
    """Return whether anything is another value; tuples are made anew even where all of their parts are the same."""
    return any(not _same(value, values[name]) for name, value in changed.items())


def _same(new: object, old: object) -> bool:
    if isinstance(new, tuple) and isinstance(old, tuple):
        return len(new) == len(old) and all(map(_same, new, old))
    return new is old
