"""What an actor does, with every number fixed: steps, and the blocks around them. It runs again from its JSON."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from avsynth.core.config import Config
from avsynth.core.units import Time
from avsynth.scenario.expression import Expression

#: A setting of a road, actor, step or environment: SI numbers, words, and lists or tables of them.
Setting = TypeAliasType("Setting", "bool | float | str | tuple[Setting, ...] | dict[str, Setting] | None")


class StepCall(Config):
    """One step. `step` is a word of the STEPS registry."""

    flow: Literal["step"] = "step"
    step: str
    arguments: dict[str, Setting] = Field(default_factory=dict)
    until: Expression | None = Field(None, description="The step ends when this becomes true.")
    duration: Time | None = Field(None, description="The step ends after this time [s].")
    site: str = Field("", description="Address of the step, such as 'kid.when.freeze'; names its randomness.")
    draws: tuple[str, ...] = Field((), description="Draws that were made for this step.")
    at: str = Field("", description="file:line:column.")


class Series(Config):
    """One after the other; also the rounds of a ``repeat`` and the block of a behavior."""

    flow: Literal["serial"] = "serial"
    flows: tuple[Flow, ...] = ()
    until: Expression | None = Field(None, description="The series ends when this becomes true.")
    duration: Time | None = Field(None, description="The series ends after this time [s].")
    draws: tuple[str, ...] = Field((), description="Draws that decided this series: the arm of a choice, a count.")


class Together(Config):
    """All at the same time; ends when all have ended."""

    flow: Literal["parallel"] = "parallel"
    flows: tuple[Flow, ...] = ()


class Guard(Config):
    """Interrupts the block it stands in, once, as soon as `condition` holds."""

    flow: Literal["when"] = "when"
    condition: Expression
    flows: tuple[Flow, ...] = ()
    at: str = Field("", description="file:line:column.")


class Branch(Config):
    """One of two blocks, by a condition that is only known while the scenario runs."""

    flow: Literal["if"] = "if"
    condition: Expression
    flows: tuple[Flow, ...] = ()
    otherwise: tuple[Flow, ...] = ()


Flow = Annotated[StepCall | Series | Together | Guard | Branch, Field(discriminator="flow")]

for _model in (Series, Together, Guard, Branch):
    _model.model_rebuild()


def first_steps(flows: tuple[Flow, ...]) -> tuple[StepCall, ...]:
    """Return the steps with which a program begins, as far as no condition decides."""
    for flow in flows:
        match flow:
            case StepCall():
                return (flow,)
            case Together(flows=inner):
                return tuple(step for each in inner for step in first_steps((each,)))
            case Series(flows=inner) if inner:
                return first_steps(inner)
            case Branch():
                return ()
    return ()
