"""Parameters of a file: ``$name`` and ``${expression}`` in attributes become what they stand for."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Mapping
from dataclasses import replace

from avsynth.core.errors import did_you_mean
from avsynth.core.xml import Element, Fault
from avsynth.openscenario._asked import meets
from avsynth.openscenario._heeded import all_read

_NAMED = re.compile(r"\$([A-Za-z_]\w*)")
_INNERMOST = re.compile(r"\$\{([^${}]*)\}")
#: Attributes that are no values: labels, in which anything may stand, and what refers to a parameter.
_LABEL, _REFERENCES = "name", ("parameterRef", "variableRef")
_OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: math.fmod,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
_FUNCTIONS = {
    "round": lambda x: math.floor(x + 0.5),
    "floor": math.floor,
    "ceil": math.ceil,
    "sqrt": math.sqrt,
    "pow": math.pow,
    "min": min,
    "max": max,
    "abs": abs,
    "sign": lambda x: (x > 0) - (x < 0),
}
_CONSTANTS = {"pi": math.pi}


def substituted(root: Element, given: Mapping[str, str]) -> Element:
    """Return the file with every parameter replaced by the value that it is declared with around, unless `given`.

    Raises Fault where a parameter is not declared, or an expression is no arithmetic of numbers.
    """
    declared = [row.word("name") for holder in root.all("ParameterDeclarations") for row in _rows(holder)]
    unknown = next((name for name in given if name not in declared), None)
    if unknown:
        hint = did_you_mean(unknown, declared) or f"; there are: {', '.join(declared) or 'none'}"
        raise Fault(root.line, f"declares no parameter {unknown!r}{hint}")
    return _replaced(root, {}, given)


def _rows(holder: Element) -> list[Element]:
    return holder.all("ParameterDeclaration")


def _replaced(element: Element, outer: Mapping[str, str], given: Mapping[str, str]) -> Element:
    values = dict(outer)
    for holder in element.all("ParameterDeclarations"):
        for row in _rows(holder):  # each may use those before it
            name = row.word("name")
            values[name] = _text(given.get(name, row.word("value")), values, row)
            _check(row, values[name])
        all_read(holder)
    attributes = {name: _attribute(name, text, values, element) for name, text in element.attributes.items()}
    children = [_replaced(child, values, {}) for child in element.children if child.tag != "ParameterDeclarations"]
    return replace(element, attributes=attributes, children=children)


def _check(row: Element, value: str) -> None:
    """Raise Fault where a parameter meets none of the groups of constraints that it is declared with."""
    groups = [group.all("ValueConstraint") for group in row.all("ConstraintGroup")]
    if groups and not any(all(meets(each, value) for each in group) for group in groups):
        raise Fault(row.line, f"<{row.tag}>: {row.word('name')} = {value} is not within its constraints; give another")


def _attribute(name: str, text: str, values: Mapping[str, str], element: Element) -> str:
    if name in _REFERENCES or "$" not in text:
        return text
    try:
        return _text(text, values, element)
    except Fault:
        if name == _LABEL:
            return text
        raise


def _text(text: str, values: Mapping[str, str], element: Element) -> str:
    """Return a text with the values of its parameters, and what its expressions come to, from the inside out."""
    text = _NAMED.sub(lambda found: _value(found[1], values, element), text)
    while _INNERMOST.search(text):
        text = _INNERMOST.sub(lambda found: _calculated(found[1], element), text)
    return text


def _value(name: str, values: Mapping[str, str], element: Element) -> str:
    if name not in values:
        hint = did_you_mean(name, values) or "; declare it in <ParameterDeclarations>"
        raise Fault(element.line, f"<{element.tag}>: unknown parameter ${name}{hint}")
    return values[name]


def _calculated(text: str, element: Element) -> str:
    try:
        return f"{_number(ast.parse(text.strip(), mode='eval').body):.12g}"
    except (SyntaxError, ValueError, ZeroDivisionError, TypeError, OverflowError, RecursionError):
        functions = ", ".join([*_FUNCTIONS, *_CONSTANTS])
        raise Fault(
            element.line, f"<{element.tag}>: ${{{text}}} is no arithmetic of numbers, parameters and {functions}"
        ) from None


def _number(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return float(value)
        case ast.Name(id=name) if name in _CONSTANTS:
            return _CONSTANTS[name]
        case ast.UnaryOp(op=sign, operand=inner) if type(sign) in _OPERATORS:
            return _OPERATORS[type(sign)](_number(inner))
        case ast.BinOp(left=left, op=between, right=right) if type(between) in _OPERATORS:
            return _OPERATORS[type(between)](_number(left), _number(right))
        case ast.Call(func=ast.Name(id=name), args=inner, keywords=[]) if name in _FUNCTIONS:
            return float(_FUNCTIONS[name](*map(_number, inner)))
    raise ValueError("not arithmetic")
