"""The storyboard: which entity does what, and what begins it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from avsynth.core.xml import Element, Fault
from avsynth.openscenario._actions import State, steps_of, target_speed
from avsynth.openscenario._conditions import both, condition_of, name_of

#: Makes the step of a ``<FollowTrajectoryAction>``.
Follow = Callable[[Element], str]
#: States of an element after which the next one may begin.
_ENDED = ("endTransition", "completeState")


@dataclass(frozen=True)
class Event:
    """One event of one entity.

    Parameters
    ----------
    actor : str
        Our name of the entity.
    names : frozenset of str
        By which others refer to it: its own, and those of its actions.
    condition : str
        When it begins; empty for the start.
    after : str
        Name of the event that it follows instead; empty for none.
    actions : tuple of Element
    """

    actor: str
    names: frozenset[str]
    condition: str
    after: str
    actions: tuple[Element, ...]


def events_of(board: Element, names: Mapping[str, str]) -> list[Event]:
    """Return all events of the storyboard; `names` are ours by those of the file."""
    found = []
    for act in (act for story in board.all("Story") for act in story.all("Act")):
        begins = condition_of(act.first("StartTrigger"), names)
        for group in act.all("ManeuverGroup"):
            actors = [name_of(each, names) for each in group.within("Actors") if each.tag == "EntityRef"]
            events = [event for maneuver in group.all("Maneuver") for event in maneuver.all("Event")]
            found += [_event(event, actor, begins, names) for event in events for actor in actors]
    return found


def _event(event: Element, actor: str, begins: str, names: Mapping[str, str]) -> Event:
    if event.word("maximumExecutionCount", "1") != "1":
        raise Fault(event.line, f"<Event name={event.word('name')!r}>: repeated events are not supported")
    actions = tuple(event.all("Action"))
    called = frozenset([event.word("name"), *(action.word("name", "") for action in actions)])
    trigger = event.first("StartTrigger")
    after = _after(trigger)
    condition = "" if after else both(begins, condition_of(trigger, names))
    return Event(actor, called, condition, after, actions)


def _after(trigger: Element | None) -> str:
    """Return the name of the element whose end alone triggers; empty if it is something else."""
    conditions = (
        [] if trigger is None else [c for group in trigger.all("ConditionGroup") for c in group.all("Condition")]
    )
    states = [each.first("ByValueCondition", "StoryboardElementStateCondition") for each in conditions]
    state = next(filter(None, states), None)
    if state is None:
        return ""
    if len(conditions) > 1 or state.word("state") not in _ENDED:
        raise Fault(
            state.line, f"<{state.tag}>: only the end of one event, alone, is supported ({' or '.join(_ENDED)})"
        )
    return state.word("storyboardElementRef")


def blocks(events: Sequence[Event], state: State, follow: Follow, *, on_foot: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield condition and steps of what one entity does, each event with those that follow it.

    `follow` makes the step of a trajectory. Raises Fault at an action without a step, and where an event follows one
    that the entity has not.
    """
    followed = {name for event in events for name in event.names}
    for event in events:
        if event.after and event.after not in followed:
            line = event.actions[0].line if event.actions else 1
            raise Fault(line, f"an event of {event.actor} follows {event.after!r}, which is no event of its own")
    for event in (event for event in events if not event.after):
        steps, waiting = [], [event]
        while waiting:
            now = waiting.pop(0)
            for action in now.actions:
                more, state = _steps(action, state, follow, on_foot=on_foot)
                steps += more
            waiting += [other for other in events if other.after in now.names]
        yield event.condition, steps


def _steps(action: Element, state: State, follow: Follow, *, on_foot: bool) -> tuple[list[str], State]:
    private = action.first("PrivateAction")
    if private is None:
        said = action.children[0] if action.children else action
        raise Fault(said.line, f"<{said.tag}> is not supported in an event; only <PrivateAction> is")
    trajectory = private.first("RoutingAction", "FollowTrajectoryAction")
    if trajectory is not None:
        return [follow(trajectory)], state
    if not on_foot:
        return steps_of(private, state)
    speed = private.first("LongitudinalAction", "SpeedAction")
    if speed is None:
        said = private.children[0] if private.children else private
        raise Fault(
            said.line,
            f"<{said.tag}> is not supported for pedestrians; use SpeedAction or FollowTrajectoryAction",
        )
    target = target_speed(speed)
    return [f"walk(speed: {target:.9g} m/s)" if target else "idle()"], State(state.entity, target)
