"""Checks of calls of functions: which there are, when they are known, how many arguments of which kinds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from avsynth.scenario import expression as concrete
from avsynth.scenario import syntax
from avsynth.scenario.check.kinds import (
    ACTOR,
    ANY,
    CROSSWALK,
    LANE,
    LEG,
    ROAD,
    SENSOR,
    TEXT,
    TRUTH,
    Kind,
    quantity,
    quantity_named,
)
from avsynth.scenario.check.members import property_kind
from avsynth.scenario.dimensions import root
from avsynth.scenario.functions import (
    FUNCTIONS,
    NUMERIC_FUNCTIONS,
    PERCEPTION_FUNCTIONS,
    RUN_FUNCTIONS,
    WORLD_FUNCTIONS,
    Function,
)

if TYPE_CHECKING:
    from avsynth.scenario.check.inference import Inference

_TARGETS = (ACTOR, CROSSWALK, LANE, ROAD, LEG)


def call_kind(inference: Inference, node: syntax.Invocation) -> Kind:
    """Return the kind of what a function gives."""
    function = FUNCTIONS.get(node.function)
    if function is None:
        found = property_kind(inference, node)
        if found is not None:
            return found
        inference.context.unknown("AVS207", "function", node.function, sorted(FUNCTIONS), node.at)
        return ANY
    if not _is_known_here(inference, function, node):
        return inference.too_early(node)
    bound = _bound(inference, function, node)
    if bound is None:
        return quantity_named(function.result) if function.result in ("length", "speed", "time", "number") else ANY
    kinds = [_argument(inference, function, wanted, argument, k) for k, (wanted, argument) in enumerate(bound)]
    return _result(inference, function, kinds, [argument for _, argument in bound])


def is_over_time(node: syntax.Invocation) -> bool:
    """Return whether a call sums up the run."""
    many = len(node.arguments) != 1
    return node.function in concrete.OVER_TIME and not (node.function in NUMERIC_FUNCTIONS and many)


def _is_known_here(inference: Inference, function: Function, node: syntax.Invocation) -> bool:
    """Return whether what a function asks is known where it is asked."""
    if is_over_time(node) or function.name in RUN_FUNCTIONS or function.name in PERCEPTION_FUNCTIONS:
        return inference.of_run
    return inference.in_run or function.name not in WORLD_FUNCTIONS


def _bound(inference: Inference, function: Function, node: syntax.Invocation) -> list[tuple[str, syntax.Expr]] | None:
    """Return the kind wanted and the node of each argument; None with a problem if they are too few or many."""
    context, given = inference.context, list(node.arguments)
    for keyword in node.keywords:
        if keyword.name not in function.keywords or isinstance(keyword.value, syntax.Random):
            message = f"{function.name} takes no argument '{keyword.name}'"
            context.problem(keyword.at, "AVS208", message, function.signature)
            return None
        given.append(keyword.value)
    wanted = len(function.arguments)
    if len(given) != wanted and not (function.variadic and len(given) > wanted):
        count = f"{len(given)} argument{'' if len(given) == 1 else 's'}"
        context.problem(node.at, "AVS405", f"{function.name} got {count}", function.signature)
        return None
    kinds = function.arguments + function.arguments[-1:] * (len(given) - wanted)
    return list(zip(kinds, given, strict=True))


def _argument(inference: Inference, function: Function, wanted: str, node: syntax.Expr, number: int) -> Kind:
    what = f"argument of {function.name}"
    inner = inference
    if function.name in concrete.OVER_TIME and inference.of_run and not (function.name == "at" and number == 0):
        inner = replace(inference, in_run=True)
    match wanted:
        case "actor":
            return inner.expect(node, ACTOR, what)
        case "sensor":
            return inner.expect(node, SENSOR, what)
        case "target":
            return _one_of(inner, node, _TARGETS, what, "an actor, crosswalk, lane or road")
        case "truth":
            return inner.expect(node, TRUTH, what)
        case "word":
            return inner.expect(node, TEXT, what)
        case "number" | "length" | "angle" | "time":
            return inner.expect(node, quantity_named(wanted), what)
    kind = inner.kind(node)
    allowed = ("quantity", "any") if wanted == "quantity" else ("quantity", "any", "truth", "text", "lane")
    if kind.word not in allowed:
        inference.context.problem(node.at, "AVS303", f"{what}: got {kind.text}", "a quantity")
        return ANY
    return kind


def _one_of(inference: Inference, node: syntax.Expr, allowed: tuple[Kind, ...], what: str, expected: str) -> Kind:
    kind = inference.kind(node)
    if not kind.is_any and kind.one not in allowed:
        inference.context.problem(node.at, "AVS303", f"{what}: got {kind.text}", expected)
    return kind


def _result(inference: Inference, function: Function, kinds: list[Kind], nodes: list[syntax.Expr]) -> Kind:
    many = any(kind.many for kind in kinds) and not (function.name in ("min", "max") and len(kinds) == 1)
    match function.result:
        case "truth":
            return TRUTH
        case "lane":
            return replace(LANE, many=many)
        case "last":
            return kinds[-1]
        case "same":
            for other, argument in zip(kinds[1:], nodes[1:], strict=True):
                inference.same(kinds[0], other, argument, f"argument of {function.name}")
            return replace(kinds[0], many=many)
        case "root":
            known = kinds[0].word == "quantity" and kinds[0].dimension is not None
            return quantity(root(kinds[0].dimension)) if known else kinds[0]
    return replace(quantity_named(function.result), many=many)
