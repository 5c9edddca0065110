"""The storyboard as a tree of acts and events, and what the state of one of its elements means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from avsynth.core.errors import did_you_mean
from avsynth.core.xml import Element, Fault
from avsynth.datatypes.network import RoadNetwork
from avsynth.openscenario._asked import Asked, Condition, joined, one_of
from avsynth.openscenario._entities import Entity, entity_of
from avsynth.openscenario._events import (
    BEGINS,
    DONE,
    ENDS,
    OVER,
    OVERRIDING,
    PARALLEL,
    RUNNING,
    SKIPPING,
    STANDBY,
    WORDS,
    Act,
    Event,
)
from avsynth.openscenario._triggers import Cause, cause_of
from avsynth.openscenario._variables import condition


@dataclass(eq=False)
class Board:
    """All acts of a storyboard, what ends the run, and the words that events have to emit since others go by them."""

    acts: list[Act]
    stop: Cause | None = None
    told: set[str] = field(default_factory=set)

    @classmethod
    def of(
        cls, said: Element, entities: Mapping[str, Entity], network: RoadNetwork, variables: Mapping[str, str]
    ) -> Board:
        """Return the board of a ``<Storyboard>``; raise Fault at a trigger that the language has no words for.

        `variables` are the values at the start.
        """
        board = cls([_act(story, act, entities) for story in said.all("Story") for act in story.all("Act")])
        actions = [(event.actors, action) for event in board.events for action in event.actions]
        asked = Asked(entities, network, board._state, lambda kind: condition(kind, variables, actions))
        for act in board.acts:
            act.cause = cause_of(act.said.first("StartTrigger"), asked)
            act.stop = _stop(act.said, asked)
            for event in act.events:
                event.after, event.needs_done = board._before(event)
                trigger = event.said.first("StartTrigger")
                again = event.word(BEGINS) if event.rounds > 1 else ""
                event.cause = Cause(delay=_delay(trigger)) if event.after else cause_of(trigger, asked, again)
                board.told |= {again} - {""}
        board.stop = _stop(said, asked)
        return board

    @property
    def events(self) -> Iterator[Event]:
        """All events, in the order of the file."""
        return (event for act in self.acts for event in act.events)

    def tell(self, event: Event, what: str) -> str:
        """Return the word of an event, which it emits from now on."""
        self.told.add(event.word(what))
        return event.word(what)

    def running(self, event: Event) -> str:
        """Return the condition that an event runs, of which it tells from now on."""
        self.tell(event, BEGINS), self.tell(event, OVER)
        return event.is_running

    def _before(self, event: Event) -> tuple[Event | None, bool]:
        """Return the one event of the same entity whose end alone begins `event`, or None; whether it must be done."""
        trigger = event.said.first("StartTrigger")
        conditions = [c for group in trigger.all("ConditionGroup") for c in group.all("Condition")] if trigger else []
        if len(conditions) != 1 or event.rounds > 1:
            return None, False
        state = conditions[0].first("ByValueCondition", "StoryboardElementStateCondition")
        if state is None or WORDS.get(state.word("state")) not in (DONE, ENDS):
            return None, False
        found = self._named(state)
        is_chain = len(found) == 1 and found[0].actors == event.actors and len(event.actors) == 1
        is_whole = state.word("storyboardElementType") != "action" or len(found[0].actions) == 1
        is_before = is_chain and is_whole and found[0].rounds == 1 and found[0] is not event
        return (found[0], WORDS[state.word("state")] == DONE) if is_before else (None, False)

    def _state(self, said: Element, asked: Asked) -> Condition:
        """Return what a ``<StoryboardElementStateCondition>`` asks."""
        state = one_of(said, "state", (*WORDS, RUNNING, STANDBY))
        events, kind = self._named(said), said.word("storyboardElementType")
        if state == "startTransition":
            return self._begun(said, events, asked)
        if state in (RUNNING, STANDBY):
            begun = self._begun(said, events, asked).text
            if state == STANDBY:
                return Condition(f"not ({begun})" if begun else "time() < 0 s")
            over = f"not ({self._over(kind, events, 'completeState')})"
            return Condition(joined("and", [begun, over]) if begun else over)
        return Condition(self._over(kind, events, state), lasts=True)

    def _over(self, kind: str, events: Sequence[Event], state: str) -> str:
        """Return the condition that an element has come to an end; one with others in it only ends with all of them."""
        if kind in ("event", "action"):
            return self._all(events, WORDS[state])
        act = next(act for act in self.acts if events[0] in act.events)
        over, actors = self._all(events, ENDS), dict.fromkeys(actor for event in events for actor in event.actors)
        if act.stop is None or kind == "story":
            return over
        stopped = joined("and", [f'emitted({actor.name}, "{act.stops}")' for actor in actors])
        return {
            "completeState": joined("or", [over, stopped]),
            "endTransition": joined("and", [over, f"not ({stopped})"]),
        }.get(state, stopped)

    def _begun(self, said: Element, events: Sequence[Event], asked: Asked) -> Condition:
        kind = said.word("storyboardElementType")
        if kind == "story":
            return Condition("")
        if kind in ("event", "action"):
            return Condition(self._all(events, BEGINS), lasts=True)
        act = next(act for act in self.acts if events[0] in act.events)
        cause = cause_of(act.said.first("StartTrigger"), asked)
        if cause.is_plain and not cause.watches and (cause.lasts or not cause.condition):
            return Condition(cause.condition, cause.lasts)
        raise Fault(said.line, f"<{said.tag}>: only acts that begin by the clock or an event can begin others")

    def _all(self, events: Sequence[Event], what: str) -> str:
        """Return the condition that all of some events have got so far, of which they tell from now on."""
        words = {event: self.tell(event, what) for event in events}
        return joined(
            "and", [f'emitted({actor.name}, "{word}")' for event, word in words.items() for actor in event.actors]
        )

    def _named(self, said: Element) -> list[Event]:
        """Return the events that are, or stand in, the element that a condition refers to."""
        kind, name = said.word("storyboardElementType"), said.word("storyboardElementRef")
        found = [event for event in self.events if event.stands_in(kind, name.split("::")) and event.actors]
        if not found:
            known = {each for event in self.events for each_kind, each in event.within if each_kind == kind}
            hint = did_you_mean(name, known) or f"; there are: {', '.join(sorted(known)) or 'none'}"
            raise Fault(said.line, f"<{said.tag}>: there is no {kind} {name!r} in which an entity acts{hint}")
        return found


def _act(story: Element, act: Element, entities: Mapping[str, Entity]) -> Act:
    names = (story.word("name", ""), act.word("name", ""))
    found = []
    for group in act.all("ManeuverGroup"):
        around = (("story", names[0]), ("act", names[1]), _name("maneuverGroup", group))
        actors = _actors(group, entities)
        if group.number("maximumExecutionCount", 1.0) != 1:
            told = "groups that begin again are not supported; let the events in them happen more often"
            raise Fault(group.line, f"<ManeuverGroup maximumExecutionCount=…>: {told}")
        for maneuver in group.all("Maneuver"):
            inner = (*around, _name("maneuver", maneuver))
            found += [_event(event, actors, inner, maneuver) for event in maneuver.all("Event")]
    return Act(act, " ".join(names), found)


def _name(kind: str, said: Element) -> tuple[str, str]:
    return kind, said.word("name", "")


def _event(said: Element, actors: tuple[Entity, ...], within: tuple, maneuver: Element) -> Event:
    actions = said.all("Action")
    if not actors and actions:
        inner = next(iter(actions[0].children), actions[0])
        raise Fault(inner.line, f"<{inner.tag}> is not supported in an event; only actions of entities are")
    rounds = said.number("maximumExecutionCount", 1.0)
    if rounds < 1 or rounds != int(rounds):
        raise Fault(said.line, f'<Event maximumExecutionCount="{rounds:g}">: a whole number from 1 on is expected')
    priority = one_of(said, "priority", (*OVERRIDING, PARALLEL, SKIPPING), PARALLEL)
    within = (*within, ("event", said.word("name")))
    return Event(said, actors, within, maneuver, priority, int(rounds), actions)


def _actors(group: Element, entities: Mapping[str, Entity]) -> tuple[Entity, ...]:
    said = group.first("Actors")
    if said is None:
        return ()
    if said.truth("selectTriggeringEntities"):
        raise Fault(said.line, "<Actors>: entities that trigger are not supported as actors; name them")
    return tuple(entity_of(each, entities) for each in said.all("EntityRef"))


def _stop(said: Element, asked: Asked) -> Cause | None:
    """Return what a ``<StopTrigger>`` waits for; None if nothing."""
    trigger = said.first("StopTrigger")
    return cause_of(trigger, asked) if trigger is not None and trigger.children else None


def _delay(trigger: Element | None) -> float:
    """Return the delay of the only condition of a trigger [s]."""
    conditions = trigger.within("ConditionGroup") if trigger else []
    for each in conditions:
        one_of(each, "conditionEdge", ("none", "rising"), "none")  # what has ended has risen once
    return conditions[0].number("delay", 0.0) if conditions else 0.0
