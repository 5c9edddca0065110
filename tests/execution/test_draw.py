"""Drawing scenarios into a folder: what is written, that processes do not matter, what is refused."""

import json
import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from click.testing import CliRunner

import avsynth
from avsynth import api, pipeline
from avsynth.cli import main
from avsynth.core.errors import DatasetError, ScenarioError
from avsynth.execution.workers import ordered_map
from avsynth.preview import from_above
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.problems import Problem, SceneErrors
from avsynth.scenario.syntax.nodes import NOWHERE

STREET = """\
scenario "street"
param gap: 12 m
dart ~ bernoulli(0.01) propose bernoulli(0.5)
v    ~ 20..50 km/h
road main:
    path: [line(120 m)]
    lanes: [walk(2 m), drive(3.25 m)] | [drive(3.25 m), walk(2 m)]
place car ego:
    at on main.right.drive @ 20 m
    speed: v
    do drive()
place van other:
    at ahead of ego by gap
    speed: v
    do drive()
require v > 30 km/h
record closest = min(distance(ego, other))
sample:
    method: importance
run 2 s at 5 Hz
"""


@pytest.fixture(scope="module")
def street(tmp_path_factory):
    path = tmp_path_factory.mktemp("scene") / "street.scene"
    path.write_text(STREET)
    return path


@pytest.fixture(scope="module")
def drawn(street, tmp_path_factory):
    folder = tmp_path_factory.mktemp("drawn") / "one"
    record = api.draw(api.load(street), folder, count=6, processes=1)
    return folder, record


def files_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_folder_holds_scenarios_their_book_and_a_picture(drawn, street):
    folder, record = drawn
    lines = [json.loads(line) for line in (folder / "index.jsonl").read_text().splitlines()]
    scenarios = [Scenario.model_validate_json((folder / f"scenarios/{k:06d}.json").read_bytes()) for k in range(6)]

    assert sorted(path.name for path in folder.iterdir()) == ["index.jsonl", "run.json", "scenarios", "sheet.png"]
    assert [line["sha256"] for line in lines] == [scenario.digest for scenario in scenarios]
    assert record.attempted == sum(line["attempts"] for line in lines) > record.accepted == 6
    assert [scenario.digest for scenario in scenarios] == [avsynth.load(street).draw(index=k).digest for k in range(6)]


def test_records_do_not_tell_where_the_scene_lay(drawn):
    assert drawn[1].scene == "street.scene"
    assert not any(b"/street.scene" in content for content in files_of(drawn[0]).values())


def test_two_processes_write_the_same_bytes_as_one(drawn, street, tmp_path):
    api.draw(api.load(street), tmp_path / "two", count=6, processes=2)

    assert files_of(tmp_path / "two") == files_of(drawn[0])


def test_processes_take_tasks_only_as_they_need_them_and_keep_their_order():
    asked = []

    def tasks():
        for number in range(1000):
            asked.append(number)
            yield number

    with ThreadPoolExecutor(2) as pool:
        results = ordered_map(pool, 4, math.sqrt, tasks())
        first = [next(results) for _ in range(3)]

    assert first == [0.0, 1.0, math.sqrt(2)]
    assert len(asked) <= 20


def test_errors_of_a_scene_come_back_from_a_process_as_they_are():
    error = SceneErrors([Problem(NOWHERE, "AVS601", "nothing was accepted")], {"python": ["a"]})

    kind, arguments = error.__reduce__()

    assert kind(*arguments).problems == error.problems
    assert str(kind(*arguments)) == str(error)


def test_what_is_in_the_folder_is_replaced_only_if_it_was_drawn(drawn, street, tmp_path):
    template = api.load(street)
    folder = tmp_path / "again"
    api.draw(template, folder, count=2, processes=1)
    with pytest.raises(DatasetError, match="already holds drawn scenarios"):
        api.draw(template, folder, count=1)
    api.draw(template, folder, count=1, processes=1, overwrite=True)
    assert len(list((folder / "scenarios").iterdir())) == 1

    (folder / "notes.txt").write_text("mine")
    with pytest.raises(DatasetError, match="holds other files"):
        api.draw(template, folder, count=1, overwrite=True)


def test_a_parameter_from_outside_is_used(street):
    for gap in (12.0, 31.0):
        template = api.load(street, {"gap": f"{gap:g} m"})
        assert template.draw(index=0).records[0].value == pytest.approx(gap, abs=1.0)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("gap=35 s", ["-p gap:1:12: error AVS302", "got a time"]),
        ("gap=35 m +", ["-p gap:1:18: error AVS101"]),
        ("gab=35 m", ["no parameter 'gab'", "did you mean 'gap'"]),
        ("gap", ["'gap' is no NAME=VALUE"]),
    ],
)
def test_a_wrong_parameter_is_told(street, given, words):
    result = CliRunner().invoke(main, ["check", str(street), "-p", given])

    assert result.exit_code == 2
    for word in words:
        assert word in result.output
    assert "Traceback" not in result.output


def test_the_command_tells_what_was_drawn_and_rejected(street, tmp_path):
    arguments = ["draw", street, "-n", "3", "-j", "1", "-o", tmp_path / "out", "-p", "gap=20 m"]
    result = CliRunner().invoke(main, list(map(str, arguments)))

    assert result.exit_code == 0, result.output
    assert "3 scenarios of 4 attempts" in result.output.replace("\n", "")
    assert "1 rejected by street.scene:16:1" in result.output


def test_seen_from_above_everybody_is_where_they_are(street):
    worlds = pipeline.worlds(api.load(street).draw(index=0))
    picture = from_above(worlds, side=300)
    ways = np.array([[agent.position for agent in world.agents.values()] for world in worlds])
    middle = (ways.min(axis=(0, 1)) + ways.max(axis=(0, 1))) / 2
    start = worlds[0].agents["ego"].position
    ahead = worlds[0].agents["other"].position[0] - start[0]

    def colour(right, up):
        scale = 300 / (2 * max(26.0, np.ptp(ways[..., 0]) / 2 + 7.0))
        column, row = 150 + (start + np.array([right, up]) - middle) * (scale, -scale)
        return tuple(int(part) for part in picture[round(row), round(column)])

    assert colour(0.0, 0.0) == (90, 150, 255)
    assert colour(ahead, 0.0) == (80, 220, 240)
    assert colour(0.0, 3.25) == (54, 56, 60)
    assert colour(0.0, -3.0) == (112, 108, 104)
    assert colour(0.0, 12.0) == (44, 54, 40)


def test_a_value_that_is_no_parameter_is_an_error_of_python_too(street):
    with pytest.raises(ScenarioError, match="there is no parameter 'v'"):
        api.load(street, {"v": "3 m/s"})
