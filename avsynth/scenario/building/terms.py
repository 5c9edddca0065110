"""Values of the Python builder: expressions with operators, and distributions. They make what the text makes.

Plain numbers are SI; texts such as "30 km/h" carry their unit.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence

from avsynth.core.units import UNITS
from avsynth.scenario import syntax
from avsynth.scenario.draws import amount
from avsynth.scenario.problems import Position

_QUANTITY = re.compile(r"\s*([-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)\s*([A-Za-z%][A-Za-z0-9/%]*|1/m)\s*$")
_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*$")
#: Frames of these modules are not where a template is written.
_OWN_MODULES = "avsynth.scenario."
#: Words of the language that Python keeps for itself get an underscore behind: ``five.a.in_[0]``, ``from_=…``.
_UNDERSCORE = "_"


class Term:
    """An expression of a template. Operators make longer expressions; attributes and indices name parts of roads.

    ``five.a.in_[0]`` is ``five.a.in[0]``: a trailing underscore makes words usable that Python keeps for itself.
    """

    __slots__ = ("node",)

    def __init__(self, node: syntax.Expr) -> None:
        self.node = node

    def __getattr__(self, name: str) -> Term:
        if (name.startswith("__") and name.endswith("__")) or not isinstance(self.node, syntax.Reference):
            raise AttributeError(name)
        return Term(syntax.Reference((*self.node.parts, name.removesuffix(_UNDERSCORE)), at=here()))

    def __getitem__(self, index: object) -> Term:
        if not isinstance(self.node, syntax.Reference):
            raise TypeError(f"{syntax.written(self.node)} has no parts")
        return Term(syntax.Reference((*self.node.parts, expression(index)), at=here()))

    def __add__(self, other: object) -> Term:
        return _operation("+", self, other)

    def __radd__(self, other: object) -> Term:
        return _operation("+", other, self)

    def __sub__(self, other: object) -> Term:
        return _operation("-", self, other)

    def __rsub__(self, other: object) -> Term:
        return _operation("-", other, self)

    def __mul__(self, other: object) -> Term:
        return _operation("*", self, other)

    def __rmul__(self, other: object) -> Term:
        return _operation("*", other, self)

    def __truediv__(self, other: object) -> Term:
        return _operation("/", self, other)

    def __rtruediv__(self, other: object) -> Term:
        return _operation("/", other, self)

    def __neg__(self) -> Term:
        return Term(syntax.negated(self.node, here()))

    def __lt__(self, other: object) -> Term:
        return _operation("<", self, other)

    def __le__(self, other: object) -> Term:
        return _operation("<=", self, other)

    def __gt__(self, other: object) -> Term:
        return _operation(">", self, other)

    def __ge__(self, other: object) -> Term:
        return _operation(">=", self, other)

    def __eq__(self, other: object) -> Term:
        return _operation("==", self, other)

    def __ne__(self, other: object) -> Term:
        return _operation("!=", self, other)

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        raise TypeError(f"{self} has no truth before it is drawn; combine conditions with all_of, any_of and negation")

    def __repr__(self) -> str:
        return syntax.written(self.node)


class Drawn(Term):
    """A distribution; `within` cuts it to a range, `proposing` says what to draw from instead."""

    __slots__ = ("limits", "proposal", "proposal_limits")

    def __init__(
        self,
        node: syntax.Expr,
        limits: syntax.Expr | None = None,
        proposal: syntax.Expr | None = None,
        proposal_limits: syntax.Expr | None = None,
    ) -> None:
        super().__init__(node)
        self.limits, self.proposal, self.proposal_limits = limits, proposal, proposal_limits

    def within(self, low: object, high: object) -> Drawn:
        """Return this distribution given that the value lies in low..high."""
        return Drawn(
            self.node,
            syntax.Interval(expression(low), expression(high), at=here()),
            self.proposal,
            self.proposal_limits,
        )

    def proposing(self, other: Drawn) -> Drawn:
        """Return this nominal distribution, with `other` to draw from where sampling is on purpose."""
        return Drawn(self.node, self.limits, other.node, other.limits)

    @property
    def random(self) -> syntax.Random:
        """The draw site."""
        return syntax.Random(self.node, self.limits, self.proposal, self.proposal_limits, at=self.node.at)


def expression(value: object) -> syntax.Expr:
    """Return `value` as an expression of the intermediate representation."""
    match value:
        case Term():
            return value.node
        case bool():
            return syntax.Boolean(value, at=here())
        case int() | float():
            return syntax.Quantity(float(value), None, at=here())
        case str():
            return _text(value)
        case Mapping():
            return syntax.Table(tuple((expression(k), expression(v)) for k, v in value.items()), at=here())
        case Sequence():
            return syntax.Items(tuple(_item(item) for item in value), at=here())
    if isinstance(value, syntax.Node):
        return value
    raise TypeError(f"{value!r} is no value of a template; expected a number, text, list, table or an expression")


def setting_value(value: object) -> syntax.Expr | syntax.Random:
    """Return `value` as an expression, or as a draw if it is a distribution."""
    if isinstance(value, Drawn):
        return amount(value.node, value.limits, value.proposal, value.proposal_limits, at=value.node.at)
    return expression(value)


def settings(values: Mapping[str, object]) -> tuple[syntax.Setting, ...]:
    """Return named values as settings."""
    return tuple(
        syntax.Setting(name.removesuffix(_UNDERSCORE), setting_value(value), at=here())
        for name, value in values.items()
    )


def body(**fields: object) -> syntax.Body:
    """Return the settings of a setting, such as those of ``fog``."""
    return syntax.Body(settings(fields), at=here())


def here() -> Position:
    """Return the line of the caller outside of the builder."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith(_OWN_MODULES):
        frame = frame.f_back
    return Position(frame.f_code.co_filename, frame.f_lineno, 1)


