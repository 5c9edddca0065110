"""Do the documents hold? Links lead somewhere, scenes are well-formed, and the example of a plugin works."""

import ast
import importlib
import re
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

import avsynth
from avsynth.contracts import SENSORS
from avsynth.core.registry import Registry

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(path for folder in (".", "docs") for path in (ROOT / folder).glob("*.md")) + sorted(
    path for path in (ROOT / "docs").glob("*/*.md")
)
LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)[^)]*\)")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _name(path):
    return str(path.relative_to(ROOT))


def _blocks(path):
    """Return (language, text) of each fenced block."""
    return BLOCK.findall(path.read_text(encoding="utf-8"))


SCENES = [
    pytest.param(text, id=f"{_name(path)}-{number}")
    for path in DOCUMENTS
    for number, (_, text) in enumerate(_blocks(path))
    if "\nplace " in text and "\nrun " in text
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_every_link_leads_somewhere(document):
    links = LINK.findall(document.read_text(encoding="utf-8"))

    assert not [link for link in links if not (document.parent / link).exists()]


def test_the_readme_shows_a_scene():
    assert [case for case in SCENES if case.id.startswith("README.md")]


@pytest.mark.parametrize("text", SCENES)
def test_every_whole_scene_is_well_formed(text):
    assert avsynth.loads(text).ir.places


def test_the_readme_names_only_what_python_offers():
    (program,) = (ast.parse(text) for language, text in _blocks(ROOT / "README.md") if language == "python")

    attributes = [node for node in ast.walk(program) if isinstance(node, ast.Attribute)]
    used = {node.attr for node in attributes if ast.unparse(node.value) == "avsynth"}
    assert used and used <= set(avsynth.__all__)


@pytest.fixture
def example(monkeypatch):
    """The class that the guide makes, registered where no other test sees it."""
    assert SENSORS.names()  # the members that come along register there, not with the fresh registry below
    fresh = Registry("sensor", "avsynth.sensors", key="kind")
    monkeypatch.setattr("avsynth.contracts.SENSORS", fresh)
    for language, text in _blocks(ROOT / "docs/how-to/add-a-sensor.md"):
        if language == "python":
            exec(compile(text, "add-a-sensor.md", "exec"), {"__name__": "add_a_sensor"})
    (made,) = fresh._members.values()
    return made


@pytest.fixture
def contract(example, monkeypatch):
    """The module of what every sensor promises; it knows the example's registry."""
    monkeypatch.syspath_prepend(str(ROOT / "tests/sensors"))
    yield importlib.import_module("test_sensor_contract")
    for name in ("test_sensor_contract", "analytic"):
        sys.modules.pop(name, None)


def test_the_sensor_of_the_guide_keeps_what_every_sensor_promises(example, contract):
    sensor = example(name="under_test")

    contract.test_the_same_stream_gives_the_same_bytes(sensor)
    contract.test_an_empty_scene_gives_an_empty_measurement(sensor)
    contract.test_rays_keep_to_the_time_span_that_the_sensor_states(sensor)
    contract.test_a_sensor_survives_a_round_trip_through_plain_values(sensor)
    contract.test_every_field_is_described_with_its_unit(example)


def test_the_sensor_of_the_guide_measures_the_distance_to_a_panel(example, contract):
    panel = contract.Panel("car", centre=(12.8, 0.0, 1.7), half=(0.9, 0.7))

    point = contract._sense(example(name="under_test", range_noise=0.0), shapes=(panel,))

    assert point.xyz == pytest.approx(np.array([[12.0, 0.0, 0.0]]), abs=0.2)
    assert point.instance.tolist() == [1]


def test_the_wheel_brings_assets_and_scenes():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    brought = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]

    assert brought == {folder: f"avsynth/_data/{folder}" for folder in ("assets", "scenes")}
    assert all((ROOT / folder).is_dir() for folder in brought)
