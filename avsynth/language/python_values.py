"""Expressions, draws, spots and steps as calls of the Python builder: the way back from the representation."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass

from avsynth.core.units import UNITS
from avsynth.language.python_layout import Brackets, Code, call, prefixed, suffixed
from avsynth.scenario import syntax
from avsynth.scenario.building.terms import Drawn, is_quantity, is_word
from avsynth.scenario.draws import is_distribution

#: Calls that the builder has a function of its own for: word → how many arguments, and names of the others.
_SHORT = {
    "uniform": (2, ()), "loguniform": (2, ()), "triangular": (3, ()), "normal": (2, ()), "lognormal": (2, ()),
    "exponential": (1, ()), "beta": (2, ()), "poisson": (1, ()), "vonmises": (2, ()), "bernoulli": (1, ()),
    "choice": (1, ()), "mixture": (1, ()), "correlated": (2, ()), "line": (1, ()), "arc": (1, ("radius",)),
    "elevation": (1, ()), "direction": (2, ()), "distance": (2, ()),
}  # fmt: skip
_STEPS = ("drive", "walk", "cross")
_SUM, _PRODUCT, _SIGN, _ATOM = 2, 3, 4, 5
#: Binding strength of operators in Python.
_STRENGTH = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT}
_COMPARISON = 1
_PYTHON_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$")


@dataclass(frozen=True, slots=True)
class Values:
    """Writes values; `variables` are the names of the template that Python variables stand for."""

    variables: Mapping[str, str]

    # expressions ---------------------------------------------------------------------------------------------------

    def value(self, node: syntax.Expr) -> Code:
        """Return an expression where the builder takes any value: literals of Python where there are."""
        match node:
            case syntax.Quantity():
                return _number(node)
            case syntax.Quoted(text=text):
                return call("text", [quoted(text)]) if is_quantity(text) else quoted(text)
            case syntax.Boolean(value=value):
                return str(value)
            case syntax.Reference():
                return self._reference(node)
            case syntax.Invocation():
                return self._invocation(node)
            case syntax.Operation():
                return self._operation(node)[0]
        return self._collection(node)

    def term(self, node: syntax.Expr) -> Code:
        """Return an expression as an object of the builder, which has operators."""
        literal = isinstance(node, syntax.Quantity | syntax.Quoted | syntax.Boolean | syntax.Items | syntax.Table)
        return call("value", [self.value(node)]) if literal else self.setting(node)

    def setting(self, node: syntax.Expr | syntax.Random) -> Code:
        """Return what a setting is given: a draw, or a value that stays one even if it looks like a distribution."""
        if isinstance(node, syntax.Random):
            return self.drawn(node)
        return call("value", [self.value(node)]) if is_distribution(node) else self.value(node)

    def settings(self, settings: tuple[syntax.Setting, ...]) -> list[Code]:
        """Return settings as arguments by name."""
        return [prefixed(f"{_argument(each.name)}=", self.setting(each.value)) for each in settings]

    def drawn(self, node: syntax.Random) -> Code:
        """Return a draw."""
        nominal = self._cut(node.distribution, node.within)
        if node.proposal is None:
            return nominal
        return suffixed(nominal, call(".proposing", [self._cut(node.proposal, node.proposal_within)]))

    def optional(self, node: syntax.Expr | syntax.Random | None) -> list[Code]:
        """Return an argument that may be left out."""
        return [] if node is None else [self.setting(node)]

    def _cut(self, node: syntax.Expr, within: syntax.Interval | None) -> Code:
        code = self.value(node)
        if isinstance(node, syntax.Invocation) and not self._is_short(node):
            code = self._called("family", node)
        limits = [] if within is None else [self.value(within.low), self.value(within.high)]
        return suffixed(code, call(".within", limits)) if limits else code

    def _reference(self, node: syntax.Reference) -> Code:
        head, *parts = node.parts
        if any(isinstance(part, str) and part.startswith("__") for part in parts):  # Python keeps these for itself
            rest = [quoted(part) if isinstance(part, str) else self.term(part) for part in parts]
            return call("name", [quoted(head), *rest])
        code = self.variables.get(head) or f"name({quoted(head)})"
        for part in parts:
            code += f".{_attribute(part)}" if isinstance(part, str) else f"[{self.value(part)}]"
        return code

    def _is_short(self, node: syntax.Invocation) -> bool:
        return _SHORT.get(node.function) == (len(node.arguments), tuple(node.named))

    def _invocation(self, node: syntax.Invocation) -> Code:
        if node.function == "choice" and isinstance(node.arguments[0], syntax.Items):
            return call("choice", [Brackets("[", tuple(map(self.value, node.arguments[0].items)), "]")])
        if self._is_short(node):
            return call(node.function, [*map(self.value, node.arguments), *self.settings(node.keywords)])
        match node:
            case syntax.Invocation(function="leg", arguments=(syntax.Reference(parts=(str(word),)),)):
                return call("leg", [quoted(word), *self.settings(node.keywords)])
        return self._called("call", node)

    def _called(self, function: str, node: syntax.Invocation) -> Brackets:
        arguments = [*map(self.value, node.arguments), *self.settings(node.keywords)]
        return call(function, [quoted(node.function), *arguments])

    def _operation(self, node: syntax.Operation) -> tuple[Code, int]:
        match node.operator:
            case "and" | "or":
                return call({"and": "all_of", "or": "any_of"}[node.operator], map(self.value, node.operands)), _ATOM
            case "not":
                return call("negation", map(self.value, node.operands)), _ATOM
            case "neg":
                return f"-{self._operand(node.operands[0], _SIGN)}", _SIGN
        left, right = node.operands
        strength = _STRENGTH.get(node.operator, _COMPARISON)
        plain = node.operator in _STRENGTH and isinstance(left, syntax.Quantity) and _is_term(right)
        first = str(self.value(left)) if plain else self._operand(left, strength + (strength == _COMPARISON))
        return f"{first} {node.operator} {self._operand(right, strength + 1, literal=True)}", strength

    def _operand(self, node: syntax.Expr, strength: int, *, literal: bool = False) -> str:
        if isinstance(node, syntax.Operation):
            code, own = self._operation(node)
            return str(code) if own >= strength else f"({code})"
        return str(self.setting(node) if literal else self.term(node))

    def _collection(self, node: syntax.Expr) -> Code:
        match node:
            case syntax.Items(items=items):
                return Brackets("[", tuple(map(self._item, items)), "]")
            case syntax.Table(pairs=pairs):
                return self._table(pairs)
            case syntax.Body(settings=settings):
                return call("body", self.settings(settings))
            case syntax.Interval(low=low, high=high):
                return call("interval", [self.value(low), self.value(high)])
            case syntax.Spread(mean=mean, deviation=deviation):
                return call("spread", [self.value(mean), self.value(deviation)])
            case syntax.CrossSection(left=left, right=right):
                return call("lanes", [self._strips(left), self._strips(right)])
            case syntax.Route(stops=stops):
                return call("route", map(self.value, stops))
        raise AssertionError(node)

    def _item(self, node: syntax.Expr) -> Code:
        """Return an element of a list, where texts that are words name something."""
        match node:
            case syntax.Reference(parts=(word,)) if word not in self.variables:
                return quoted(word)
            case syntax.Quoted(text=text) if is_word(text):
                return call("text", [quoted(text)])
        return self.value(node)

    def _table(self, pairs: tuple[tuple[syntax.Expr, syntax.Expr], ...]) -> Code:
        keys = [str(self.value(key)) for key, _ in pairs]
        plain = all(isinstance(key, syntax.Quantity | syntax.Quoted | syntax.Reference) for key, _ in pairs)
        values = [self.value(value) for _, value in pairs]
        if plain and len(set(keys)) == len(keys):
            return Brackets("{", tuple(prefixed(f"{k}: ", v) for k, v in zip(keys, values, strict=True)), "}")
        return call("table", [call("", pair) for pair in zip(keys, values, strict=True)])

    def _strips(self, node: syntax.Expr) -> Code:
        if not isinstance(node, syntax.Items):
            return self.term(node)
        return Brackets("[", tuple(map(self._strip, node.items)), "]")

    def _strip(self, node: syntax.Expr) -> Code:
        match node:
            case syntax.Invocation(function=kind, arguments=(syntax.Quantity(unit=str(unit)) as width,), keywords=()):
                return quoted(f"{kind} {_digits(width)} {unit}") if unit else self._called("call", node)
            case syntax.Invocation():
                return self._called("call", node)
        return self.term(node)

    # spots and steps -----------------------------------------------------------------------------------------------

    def spot(self, node: syntax.Spot) -> Code:
        """Return where an actor stands."""
        match node:
            case syntax.On(lane=lane, station=station, offset=offset):
                sideways = [] if offset is None else [prefixed("offset=", self.setting(offset))]
                return call("on", [self.term(lane), *self.optional(station), *sideways])
            case syntax.Beside(side=side, of=of, by=by):
                return call(_SIDES[side], [self.term(of), self.setting(by)])
            case syntax.Beyond(of=of, by=by, viewer=viewer):
                return call("beyond", [self.term(of), self.setting(by), *self.optional(viewer)])
            case syntax.Along(path=path, distance=distance):
                return call("along", [self.term(path), self.setting(distance)])
            case syntax.Between(first=first, second=second):
                return call("between", [self.term(first), self.term(second)])
            case syntax.Inside(region=region):
                return call("inside", [self.term(region)])
            case syntax.Hidden(viewer=viewer, behind=behind):
                return call("hidden_from", [self.term(viewer), *self.optional(behind)])
            case syntax.Visible(viewer=viewer):
                return call("visible_from", [self.term(viewer)])
            case syntax.AtPose(values=values):
                return call("pose", map(self.setting, values))
        raise AssertionError(node)

    def facing(self, node: syntax.Facing) -> Code:
        """Return where an actor looks."""
        if node.how == "angle":
            return self.setting(node.target)
        return call(node.how.replace(" ", "_"), [self.term(node.target)])

    def flows(self, flows: tuple[syntax.Flow, ...]) -> Code:
        """Return what an actor does: one step, or a list."""
        return self.flow(flows[0]) if len(flows) == 1 else Brackets("[", tuple(map(self.flow, flows)), "]")

    def flow(self, node: syntax.Flow) -> Code:
        """Return a step or a block."""
        match node:
            case syntax.Action():
                return self._action(node)
            case syntax.Serial(flows=flows):
                return call("serial", map(self.flow, flows))
            case syntax.Parallel(flows=flows):
                return call("parallel", map(self.flow, flows))
            case syntax.Choose(arms=arms):
                return call("choose", map(self._arm, arms))
            case syntax.Repeat(count=count, flows=flows):
                return call("repeat", [self.setting(count), *map(self.flow, flows)])
            case syntax.When(condition=condition, flows=flows):
                return call("when", [self.value(condition), *map(self.flow, flows)])
            case syntax.If(condition=condition, flows=flows, otherwise=otherwise):
                other = [self.flows(otherwise)] if otherwise else []
                return call("if_", [self.value(condition), self.flows(flows), *other])
        raise AssertionError(node)

    def _action(self, node: syntax.Action) -> Code:
        if node.step == syntax.Invocation("wait"):
            if node.duration is not None:
                return call("wait", [self.setting(node.duration)])
            return call("wait_until", [self.value(node.until)])
        arguments = [*map(self.value, node.step.arguments), *self.settings(node.step.keywords)]
        word = node.step.function
        step = call(word, arguments) if word in _STEPS else call("step", [quoted(word), *arguments])
        if node.until is not None:
            return suffixed(step, call(".until", [self.value(node.until)]))
        return step if node.duration is None else suffixed(step, call(".for_", [self.setting(node.duration)]))

    def _arm(self, node: syntax.Arm) -> Code:
        proposal = [] if node.proposal is None else [prefixed("propose=", self.value(node.proposal))]
        return call("arm", [self.value(node.weight), *map(self.flow, node.flows), *proposal])


_SIDES = {"ahead": "ahead_of", "behind": "behind", "left": "left_of", "right": "right_of", "above": "above"}


def _is_term(node: syntax.Expr) -> bool:
    return isinstance(node, syntax.Reference | syntax.Invocation | syntax.Operation)


def quoted(text: str) -> str:
    """Return a text as Python writes it, in double quotes."""
    return json.dumps(text, ensure_ascii=False)  # a text of JSON is one of Python


def _argument(word: str) -> str:
    """Return a word as the name of an argument; the builder takes one underscore off."""
    return f"{word}_" if keyword.iskeyword(word) or word.endswith("_") else word


def _attribute(word: str) -> str:
    return f"{word}_" if hasattr(Drawn, word) else _argument(word)


def _number(node: syntax.Quantity) -> str:
    digits = _digits(node)
    return quoted(f"{digits} {node.unit}") if node.unit else digits


def _digits(node: syntax.Quantity) -> str:
    """Return the number before the unit: as written, else the shortest that gives the value."""
    factor = UNITS[node.unit][1] if node.unit else 1.0
    guesses = (node.digits, *(f"{node.value / factor:.{digits}g}" for digits in range(6, 18)))
    exact = (text for text in guesses if _PYTHON_NUMBER.match(text) and float(text) * factor == node.value)
    digits = next(exact, repr(node.value))
    return f"{digits}.0" if digits == "-0" else digits  # a whole number of Python has no sign at zero
