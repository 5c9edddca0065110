"""`avsynth fmt`: what it writes, prints, refuses, and how it exits."""

import pytest
from click.testing import CliRunner

from avsynth.cli import main
from avsynth.core import paths
from avsynth.language import load

GOOD = (paths.scenes() / "highway.scene").read_text(encoding="utf-8")
UNTIDY = GOOD.replace("gap ", "gap     ").replace("    speed: ego_speed\n", "    speed:ego_speed   # as drawn\n", 1)
TIDY = GOOD.replace("    speed: ego_speed\n", "    speed: ego_speed  # as drawn\n", 1)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "good.scene").write_text(GOOD, encoding="utf-8")
    (tmp_path / "untidy.scene").write_text(UNTIDY, encoding="utf-8")
    return tmp_path


def _fmt(*arguments):
    return CliRunner().invoke(main, ["fmt", *map(str, arguments)])


def test_files_are_written_anew_where_they_differ(folder):
    result = _fmt(folder)

    assert result.exit_code == 0, result.output
    assert result.output.split() == [str(folder / "untidy.scene")]
    assert (folder / "untidy.scene").read_text(encoding="utf-8") == TIDY
    assert _fmt(folder).output == ""


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_looking_writes_nothing(folder, option):
    result = _fmt(option, folder)

    assert result.exit_code == (1 if option == "--check" else 0)
    assert "untidy.scene" in result.output and "good.scene" not in result.output
    assert (folder / "untidy.scene").read_text(encoding="utf-8") == UNTIDY


def test_the_difference_shows_both_lines(folder):
    lines = _fmt("--diff", folder / "untidy.scene").output.splitlines()

    assert "-    speed:ego_speed   # as drawn" in lines
    assert "+    speed: ego_speed  # as drawn" in lines


def test_a_scene_becomes_a_program(folder):
    result = _fmt("--to", "py", folder / "untidy.scene")
    names = {}

    exec(result.output, names)

    assert names["template"] == load(folder / "untidy.scene")


def test_a_faulty_file_leaves_all_as_they_are(folder):
    (folder / "wrong.scene").write_text("road main\n", encoding="utf-8")

    result = _fmt(folder)

    assert result.exit_code == 2
    assert "wrong.scene:1:10: error AVS101" in result.output
    assert (folder / "untidy.scene").read_text(encoding="utf-8") == UNTIDY


def test_a_program_is_of_one_file(folder):
    result = _fmt("--to", "py", folder / "good.scene", folder / "untidy.scene")

    assert result.exit_code == 2
    assert "--to py takes one FILE" in result.output
