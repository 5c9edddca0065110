"""Checks of draws and named expressions, and that every name is given once."""

from __future__ import annotations

from avsynth.scenario.check.context import Context
from avsynth.scenario.check.inference import Inference
from avsynth.scenario.check.kinds import NAMED, TEXT, TRUTH
from avsynth.scenario.problems import Position


def check_definitions(context: Context) -> None:
    """Add what is wrong with the names of the template and with its definitions."""
    given: dict[str, tuple[str, Position]] = {}
    template = context.template
    named = [
        *(("definition", each) for each in template.definitions),
        *(("road", each) for each in template.roads),
        *(("behavior", each) for each in template.behaviors),
        *(("actor", each) for each in template.places),
        *(("record", each) for each in template.records),
        *(("coverage", each) for each in template.covers),
    ]
    for what, each in sorted(named, key=lambda pair: pair[1].at):
        if each.name in given:
            other, at = given[each.name]
            context.problem(
                each.at, "AVS202", f"the name '{each.name}' is given twice", "another name", note=f"{other} at {at}"
            )
        given.setdefault(each.name, (what, each.at))
    for name, setting in context.definitions.items():
        kind = Inference(context).definition(name)
        if kind.word not in ("quantity", "any") and kind not in (TRUTH, TEXT, *NAMED):
            context.problem(setting.value.at, "AVS303", f"'{name}' is {kind.text}", "a quantity, truth or text")
