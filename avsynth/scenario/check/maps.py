"""Names of parts of roads that come from a file: what their settings do not say is asked of the lanes they make."""

from __future__ import annotations

from avsynth.contracts import ROADS
from avsynth.core.errors import AvsynthError, did_you_mean
from avsynth.core.seed import Stream
from avsynth.datatypes.road import RoadMap, is_on
from avsynth.scenario import lowering, syntax
from avsynth.scenario.attempt import Attempt
from avsynth.scenario.check.context import Context
from avsynth.scenario.check.kinds import ANY, CROSSWALK, LANE, LEG, REGION, ROAD, Kind
from avsynth.scenario.draws import Nominal

#: Most names that a message lists.
MOST_SHOWN = 8


def part_of_map(context: Context, road: syntax.Road, node: syntax.Reference) -> Kind:
    """Return the kind of a road or a part of it, as the lanes have it that the road is made of."""
    if len(node.parts) == 1:
        return ROAD
    made = _map_of(context, road)
    name = _name(context, node)
    if made is None or name is None:
        return ANY
    owner, is_region, kind = name.partition(".lanes")
    if is_region:
        found = any(is_on(lane, owner) and kind in ("", f".{lane.kind}") for lane in made.lanes)
    else:
        found = any(is_on(lane, owner) for lane in made.lanes)
    if made.find(name):
        return LANE
    if any(name in (one.name, one.name.removesuffix("[0]")) for one in made.crosswalks):
        return CROSSWALK
    if found:
        return REGION if is_region else LEG
    _no_such_part(context, node, name, made)
    return ANY


def _map_of(context: Context, road: syntax.Road) -> RoadMap | None:
    """Return the lanes of a road that is the same in every draw; None if it is not, or anything was wrong so far."""
    if context.findings.problems:
        return None
    attempt = Attempt(context.definitions, Nominal(Stream(0)), context.columns, context.behaviors)
    try:
        spec = lowering.road(road, attempt)
        if attempt.draws:
            return None
        return ROADS.build({"kind": spec.kind, "name": spec.name, **spec.settings}, "road").road_map()
    except AvsynthError:
        return None  # told at the road itself


def _name(context: Context, node: syntax.Reference) -> str | None:
    """Return a name as lanes have it; None if a number in it is not known."""
    text = node.parts[0]
    for part in node.parts[1:]:
        if isinstance(part, str):
            text += f".{part}"
            continue
        value = context.constant(part)
        if value is None:
            return None
        text += f"[{value:g}]" if isinstance(value, int | float) else f"[{value}]"
    return text


def _no_such_part(context: Context, node: syntax.Reference, name: str, made: RoadMap) -> None:
    """Report a name, with what there is of the longest part of it that there is."""
    parts = name.split(".")
    owner = next((text for k in range(len(parts) - 1, 0, -1) if _has(made, text := ".".join(parts[:k]))), node.parts[0])
    inside = sorted({lane.name.removeprefix(f"{owner}.") for lane in made.lanes if is_on(lane, owner)})
    if owner.count(".") == 0:
        inside = sorted({rest.split(".")[0] for rest in inside})
    wrong = name.removeprefix(f"{owner}.")
    shown = ", ".join(inside[:MOST_SHOWN]) + (" …" if len(inside) > MOST_SHOWN else "")
    at = node.mark(min(owner.count(".") + 1, len(node.parts) - 1))
    context.problem(at, "AVS203", f"'{owner}' has no '{wrong}'", f"one of: {shown}", did_you_mean(wrong, inside))


def _has(made: RoadMap, owner: str) -> bool:
    return any(is_on(lane, owner) for lane in made.lanes)
