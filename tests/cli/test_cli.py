"""The command line as a newcomer meets it: what it prints, and that nothing ends in a traceback."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

import avsynth
from avsynth.cli import main

SMALL = """\
scenario "small street"

road main:
    path: [line(120 m)]
    lanes: [walk(2 m), drive(3.25 m)] | [drive(3.25 m), walk(2 m)]

environment:
    sun: elevation(35 deg)
    surroundings: "none"

place car ego:
    at on main.right.drive @ 20 m
    speed: 30 km/h
    do drive()

place car other:
    at on main.right.drive @ 38 m
    speed ~ uniform(20 km/h, 30 km/h)
    do drive()

sensors "kitti"
sample:
    method: monte_carlo
    count: 2
    seed: 5
run 1 s at 2 Hz
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.scene"
    path.write_text(SMALL)
    return path


def _run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_help_names_every_command():
    result = _run("--help")

    assert result.exit_code == 0
    for command in (
        "generate",
        "check",
        "draw",
        "fmt",
        "list",
        "preview",
        "verify",
        "coverage",
        "export-run",
        "import-run",
        "rig-from-kitti",
    ):
        assert command in result.output


def test_check_accepts_a_good_scene(small):
    result = _run("check", "--draw", small)

    assert result.exit_code == 0, result.output
    assert "well-formed" in result.output


def test_check_points_at_the_fault(small):
    small.write_text(SMALL.replace("speed: 30 km/h", "spede: 30 km/h"))

    result = _run("check", small)

    assert result.exit_code == 2
    assert "small.scene:13:5" in result.output
    assert "did you mean 'speed'" in result.output
    assert "Traceback" not in result.output


def test_editors_get_the_faults_as_json(small):
    good = _run("check", "--format", "json", small)
    small.write_text(SMALL.replace("speed: 30 km/h", "spede: 30 km/h") + "\n".join(f"require x{k}" for k in range(24)))
    bad = _run("check", "--format", "json", small)

    assert (good.exit_code, json.loads(good.output)) == (0, {"well_formed": True, "problems": [], "left_out": 0})
    assert bad.exit_code == 2
    verdict = json.loads(bad.output)
    assert (len(verdict["problems"]), verdict["left_out"]) == (20, 5)
    first = verdict["problems"][0]
    assert (first["file"], first["line"], first["column"], first["code"]) == (str(small), 13, 5, "AVS204")
    assert "did you mean 'speed'" in first["hint"]


def test_checking_a_scene_loads_neither_numba_nor_rich(small):
    """They take longer than the check itself."""
    code = f"from avsynth.cli import main; main(['check', {str(small)!r}], standalone_mode=False)\n"
    code += "import sys; print([word for word in ('numba', 'rich', 'trimesh', 'cv2') if word in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "what", ["sensors", "actors", "steps", "roads", "exporters", "scenes", "rigs", "functions", "materials", "units"]
)
def test_list_shows_something_of_everything(what):
    result = _run("list", what)

    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) >= 2


def test_every_actor_is_listed_with_its_budget_of_triangles():
    from avsynth.cli._listing import rows
    from avsynth.contracts import ACTORS

    listed = dict(rows("actors"))

    assert all("triangles)" in listed[kind] for kind in ACTORS.names() if kind != "mesh")
    assert "at most 12,000 triangles" in listed["car"]


def test_events_are_listed_by_their_tags():
    result = _run("events", "ncap=CPNA")

    assert result.exit_code == 0, result.output
    assert "ncap_cpna" in result.output and "red_runner" not in result.output
    assert _run("events", "no such thing").exit_code == 2


def test_a_missing_scene_is_one_sentence_with_a_near_name():
    result = _run("check", "urban_crosing")

    assert result.exit_code == 2
    assert "did you mean 'urban_crossing'" in result.output


def test_an_unknown_format_is_named_with_what_there_is(small, tmp_path):
    result = _run("generate", small, "--format", "kity", "-o", tmp_path / "out")

    assert result.exit_code == 2
    assert "did you mean 'kitti'" in result.output
    assert not (tmp_path / "out").exists()


def test_generate_then_verify_then_refuse_to_overwrite(small, tmp_path):
    out = tmp_path / "out"

    made = _run("generate", small, "-n", 1, "--frames", 1, "-o", out)

    assert made.exit_code == 0, made.output
    manifest = json.loads((out / "manifest.json").read_text())
    assert len(manifest["frames"]) == 1
    assert _run("verify", out).exit_code == 0
    again = _run("generate", small, "-n", 1, "--frames", 1, "-o", out)
    assert again.exit_code == 2
    assert "already holds a dataset" in again.output


def test_preview_leaves_pictures(small, tmp_path):
    result = _run("preview", small, "-o", tmp_path / "pictures")

    assert result.exit_code == 0, result.output
    names = sorted(path.name for path in (tmp_path / "pictures").iterdir())
    assert names == ["birds_eye.png", "cloud.png", "image.png", "image_boxes.png", "range_image.png", "segments.png"]


