"""Distributions of one number, word or truth: density, inverse of the cumulative distribution, truncation, support."""

from avsynth.scenario.distributions.base import Distribution, Numeric, Outcome, ParameterError, Support
from avsynth.scenario.distributions.covering import misplaced, uncovered
from avsynth.scenario.distributions.empirical import Column
from avsynth.scenario.distributions.families import FAMILIES, FORMS, Family
from avsynth.scenario.distributions.truncated import truncated

__all__ = [
    "FAMILIES", "FORMS", "Column", "Distribution", "Family", "Numeric", "Outcome", "ParameterError", "Support",
    "misplaced", "truncated", "uncovered",
]  # fmt: skip
