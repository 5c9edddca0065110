"""The examples of docs/language.md are read, drawn and run."""

import re
from pathlib import Path

import pytest

from avsynth.contracts import STEPS
from avsynth.language import parse
from avsynth.language.explaining import STATEMENTS
from avsynth.language.formatting import formatted
from avsynth.scenario.distributions import FAMILIES, FORMS
from avsynth.scenario.functions import FUNCTIONS
from avsynth.scenario.problems import CODES

GUIDE = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
SCENES = re.findall(r"```scene\n(.*?)```", GUIDE, re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize("text", SCENES, ids=lambda text: re.search('scenario "(.*)"', text)[1])
def test_the_scenes_of_the_guide_are_drawn(text):
    assert parse(text).draw(1).placements


@pytest.mark.parametrize("text", SCENES, ids=lambda text: re.search('scenario "(.*)"', text)[1])
def test_the_scenes_of_the_guide_are_in_canonical_form(text):
    assert formatted(text) == text


@pytest.mark.parametrize("text", PYTHON, ids=["builder"])
def test_the_python_of_the_guide_runs(text):
    names: dict = {}

    exec(text, names)

    assert names["scenario"].placements[0].name == "ego"


@pytest.mark.parametrize("word", [*FUNCTIONS, *FAMILIES, *FORMS, *STATEMENTS, *STEPS.names(), *CODES])
def test_the_guide_knows_every_function_distribution_statement_step_and_error(word):
    assert re.search(rf"\b{word}\b", GUIDE)
