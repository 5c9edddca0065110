"""What entities do: private actions of the format as steps of the language."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from avsynth.core.xml import Element, Fault

#: Where a change takes no time, the hardest that the step allows [m/s²]; shortest changes of the steps for lanes [s].
HARDEST, SHORTEST_CHANGE, SHORTEST_SHIFT = 10.0, 1.0, 0.5
#: Time of a shift where the file does not bound its acceleration [s]; and the largest acceleration of the smooth course
#: over d / T², 10 / √3, which is that of the polynomial of fifth degree [1].
SHIFT, SHARPNESS = 3.0, 5.7735


@dataclass(frozen=True, slots=True)
class State:
    """What is known of an `entity`, by the file's name, when its next action begins.

    Parameters
    ----------
    speed : float [m/s]
    lane : int
        Number of its lane, 0 if not known; `against` tells whether that runs against the road.
    offset : float [m]
        To the left of the middle of the lane.
    """

    entity: str
    speed: float
    lane: int = 0
    against: bool = False
    offset: float = 0.0


def steps_of(action: Element, state: State) -> tuple[list[str], State]:
    """Return the steps of one ``<PrivateAction>``, and what is known after it.

    Raises Fault if the language has no step for it.
    """
    said = list(_inner(action))
    kind = next((each for each in said if each.tag in _KINDS), None)
    if kind is None:
        last = said[-1] if said else action
        raise Fault(
            last.line, f"<{last.tag}> is not supported; use {', '.join(sorted([*_KINDS, 'FollowTrajectoryAction']))}"
        )
    return _KINDS[kind.tag](kind, state)


def target_speed(said: Element) -> float:
    """Return the absolute speed that a ``<SpeedAction>`` aims at [m/s]."""
    target = said.first("SpeedActionTarget", "AbsoluteTargetSpeed")
    if target is None:
        raise Fault(said.line, "<SpeedAction>: only <AbsoluteTargetSpeed> is supported")
    if target.number("value") < 0:
        raise Fault(target.line, "<AbsoluteTargetSpeed>: driving backwards is not supported")
    return target.number("value")


def _inner(action: Element) -> Iterator[Element]:
    """Yield the elements that wrap one another, from the outermost."""
    while action.children:
        action = action.children[0]
        yield action


def _speed(said: Element, state: State) -> tuple[list[str], State]:
    target, dynamics = target_speed(said), _dynamics(said, "SpeedActionDynamics")
    change, value = abs(target - state.speed), dynamics.number("value", 0.0)
    by = dynamics.word("dynamicsDimension")
    if dynamics.word("dynamicsShape") == "step" or (by == "time" and value == 0):
        rate = HARDEST
    elif by == "rate":
        rate = abs(value)
    elif by == "time":
        rate = change / value
    else:
        raise Fault(dynamics.line, "<SpeedActionDynamics>: over a distance is not supported; give time or rate")
    rate = min(rate, HARDEST) or HARDEST
    return [f"speed(to: {target:.9g} m/s, rate: {rate:.9g} m/s2)"], replace(state, speed=target)


def _lane_change(said: Element, state: State) -> tuple[list[str], State]:
    if said.number("targetLaneOffset", 0.0):
        raise Fault(said.line, "<LaneChangeAction>: targetLaneOffset is not supported")
    lanes = _lanes_to_the_left(said, state)
    duration = max(_seconds(said, "LaneChangeActionDynamics") / abs(lanes), SHORTEST_CHANGE)
    side = "left" if lanes > 0 else "right"
    steps = [f'lane_change(to: "{side}", duration: {duration:.9g} s, gap: false)'] * abs(lanes)
    along = -lanes if state.against else lanes
    return steps, replace(state, lane=state.lane + along, offset=0.0)


def _lanes_to_the_left(said: Element, state: State) -> int:
    relative = said.first("LaneChangeTarget", "RelativeTargetLane")
    absolute = said.first("LaneChangeTarget", "AbsoluteTargetLane")
    if relative is not None and relative.word("entityRef") != state.entity:
        raise Fault(relative.line, "<RelativeTargetLane>: only lanes relative to the entity itself are supported")
    if relative is not None:
        lanes = relative.whole("value")
    elif absolute is not None and state.lane:
        lanes = (absolute.whole("value") - state.lane) * (-1 if state.against else 1)
        if absolute.whole("value") * state.lane < 0:
            raise Fault(absolute.line, "<AbsoluteTargetLane>: lanes of the other direction are not supported")
    else:
        raise Fault(said.line, "<LaneChangeTarget>: its lane cannot be told; place the entity by <LanePosition>")
    if not lanes:
        raise Fault(said.line, "<LaneChangeAction>: it is on that lane already")
    return lanes


def _lane_offset(said: Element, state: State) -> tuple[list[str], State]:
    target = said.first("LaneOffsetTarget", "AbsoluteTargetLaneOffset")
    if target is None:
        raise Fault(said.line, "<LaneOffsetAction>: only <AbsoluteTargetLaneOffset> is supported")
    offset = target.number("value")
    shift = (offset - state.offset) * (-1 if state.against else 1)
    if not shift:
        raise Fault(said.line, "<LaneOffsetAction>: it has that offset already")
    dynamics = _dynamics(said, "LaneOffsetActionDynamics")
    hardest = dynamics.number("maxLateralAcc", 0.0)
    duration = max(math.sqrt(SHARPNESS * abs(shift) / hardest), SHORTEST_SHIFT) if hardest > 0 else SHIFT
    return [f"lane_offset(by: {shift:.9g} m, duration: {duration:.9g} s)"], replace(state, offset=offset)


def _seconds(said: Element, tag: str) -> float:
    dynamics = _dynamics(said, tag)
    if dynamics.word("dynamicsDimension") != "time":
        raise Fault(dynamics.line, f'<{tag}>: only dynamicsDimension="time" is supported')
    return dynamics.number("value", 0.0)


def _dynamics(said: Element, tag: str) -> Element:
    found = said.first(tag)
    if found is None:
        raise Fault(said.line, f"<{said.tag}> has no <{tag}>")
    return found


_KINDS: Mapping[str, Callable[[Element, State], tuple[list[str], State]]] = {
    "SpeedAction": _speed,
    "LaneChangeAction": _lane_change,
    "LaneOffsetAction": _lane_offset,
}
