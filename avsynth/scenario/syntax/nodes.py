"""Expressions of the language as values: numbers with units, names, calls, operations, lists; and draws."""

from __future__ import annotations

from dataclasses import dataclass, field

from avsynth.scenario.problems import NOWHERE, Position


@dataclass(frozen=True, slots=True)
class Node:
    """Anything that is written somewhere; `at` is where it begins."""

    at: Position = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Quantity(Node):
    """A number in SI; `unit` is the unit as written, empty for a plain number, None for SI of whatever is expected.

    `digits` is the number as written, if it was.
    """

    value: float
    unit: str | None = field(default="", compare=False, repr=False)
    digits: str = field(default="", compare=False, repr=False)


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
    """A word with arguments: a function, a distribution, a lane ``drive(3 m)``, a leg, a step, a behavior."""

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
class Body(Node):
    """Settings of a setting, indented below it, such as those of ``fog:``."""

    settings: tuple[Setting, ...]


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
    | Body
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


def negated(node: Expr, at: Position) -> Expr:
    """Return −`node`; of a number, the negative number."""
    if isinstance(node, Quantity):
        return Quantity(-node.value, node.unit, f"-{node.digits}" if node.digits else "", at=at)
    return Operation("neg", (node,), at=at)


def children_of(node: Expr | Random) -> tuple[Expr | Random, ...]:
    """Return what an expression or draw is made of, one level down."""
    match node:
        case Reference(parts=parts):
            return tuple(part for part in parts if not isinstance(part, str))
        case Invocation(arguments=arguments, keywords=keywords):
            return (*arguments, *(keyword.value for keyword in keywords))
        case Body(settings=settings):
            return tuple(setting.value for setting in settings)
        case Operation(operands=parts) | Items(items=parts) | Route(stops=parts):
            return parts
        case Table(pairs=pairs):
            return tuple(part for pair in pairs for part in pair)
        case Interval(low=first, high=second) | Spread(mean=first, deviation=second):
            return (first, second)
        case CrossSection(left=first, right=second):
            return (first, second)
        case Random():
            parts = (node.distribution, node.within, node.proposal, node.proposal_within)
            return tuple(part for part in parts if part is not None)
    return ()


def unit_of(node: Expr | Random) -> str:
    """Return the first unit that is written in an expression, "" if none is."""
    if isinstance(node, Quantity):
        return node.unit or ""
    if isinstance(node, Table):  # the weights of a choice say nothing of its outcomes
        return next(filter(None, (unit_of(key) for key, _ in node.pairs)), "")
    return next(filter(None, map(unit_of, children_of(node))), "")
