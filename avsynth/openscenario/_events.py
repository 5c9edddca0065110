"""Events and acts of a storyboard, and the words by which others go."""

from __future__ import annotations

from dataclasses import dataclass, field

from avsynth.core.xml import Element
from avsynth.openscenario._asked import joined
from avsynth.openscenario._entities import Entity
from avsynth.openscenario._triggers import Cause

#: How far an event has got, in the words that it emits: it begins; a round of it is over, done to its end, stopped by
#: something else, or skipped; it ends, with its last round.
BEGINS, OVER, DONE, STOPPED, SKIPPED, ENDS = "begins", "is over", "is done", "is stopped", "is skipped", "ends"
#: States and transitions of the format by those words; and those of an element that runs, or waits to begin.
WORDS = {
    "startTransition": BEGINS,
    "endTransition": DONE,
    "stopTransition": STOPPED,
    "skipTransition": SKIPPED,
    "completeState": ENDS,
}
RUNNING, STANDBY = "runningState", "standbyState"
#: What a beginning event does to those of its maneuver that run: it stops them, lets them run, or does not begin.
OVERRIDING, PARALLEL, SKIPPING = ("override", "overwrite"), "parallel", "skip"


@dataclass(eq=False)
class Event:
    """One event of one or several entities.

    Parameters
    ----------
    said : Element
    actors : tuple of Entity
    within : tuple of (str, str)
        Kind and name of itself and what it stands in, from the story on.
    maneuver : Element
        Its ``<Maneuver>``.
    priority : str
    rounds : int
        How often it may happen.
    actions : list of Element
        Its ``<Action>`` elements.
    cause : Cause
    after : Event, optional
        The event of the same entity whose end alone begins it.
    needs_done : bool
        Whether that has to be done, and not stopped.
    """

    said: Element
    actors: tuple[Entity, ...]
    within: tuple[tuple[str, str], ...]
    maneuver: Element
    priority: str
    rounds: int
    actions: list[Element]
    cause: Cause = field(default_factory=Cause)
    after: Event | None = None
    needs_done: bool = False

    def word(self, what: str) -> str:
        """Return the word that tells `what` of it, by which others go: names of its maneuver and its own come first."""
        label = " ".join(name for _, name in self.within[-2:]).replace('"', "'")
        return f"{label} {OVER if what == ENDS and self.rounds == 1 else what}"

    @property
    def is_running(self) -> str:
        """The condition that one of its actors has begun it and is not through with it."""
        begins, over = self.word(BEGINS), self.word(OVER)
        return joined("or", [f'since({a.name}, "{begins}") < since({a.name}, "{over}")' for a in self.actors])

    def stands_in(self, kind: str, path: list[str]) -> bool:
        """Return whether it is or stands in an element of a kind; `path` is its name, after those of others around."""
        if kind == "action":
            return any(action.word("name", "") == path[-1] for action in self.actions) and self._passes(path[:-1])
        return (kind, path[-1]) in self.within and self._passes(path[:-1])

    def _passes(self, names: list[str]) -> bool:
        return set(names) <= {name for _, name in self.within}


@dataclass(eq=False)
class Act:
    """One act: its name, what begins it, what stops it, if anything does, and its events."""

    said: Element
    name: str
    events: list[Event]
    cause: Cause = field(default_factory=Cause)
    stop: Cause | None = None

    @property
    def stops(self) -> str:
        """The word that tells an actor that the act is stopped."""
        return f"{self.name} stops".replace('"', "'")
