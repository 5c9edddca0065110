"""Who does what: runs the program of every actor, tick by tick, all reading the old world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.errors import ConfigError, ScenarioError
from avsynth.core.seed import Stream
from avsynth.scenario.concrete import Placement, Scenario, StepCall
from avsynth.scenario.expression import evaluate
from avsynth.world.functions import WorldNamespace


@dataclass(frozen=True, eq=False)
class Role:
    """The program of one actor: its steps, and after the last the one that never ends."""

    calls: tuple[StepCall, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """Where an actor is in its program: number of the step, and since when [s]."""

    number: int = 0
    since: float = 0.0


def roles(scenario: Scenario) -> dict[str, Role]:
    """Return the program of each actor; wrong arguments of a step raise ScenarioError with its position."""
    return {placement.name: _role(placement) for placement in scenario.placements}


def advance(
    world: World, cast: Mapping[str, Role], cues: Mapping[str, Cue], dt: float, stream: Stream
) -> tuple[World, dict[str, Cue]]:
    """Return the world and the cues `dt` [s] later; every actor sees the world as it was."""
    agents, later = {}, {}
    for name, me in world.agents.items():
        role, cue = cast[name], cues[name]
        me, cue = _next_cue(me, role, cue, world)
        agents[name] = _acted(me, role, cue, world, dt, stream.child(name, cue.number))
        later[name] = cue
    return World(world.time + dt, agents, world.road), later


def _role(placement: Placement) -> Role:
    steps = tuple(_step(call, placement) for call in placement.program)
    return Role(placement.program, (*steps, STEPS.get("wait")()))


def _step(call: StepCall, placement: Placement) -> Step:
    where = f"{call.at or placement.at}: {call.step} of {placement.name!r}"
    try:
        return STEPS.build({"step": call.step, **call.arguments}, where)
    except ConfigError as error:
        raise ScenarioError(str(error)) from None


def _acted(me: Agent, role: Role, cue: Cue, world: World, dt: float, stream: Stream) -> Agent:
    """Return the actor `dt` [s] later; what a step cannot do is told with the step's position."""
    try:
        return role.steps[cue.number].advance(me, world, dt, stream)
    except ScenarioError as error:
        at = role.calls[cue.number].at if cue.number < len(role.calls) else ""
        raise ScenarioError(f"{at}: {error}" if at else str(error)) from None


def _next_cue(me: Agent, role: Role, cue: Cue, world: World) -> tuple[Agent, Cue]:
    """Return the actor and its cue after passing every step that has ended; a new step starts without memory."""
    while cue.number < len(role.calls) and _has_ended(me, role, cue, world):
        cue = Cue(cue.number + 1, world.time)
        kept = {key: me.memory[key] for key in ("acceleration",) if key in me.memory}
        me = replace(me, memory=kept)
    return me, cue


def _has_ended(me: Agent, role: Role, cue: Cue, world: World) -> bool:
    call = role.calls[cue.number]
    if call.duration is not None and world.time - cue.since >= call.duration - 1e-9:
        return True
    if call.until is not None and evaluate(call.until, WorldNamespace(world, me.name)):
        return True
    return role.steps[cue.number].is_done(me, world)
