"""Parameters of a file: ``$name`` and ``${expression}`` in attributes become what they stand for."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Mapping
from dataclasses import replace

from avsynth.core.errors import did_you_mean
from avsynth.core.xml import Element, Fault

_REFERENCE = re.compile(r"\$(?:\{([^}]*)\}|([A-Za-z_][\w]*))")
_OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}


def substituted(root: Element, given: Mapping[str, str]) -> Element:
    """Return the file with every parameter replaced by the value that it is declared with around, unless `given`.

    Raises Fault where a parameter is not declared, or an expression is no arithmetic of numbers.
    """
    declared = _declared(root)
    unknown = next((name for name in given if name not in declared), None)
    if unknown:
        hint = did_you_mean(unknown, declared) or f"; there are: {', '.join(declared) or 'none'}"
        raise Fault(root.line, f"declares no parameter {unknown!r}{hint}")
    return _replaced(root, {}, given)


def _declared(element: Element) -> dict[str, str]:
    """Return the parameters that an element declares, for all inside it."""
    rows = (row for row in element.within("ParameterDeclarations") if row.tag == "ParameterDeclaration")
    return {row.word("name"): row.word("value") for row in rows}


def _replaced(element: Element, outer: Mapping[str, str], given: Mapping[str, str]) -> Element:
    values = {**outer, **_declared(element), **given}

    def text_of(found: re.Match) -> str:
        if found[1] is None:
            return _value(found[2], values, element)
        return _calculated(_REFERENCE.sub(lambda inner: _value(inner[2], values, element), found[1]), element)

    attributes = {name: _REFERENCE.sub(text_of, text) for name, text in element.attributes.items()}
    children = [_replaced(child, values, {}) for child in element.children]
    return replace(element, attributes=attributes, children=children)


def _value(name: str, values: Mapping[str, str], element: Element) -> str:
    if name not in values:
        hint = did_you_mean(name, values) or "; declare it in <ParameterDeclarations>"
        raise Fault(element.line, f"<{element.tag}>: unknown parameter ${name}{hint}")
    return values[name]


def _calculated(text: str, element: Element) -> str:
    try:
        return f"{_number(ast.parse(text.strip(), mode='eval').body):.12g}"
    except (SyntaxError, ValueError, ZeroDivisionError, TypeError, OverflowError, RecursionError):
        raise Fault(
            element.line, f"<{element.tag}>: ${{{text}}} is no sum, product or quotient of numbers and parameters"
        ) from None


def _number(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return float(value)
        case ast.UnaryOp(op=sign, operand=inner) if type(sign) in _OPERATORS:
            return _OPERATORS[type(sign)](_number(inner))
        case ast.BinOp(left=left, op=between, right=right) if type(between) in _OPERATORS:
            return _OPERATORS[type(between)](_number(left), _number(right))
    raise ValueError("not arithmetic")
