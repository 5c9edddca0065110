"""Every sampling method keeps the promises of its contract."""

import itertools
import math

import numpy as np
import pytest
from sampler_scenes import placed, weights

from avsynth.scenario.sampler import SAMPLERS
from avsynth.scenario.study import Study

DRAWS = """
x ~ normal(0, 1) propose normal(1, 1.5)
kind ~ choice({"a": 1, "b": 3}) propose choice({"a": 1, "b": 1})
n ~ poisson(2)
"""
ASKED = """
require x < 2.5
record far = x
cover size: far bins [-1, 0, 1, 2] target 2
"""
#: Settings that a method cannot do without, and that keep it short.
SETTINGS = {
    "cross_entropy": '(far, seek: "large", rounds: 2, critical: 1.5)',
    "subset": '(far, seek: "large", states: 20, critical: 1.5)',
    "coverage": "(most: 100)",
}
COUNT = 24


def study_of(method, seed=3):
    return placed(DRAWS, ASKED, method=method + SETTINGS.get(method, ""), count=COUNT, seed=seed)


def backwards(function, tasks):
    """Work on a few tasks at a time, the last first, and give the results in order."""
    tasks = iter(tasks)
    while batch := list(itertools.islice(tasks, 5)):
        yield from [function(task) for task in reversed(batch)][::-1]


@pytest.fixture(scope="module", params=SAMPLERS.names())
def run(request):
    study = study_of(request.param)
    survey = study.survey()
    return study, list(survey), survey.facts


def test_the_same_seed_gives_the_same_json_however_the_work_is_shared_out(run):
    study, scenarios, facts = run
    again = Study(study.template, study.sampling, accept=study.accept, map=backwards).survey()

    assert [s.model_dump_json() for s in again] == [s.model_dump_json() for s in scenarios]
    assert again.facts == facts


def test_another_seed_gives_other_scenarios(run):
    study, scenarios, _ = run
    others = study_of(study.sampling.method.method, seed=4).survey()

    assert {s.draws for s in others}.isdisjoint(s.draws for s in scenarios)


def test_a_run_has_as_many_scenarios_as_asked_for_at_most(run):
    _, scenarios, _ = run

    assert [scenario.index for scenario in scenarios] == list(range(len(scenarios)))
    assert 0 < len(scenarios) <= COUNT
    assert len({scenario.address for scenario in scenarios}) == len(scenarios)


def test_requirements_hold_and_rejections_are_counted(run):
    _, scenarios, _ = run

    assert all(scenario.outcomes["x"] < 2.5 for scenario in scenarios)
    assert all(scenario.attempts >= 1 + sum(scenario.rejected_by.values()) for scenario in scenarios)


def test_every_scenario_has_a_weight_that_its_run_explains(run):
    _, scenarios, facts = run

    assert all(math.isfinite(scenario.log_weight) for scenario in scenarios)
    assert len({scenario.weight.kind for scenario in scenarios}) == 1
    for scenario in scenarios:
        if scenario.weight.kind in ("iid", "qmc", "mis"):
            assert scenario.weight.proposal_id < len(facts.proposals)
        if facts.strata:
            assert scenario.weight.stratum in {stratum.name for stratum in facts.strata}


def test_attempts_of_the_proposals_add_up(run):
    _, scenarios, facts = run

    if scenarios[0].weight.kind in ("iid", "qmc", "mis"):
        assert sum(each.attempts for each in facts.proposals) == sum(each.attempts for each in scenarios)


def test_one_scenario_drawn_alone_is_that_of_the_run(run):
    study, scenarios, _ = run
    method = study.sampling.method.method
    if method in ("cross_entropy", "subset", "coverage"):
        pytest.skip("drawing one takes the whole run, which is tested above")

    assert study.template.draw(study.sampling.seed, 5, accept=study.accept) == scenarios[5]


def test_stratum_weights_are_the_probabilities_of_the_strata(run):
    _, scenarios, facts = run
    if not facts.strata:
        pytest.skip("the method has no strata")
    found = weights(scenarios)

    for stratum in facts.strata:
        inside = np.array([scenario.weight.stratum == stratum.name for scenario in scenarios])
        assert inside.sum() == stratum.scenarios
        assert found[inside].sum() == pytest.approx(stratum.probability if stratum.scenarios else 0.0)


def test_settings_are_read_from_the_scene_and_refused_where_they_are_wrong():
    assert study_of("cross_entropy").sampling.method.rounds == 2
    assert study_of("halton").sampling.method.replicates == 8
