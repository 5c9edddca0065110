"""Sampling methods: which scenarios a run is made of, and what each of them weighs. The members are in `samplers`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from avsynth.core.config import Config
from avsynth.core.registry import Registry
from avsynth.core.seed import Stream
from avsynth.scenario.distributions.base import Outcome
from avsynth.scenario.draws import Source

if TYPE_CHECKING:
    from avsynth.scenario.concrete import Scenario
    from avsynth.scenario.study import Study

#: A share of something.
Share = Annotated[float, Field(ge=0, lt=1)]
#: A value of whatever an objective is, in SI.
Level = Annotated[object, AfterValidator(float)]

#: Descriptions of settings that several methods have.
OBJECTIVE = "Record or draw that says how critical a run is."
SEEK = "Whether small or large values of the objective are critical."
CRITICAL = "Value of the objective at which the event begins; without it, ever rarer values are sought."


class Marginal(Config):
    """What a proposal draws at one site: other scores than the standard normal ones, or other shares of outcomes.

    The score of a value is the standard normal quantile of its nominal probability below.
    """

    mean: float = Field(0.0, description="Of the score [1].")
    deviation: float = Field(1.0, gt=0, description="Of the score [1].")
    shares: tuple[tuple[Outcome, float], ...] = Field((), description="Probability of each outcome of a choice [1].")


class Proposal(Config):
    """A distribution that scenarios of a run were drawn from."""

    kind: Literal["nominal", "authored", "learned"] = Field(
        description="From the nominal distributions, from those that the scene proposes, or from learned ones."
    )
    attempts: int = Field(0, ge=0, description="How many attempts of the run were drawn from it, rejected ones too.")
    defensive: float = Field(0.0, description="Share of nominal draws where the scene proposes others [1].")
    nominal: float = Field(0.0, description="Share of the scenarios drawn as a whole as often as in the world [1].")
    marginals: dict[str, Marginal] = Field(
        default_factory=dict, description="Address of a draw site → what is drawn there; nominal where there is none."
    )


class Stratum(Config):
    """A part of all that can happen, of which a run holds some scenarios."""

    name: str
    probability: float = Field(description="In the nominal world, given the requirements [1].")
    variation: float = Field(0.0, description="Standard deviation of `probability` over its value [1].")
    scenarios: int = Field(0, description="How many of the run are in it.")


class Facts(Config):
    """What is known of a run as a whole, besides its scenarios."""

    proposals: tuple[Proposal, ...] = Field((), description="All that were drawn from, by `proposal_id`.")
    strata: tuple[Stratum, ...] = ()
    acceptance: float | None = Field(
        None,
        description="Share of nominal attempts that meet the requirements, where the scenarios do not tell it [1].",
    )
    explored: int = Field(0, description="Runs of the world without sensors that the method looked at.")
    notes: tuple[str, ...] = Field((), description="What a reader of the weights must know.")


class Sampler(Config, ABC):
    """A sampling method. Its fields are its settings in the ``sample`` block."""

    method: str
    #: Whether scenarios come one after the other; else all are known, and only then weighed, at the end of the run.
    streams: ClassVar[bool] = True

    @abstractmethod
    def survey(self, study: Study) -> Generator[Scenario, None, Facts]:
        """Yield the scenarios of a run in order of their index; return what is known of the run as a whole."""

    def source(self, stream: Stream, defensive: float) -> Source | None:
        """Return what one attempt draws from if no attempt hangs on another; else None.

        `defensive` is the share of nominal draws where there is a proposal.
        """
        return None

    def log_weight(self, log_ratio: float) -> float:
        """Return the log weight of an attempt with `log_ratio` = Σ(log_p − log_q), if it hangs on no other."""
        return log_ratio


SAMPLERS: Registry[Sampler] = Registry("sampling method", "avsynth.scenario.samplers", key="method")
