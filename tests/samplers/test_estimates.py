"""Shares and their intervals: equal to exact binomial ones where all weights are 1, and honest where they are not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from avsynth.scenario.estimates import degeneracy, effective, estimate, per_attempt, share, stratified

#: P(X > 4) of a standard normal X; P(|X − Y| < 1) and P(X > 3 given that) of two.
TAIL, ACCEPTED, GIVEN = 3.167124e-5, 0.5204999, 3.40e-5


@given(hits=st.integers(0, 40), more=st.integers(1, 60))
def test_without_weights_the_interval_is_that_of_clopper_and_pearson(hits, more):
    count = hits + more
    happens = np.arange(count) < hits
    expected = binomtest(hits, count).proportion_ci(0.95, method="exact")

    found = estimate(hits / count, hits * more / count**3, happens=happens, least=count, confidence=0.95)

    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-9)
    assert found.seen == hits


def proposed(rng, count):
    """Return draws from 0.1 p + 0.9 q with p normal(0, 1), q normal(4, 1), and their weights."""
    x = np.where(rng.random(count) < 0.1, 0.0, 4.0) + rng.standard_normal(count)
    return x, 1 / (0.1 + 0.9 * np.exp(4 * x - 8))


def test_intervals_hold_the_rate_of_a_rare_event_as_often_as_they_say():
    held = 0
    for seed in range(300):
        x, weights = proposed(np.random.default_rng(seed), 400)
        rate = estimate(*share(x > 4, weights, np.arange(400)), happens=x > 4, least=400, confidence=0.95)
        held += TAIL in rate

    assert 0.90 <= held / 300 <= 0.99


def test_attempts_tell_how_likely_the_requirements_are_met():
    values, variances = [], []
    for seed in range(100):
        rng = np.random.default_rng(seed)
        x, weights = proposed(rng, 4000)
        y = rng.standard_normal(4000)
        met = np.abs(x - y) < 1
        value, variance = per_attempt(np.ones(met.sum()), weights[met], 4000)
        values.append(value)
        variances.append(variance)

    assert np.mean(values) == pytest.approx(ACCEPTED, rel=0.03)
    assert np.std(values) == pytest.approx(np.sqrt(np.mean(variances)), rel=0.2)


def test_samples_that_hang_together_count_as_one():
    rng = np.random.default_rng(1)
    happens = np.repeat(rng.random(50) < 0.3, 20)

    _, alone = share(happens, np.ones(1000), np.arange(1000))
    _, together = share(happens, np.ones(1000), np.repeat(np.arange(50), 20))

    assert together == pytest.approx(20 * alone, rel=0.05)


def test_the_variance_of_strata_is_that_of_repeated_runs():
    """Three strata of known shares, of which the last is the event in half of its samples."""
    rng = np.random.default_rng(2)
    probability, chance, sizes = np.array([0.9, 0.09, 0.01]), np.array([0.0, 0.1, 0.5]), [30, 40, 60]
    strata = np.repeat(np.arange(3), sizes)
    weights = probability[strata] / np.array(sizes)[strata]
    runs = [stratified(rng.random(130) < chance[strata], weights, strata, np.zeros(3)) for _ in range(600)]
    values, variances = np.array(runs).T

    assert values.mean() == pytest.approx(probability @ chance, rel=0.05)
    assert variances.mean() == pytest.approx(values.var(), rel=0.15)


def test_doubt_about_a_stratum_is_doubt_about_what_happens_in_it():
    strata, weights = np.array([0, 0, 1, 1]), np.array([0.45, 0.45, 0.05, 0.05])

    value, variance = stratified(strata == 1, weights, strata, np.array([0.0, 0.2]))

    assert value == pytest.approx(0.1)
    assert np.sqrt(variance) == pytest.approx(0.2 * 0.1 * 0.9)


def test_effective_number_of_equal_weights_is_their_number():
    assert effective(np.full(7, 0.3)) == pytest.approx(7)
    assert effective(np.array([1.0, 0.0, 0.0])) == pytest.approx(1)
    assert effective(np.array([])) == 0


def test_degenerate_weights_are_told():
    assert degeneracy(np.ones(100)) == ""
    assert "degenerate: 100 count as 1.0" in degeneracy(np.r_[1.0, np.full(99, 1e-9)])
    assert "one of 5 holds 60% of all weight" in degeneracy(np.array([6.0, 1, 1, 1, 1]))
