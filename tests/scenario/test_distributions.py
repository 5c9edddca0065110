"""Distributions against scipy.stats, and what holds for each of them whatever its parameters."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from avsynth.scenario.distributions import ParameterError, Support, truncated, uncovered
from avsynth.scenario.distributions.beta import Beta
from avsynth.scenario.distributions.choice import Choice, bernoulli
from avsynth.scenario.distributions.exponential import Exponential
from avsynth.scenario.distributions.normal import LogNormal, Normal
from avsynth.scenario.distributions.poisson import Poisson
from avsynth.scenario.distributions.uniform import LogUniform, Triangular, Uniform
from avsynth.scenario.distributions.vonmises import VonMises

#: Ours, scipy's, and a range that cuts it.
CONTINUOUS = {
    "uniform": (Uniform(-2, 5), stats.uniform(-2, 7), (0, 1)),
    "loguniform": (LogUniform(0.1, 40), stats.loguniform(0.1, 40), (1, 3)),
    "triangular": (Triangular(-1, 0.5, 4), stats.triang(0.3, -1, 5), (0, 2)),
    "triangular with its mode at the end": (Triangular(0, 2, 2), stats.triang(1, 0, 2), (0.5, 1)),
    "normal": (Normal(3, 2), stats.norm(3, 2), (2, 8)),
    "normal, far tail": (Normal(0, 1), stats.norm(0, 1), (6, 9)),
    "lognormal": (LogNormal(24, 0.45), stats.lognorm(0.45, scale=24), (3, 80)),
    "exponential": (Exponential(2.5), stats.expon(scale=2.5), (1, 30)),
    "beta": (Beta(2, 5), stats.beta(2, 5), (0.1, 0.9)),
    "vonmises": (VonMises(0.4, 3), stats.vonmises(3, loc=0.4), (0, 1)),
}
#: The series of the von Mises distribution and scipy's agree to this.
PROBABILITY_TOLERANCE = 1e-9


@pytest.fixture(params=CONTINUOUS, ids=str)
def case(request):
    return CONTINUOUS[request.param]


def test_densities_are_those_of_scipy(case):
    ours, theirs, _ = case
    points = theirs.ppf([0.001, 0.1, 0.31, 0.5, 0.9, 0.999])

    assert [ours.log_density(x) for x in points] == pytest.approx(theirs.logpdf(points), abs=1e-9)


def test_probabilities_and_quantiles_are_those_of_scipy(case):
    ours, theirs, _ = case
    chances = np.array([1e-6, 0.03, 0.5, 0.8, 1 - 1e-6])
    points = theirs.ppf(chances)

    assert [ours.quantile(u) for u in chances] == pytest.approx(points, rel=1e-6, abs=1e-9)
    assert [ours.below(x) for x in points] == pytest.approx(chances, abs=PROBABILITY_TOLERANCE)
    assert [ours.above(x) for x in points] == pytest.approx(1 - chances, abs=PROBABILITY_TOLERANCE)


def test_upper_tails_keep_their_digits():
    for ours, theirs in (
        (Normal(0, 1), stats.norm()),
        (Exponential(1), stats.expon()),
        (LogNormal(1, 1), stats.lognorm(1)),
    ):
        point = theirs.isf(1e-30)

        assert ours.above(point) == pytest.approx(1e-30, rel=1e-6)
        assert ours.quantile_from_above(1e-30) == pytest.approx(point, rel=1e-6)


def test_a_truncated_distribution_integrates_to_one_and_stays_inside(case):
    ours, theirs, (low, high) = case
    cut = truncated(ours, low, high)
    mass = theirs.cdf(high) - theirs.cdf(low) if low < theirs.mean() else theirs.sf(low) - theirs.sf(high)
    points = np.linspace(low, high, 7)[1:-1]

    assert [cut.log_density(x) for x in points] == pytest.approx(theirs.logpdf(points) - math.log(mass), abs=1e-6)
    assert cut.log_density(low - 1) == cut.log_density(high + 1) == -math.inf
    assert all(low <= cut.quantile(u) <= high for u in (2.0**-54, 0.2, 0.5, 0.9, 1 - 2.0**-54))
    assert [cut.below(cut.quantile(u)) for u in (0.1, 0.5, 0.9)] == pytest.approx([0.1, 0.5, 0.9], abs=1e-6)


def test_poisson_is_that_of_scipy_also_when_cut():
    ours, theirs = Poisson(6), stats.poisson(6)
    counts = np.arange(0, 20)
    cut = truncated(ours, 2, 12)
    kept = theirs.pmf(np.arange(2, 13)).sum()

    assert [ours.log_density(k) for k in counts] == pytest.approx(theirs.logpmf(counts))
    assert [ours.quantile(u) for u in (0.001, 0.3, 0.7, 0.999)] == list(theirs.ppf([0.001, 0.3, 0.7, 0.999]))
    assert ours.log_density(2.5) == -math.inf
    assert math.exp(cut.log_density(5)) == pytest.approx(theirs.pmf(5) / kept)
    assert {cut.quantile(u) for u in np.linspace(1e-9, 1 - 1e-9, 400)} == set(range(2, 13))


def test_choices_follow_their_weights_and_ignore_outcomes_of_weight_0():
    choice = Choice((1.0, 2.0, 3.0), (1.0, 0.0, 3.0))

    assert math.exp(choice.log_density(3.0)) == pytest.approx(0.75)
    assert choice.log_density(2.0) == choice.log_density(9.0) == -math.inf
    assert [choice.quantile(u) for u in (0.1, 0.24, 0.26, 0.99)] == [1.0, 1.0, 3.0, 3.0]
    assert choice.support.atoms == (1.0, 3.0)
    assert truncated(choice, 2.5, 4).support.atoms == (3.0,)


def test_a_certain_bernoulli_has_one_outcome():
    assert bernoulli(1).support.atoms == (True,)
    assert bernoulli(0).quantile(0.999) is False


@pytest.mark.parametrize(
    ("make", "parameter"),
    [
        (lambda: Uniform(2, 2), "high"),
        (lambda: LogUniform(0, 2), "low"),
        (lambda: Triangular(0, 3, 2), "mode"),
        (lambda: Normal(0, 0), "deviation"),
        (lambda: LogNormal(-1, 1), "median"),
        (lambda: Exponential(0), "mean"),
        (lambda: Beta(0, 1), "a"),
        (lambda: Poisson(-1), "mean"),
        (lambda: VonMises(0, -1), "kappa"),
        (lambda: bernoulli(1.3), "probability"),
        (lambda: Choice((1.0, 2.0), (0.0, 0.0)), "weights"),
        (lambda: Choice((1.0, 2.0), (1.0, -1.0)), "weights"),
        (lambda: Choice((1.0, 1.0), (1.0, 1.0)), "outcomes"),
        (lambda: truncated(Normal(0, 1), 2, 1), "in"),
        (lambda: truncated(Uniform(0, 1), 2, 3), "in"),
        (lambda: truncated(Choice((1.0,), (1.0,)), 2, 3), "in"),
    ],
)
def test_impossible_parameters_are_named(make, parameter):
    with pytest.raises(ParameterError) as caught:
        make()

    assert caught.value.parameter == parameter


@pytest.mark.parametrize(
    ("nominal", "proposal", "gap"),
    [
        (Support(0, 1), Support(0, 1), None),
        (Support(0, 1), Support(), None),
        (Support(), Support(0, 1), "values below 0 and values above 1"),
        (Support(0, 5), Support(2, 9), "0..2"),
        (Support(0, 5), Support(2, 3), "0..2 and 3..5"),
        (Support(0, 1), Support(3, 4), "0..1"),
        (Support(0, integers=True), Support(0, integers=True), None),
        (Support(0, integers=True), Support(0), "the integers, since it is continuous"),
        (Support(0, 1), Support(0, integers=True), "most values, since it only has single ones"),
        (Support(atoms=(True, False)), Support(atoms=(True,)), "false"),
        (Support(atoms=("dark", "light")), Support(atoms=("dark", "red", "light")), None),
        (Support(atoms=("dark",)), Support(atoms=("light",)), '"dark"'),
    ],
)
def test_a_proposal_must_have_weight_wherever_the_nominal_distribution_has(nominal, proposal, gap):
    assert uncovered(nominal, proposal) == gap


@settings(max_examples=150, deadline=None)
@given(
    mean=st.floats(-50, 50),
    deviation=st.floats(0.01, 20),
    low=st.floats(-8, 8),
    width=st.floats(0.001, 6),
    chance=st.floats(2.0**-54, 1 - 2.0**-53),
)
def test_any_cut_of_a_normal_distribution_is_drawn_inside_with_a_finite_density(mean, deviation, low, width, chance):
    start = mean + low * deviation
    cut = truncated(Normal(mean, deviation), start, start + width * deviation)
    value = cut.quantile(chance)

    assert start <= value <= start + width * deviation
    assert math.isfinite(cut.log_density(value))
