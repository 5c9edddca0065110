"""The book of a run: rates by name or comparison, cells with their targets, and what is wrong with the weights."""

import math

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sampler_scenes import placed, studied

from avsynth.cli import main
from avsynth.core.errors import DatasetError
from avsynth.core.units import UNITS
from avsynth.preview.coverage import BAR, FULL, LACKING, coverage, shown
from avsynth.scenario.asserting import condition
from avsynth.scenario.book import Book, Cell, histogram, surveyed
from avsynth.scenario.estimates import Estimate
from avsynth.scenario.ledger import entry_of, line_of, plans_of, run_record

SCENE = """
x ~ normal(0, 1) propose normal(2, 1)
dart ~ bernoulli(1e-4) propose bernoulli(0.8)
wet ~ bernoulli(0.3)
far = x
"""
ASKED = """
require x < 2.5
record far_away = x
cover size: far_away bins [-1, 0, 1, 2] target 2
cover both: cross(size, wet) target 1
"""


@pytest.fixture(scope="module")
def run():
    """The two texts of the book of a run, as a dataset has them."""
    study = placed(SCENE, ASKED, method="importance", count=150, seed=4)
    survey = study.survey()
    scenarios = list(survey)
    lines = [line_of(scenario) for scenario in scenarios]
    record = run_record(
        ("a.scene", "0"), study.sampling, [entry_of(line) for line in lines], survey.facts, plans_of(scenarios[-1])
    )
    return record.model_dump_json(), "\n".join(lines)


@pytest.fixture(scope="module")
def book(run):
    return Book.of(*run)


@pytest.fixture
def folder(run, tmp_path):
    for name, text in zip(("run.json", "index.jsonl"), run, strict=True):
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_book_is_the_same_drawn_or_read_again(book):
    drawn = surveyed(placed(SCENE, ASKED, method="importance", count=150, seed=4))

    assert drawn.entries == book.entries
    assert drawn.run.model_copy(update={"scene": "a.scene", "scene_sha256": "0"}) == book.run


def test_the_rate_of_what_is_seen_often_on_purpose_is_that_of_the_world(book):
    rate = book.rate("dart")

    assert rate.seen > 0.7 * 150
    assert 1e-4 in rate
    assert rate.high < 4e-4


def test_rates_may_be_asked_by_a_comparison_or_a_function(book):
    below = book.rate("far_away < 0")

    assert below == book.rate(lambda values: values["x"] < 0)
    assert 0.5 / 0.9938 in below  # P(X < 0 | X < 2.5)
    assert book.rate("not dart").value == pytest.approx(1 - book.rate("dart").value)


def test_rates_per_attempt_count_what_was_rejected():
    book = surveyed(studied("x ~ normal(0, 1)", "require x > 0", method="monte_carlo", count=200, seed=1))

    assert book.acceptance().value == pytest.approx(0.5, rel=0.15)
    assert 0.5 in book.rate(lambda values: True, per="attempt", confidence=0.999)
    assert book.rate("x > 1", per="attempt").value == pytest.approx(book.rate("x > 1").value * 0.5, rel=0.15)


def test_more_confidence_takes_a_wider_interval(book):
    sure, surer = book.rate("wet", confidence=0.8), book.rate("wet", confidence=0.99)

    assert surer.low < sure.low < sure.value < sure.high < surer.high


def test_cells_are_all_bins_and_all_combinations_with_their_targets(book):
    cells = {(cell.cover, cell.name): cell for cell in book.cells()}

    assert [name for cover, name in cells if cover == "size"] == [0, 1, 2]
    assert {name for cover, name in cells if cover == "both"} == {
        f"{k}|{w}" for k in range(3) for w in ("false", "true")
    }
    assert cells["size", 1].text == "[0, 1)" and cells["size", 2].text == "[1, 2]"
    assert cells["both", "1|true"].text == "[0, 1), true"
    assert cells["size", 1].scenarios == sum(entry.strata["size"] == 1 for entry in book.entries)
    assert 0.3413 / 0.9938 in cells["size", 1].rate
    assert cells["size", 2].is_full and cells["size", 2].target == 2


def test_strata_of_subset_give_a_rate_and_an_interval():
    book = surveyed(
        placed(
            "x ~ normal(0, 1)",
            "record far = x",
            method='subset("far", seek: "large", critical: 3, states: 60)',
            count=200,
        )
    )
    rate = book.rate("far > 3")

    assert 1.35e-3 in rate
    assert 0 < rate.low < rate.value < rate.high < 0.05


def test_designs_of_even_filling_are_the_independent_groups():
    even = surveyed(studied("x ~ 0..1", method="sobol", count=128, seed=2)).rate("x < 0.3")
    chance = surveyed(studied("x ~ 0..1", method="monte_carlo", count=128, seed=2)).rate("x < 0.3")

    assert 0.3 in even
    assert even.high - even.low < (chance.high - chance.low) / 2


