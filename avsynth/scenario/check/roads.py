"""Checks of roads and junctions against the plugins that make them."""

from __future__ import annotations

from avsynth.contracts import ROADS
from avsynth.scenario import syntax
from avsynth.scenario.check.context import Context
from avsynth.scenario.check.inference import Inference
from avsynth.scenario.check.lanes import legs_of
from avsynth.scenario.check.settings import Slot, check_value
from avsynth.scenario.problems import Position
from avsynth.scenario.vocabulary import road_rules


def check_roads(context: Context) -> None:
    """Add what is wrong with the roads."""
    if not context.template.roads and context.is_complete:
        start = Position(context.template.source, 1, 1)
        context.problem(start, "AVS107", "the scene has no road", "a 'road' or 'junction'")
    for road in context.template.roads:
        if road.kind in ROADS:
            _check_road(context, road)
        else:
            context.unknown("AVS104", "statement or kind of road", road.kind, [*ROADS.names(), "place"], road.at)


def _check_road(context: Context, road: syntax.Road) -> None:
    rules = road_rules(road.kind)
    legs = tuple(name for name in legs_of(road) if name)
    given = set()
    for setting in road.settings:
        if setting.name in given:
            context.problem(setting.at, "AVS202", f"'{setting.name}' is set twice", "one value")
        given.add(setting.name)
        if setting.name not in rules:
            context.unknown("AVS204", f"property of {road.kind}", setting.name, list(rules), setting.at)
        else:
            check_value(Inference(context), setting.value, Slot(rules[setting.name], f"'{setting.name}'", legs))
    for name, rule in rules.items():
        if rule.required and name not in given and context.is_complete:
            context.problem(road.at, "AVS407", f"{road.kind} '{road.name}' has no '{name}'", f"a line '{name}: …'")
    _check_leg_names(context, road)


def _check_leg_names(context: Context, road: syntax.Road) -> None:
    """Report legs of the same name, and crosswalks on legs that are not there."""
    settings = {setting.name: setting.value for setting in road.settings}
    legs = settings.get("legs")
    if not isinstance(legs, syntax.Items):
        return
    names = [leg.arguments[0] for leg in legs.items if isinstance(leg, syntax.Invocation) and leg.arguments]
    texts = [syntax.written(name).strip('"') for name in names]
    for k, name in enumerate(names):
        if texts[k] in texts[:k]:
            context.problem(name.at, "AVS202", f"the leg '{texts[k]}' is given twice", "another name")
