"""Conditions on the values of a finished run as text: ``"dart"``, ``"not dart"``, ``"ttc_min < 1.5 s"``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Mapping

from avsynth.core.errors import DatasetError, did_you_mean
from avsynth.core.units import UNITS

_OPERATORS = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
}
_NAMED = re.compile(r"\s*(not\s+)?([A-Za-z_][\w.\[\]]*)\s*$")
_COMPARED = re.compile(r"\s*([A-Za-z_][\w.\[\]]*)\s*(<=|>=|==|!=|<|>)\s*([^\s<>=!].*?)\s*$")
_NUMBER = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(\S*)$")
_TRUTHS = {"true": True, "false": False}


def condition(text: str, known: Collection[str]) -> Callable[[Mapping[str, object]], bool]:
    """Return what tells whether the condition `text` holds for the values of a scenario; `known` are their names.

    What a scenario does not have, since it did not come to that, does not happen in it.

    Raises
    ------
    DatasetError
        If `text` is no condition, or no value is called so.
    """
    named, compared = _NAMED.match(text), _COMPARED.match(text)
    if named:
        name = _checked(named[2], known)
        return lambda values: _truth(values.get(name), name) != bool(named[1])
    if not compared:
        raise DatasetError(f"{text!r} is no condition; write a name, as dart, or a comparison, as ttc_min < 1.5 s")
    name, compare, right = _checked(compared[1], known), _OPERATORS[compared[2]], _value(compared[3])
    return lambda values: _compared(values.get(name), compare, right, name)


def _checked(name: str, known: Collection[str]) -> str:
    if name not in known:
        hint = did_you_mean(name, known) or f"; there are: {', '.join(sorted(known)) or 'none'}"
        raise DatasetError(f"the run has no draw, record or coverage {name!r}{hint}")
    return name


def _truth(value: object, name: str) -> bool:
    if value is not None and not isinstance(value, bool):
        raise DatasetError(f"{name} is {value!r}, which is neither true nor false; compare it, as in {name} < 1")
    return bool(value)


def _compared(value: object, compare: Callable[[object, object], bool], right: object, name: str) -> bool:
    if value is None:
        return False
    if isinstance(value, list):
        raise DatasetError(f"{name} has one value a frame; record one of the run, such as min({name})")
    try:
        return compare(value, right)
    except TypeError:
        raise DatasetError(f"{name} is {value!r}, which cannot be compared with {right!r}") from None


def _value(text: str) -> object:
    """Return the right side of a comparison in SI: a quantity, a truth, or a word with or without quotes."""
    number = _NUMBER.match(text)
    if not number:
        return _TRUTHS.get(text, text.strip("\"'"))
    if number[2] and number[2] not in UNITS:
        raise DatasetError(f"{text!r}: unknown unit {number[2]!r}{did_you_mean(number[2], UNITS)}")
    return float(number[1]) * (UNITS[number[2]][1] if number[2] else 1.0)
