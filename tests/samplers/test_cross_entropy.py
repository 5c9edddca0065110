"""Cross-entropy: what is learned, what is left alone, and that weights undo it."""

import math

import numpy as np
import pytest
from sampler_scenes import surveyed, values, weights

from avsynth.core.errors import ScenarioError
from avsynth.scenario.sampler import Marginal, Proposal
from avsynth.scenario.samplers._proposals import View, log_ratio, log_weights

TAIL = 3.167124e-5
SCENE = 'x ~ normal(0, 1)\ny ~ normal(0, 1)\nkind ~ choice({"a": 1, "b": 999})\nz ~ beta(2, 3)'


@pytest.fixture(scope="module")
def run():
    return surveyed(SCENE, method='cross_entropy("x", seek: "large", rounds: 6, critical: 4)', count=1200, seed=1)


def test_the_weights_of_a_four_round_run_have_mean_1():
    scenarios, _ = surveyed(
        SCENE, method='cross_entropy("x", seek: "large", rounds: 4, critical: 4)', count=800, seed=5
    )
    found = weights(scenarios)

    assert found.mean() == pytest.approx(1.0, abs=3 * found.std() / math.sqrt(len(found)))
    assert {scenario.weight.kind for scenario in scenarios} == {"mis"}


def test_the_rate_of_a_rare_event_is_found_without_a_proposal(run):
    scenarios, _ = run
    rare = values(scenarios, "x") > 4

    assert 0.05 < rare.mean() < 0.5  # 3e-5 in the world
    assert (weights(scenarios) * rare).mean() == pytest.approx(TAIL, rel=0.35)  # three standard deviations


def test_only_draws_that_matter_are_touched(run):
    _, facts = run

    assert [proposal.kind for proposal in facts.proposals] == ["nominal", "authored"] + ["learned"] * 5
    assert set(facts.proposals[-1].marginals) == {"x"}
    assert 3.0 < facts.proposals[-1].marginals["x"].mean < 4.6


def test_weights_follow_from_the_recorded_densities_and_counts(run):
    """w = p / Σ (n_k / n) q_k, from nothing but what is recorded."""
    scenarios, facts = run
    counts = np.array([proposal.attempts for proposal in facts.proposals])
    for scenario in scenarios[::100]:
        mixture = np.logaddexp.reduce(np.array(scenario.weight.log_q) + np.log(counts / counts.sum()))

        assert scenario.log_weight == pytest.approx(scenario.log_p - mixture)


def test_recorded_densities_can_be_computed_again_from_the_parameters(run):
    scenarios, facts = run
    for scenario in scenarios[::150]:
        x = scenario.outcomes["x"]
        for proposal, log_q in zip(facts.proposals, scenario.weight.log_q, strict=True):
            marginal = proposal.marginals.get("x", Marginal())
            expected = (
                -0.5 * ((x - marginal.mean) / marginal.deviation) ** 2 - math.log(marginal.deviation) + 0.5 * x**2
            )

            assert log_q - scenario.log_p == pytest.approx(expected, abs=1e-6)


def test_no_weight_exceeds_the_defensive_bound(run):
    scenarios, _ = run

    assert weights(scenarios).max() <= 10.0


def test_a_choice_is_learned_by_its_outcomes():
    """The distance is small only if the rare one of two ways is taken."""
    scene = "other ~ bernoulli(0.02)\nway ~ choice({1: 1, 2: 49})\nd ~ normal(10, 1)\ngap = d + 20 * way"
    scenarios, facts = surveyed(scene, "record g = gap", method="cross_entropy(g, rounds: 3)", count=450, world=True)

    assert "other" not in facts.proposals[-1].marginals
    assert dict(facts.proposals[-1].marginals["way"].shares)[1.0] > 0.3
    rare = values(scenarios, "way") == 1
    assert (weights(scenarios) * rare).mean() == pytest.approx(0.02, rel=0.5)


def test_balance_heuristic_of_two_proposals():
    ratios = np.log([[1.0, 3.0], [1.0, 0.5]])

    assert np.exp(log_weights(ratios, [1, 3])) == pytest.approx([1 / (0.25 + 2.25), 1 / (0.25 + 0.375)])


def test_a_learned_choice_says_how_much_likelier_it_makes_an_outcome():
    view = View(log_p=math.log(0.02), log_authored=math.log(0.02), score=math.nan, value="a", outcomes=("a", "b"))

    own, other = Marginal(shares=(("a", 0.6), ("b", 0.4))), Marginal(shares=(("a", 0.6), ("c", 0.4)))

    assert view.log_ratio(own) == pytest.approx(math.log(30))
    assert view.log_ratio(other) == 0.0  # learned of another choice
    assert log_ratio({"kind": view}, Proposal(kind="learned", marginals={"kind": own})) == pytest.approx(math.log(30))


def test_a_round_without_a_scenario_is_refused():
    with pytest.raises(ScenarioError, match="4 rounds of at least one scenario each; 3 asked for"):
        surveyed(SCENE, method='cross_entropy("x", rounds: 4)', count=3, seed=1)
