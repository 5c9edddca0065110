"""Checks of roads and junctions against the plugins that make them, and of areas."""

from __future__ import annotations

from avsynth.contracts import ROADS
from avsynth.scenario import syntax
from avsynth.scenario.check.context import Context, each_once
from avsynth.scenario.check.inference import Inference
from avsynth.scenario.check.kinds import LANE
from avsynth.scenario.check.lanes import legs_of
from avsynth.scenario.check.plain import Slot
from avsynth.scenario.check.settings import check_value
from avsynth.scenario.problems import Position
from avsynth.scenario.vocabulary import AREA, area_rules, road_rules

#: The ways to say an area, each by the settings that it takes.
_SHAPES = (("corners",), ("centre", "radius"), ("lane",))


def check_roads(context: Context) -> None:
    """Add what is wrong with the roads."""
    roads = [road for road in context.template.roads if road.kind != AREA]
    if not roads and context.is_complete:
        start = Position(context.template.source, 1, 1)
        context.problem(start, "AVS107", "the scene has no road", "a 'road' or 'junction'")
    for road in roads:
        if road.kind in ROADS:
            _check_road(context, road)
        else:
            context.unknown("AVS104", "statement or kind of road", road.kind, [*ROADS.names(), "place"], road.at)
    for area in context.areas.values():
        _check_area(context, area)


def _check_road(context: Context, road: syntax.Road) -> None:
    rules = road_rules(road.kind)
    legs = tuple(name for name in legs_of(road) if name)
    given = each_once(context, road.settings)
    for setting in road.settings:
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


def _check_area(context: Context, area: syntax.Road) -> None:
    rules = area_rules()
    given = each_once(context, area.settings)
    for setting in area.settings:
        if setting.name not in rules:
            context.unknown("AVS204", "property of area", setting.name, list(rules), setting.at)
        elif setting.name == "lane":
            Inference(context).expect(setting.value, LANE, "'lane'")
        else:
            check_value(Inference(context), setting.value, Slot(rules[setting.name], f"'{setting.name}'"))
    shapes = [shape for shape in _SHAPES if all(word in given for word in shape)]
    if len(shapes) != 1 and context.is_complete:
        context.problem(
            area.at, "AVS407", f"the area '{area.name}' has no shape", "'corners', 'centre' and 'radius', or 'lane'"
        )
    _check_pairs(context, given)


def _check_pairs(context: Context, given: dict[str, syntax.Setting]) -> None:
    """Report lists of the wrong length."""
    for word, least, most in (("span", 2, 2), ("centre", 2, 2), ("corners", 3, None)):
        value = given[word].value if word in given else None
        if isinstance(value, syntax.Items) and not least <= len(value.items) <= (most or len(value.items)):
            many = f"{least} elements" if most else f"at least {least} elements"
            context.problem(value.at, "AVS401", f"'{word}': got {len(value.items)} elements", many)
