"""Subset simulation: far tails, levels and chains."""

import math
from itertools import pairwise

import numpy as np
import pytest
from sampler_scenes import surveyed, values, weights

from avsynth.core.seed import Stream
from avsynth.scenario.distributions.normal import Normal
from avsynth.scenario.draws import Site
from avsynth.scenario.samplers._chains import Moved

SCENE = 'x ~ normal(0, 1)\ny ~ exponential(1)\nkind ~ choice(["a", "b"])'


@pytest.fixture(scope="module")
def run():
    """A run towards P(X > 4.7534) = 1e-6."""
    method = 'subset("x", seek: "large", critical: 4.7534, states: 400)'
    return surveyed(SCENE, method=method, count=2000, seed=2)


def test_a_tail_of_one_in_a_million_is_found_within_a_factor_of_5(run):
    """With 400 states a level; what more states give is measured by `tools.bench_sampling`."""
    scenarios, facts = run
    beyond = values(scenarios, "x") >= 4.7534

    assert 2e-7 < weights(scenarios)[beyond].sum() < 5e-6
    assert facts.explored < 3000  # plain draws would need a million to see one


def test_the_variation_told_is_that_of_the_levels(run):
    _, facts = run

    assert 0.2 < facts.strata[-1].variation < 1.0
    assert facts.strata[0].variation == pytest.approx(math.sqrt(0.9 / 0.1 / 400) / 9, rel=0.01)


def test_all_weights_together_are_1(run):
    scenarios, _ = run

    assert weights(scenarios).sum() == pytest.approx(1.0)
    assert (weights(scenarios) * values(scenarios, "x")).sum() == pytest.approx(0.0, abs=0.2)


def test_every_state_lies_in_its_level(run):
    scenarios, _ = run
    by_level = [values([s for s in scenarios if s.weight.batch == k], "x") for k in range(6)]

    assert all(low.max() <= high.min() + 1e-12 for low, high in pairwise(by_level))


def test_what_does_not_matter_keeps_its_distribution(run):
    scenarios, _ = run
    deep = [scenario for scenario in scenarios if scenario.weight.batch >= 3]

    assert values(deep, "y").mean() == pytest.approx(1.0, abs=0.25)
    assert (values(deep, "kind") == "a").mean() == pytest.approx(0.5, abs=0.15)


def test_a_smaller_count_leaves_out_scenarios_of_every_level_and_keeps_the_probabilities(run):
    _, whole = run
    method = 'subset("x", seek: "large", critical: 4.7534, states: 400)'
    scenarios, facts = surveyed(SCENE, method=method, count=100, seed=2)

    assert len(scenarios) == 100
    assert min(stratum.scenarios for stratum in facts.strata) >= 100 // len(facts.strata)
    assert [s.probability for s in facts.strata] == [s.probability for s in whole.strata]


def test_an_objective_that_never_comes_true_ends_at_once():
    never = "record never = time_when(speed(ego) > 90 m/s)"
    scenarios, facts = surveyed("x ~ 0..1", never, method="subset(never, states: 30)", count=30, world=True)

    assert len(scenarios) == 30
    assert facts.notes == ("ended since the objective is infinite in most runs, so that there is no next level",)


def test_an_objective_that_cannot_get_smaller_ends():
    _, facts = surveyed("k ~ choice([1, 2])", method='subset("k", states: 40)', count=40, seed=1)

    assert facts.notes == ("ended since the objective does not get more critical",)


def test_moves_keep_the_nominal_distribution():
    site, before, found = Site("x", Normal(3.0, 2.0)), {"x": 0.0}, []
    for k in range(3000):
        source = Moved(before, 0.5, Stream(1).child(k))
        found.append(source.draw(site).value)
        before = source.scores

    assert np.mean(found) == pytest.approx(3.0, abs=0.3)
    assert np.std(found) == pytest.approx(2.0, abs=0.2)
    assert np.corrcoef(found[:-1], found[1:])[0, 1] == pytest.approx(math.sqrt(0.75), abs=0.05)
