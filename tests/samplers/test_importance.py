"""Importance sampling: unbiased, bounded, honest about what was rejected."""

import math

import numpy as np
import pytest
from sampler_scenes import surveyed, values, weights

from avsynth.core.seed import Stream
from avsynth.scenario.distributions.normal import Normal
from avsynth.scenario.draws import Proposing, Site

#: P(X > 4) of a standard normal X.
TAIL = 3.167124e-5


def test_the_rate_of_a_rare_event_is_within_15_percent():
    """The bar is 99 of 100 seeds with 2000 draws each, which `tools.check_sampling` runs; here are 12 of them."""
    site = Site("x", Normal(0.0, 1.0), Normal(4.0, 1.0), "normal(4, 1)")
    for seed in range(12):
        drawn = [Proposing(Stream(seed).child(k), 0.1).draw(site) for k in range(2000)]
        weight = np.exp([each.log_p - each.log_q for each in drawn])
        rare = np.array([each.value > 4 for each in drawn])

        assert (weight * rare).mean() == pytest.approx(TAIL, rel=0.15)
        assert weight.max() <= 10.0 * (1 + 1e-12)


MANY = "\n".join(f"x{k} ~ normal(0, 1) propose normal(2, 1)" for k in range(6))


def test_many_proposals_make_weights_degenerate_unless_some_scenarios_are_nominal():
    bounded, _ = surveyed(MANY, method="importance(nominal: 0.2)", count=300, seed=1)
    free, _ = surveyed(MANY, method="importance", count=300, seed=1)

    assert weights(bounded).max() <= 5.0 * (1 + 1e-12)
    assert weights(bounded).mean() == pytest.approx(1.0, abs=3 * weights(bounded).std() / math.sqrt(300))
    assert effective(weights(bounded)) > 0.2 > 0.1 > effective(weights(free))


def effective(weight):
    return weight.sum() ** 2 / (weight**2).sum() / len(weight)


def test_weights_of_rejected_attempts_are_kept_so_that_all_weights_have_mean_1():
    scenarios, facts = surveyed(
        "x ~ normal(0, 1) propose normal(1, 1)", "require x > 0.5", method="importance", count=400, seed=2
    )
    attempts = facts.proposals[0].attempts
    rejected = np.array([scenario.weight.rejected for scenario in scenarios]).sum(axis=0)
    first = (weights(scenarios).sum() + rejected[0]) / attempts
    second = ((weights(scenarios) ** 2).sum() + rejected[1]) / attempts

    assert first == pytest.approx(1.0, abs=3 * math.sqrt((second - first**2) / attempts))
    assert weights(scenarios).sum() / attempts == pytest.approx(0.3085, rel=0.15)  # P(X > 0.5)


def test_what_never_happens_weighs_nothing_and_is_no_scenario():
    scenarios, facts = surveyed("x ~ 0..1 propose 0..2", method="importance", count=100, seed=2, defensive=0)

    assert values(scenarios, "x").max() <= 1.0
    assert facts.proposals[0].attempts == pytest.approx(200, rel=0.25)
    assert weights(scenarios).sum() / facts.proposals[0].attempts == pytest.approx(1.0, rel=0.25)
