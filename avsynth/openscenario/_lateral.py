"""Changes of lanes and shifts on them: actions of the format as steps of the language."""

from __future__ import annotations

import math
from dataclasses import replace

from avsynth.core.xml import Element, Fault
from avsynth.openscenario._entities import entity_of
from avsynth.openscenario._moves import Move, State, dynamics_of
from avsynth.openscenario._positions import lane_beside, lane_shift

#: Shortest changes of the steps for lanes [s].
SHORTEST_CHANGE, SHORTEST_SHIFT = 1.0, 0.5
#: Time of a shift where the file does not bound its acceleration [s]; and the largest acceleration of the smooth course
#: over d / T², 10 / √3, which is that of the polynomial of fifth degree [1].
SHIFT, SHARPNESS = 3.0, 5.7735


def lane_change(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of a ``<LaneChangeAction>``, and what is known then; its course is that of our drivers."""
    if said.number("targetLaneOffset", 0.0):
        raise Fault(said.line, "<LaneChangeAction>: targetLaneOffset is not supported")
    duration, relative = _duration(said, state), said.first("LaneChangeTarget", "RelativeTargetLane")
    other = None if relative is None else entity_of(relative, state.known.entities)
    if other is not None and other is not state.entity and not relative.whole("value"):
        return _change(other.name, duration), replace(state, lane=0, offset=0.0)
    if relative is not None and other is state.entity:
        lanes = relative.whole("value")
        goal = lane_beside(state.lane, lanes, against=state.start.against) if state.lane else 0
    else:
        goal = _goal(said, state)
        lanes = (goal - state.lane) * (-1 if state.start.against else 1)
    if not lanes:
        raise Fault(said.line, "<LaneChangeAction>: it is on that lane already")
    after = replace(state, lane=goal, offset=0.0)
    if goal * state.lane < 0:  # against the traffic, where our drivers shift to without turning round
        shift = lane_shift(state.known.network, state.start, state.lane, goal, said)
        return _shift(shift - state.offset, duration, state), after
    side, each = "left" if lanes > 0 else "right", max(duration / abs(lanes), SHORTEST_CHANGE)
    return Move(_change(side, each).steps * abs(lanes)), after


def lane_offset(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of a ``<LaneOffsetAction>``, and what is known then."""
    holder = said.first("LaneOffsetTarget")
    if holder is None:
        raise Fault(said.line, "<LaneOffsetAction> has no <LaneOffsetTarget>")
    target = holder.choice(("AbsoluteTargetLaneOffset", "RelativeTargetLaneOffset"))
    said.truth("continuous")  # our drivers keep an offset in any case
    offset = target.number("value")
    if target.tag == "RelativeTargetLaneOffset":
        offset += _offset_of(target, state)
    if offset == state.offset:
        raise Fault(said.line, "<LaneOffsetAction>: it has that offset already")
    hardest, shift = dynamics_of(said).number("maxLateralAcc", 0.0), abs(offset - state.offset)
    duration = max(math.sqrt(SHARPNESS * shift / hardest), SHORTEST_SHIFT) if hardest > 0 else SHIFT
    return _shift(offset - state.offset, duration, state), replace(state, offset=offset)


def _shift(by: float, duration: float, state: State) -> Move:
    """Return the move that shifts `by` [m] to the left of the road."""
    left = -by if state.start.against else by
    return Move((f"lane_offset(by: {left:.9g} m, duration: {duration:.9g} s)",))


def _change(to: str, duration: float) -> Move:
    return Move((f'lane_change(to: "{to}", duration: {duration:.9g} s, gap: false)',))


def _goal(said: Element, state: State) -> int:
    """Return the number of the lane that a ``<LaneChangeAction>`` leads to; from one that is known."""
    relative = said.first("LaneChangeTarget", "RelativeTargetLane")
    absolute = said.first("LaneChangeTarget", "AbsoluteTargetLane")
    if relative is None and absolute is None:
        raise Fault(said.line, "<LaneChangeAction> has no <LaneChangeTarget> that is a lane")
    if not state.lane:
        raise Fault(said.line, f"<LaneChangeAction>: the lane of {state.entity.origin!r} is not known then")
    return absolute.whole("value") if absolute else _lane_by(relative, state)


def _lane_by(relative: Element, state: State) -> int:
    """Return the lane that lies some lanes beside that of another entity, which has to keep its own."""
    other = state.known.places.get(relative.word("entityRef"))
    if other is None or not other.lane:
        raise Fault(
            relative.line, f"<RelativeTargetLane>: the lane of {relative.word('entityRef')!r} is not known then"
        )
    return lane_beside(other.lane, relative.whole("value"), against=other.against)


def _duration(said: Element, state: State) -> float:
    """Return how long a ``<LaneChangeAction>`` takes [s]; a distance is covered at the speed that it then has."""
    dynamics = dynamics_of(said)
    by, value = dynamics.word("dynamicsDimension"), dynamics.number("value", 0.0)
    if dynamics.word("dynamicsShape") == "step":
        return SHORTEST_CHANGE
    if by == "time":
        return max(value, SHORTEST_CHANGE)
    if by == "distance" and state.speed:
        return max(value / state.speed, SHORTEST_CHANGE)
    raise Fault(dynamics.line, f'<{dynamics.tag} dynamicsDimension="{by}">: only time, and distance of who moves')


def _offset_of(target: Element, state: State) -> float:
    """Return the offset of another entity on its lane [m], which has to keep it."""
    name = target.word("entityRef")
    if name == state.entity.origin:
        return state.offset
    other = state.known.places.get(entity_of(target, state.known.entities).origin)
    if other is None or not other.lane:
        raise Fault(target.line, f"<{target.tag}>: the offset of {name!r} on its lane is not known then")
    return other.offset
