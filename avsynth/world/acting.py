"""Who does what: runs the program of every actor, tick by tick, all reading the old world.

A program is a tree of flows. What has begun in it is marked, by its place in the tree: the child a series has got to,
whether a guard has come true, how long a step has run and what it remembers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.errors import ConfigError, ScenarioError
from avsynth.core.seed import Stream
from avsynth.scenario.concrete import Placement, Scenario
from avsynth.scenario.expression import Expression, evaluate
from avsynth.scenario.program import Branch, Flow, Guard, Series, StepCall, Together
from avsynth.world.functions import WorldNamespace

#: Place of a flow in the program: the number of the child at each level.
Path = tuple[int, ...]
#: Place of what an actor does when its program says nothing.
IDLE: Path = (-1,)
#: Time in which an act that nobody keeps up is over [s].
EASING = 0.8


@dataclass(frozen=True, slots=True)
class Mark:
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
    memory: Mapping[str, object] = field(default_factory=dict)


#: What has begun of a program. Immutable: each tick makes a new one.
Cue = Mapping[Path, Mark]


@dataclass(frozen=True, eq=False)
class Role:
    """The program of one actor, with its steps built."""

    placement: Placement

    @cached_property
    def steps(self) -> dict[Path, Step]:
        """The steps by their places."""
        places = _places(self.placement.program)
        return {path: _built(flow, self.placement) for path, flow in places if isinstance(flow, StepCall)}

    @cached_property
    def idle(self) -> Step:
        """What the actor does when its program says nothing."""
        return STEPS.get("idle")()


@dataclass(frozen=True, slots=True)
class Acting:
    """A step that acts now; `priority` says which of several moving ones moves: interrupts go before."""

    path: Path
    call: StepCall | None
    step: Step
    priority: int


def roles(scenario: Scenario) -> dict[str, Role]:
    """Return the program of each actor; wrong arguments of a step raise ScenarioError with its position."""
    made = {placement.name: Role(placement) for placement in scenario.placements}
    for role in made.values():
        _ = role.steps
    return made


def advance(
    world: World, cast: Mapping[str, Role], cues: Mapping[str, Cue], dt: float, stream: Stream
) -> tuple[World, dict[str, Cue]]:
    """Return the world and the cues `dt` [s] later; every actor sees the world as it was."""
    agents, later = {}, {}
    for name, me in world.agents.items():
        turn = Turn(cast[name], me, world, dt, dict(cues[name]))
        agents[name] = turn.acted(stream.child(name))
        later[name] = turn.marks
    return World(world.time + dt, agents, world.road), later


def reached(cue: Cue, role: Role) -> frozenset[str]:
    """Return the draws that were made for what an actor has got to."""
    return frozenset(name for path, flow in _places(role.placement.program) if path in cue for name in _draws(flow))


@dataclass
class Turn:
    """One tick of one actor: works on its own copy of the marks."""

    role: Role
    me: Agent
    world: World
    dt: float
    marks: dict[Path, Mark]
    acting: list[Acting] = field(default_factory=list)

    def acted(self, stream: Stream) -> Agent:
        """Return the actor a tick later."""
        self._block(self.role.placement.program, (), together=False, priority=0)
        movers = [act for act in self.acting if act.step.moves]
        mover = max(movers, key=lambda act: act.priority, default=None) or Acting(IDLE, None, self.role.idle, 0)
        if mover.path != IDLE:
            self.marks.pop(IDLE, None)  # whoever idles later does so from where it is then
        me = _without_wishes(self.me)
        for act in (*(act for act in self.acting if not act.step.moves), mover):
            me = self._act(act, me, stream)
        return _eased(me, self.dt)

    def _act(self, act: Acting, me: Agent, stream: Stream) -> Agent:
        """Return `me` after one step, which finds and leaves its own memory; the moving one's stays for others to see.

        What a step cannot do is told with its position.
        """
        mark = self.marks.get(act.path, Mark())
        site = (act.call.site if act.call else "") or f"step {act.path}"
        try:
            moved = act.step.advance(_remembering(me, mark.memory), self.world, self.dt, stream.child(site))
        except ScenarioError as error:
            at = f"{act.call.at}: " if act.call and act.call.at else ""
            raise ScenarioError(f"{at}error AVS701: at {self.world.time:.2f} s: {error}") from None
        self.marks[act.path] = replace(mark, elapsed=mark.elapsed + self.dt, memory=moved.memory)
        return moved if act.step.moves else _remembering(moved, me.memory)

    def _flow(self, flow: Flow, path: Path, priority: int) -> bool:
        """Note the steps of `flow` that act now; return whether the flow has ended."""
        mark = self.marks.setdefault(path, Mark())
        if mark.ended:
            return True
        match flow:
            case StepCall():
                ended = self._step(flow, path, mark, priority)
            case Series():
                ended = self._series(flow, path, mark, priority)
            case Together():
                ended = self._block(flow.flows, path, together=True, priority=priority)
            case Branch():
                ended = self._branch(flow, path, mark, priority)
            case Guard():
                ended = self._block(flow.flows, path, together=False, priority=priority + 1)
        if ended:
            self.marks[path] = replace(self.marks[path], ended=True)
        return ended

    def _step(self, call: StepCall, path: Path, mark: Mark, priority: int) -> bool:
        step, me = self.role.steps[path], _remembering(self.me, mark.memory)
        over = call.duration is not None and mark.elapsed >= call.duration - 1e-9
        if over or self._holds(call.until, me) or step.is_done(me, self.world):
            return True
        self.acting.append(Acting(path, call, step, priority))
        return False

    def _series(self, flow: Series, path: Path, mark: Mark, priority: int) -> bool:
        """Go on with a series; its own condition and time end it wherever it is."""
        over = flow.duration is not None and mark.elapsed >= flow.duration - 1e-9
        if over or self._holds(flow.until, self.me):
            return True
        before = len(self.acting)
        if self._block(flow.flows, path, together=False, priority=priority):
            return True
        if len(self.acting) > before:
            self.marks[path] = replace(self.marks[path], elapsed=mark.elapsed + self.dt)
        return False

    def _branch(self, flow: Branch, path: Path, mark: Mark, priority: int) -> bool:
        """Go on with the block that was taken, which is decided when the branch begins."""
        taken = (*path, 0) in self.marks or (*path, 1) in self.marks
        if not taken:
            mark = replace(mark, child=0 if self._holds(flow.condition, self.me) else 1)
            self.marks[path] = mark
            self.marks[(*path, mark.child)] = Mark()
        flows = flow.otherwise if mark.child else flow.flows
        return self._block(flows, (*path, mark.child), together=False, priority=priority)

    def _block(self, flows: tuple[Flow, ...], path: Path, *, together: bool, priority: int) -> bool:
        """Note what acts of a block; return whether it has ended. What guards it interrupts the rest of it."""
        plain = [k for k, flow in enumerate(flows) if not isinstance(flow, Guard)]
        guards = [k for k, flow in enumerate(flows) if isinstance(flow, Guard)]
        ended = self._all(flows, plain, path, priority) if together else self._next(flows, plain, path, priority)
        if ended and plain:
            return True
        spent = [self._guard(flows[k], (*path, k), priority) for k in guards]
        return not plain and all(spent)

    def _all(self, flows: tuple[Flow, ...], plain: list[int], path: Path, priority: int) -> bool:
        ended = [self._flow(flows[k], (*path, k), priority) for k in plain]  # each of them goes on
        return all(ended)

    def _next(self, flows: tuple[Flow, ...], plain: list[int], path: Path, priority: int) -> bool:
        """Go on with the first flow that has not ended."""
        return all(self._flow(flows[k], (*path, k), priority) for k in plain)

    def _guard(self, flow: Guard, path: Path, priority: int) -> bool:
        """Go on with a guard; return whether it has come true and ended."""
        if path not in self.marks and not self._holds(flow.condition, self.me):
            return False
        return self._flow(flow, path, priority)

    def _holds(self, condition: Expression | None, me: Agent) -> bool:
        """Return whether a condition holds now, as `me` sees it."""
        return condition is not None and bool(evaluate(condition, WorldNamespace(self.world, me.name, me)))


def _remembering(me: Agent, memory: Mapping[str, object]) -> Agent:
    """Return the actor with the memory of a step."""
    return me if me.memory is memory else replace(me, memory=memory)


def _without_wishes(me: Agent) -> Agent:
    """Return the actor without what steps wished for in the last tick."""
    if me.pedal is None and me.haste == 1.0 and not me.heedless and not me.holds:
        return me
    return replace(me, pedal=None, haste=1.0, heedless=frozenset(), holds=frozenset())


def _eased(me: Agent, dt: float) -> Agent:
    """Return the actor with the acts that no step keeps up a little less done."""
    if not me.acts:
        return me
    less = {word: degree if word in me.holds else degree - dt / EASING for word, degree in me.acts.items()}
    return replace(me, acts={word: degree for word, degree in less.items() if degree > 0})


def _places(flows: tuple[Flow, ...], path: Path = ()) -> Iterator[tuple[Path, Flow]]:
    """Yield every flow of a program with its place."""
    for k, flow in enumerate(flows):
        here = (*path, k)
        yield here, flow
        match flow:
            case Branch(flows=inner, otherwise=otherwise):
                yield from _places(inner, (*here, 0))
                yield from _places(otherwise, (*here, 1))
            case Series(flows=inner) | Together(flows=inner) | Guard(flows=inner):
                yield from _places(inner, here)


def _draws(flow: Flow) -> tuple[str, ...]:
    return flow.draws if isinstance(flow, StepCall | Series) else ()


def _built(call: StepCall, placement: Placement) -> Step:
    where = f"{call.at or placement.at}: {call.step} of {placement.name!r}"
    try:
        return STEPS.build({"step": call.step, **call.arguments}, where)
    except ConfigError as error:
        raise ScenarioError(str(error)) from None
