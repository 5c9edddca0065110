"""What actors do: steps, and the blocks that put them after, beside and instead of each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from avsynth.scenario.syntax.nodes import Expr, Invocation, Node, Random


@dataclass(frozen=True, slots=True)
class Action(Node):
    """One line: a step, a behavior or ``wait``; until a condition, for a time, or until it is done."""

    step: Invocation
    until: Expr | None = None
    duration: Expr | Random | None = None


@dataclass(frozen=True, slots=True)
class Serial(Node):
    """``serial:``: one after the other."""

    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Parallel(Node):
    """``parallel:``: all at the same time."""

    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Arm(Node):
    """One way of a ``choose``: how often it is taken in the world, how often in samples on purpose, and what it is."""

    weight: Expr
    proposal: Expr | None
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Choose(Node):
    """``choose:``: one of several ways, by weight."""

    arms: tuple[Arm, ...]


@dataclass(frozen=True, slots=True)
class Repeat(Node):
    """``repeat COUNT:``: the block so many times."""

    count: Expr | Random
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class When(Node):
    """``when CONDITION:``: interrupts its block, once, as soon as the condition holds."""

    condition: Expr
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class If(Node):
    """``if CONDITION:`` … ``else:``."""

    condition: Expr
    flows: tuple[Flow, ...]
    otherwise: tuple[Flow, ...] = ()


Flow = Action | Serial | Parallel | Choose | Repeat | When | If


@dataclass(frozen=True, slots=True)
class Behavior(Node):
    """``behavior NAME(parameters):``: a block with a name, for any actor to do."""

    name: str
    parameters: tuple[str, ...]
    flows: tuple[Flow, ...]


def steps_of(flows: tuple[Flow, ...]) -> Iterator[Action]:
    """Yield every line of `flows` that is a step, those inside of blocks too."""
    for flow in flows:
        match flow:
            case Action():
                yield flow
            case Choose(arms=arms):
                for arm in arms:
                    yield from steps_of(arm.flows)
            case If(flows=inner, otherwise=otherwise):
                yield from steps_of(inner + otherwise)
            case _:
                yield from steps_of(flow.flows)