def test_preview_refuses_before_the_work_if_a_picture_exists(small, tmp_path):
    (tmp_path / "segments.png").write_text("mine")

    result = _run("preview", small, "-o", tmp_path)

    assert result.exit_code == 2
    assert "segments.png exists; give another -o, or --overwrite" in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["segments.png", "small.scene"]


JUNCTION = """\
scenario "three legs"
turn ~ uniform({low} deg, {high} deg)

junction fork:
    legs:
        - leg(south, heading: 180 deg):
            lanes: [drive(3 m)] | [drive(3 m)]
        - leg(north, heading: 0 deg):
            lanes: [drive(3 m)] | [drive(3 m)]
        - leg(east, heading: turn):
            lanes: [drive(3 m)] | [drive(3 m)]

place car ego:
    at on fork.south.in @ 20 m
    do drive()

run 1 s at 2 Hz
"""


def test_a_road_that_only_some_draws_allow_is_drawn_again(tmp_path):
    (tmp_path / "fork.scene").write_text(JUNCTION.format(low=1, high=24))

    scenario = avsynth.load(tmp_path / "fork.scene").draw(seed=1)

    assert scenario.attempts > 1
    assert scenario.rejected_by == {"fork.scene:4:1": scenario.attempts - 1}


def test_a_road_that_no_draw_allows_is_told_at_its_place(tmp_path):
    (tmp_path / "fork.scene").write_text(JUNCTION.format(low=1, high=9))

    result = _run("check", "--draw", tmp_path / "fork.scene")

    assert result.exit_code == 2
    assert "fork.scene:4:1: error AVS601" in result.output
    assert "deg apart; at least 20 deg are needed" in result.output


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    speed: 30 km/h", '    speed: 30 km/h\n    paint: "paint_rad"', "small.scene:11:7: error AVS401: paint"),
        ("car other:", 'mesh other:\n    file: "no.glb"', "small.scene:16:7: file = 'no.glb': no such file"),
        ('"kitti"', '"mine.yaml"', "mine.yaml:2: sensors[0] 'top': unknown sensor 'lidar'"),
    ],
)
def test_what_belongs_to_the_scene_is_checked_with_it(small, tmp_path, old, new, said):
    (tmp_path / "mine.yaml").write_text("sensors:\n  - {kind: lidar, name: top}\n")
    small.write_text(SMALL.replace(old, new))

    result = _run("check", "--draw", small)

    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


def test_an_impossible_scene_leaves_no_folder(small, tmp_path):
    small.write_text(SMALL.replace("@ 38 m", "@ 500 m"))

    result = _run("generate", small, "-o", tmp_path / "out")

    assert result.exit_code == 2
    assert "small.scene:16:7: error AVS601" in result.output
    assert not (tmp_path / "out").exists()


def test_a_wrong_calibration_file_is_one_sentence(tmp_path):
    (tmp_path / "calib.txt").write_text("P0: 1 2 3\n")

    result = _run("rig-from-kitti", tmp_path / "calib.txt", "-o", tmp_path / "rig.yaml")

    assert result.exit_code == 2
    assert "calib.txt" in result.output
    assert not (tmp_path / "rig.yaml").exists()


def test_preview_asset_draws_a_sheet_of_variants(tmp_path):
    result = _run("preview", "asset", "bollard", "-n", 2, "--view", "side", "--size", 64, 48, "-o", tmp_path / "a.jpg")

    assert result.exit_code == 0, result.output
    assert (tmp_path / "a.jpg").read_bytes()[:2] == b"\xff\xd8"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("bolard", "-o", "a.png"), "unknown actor 'bolard'; did you mean 'bollard'?"),
        (("bollard", "--view", "sidde", "-o", "a.png"), "unknown view 'sidde'; did you mean 'side'?"),
        (("bollard", "-o", "a.gif"), "give one of these endings"),
        (("bollard", "--set", "height", "-o", "a.png"), "no FIELD=VALUE"),
        (("bollard", "--set", "heigt=2 m", "-o", "a.png"), "unknown field 'heigt'; did you mean 'height'?"),
    ],
)
def test_preview_asset_says_what_is_wrong(arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    result = _run("preview", "asset", *arguments)

    assert result.exit_code == 2
    assert said in result.output
    assert not list(tmp_path.iterdir())


def test_a_film_from_above_is_written_and_only_as_mp4(small, tmp_path):
    made = _run("preview", "film", small, "-o", tmp_path / "run.mp4")

    assert made.exit_code == 0, made.output
    assert (tmp_path / "run.mp4").stat().st_size > 1000
    assert _run("preview", "film", small, "-o", tmp_path / "run.gif").exit_code == 2
