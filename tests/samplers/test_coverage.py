"""Filling the cells of coverage: targets are met, and weights give the world back."""

import numpy as np
import pytest
from sampler_scenes import surveyed, values, weights

from avsynth.core.errors import ScenarioError

SCENE = 'x ~ normal(0, 1) propose normal(1.5, 1.2)\nkind ~ choice({"a": 1, "b": 3})'
COVER = """record far = x
cover size: far bins [-2, 0, 1, 2, 3] target 5
cover mix: cross(kind, size) target 2"""


@pytest.fixture(scope="module")
def run():
    return surveyed(SCENE, COVER, method="coverage(most: 600)", count=100, seed=4, world=True)


def test_every_cell_has_its_target(run):
    scenarios, facts = run
    cells = [scenario.strata["size"] for scenario in scenarios]
    mixed = [scenario.strata["mix"] for scenario in scenarios]

    assert min(cells.count(cell) for cell in range(4)) >= 5
    assert min(mixed.count(f"{kind}|{cell}") for kind in "ab" for cell in range(4)) >= 2
    assert facts.notes == ()
    assert len(scenarios) < facts.explored


def test_strata_weigh_as_much_as_they_are_likely(run):
    scenarios, facts = run
    x, weight = values(scenarios, "x"), weights(scenarios)

    assert weight.sum() == pytest.approx(1.0)
    assert weight[x > 1].sum() == pytest.approx(0.159, rel=0.6)  # some hundred looks
    assert (values(scenarios, "kind") == "a") @ weight == pytest.approx(0.25, abs=0.15)
    assert sum(stratum.probability for stratum in facts.strata) == pytest.approx(1.0)


def test_what_lies_outside_of_all_cells_is_not_forgotten(run):
    scenarios, _ = run

    assert any(scenario.strata["size"] is None for scenario in scenarios)


def test_cells_that_stay_empty_are_named():
    far = "record far = x\ncover size: far bins [0, 1, 9, 10] target 3"
    _, facts = surveyed(SCENE, far, method="coverage(most: 20)", count=50, world=True)

    assert "size 2 has 0 of 3" in facts.notes
    assert facts.explored == 20


def test_a_run_ends_at_its_count():
    scenarios, facts = surveyed(SCENE, COVER, method="coverage", count=6, world=True)

    assert len(scenarios) == 6
    assert np.isfinite(weights(scenarios)).all()
    assert facts.notes


def test_a_scene_without_targets_has_nothing_to_fill():
    with pytest.raises(ScenarioError, match="no 'cover' of the scene has a target"):
        surveyed(SCENE, method="coverage", count=2)