def test_degenerate_weights_are_told_with_what_to_do():
    many = "\n".join(f"x{k} ~ normal(0, 1) propose normal(3, 1)" for k in range(12))
    (told,) = surveyed(studied(many, method="importance", count=150)).warnings()

    assert "degenerate" in told or "of all weight" in told
    assert "importance(nominal: 0.2)" in told


def test_what_is_wrong_with_a_question_is_said(book):
    with pytest.raises(DatasetError, match="no draw, record or coverage 'drat'; did you mean 'dart'"):
        book.rate("drat")
    with pytest.raises(DatasetError, match="neither true nor false; compare it"):
        book.rate("x")
    with pytest.raises(DatasetError, match="unknown unit 'kmh'; did you mean 'km/h'"):
        book.rate("x < 3 kmh")
    with pytest.raises(DatasetError, match="cannot be compared"):
        book.rate('x < "far"')
    with pytest.raises(DatasetError, match="no condition"):
        book.rate("x <> y z")
    with pytest.raises(DatasetError, match="must lie between 0 and 1"):
        book.rate("dart", confidence=95)


COMPARED = {"<": lambda a, b: a < b, ">=": lambda a, b: a >= b, "==": lambda a, b: a == b}


@given(
    value=st.floats(-1e6, 1e6),
    bound=st.floats(-1e6, 1e6),
    unit=st.sampled_from(["", *UNITS]),
    compare=st.sampled_from(sorted(COMPARED)),
    space=st.sampled_from(["", " "]),
)
def test_comparisons_are_those_of_numbers_in_si(value, bound, unit, compare, space):
    holds = condition(f"gap.a{space}{compare}{space}{bound!r} {unit}", {"gap.a"})

    assert holds({"gap.a": value}) == COMPARED[compare](value, bound * (UNITS[unit][1] if unit else 1.0))
    assert not holds({})


@given(st.lists(st.floats(-12, 3), min_size=1))
def test_every_weight_is_in_one_bin_of_the_histogram(logs):
    counts, edges = histogram(10 ** np.array(logs))

    assert counts.sum() == len(logs)
    assert len(edges) == len(counts) + 1
    assert edges[0] <= min(logs) + 1e-9 and max(logs) - 1e-9 <= edges[-1]
    assert math.isfinite(edges[-1])


def test_the_command_line_tells_cells_rates_and_weights(folder):
    result = CliRunner().invoke(main, ["coverage", str(folder), "--rate", "dart", "-o", str(folder / "book.png")])

    assert result.exit_code == 0, result.output
    assert "150 scenarios of" in result.output and "by importance" in result.output
    assert "[0, 1), true" in result.output
    assert f"dart: {Book.of(*map(read, (folder / 'run.json', folder / 'index.jsonl'))).rate('dart')}" in result.output
    assert (folder / "book.png").read_bytes()[:4] == b"\x89PNG"


def read(path):
    return path.read_text()


def test_the_command_line_names_what_is_missing_or_damaged(folder):
    runner = CliRunner()
    unknown = runner.invoke(main, ["coverage", str(folder), "--rate", "drat"])
    (folder / "index.jsonl").write_text("{")
    damaged = runner.invoke(main, ["coverage", str(folder)])
    (folder / "run.json").unlink()
    missing = runner.invoke(main, ["coverage", str(folder)])

    assert [result.exit_code for result in (unknown, damaged, missing)] == [2, 2, 2]
    assert "did you mean 'dart'" in unknown.output
    assert "index.jsonl is damaged" in damaged.output
    assert "no run.json" in missing.output


def test_bars_are_as_long_as_cells_are_full(book):
    picture = coverage(book)
    bars = [row for row in (runs(line) for line in picture) if row]
    cells = book.cells()
    groups = [[cell.scenarios for cell in cells if cell.cover == name] for name in ("size", "both")]
    wanted = [round(BAR * count / max(2, *counts)) + 1 for counts in groups for count in counts if count]

    assert [length for k, length in enumerate(bars) if k == 0 or bars[k - 1] != length] == distinct(wanted)


def runs(line):
    """Return how many pixels of a row have the colour of a bar, those under a target's mark too; 0 if none."""
    columns = np.flatnonzero((line == FULL).all(axis=1) | (line == LACKING).all(axis=1))
    return int(columns[-1] - columns[0] + 1) if len(columns) else 0


def distinct(lengths):
    return [length for k, length in enumerate(lengths) if k == 0 or lengths[k - 1] != length]


def test_of_too_many_cells_the_fullest_are_left_out():
    rate = Estimate(0.1, 0.0, 0.2, 1)
    cells = [Cell("c", k, str(k), k % 50, 3, rate) for k in range(60)]

    drawn, hidden = shown(cells)

    assert hidden == 20 and len(drawn) == 40
    assert [cell.name for cell in drawn] == sorted(cell.name for cell in drawn)
    assert max(cell.scenarios for cell in drawn) <= min(c.scenarios for c in cells if c not in drawn)
