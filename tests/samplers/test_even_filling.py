"""Latin hypercube, Halton, Sobol: evenness, and what it is good for."""

import numpy as np
import pytest
from sampler_scenes import surveyed, values, weights

#: Two draws whose product is smooth in both.
SMOOTH = "x ~ 0..1\ny ~ normal(1, 0.3)"
SEEDS = range(12)


def means(method):
    """Return the mean of x y of runs of 64, whose true value is 0.5."""
    found = []
    for seed in SEEDS:
        scenarios, _ = surveyed(SMOOTH, method=method, count=64, seed=seed)
        found.append(float((values(scenarios, "x") * values(scenarios, "y")).mean()))
    return np.array(found) - 0.5


@pytest.fixture(scope="module")
def chance():
    return means("monte_carlo")


@pytest.mark.parametrize("method", ["latin_hypercube", "halton(replicates: 1)", "sobol(replicates: 1)", "sobol"])
def test_a_smooth_mean_varies_less_than_by_chance(method, chance):
    errors = means(method)

    assert (errors**2).mean() < (chance**2).mean() / 4  # 3 to 40 times smaller is what 12 runs show


def test_each_slice_of_a_latin_hypercube_has_one_scenario():
    scenarios, _ = surveyed(SMOOTH, method="latin_hypercube(replicates: 1)", count=40, seed=1)

    assert sorted(np.floor(values(scenarios, "x") * 40)) == list(range(40))


def test_a_draw_more_moves_no_other_of_a_latin_hypercube():
    before, _ = surveyed(SMOOTH, method="latin_hypercube", count=20, seed=1)
    after, _ = surveyed("new ~ 0..1\n" + SMOOTH, method="latin_hypercube", count=20, seed=1)

    assert list(values(before, "y")) == list(values(after, "y"))


@pytest.mark.parametrize("method", ["latin_hypercube", "halton", "sobol"])
def test_proposals_are_heeded_and_weighed(method):
    scenarios, _ = surveyed("dart ~ bernoulli(0.001) propose bernoulli(0.8)", method=method, count=400, seed=2)
    darts = values(scenarios, "dart")

    assert darts.mean() == pytest.approx(0.9 * 0.8 + 0.1 * 0.001, abs=0.01)  # by chance it would be 0.022
    assert (weights(scenarios) * darts).mean() == pytest.approx(0.001, rel=0.02)


def test_the_designs_of_a_run_are_told_apart():
    scenarios, _ = surveyed(SMOOTH, method="sobol(replicates: 4)", count=64, seed=0)

    assert np.bincount([scenario.weight.batch for scenario in scenarios]).tolist() == [16] * 4
    assert {scenario.weight.kind for scenario in scenarios} == {"qmc"}


def test_a_small_run_has_fewer_designs():
    scenarios, _ = surveyed(SMOOTH, method="halton(replicates: 8)", count=20, seed=0)

    assert {scenario.weight.batch for scenario in scenarios} == {0}


def test_rejected_points_are_counted_and_the_rest_stays_even():
    scenarios, facts = surveyed("x ~ 0..1", "require x < 0.5", method="halton(replicates: 1)", count=100, seed=3)
    attempts = sum(scenario.attempts for scenario in scenarios)

    assert facts.proposals[0].attempts == attempts == pytest.approx(200, abs=2)
    assert values(scenarios, "x").mean() == pytest.approx(0.25, abs=0.005)  # by chance 0.014
