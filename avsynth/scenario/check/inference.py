"""The kind of every expression, by dimensional analysis; what does not fit together is a problem at its place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from avsynth.scenario import syntax
from avsynth.scenario.check import calls
from avsynth.scenario.check.context import Context
from avsynth.scenario.check.kinds import (
    ACTOR,
    ANY,
    AREA,
    LIST,
    NAMED,
    TEXT,
    TRUTH,
    Kind,
    expected_text,
    quantity,
)
from avsynth.scenario.check.lanes import part_of_road
from avsynth.scenario.check.members import group_kind, part_of_actor
from avsynth.scenario.check.randoms import random_kind
from avsynth.scenario.dimensions import NUMBER, of_unit, product, quotient
from avsynth.scenario.draws import is_distribution
from avsynth.scenario.vocabulary import ANY_OF

_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


@dataclass(frozen=True)
class Inference:
    """Finds kinds.

    Parameters
    ----------
    context : Context
    me : str
        What ``self`` means, if it means anything.
    in_run : bool
        Whether what is only known while the scenario runs is allowed.
    of_run : bool
        Whether what is only known after the run is allowed: sums over time, records, what sensors see.
    parameters : tuple of str
        Names of which nothing is known: those of the behavior that is checked.
    """

    context: Context
    me: str = ""
    in_run: bool = False
    of_run: bool = False
    parameters: tuple[str, ...] = ()

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
                return calls.call_kind(self, node)
            case syntax.Operation():
                return self._operation(node)
            case syntax.Items(items=items):
                for item in items:
                    self.kind(item)
                return LIST
            case syntax.Route(stops=stops):
                for stop in stops:
                    self.kind(stop)
                return Kind("route")
        return Kind({syntax.Table: "table", syntax.Body: "body"}.get(type(node), "section"))

    def expect(self, node: syntax.Expr, wanted: Kind, what: str) -> Kind:
        """Return the kind of `node`; add a problem unless it is `wanted`, the kind of `what`."""
        found = self.kind(node)
        self.expect_kind(node, found, wanted, what)
        return found

    def expect_kind(self, node: syntax.Expr, found: Kind, wanted: Kind, what: str) -> None:
        """Add a problem unless `found`, the kind of `node`, is `wanted`."""
        if wanted.word == "quantity":
            self._expect_quantity(node, found, wanted, what)
        elif not found.is_any and found.one != wanted:
            self.context.problem(node.at, "AVS303", f"{what}: got {found.text}", wanted.text)

    def expect_one(self, node: syntax.Expr, found: Kind, what: str) -> None:
        """Add a problem if `node` is one value for each of several actors."""
        if found.many:
            self.context.problem(
                node.at,
                "AVS303",
                f"{what}: '{ANY_OF}' stands for several actors here",
                "a comparison, or the min or max of it",
            )

    def reference(self, node: syntax.Reference) -> Kind:
        """Return the kind of a name."""
        context, head = self.context, node.head
        if head in self.parameters:
            return ANY
        if head == "self":
            return self._self(node)
        if head in context.definitions:
            if not self.in_run and context.needs_run(head):
                return self.too_early(node)
            return self.without_parts(node, self.definition(head))
        if head in context.places:
            return part_of_actor(self, context.places[head], node)
        if head in context.roads:
            return part_of_road(context, context.roads[head], node, with_settings=self.of_run)
        if head in context.areas:
            return self.without_parts(node, AREA)
        if head == ANY_OF and len(node.parts) > 1:
            return group_kind(self, node)
        if self.of_run and head in context.records:
            return self.without_parts(node, self.record(head))
        return self._unknown(node)

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

    def record(self, name: str) -> Kind:
        """Return the kind of a record; one that needs itself is a problem at its place."""
        context, word = self.context, f"record {name}"
        if word in context.kinds:
            return context.kinds[word]
        if word in context.open_:
            context.problem(
                context.records[name].at, "AVS501", f"the record '{name}' needs itself", "records without a cycle"
            )
            return ANY
        context.open_.append(word)
        kind = Inference(context, in_run=True, of_run=True).kind(context.records[name].value)
        context.open_.pop()
        context.kinds[word] = kind
        return kind

    def too_early(self, node: syntax.Expr) -> Kind:
        """Report what is not known yet where it is used."""
        when = "while the scenario runs" if not self.in_run else "after the run, in require, record and cover"
        message = f"{syntax.written(node)} is only known {when}"
        wanted = "a value that is known before the run" if not self.in_run else "what is known at every moment"
        self.context.problem(node.at, "AVS406", message, wanted)
        return ANY

    def without_parts(self, node: syntax.Reference, kind: Kind) -> Kind:
        """Return `kind`; add a problem if `node` asks for a part of it."""
        if len(node.parts) == 1 or kind.is_any:
            return kind
        self.context.problem(
            node.mark(1), "AVS204", f"'{node.head}' is {kind.text} and has no parts here", "the name alone"
        )
        return ANY

    def same(self, left: Kind, right: Kind, node: syntax.Expr, what: str, other: syntax.Expr | None = None) -> bool:
        """Return whether two quantities have the same dimension; report it otherwise. 0 has every dimension."""
        if left.word != "quantity" or right.word != "quantity" or is_zero(node) or (other and is_zero(other)):
            return True
        if None in (left.dimension, right.dimension) or left.dimension == right.dimension:
            return True
        self._wrong_dimension(node, right, left, what)
        return False

    def _unknown(self, node: syntax.Reference) -> Kind:
        context, head = self.context, node.head
        if head in context.records or head in context.covers:
            return self.too_early(node)
        if not context.assumes(head):
            names = [*context.definitions, *context.places, *context.roads, *context.areas, *self.parameters]
            names += [*context.records] if self.of_run else []
            context.unknown("AVS201", "name", head, names, node.at)
        return ANY

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
        if self.me in self.context.places:
            return part_of_actor(self, self.context.places[self.me], node)
        if self.me:
            return ACTOR if len(node.parts) == 1 else ANY
        self.context.problem(node.at, "AVS201", "'self' outside of an actor", "the name of an actor")
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

    def _operation(self, node: syntax.Operation) -> Kind:
        if node.operator in ("and", "or", "not"):
            for operand in node.operands:
                self.expect(operand, TRUTH, f"operand of '{node.operator}'")
            return TRUTH
        kinds = [self.kind(operand) for operand in node.operands]
        if node.operator in ("==", "!="):
            return self._equality(node, *(kind.one for kind in kinds))
        for kind, operand in zip(kinds, node.operands, strict=True):
            if kind.word not in ("quantity", "any"):
                what = "negated" if node.operator == "neg" else f"operand of '{node.operator}'"
                self.context.problem(operand.at, "AVS303", f"{what}: got {kind.text}", "a quantity")
                return TRUTH if node.operator in _COMPARISONS else ANY
        if node.operator == "neg":
            return kinds[0]
        found = self._calculation(node, *(kind.one for kind in kinds))
        many = any(kind.many for kind in kinds) and found.word == "quantity"
        return replace(found, many=many)

    def _equality(self, node: syntax.Operation, left: Kind, right: Kind) -> Kind:
        if left.word == right.word == "quantity":
            self.same(left, right, node.operands[1], f"compared with {left.text}", node.operands[0])
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
        fits = self.same(left, right, node.operands[1], what, node.operands[0])
        if is_comparison:
            return TRUTH
        if not fits:
            return ANY
        return right if left.dimension is None or is_zero(node.operands[0]) else left

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
