"""Expressions back as text, as the language writes them."""

from __future__ import annotations

from avsynth.core.units import UNITS
from avsynth.scenario.syntax.nodes import (
    Body,
    Boolean,
    CrossSection,
    Expr,
    Interval,
    Invocation,
    Items,
    Operation,
    Quantity,
    Quoted,
    Random,
    Reference,
    Route,
    Setting,
    Spread,
    Table,
)

#: Binding strength of operators, for brackets in `written`.
_STRENGTH = {
    "or": 1,
    "and": 2,
    "not": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "==": 4,
    "!=": 4,
    "+": 6,
    "-": 6,
    "*": 7,
    "/": 7,
}
_NEG, _RANGE, _ATOM = 8, 5, 9
#: Digits of numbers as written: enough to hide that 30 km/h is no exact number of m/s.
_DIGITS = 12


def written(node: Expr | Random) -> str:
    """Return `node` as the language writes it."""
    return _written(node)[0]


def in_unit(value: float, unit: str, digits: int = 6) -> str:
    """Return an SI value in `unit`, with the unit; as a plain number if the unit is empty."""
    factor = UNITS[unit][1] if unit else 1.0
    return f"{value / factor:.{digits}g}{' ' + unit if unit else ''}"


def _written(node: Expr | Random) -> tuple[str, int]:
    """Return the text of `node` and how strongly it binds."""
    match node:
        case Quantity():
            return _number(node), _ATOM if node.value >= 0 else _NEG
        case Quoted(text=text):
            return f'"{text}"', _ATOM
        case Boolean(value=value):
            return str(value).lower(), _ATOM
        case Reference(parts=parts):
            rest = "".join(f".{part}" if isinstance(part, str) else f"[{written(part)}]" for part in parts[1:])
            return parts[0] + rest, _ATOM
        case Invocation():
            arguments = [written(argument) for argument in node.arguments]
            return f"{node.function}({', '.join(arguments + [_setting(each) for each in node.keywords])})", _ATOM
        case Operation():
            return _operation(node)
        case Random():
            return _random(node), 0
    return _collection(node)


def _collection(node: Expr) -> tuple[str, int]:
    match node:
        case Items(items=items):
            return f"[{', '.join(written(item) for item in items)}]", _ATOM
        case Table(pairs=pairs):
            return "{" + ", ".join(f"{written(key)}: {written(value)}" for key, value in pairs) + "}", _ATOM
        case Body(settings=settings):
            return "; ".join(_setting(setting) for setting in settings), 0
        case Interval(low=low, high=high):
            return _interval(low, high), _RANGE
        case Spread(mean=mean, deviation=deviation):
            return f"{_inside(mean, _RANGE + 1)} +- {_inside(deviation, _RANGE + 1)}", _RANGE
        case CrossSection(left=left, right=right):
            return f"{written(left)} | {written(right)}", 0
        case Route(stops=stops):
            return " -> ".join(_inside(stop, 1) for stop in stops), 0
    raise AssertionError(node)


def _number(node: Quantity) -> str:
    if node.digits:
        return f"{node.digits} {node.unit}" if node.unit else node.digits
    return in_unit(node.value, node.unit or "", _DIGITS)


def _interval(low: Expr, high: Expr) -> str:
    """Return a range; the unit of both ends is written once."""
    first, second = _inside(low, _RANGE + 1), _inside(high, _RANGE + 1)
    if isinstance(low, Quantity) and isinstance(high, Quantity) and low.unit and low.unit == high.unit:
        first = first.removesuffix(low.unit).rstrip()
    return f"{first}..{second}"


def _setting(setting: Setting) -> str:
    sign = " ~" if isinstance(setting.value, Random) else ":"
    return f"{setting.name}{sign} {written(setting.value)}"


def _operation(node: Operation) -> tuple[str, int]:
    if node.operator == "neg":
        return f"-{_inside(node.operands[0], _NEG)}", _NEG
    strength = _STRENGTH[node.operator]
    if node.operator == "not":
        return f"not {_inside(node.operands[0], strength)}", strength
    # the left operand may bind equally strongly, since operators join to the left; comparisons do not chain
    first = strength + 1 if strength == _STRENGTH["<"] else strength
    texts = [_inside(node.operands[0], first)] + [_inside(operand, strength + 1) for operand in node.operands[1:]]
    return f" {node.operator} ".join(texts), strength


def _inside(node: Expr | Random, strength: int) -> str:
    text, own = _written(node)
    return text if own >= strength else f"({text})"


def _random(node: Random) -> str:
    text = written(node.distribution)
    text += f" in {written(node.within)}" if node.within else ""
    text += f" propose {written(node.proposal)}" if node.proposal else ""
    return text + (f" in {written(node.proposal_within)}" if node.proposal_within else "")
