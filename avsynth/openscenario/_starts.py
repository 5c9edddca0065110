"""How everybody starts: what ``<Init>`` says of each entity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from avsynth.core.xml import Element, Fault
from avsynth.datatypes.network import RoadNetwork
from avsynth.openscenario._controllers import controls_of, drives
from avsynth.openscenario._entities import Entity, coupled, entity_of
from avsynth.openscenario._moves import Known
from avsynth.openscenario._positions import Place, Unplaced, place_of
from avsynth.openscenario._speeds import goes_by_another, takes_time, target_speed
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
    """Return how each entity starts, by the names of the file; raise Fault where one has no place.

    Who is put beside another, or is as fast, may be said before it.
    """
    starts = {name: Start() for name in entities}
    said = [
        (entity_of(private, entities), action)
        for private in actions.all("Private")
        for action in private.all("PrivateAction")
    ]
    while said:
        waiting, fault = _begun(said, starts, entities, network)
        if len(waiting) == len(said):
            raise fault
        said = waiting
    for name, start in starts.items():
        if not entities[name].tower:
            start.place = start.place or _first_place(start, entities, network)
            if start.place is None:
                raise Fault(actions.line, f"<Init> puts {name!r} nowhere; a <TeleportAction> is needed")
    for entity in entities.values():
        if entity.tower:
            _couple(entity, entities, starts)
    return starts


def _begun(
    said: list[tuple[Entity, Element]],
    starts: Mapping[str, Start],
    entities: Mapping[str, Entity],
    network: RoadNetwork,
) -> tuple[list[tuple[Entity, Element]], Fault | None]:
    """Note what actions say of the start; return those that wait for the place of another, and the first reason."""
    waiting, fault, later = [], None, {entity.origin for entity, action in said if _speed(action) is not None}
    for entity, action in said:
        other = _faster_than(action)
        try:
            if other in later - {entity.origin}:
                raise Unplaced(action.line, f"<RelativeTargetSpeed>: the speed of {other!r} is not known before")
            _begin(entity, starts[entity.origin], action, starts, network)
            later -= {entity.origin} if _speed(action) is not None else set()
        except Unplaced as unplaced:
            waiting, fault = [*waiting, (entity, action)], fault or unplaced
    return waiting, fault


def _couple(entity: Entity, entities: Mapping[str, Entity], starts: Mapping[str, Start]) -> None:
    """Put what is drawn behind what draws it, wherever it was put before; raise Fault if it is to do anything."""
    chain = [entity]
    while chain[-1].tower:
        chain.append(entities[chain[-1].tower])
    me, begin = starts[entity.origin], starts[chain[-1].origin]
    if me.actions:
        raise Fault(me.actions[0].line, f"<{me.actions[0].tag}>: {entity.origin!r} is towed and does nothing by itself")
    back = entity.ahead - chain[-1].ahead + sum(sum(coupled(*pair)) for pair in pairwise(chain))
    x, y = begin.place.ahead(-back)
    me.place, me.speed = Place(x, y, begin.place.z, begin.place.yaw), begin.speed


def known_of(starts: Mapping[str, Start], board: Board, entities: Mapping[str, Entity], network: RoadNetwork) -> Known:
    """Return what actions may refer to: of others what nothing in the file changes."""
    steady, keeping = _without(_LONGITUDINAL, starts, board), _without(_LATERAL, starts, board)
    speeds = {name: starts[name].speed for name in steady if not starts[name].is_driven}
    everywhere = {name: start.place for name, start in starts.items()}
    still = {name: everywhere[name] for name in keeping if speeds.get(name) == 0.0 and not entities[name].tower}
    return Known(entities, network, speeds, {name: everywhere[name] for name in keeping}, everywhere, still)


#: Elements of actions that change the speed, and the lane.
_LONGITUDINAL = ("LongitudinalAction", "FollowTrajectoryAction", "SynchronizeAction")
_LATERAL = ("LateralAction", "RoutingAction", "TeleportAction")


def _without(tags: tuple[str, ...], starts: Mapping[str, Start], board: Board) -> list[str]:
    """Return the names of those that do nothing of some kinds after the start."""
    doing = [(actor.origin, event.said) for act in board.acts for event in act.events for actor in event.actors]
    doing += [(name, action) for name, start in starts.items() for action in start.actions]
    busy = {name for name, said in doing if any(each.tag in tags for each in said.everything())}
    return [name for name in starts if name not in busy]


def _begin(entity: Entity, start: Start, action: Element, starts: Mapping[str, Start], network: RoadNetwork) -> None:
    """Note what one ``<PrivateAction>`` says of the start."""
    position, speed, controls = action.first("TeleportAction", "Position"), _speed(action), controls_of(action)
    if position is not None:
        places = {name: other.place for name, other in starts.items() if other.place is not None}
        start.place = place_of(position, network, places)
    elif speed is not None and not takes_time(speed):
        start.speed = target_speed(speed, {name: other.speed for name, other in starts.items()})
        if start.speed and entity.family == "MiscObject":
            raise Fault(speed.line, f"<SpeedAction>: {entity.origin!r} is a thing and stays where it is")
        if goes_by_another(speed):
            start.actions.append(action)
    elif controls:
        start.is_driven = start.is_driven or any(map(drives, controls))
    else:
        start.actions.append(action)


def _speed(action: Element) -> Element | None:
    return action.first("LongitudinalAction", "SpeedAction")


def _faster_than(action: Element) -> str:
    """Return the name of the entity by whose speed another starts; empty if it starts by its own."""
    relative = action.first("LongitudinalAction", "SpeedAction", "SpeedActionTarget", "RelativeTargetSpeed")
    return "" if relative is None else relative.word("entityRef")


def _first_place(start: Start, entities: Mapping[str, Entity], network: RoadNetwork) -> Place | None:
    """Return where the trajectory begins that an entity follows from the start on, None without one."""
    found = (each for action in start.actions for each in action.everything() if each.tag == "FollowTrajectoryAction")
    trajectory = next(found, None)
    return None if trajectory is None else first_place(trajectory, Known(entities, network, {}, {}))
