"""How everybody starts: what ``<Init>`` says of each entity."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from avsynth.core.xml import Element, Fault
from avsynth.datatypes.network import RoadNetwork
from avsynth.openscenario._controllers import controls_of, drives
from avsynth.openscenario._entities import Entity, coupled, entity_of
from avsynth.openscenario._moves import Known
from avsynth.openscenario._positions import Place, place_of
from avsynth.openscenario._speeds import takes_time, target_speed
from avsynth.openscenario._states import Board
from avsynth.openscenario._trajectories import first_place


@dataclass
class Start:
    """How one entity starts.

    Parameters
    ----------
    place : Place, optional
    speed : float [m/s]
    is_driven : bool
        Whether a controller drives it.
    actions : list of Element
        What else it does from the start on.
    """

    place: Place | None = None
    speed: float = 0.0
    is_driven: bool = False
    actions: list[Element] = field(default_factory=list)


def starts_of(actions: Element, entities: Mapping[str, Entity], network: RoadNetwork) -> dict[str, Start]:
    """Return how each entity starts, by the names of the file; raise Fault where one has no place."""
    starts = {name: Start() for name in entities}
    for private in actions.all("Private"):
        start = starts[entity_of(private, entities).origin]
        for action in private.all("PrivateAction"):
            _begin(start, action, starts, network)
    for name, start in starts.items():
        if entities[name].tower:
            continue
        start.place = start.place or _first_place(start, network)
        if start.place is None:
            raise Fault(actions.line, f"<Init> puts {name!r} nowhere; a <TeleportAction> is needed")
    for entity in entities.values():
        if entity.tower:
            _couple(entity, entities, starts)
    return starts


def _couple(entity: Entity, entities: Mapping[str, Entity], starts: Mapping[str, Start]) -> None:
    """Put what is drawn behind what draws it, wherever it was put before; raise Fault if it is to do anything."""
    chain = [entity]
    while chain[-1].tower:
        chain.append(entities[chain[-1].tower])
    me, begin = starts[entity.origin], starts[chain[-1].origin]
    if me.actions:
        raise Fault(me.actions[0].line, f"<{me.actions[0].tag}>: {entity.origin!r} is towed and does nothing by itself")
    back = entity.ahead - chain[-1].ahead + sum(sum(coupled(*pair)) for pair in pairwise(chain))
    x, y = begin.place.x - back * math.cos(begin.place.yaw), begin.place.y - back * math.sin(begin.place.yaw)
    me.place, me.speed = Place(x, y, begin.place.z, begin.place.yaw), begin.speed


def known_of(starts: Mapping[str, Start], board: Board, entities: Mapping[str, Entity], network: RoadNetwork) -> Known:
    """Return what actions may refer to: of others what nothing in the file changes."""
    steady, keeping = _without(_LONGITUDINAL, starts, board), _without(_LATERAL, starts, board)
    speeds = {name: starts[name].speed for name in steady if not starts[name].is_driven}
    return Known(entities, network, speeds, {name: starts[name].place for name in keeping})


#: Elements of actions that change the speed, and the lane.
_LONGITUDINAL = ("LongitudinalAction", "FollowTrajectoryAction", "SynchronizeAction")
_LATERAL = ("LateralAction", "RoutingAction", "TeleportAction")


def _without(tags: tuple[str, ...], starts: Mapping[str, Start], board: Board) -> list[str]:
    """Return the names of those that do nothing of some kinds after the start."""
    doing = [(actor.origin, event.said) for act in board.acts for event in act.events for actor in event.actors]
    doing += [(name, action) for name, start in starts.items() for action in start.actions]
    busy = {name for name, said in doing if any(each.tag in tags for each in said.everything())}
    return [name for name in starts if name not in busy]


def _begin(start: Start, action: Element, starts: Mapping[str, Start], network: RoadNetwork) -> None:
    """Note what one ``<PrivateAction>`` says of the start."""
    position, speed = action.first("TeleportAction", "Position"), action.first("LongitudinalAction", "SpeedAction")
    controls = controls_of(action)
    if position is not None:
        places = {name: other.place for name, other in starts.items() if other.place is not None}
        start.place = place_of(position, network, places)
    elif speed is not None and not takes_time(speed):
        start.speed = target_speed(speed, {name: other.speed for name, other in starts.items()})
    elif controls:
        start.is_driven = start.is_driven or any(map(drives, controls))
    else:
        start.actions.append(action)


def _first_place(start: Start, network: RoadNetwork) -> Place | None:
    """Return where the trajectory begins that an entity follows from the start on, None without one."""
    found = (each for action in start.actions for each in action.everything() if each.tag == "FollowTrajectoryAction")
    trajectory = next(found, None)
    return None if trajectory is None else first_place(trajectory, network)
