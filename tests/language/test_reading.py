"""Reading scenes: every form of the language, what is written back, and no surprise from any text at all."""

import math
import random
import time

import pytest
from generated_programs import EXPRESSIONS
from hypothesis import given, settings

from avsynth.core import paths
from avsynth.language import load, parse
from avsynth.scenario import syntax
from avsynth.scenario.problems import SceneErrors

SCENE = """\
scenario "all forms"   # a comment
a ~ normal(1 m, 10 cm)
b ~ 2 +- 0.5
angle ~ vonmises(0 deg, 4)
k ~ choice({0: 1, 1: 2})
word ~ choice(["urban", "suburb"])
n ~ poisson(3) in 1..6
t = min(3 s, 2 * 1.5 s)
c = a < 2 m and not (b > 3 or b < 1)
square = a * a
side = sqrt(square)

road main:
    path: [line(100 m), arc(60 m, radius: -120 m), line(length: 3e1 m)]
    lanes: [walk(2 m), drive(3 m)] | [
        drive(3 m), drive(3 m),   # brackets go on

        walk(2 m)]
    x: 10 m
    heading: angle

environment:
    sun: direction(elevation: 12 deg, azimuth ~ 0..90 deg)
    surroundings: word

place car ego:
    at on main.right.drive[k] @ 20 m offset side - a
    facing -5 deg
    speed ~ 30..45 km/h
    do:
        wait 0.5..1 s
        drive(keep_lane: true) until time() > 3 s or ttc(self, other) < t
        drive for 2 s
        wait until c

place car other:
    at ahead of ego by 5..12 m in 6 m..12 m propose 5..13 m, left of ego by 0
    facing toward ego

place pedestrian kid:
    at on main.walk.left @ 5 m
    facing away from ego
    do walk(to: main.right.walk)

require lane(ego) != main.fwd[1]
require distance(ego, kid) / speed(ego) > 1 s
run 1 min at 10 Hz
"""


def test_every_form_of_the_language_is_read_and_drawn():
    scenario = parse(SCENE).draw(seed=3)
    values = {draw.name: draw.value for draw in scenario.draws}
    ego, other, kid = scenario.placements
    main = scenario.roads[0].settings

    assert ego.spots[0].lane == f"main.right.drive[{int(values['k'])}]"
    assert ego.spots[0].offset == pytest.approx(0.0, abs=1e-12)
    assert ego.facing.angle == pytest.approx(math.radians(-5))
    assert [call.step for call in ego.program] == ["wait", "drive", "drive", "wait"]
    assert ego.program[0].duration == values["ego.wait.duration"]
    assert ego.program[2].duration == 2.0
    assert [spot.side for spot in other.spots] == ["ahead", "left"]
    assert (other.facing.how, other.facing.target) == ("toward", "ego")
    assert kid.program[0].arguments == {"to": "main.right.walk"}
    assert main["path"][1] == {"shape": "arc", "length": 60.0, "radius": -120.0}
    assert main["lanes"]["right"] == (("drive", 3.0), ("drive", 3.0), ("walk", 2.0))
    assert scenario.environment.sun_azimuth == values["environment.sun.azimuth"]
    assert scenario.environment.surroundings == values["word"]
    assert scenario.duration == 60.0
    assert 1 <= values["n"] <= 6 and 0.5 <= values["b"] <= 3.5


def test_self_in_a_program_is_the_actor():
    call = parse(SCENE).draw().placements[0].program[1]

    assert '"path":"ego"' in call.until.model_dump_json()
    assert "self" not in call.until.model_dump_json()


def test_a_range_needs_its_unit_once():
    assert parse(SCENE) == parse(SCENE.replace("30..45 km/h", "30 km/h..45 km/h"))


def test_units_spacing_comments_and_line_ends_do_not_change_a_template():
    text = SCENE
    for old, new in (("10 cm", "0.1 m"), ("1 min", "60 s"), ("@ 20 m", "@   20m"), ("\n", "\r\n"), ("# a comment", "")):
        assert parse(text.replace(old, new)).digest == parse(text).digest
    assert parse("\n\n# first\n" + text).digest == parse(text).digest


def test_every_change_of_content_changes_the_digest():
    digests = {parse(SCENE.replace(*change)).digest for change in (("3 s,", "4 s,"), ("@ 5 m", "@ 6 m"), ("", ""))}

    assert len(digests) == 3


@pytest.mark.parametrize("path", sorted(paths.scenes().glob("*.scene")), ids=lambda path: path.stem)
def test_the_scenes_of_the_package_are_well_formed(path):
    template = load(path)

    assert template.summary().startswith(f"'{template.name}': ")


def test_a_scene_is_read_quickly():
    parse(SCENE)
    start = time.process_time()
    parse(SCENE)

    assert time.process_time() - start < 0.5


@settings(max_examples=200, deadline=None)
@given(EXPRESSIONS)
def test_what_is_written_back_reads_as_the_same_expression(node):
    from avsynth.language.building import Builder
    from avsynth.language.parsing import parse_tree

    (read,) = Builder("x").transform(parse_tree(f"require {syntax.written(node)}\n"))

    assert syntax.written(read.condition) == syntax.written(node)


def _mutated(text, rng):
    """Return `text` with a few pieces cut out, doubled, swapped or replaced."""
    for _ in range(rng.randint(1, 3)):
        first = rng.randrange(len(text))
        last = min(len(text), first + rng.choice([1, 1, 2, 5, 20]))
        other = rng.randrange(len(text))
        piece = rng.choice(
            [
                "",
                "(",
                ")",
                ":",
                "~",
                "\n",
                "    ",
                "..",
                "-",
                "@",
                '"',
                "#",
                "\t",
                "5 m",
                "é",
                "in",
                text[other : other + 8],
            ]
        )
        text = text[:first] + piece + text[last:]
    return text


@pytest.mark.parametrize("seed", range(8))
def test_any_text_gives_a_template_or_errors_with_places(seed):
    rng = random.Random(seed)
    for _ in range(25):
        text = _mutated(SCENE, rng)
        try:
            parse(text).draw(seed=seed)
        except SceneErrors as errors:
            lines = text.replace("\r\n", "\n").split("\n")
            for problem in errors.problems:
                assert 1 <= problem.position.line <= len(lines) + 1, (text, problem)
                assert 1 <= problem.position.column <= len([*lines, ""][problem.position.line - 1]) + 1, (
                    text,
                    problem,
                )
