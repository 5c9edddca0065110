"""Checks of actors: kind, settings, where they stand and look, and what they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from avsynth.scenario import syntax
from avsynth.scenario.check.context import Context, each_once
from avsynth.scenario.check.flows import check_flows
from avsynth.scenario.check.inference import Inference
from avsynth.scenario.check.kinds import ACTOR, AREA, CROSSWALK, LANE, LEG, REGION, ROAD, SENSOR, Kind
from avsynth.scenario.check.plain import Slot
from avsynth.scenario.check.settings import check_value
from avsynth.scenario.problems import Position
from avsynth.scenario.spots import POSE_RULES
from avsynth.scenario.vocabulary import (
    ANGLE,
    CROWD_COUNT,
    EGO,
    FREE_LENGTH,
    LENGTH,
    actor_kinds,
    actor_rules,
    is_placeable,
)

#: What says where an actor stands by itself; the other spots only narrow it down.
_PLACES = (syntax.On, syntax.AtPose, syntax.Along, syntax.Beyond, syntax.Between, syntax.Inside)


def check_places(context: Context) -> None:
    """Add what is wrong with the actors."""
    template = context.template
    ego = context.places.get(EGO)
    if (ego is None or ego.count is not None) and context.is_complete:
        at = Position(template.source, 1, 1) if ego is None else ego.at
        context.problem(at, "AVS407", f"no actor is called '{EGO}', which carries the sensors", f"'place car {EGO}:'")
    for place in template.places:
        _check_kind(context, place)
        inference = Inference(context, me=place.name)
        if place.count is not None:
            check_value(inference, place.count, Slot(CROWD_COUNT, "after 'count'"))
        for spot in place.spots:
            _check_spot(inference, spot, place)
        _check_together(context, place)
        _check_facing(inference, place.facing)
        check_flows(replace(inference, in_run=True), place.flows)
    _check_cycles(context)


def _check_kind(context: Context, place: syntax.Place) -> None:
    if not is_placeable(place.kind):
        context.unknown("AVS205", "actor", place.kind, actor_kinds(), place.at)
        return
    rules = actor_rules(place.kind)
    each_once(context, place.settings)
    for setting in place.settings:
        if setting.name in rules:
            check_value(Inference(context), setting.value, Slot(rules[setting.name], f"'{setting.name}'"))
        else:
            context.unknown("AVS204", f"property of {place.kind}", setting.name, list(rules), setting.at)


def _check_spot(inference: Inference, spot: syntax.Spot, place: syntax.Place) -> None:
    """Check one spot: what it names, and its numbers."""
    match spot:
        case syntax.On(lane=lane, station=station, offset=offset):
            inference.expect(lane, LANE, "after 'on'")
            _check_amounts(inference, (station, LENGTH, "station"), (offset, LENGTH, "offset"))
        case syntax.Beside(side=side, by=by):
            _check_other(inference, spot.of, f"{side} of", place)
            _check_amounts(inference, (by, FREE_LENGTH, "after 'by'"))
        case syntax.Beyond(of=of, by=by, viewer=viewer):
            _check_other(inference, of, "after 'beyond'", place)
            _check_amounts(inference, (by, FREE_LENGTH, "after 'by'"))
            if viewer is not None:
                _check_other(inference, viewer, "after 'from'", place)
        case syntax.Along(path=path, distance=distance):
            _expect_one_of(inference, path, (LANE, ROAD, LEG, Kind("route")), "after 'along'", "a lane, road or route")
            _check_amounts(inference, (distance, FREE_LENGTH, "after 'for'"))
        case syntax.Between(first=first, second=second):
            _check_other(inference, first, "after 'between'", place)
            _check_other(inference, second, "after 'and'", place)
        case syntax.Inside(region=region):
            regions = (REGION, AREA, LANE, ROAD, LEG, CROSSWALK)
            _expect_one_of(
                inference, region, regions, "after 'in'", "a lane, road, crosswalk, area, or road.lanes.KIND"
            )
        case syntax.Hidden(viewer=viewer) | syntax.Visible(viewer=viewer):
            replace(inference, in_run=True).expect(viewer, SENSOR, "after 'from'")
            if isinstance(spot, syntax.Hidden) and spot.behind is not None:
                _check_other(inference, spot.behind, "after 'behind'", place)
        case syntax.AtPose(values=values):
            _check_pose(inference, spot, values)


def _check_amounts(inference: Inference, *amounts: tuple) -> None:
    for node, rule, what in amounts:
        if node is not None:
            check_value(inference, node, Slot(rule, what))


def _check_pose(inference: Inference, spot: syntax.AtPose, values: tuple) -> None:
    if not 2 <= len(values) <= 4:
        inference.context.problem(spot.at, "AVS405", f"pose got {len(values)} numbers", "pose(x, y, z, yaw)")
        return
    for value, (word, rule) in zip(values, POSE_RULES.items(), strict=False):
        check_value(inference, value, Slot(rule, f"'{word}'"))


def _check_other(inference: Inference, node: syntax.Expr, what: str, place: syntax.Place) -> None:
    """Check that a spot names another actor."""
    kind = inference.expect(node, ACTOR, what)
    context = inference.context
    if kind == ACTOR and _name_of(node, place) == place.name and context.places[place.name] is place:
        context.problem(node.at, "AVS502", f"'{place.name}' is placed beside itself", "another actor")


def _expect_one_of(
    inference: Inference, node: syntax.Expr, allowed: tuple[Kind, ...], what: str, expected: str
) -> None:
    kind = inference.kind(node)
    if not kind.is_any and kind not in allowed:
        inference.context.problem(node.at, "AVS303", f"{what}: got {kind.text}", expected)


def _check_together(context: Context, place: syntax.Place) -> None:
    """Report spots that do not say a place, or two that each say one."""
    first = [spot for spot in place.spots if isinstance(spot, _PLACES)]
    beside = [spot for spot in place.spots if isinstance(spot, syntax.Beside)]
    behind = [spot for spot in place.spots if isinstance(spot, syntax.Hidden) and spot.behind is not None]
    if not (first or beside or behind) and context.is_complete:
        context.problem(
            place.at, "AVS407", f"'{place.name}' has no place", "a line 'at on LANE @ STATION' or 'at in REGION'"
        )
    where = [spot for spot in first if not isinstance(spot, syntax.Inside)]
    if len(where) > 1:
        context.problem(where[1].at, "AVS506", "a second place of its own", "one of them, with others beside it")
    elif where and beside:
        _check_on_and_beside(context, place, where[0], beside)


def _check_on_and_beside(
    context: Context, place: syntax.Place, where: syntax.Spot, beside: list[syntax.Beside]
) -> None:
    """Report distances from others where the place is said already: only a lane leaves open how far along it."""
    if not (isinstance(where, syntax.On) and where.station is None):
        expected = "a lane without '@', or only one of the two"
        context.problem(beside[0].at, "AVS506", f"'{place.name}' has its place already", expected)
        return
    across = next((spot for spot in beside if spot.side not in ("ahead", "behind")), None)
    if across is not None:
        expected = "'ahead' or 'behind', or no lane"
        context.problem(across.at, "AVS506", f"the lane of '{place.name}' says already how far across", expected)


def _check_facing(inference: Inference, facing: syntax.Facing | None) -> None:
    if facing is None:
        return
    if facing.how == "angle":
        check_value(inference, facing.target, Slot(ANGLE, "facing"))
        return
    kind = inference.kind(facing.target)
    allowed = (ROAD, LEG) if facing.how == "across" else (ACTOR, ROAD, LEG)
    if not kind.is_any and kind not in allowed:
        expected = "a road or leg" if facing.how == "across" else "an actor, road or leg"
        inference.context.problem(facing.target.at, "AVS303", f"facing {facing.how}: got {kind.text}", expected)


def leaning_of(place: syntax.Place) -> Iterator[tuple[syntax.Expr, str]]:
    """Yield the actors that must stand before `place` can: where each is named, and its name."""
    for spot in place.spots:
        for part in ("of", "viewer", "first", "second", "behind"):
            node = getattr(spot, part, None)
            if isinstance(node, syntax.Reference):
                yield node, _name_of(node, place)


def _name_of(node: syntax.Reference, place: syntax.Place) -> str:
    return place.name if node.head == "self" else node.head


def _check_cycles(context: Context) -> None:
    """Report actors that are placed relative to each other in a circle."""
    rest = {place.name: list(leaning_of(place)) for place in context.places.values()}
    for name in list(rest):
        chain = _cycle_from(name, rest)
        if chain and name == min(chain, key=lambda member: context.places[member].at):
            node = next(node for node, other in rest[name] if other in chain)
            context.problem(
                node.at,
                "AVS502",
                f"placements need each other: {' -> '.join([*chain, name])}",
                "one of them 'on' a lane",
                note=", ".join(f"'{member}' at {context.places[member].at}" for member in chain),
            )


def _cycle_from(start: str, rest: dict[str, list]) -> list[str]:
    """Return the actors from `start` back to it, each placed beside the next; empty if there is no such circle."""
    stack = [[start]]
    while stack:
        chain = stack.pop()
        for _, other in rest.get(chain[-1], []):
            if other == start and len(chain) > 1:
                return chain
            if other not in chain:
                stack.append([*chain, other])
    return []
