"""Who does what: runs the program of every actor, tick by tick, all reading the old world.

A program is a tree of flows. What has begun in it is marked, by its place in the tree: the child a series has got to,
whether a guard has come true, how long a step has run and what it remembers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from avsynth.contracts.step import Agent, Moving, World, made
from avsynth.core.errors import ScenarioError
from avsynth.core.seed import Stream
from avsynth.scenario.expression import Expression, evaluate
from avsynth.world.functions import WorldNamespace
from avsynth.world.roles import IDLE, Acting, Block, Part, Path, Role

#: Time in which an act that nobody keeps up is over [s].
EASING = 0.8


class Mark(NamedTuple):
    """How far one flow has got.

    Parameters
    ----------
    child : int
        Of a series: which child acts. Of a branch: 0 or 1 for the block taken.
    elapsed : float [s]
        How long it has run; of a step, without the time in which it was interrupted.
    ended : bool
        Whether it is over.
    memory : mapping
        Of a step.
    """

    child: int = 0
    elapsed: float = 0.0
    ended: bool = False
    memory: Mapping[str, object] = MappingProxyType({})


#: How far a flow has got that begins.
BEGUN = Mark()
#: What has begun of a program. Immutable: each tick makes a new one.
Cue = Mapping[Path, Mark]


def advance(
    world: World, cast: Mapping[str, Role], cues: Mapping[str, Cue], dt: float, stream: Stream
) -> tuple[World, dict[str, Cue]]:
    """Return the world and the cues `dt` [s] later; every actor sees the world as it was."""
    turns = [Turn(cast[name], me, world, dt, dict(cues[name]), stream.child(name)) for name, me in world.agents.items()]
    agents = made([turn.acted() for turn in turns], world, dt)
    later = {turn.me.name: turn.marks for turn in turns}
    return World(world.time + dt, dict(zip(later, agents, strict=True)), world.road), later


@dataclass(slots=True)
class Turn:
    """One tick of one actor: works on its own copy of the marks."""

    role: Role
    me: Agent
    world: World
    dt: float
    marks: dict[Path, Mark]
    stream: Stream
    acting: list[Acting] = field(default_factory=list)

    def acted(self) -> Moving:
        """Return the actor a tick later."""
        self._block(self.role.program, together=False, priority=0)
        me, mover = _without_wishes(self.me), self.role.idle
        for act in self.acting:
            if not act.step.moves:
                me = self._wishing(act, me)
            elif mover.path == IDLE or act.priority > mover.priority:
                mover = act
        if mover.path != IDLE:
            self.marks.pop(IDLE, None)  # whoever idles later does so from where it is then
        return _eased((yield from self._moved(mover, me)), self.dt)

    def _wishing(self, act: Acting, me: Agent) -> Agent:
        """Return `me` after a step beside the moving one, whose memory stays for others to see."""
        try:
            wishing = self._advanced(act, me)
        except ScenarioError as error:
            raise self._told(act, error) from None
        self._mark(act, wishing)
        return _remembering(wishing, me.memory)

    def _moved(self, act: Acting, me: Agent) -> Moving:
        """Return `me` after the step that moves it."""
        try:
            moved = self._advanced(act, me)
            if not isinstance(moved, Agent):
                moved = yield from moved
        except ScenarioError as error:
            raise self._told(act, error) from None
        self._mark(act, moved)
        return moved

    def _advanced(self, act: Acting, me: Agent) -> Agent | Moving:
        """Return what a step makes of `me`, with the memory that it left."""
        me = _remembering(me, self.marks.get(act.path, BEGUN).memory)
        site = (act.call.site if act.call else "") or f"step {act.path}"
        return act.step.advance(me, self.world, self.dt, self.stream.child(site))

    def _mark(self, act: Acting, me: Agent) -> None:
        """Note that a step has acted and made `me` of the actor."""
        mark = self.marks.get(act.path, BEGUN)
        self.marks[act.path] = Mark(mark.child, mark.elapsed + self.dt, mark.ended, me.memory)

    def _told(self, act: Acting, error: ScenarioError) -> ScenarioError:
        """Return what a step cannot do, with its position."""
        at = f"{act.call.at}: " if act.call and act.call.at else ""
        return ScenarioError(f"{at}error AVS701: at {self.world.time:.2f} s: {error}")

    def _flow(self, part: Part, priority: int) -> bool:
        """Note the steps of a part that act now; return whether it has ended."""
        mark = self.marks.setdefault(part.path, BEGUN)
        if mark.ended:
            return True
        match part.flow.flow:
            case "step":
                ended = self._step(part, mark, priority)
            case "serial":
                ended = self._series(part, mark, priority)
            case "parallel":
                ended = self._block(part.blocks[0], together=True, priority=priority)
            case "if":
                ended = self._branch(part, mark, priority)
            case "when":
                ended = self._block(part.blocks[0], together=False, priority=priority + 1)
        if ended:
            self.marks[part.path] = self.marks[part.path]._replace(ended=True)
        return ended

    def _step(self, part: Part, mark: Mark, priority: int) -> bool:
        call, me = part.flow, _remembering(self.me, mark.memory)
        over = call.duration is not None and mark.elapsed >= call.duration - 1e-9
        if over or self._holds(call.until, me) or part.step.is_done(me, self.world):
            return True
        act = Acting(part.path, call, part.step, priority)
        if part.step.lasts:
            self.acting.append(act)
        else:
            self.me = self._wishing(act, self.me)
        return not part.step.lasts

    def _series(self, part: Part, mark: Mark, priority: int) -> bool:
        """Go on with a series; its own condition and time end it wherever it is."""
        over = part.flow.duration is not None and mark.elapsed >= part.flow.duration - 1e-9
        if over or self._holds(part.flow.until, self.me):
            return True
        before = len(self.acting)
        if self._block(part.blocks[0], together=False, priority=priority):
            return True
        if len(self.acting) > before:
            self.marks[part.path] = self.marks[part.path]._replace(elapsed=mark.elapsed + self.dt)
        return False

    def _branch(self, part: Part, mark: Mark, priority: int) -> bool:
        """Go on with the block that was taken, which is decided when the branch begins."""
        taken = (*part.path, 0) in self.marks or (*part.path, 1) in self.marks
        if not taken:
            mark = mark._replace(child=0 if self._holds(part.flow.condition, self.me) else 1)
            self.marks[part.path] = mark
            self.marks[(*part.path, mark.child)] = BEGUN
        return self._block(part.blocks[mark.child], together=False, priority=priority)

    def _block(self, block: Block, *, together: bool, priority: int) -> bool:
        """Note what acts of a block; return whether it has ended. What guards it interrupts the rest of it."""
        ended = self._all(block.plain, priority) if together else self._next(block.plain, priority)
        if block.plain and (ended or not block.guards):
            return ended
        spent = [self._guard(part, priority) for part in block.guards]
        return not block.plain and all(spent)

    def _all(self, parts: tuple[Part, ...], priority: int) -> bool:
        ended = [self._flow(part, priority) for part in parts]  # each of them goes on
        return all(ended)

    def _next(self, parts: tuple[Part, ...], priority: int) -> bool:
        """Go on with the first part that has not ended."""
        return all(self._flow(part, priority) for part in parts)

    def _guard(self, part: Part, priority: int) -> bool:
        """Go on with a guard; return whether it has come true and ended."""
        if part.path not in self.marks and not self._holds(part.flow.condition, self.me):
            return False
        return self._flow(part, priority)

    def _holds(self, condition: Expression | None, me: Agent) -> bool:
        """Return whether a condition holds now, as `me` sees it."""
        return condition is not None and bool(evaluate(condition, WorldNamespace(self.world, me.name, me)))


def _remembering(me: Agent, memory: Mapping[str, object]) -> Agent:
    """Return the actor with the memory of a step."""
    return me if me.memory is memory else me.but(memory=memory)


def _without_wishes(me: Agent) -> Agent:
    """Return the actor without what steps wished for in the last tick."""
    if me.pedal is None and me.haste == 1.0 and not me.heedless and not me.holds:
        return me
    return me.but(pedal=None, haste=1.0, heedless=frozenset(), holds=frozenset())


def _eased(me: Agent, dt: float) -> Agent:
    """Return the actor with the acts that no step keeps up a little less done."""
    if not me.acts:
        return me
    less = {word: degree if word in me.holds else degree - dt / EASING for word, degree in me.acts.items()}
    return me.but(acts={word: degree for word, degree in less.items() if degree > 0})
