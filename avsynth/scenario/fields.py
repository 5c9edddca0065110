"""What a field of a plugin accepts, read off its annotation, so that the language knows every plugin."""

from __future__ import annotations

import math
import re
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from avsynth.core.paths import BesideScene
from avsynth.core.points import Point
from avsynth.core.units import UNITS
from avsynth.core.units import Dimension as Mark
from avsynth.scenario import syntax
from avsynth.scenario.dimensions import DIMENSIONS, NUMBER, Dimension, quantity_text, spoken

_BRACKETS = re.compile(r"\[([^\[\]]+)\]\.?(?: .*)?$")


@dataclass(frozen=True, slots=True)
class Rule:
    """What one field accepts. Several may hold, as in ``Angle | Literal["left"]``.

    Parameters
    ----------
    dimension : Dimension, optional
        Of the quantity, if it is one.
    low, high : float
        Allowed range of the quantity, SI.
    open_low, open_high : bool
        Whether the ends themselves are excluded.
    integer, truth, text : bool
        Whether the quantity must be whole; whether a truth is accepted; whether a text or the name of something is.
    file : bool
        Whether the text is a path that counts from the folder of the scene.
    words : tuple of str
        The fixed words it accepts.
    item : Rule, optional
        Of the elements, if it is a list.
    shortest : int
        Fewest elements of the list.
    records : mapping, optional
        Word → configuration, for elements such as ``line(300 m)`` or ``leg(a, heading: 0 deg)``.
    section : type, optional
        The configuration of a cross-section ``[left…] | [right…]``, if it is one.
    pair : tuple of Rule
        Of each element, if it is a tuple of fixed length.
    table : Rule, optional
        Of the values, if it is a table from words to values.
    point : bool
        Whether it is a place on something, such as ``ego.front(0.3)``.
    required : bool
        Whether it has no default.
    """

    dimension: Dimension | None = None
    low: float = -math.inf
    high: float = math.inf
    open_low: bool = False
    open_high: bool = False
    integer: bool = False
    truth: bool = False
    text: bool = False
    file: bool = False
    words: tuple[str, ...] = ()
    item: Rule | None = None
    shortest: int = 0
    records: Mapping[str, type[BaseModel]] | None = None
    section: type[BaseModel] | None = None
    pair: tuple[Rule, ...] = ()
    table: Rule | None = None
    point: bool = False
    required: bool = False

    @property
    def bounds(self) -> str:
        """The range of the quantity as words."""
        name = spoken(self.dimension) if self.dimension != NUMBER else "a number"
        ends = []
        if math.isfinite(self.low):
            ends.append(f"{'above' if self.open_low else 'at least'} {quantity_text(self.low, self.dimension)}")
        if math.isfinite(self.high):
            ends.append(f"{'below' if self.open_high else 'at most'} {quantity_text(self.high, self.dimension)}")
        return " ".join([name, " and ".join(ends)]).rstrip()

    def admits(self, value: float) -> bool:
        """Return whether a quantity lies in the range."""
        above = value > self.low if self.open_low else value >= self.low
        below = value < self.high if self.open_high else value <= self.high
        return above and below


@cache
def rules_of(model: type[BaseModel], leave_out: tuple[str, ...] = ()) -> dict[str, Rule]:
    """Return the rule of each field of `model` that a scene may set, in order of declaration."""
    tags = {name for name, info in model.model_fields.items() if _is_tag(info)}
    fields = {name: info for name, info in model.model_fields.items() if name not in tags and name not in leave_out}
    return {name: _rule_of(info) for name, info in fields.items()}


def by_position(arguments: tuple[syntax.Expr, ...], rules: Mapping[str, Rule]) -> dict[str, syntax.Expr]:
    """Return arguments without names by the fields that they fill, in order.

    Where the only field is a list of lists, as in ``profile([0 m, 0 m], [90 m, 4 m])``, they fill it together.
    """
    rule = next(iter(rules.values())) if len(rules) == 1 else None
    is_nested = rule is not None and rule.item is not None and (rule.item.item or rule.item.pair)
    if is_nested and arguments and not _is_list_of_lists(arguments[0]):
        arguments = (syntax.Items(arguments, at=arguments[0].at),)
    return dict(zip(rules, arguments, strict=False))


