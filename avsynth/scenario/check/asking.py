"""Checks of what is asked of a scenario: requirements, records, coverage."""

from __future__ import annotations

import itertools

from avsynth.scenario import syntax
from avsynth.scenario.asking import CROSS
from avsynth.scenario.check.context import Context
from avsynth.scenario.check.inference import Inference
from avsynth.scenario.check.kinds import LANE, TEXT, TRUTH, Kind, quantity
from avsynth.scenario.check.plain import Slot
from avsynth.scenario.check.settings import check_value
from avsynth.scenario.dimensions import NUMBER
from avsynth.scenario.fields import Rule
from avsynth.scenario.vocabulary import PROBABILITY

#: How many scenarios a cell should get.
TARGET = Rule(dimension=NUMBER, low=1, integer=True)


def check_asking(context: Context) -> None:
    """Add what is wrong with requirements, records and coverage."""
    for require in context.template.requires:
        _check_requirement(context, require)
    for name, record in context.records.items():
        inference = Inference(context, in_run=True, of_run=True)
        kind = inference.record(name)
        inference.expect_one(record.value, kind, f"record '{name}'")
        if kind.word not in ("quantity", "any", "truth", "text", "lane"):
            context.problem(record.value.at, "AVS303", f"record '{name}': got {kind.text}", "a quantity, truth or text")
    for cover in context.covers.values():
        _check_cover(context, cover)


def _check_requirement(context: Context, require: syntax.Require) -> None:
    if require.probability is not None:
        check_value(Inference(context), require.probability, Slot(PROBABILITY, "probability of require"))
    what = f"after '{require.quantifier or 'require'}'"
    Inference(context, in_run=True, of_run=True).expect(require.condition, TRUTH, what)


def _check_cover(context: Context, cover: syntax.Cover) -> None:
    if cover.target is not None:
        check_value(Inference(context), cover.target, Slot(TARGET, "after 'target'"))
    if isinstance(cover.value, syntax.Invocation) and cover.value.function == CROSS:
        _check_cross(context, cover)
        return
    inference = Inference(context, in_run=True, of_run=True)
    kind = inference.kind(cover.value)
    inference.expect_one(cover.value, kind, f"cover '{cover.name}'")
    if kind.is_any:
        return
    if kind.word == "quantity":
        _check_bins(context, cover, kind)
    elif cover.bins is not None:
        context.problem(cover.bins.at, "AVS303", f"bins for {kind.text}", "no bins: each value is a cell of its own")
    elif kind not in (TRUTH, TEXT, LANE):
        context.problem(cover.value.at, "AVS303", f"cover '{cover.name}': got {kind.text}", "a quantity, truth or text")


def _check_bins(context: Context, cover: syntax.Cover, kind: Kind) -> None:
    if cover.bins is None:
        return
    if not isinstance(cover.bins, syntax.Items) or len(cover.bins.items) < 2:
        context.problem(cover.bins.at, "AVS303", "bins need a list of edges", "at least two edges, such as [0 s, 1 s]")
        return
    inference = Inference(context)
    for edge in cover.bins.items:
        inference.expect(edge, quantity(kind.dimension), "edge of bins")
    values = [context.constant(edge) for edge in cover.bins.items]
    for (low, high), edge in zip(itertools.pairwise(values), cover.bins.items[1:], strict=True):
        if isinstance(low, float) and isinstance(high, float) and not low < high:
            context.problem(edge.at, "AVS402", "the edges of the bins do not rise", "edges from small to large")
            return


def _check_cross(context: Context, cover: syntax.Cover) -> None:
    """Check the parts of a combination: coverages, and values of few kinds."""
    if len(cover.value.arguments) < 2 or cover.value.keywords:
        context.problem(cover.value.at, "AVS405", "cross combines at least two", "cross(first, second)")
        return
    if cover.bins is not None:
        context.problem(cover.bins.at, "AVS303", "bins of a combination", "bins in the coverages that are combined")
    for part in cover.value.arguments:
        name = part.head if isinstance(part, syntax.Reference) and len(part.parts) == 1 else None
        if name == cover.name:
            context.problem(part.at, "AVS501", f"'{name}' is combined with itself", "another coverage")
        elif name not in context.covers:
            inference = Inference(context, in_run=True, of_run=True)
            inference.expect_one(part, inference.kind(part), f"cover '{cover.name}'")
