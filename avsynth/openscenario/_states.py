"""The storyboard as a tree of acts and events, and what the state of one of its elements means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from avsynth.core.errors import did_you_mean
from avsynth.core.xml import Element, Fault
from avsynth.datatypes.network import RoadNetwork
from avsynth.openscenario._asked import Asked, Condition, joined
from avsynth.openscenario._entities import Entity, entity_of
from avsynth.openscenario._triggers import Cause, cause_of

#: Most rounds of an event; the language has no more in a ``repeat``.
MOST_ROUNDS = 100
#: States of an element after it has begun and after it has ended, and the one in between.
BEGUN, ENDED, RUNNING = ("startTransition",), ("endTransition", "completeState"), ("runningState",)


@dataclass(eq=False)
class Event:
    """One event of one or several entities.

    Parameters
    ----------
    said : Element
    actors : tuple of Entity
    within : tuple of (str, str)
        Kind and name of itself and what it stands in, from the story on.
    cause : Cause
    after : Event, optional
        The event of the same entity whose end alone begins it.
    """

    said: Element
    actors: tuple[Entity, ...]
    within: tuple[tuple[str, str], ...]
    cause: Cause = field(default_factory=Cause)
    after: Event | None = None

    @property
    def label(self) -> str:
        """By which others go: names of its maneuver and its own."""
        return " ".join(name for _, name in self.within[-2:]).replace('"', "'")

    @property
    def actions(self) -> list[Element]:
        """Its ``<Action>`` elements."""
        return self.said.all("Action")

    @property
    def rounds(self) -> int:
        """How often it may happen."""
        return min(int(self.said.number("maximumExecutionCount", 1.0)), MOST_ROUNDS)

    def stands_in(self, kind: str, path: list[str]) -> bool:
        """Return whether it is or stands in an element of a kind; `path` is its name, after those of others around."""
        if kind == "action":
            return any(action.word("name", "") == path[-1] for action in self.actions) and self._passes(path[:-1])
        return (kind, path[-1]) in self.within and self._passes(path[:-1])

    def _passes(self, names: list[str]) -> bool:
        return set(names) <= {name for _, name in self.within}


@dataclass(eq=False)
class Act:
    """One act: what begins it, and its events."""

    said: Element
    events: list[Event]
    cause: Cause = field(default_factory=Cause)


@dataclass(eq=False)
class Board:
    """All acts of a storyboard, and the words that events have to emit since others go by them."""

    acts: list[Act]
    told: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, said: Element, entities: Mapping[str, Entity], network: RoadNetwork) -> Board:
        """Return the board of a ``<Storyboard>``; raise Fault at a trigger that the language has no words for."""
        board = cls([_act(story, act, entities) for story in said.all("Story") for act in story.all("Act")])
        asked = Asked(entities, network, board._state)
        for act in board.acts:
            act.cause = cause_of(act.said.first("StartTrigger"), asked)
            for event in act.events:
                event.after = board._before(event)
                trigger = event.said.first("StartTrigger")
                event.cause = Cause(delay=_delay(trigger)) if event.after else cause_of(trigger, asked)
        return board

    def _before(self, event: Event) -> Event | None:
        """Return the one event of the same entity whose end alone begins `event`, or None."""
        conditions = [c for group in event.said.within("StartTrigger") for c in group.all("Condition")]
        state = conditions[0].first("ByValueCondition", "StoryboardElementStateCondition") if conditions else None
        if state is None or len(conditions) > 1 or state.word("state") not in ENDED or event.rounds > 1:
            return None
        found = self._named(state)
        is_chain = len(found) == 1 and found[0].actors == event.actors and len(event.actors) == 1
        is_whole = state.word("storyboardElementType") != "action" or len(found[0].actions) == 1
        return found[0] if is_chain and is_whole and found[0].rounds == 1 and found[0] is not event else None

    def _state(self, said: Element, asked: Asked) -> Condition:
        """Return what a ``<StoryboardElementStateCondition>`` asks."""
        state, events = said.word("state"), self._named(said)
        if state in ENDED:
            return Condition(self._all(events, "ends"), lasts=True)
        if state not in (*BEGUN, *RUNNING):
            allowed = ", ".join([*BEGUN, *RUNNING, *ENDED])
            raise Fault(said.line, f"<{said.tag}>: the state {state!r} is not supported; use {allowed}")
        begun = self._begun(said, events, asked)
        if state in BEGUN:
            return begun
        over = f"not ({self._all(events, 'ends')})"
        return Condition(joined("and", [begun.text, over]) if begun.text else over)

    def _begun(self, said: Element, events: list[Event], asked: Asked) -> Condition:
        kind = said.word("storyboardElementType")
        if kind == "story":
            return Condition("")
        if kind in ("event", "action"):
            return Condition(self._all(events, "begins"), lasts=True)
        act = next(act for act in self.acts if events[0] in act.events)
        cause = cause_of(act.said.first("StartTrigger"), asked)
        if cause.is_plain and (cause.lasts or not cause.condition):
            return Condition(cause.condition, cause.lasts)
        raise Fault(said.line, f"<{said.tag}>: only acts that begin by the clock or an event can begin others")

    def _all(self, events: list[Event], what: str) -> str:
        """Return the condition that all of some events have got so far, of which they tell from now on."""
        self.told |= {f"{event.label} {what}" for event in events}
        return joined(
            "and", [f'emitted({actor.name}, "{event.label} {what}")' for event in events for actor in event.actors]
        )

    def _named(self, said: Element) -> list[Event]:
        """Return the events that are, or stand in, the element that a condition refers to."""
        kind, name = said.word("storyboardElementType"), said.word("storyboardElementRef")
        events = [event for act in self.acts for event in act.events]
        found = [event for event in events if event.stands_in(kind, name.split("::")) and event.actors]
        if not found:
            known = {each for event in events for each_kind, each in event.within if each_kind == kind}
            hint = did_you_mean(name, known) or f"; there are: {', '.join(sorted(known)) or 'none'}"
            raise Fault(said.line, f"<{said.tag}>: there is no {kind} {name!r} in which an entity acts{hint}")
        return found


def _act(story: Element, act: Element, entities: Mapping[str, Entity]) -> Act:
    within, found = (("story", story.word("name", "")), ("act", act.word("name", ""))), []
    for group in act.all("ManeuverGroup"):
        actors = _actors(group, entities)
        for maneuver in group.all("Maneuver"):
            inner = (*within, ("maneuverGroup", group.word("name", "")), ("maneuver", maneuver.word("name", "")))
            found += [Event(event, actors, (*inner, ("event", event.word("name")))) for event in maneuver.all("Event")]
    for event in found:
        if not event.actors and event.actions:
            said = next(iter(event.actions[0].children), event.actions[0])
            raise Fault(said.line, f"<{said.tag}> is not supported in an event; only actions of entities are")
    return Act(act, found)


def _actors(group: Element, entities: Mapping[str, Entity]) -> tuple[Entity, ...]:
    said = group.first("Actors")
    if said is None:
        return ()
    if said.truth("selectTriggeringEntities"):
        raise Fault(said.line, "<Actors>: entities that trigger are not supported as actors; name them")
    return tuple(entity_of(each, entities) for each in said.all("EntityRef"))


def _delay(trigger: Element | None) -> float:
    """Return the delay of the only condition of a trigger [s]."""
    conditions = trigger.within("ConditionGroup") if trigger else []
    return conditions[0].number("delay", 0.0) if conditions else 0.0