def _is_list_of_lists(node: syntax.Expr) -> bool:
    return isinstance(node, syntax.Items) and all(isinstance(item, syntax.Items) for item in node.items)


def tag_of(model: type[BaseModel]) -> tuple[str, str] | None:
    """Return name and value of the field that says which configuration it is, such as ``("shape", "line")``."""
    return next(((name, info.default) for name, info in model.model_fields.items() if _is_tag(info)), None)


def _is_tag(info: FieldInfo) -> bool:
    return get_origin(info.annotation) is Literal and get_args(info.annotation) == (info.default,)


def _rule_of(info: FieldInfo) -> Rule:
    found = _annotated(info.annotation, tuple(info.metadata), _unit_in(info.description or ""))
    return Rule(**(_parts(found) | {"required": info.is_required()}))


def _annotated(annotation: object, metadata: tuple, unit: str) -> Rule:
    """Return the rule of an annotation; `unit` is the one its description names, used where no mark says it."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _annotated(arguments[0], tuple(_flat(arguments[1:])) + metadata, unit)
    if origin in (Union, types.UnionType):
        if all(_is_model(member) for member in arguments):
            return Rule(records={_word(member): member for member in arguments})
        members = [_annotated(member, metadata, unit) for member in arguments if member is not type(None)]
        return _merged(members)
    if origin is Literal:
        return Rule(words=tuple(str(word) for word in arguments))
    if origin is tuple and len(arguments) > 1 and Ellipsis not in arguments:
        return Rule(pair=tuple(_annotated(argument, (), unit) for argument in arguments))
    if origin in (tuple, list, typing.Sequence):
        return Rule(item=_annotated(arguments[0], (), unit), shortest=_shortest(metadata)) if arguments else Rule()
    if origin is dict:
        return Rule(table=_annotated(arguments[1], (), unit))
    if annotation is bool:
        return Rule(truth=True)
    if annotation in (int, float):
        return _quantity(annotation, metadata, unit)
    if annotation is str:
        return Rule(text=True, file=any(isinstance(mark, BesideScene) for mark in metadata))
    if annotation is Point:
        return Rule(point=True)
    if _is_model(annotation):
        fields = annotation.model_fields
        return (
            Rule(section=annotation)
            if set(fields) == {"left", "right"}
            else Rule(records={_word(annotation): annotation})
        )
    return Rule()


def _quantity(annotation: type, metadata: tuple, unit: str) -> Rule:
    marks = [mark.name for mark in metadata if isinstance(mark, Mark)]
    dimension = DIMENSIONS[marks[0]] if marks else DIMENSIONS[UNITS[unit][0]] if unit in UNITS else NUMBER
    bounds: dict[str, object] = {}
    for mark in metadata:
        match mark:
            case Ge(ge=low):
                bounds |= {"low": float(low)}
            case Gt(gt=low):
                bounds |= {"low": float(low), "open_low": True}
            case Le(le=high):
                bounds |= {"high": float(high)}
            case Lt(lt=high):
                bounds |= {"high": float(high), "open_high": True}
    return Rule(dimension=dimension, integer=annotation is int, **bounds)


def _merged(members: list[Rule]) -> Rule:
    """Return the rule that accepts what any of `members` accepts."""
    empty = _parts(Rule())
    merged = {name: value for rule in members for name, value in _parts(rule).items() if value != empty[name]}
    records = {word: model for rule in members for word, model in (rule.records or {}).items()}
    words = tuple(word for rule in members for word in rule.words)
    return Rule(**(merged | {"records": records or None, "words": words}))


def _parts(rule: Rule) -> dict[str, object]:
    return {name: getattr(rule, name) for name in Rule.__dataclass_fields__}


def _flat(metadata: tuple) -> list:
    """Return constraints one by one: a pydantic Field inside an annotation carries several."""
    return [mark for entry in metadata for mark in (entry.metadata if isinstance(entry, FieldInfo) else [entry])]


def _shortest(metadata: tuple) -> int:
    return next((mark.min_length for mark in metadata if isinstance(mark, MinLen)), 0)


def _is_model(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _word(model: type[BaseModel]) -> str:
    tag = tag_of(model)
    return tag[1] if tag else model.__name__.lower()


def _unit_in(description: str) -> str:
    """Return the unit in brackets at the end of a description, "" if it names none."""
    match = _BRACKETS.search(description)
    return match[1] if match else ""
