"""What each entity does: its events as the blocks of a program, in which later ones take the place of earlier ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from avsynth.core.xml import Element, Fault
from avsynth.openscenario._actions import domains_of, is_trajectory, move_of
from avsynth.openscenario._asked import joined
from avsynth.openscenario._moves import Move, State
from avsynth.openscenario._speeds import takes_time
from avsynth.openscenario._states import Act, Board, Event
from avsynth.openscenario._triggers import AT_ONCE, indented


@dataclass
class Program:
    """What one entity does by the storyboard.

    Parameters
    ----------
    board : Board
    state : State
        What is known of it by now.
    speed : float [m/s]
        How fast it starts: changes that take no time and are due at once have been made.
    first : list of list of str
        What it does from the start on, one next to the other, each as its lines.
    later : list of str
        What interrupts that.
    """

    board: Board
    state: State
    speed: float
    first: list[list[str]] = field(default_factory=list)
    later: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, board: Board, state: State, speed: float, first: Sequence[Move]) -> Program:
        """Return the program of an entity that begins at a speed [m/s] with some moves, after which `state` is known.

        Raises Fault at an action without a step.
        """
        program = cls(board, state, speed, [list(move.steps) for move in first])
        for act in board.acts:
            program._play(act)
        return program

    def _play(self, act: Act) -> None:
        first, later = [], []
        for event in self._own(act):
            if event.after is None:
                lines = event.cause.begun(self._done(event), rounds=event.rounds)
                if act.cause == event.cause == AT_ONCE:
                    self.speed = self._leapt(event)
                later.extend(lines) if lines[0].startswith("when ") else first.append(lines)
        if act.cause == AT_ONCE:
            self.first += first
            self.later += later
        elif first or later:
            self.later += act.cause.begun(at_once([*first, later] if later else first))

    def _own(self, act: Act) -> list[Event]:
        return [event for event in act.events if self.state.entity in event.actors]

    def _done(self, event: Event) -> list[str]:
        """Return the lines of an event, and of those that follow it."""
        domains = [domains_of(action, self.state.entity) for action in event.actions]
        on_foot = self.state.entity.family != "Vehicle"
        if not domains or (not on_foot and len(frozenset().union(*domains)) < sum(map(len, domains))):
            raise Fault(event.said.line, f"<Event name={event.label!r}>: has no action, or two that exclude each other")
        moves = [self._move(action) for action in sorted(event.actions, key=is_trajectory)]
        moves = moves[-1:] if on_foot else moves  # who follows a line does so at the speed said beside it
        over = self._over(event, frozenset().union(*domains))
        lines = at_once([[_until(step, over) for step in move.steps] for move in moves])
        lines = [*self._word(event, "begins"), *lines, *self._word(event, "ends")]
        followers = [other for act in self.board.acts for other in self._own(act) if other.after is event]
        if followers:
            return [*lines, *at_once([other.cause.begun(self._done(other)) for other in followers])]
        return lines + [move.stays for move in moves if move.stays] + self._back(moves)

    def _leapt(self, event: Event) -> float:
        """Return the speed after an event at the start [m/s], if it changes it in no time."""
        speeds = [each for each in event.said.everything() if each.tag == "SpeedAction"]
        return self.state.speed if speeds and not any(map(takes_time, speeds)) else self.speed

    def _move(self, action: Element) -> Move:
        move, self.state = move_of(action, self.state)
        return move

    def _back(self, moves: Sequence[Move]) -> list[str]:
        """Return the step that goes on with a route from another lane."""
        steps = [step for move in moves for step in move.steps]
        is_aside = self.state.goal and any(step.startswith("lane_") for step in steps)
        return [f"drive(route: {self.state.goal} -> {self.state.goal})"] if is_aside else []

    def _over(self, event: Event, domains: frozenset[str]) -> str:
        """Return the condition that a later event of the entity has taken the place of this one; empty if none does."""
        if event.rounds > 1:  # what has been emitted stays so, and would end it for ever
            return ""
        events = [each for act in self.board.acts for each in self._own(act)]
        later = [each for each in events[events.index(event) + 1 :] if not _follows(each, event) and each.rounds == 1]
        words = [
            f"{each.label} begins"
            for each in later
            if any(domains & domains_of(action, self.state.entity) for action in each.actions)
        ]
        self.board.told.update(words)
        return joined("or", [f'emitted(self, "{word}")' for word in words]) if words else ""

    def _word(self, event: Event, what: str) -> list[str]:
        """Return the line that tells others how far an event has got, if any goes by that."""
        word = f"{event.label} {what}"
        return [f'emit("{word}")'] if word in self.board.told else []


def at_once(flows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of flows that go on at the same time."""
    if len(flows) == 1:
        return list(flows[0])
    parts = [list(flow) if len(flow) == 1 else ["serial:", *indented(flow)] for flow in flows]
    return ["parallel:", *indented([line for part in parts for line in part])]


def _until(step: str, over: str) -> str:
    """Return a step that ends where another takes its place, if any does."""
    if not over:
        return step
    return f"{step} or {over}" if " until " in step else f"{step} until {over}"


def _follows(event: Event, first: Event) -> bool:
    """Return whether an event comes after another in a chain."""
    while event.after is not None:
        event = event.after
        if event is first:
            return True
    return False
