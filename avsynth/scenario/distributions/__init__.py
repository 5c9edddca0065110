"""Distributions of one number, word or truth: density, inverse of the cumulative distribution, truncation, support."""

from avsynth.scenario.distributions.base import Distribution, ParameterError, Support, uncovered
from avsynth.scenario.distributions.families import FAMILIES, Family
from avsynth.scenario.distributions.truncated import truncated

__all__ = ["FAMILIES", "Distribution", "Family", "ParameterError", "Support", "truncated", "uncovered"]
