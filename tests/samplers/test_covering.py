"""Covering arrays: every combination is there, in few rows; and what the sampling method makes of them."""

from itertools import combinations
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sampler_scenes import surveyed, values, weights

from avsynth.core.errors import ScenarioError
from avsynth.scenario.samplers._arrays import Uncovered, covering_rows

#: Levels, strength, and the fewest rows known [ColbournTables]_.
KNOWN = [
    ([3] * 4, 2, 9),
    ([3] * 13, 2, 15),
    ([2] * 10, 2, 6),
    ([4] * 5, 2, 16),
    ([5] * 6, 2, 25),
    ([4, 3, 3, 2, 2, 2], 2, 12),
    ([2] * 10, 3, 12),
    ([3] * 6, 3, 33),
    ([5, 4, 3, 3, 2, 2], 3, 60),
]


def rows_of(levels, strength, seed=0):
    return list(covering_rows(Uncovered(levels, strength), np.random.default_rng(seed)))


def missing(levels, strength, rows):
    """Count the combinations that no row has, in the plainest way."""
    count = 0
    for factors in combinations(range(len(levels)), strength):
        seen = {tuple(row[factor] for factor in factors) for row in rows}
        count += prod(levels[factor] for factor in factors) - len(seen)
    return count


@given(st.lists(st.integers(1, 4), min_size=1, max_size=6), st.integers(1, 3), st.integers(0, 10))
@settings(max_examples=60, deadline=None)
def test_all_combinations_are_covered(levels, strength, seed):
    rows = rows_of(levels, strength, seed)

    assert missing(levels, min(strength, len(levels)), rows) == 0
    assert all(0 <= level < most for row in rows for level, most in zip(row, levels, strict=True))


@given(st.lists(st.integers(2, 4), min_size=3, max_size=5), st.integers(2, 3), st.integers(0, 12))
@settings(max_examples=40, deadline=None)
def test_what_is_left_is_counted_right(levels, strength, taken):
    uncovered = Uncovered(levels, strength)
    rows = rows_of(levels, strength)[:taken]
    for row in rows:
        uncovered.cover(dict(enumerate(row)))

    assert uncovered.count == len(uncovered.combinations()) == missing(levels, strength, rows)


@pytest.mark.parametrize(("levels", "strength", "fewest"), KNOWN)
def test_arrays_are_nearly_as_small_as_the_best_known(levels, strength, fewest):
    assert fewest <= len(rows_of(levels, strength)) <= 1.5 * fewest + 1


def test_every_pair_of_choices_comes_up():
    scene = 'a ~ choice({"p": 1, "q": 3})\nb ~ bernoulli(0.001)\nc ~ choice([1, 2, 3])\nx ~ normal(0, 1)'
    scenarios, facts = surveyed(scene, method="covering", count=8)
    rows = list(zip(values(scenarios, "a"), values(scenarios, "b"), values(scenarios, "c"), strict=True))

    assert {(a, b) for a, b, _ in rows} == {(a, b) for a in "pq" for b in (True, False)}
    assert len({(b, c) for _, b, c in rows}) == 6 and len({(a, c) for a, _, c in rows}) == 6
    assert len(facts.notes) == 1


def test_the_weight_of_a_cell_is_its_probability_shared_by_its_scenarios():
    scenarios, facts = surveyed("b ~ bernoulli(0.001)\nc ~ bernoulli(0.5)", method="covering", count=12)

    assert weights(scenarios).sum() == pytest.approx(1.0)
    assert (weights(scenarios) * values(scenarios, "b")).sum() == pytest.approx(0.001)
    assert "hold 1 of all probability" in facts.notes[0]


def test_numbers_are_cut_into_equally_likely_parts():
    scenarios, _ = surveyed("x ~ normal(0, 1)\nb ~ bernoulli(0.5)", method="covering(2, parts: 4)", count=8)
    parts = np.digitize(values(scenarios, "x"), [-0.6745, 0.0, 0.6745])

    assert set(zip(parts.tolist(), values(scenarios, "b").tolist(), strict=True)) == {
        (part, b) for part in range(4) for b in (True, False)
    }


def test_combinations_that_break_a_requirement_are_named():
    scene = "a ~ choice([1, 2])\nb ~ bernoulli(0.5)\nc ~ choice([5, 6])"
    scenarios, facts = surveyed(scene, "require not (b and a == 2)", method="covering", count=30)
    pairs = {(a, b, c) for a, b, c in zip(*(values(scenarios, n).tolist() for n in "abc"), strict=True)}

    assert {(b, c) for _, b, c in pairs} == {(b, c) for b in (True, False) for c in (5, 6)}
    assert "1 combinations of 2 break a requirement" in facts.notes[1] and "a = 2.0, b = True" in facts.notes[1]


def test_a_scene_without_choices_has_nothing_to_combine():
    with pytest.raises(ScenarioError, match="no draw of the scene is a choice"):
        surveyed("x ~ 0..1", method="covering", count=2)
