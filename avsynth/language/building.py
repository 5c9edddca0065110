"""From a parse tree to statements of the intermediate representation."""

from __future__ import annotations

from dataclasses import replace

from lark import Token, Transformer, v_args
from lark.tree import Meta

from avsynth.core.units import UNITS
from avsynth.scenario import syntax
from avsynth.scenario.draws import amount
from avsynth.scenario.problems import Position, Problem, SceneErrors


class NamedStatement(tuple):
    """A statement that is no value of its own: its word, its content, its position."""

    __slots__ = ()

    def __new__(cls, word: str, content: object, at: Position) -> NamedStatement:
        return super().__new__(cls, (word, content, at))


@v_args(meta=True)
class Builder(Transformer):
    """Makes the values of `scenario.syntax`, bottom up; one method for each rule of the grammar."""

    def __init__(self, source: str) -> None:
        super().__init__(visit_tokens=False)
        self._source = source

    def _at(self, place: Meta | Token) -> Position:
        return Position(self._source, place.line, place.column)

    # statements ----------------------------------------------------------------------------------------------------

    def start(self, meta: Meta, statements: list) -> list:
        return [statement for statement in statements if not isinstance(statement, Token)]

    def header(self, meta: Meta, children: list) -> NamedStatement:
        return NamedStatement("scenario", children[0][1:-1], self._at(children[0]))

    def definition(self, meta: Meta, children: list) -> syntax.Setting:
        return syntax.Setting(str(children[0]), children[1], at=self._at(children[0]))

    draw = definition

    def road(self, meta: Meta, children: list) -> syntax.Road:
        kind, name, body = children
        return syntax.Road(str(kind), str(name), body, at=self._at(kind))

    def environment(self, meta: Meta, children: list) -> NamedStatement:
        return NamedStatement("environment", children[0], self._at(meta))

    def sensors(self, meta: Meta, children: list) -> NamedStatement:
        return NamedStatement("sensors", children[0][1:-1], self._at(children[0]))

    def require(self, meta: Meta, children: list) -> syntax.Require:
        return syntax.Require(children[0], at=self._at(meta))

    def sample(self, meta: Meta, children: list) -> NamedStatement:
        return NamedStatement("sample", children[0], self._at(meta))

    def run(self, meta: Meta, children: list) -> syntax.Run:
        return syntax.Run(children[0], children[1], at=self._at(meta))

    # settings ------------------------------------------------------------------------------------------------------

    def body(self, meta: Meta, children: list) -> tuple:
        return tuple(child for child in children if isinstance(child, syntax.Setting))

    def setting(self, meta: Meta, children: list) -> syntax.Setting:
        return syntax.Setting(str(children[0]), children[1], at=self._at(children[0]))

    setting_draw = setting

    def setting_items(self, meta: Meta, children: list) -> syntax.Setting:
        at = self._at(children[0])
        items = tuple(child for child in children[1:] if not isinstance(child, Token))
        return syntax.Setting(str(children[0]), syntax.Items(items, at=items[0].at), at=at)

    def item(self, meta: Meta, children: list) -> syntax.Expr:
        return children[0]

    def item_body(self, meta: Meta, children: list) -> syntax.Expr:
        record, body = children
        if not isinstance(record, syntax.Invocation):
            raise self._error(record.at, "AVS101", f"{syntax.written(record)} cannot have settings", "name(arguments):")
        return replace(record, keywords=record.keywords + body)

    # actors --------------------------------------------------------------------------------------------------------

    def place(self, meta: Meta, children: list) -> syntax.Place:
        kind, name, *entries = children
        parts: dict[str, list] = {"at": [], "facing": [], "do": []}
        for entry in entries:
            if isinstance(entry, NamedStatement):
                parts[entry[0]].append(entry)
        for word, found in parts.items():
            if len(found) > 1:
                raise self._error(
                    found[1][2], "AVS107", f"a second '{word}' for {name}", f"one '{word}' for each actor"
                )
        spots, facing, actions = (found[0][1] if found else () for found in parts.values())
        settings = tuple(entry for entry in entries if isinstance(entry, syntax.Setting))
        return syntax.Place(str(kind), str(name), spots, facing or None, settings, actions, at=self._at(kind))

    def at(self, meta: Meta, children: list) -> NamedStatement:
        return NamedStatement("at", tuple(children), self._at(meta))

    def on(self, meta: Meta, children: list) -> syntax.On:
        return syntax.On(*children, at=self._at(meta))

    def beside(self, meta: Meta, children: list) -> syntax.Beside:
        side, of, by = children
        return syntax.Beside(str(side), of, by, at=self._at(meta))

    def facing_angle(self, meta: Meta, children: list) -> NamedStatement:
        return self._facing("angle", meta, children)

    def facing_toward(self, meta: Meta, children: list) -> NamedStatement:
        return self._facing("toward", meta, children)

    def facing_away(self, meta: Meta, children: list) -> NamedStatement:
        return self._facing("away from", meta, children)

    def facing_across(self, meta: Meta, children: list) -> NamedStatement:
        return self._facing("across", meta, children)

    def _facing(self, how: str, meta: Meta, children: list) -> NamedStatement:
        at = self._at(meta)
        return NamedStatement("facing", syntax.Facing(how, children[0], at=at), at)

    def do(self, meta: Meta, children: list) -> NamedStatement:
        actions = tuple(child for child in children if isinstance(child, syntax.Action))
        return NamedStatement("do", actions, self._at(meta))

    def wait_for(self, meta: Meta, children: list) -> syntax.Action:
        at = self._at(meta)
        return syntax.Action(syntax.Invocation("wait", at=at), None, children[0], at=at)

    def wait_until(self, meta: Meta, children: list) -> syntax.Action:
        at = self._at(meta)
        return syntax.Action(syntax.Invocation("wait", at=at), children[0], None, at=at)

    def act(self, meta: Meta, children: list) -> syntax.Action:
        return syntax.Action(self._step(children[0]), None, None, at=self._at(meta))

    def act_until(self, meta: Meta, children: list) -> syntax.Action:
        return syntax.Action(self._step(children[0]), children[1], None, at=self._at(meta))

    def act_for(self, meta: Meta, children: list) -> syntax.Action:
        return syntax.Action(self._step(children[0]), None, children[1], at=self._at(meta))

    def _step(self, node: syntax.Expr) -> syntax.Invocation:
        if isinstance(node, syntax.Invocation):
            return node
        if isinstance(node, syntax.Reference) and len(node.parts) == 1:
            return syntax.Invocation(node.head, at=node.at)
        raise self._error(node.at, "AVS101", f"{syntax.written(node)} is no step", "a step, such as drive or walk()")

    # draws ---------------------------------------------------------------------------------------------------------

    def random(self, meta: Meta, children: list) -> syntax.Random:
        return syntax.Random(*children, at=self._at(meta))

    def amount(self, meta: Meta, children: list) -> syntax.Expr | syntax.Random:
        return amount(*children, at=self._at(meta))

    # expressions ---------------------------------------------------------------------------------------------------

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
        return syntax.Quantity(float(children[0]) * factor, unit, at=self._at(meta))

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
        if not (isinstance(function, syntax.Reference) and len(function.parts) == 1):
            raise self._error(
                function.at, "AVS101", f"{syntax.written(function)} cannot be called", "the word of a function"
            )
        arguments = tuple(
            argument for argument in given if argument is not None and not isinstance(argument, syntax.Setting)
        )
        keywords = tuple(argument for argument in given if isinstance(argument, syntax.Setting))
        return syntax.Invocation(function.head, arguments, keywords, at=function.at)

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