def call(function: str, /, *arguments: object, **keywords: object) -> Term:
    """Return the call of any function of the language, such as ``call("distance", ego, kid)``."""
    return Term(invocation(function, arguments, keywords))


def invocation(function: str, arguments: Sequence[object], keywords: Mapping[str, object]) -> syntax.Invocation:
    """Return a word with its arguments."""
    return syntax.Invocation(function, tuple(map(expression, arguments)), settings(keywords), at=here())


def value(given: object) -> Term:
    """Return a number with its unit, such as "30 km/h", or any other value, for use in calculations."""
    return Term(expression(given))


def text(written: str) -> Term:
    """Return a text, also if it looks like a number or a name."""
    return Term(syntax.Quoted(written, at=here()))


def table(*pairs: tuple[object, object]) -> Term:
    """Return a table of keys and values, where a mapping of Python would lose some."""
    return Term(syntax.Table(tuple((expression(key), expression(value)) for key, value in pairs), at=here()))


def name(word: str, *parts: object) -> Term:
    """Return a reference to something that the template names `word`, or to a part of it: ``name("five", "a")``."""
    further = tuple(part if isinstance(part, str) else expression(part) for part in parts)
    return Term(syntax.Reference((word, *further), at=here()))


def all_of(*conditions: object) -> Term:
    """Return the condition that all `conditions` hold."""
    return Term(syntax.Operation("and", tuple(map(expression, conditions)), at=here()))


def any_of(*conditions: object) -> Term:
    """Return the condition that one of `conditions` holds."""
    return Term(syntax.Operation("or", tuple(map(expression, conditions)), at=here()))


def negation(condition: object) -> Term:
    """Return the condition that `condition` does not hold."""
    return Term(syntax.Operation("not", (expression(condition),), at=here()))


def is_quantity(written: str) -> bool:
    """Return whether a text is taken for a number with a unit."""
    match = _QUANTITY.match(written)
    return bool(match) and match[2] in UNITS


def is_word(written: str) -> bool:
    """Return whether a text in a list is taken for a name."""
    return bool(_NAME.match(written))


def _text(value: str) -> syntax.Expr:
    """Return a text as a quantity if it is a number with a unit, else as a text."""
    match = _QUANTITY.match(value)
    if is_quantity(value):
        return syntax.Quantity(float(match[1]) * UNITS[match[2]][1], match[2], at=here())
    return syntax.Quoted(value, at=here())


def _item(value: object) -> syntax.Expr:
    """Return an element of a list; a text that is a word names something, such as a leg."""
    if isinstance(value, str) and is_word(value):
        return syntax.Reference((value,), at=here())
    return expression(value)


def _operation(operator: str, left: object, right: object) -> Term:
    return Term(syntax.Operation(operator, (expression(left), expression(right)), at=here()))
