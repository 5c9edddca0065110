"""From a parse tree to statements of the intermediate representation."""

from __future__ import annotations

from dataclasses import replace

from lark import Token, v_args
from lark.tree import Meta

from avsynth.language.expressions import ExpressionBuilder
from avsynth.scenario import syntax
from avsynth.scenario.problems import Position


class NamedStatement(tuple):
    """A statement that is no value of its own: its word, its content, its position."""

    __slots__ = ()

    def __new__(cls, word: str, content: object, at: Position) -> NamedStatement:
        return super().__new__(cls, (word, content, at))


@v_args(meta=True)
class Builder(ExpressionBuilder):
    """Makes the statements of `scenario.syntax`, bottom up; one method for each rule of the grammar."""

    # statements ----------------------------------------------------------------------------------------------------

    def start(self, meta: Meta, statements: list) -> list:
        return [statement for statement in statements if not isinstance(statement, Token)]

    def header(self, meta: Meta, children: list) -> NamedStatement:
        return NamedStatement("scenario", children[0][1:-1], self._at(children[0]))

    def use(self, meta: Meta, children: list) -> NamedStatement:
        path, alias, *body = children
        content = (path[1:-1], str(alias or ""), body[0] if body else ())
        return NamedStatement("use", content, self._at(path))

    def param(self, meta: Meta, children: list) -> NamedStatement:
        at = self._at(children[0])
        return NamedStatement("param", syntax.Setting(str(children[0]), children[1], at=at), at)

    def definition(self, meta: Meta, children: list) -> syntax.Setting:
        return syntax.Setting(str(children[0]), children[1], at=self._at(children[0]))

    draw = definition

    def road(self, meta: Meta, children: list) -> syntax.Road:
        kind, name, body = children
        return syntax.Road(str(kind), str(name), body, at=self._at(kind))

    def area(self, meta: Meta, children: list) -> syntax.Road:
        name, body = children
        return syntax.Road("area", str(name), body, at=self._at(name))

    def behavior(self, meta: Meta, children: list) -> syntax.Behavior:
        name, *parameters, flows = children
        words = tuple(str(parameter) for parameter in parameters if parameter is not None)
        return syntax.Behavior(str(name), words, flows, at=self._at(name))

    def environment(self, meta: Meta, children: list) -> NamedStatement:
        return NamedStatement("environment", children[0], self._at(meta))

    def sensors(self, meta: Meta, children: list) -> NamedStatement:
        return NamedStatement("sensors", children[0][1:-1], self._at(children[0]))

    def own_sensors(self, meta: Meta, children: list) -> NamedStatement:
        return NamedStatement("sensors", children[0], self._at(meta))

    def require(self, meta: Meta, children: list) -> syntax.Require:
        quantifier, condition = children if len(children) > 1 else ("", children[0])
        return syntax.Require(condition, str(quantifier), at=self._at(meta))

    def soft_require(self, meta: Meta, children: list) -> syntax.Require:
        probability, *quantifier, condition = children
        word = str(quantifier[0]) if quantifier else ""
        return syntax.Require(condition, word, probability, at=self._at(meta))

    def record(self, meta: Meta, children: list) -> syntax.Record:
        return syntax.Record(str(children[0]), children[1], at=self._at(children[0]))

    def cover(self, meta: Meta, children: list) -> syntax.Cover:
        name, value, bins, target = children
        return syntax.Cover(str(name), value, bins, target, at=self._at(name))

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
    setting_items = setting

    def setting_body(self, meta: Meta, children: list) -> syntax.Setting:
        name, body = children
        at = body[0].at
        return syntax.Setting(str(name), syntax.Body(body, at=at), at=self._at(name))

    def list(self, meta: Meta, children: list) -> syntax.Items:
        items = tuple(child for child in children if not isinstance(child, Token))
        return syntax.Items(items, at=items[0].at)

    def item(self, meta: Meta, children: list) -> syntax.Expr:
        return children[0]

    def item_body(self, meta: Meta, children: list) -> syntax.Expr:
        record, body = children
        if not isinstance(record, syntax.Invocation):
            raise self._error(record.at, "AVS101", f"{syntax.written(record)} cannot have settings", "name(arguments):")
        return replace(record, keywords=record.keywords + body)

    # actors --------------------------------------------------------------------------------------------------------

    def place(self, meta: Meta, children: list) -> syntax.Place:
        kind, name, entries = children
        return self._placed(kind, name, None, entries)

    def crowd(self, meta: Meta, children: list) -> syntax.Place:
        kind, name, count, entries = children
        return self._placed(kind, name, count, entries)

    def actor(self, meta: Meta, children: list) -> list:
        return [child for child in children if not isinstance(child, Token)]

    def _placed(self, kind: Token, name: Token, count: object, entries: list) -> syntax.Place:
        parts: dict[str, list] = {"at": [], "facing": [], "do": []}
        for entry in entries:
            if isinstance(entry, NamedStatement):
                parts[entry[0]].append(entry)
        for word, found in parts.items():
            if len(found) > 1:
                raise self._error(
                    found[1][2], "AVS107", f"a second '{word}' for {name}", f"one '{word}' for each actor"
                )
        spots, facing, flows = (found[0][1] if found else () for found in parts.values())
        settings = tuple(entry for entry in entries if isinstance(entry, syntax.Setting))
        return syntax.Place(str(kind), str(name), spots, facing or None, settings, flows, count, at=self._at(kind))

    def at(self, meta: Meta, children: list) -> NamedStatement:
        return NamedStatement("at", tuple(children), self._at(meta))

    def on(self, meta: Meta, children: list) -> syntax.On:
        return syntax.On(*children, at=self._at(meta))

    def beside(self, meta: Meta, children: list) -> syntax.Beside:
        side, of, by = children
        return syntax.Beside(str(side), of, by, at=self._at(meta))

    def behind(self, meta: Meta, children: list) -> syntax.Beside:
        return syntax.Beside("behind", *children, at=self._at(meta))

    def beyond(self, meta: Meta, children: list) -> syntax.Beyond:
        return syntax.Beyond(*children, at=self._at(meta))

    def along(self, meta: Meta, children: list) -> syntax.Along:
        return syntax.Along(*children, at=self._at(meta))

    def between(self, meta: Meta, children: list) -> syntax.Between:
        return syntax.Between(*children, at=self._at(meta))

    def inside(self, meta: Meta, children: list) -> syntax.Inside:
        return syntax.Inside(*children, at=self._at(meta))

    def hidden(self, meta: Meta, children: list) -> syntax.Hidden:
        return syntax.Hidden(*children, at=self._at(meta))

    def visible(self, meta: Meta, children: list) -> syntax.Visible:
        return syntax.Visible(*children, at=self._at(meta))

    def pose(self, meta: Meta, children: list) -> syntax.AtPose:
        return syntax.AtPose(tuple(children), at=self._at(meta))

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

    # what they do --------------------------------------------------------------------------------------------------

    def do(self, meta: Meta, children: list) -> NamedStatement:
        (content,) = children
        return NamedStatement("do", content if isinstance(content, tuple) else (content,), self._at(meta))

    def block(self, meta: Meta, children: list) -> tuple:
        return tuple(child for child in children if not isinstance(child, Token))

    def line(self, meta: Meta, children: list) -> syntax.Action:
        return children[0]

    def serial(self, meta: Meta, children: list) -> syntax.Serial:
        return syntax.Serial(*children, at=self._at(meta))

    def parallel(self, meta: Meta, children: list) -> syntax.Parallel:
        return syntax.Parallel(*children, at=self._at(meta))

    def choose(self, meta: Meta, children: list) -> syntax.Choose:
        arms = tuple(child for child in children if isinstance(child, syntax.Arm))
        return syntax.Choose(arms, at=self._at(meta))

    def arm(self, meta: Meta, children: list) -> syntax.Arm:
        weight, proposal, content = children
        flows = content if isinstance(content, tuple) else (content,)
        return syntax.Arm(weight, proposal, flows, at=self._at(meta))

    def repeat(self, meta: Meta, children: list) -> syntax.Repeat:
        return syntax.Repeat(*children, at=self._at(meta))

    def when(self, meta: Meta, children: list) -> syntax.When:
        return syntax.When(*children, at=self._at(meta))

    def if_(self, meta: Meta, children: list) -> syntax.If:
        condition, flows, otherwise = children
        return syntax.If(condition, flows, otherwise or (), at=self._at(meta))

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
        if isinstance(node, syntax.Reference) and all(isinstance(part, str) for part in node.parts):
            return syntax.Invocation(".".join(node.parts), at=node.at)
        raise self._error(node.at, "AVS101", f"{syntax.written(node)} is no step", "a step, such as drive or walk()")
