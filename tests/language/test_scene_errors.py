"""Broken scenes: each error has its exact place, its code, what was expected and the near name; never a traceback."""

import pytest

from avsynth.core.errors import ScenarioError
from avsynth.language import load, parse
from avsynth.scenario.problems import CODES, SceneErrors

GOOD = """\
scenario "five-way junction"

skew    ~ normal(0 deg, 9 deg) in -25 deg..25 deg  propose uniform(-25 deg, 25 deg)
erratic ~ bernoulli(0.002)                         propose bernoulli(0.35)
v = 40 km/h

junction five:
    legs:
        - leg(a, heading: 0 deg):
            lanes: [walk(2 m), drive(3.25 m)] | [drive(3.25 m), walk(2 m)]
        - leg(b, heading: 62 deg + skew):
            lanes: [walk(2 m), drive(3.25 m)] | [drive(3.25 m), park(2.2 m), walk(2 m)]
        - leg(c, heading: 140 deg - skew, lanes: [drive(3.0 m)] | [drive(3.0 m)])
        - leg(d, heading: 205 deg):
            lanes: [drive(3.5 m), drive(3.5 m)] | [drive(3.5 m), drive(3.5 m), walk(2 m)]
    leg_length: 110 m
    corner_radius ~ uniform(4 m, 9 m)
    crosswalks: [a, d]

environment:
    sun: elevation(12 deg)
    cloud ~ uniform(0.2, 0.9)
    surroundings: "urban"

place car ego:
    at on five.d.in[1] @ 45 m
    speed ~ 30..45 km/h
    do drive(route: five.d -> five.a)

place car other:
    at left of ego by 1 m, ahead of ego by uniform(3 m,
        12 m)
    speed: v + 3 km/h

place pedestrian ped:
    at on five.a.walk.right @ 3 m offset uniform(-0.6 m, 0.6 m)
    facing across five.a
    walk_speed ~ normal(1.35 m/s, 0.22 m/s) in 0.5 m/s..2.4 m/s
    do:
        wait until time_to_arrival(ego, five.a.crosswalk) < 3.5 s
        cross(five.a) until progress(self) > 0.45
        wait 0.4..1.8 s
        walk() for 3 s

require distance(ego, ped) > 8 m
sensors "kitti"
sample:
    method: importance
    count: 20
    seed: 7
run 10 s at 10 Hz
"""

