"""Folding: expressions become concrete ones, with draws and known calculations replaced by values."""

from __future__ import annotations

from typing import Protocol

from avsynth.core.errors import ScenarioError
from avsynth.scenario import expression as concrete
from avsynth.scenario import syntax
from avsynth.scenario.distributions import Column
from avsynth.scenario.functions import NUMERIC_FUNCTIONS, numeric
from avsynth.scenario.problems import Position, Problem, SceneErrors

_KEPT = ("and", "or", "not", "<", "<=", ">", ">=", "==", "!=")


class Scope(Protocol):
    """What the names of a template mean while it is folded."""

    #: What ``empirical`` draws from.
    columns: tuple[Column, ...]

    def value(self, name: str) -> concrete.Expression | None:
        """Return the value of a draw or definition; None if `name` is none."""
        ...

    def score(self, node: syntax.Invocation) -> tuple[float, float]:
        """Return mean and deviation of the score of a correlated distribution, given those it is correlated with."""
        ...


class Known(concrete.Namespace):
    """The namespace without a world: only mathematics has a value."""

    def name(self, path: str) -> concrete.Value:
        raise ScenarioError(f"{path!r} has no value before the run")

    def call(self, function: str, arguments: list, keywords: dict) -> concrete.Value:
        if function not in NUMERIC_FUNCTIONS:
            raise ScenarioError(f"{function}(…) has no value before the run")
        return numeric(function, arguments)

    def over_time(self, call: concrete.Call) -> concrete.Value:
        raise ScenarioError(f"{call.function}(…) has no value before the run")


def fold(node: syntax.Expr, scope: Scope, me: str = "") -> concrete.Expression:
    """Return `node` as a concrete expression; `me` is the actor that `self` stands for.

    Comparisons and logic are kept as operations, so that a requirement can say how far it was missed.
    """
    match node:
        case syntax.Quantity(value=value):
            return concrete.Number(value=value)
        case syntax.Quoted(text=text):
            return concrete.Text(value=text)
        case syntax.Boolean(value=value):
            return concrete.Truth(value=value)
        case syntax.Reference():
            return _reference(node, scope, me)
        case syntax.Invocation():
            arguments = tuple(fold(argument, scope, me) for argument in node.arguments)
            keywords = {name: fold(value, scope, me) for name, value in node.named.items()}
            call = concrete.Call(function=node.function, arguments=arguments, keywords=keywords)
            is_numeric = node.function in NUMERIC_FUNCTIONS and not concrete.is_over_time(call)
            return _computed(call, arguments, node.at) if is_numeric else call
        case syntax.Operation():
            operands = tuple(fold(operand, scope, me) for operand in node.operands)
            operation = concrete.Operation(operator=node.operator, operands=operands)
            return operation if node.operator in _KEPT else _computed(operation, operands, node.at)
        case syntax.Items(items=items):
            return concrete.Listing(items=tuple(fold(item, scope, me) for item in items))
    raise AssertionError(f"{syntax.written(node)} cannot be part of an expression; the checks refuse it")


def known_value(node: syntax.Expr, scope: Scope) -> float | bool | str:
    """Return the value of `node` before the run."""
    return evaluated(fold(node, scope), node.at)


def evaluated(folded: concrete.Expression, at: Position) -> float | bool | str:
    """Return the value of an expression without a world; raise SceneErrors at `at` if it has none."""
    try:
        return concrete.evaluate(folded, Known())
    except ScenarioError as error:
        raise SceneErrors([Problem(at, "AVS401", str(error))]) from None


def needs_world(folded: concrete.Expression) -> bool:
    """Return whether an expression has no value before the run."""
    match folded:
        case concrete.Name():
            return True
        case concrete.Call(function=function, arguments=arguments):
            is_numeric = function in NUMERIC_FUNCTIONS and not concrete.is_over_time(folded)
            return not is_numeric or any(map(needs_world, arguments))
        case concrete.Operation(operands=parts) | concrete.Listing(items=parts):
            return any(map(needs_world, parts))
    return False


def path_of(node: syntax.Reference, scope: Scope, me: str = "") -> str:
    """Return the text of a name, its indices as integers: ``five.d.in[1]``."""
    head = me if node.head == "self" and me else node.head
    rest = [f".{part}" if isinstance(part, str) else f"[{int(known_value(part, scope))}]" for part in node.parts[1:]]
    return head + "".join(rest)


def _reference(node: syntax.Reference, scope: Scope, me: str) -> concrete.Expression:
    value = scope.value(node.head) if len(node.parts) == 1 else None
    return value if value is not None else concrete.Name(path=path_of(node, scope, me))


def _computed(folded: concrete.Expression, parts: tuple[concrete.Expression, ...], at: Position) -> concrete.Expression:
    """Return the number that a calculation with numbers gives; the calculation itself if a part is not known yet."""
    if not all(isinstance(part, concrete.Number) for part in parts):
        return folded
    return concrete.Number(value=evaluated(folded, at))
