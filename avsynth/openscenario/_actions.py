"""What entities do: private actions of the format as moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from avsynth.core.xml import Element, Fault
from avsynth.openscenario._controllers import controlled
from avsynth.openscenario._entities import Entity
from avsynth.openscenario._lateral import lane_change, lane_offset
from avsynth.openscenario._moves import Move, State
from avsynth.openscenario._relations import appeared, aside_kept, distance_kept, synchronized
from avsynth.openscenario._routes import acquired_position, assigned_route
from avsynth.openscenario._speeds import pace_change, speed_change, speed_profile
from avsynth.openscenario._trajectories import followed
from avsynth.openscenario._variables import SETTING, setting, word

#: What wraps actions of controllers; older files wrap nothing.
_CONTROLLED = ("ControllerAction", "ActivateControllerAction")


def shown(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of a ``<VisibilityAction>``: none; nobody can be hidden."""
    hidden = [word for word in ("graphics", "sensors", "traffic") if not said.truth(word)]
    if hidden:
        raise Fault(said.line, f'<{said.tag} {hidden[0]}="false">: nobody can be hidden from the world')
    return Move(()), state


def variable_set(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of an action that sets a variable: the word that it has got its value."""
    return Move((f'emit("{word(*setting(said))}")',)), state


_Made = Callable[[Element, State], tuple[Move, State]]
#: Actions by what they decide on: the speed, the way, or both.
SPEEDS, WAYS, BOTH = frozenset(["speed"]), frozenset(["way"]), frozenset(["speed", "way"])
_ON_WHEELS: Mapping[str, tuple[_Made, frozenset[str]]] = {
    "SpeedAction": (speed_change, SPEEDS),
    "SpeedProfileAction": (speed_profile, SPEEDS),
    "LongitudinalDistanceAction": (distance_kept, SPEEDS),
    "SynchronizeAction": (synchronized, SPEEDS),
    "LateralDistanceAction": (aside_kept, WAYS),
    "TeleportAction": (appeared, WAYS),
    "VisibilityAction": (shown, frozenset()),
    **dict.fromkeys(SETTING, (variable_set, frozenset())),
    "LaneChangeAction": (lane_change, WAYS),
    "LaneOffsetAction": (lane_offset, WAYS),
    "FollowTrajectoryAction": (followed, BOTH),
    "AssignRouteAction": (assigned_route, WAYS),
    "AcquirePositionAction": (acquired_position, WAYS),
}
_ON_FOOT: Mapping[str, tuple[_Made, frozenset[str]]] = {
    "SpeedAction": (pace_change, BOTH),
    "FollowTrajectoryAction": (followed, BOTH),
    "SynchronizeAction": (synchronized, frozenset()),
    "TeleportAction": (appeared, frozenset()),
    "VisibilityAction": (shown, frozenset()),
    **dict.fromkeys(SETTING, (variable_set, frozenset())),
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
    return any(each.tag == "FollowTrajectoryAction" for each in action.everything())


def _kinds(entity: Entity) -> Mapping[str, tuple[_Made, frozenset[str]]]:
    return _ON_WHEELS if entity.family == "Vehicle" else _ON_FOOT


def _kind(action: Element, entity: Entity) -> Element:
    """Return the element that says what an action is; raise Fault if it is none that such an entity does."""
    allowed = set(_kinds(entity)) | (set(_CONTROLLED) if entity.family == "Vehicle" else set())
    while action.tag not in allowed:
        inner = _HOLDERS.get(action.tag, _LEAVES)
        action = action.choice([tag for tag in inner if tag in allowed or tag in _HOLDERS])
    return action


_LEAVES = ("SynchronizeAction", "TeleportAction", "VisibilityAction", *_CONTROLLED)
#: Elements of the format that hold actions, and which.
_HOLDERS: Mapping[str, tuple[str, ...]] = {
    "Action": ("PrivateAction", "GlobalAction"),
    "GlobalAction": tuple(SETTING),
    "PrivateAction": (*_LEAVES, "LongitudinalAction", "LateralAction", "RoutingAction"),
    "LongitudinalAction": ("SpeedAction", "SpeedProfileAction", "LongitudinalDistanceAction"),
    "LateralAction": ("LaneChangeAction", "LaneOffsetAction", "LateralDistanceAction"),
    "RoutingAction": ("AssignRouteAction", "FollowTrajectoryAction", "AcquirePositionAction"),
}
