"""Drawing templates: addresses of draws, weights, rejection, the JSON of what was drawn."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.language import parse
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.drawing import MOST_ATTEMPTS
from avsynth.scenario.problems import SceneErrors
from avsynth.scenario.requirements import Broken

#: What every scene needs around what a test is about.
FRAME = """
road main:
    path: [line(200 m)]
    lanes: [drive(3 m)] | [drive(3 m), walk(2 m)]
place car ego:
    at on main.fwd[0] @ 20 m
    speed: {speed}
{more}
run 2 s at 5 Hz
"""


def scene(definitions, more="", speed="10 m/s"):
    return parse(definitions + FRAME.format(more=more, speed=speed))


def values_of(scenario):
    return {draw.name: draw.value for draw in scenario.draws}


def test_the_same_seed_and_index_give_the_same_scenario():
    template = scene("a ~ normal(0, 1)\nb ~ 1..2")

    assert template.draw(7, 3) == template.draw(7, 3)
    assert template.draw(7, 3).digest == scene("a ~ normal(0, 1)\nb ~ 1..2").draw(7, 3).digest


def test_other_seeds_and_indices_give_other_values():
    template = scene("a ~ normal(0, 1)")
    drawn = [values_of(template.draw(seed, index))["a"] for seed in range(4) for index in range(4)]

    assert len(set(drawn)) == 16


def test_adding_draws_roads_and_steps_moves_no_other_draw():
    before = scene("a ~ normal(0, 1)", "    do:\n        wait 1..2 s\n        drive(speed ~ 3..5 m/s)")
    after = scene(
        "new ~ bernoulli(0.5)\na ~ normal(0, 1)\nlast ~ 1..2",
        "    do:\n        drive(speed ~ 3..5 m/s)\n        wait 1..2 s\n        wait 3..4 s\n"
        "place car other:\n    at ahead of ego by 5..9 m",
    )
    first, second = values_of(before.draw(1)), values_of(after.draw(1))

    assert {name: second[name] for name in first} == first
    assert set(second) - set(first) == {"new", "last", "ego.wait[1].duration", "other.at.by"}


def test_draws_that_use_draws_follow_them():
    template = scene("wide ~ 1..2\nfar ~ normal(wide * 100, wide)\nhalf = far / 2", "require half > 0")
    scenario = template.draw(0)

    wide, far = values_of(scenario)["wide"], values_of(scenario)["far"]
    assert abs(far - 100 * wide) < 6 * wide
    assert scenario.draws[1].log_p == pytest.approx(
        -0.5 * ((far - 100 * wide) / wide) ** 2 - math.log(wide * math.sqrt(2 * math.pi))
    )


def test_named_values_reach_settings_in_si():
    scenario = scene("v ~ choice([36 km/h])\nfaster = 1.5 * v + 18 km/h", speed="faster").draw()

    assert scenario.placements[0].speed == pytest.approx(20.0)


def test_monte_carlo_ignores_proposals_and_importance_uses_them():
    template = scene("dart ~ bernoulli(0.001) propose bernoulli(0.8)")
    natural = [template.draw(0, index, method="monte_carlo") for index in range(100)]
    boosted = [template.draw(0, index, method="importance") for index in range(100)]

    assert sum(values_of(scenario)["dart"] for scenario in natural) <= 2
    assert 55 <= sum(values_of(scenario)["dart"] for scenario in boosted) <= 88
    assert all(scenario.log_weight == 0 for scenario in natural)
    assert all(draw.proposal is None for scenario in natural for draw in scenario.draws)


def test_log_q_is_that_of_the_defensive_mixture():
    template = scene("dart ~ bernoulli(0.001) propose bernoulli(0.8)", "sample:\n    defensive: 0.25")
    drawn = [template.draw(0, index, method="importance").draws[0] for index in range(20)]

    for draw in drawn:
        nominal, proposal = (0.001, 0.8) if draw.value else (0.999, 0.2)
        assert draw.log_p == pytest.approx(math.log(nominal))
        assert draw.log_q == pytest.approx(math.log(0.75 * proposal + 0.25 * nominal))


def test_without_a_defensive_share_log_q_is_that_of_the_proposal():
    template = scene("dart ~ bernoulli(0.001) propose bernoulli(0.8)", "sample:\n    defensive: 0")
    draw = template.draw(method="importance").draws[0]

    assert draw.log_q == pytest.approx(math.log(0.8 if draw.value else 0.2))
    assert draw.proposal == "bernoulli(0.8)"


def test_truncation_is_part_of_both_densities():
    template = scene("gap ~ 0..10 in 2..4 propose 0..5 in 1..4.5", "sample:\n    defensive: 0")
    draw = template.draw(method="importance").draws[0]

    assert (draw.log_p, draw.log_q) == pytest.approx(
        (-math.log(2) if 2 <= draw.value <= 4 else -math.inf, -math.log(3.5))
    )


def test_weights_give_the_rate_of_a_rare_event():
    """P(X > 4) = 3.167e-5 of a standard normal, from 1000 draws of a shifted proposal; plain draws would see none."""
    template = scene("x ~ normal(0, 1) propose normal(4, 1)")
    scenarios = [template.draw(0, index, method="importance") for index in range(1000)]
    weights = np.exp([scenario.log_weight for scenario in scenarios])
    rare = np.array([values_of(scenario)["x"] > 4 for scenario in scenarios])

    assert (weights * rare).mean() == pytest.approx(3.167e-5, rel=0.25)  # 3 standard deviations of this estimator
    assert weights.max() <= 10.0 * (1 + 1e-12)


def test_weights_of_accepted_draws_give_the_rate_given_the_requirement():
    """P(X > 3 given |X − Y| < 1) = 3.40e-5 for standard normal X and Y; P(|X − Y| < 1) = 0.5205."""
    template = scene(
        "x ~ normal(0, 1) propose normal(3, 1)\ny ~ normal(0, 1) propose normal(3, 1)", "require abs(x - y) < 1"
    )
    scenarios = [template.draw(0, index, method="importance") for index in range(1000)]
    weights = np.exp([scenario.log_weight for scenario in scenarios])
    rare = np.array([values_of(scenario)["x"] > 3 for scenario in scenarios])
    attempts = sum(scenario.attempts for scenario in scenarios)

    assert (weights * rare).sum() / weights.sum() == pytest.approx(3.4e-5, rel=0.6)
    assert weights.sum() / attempts == pytest.approx(0.5205, rel=0.3)


def test_rejections_are_counted_at_the_requirement():
    template = scene("a ~ 0..1", "require a > 0.9")
    scenario = template.draw(3)
    line = next(number for number, text in enumerate(("a ~ 0..1" + FRAME).split("\n"), 1) if text == "{more}")

    assert values_of(scenario)["a"] > 0.9
    assert scenario.attempts == 1 + sum(scenario.rejected_by.values())
    assert set(scenario.rejected_by) <= {f"scene:{line}:1"}
    assert scenario.requirements == ()


def test_what_needs_the_world_is_left_to_the_caller():
    template = scene("a ~ 0..1", "require distance(ego, ego) < 8 m + 1 m and a < 2")
    asked = []

    def accept(scenario):
        asked.append(scenario)
        is_near = len(asked) < 4
        return Broken(scenario.requirements[0].at, "too near", value=float(9 - len(asked))) if is_near else scenario

    scenario = template.draw(accept=accept)

    assert scenario.attempts == 4
    assert list(scenario.rejected_by.values()) == [3]
    assert scenario.requirements[0].text == "distance(ego, ego) < 8 m + 1 m and a < 2"
    assert '"value":9.0' in scenario.requirements[0].model_dump_json()


def test_an_impossible_requirement_is_named_with_the_closest_value():
    template = scene("gap ~ lognormal(24 m, 0.45) in 3 m..80 m\nb ~ 0..1", "require b > 0.01\nrequire gap > 500 m")

    with pytest.raises(SceneErrors) as caught:
        template.draw()

    (problem,) = caught.value.problems
    assert problem.code == "AVS601"
    assert f"{MOST_ATTEMPTS} tries, 0 accepted: gap > 500 m rejected" in problem.message
    assert "closest value seen: 7" in problem.message and problem.message.endswith(" m")
    assert "b > 0.01" in problem.note
    assert problem.position.column == 1


def test_where_nothing_is_random_one_try_is_enough():
    asked = []

    def accept(scenario):
        asked.append(scenario)
        return Broken(scenario.placements[0].at, "'ego' stands in a wall")

    with pytest.raises(SceneErrors, match="nothing is random, and this cannot be: 'ego' stands in a wall"):
        scene("a = 1").draw(accept=accept)

    assert len(asked) == 1


def test_a_scenario_survives_its_json():
    program = (
        "    do:\n        wait until time() > 1 s and not on_road(self)\n        drive(route: main.fwd[0] -> main)\n"
    )
    more = program + "require speed(ego) > 2 m/s"
    scenario = scene('a ~ normal(0, 1)\nb ~ bernoulli(0.5)\nc ~ choice({"x": 1, "y": 2})', more).draw(5)
    again = Scenario.model_validate_json(scenario.model_dump_json())

    assert again == scenario
    assert again.digest == scenario.digest


def test_impossible_parameters_that_only_a_draw_brings_are_told_at_their_place():
    template = scene("a ~ -1..-0.5\nb ~ normal(0, a)")

    with pytest.raises(SceneErrors) as caught:
        template.draw()

    assert str(caught.value.problems[0].position) == "scene:2:15"
    assert caught.value.problems[0].expected == "a value above 0"


def test_run_and_sample_are_read_as_numbers():
    template = scene("n = 3", "sample:\n    method: importance\n    count: 2 * n\n    seed: 12")

    assert (template.count, template.seed, template.method) == (6, 12, "importance")
    assert template.timing == (2.0, 5.0)
    assert template.frame_count == 10
    assert len(list(template.draws(2))) == 2


@pytest.mark.parametrize(
    ("definitions", "speed", "column", "expected"),
    [("far ~ normal(5 m/s, 3 m/s)\nslow = far - 30 m/s", "slow", 12, "a speed at least 0 m/s")],
)
def test_a_calculated_value_outside_its_range_is_told_at_its_setting(definitions, speed, column, expected):
    with pytest.raises(SceneErrors) as caught:
        scene(definitions, speed=speed).draw()

    (problem,) = caught.value.problems
    assert (problem.code, problem.position.line, problem.position.column) == ("AVS602", 8, column)
    assert problem.message.startswith("ego.speed became -") and problem.expected == expected


def test_every_draw_of_a_named_quantity_must_fit_where_it_is_used():
    with pytest.raises(
        SceneErrors, match=r"scene:7:12: error AVS401: 'speed': normal\(2 m/s, 3 m/s\) leaves the range"
    ):
        scene("far ~ normal(2 m/s, 3 m/s)", speed="far")


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**63), index=st.integers(0, 10**9), method=st.sampled_from(["monte_carlo", "importance"]))
def test_any_draw_survives_its_json_and_has_finite_densities(seed, index, method):
    template = scene(
        'a ~ normal(0, 1) propose normal(3, 1)\nb ~ choice({"x": 1, "y": 2})\nc ~ poisson(3)', speed="20 m/s"
    )
    scenario = template.draw(seed, index, method=method)

    assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario
    assert all(math.isfinite(draw.log_p) and math.isfinite(draw.log_q) for draw in scenario.draws)
