"""What entities do: private actions of the format as moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from avsynth.core.xml import Element, Fault
from avsynth.openscenario._controllers import controlled
from avsynth.openscenario._entities import Entity
from avsynth.openscenario._lateral import lane_change, lane_offset
from avsynth.openscenario._moves import Move, State
from avsynth.openscenario._routes import acquired_position, assigned_route
from avsynth.openscenario._speeds import pace_change, speed_change
from avsynth.openscenario._trajectories import followed

#: What wraps actions of controllers; older files wrap nothing.
_CONTROLLED = ("ControllerAction", "ActivateControllerAction")

_Made = Callable[[Element, State], tuple[Move, State]]
#: Actions by what they decide on: the speed, the way, or both.
SPEEDS, WAYS, BOTH = frozenset(["speed"]), frozenset(["way"]), frozenset(["speed", "way"])
_ON_WHEELS: Mapping[str, tuple[_Made, frozenset[str]]] = {
    "SpeedAction": (speed_change, SPEEDS),
    "LaneChangeAction": (lane_change, WAYS),
    "LaneOffsetAction": (lane_offset, WAYS),
    "FollowTrajectoryAction": (followed, BOTH),
    "AssignRouteAction": (assigned_route, WAYS),
    "AcquirePositionAction": (acquired_position, WAYS),
}
_ON_FOOT: Mapping[str, tuple[_Made, frozenset[str]]] = {
    "SpeedAction": (pace_change, BOTH),
    "FollowTrajectoryAction": (followed, BOTH),
}


def move_of(action: Element, state: State) -> tuple[Move, State]:
    """Return the move of an ``<Action>`` or ``<PrivateAction>``, and what is known after it.

    Raises Fault if the language has no step for it.
    """
    said = _kind(action, state.entity)
    if said.tag in _CONTROLLED:
        return controlled(action.first("PrivateAction") or action, state)
    return _kinds(state.entity)[said.tag][0](said, state)


def domains_of(action: Element, entity: Entity) -> frozenset[str]:
    """Return what an action of an entity decides on; a later one that decides on the same takes its place."""
    said = _kind(action, entity)
    return frozenset() if said.tag in _CONTROLLED else _kinds(entity)[said.tag][1]


def is_trajectory(action: Element) -> bool:
    """Return whether an action makes an entity follow a trajectory."""
    return any(each.tag == "FollowTrajectoryAction" for each in _inner(action))


def _kinds(entity: Entity) -> Mapping[str, tuple[_Made, frozenset[str]]]:
    return _ON_WHEELS if entity.family == "Vehicle" else _ON_FOOT


def _kind(action: Element, entity: Entity) -> Element:
    """Return the element that says what an action is."""
    kinds, said = _kinds(entity), list(_inner(action))
    for each in said:
        if each.tag in kinds or (each.tag in _CONTROLLED and entity.family == "Vehicle"):
            return each
    named = [each for each in said if each.tag.endswith("Action")]
    last = named[-1] if named else action
    who = "vehicles" if entity.family == "Vehicle" else "others"
    raise Fault(last.line, f"<{last.tag}> is not supported; {who} know {', '.join(sorted(kinds))}")


def _inner(action: Element) -> Iterator[Element]:
    """Yield the elements that wrap one another, from the outermost."""
    while action.children:
        action = action.children[0]
        yield action
