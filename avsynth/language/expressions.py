"""From a parse tree to expressions and draws of the intermediate representation."""

from __future__ import annotations

import math
from dataclasses import replace

from lark import Token, Transformer, v_args
from lark.tree import Meta

from avsynth.core.units import UNITS
from avsynth.scenario import syntax
from avsynth.scenario.draws import amount
from avsynth.scenario.problems import Position, Problem, SceneErrors


@v_args(meta=True)
class ExpressionBuilder(Transformer):
    """Makes the expressions of `scenario.syntax`, bottom up; one method for each rule of the grammar."""

    def __init__(self, source: str) -> None:
        super().__init__(visit_tokens=False)
        self._source = source

    def _at(self, place: Meta | Token) -> Position:
        return Position(self._source, place.line, place.column)

    def random(self, meta: Meta, children: list) -> syntax.Random:
        return syntax.Random(*children, at=self._at(meta))

    def amount(self, meta: Meta, children: list) -> syntax.Expr | syntax.Random:
        return amount(*children, at=self._at(meta))

    def route(self, meta: Meta, children: list) -> syntax.Route:
        return syntax.Route(tuple(children), at=self._at(meta))

    def choice(self, meta: Meta, children: list) -> syntax.Operation:
        return syntax.Operation("or", tuple(children), at=self._at(meta))

    def both(self, meta: Meta, children: list) -> syntax.Operation:
        return syntax.Operation("and", tuple(children), at=self._at(meta))

    def not_(self, meta: Meta, children: list) -> syntax.Operation:
        return syntax.Operation("not", tuple(children), at=self._at(meta))

    def comparison(self, meta: Meta, children: list) -> syntax.Operation:
        left, operator, right = children
        return syntax.Operation(str(operator), (left, right), at=self._at(meta))

    binary = comparison

    def section(self, meta: Meta, children: list) -> syntax.CrossSection:
        return syntax.CrossSection(*children, at=self._at(meta))

    def interval(self, meta: Meta, children: list) -> syntax.Interval:
        low, high = children
        return syntax.Interval(in_unit_of(high, low), high, at=self._at(meta))

    def spread(self, meta: Meta, children: list) -> syntax.Spread:
        mean, deviation = children
        return syntax.Spread(in_unit_of(deviation, mean), deviation, at=self._at(meta))

    def negative(self, meta: Meta, children: list) -> syntax.Expr:
        inner = children[-1]
        return syntax.negated(inner, at=self._at(meta))

    def number(self, meta: Meta, children: list) -> syntax.Quantity:
        unit = str(children[1]) if len(children) > 1 else ""
        factor = UNITS[unit][1] if unit else 1.0
        value = float(children[0]) * factor
        if math.isinf(value):
            raise self._error(self._at(meta), "AVS401", f"{children[0]} is too large", "a number below 1e308")
        return syntax.Quantity(value, unit, str(children[0]), at=self._at(meta))

    def string(self, meta: Meta, children: list) -> syntax.Quoted:
        return syntax.Quoted(children[0][1:-1], at=self._at(meta))

    def true(self, meta: Meta, children: list) -> syntax.Boolean:
        return syntax.Boolean(True, at=self._at(meta))

    def false(self, meta: Meta, children: list) -> syntax.Boolean:
        return syntax.Boolean(False, at=self._at(meta))

    def name(self, meta: Meta, children: list) -> syntax.Reference:
        at = self._at(meta)
        return syntax.Reference((str(children[0]),), (at,), at=at)

    def part(self, meta: Meta, children: list) -> syntax.Reference:
        return self._longer(children[0], str(children[1]), self._at(children[1]))

    def index(self, meta: Meta, children: list) -> syntax.Reference:
        return self._longer(children[0], children[1], children[1].at)

    def _longer(self, node: syntax.Expr, part: str | syntax.Expr, at: Position) -> syntax.Reference:
        if not isinstance(node, syntax.Reference):
            raise self._error(at, "AVS101", f"{syntax.written(node)} has no parts", "a name before '.' and '['")
        return syntax.Reference((*node.parts, part), (*node.marks, at), at=node.at)

    def call(self, meta: Meta, children: list) -> syntax.Invocation:
        function, *given = children
        if not (isinstance(function, syntax.Reference) and all(isinstance(part, str) for part in function.parts)):
            raise self._error(
                function.at, "AVS101", f"{syntax.written(function)} cannot be called", "the word of a function"
            )
        arguments = tuple(
            argument for argument in given if argument is not None and not isinstance(argument, syntax.Setting)
        )
        keywords = tuple(argument for argument in given if isinstance(argument, syntax.Setting))
        return syntax.Invocation(".".join(function.parts), arguments, keywords, at=function.at)

    def keyword(self, meta: Meta, children: list) -> syntax.Setting:
        return syntax.Setting(str(children[0]), children[1], at=self._at(children[0]))

    keyword_draw = keyword

    def brackets(self, meta: Meta, children: list) -> syntax.Expr:
        return children[0]

    def items(self, meta: Meta, children: list) -> syntax.Items:
        return syntax.Items(tuple(child for child in children if child is not None), at=self._at(meta))

    def table(self, meta: Meta, children: list) -> syntax.Table:
        return syntax.Table(tuple(zip(children[::2], children[1::2], strict=True)), at=self._at(meta))

    def _error(self, at: Position, code: str, message: str, expected: str) -> SceneErrors:
        return SceneErrors([Problem(at, code, message, expected)])


def in_unit_of(other: syntax.Expr, node: syntax.Expr) -> syntax.Expr:
    """Return a plain number `node` in the unit of the literal `other`: ``30..45 km/h`` means ``30 km/h..45 km/h``."""
    literal = isinstance(node, syntax.Quantity) and node.unit == ""
    if not (literal and isinstance(other, syntax.Quantity) and other.unit):
        return node
    return replace(node, value=node.value * UNITS[other.unit][1], unit=other.unit)
