"""The examples of docs/language.md are read, drawn and run."""

import re
from pathlib import Path

import pytest

from avsynth.language import parse
from avsynth.language.formatting import formatted
from avsynth.scenario.distributions import FAMILIES
from avsynth.scenario.functions import FUNCTIONS

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


@pytest.mark.parametrize("word", [*FUNCTIONS, *FAMILIES])
def test_the_guide_knows_every_function_and_distribution(word):
    assert re.search(rf"\b{word}\b", GUIDE)
