"""The programs of actors as trees of parts: every flow at its place, with its step built."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from avsynth.contracts.step import STEPS, Step
from avsynth.core.errors import ConfigError, ScenarioError
from avsynth.scenario.concrete import Placement, Scenario
from avsynth.scenario.program import Branch, Flow, Guard, Series, StepCall

#: Place of a flow in the program: the number of the child at each level.
Path = tuple[int, ...]
#: Place of what an actor does when its program says nothing.
IDLE: Path = (-1,)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One flow of a program at its place.

    Parameters
    ----------
    path : Path
    flow : Flow
    step : Step, optional
        Built, if the flow is one.
    blocks : tuple of Block
        Of a branch: both; of a step: none.
    """

    path: Path
    flow: Flow
    step: Step | None
    blocks: tuple[Block, ...]


class Block(NamedTuple):
    """Flows that belong together: those one comes to, and those that guard them."""

    plain: tuple[Part, ...]
    guards: tuple[Part, ...]


@dataclass(frozen=True, eq=False)
class Role:
    """The program of one actor, with its steps built."""

    placement: Placement

    @cached_property
    def program(self) -> Block:
        """What the actor does."""
        return _block(self.placement.program, (), self.placement)

    @cached_property
    def idle(self) -> Acting:
        """What the actor does when its program says nothing."""
        return Acting(IDLE, None, STEPS.get("idle")(), 0)


class Acting(NamedTuple):
    """A step that acts now; `priority` says which of several moving ones moves: interrupts go before."""

    path: Path
    call: StepCall | None
    step: Step
    priority: int


def roles(scenario: Scenario) -> dict[str, Role]:
    """Return the program of each actor; wrong arguments of a step raise ScenarioError with its position."""
    made = {placement.name: Role(placement) for placement in scenario.placements}
    for role in made.values():
        _ = role.program
    return made


def reached(cue: Container[Path], role: Role) -> frozenset[str]:
    """Return the draws that were made for what an actor has got to."""
    return frozenset(name for part in _parts(role.program) if part.path in cue for name in _draws(part.flow))


def _block(flows: tuple[Flow, ...], path: Path, placement: Placement) -> Block:
    """Return flows as a block at `path`, with their steps built."""
    parts = [_part(flow, (*path, k), placement) for k, flow in enumerate(flows)]
    guards = tuple(part for part in parts if isinstance(part.flow, Guard))
    return Block(tuple(part for part in parts if part not in guards), guards)


def _part(flow: Flow, path: Path, placement: Placement) -> Part:
    """Return a flow with its steps built."""
    match flow:
        case StepCall():
            return Part(path, flow, _built(flow, placement), ())
        case Branch(flows=inner, otherwise=otherwise):
            blocks = (inner, otherwise)
            return Part(path, flow, None, tuple(_block(each, (*path, k), placement) for k, each in enumerate(blocks)))
    return Part(path, flow, None, (_block(flow.flows, path, placement),))


def _parts(block: Block) -> Iterator[Part]:
    """Yield every part of a block and of what it holds."""
    for part in (*block.plain, *block.guards):
        yield part
        for inner in part.blocks:
            yield from _parts(inner)


def _draws(flow: Flow) -> tuple[str, ...]:
    return flow.draws if isinstance(flow, StepCall | Series) else ()


def _built(call: StepCall, placement: Placement) -> Step:
    where = f"{call.at or placement.at}: {call.step} of {placement.name!r}"
    try:
        return STEPS.build({"step": call.step, **call.arguments}, where)
    except ConfigError as error:
        raise ScenarioError(str(error)) from None