#: Name → (what is replaced, by what, line:column of the first error, code, words its text holds).
BROKEN = {
    # syntax
    "misspelt of": ("ahead of ego", "ahead off ego", "31:34", "AVS101", ["'off'", "expected 'of'"]),
    "misspelt until": ("wait until time", "wait untl time", "40:14", "AVS101", ["'untl'", "did you mean 'until'"]),
    "no colon": ("place car ego:", "place car ego", "25:14", "AVS101", ["ends too early", "expected ':'"]),
    "no length": ("five.d.in[1] @ 45 m", "five.d.in[1] @", "26:25", "AVS101", ["expected a value"]),
    "no value": ("v = 40 km/h", "v =", "5:4", "AVS101", ["expected a value"]),
    "no rate": ("run 10 s at 10 Hz", "run 10 s", "51:9", "AVS101", ["expected 'at'"]),
    "two tildes": ("speed ~ 30", "speed ~ ~30", "27:13", "AVS101", ["'~'", "expected a value"]),
    "unknown character": ("cloud ~", "cloud $", "22:11", "AVS102", ["'$'", "'~'"]),
    "empty block": ('"urban"\n', '"urban"\nenvironment:\n', "24:13", "AVS101", ["expected an indented block"]),
    "less indented": ("    speed ~ 30", "   speed ~ 30", "27:4", "AVS103", ["indentation", "0 or 4 spaces"]),
    "more indented": ("    speed ~ 30", "      speed ~ 30", "27:7", "AVS103", ["indented"]),
    "tab": ("    speed ~ 30", "\tspeed ~ 30", "27:1", "AVS103", ["tab", "expected spaces"]),
    "unknown statement": ("place car ego:", "plce car ego:", "25:1", "AVS104", ["'plce'", "did you mean 'place'"]),
    "unknown kind of road": ("junction five:", "junktion five:", "7:1", "AVS104", ["did you mean 'junction'"]),
    "open bracket": ("uniform(4 m, 9 m)", "uniform(4 m, 9 m", "17:28", "AVS106", ["'('", "expected ')'"]),
    "open list": ("drive(3.25 m)] |", "drive(3.25 m) |", "10:20", "AVS106", ["'['", "expected ']'"]),
    "open text": ('"urban"', '"urban', "23:19", "AVS106", ["text without its end"]),
    "no run": ("run 10 s at 10 Hz", "", "1:1", "AVS107", ["no 'run'"]),
    "two runs": ("run 10 s", "run 1 s at 1 Hz\nrun 10 s", "52:1", "AVS107", ["second 'run'", "first is at"]),
    "two spots lines": ("    facing across", "    at on five.a.in[0] @ 1 m\n    facing across", "37:5", "AVS107", []),
    # blocks and statements
    "crowd without count": ("require", "crowd car queue:\n    at in five\nrequire", "45:16", "AVS101", ["'count'"]),
    "if without colon": (
        "        walk() for",
        "        if erratic\n            walk() for",
        "43:19",
        "AVS101",
        ["':'"],
    ),
    "arm without weight": ("        walk() for", "        choose:\n            walk() for", "44:20", "AVS101", ["':'"]),
    "between one": ("at left of ego by 1 m,", "at between ego,", "31:19", "AVS101", ["'and'"]),
    "misspelt always": ("require distance", "require alwais distance", "45:9", "AVS101", ["did you mean 'always'"]),
    "soft without end": ("require distance", "require[0.9 distance", "45:8", "AVS106", ["'['", "expected ']'"]),
    "bins without list": (
        "require",
        "record m = min(distance(ego, ped))\ncover c: m bins 3 m\nrequire",
        "46:17",
        "AVS303",
        [],
    ),
    # names
    "unknown name": ("distance(ego, ped)", "distance(ego, pad)", "45:23", "AVS201", ["'pad'", "did you mean 'ped'"]),
    "unknown road": ("five.d.in[1]", "fife.d.in[1]", "26:11", "AVS201", ["'fife'", "did you mean 'five'"]),
    "name twice": ("place car other:", "place car ego:", "30:7", "AVS202", ["'ego'", "actor at scene:25:7"]),
    "setting twice": ("    speed: v", "    speed: v\n    speed: v", "34:5", "AVS202", ["'speed'"]),
    "unknown leg": ("five.d.in[1]", "five.f.in[1]", "26:16", "AVS203", ["no leg 'f'", "a, b, c, d", "declared"]),
    "unknown lane": ("five.d.in[1]", "five.c.walk.right", "26:18", "AVS203", ["'walk.right'", "in, out"]),
    "misspelt lane": ("five.a.walk.right", "five.a.walk.rigt", "36:23", "AVS203", ["did you mean 'right'"]),
    "lane index": ("five.d.in[1]", "five.d.in[2]", "26:21", "AVS203", ["2 lanes", "0 to 1"]),
    "no crosswalk": ("five.a.crosswalk", "five.b.crosswalk", "40:48", "AVS203", ["'five.b' has no crosswalk"]),
    "misspelt property": ("speed ~ 30..45 km/h", "spede: 5 m/s", "27:5", "AVS204", ["'spede'", "did you mean 'speed'"]),
    "property of road": ("leg_length:", "leg_lenght:", "16:5", "AVS204", ["did you mean 'leg_length'"]),
    "unknown actor": ("place car other:", "place caar other:", "30:7", "AVS205", ["'caar'", "did you mean 'car'"]),
    "unknown kind of lane": ("park(2.2 m)", "parc(2.2 m)", "12:65", "AVS205", ["did you mean 'park'"]),
    "unknown group": ("distance(ego, ped)", "distance(ego, any.cra)", "45:27", "AVS205", ["did you mean 'car'"]),
    "unknown sensor": ("require", "record n = points_on(ped, ego.velo)\nrequire", "45:31", "AVS214", ["velodyne"]),
    "unknown file": (
        'scenario "five',
        'use "urban_crosing.scene"\nscenario "five',
        "1:5",
        "AVS212",
        ["urban_crossing"],
    ),
    "unknown step": ("walk() for", "wolk() for", "43:9", "AVS206", ["'wolk'", "did you mean 'walk'"]),
    "unknown function": ("distance(ego", "distanse(ego", "45:9", "AVS207", ["did you mean 'distance'"]),
    "unknown distribution": ("normal(0 deg", "norml(0 deg", "3:11", "AVS207", ["did you mean 'normal'"]),
    "unknown sun": ("elevation(12", "elevatoin(12", "21:10", "AVS207", ["did you mean 'elevation'"]),
    "unknown argument": ("route:", "rute:", "28:14", "AVS208", ["'rute'", "did you mean 'route'"]),
    "parameter": ("normal(0 deg, 9 deg)", "normal(mean: 0 deg, sd: 9 deg)", "3:31", "AVS208", ["'sd'", "mean"]),
    "reserved": ("v = 40", "at = 40", "5:1", "AVS209", ["'at' is a word of the language"]),
    "unknown word": ('"urban"', '"urbann"', "23:19", "AVS210", ["urban, ", "did you mean 'urban'"]),
    "unknown method": ("importance", "importence", "48:13", "AVS210", ["did you mean 'importance'"]),
    "unknown leg of crosswalk": ("[a, d]", "[a, g]", "18:21", "AVS210", ["'g'", "a, b, c, d"]),
    "unknown rig": ('"kitti"', '"kiti"', "46:9", "AVS211", ["did you mean 'kitti'"]),
    "unknown lidar": ('s "kitti"', 's:\n    - lidar(top, model: "vpl_16")', "47:25", "AVS215", ["mean 'vlp_16'"]),
    "unknown camera": ('s "kitti"', 's:\n    - camera(a, model: "vlp_16")', "47:24", "AVS215", ["one of: pinhole"]),
    "argument of method": (
        "importance", "cross_entropy(objectiv: v)", "48:27", "AVS208", ["did you mean 'objective'"],
    ),
    # units
    "unknown unit": ("v = 40 km/h", "v = 40 kmh", "5:8", "AVS301", ["'kmh'", "did you mean 'km/h'"]),
    "length for speed": ("speed ~ 30..45 km/h", "speed: 40 m", "27:12", "AVS302", ["speed (km/h", "a length"]),
    "time for length": ("> 8 m", "> 8 s", "45:30", "AVS302", ["got a time", "length (km, m"]),
    "angle plus speed": ("62 deg + skew", "62 deg + v", "11:36", "AVS302", ["angle", "speed"]),
    "length for time": ("for 3 s", "for 3 m", "43:20", "AVS302", ["a time"]),
    "deviation": ("normal(0 deg, 9 deg)", "normal(0 deg, 9 m)", "3:25", "AVS302", ["an angle (deg, rad)"]),
    "truth wanted": ("until progress(self) > 0.45", "until progress(self)", "41:29", "AVS303", ["a truth"]),
    "actor wanted": ("distance(ego, ped)", "distance(ego, v)", "45:23", "AVS303", ["expected an actor"]),
    "road wanted": ("across five.a", "across ego", "37:19", "AVS303", ["got an actor", "a road or leg"]),
    "no unit": ("speed ~ 30..45 km/h", "speed: 40", "27:12", "AVS304", ["without a unit", "km/h"]),
    "run without units": ("run 10 s at 10 Hz", "run 10 at 10 Hz", "51:5", "AVS304", ["a time"]),
    # values
    "probability": ("bernoulli(0.002)", "bernoulli(1.3)", "4:21", "AVS401", ["1.3", "0..1"]),
    "deviation below 0": ("normal(0 deg, 9 deg)", "normal(0 deg, -9 deg)", "3:25", "AVS401", ["-9 deg", "above 0"]),
    "cloud": ("cloud ~ uniform(0.2, 0.9)", "cloud: 1.4", "22:12", "AVS401", ["1.4", "at most 1"]),
    "cloud may leave": ("uniform(0.2, 0.9)", "normal(0.5, 0.3)", "22:13", "AVS401", ["probability 0.096"]),
    "distance below 0": ("by 1 m", "by -1 m", "31:23", "AVS401", ["-1 m", "at least 0 m"]),
    "count": ("count: 20", "count: 2.5", "49:12", "AVS401", ["whole number"]),
    "weights": ("v = 40 km/h", "v ~ choice({1 m/s: 0, 2 m/s: 0})", "5:12", "AVS401", ["sum to 0"]),
    "backward range": ("30..45 km/h", "45..30 km/h", "27:13", "AVS402", ["45..30 km/h", "empty"]),
    "no probability": ("in -25 deg..25 deg", "in 725 deg..825 deg", "3:35", "AVS402", ["holds no probability"]),
    "support": ("propose uniform(-25", "propose uniform(-5", "3:60", "AVS403", ["never draws -25 deg..-5 deg"]),
    "random run": ("run 10 s", "run uniform(5 s, 10 s)", "51:5", "AVS404", ["random", "fixed value"]),
    "run by a draw": ("run 10 s", "run erratic", "51:5", "AVS404", ["the draw 'erratic'"]),
    "random with colon": ("speed ~ 30..45 km/h", "speed: uniform(3 m/s, 4 m/s)", "27:12", "AVS404", ["'~'"]),
    "fixed with tilde": ("speed ~ 30..45 km/h", "speed ~ 3 m/s", "27:13", "AVS404", ["a distribution"]),
    "random inside": ("v + 3 km/h", "v + uniform(1 m/s, 2 m/s)", "33:16", "AVS404", ["name the draw"]),
    "half a family": ("uniform(4 m, 9 m)", "uniform(4 m)", "17:21", "AVS405", ["1 argument", "uniform(low, high)"]),
    "arity": ("distance(ego, ped)", "distance(ego)", "45:9", "AVS405", ["1 argument", "distance(actor, actor)"]),
    "half a sun": ("elevation(12 deg)", "direction(12 deg)", "21:10", "AVS405", ["elevation and azimuth"]),
    "too early": ("v + 3 km/h", "speed(ego) + 3 km/h", "33:12", "AVS406", ["only known while the scenario runs"]),
    "too early by name": ("v = 40 km/h", "v = speed(ego)", "33:12", "AVS406", ["v is only known"]),
    "no heading": ("leg(b, heading: 62 deg + skew)", "leg(b)", "11:11", "AVS407", ["'heading' is missing"]),
    "no place": ("    at on five.d.in[1] @ 45 m\n", "", "25:7", "AVS407", ["'ego' has no place", "at on LANE"]),
    "too early for a step": ("wait until time_to", "wait until min(time_to", "40:23", "AVS106", ["'('"]),
    "sum over time in a step": (
        "progress(self) > 0.45",
        "max(progress(self)) > 0.45",
        "41:29",
        "AVS406",
        ["after the run"],
    ),
    "many at once": (
        "require",
        "record d = distance(ego, any.car)\nrequire",
        "45:12",
        "AVS303",
        ["'any' stands for several"],
    ),
    "weights of arms": (
        "        walk() for",
        "        choose:\n            0: walk()\n        walk() for",
        "44:13",
        "AVS401",
        [],
    ),
    "never proposed": (
        "        walk() for",
        "        choose:\n            1 propose 1: walk()\n            1 propose 0: wait 1 s\n        walk() for",
        "45:23",
        "AVS403",
        ["never proposed"],
    ),
    # graph
    "two movers": (
        "        walk() for 3 s",
        "        parallel:\n            walk()\n            cross(five.a)",
        "45:13",
        "AVS505",
        ["'cross' and 'walk'"],
    ),
    "two places": ("five.d.in[1] @ 45 m", "five.d.in[1] @ 45 m, pose(1 m, 2 m)", "26:32", "AVS506", ["second place"]),
    "place and beside": ("five.d.in[1] @ 45 m", "five.d.in[1] @ 4 m, ahead of ped by 3 m", "26:31", "AVS506", []),
    "behaviors in a circle": (
        "require",
        "behavior one(x):\n    two(x)\nbehavior two(x):\n    one(x)\nrequire",
        "45:10",
        "AVS504",
        ["one -> two -> one"],
    ),
    "cycle": ("v = 40 km/h", "v = w + 1 m/s\nw = 2 * v", "5:1", "AVS501", ["v -> w -> v", "'w' at scene:6:1"]),
    "circle of places": ("on five.d.in[1] @ 45 m", "ahead of other by 3 m", "26:17", "AVS502", ["ego -> other"]),
    "beside itself": ("on five.d.in[1] @ 45 m", "ahead of ego by 3 m", "26:17", "AVS502", ["beside itself"]),
}  # fmt: skip


