"""Text → template → Python → template is the identity."""

import subprocess
import sys

import pytest
from generated_programs import PROGRAMS, program_text, read
from hypothesis import HealthCheck, given, settings

from avsynth.core import paths
from avsynth.language import fragment, load
from avsynth.language.python_program import python_of
from avsynth.scenario.builder import TemplateBuilder


def made_by(program, **names):
    exec(compile(program, "program", "exec"), names)
    return names["template"]


def unchecked(program):
    return made_by(program.replace("s.template()", "s.unchecked()"))


@pytest.mark.parametrize("path", sorted(paths.scenes().glob("*.scene")), ids=lambda path: path.stem)
def test_the_scenes_of_the_package_come_back_from_python(path):
    template = load(path)

    made = made_by(python_of(template))

    assert made == template
    assert made.digest == template.digest


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PROGRAMS)
def test_any_program_comes_back_from_python(lines):
    template = read(program_text(lines))

    program = python_of(template)

    assert unchecked(program) == template, program


def test_numbers_keep_their_units_and_digits():
    template = read("a = 3.10 m\nb = 007 * a\nc = 30..45 km/h\nd = -0 - a\nrun 1 s at 1 Hz\n")

    program = python_of(template)

    assert '"3.10 m"' in program and 'interval("30 km/h", "45 km/h")' in program
    assert unchecked(program).digest == template.digest


def test_numbers_of_the_builder_come_back_to_the_last_bit():
    s = TemplateBuilder("numbers")
    for k, number in enumerate((0.1 + 0.2, 1e-300, -0.0, 1e22, 12345678.9)):
        s.define(f"x{k}", number)

    assert unchecked(python_of(s.unchecked())).digest == s.unchecked().digest


def test_files_that_a_scene_uses_and_its_tables_are_found_from_python(tmp_path):
    (tmp_path / "gaps.csv").write_text("gap\n3\n4\n")
    (tmp_path / "slow.scene").write_text("param v: 3 m/s\nw = 2 * v\n")
    (tmp_path / "all.scene").write_text(
        'use "slow.scene" as slow:\n    v: 4 m/s\ngap ~ empirical("gaps.csv", gap, unit: "m")\n'
        "road main:\n    path: [line(100 m)]\n    lanes: [drive(3 m)] | [drive(3 m)]\n"
        "place car ego:\n    at on main.fwd @ gap\n    speed: slow.w\nrun 1 s at 1 Hz\n"
    )
    template = load(tmp_path / "all.scene")

    program = python_of(template, str(tmp_path))

    assert made_by(program) == template
    assert made_by(python_of(fragment("slow.scene", tmp_path))) == fragment("slow.scene", tmp_path)


def test_the_program_runs_on_its_own(tmp_path):
    template = load(paths.scenes() / "highway.scene")
    (tmp_path / "program.py").write_text(python_of(template) + "print(template.digest)\n")

    done = subprocess.run([sys.executable, tmp_path / "program.py"], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == template.digest
