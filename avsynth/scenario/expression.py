"""Expressions as values: what a scenario computes while it runs, such as ``distance(ego, ped) < 8``. Numbers are SI."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Annotated, Literal, Protocol

from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.errors import ScenarioError

Value = float | bool | str | tuple


class Number(Config):
    """A number in SI units."""

    node: Literal["number"] = "number"
    value: float


class Text(Config):
    """A quoted text."""

    node: Literal["text"] = "text"
    value: str


class Truth(Config):
    """true or false."""

    node: Literal["truth"] = "truth"
    value: bool


class Name(Config):
    """A dotted, perhaps indexed, name such as ``ego`` or ``five.d.in[1]``, in its canonical spelling."""

    node: Literal["name"] = "name"
    path: str


class Call(Config):
    """A function of `scenario.functions` applied to arguments."""

    node: Literal["call"] = "call"
    function: str
    arguments: tuple[Expression, ...] = ()
    keywords: dict[str, Expression] = Field(default_factory=dict)


class Operation(Config):
    """An operator: arithmetic ``+ - * /``, comparison, ``and or not`` or ``neg``, with its operands."""

    node: Literal["operation"] = "operation"
    operator: str
    operands: tuple[Expression, ...]


class Listing(Config):
    """A list of expressions."""

    node: Literal["list"] = "list"
    items: tuple[Expression, ...]


Expression = Annotated[Number | Text | Truth | Name | Call | Operation | Listing, Field(discriminator="node")]


class Many(tuple):
    """One value for each of several actors. Comparing it holds if it holds for any of them."""

    __slots__ = ()


class Namespace(Protocol):
    """Gives meaning to names and functions while an expression is evaluated."""

    def name(self, path: str) -> Value:
        """Return the value of a name."""
        ...

    def call(self, function: str, arguments: list[Value], keywords: dict[str, Value]) -> Value:
        """Return the value of a function."""
        ...

    def over_time(self, call: Call) -> Value:
        """Return the value of a function of the whole run, whose arguments are asked at its moments."""
        ...


_COMPARISONS = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
_CALCULATIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: _quotient(a, b),
}
#: Functions of the whole run; the first two are so with one argument only.
OVER_TIME = ("min", "max", "mean", "duration", "time_when", "count", "at")


def is_over_time(call: Call) -> bool:
    """Return whether a call asks the whole run."""
    return call.function in OVER_TIME and (call.function not in OVER_TIME[:2] or len(call.arguments) == 1)


def evaluate(expression: Expression, namespace: Namespace) -> Value:
    """Return the value of `expression`; ``and`` and ``or`` stop at the first operand that decides."""
    match expression:
        case Number(value=value) | Text(value=value) | Truth(value=value):
            return value
        case Name(path=path):
            return namespace.name(path)
        case Listing(items=items):
            return tuple(evaluate(item, namespace) for item in items)
        case Call(function=function, arguments=arguments, keywords=keywords):
            if is_over_time(expression):
                return namespace.over_time(expression)
            values = [evaluate(argument, namespace) for argument in arguments]
            return namespace.call(function, values, {k: evaluate(v, namespace) for k, v in keywords.items()})
        case Operation(operator="and", operands=operands):
            return all(evaluate(operand, namespace) for operand in operands)
        case Operation(operator="or", operands=operands):
            return any(evaluate(operand, namespace) for operand in operands)
        case Operation(operator="not", operands=(operand,)):
            return not evaluate(operand, namespace)
        case Operation(operator="neg", operands=(operand,)):
            return _each(lambda value: -value, evaluate(operand, namespace))
        case Operation(operator=operator, operands=(left, right)):
            sides = evaluate(left, namespace), evaluate(right, namespace)
            if operator in _COMPARISONS:
                return any(_COMPARISONS[operator](a, b) for a in _many(sides[0]) for b in _many(sides[1]))
            return _each(_CALCULATIONS[operator], *sides)
    raise AssertionError(expression)


def calls_in(expression: Expression) -> Iterator[Call]:
    """Yield every call inside of `expression`."""
    match expression:
        case Call(arguments=arguments, keywords=keywords):
            yield expression
            parts = (*arguments, *keywords.values())
        case Operation(operands=parts) | Listing(items=parts):
            pass
        case _:
            parts = ()
    for part in parts:
        yield from calls_in(part)


def names_in(expression: Expression) -> Iterator[str]:
    """Yield every name inside of `expression`."""
    match expression:
        case Name(path=path):
            yield path
        case Call(arguments=arguments, keywords=keywords):
            for part in (*arguments, *keywords.values()):
                yield from names_in(part)
        case Operation(operands=parts) | Listing(items=parts):
            for part in parts:
                yield from names_in(part)


def _many(value: Value) -> tuple:
    return value if isinstance(value, Many) else (value,)


def _each(function: Callable, *values: Value) -> Value:
    """Return the value of `function`; for many actors, each combination of their values."""
    if not any(isinstance(value, Many) for value in values):
        return function(*values)
    return Many(function(*combination) for combination in product(*map(_many, values)))


def _quotient(a: float, b: float) -> float:
    if b == 0:
        raise ScenarioError(f"division by zero in an expression of the scenario: {a} / 0")
    return a / b


Call.model_rebuild()
Operation.model_rebuild()
Listing.model_rebuild()
