"""Where the values of an attempt come from, for methods that do not simply draw at random."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from avsynth.core.seed import Stream
from avsynth.scenario.distributions.base import Outcome
from avsynth.scenario.draws import HALF_STEP, Drawn, Nominal, Site, mixed


@dataclass(frozen=True, slots=True)
class NominalBeside:
    """Draws from the nominal distributions; q is that of the mixture which the other scenarios are drawn from."""

    stream: Stream
    defensive: float

    def draw(self, site: Site) -> Drawn:
        """Return a value drawn from the nominal distribution."""
        drawn = Nominal(self.stream).draw(site)
        return drawn if site.proposal is None else mixed(site, drawn.value, self.defensive)


@dataclass(frozen=True, slots=True)
class Uniforms:
    """Takes the probability below each value from `numbers`; at other sites, at random from `stream`.

    Where there is a proposal, one number serves to choose between it and the nominal distribution and to draw from
    what was chosen, so that an even filling stays even.
    """

    numbers: Mapping[str, float]
    stream: Stream
    defensive: float

    def draw(self, site: Site) -> Drawn:
        """Return the value that a number stands for."""
        number = self.numbers.get(site.name)
        return from_uniform(site, self.stream.rng(site.name).random() if number is None else number, self.defensive)


@dataclass(frozen=True, slots=True)
class Row:
    """Row `number` of a Latin hypercube of `rows`; `design` names it, `stream` the rest of the randomness."""

    number: int
    rows: int
    design: Stream
    stream: Stream
    defensive: float

    def draw(self, site: Site) -> Drawn:
        """Return a value from the slice of probability that this row has at this site."""
        place = _order(self.design, site.name, self.rows)[self.number]
        uniform = (place + self.stream.rng(site.name).random()) / self.rows
        return from_uniform(site, uniform, self.defensive)


@dataclass(frozen=True, slots=True)
class Planned:
    """Takes values from `values`, or at random within the slices of probability `slices`; elsewhere at random.

    Parameters
    ----------
    values : mapping
        Address of a choice → its outcome.
    slices : mapping
        Address of a number → lowest and highest probability below it.
    """

    values: Mapping[str, Outcome]
    slices: Mapping[str, tuple[float, float]]
    stream: Stream

    def draw(self, site: Site) -> Drawn:
        """Return the planned value; what the site cannot be is drawn at random instead."""
        if site.name in self.values:
            value = self.values[site.name]
            log_p = site.nominal.log_density(value)
            if log_p > -math.inf:
                return Drawn(value, log_p, 0.0, "planned")
        if site.name in self.slices:
            low, high = self.slices[site.name]
            drawn = from_uniform(site, low + (high - low) * self.stream.rng(site.name).random(), 1.0)
            return Drawn(drawn.value, drawn.log_p, drawn.log_p - math.log(high - low), "planned")
        return Nominal(self.stream).draw(site)


def from_uniform(site: Site, uniform: float, defensive: float) -> Drawn:
    """Return the value of `site` that the number `uniform` of 0..1 stands for."""
    uniform = min(max(uniform, HALF_STEP), 1.0 - HALF_STEP)
    if site.proposal is None or defensive >= 1.0:
        value = site.nominal.quantile(uniform)
        log_p = site.nominal.log_density(value)
        return Drawn(value, log_p, log_p)
    if uniform < defensive:
        value = site.nominal.quantile(uniform / defensive)
    else:
        value = site.proposal.quantile((uniform - defensive) / (1 - defensive) or HALF_STEP)
    return mixed(site, value, defensive)


@lru_cache(maxsize=512)
def _order(design: Stream, site: str, rows: int) -> np.ndarray:
    """Return which slice each row of a design has at `site`, int64 (rows,)."""
    return design.rng(site).permutation(rows)
