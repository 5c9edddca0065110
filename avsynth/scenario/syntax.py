"""What the text and the Python builder both make: the intermediate representation. Equal up to positions and units."""

from __future__ import annotations

from dataclasses import dataclass, field

from avsynth.core.units import UNITS
from avsynth.scenario.problems import NOWHERE, Position


@dataclass(frozen=True, slots=True)
class Node:
    """Anything that is written somewhere; `at` is where it begins."""

    at: Position = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Quantity(Node):
    """A number in SI; `unit` is the unit as written, empty for a plain number, None for SI of whatever is expected."""

    value: float
    unit: str | None = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Quoted(Node):
    """A text in quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Boolean(Node):
    """true or false."""

    value: bool


@dataclass(frozen=True, slots=True)
class Reference(Node):
    """A name of the template or of a part of it: words, and expressions as indices, such as ``five.d.in[1]``."""

    parts: tuple[str | Expr, ...]
    #: Where each part stands; empty where nobody knows.
    marks: tuple[Position, ...] = field(default=(), compare=False, repr=False)

    def mark(self, number: int) -> Position:
        """Where part `number` stands."""
        return self.marks[number] if self.marks else self.at

    @property
    def head(self) -> str:
        """The first word."""
        return self.parts[0]


@dataclass(frozen=True, slots=True)
class Invocation(Node):
    """A word with arguments: a function, a distribution, a lane ``drive(3 m)``, a leg, a step."""

    function: str
    arguments: tuple[Expr, ...] = ()
    keywords: tuple[Setting, ...] = ()

    @property
    def named(self) -> dict[str, Expr | Random]:
        """The arguments that are given by name."""
        return {keyword.name: keyword.value for keyword in self.keywords}


@dataclass(frozen=True, slots=True)
class Operation(Node):
    """An operator with its operands: ``+ - * / < <= > >= == != and or not neg``."""

    operator: str
    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Items(Node):
    """A list."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Table(Node):
    """A table of keys and values, such as the weights of a choice."""

    pairs: tuple[tuple[Expr, Expr], ...]


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """``low..high``: a range, or the uniform distribution over it."""

    low: Expr
    high: Expr


@dataclass(frozen=True, slots=True)
class Spread(Node):
    """``mean +- deviation``: the normal distribution cut at three deviations."""

    mean: Expr
    deviation: Expr


@dataclass(frozen=True, slots=True)
class CrossSection(Node):
    """``[left…] | [right…]``: the lanes of a road from left to right."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Route(Node):
    """``a -> b -> c``: places to go through, in order."""

    stops: tuple[Expr, ...]


Expr = (
    Quantity
    | Quoted
    | Boolean
    | Reference
    | Invocation
    | Operation
    | Items
    | Table
    | Interval
    | Spread
    | CrossSection
    | Route
)


@dataclass(frozen=True, slots=True)
class Random(Node):
    """A draw: nominal distribution, its range, and what to draw from instead if sampling is on purpose."""

    distribution: Expr
    within: Expr | None = None
    proposal: Expr | None = None
    proposal_within: Expr | None = None


@dataclass(frozen=True, slots=True)
class Setting(Node):
    """``name: value``, ``name ~ draw`` or ``name = value``."""

    name: str
    value: Expr | Random


@dataclass(frozen=True, slots=True)
class Road(Node):
    """A road or junction; `kind` is a word of the ROADS registry."""

    kind: str
    name: str
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class On(Node):
    """``on LANE @ station offset d``."""

    lane: Expr
    station: Expr | Random
    offset: Expr | Random | None = None


@dataclass(frozen=True, slots=True)
class Beside(Node):
    """``ahead of ACTOR by d``."""

    side: str
    of: Expr
    by: Expr | Random


@dataclass(frozen=True, slots=True)
class Facing(Node):
    """``facing ANGLE``, ``facing toward X``, ``facing away from X``, ``facing across ROAD``."""

    how: str
    target: Expr | Random


@dataclass(frozen=True, slots=True)
class Action(Node):
    """One line of what an actor does: a step, or ``wait``; until a condition, for a time, or until it is done."""

    step: Invocation
    until: Expr | None = None
    duration: Expr | Random | None = None


@dataclass(frozen=True, slots=True)
class Place(Node):
    """``place KIND NAME:`` with its body."""

    kind: str
    name: str
    spots: tuple[On | Beside, ...]
    facing: Facing | None = None
    settings: tuple[Setting, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Require(Node):
    """``require CONDITION``."""

    condition: Expr


@dataclass(frozen=True, slots=True)
class Run(Node):
    """``run DURATION at RATE``."""

    duration: Expr | Random
    rate: Expr | Random


def negated(node: Expr, at: Position) -> Expr:
    """Return −`node`; of a number, the negative number."""
    if isinstance(node, Quantity):
        return Quantity(-node.value, node.unit, at=at)
    return Operation("neg", (node,), at=at)


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
            return f"{node.function}({', '.join(_arguments(node))})", _ATOM
        case Operation():
            return _operation(node)
        case Items(items=items):
            return f"[{', '.join(written(item) for item in items)}]", _ATOM
        case Table(pairs=pairs):
            return "{" + ", ".join(f"{written(key)}: {written(value)}" for key, value in pairs) + "}", _ATOM
        case Interval(low=low, high=high):
            return f"{_inside(low, _RANGE + 1)}..{_inside(high, _RANGE + 1)}", _RANGE
        case Spread(mean=mean, deviation=deviation):
            return f"{_inside(mean, _RANGE + 1)} +- {_inside(deviation, _RANGE + 1)}", _RANGE
        case CrossSection(left=left, right=right):
            return f"{written(left)} | {written(right)}", 0
        case Route(stops=stops):
            return " -> ".join(_inside(stop, 1) for stop in stops), 0
        case Random():
            return _random(node), 0
    raise AssertionError(node)


def in_unit(value: float, unit: str, digits: int = 6) -> str:
    """Return an SI value in `unit`, with the unit; as a plain number if the unit is empty."""
    factor = UNITS[unit][1] if unit else 1.0
    return f"{value / factor:.{digits}g}{' ' + unit if unit else ''}"


def unit_of(node: Expr) -> str:
    """Return the first unit that is written in an expression, "" if none is."""
    match node:
        case Quantity(unit=unit):
            return unit or ""
        case Invocation(arguments=parts, keywords=keywords):
            parts = (*parts, *(keyword.value for keyword in keywords if not isinstance(keyword.value, Random)))
        case Operation(operands=parts) | Items(items=parts):
            pass
        case Table(pairs=pairs):
            parts = tuple(key for key, _ in pairs)
        case Interval(low=first, high=second) | Spread(mean=first, deviation=second):
            parts = (first, second)
        case _:
            return ""
    return next(filter(None, map(unit_of, parts)), "")


def _number(node: Quantity) -> str:
    return in_unit(node.value, node.unit or "", _DIGITS)


def _arguments(node: Invocation) -> list[str]:
    keywords = [
        f"{name} ~ {written(value)}" if isinstance(value, Random) else f"{name}: {written(value)}"
        for name, value in node.named.items()
    ]
    return [written(argument) for argument in node.arguments] + keywords


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