def errors_of(text):
    with pytest.raises(SceneErrors) as caught:
        parse(text)
    return caught.value


def test_the_scene_that_is_broken_below_is_good():
    assert parse(GOOD).draw(1).placements[0].name == "ego"


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_scene_tells_place_and_expectation(name):
    old, new, place, code, words = BROKEN[name]
    assert old in GOOD

    errors = errors_of(GOOD.replace(old, new, 1))

    first = errors.problems[0]
    assert (f"{first.position.line}:{first.position.column}", first.code) == (place, code)
    text = first.text()
    assert all(word in text for word in words), text
    assert text.startswith(f"scene:{place}: error {code}: ")
    assert "expected" in text or first.hint


@pytest.mark.parametrize("name", BROKEN)
def test_one_mistake_makes_few_errors(name):
    old, new, *_ = BROKEN[name]

    assert len(errors_of(GOOD.replace(old, new, 1)).problems) <= 3


def test_what_only_the_plugin_knows_is_told_at_the_road_when_no_draw_decides_it():
    text = (
        GOOD.replace("62 deg + skew", "10 deg")
        .replace("140 deg - skew", "140 deg")
        .replace("~ uniform(4 m, 9 m)", ": 5 m")
    )

    (problem,) = errors_of(text).problems

    assert str(problem.position) == "scene:7:1"
    assert problem.message == "legs 'a' and 'b' are 10.0 deg apart; at least 20 deg are needed"


