"""The kind of every expression, by dimensional analysis; what does not fit together is a problem at its place."""

from __future__ import annotations

from dataclasses import dataclass

from avsynth.scenario import syntax
from avsynth.scenario.check.context import Context
from avsynth.scenario.check.kinds import (
    ACTOR,
    ANY,
    CROSSWALK,
    LANE,
    LEG,
    LIST,
    NAMED,
    ROAD,
    TEXT,
    TRUTH,
    Kind,
    expected_text,
    quantity,
    quantity_named,
)
from avsynth.scenario.check.lanes import part_of_road
from avsynth.scenario.check.randoms import random_kind
from avsynth.scenario.dimensions import NUMBER, of_unit, product, quotient, root
from avsynth.scenario.draws import is_distribution
from avsynth.scenario.functions import FUNCTIONS, WORLD_FUNCTIONS, Function

_TARGETS = (ACTOR, CROSSWALK, LANE, ROAD, LEG)
_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


@dataclass(frozen=True)
class Inference:
    """Finds kinds. `me` is what ``self`` means; `in_run` allows what is only known while the scenario runs."""

    context: Context
    me: str = ""
    in_run: bool = False

    def kind(self, node: syntax.Expr) -> Kind:
        """Return the kind of `node`."""
        if is_distribution(node):
            return self._random_inside(node)
        match node:
            case syntax.Quantity(unit=unit):
                return quantity(None if unit is None else of_unit(unit))
            case syntax.Quoted():
                return TEXT
            case syntax.Boolean():
                return TRUTH
            case syntax.Reference():
                return self.reference(node)
            case syntax.Invocation():
                return self._call(node)
            case syntax.Operation():
                return self._operation(node)
            case syntax.Items(items=items):
                for item in items:
                    self.kind(item)
                return LIST
            case syntax.Table():
                return Kind("table")
            case syntax.CrossSection():
                return Kind("section")
        for stop in node.stops:
            self.kind(stop)
        return Kind("route")

    def expect(self, node: syntax.Expr, wanted: Kind, what: str) -> Kind:
        """Return the kind of `node`; add a problem unless it is `wanted`, the kind of `what`."""
        found = self.kind(node)
        self.expect_kind(node, found, wanted, what)
        return found

    def expect_kind(self, node: syntax.Expr, found: Kind, wanted: Kind, what: str) -> None:
        """Add a problem unless `found`, the kind of `node`, is `wanted`."""
        if wanted.word == "quantity":
            self._expect_quantity(node, found, wanted, what)
        elif not found.is_any and found != wanted:
            self.context.problem(node.at, "AVS303", f"{what}: got {found.text}", wanted.text)

    def reference(self, node: syntax.Reference) -> Kind:
        """Return the kind of a name."""
        context, head = self.context, node.head
        if head == "self":
            return self._self(node)
        if head in context.definitions:
            if not self.in_run and context.needs_run(head):
                return self._too_early(node)
            return self._without_parts(node, self.definition(head))
        if head in context.places:
            return self._without_parts(node, ACTOR)
        if head in context.roads:
            return part_of_road(context, context.roads[head], node)
        if not context.assumes(head):
            names = [*context.definitions, *context.places, *context.roads]
            context.unknown("AVS201", "name", head, names, node.at)
        return ANY

    def definition(self, name: str) -> Kind:
        """Return the kind of a draw or named expression; a cycle of definitions is a problem once."""
        context = self.context
        if name in context.kinds:
            return context.kinds[name]
        setting = context.definitions[name]
        if name in context.open_:
            self._cycle(name)
            return ANY
        context.open_.append(name)
        if isinstance(setting.value, syntax.Random):
            kind = random_kind(Inference(context), setting.value)
        else:
            kind = Inference(context, in_run=True).kind(setting.value)
        context.open_.pop()
        context.kinds[name] = kind
        return kind

    def _cycle(self, name: str) -> None:
        context = self.context
        members = context.open_[context.open_.index(name) :]
        first = min(members, key=lambda member: context.definitions[member].at)
        turned = members[members.index(first) :] + members[: members.index(first)]
        places = ", ".join(f"'{member}' at {context.definitions[member].at}" for member in turned)
        context.problem(
            context.definitions[first].at,
            "AVS501",
            f"definitions need each other: {' -> '.join([*turned, first])}",
            "definitions without a cycle",
            note=places,
        )

    def _self(self, node: syntax.Reference) -> Kind:
        if self.me:
            return self._without_parts(node, ACTOR)
        self.context.problem(node.at, "AVS201", "'self' outside of an actor", "the name of an actor")
        return ANY

    def _without_parts(self, node: syntax.Reference, kind: Kind) -> Kind:
        if len(node.parts) == 1 or kind.is_any:
            return kind
        self.context.problem(
            node.mark(1), "AVS204", f"'{node.head}' is {kind.text} and has no parts here", "the name alone"
        )
        return ANY

    def _random_inside(self, node: syntax.Expr) -> Kind:
        text = syntax.written(node)
        self.context.problem(
            node.at,
            "AVS404",
            f"{text} is random, but a fixed value belongs here",
            "a value",
            f"name the draw: x ~ {text}",
        )
        return ANY

    def _call(self, node: syntax.Invocation) -> Kind:
        function = FUNCTIONS.get(node.function)
        if function is None:
            self.context.unknown("AVS207", "function", node.function, sorted(FUNCTIONS), node.at)
            return ANY
        if function.name in WORLD_FUNCTIONS and not self.in_run:
            return self._too_early(node)
        if not self._count_fits(function, node):
            return quantity_named(function.result) if function.result in ("length", "speed", "time", "number") else ANY
        kinds = [self._argument(function, wanted, argument) for wanted, argument in self._paired(function, node)]
        return self._result(function, kinds, node)

    def _too_early(self, node: syntax.Expr) -> Kind:
        message = f"{syntax.written(node)} is only known while the scenario runs"
        self.context.problem(node.at, "AVS406", message, "a value that is known before the run")
        return ANY

    def _count_fits(self, function: Function, node: syntax.Invocation) -> bool:
        given, wanted = len(node.arguments), len(function.arguments)
        for keyword in node.keywords:
            message = f"{function.name} takes no argument '{keyword.name}'"
            self.context.problem(keyword.at, "AVS208", message, function.signature)
        if given == wanted or (function.variadic and given > wanted):
            return True
        self.context.problem(
            node.at, "AVS405", f"{function.name} got {given} argument{'' if given == 1 else 's'}", function.signature
        )
        return False

    def _paired(self, function: Function, node: syntax.Invocation) -> list[tuple[str, syntax.Expr]]:
        wanted = function.arguments + function.arguments[-1:] * (len(node.arguments) - len(function.arguments))
        return list(zip(wanted, node.arguments, strict=True))

    def _argument(self, function: Function, wanted: str, node: syntax.Expr) -> Kind:
        what = f"argument of {function.name}"
        match wanted:
            case "actor":
                return self.expect(node, ACTOR, what)
            case "target":
                return self._one_of(node, _TARGETS, what, "an actor, crosswalk, lane or road")
            case "number" | "angle":
                return self.expect(node, quantity_named(wanted), what)
        kind = self.kind(node)
        if kind.word not in ("quantity", "any"):
            self.context.problem(node.at, "AVS303", f"{what}: got {kind.text}", "a quantity")
            return ANY
        return kind

    def _one_of(self, node: syntax.Expr, allowed: tuple[Kind, ...], what: str, expected: str) -> Kind:
        kind = self.kind(node)
        if not kind.is_any and kind not in allowed:
            self.context.problem(node.at, "AVS303", f"{what}: got {kind.text}", expected)
        return kind

    def _result(self, function: Function, kinds: list[Kind], node: syntax.Invocation) -> Kind:
        match function.result:
            case "truth":
                return TRUTH
            case "lane":
                return LANE
            case "same":
                for other, argument in zip(kinds[1:], node.arguments[1:], strict=True):
                    self._same(kinds[0], other, argument, f"argument of {function.name}")
                return kinds[0]
            case "root":
                known = kinds[0].word == "quantity" and kinds[0].dimension is not None
                return quantity(root(kinds[0].dimension)) if known else kinds[0]
        return quantity_named(function.result)

    def _operation(self, node: syntax.Operation) -> Kind:
        if node.operator in ("and", "or", "not"):
            for operand in node.operands:
                self.expect(operand, TRUTH, f"operand of '{node.operator}'")
            return TRUTH
        kinds = [self.kind(operand) for operand in node.operands]
        if node.operator in ("==", "!="):
            return self._equality(node, *kinds)
        for kind, operand in zip(kinds, node.operands, strict=True):
            if kind.word not in ("quantity", "any"):
                what = "negated" if node.operator == "neg" else f"operand of '{node.operator}'"
                self.context.problem(operand.at, "AVS303", f"{what}: got {kind.text}", "a quantity")
                return TRUTH if node.operator in _COMPARISONS else ANY
        return kinds[0] if node.operator == "neg" else self._calculation(node, *kinds)

    def _equality(self, node: syntax.Operation, left: Kind, right: Kind) -> Kind:
        if left.word == right.word == "quantity":
            self._same(left, right, node.operands[1], f"compared with {left.text}", node.operands[0])
        elif left != right and not left.is_any and not right.is_any:
            self.context.problem(
                node.operands[1].at, "AVS303", f"compared with {left.text}: got {right.text}", left.text
            )
        return TRUTH

    def _calculation(self, node: syntax.Operation, left: Kind, right: Kind) -> Kind:
        is_comparison = node.operator in _COMPARISONS
        if left.is_any or right.is_any:
            return TRUTH if is_comparison else ANY
        if node.operator in ("*", "/"):
            if left.dimension is None or right.dimension is None:
                return quantity(None)
            combine = product if node.operator == "*" else quotient
            return quantity(combine(left.dimension, right.dimension))
        words = {"+": "added to", "-": "subtracted from"}
        what = f"{words.get(node.operator, 'compared with')} {left.text}"
        fits = self._same(left, right, node.operands[1], what, node.operands[0])
        if is_comparison:
            return TRUTH
        if not fits:
            return ANY
        return right if left.dimension is None or is_zero(node.operands[0]) else left

    def _same(self, left: Kind, right: Kind, node: syntax.Expr, what: str, other: syntax.Expr | None = None) -> bool:
        """Return whether two quantities have the same dimension; report it otherwise. 0 has every dimension."""
        if left.word != "quantity" or right.word != "quantity" or is_zero(node) or (other and is_zero(other)):
            return True
        if None in (left.dimension, right.dimension) or left.dimension == right.dimension:
            return True
        self._wrong_dimension(node, right, left, what)
        return False

    def _expect_quantity(self, node: syntax.Expr, found: Kind, wanted: Kind, what: str) -> None:
        if found.is_any or (wanted.dimension is None and found.word == "quantity"):
            return
        if found.word != "quantity":
            self.context.problem(
                node.at, "AVS303", f"{what}: got {found.text}", expected_text(wanted.dimension or NUMBER)
            )
        elif found.dimension is not None and found.dimension != wanted.dimension and not is_zero(node):
            self._wrong_dimension(node, found, wanted, what)

    def _wrong_dimension(self, node: syntax.Expr, found: Kind, wanted: Kind, what: str) -> None:
        no_unit = found.dimension == NUMBER and isinstance(node, syntax.Quantity)
        code, got = ("AVS304", "a number without a unit") if no_unit else ("AVS302", found.text)
        self.context.problem(node.at, code, f"{what}: got {got}", expected_text(wanted.dimension))


def is_zero(node: syntax.Expr) -> bool:
    """Return whether `node` is the literal 0, which needs no unit."""
    return isinstance(node, syntax.Quantity) and node.value == 0 and not node.unit


def is_named(kind: Kind) -> bool:
    """Return whether an expression of this kind stands for its own name."""
    return kind in NAMED
