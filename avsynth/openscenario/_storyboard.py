"""What each entity does: its events as the blocks of a program, in which some take the place of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from avsynth.core.xml import Element, Fault
from avsynth.openscenario._actions import domains_of, is_trajectory, move_of
from avsynth.openscenario._asked import joined
from avsynth.openscenario._events import (
    BEGINS,
    DONE,
    ENDS,
    OVER,
    OVERRIDING,
    SKIPPED,
    SKIPPING,
    STOPPED,
    Act,
    Event,
)
from avsynth.openscenario._moves import Move, State
from avsynth.openscenario._speeds import takes_time
from avsynth.openscenario._states import Board
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
    def of(cls, board: Board, state: State, speed: float, first: Sequence[tuple[Move, frozenset[str]]]) -> Program:
        """Return the program of an entity that begins at a speed [m/s] with some moves, after which `state` is known.

        With each move comes what it decides on. Raises Fault at an action without a step.
        """
        program = cls(board, state, speed)
        for act in board.acts:
            for event in program._own(act):  # so that each tells what others go by before its lines are made
                program._over(event, act), program._busy(event, act)
        for move, domains in first:
            over = [f'emitted(self, "{board.tell(event, BEGINS)}")' for event in program._deciding(domains)]
            program.first.append([_until(step, over) for step in move.steps])
        for act in board.acts:
            program._play(act)
        return program

    def _play(self, act: Act) -> None:
        first, later = [], []
        for event in self._own(act):
            if event.after is None:
                after = self._word(event, ENDS) if event.rounds > 1 else []
                lines = event.cause.begun(self._done(event, act), rounds=event.rounds, after=after)
                if act.cause == event.cause == AT_ONCE:
                    self.speed = self._leapt(event)
                later.extend(lines) if lines[0].startswith("when ") else first.append(lines)
        if act.stop is not None and (first or later):
            later += act.stop.begun([f'emit("{act.stops}")'])
        if act.cause == AT_ONCE:
            self.first += first
            self.later += later
        elif first or later:
            self.later += act.cause.begun(at_once([*first, later] if later else first))

    def _own(self, act: Act) -> list[Event]:
        return [event for event in act.events if self.state.entity in event.actors]

    def _done(self, event: Event, act: Act) -> list[str]:
        """Return the lines of an event, and of those that follow it."""
        domains = self._domains(event)
        on_foot = self.state.entity.family != "Vehicle"
        if not domains or (not on_foot and len(frozenset().union(*domains)) < sum(map(len, domains))):
            name = event.within[-1][1]
            raise Fault(event.said.line, f"<Event name={name!r}>: has no action, or two that exclude each other")
        ordered = sorted(event.actions, key=is_trajectory)
        moves = [self._move(action) for action in ordered]
        if on_foot:  # who follows a line does so at the speed said beside it
            moving = [
                move for move, action in zip(moves, ordered, strict=True) if domains_of(action, self.state.entity)
            ]
            moves = [move for move in moves if move not in moving[:-1]]
        over = self._over(event, act)
        notes = [f"# {move.note}" for move in moves if move.note]
        lines = [
            *notes,
            *self._word(event, BEGINS),
            *at_once([[_until(step, over) for step in move.steps] for move in moves]),
        ]
        lines += self._told(event, over)
        stays = [move.stays for move in moves if move.stays] + self._back(moves)
        flows = [[_until(step, over)] for step in stays] + self._following(event, act, over)
        return self._unless_held(event, act, [*lines, *at_once(flows)] if flows else lines)

    def _following(self, event: Event, act: Act, over: Sequence[str]) -> list[list[str]]:
        """Return the lines of the events that begin with the end of another; of some only if it got there itself."""
        flows = []
        for other in (each for each in self.board.events if each.after is event):
            lines = other.cause.begun(self._done(other, self._act_of(other)))
            flows.append([f"if not ({joined('or', over)}):", *indented(lines)] if other.needs_done and over else lines)
        return flows

    def _act_of(self, event: Event) -> Act:
        return next(act for act in self.board.acts if event in act.events)

    def _told(self, event: Event, over: Sequence[str]) -> list[str]:
        """Return the lines that tell how a round of an event has ended."""
        done, stopped = self._word(event, DONE), self._word(event, STOPPED)
        if over and done:
            done = [f"if not ({joined('or', over)}):", *indented(done)]
        if over and stopped:
            stopped = [f"if {joined('or', over)}:", *indented(stopped)]
        return [*done, *(stopped if over else []), *self._word(event, OVER)]

    def _unless_held(self, event: Event, act: Act, lines: list[str]) -> list[str]:
        """Return lines that are left out where an event does not begin: its act is stopped, or another runs."""
        stopped = [f'emitted(self, "{act.stops}")'] if act.stop is not None else []
        busy = self._busy(event, act)
        skipped = self._word(event, SKIPPED)
        if not stopped and not busy:
            return lines
        otherwise = ["else:", *indented(skipped)] if skipped and busy else []
        return [f"if not ({joined('or', [*stopped, *busy])}):", *indented(lines), *otherwise]

    def _busy(self, event: Event, act: Act) -> list[str]:
        """Return the conditions that others of its maneuver run, for which an event is skipped."""
        if event.priority != SKIPPING:
            return []
        others = [each for each in self._own(act) if each.maneuver is event.maneuver and each is not event]
        return [self.board.running(each) for each in others]

    def _leapt(self, event: Event) -> float:
        """Return the speed after an event at the start [m/s], if it changes it in no time."""
        speeds = [each for each in event.said.everything() if each.tag == "SpeedAction"]
        is_leap = self.state.speed is not None and speeds and not any(map(takes_time, speeds))
        return self.state.speed if is_leap else self.speed

    def _move(self, action: Element) -> Move:
        move, self.state = move_of(action, self.state)
        return move

    def _back(self, moves: Sequence[Move]) -> list[str]:
        """Return the step that goes on with a route from another lane."""
        steps = [step for move in moves for step in move.steps]
        is_aside = self.state.goal and any(step.startswith("lane_") for step in steps)
        return [f"drive(route: {self.state.goal} -> {self.state.goal})"] if is_aside else []

    def _domains(self, event: Event) -> list[frozenset[str]]:
        """Return what each action of an event decides on."""
        return [domains_of(action, self.state.entity) for action in event.actions]

    def _over(self, event: Event, act: Act) -> list[str]:
        """Return the conditions that an event is stopped: by another that begins after it, or with its act.

        Another event takes its place if it decides on the same, or stands in the same maneuver and overrides.
        """
        over = [f'emitted(self, "{act.stops}")'] if act.stop is not None else []
        events = [each for other in self.board.acts for each in self._own(other)]
        deciding = self._deciding(frozenset().union(*self._domains(event)))
        for other in events:
            overrides = other.maneuver is event.maneuver and other.priority in OVERRIDING
            if other is event or _follows(other, event) or _follows(event, other):
                continue
            if overrides or other in deciding:
                sooner = "<=" if events.index(other) > events.index(event) else "<"
                words = [self.board.tell(each, BEGINS) for each in (other, event)]
                over.append(f'since(self, "{words[0]}") {sooner} since(self, "{words[1]}")')
        return over

    def _deciding(self, domains: frozenset[str]) -> list[Event]:
        """Return the events of the entity that decide on some of the same."""
        events = [event for act in self.board.acts for event in self._own(act)]
        return [each for each in events if domains & frozenset().union(*self._domains(each))]

    def _word(self, event: Event, what: str) -> list[str]:
        """Return the line that tells others how far an event has got, if any goes by that."""
        word = event.word(what)
        return [f'emit("{word}")'] if word in self.board.told else []


def at_once(flows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of flows that go on at the same time."""
    flows = [flow for flow in flows if flow] or [[]]
    if len(flows) == 1:
        return list(flows[0])
    parts = [list(flow) if len(flow) == 1 else ["serial:", *indented(flow)] for flow in flows]
    return ["parallel:", *indented([line for part in parts for line in part])]


def _until(step: str, over: Sequence[str]) -> str:
    """Return a step that ends where another takes its place, if any does."""
    if not over:
        return step
    return f"{step} or {joined('or', over)}" if " until " in step else f"{step} until {joined('or', over)}"


def _follows(event: Event, first: Event) -> bool:
    """Return whether an event comes after another in a chain."""
    while event.after is not None:
        event = event.after
        if event is first:
            return True
    return False
