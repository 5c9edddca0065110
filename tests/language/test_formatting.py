"""The canonical form means the same, keeps every comment, and is its own canonical form."""

import re

import pytest
from generated_programs import PROGRAMS, program_text, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avsynth.core import paths
from avsynth.language.formatting import WIDTH, formatted
from avsynth.scenario.problems import SceneErrors

UGLY = """\

# what it shows
scenario   "ugly"


v~uniform( 30km/h ,50 km/h )   #how fast
dart   ~ bernoulli( 1e-4 )propose bernoulli(0.5)
# of the road
road main :
  lanes :[drive( 3 m )]|[ drive(3m), # the first
      drive(3 m)  # the second
      ]
  # its path

  path:[line(100m)]
place car ego:
   at on main.fwd [ 0 ]@ 20 m,left   of other by -1 m
   speed:-v*2 +(3 km/h-v)
   do:
         wait until not(dart or v>3 m/s)and time()>1 s
         # then
         drive( ) for 3..4 s
   # last of the ego
require[ 0.9 ](v) >3 m/s
require v<3 m/s
cover c:v bins[1 m/s,2 m/s]
sample:
  count:3
run 1 s at 1 Hz
# the end"""
CANONICAL = """\
# what it shows
scenario "ugly"

v    ~ uniform(30 km/h, 50 km/h)  #how fast
dart ~ bernoulli(1e-4)  propose bernoulli(0.5)

# of the road
road main:
    lanes: [drive(3 m)] | [
        drive(3 m),  # the first
        drive(3 m)  # the second
    ]
    # its path

    path: [line(100 m)]

place car ego:
    at on main.fwd[0] @ 20 m, left of other by -1 m
    speed: -v * 2 + (3 km/h - v)
    do:
        wait until not (dart or v > 3 m/s) and time() > 1 s
        # then
        drive() for 3..4 s
    # last of the ego

require[0.9] (v) > 3 m/s
require v < 3 m/s
cover   c: v bins [1 m/s, 2 m/s]
sample:
    count: 3
run 1 s at 1 Hz
# the end
"""


def test_the_canonical_form():
    assert formatted(UGLY) == CANONICAL


def test_long_lines_are_broken_in_their_brackets_and_short_ones_joined():
    items = ", ".join(f"drive({k} m)" for k in range(9))
    text = f"road main:\n    lanes: [{items}] | [{items}]\n    path: [\n        line(3 m)]\n"

    made = formatted(text)

    assert made.split("\n")[1:4] == ["    lanes: [", f"        {items}", f"    ] | [{items}]"]
    assert "    path: [line(3 m)]\n" in made


def test_what_cannot_be_read_is_told_with_its_places():
    with pytest.raises(SceneErrors) as caught:
        formatted("v ~~ 3\nroad main\nrun 1 s at 1 Hz\n", "x.scene")

    assert [str(problem.position) for problem in caught.value.problems] == ["x.scene:1:4", "x.scene:2:10"]


@pytest.mark.parametrize("path", sorted(paths.scenes().rglob("*.scene")), ids=lambda path: path.stem)
def test_the_scenes_of_the_package_are_in_canonical_form(path):
    text = path.read_text(encoding="utf-8")

    assert formatted(text) == text


@st.composite
def untidy(draw):
    """A program with random indentation, spaces, comments, empty lines and breaks in brackets."""
    lines = draw(PROGRAMS)
    rng = draw(st.randoms(use_true_random=False))
    unit, count, rows = rng.choice([1, 2, 4, 7]), 0, []

    def comment():
        nonlocal count
        count += 1
        return f"# note {count}"

    for level, line in lines:
        margin = " " * unit * level
        for _ in range(rng.choice([0, 0, 0, 1, 2])):
            rows.append(rng.choice(["", " " * rng.randrange(9) + comment()]))
        broken, depth = "", 0
        for piece in re.split(r'("[^"]*"|[\[\](){},])', line):
            depth += (piece in ("(", "[", "{")) - (piece in (")", "]", "}"))
            loose = piece if piece.startswith('"') else piece.replace(" ", " " * rng.choice([1, 1, 3]))
            break_ = depth > 0 and piece in ("(", ",", "[", "{") and rng.random() < 0.2
            broken += loose + (rng.choice([f" {comment()}\n", f"\n  {comment()}\n\n", "\n"]) if break_ else "")
        rows.append(margin + broken + rng.choice(["", "", f"   {comment()}"]))
    return "\n".join(rows)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(untidy())
def test_any_program_keeps_its_meaning_and_comments_and_is_stable(text):
    made = formatted(text)

    assert read(made) == read(text)
    assert sorted(re.findall(r"# note \d+", made)) == sorted(re.findall(r"# note \d+", text))
    assert formatted(made) == made
    assert not re.search(r"[ \t]+$|\n\n\n", made, re.MULTILINE)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PROGRAMS)
def test_lines_are_longer_than_allowed_only_where_no_bracket_can_be_broken(lines):
    for line in formatted(program_text(lines)).split("\n"):
        bare = re.sub(r'"[^"]*"', '""', line)
        assert len(line) <= WIDTH or not re.search(r"[(\[{][^()\[\]{}]+[)\]}]", bare), line
