"""Expressions as values: what a scenario computes while it runs, such as ``distance(ego, ped) < 8``. Numbers are SI."""

from __future__ import annotations

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


class Namespace(Protocol):
    """Gives meaning to names and functions while an expression is evaluated."""

    def name(self, path: str) -> Value:
        """Return the value of a name."""
        ...

    def call(self, function: str, arguments: list[Value], keywords: dict[str, Value]) -> Value:
        """Return the value of a function."""
        ...


_BINARY = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


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
            values = [evaluate(argument, namespace) for argument in arguments]
            return namespace.call(function, values, {k: evaluate(v, namespace) for k, v in keywords.items()})
        case Operation(operator="and", operands=operands):
            return all(evaluate(operand, namespace) for operand in operands)
        case Operation(operator="or", operands=operands):
            return any(evaluate(operand, namespace) for operand in operands)
        case Operation(operator="not", operands=(operand,)):
            return not evaluate(operand, namespace)
        case Operation(operator="neg", operands=(operand,)):
            return -evaluate(operand, namespace)
        case Operation(operator=operator, operands=(left, right)):
            a, b = evaluate(left, namespace), evaluate(right, namespace)
            if operator == "/" and b == 0:
                raise ScenarioError(f"division by zero in an expression of the scenario: {a} / 0")
            return _BINARY[operator](a, b)
    raise AssertionError(expression)


Call.model_rebuild()
Operation.model_rebuild()
Listing.model_rebuild()