def test_the_text_shows_the_line_with_a_caret():
    errors = errors_of(GOOD.replace("five.d.in[1]", "five.f.in[1]"))

    assert str(errors) == (
        "scene:26:16: error AVS203: junction 'five' has no leg 'f'\n"
        "   26 |     at on five.f.in[1] @ 45 m\n"
        "      |                ^ expected one of: a, b, c, d\n"
        "   note: legs are declared at scene:9:11"
    )


def test_several_mistakes_are_told_at_once_and_in_order():
    text = GOOD.replace("40 km/h", "40 kmh").replace("cloud ~", "cloud $").replace("> 8 m", "> 8 s")
    text = text.replace("five.d.in[1]", "five.f.in[1]").replace("wait until", "wait untl")

    places = [(problem.position.line, problem.code) for problem in errors_of(text).problems]

    assert places == [(5, "AVS301"), (22, "AVS102"), (26, "AVS203"), (40, "AVS101"), (45, "AVS302")]


def test_names_of_unreadable_statements_are_not_called_unknown():
    errors = errors_of(
        GOOD.replace("junction five:", "junction five").replace("place pedestrian ped:", "place pedestrian ped")
    )

    assert [problem.code for problem in errors.problems] == ["AVS101", "AVS101"]


def test_at_most_twenty_errors_are_shown_and_the_rest_counted():
    text = "\n".join(f"x{k} = y{k}" for k in range(30)) + "\n" + GOOD

    shown = str(errors_of(text))

    assert shown.count(": error ") == 20
    assert shown.endswith("… and 10 more errors")


def test_problems_are_plain_values_for_editors():
    problem = errors_of(GOOD.replace("40 km/h", "40 kmh")).problems[0].as_dict()

    assert (problem["file"], problem["line"], problem["column"], problem["code"]) == ("scene", 5, 8, "AVS301")


def test_every_code_in_an_error_is_explained():
    codes = {code for *_, code, _ in BROKEN.values()}

    assert codes <= set(CODES)


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "\ufeff"])
def test_an_empty_scene_says_what_is_missing(text):
    codes = {problem.code for problem in errors_of(text).problems}

    assert codes == {"AVS107", "AVS407"}


def test_a_file_that_is_not_there_or_no_text_is_one_sentence(tmp_path):
    binary = tmp_path / "x.scene"
    binary.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ScenarioError, match="cannot be read: no such file"):
        load(tmp_path / "none.scene")
    with pytest.raises(ScenarioError, match="not a text file"):
        load(binary)
