"""Settings of roads in the language: profiles of points, banks, lanes for turning."""

import pytest

import avsynth
from avsynth.core.errors import ScenarioError

HEAD = """scenario "r"
h ~ uniform(2 m, 3 m)
road main:
    lanes: [drive(3 m)] | [drive(3 m)]
    path: [line(60 m), spiral(30 m, to: 1 / 90 m)]
"""
TAIL = "\nplace car ego:\n    at on main.fwd @ 10 m\nrun 1 s at 5 Hz\n"


def road(setting: str):
    scenario = avsynth.loads(f"{HEAD}    {setting}{TAIL}").draw(seed=1)
    return scenario.roads[0].settings


@pytest.mark.parametrize("points", ["[0 m, 0 m], [50 m, h], [80 m, 4 m]", "[[0 m, 0 m], [50 m, h], [80 m, 4 m]]"])
def test_a_profile_takes_points_one_by_one_or_as_a_list(points):
    heights = road(f"elevation: profile({points})")["elevation"]

    assert heights["shape"] == "profile"
    assert heights["points"][2] == (80.0, 4.0)
    assert 2.0 < heights["points"][1][1] < 3.0


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("elevation: profile([0 m, 0 m], [50 m, 3 s])", r"6:43: error AVS302: 'points': got a time"),
        ("elevation: profile([0 m, 0 m], [50 m])", r"6:36: error AVS401: 'points': got 1 elements"),
        ("elevation: profile([9 m, 0 m], [9 m, 1 m])", r"3:1: error AVS401: stations of a profile must ascend"),
        (
            "superelevation: [1 deg, 2 deg]",
            r"3:1: error AVS401: superelevation has 2 angles; a path of 2 pieces takes 1",
        ),
        ("crown: 40 %", r"6:12: error AVS401: 'crown' = 40 %"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(setting, message):
    with pytest.raises(ScenarioError, match=message):
        road(setting)


@pytest.mark.parametrize(("traffic", "lane"), [("right", "in[1]"), ("left", "out[1]")])
def test_lanes_are_counted_on_the_side_that_traffic_comes_in_on(traffic, lane):
    legs = "\n".join(
        f"        - leg({name}, heading: {turn} deg, lanes: [drive(3 m), drive(3 m)] | [drive(3 m)])"
        for name, turn in (("a", 0), ("b", 120), ("c", 240))
    )
    text = f"""scenario "r"
junction town:
    traffic: "{traffic}"
    legs:
{legs}
place car ego:
    at on town.a.LANE @ 10 m
run 1 s at 5 Hz
"""
    other = {"in[1]": "out[1]", "out[1]": "in[1]"}[lane]

    avsynth.loads(text.replace("LANE", lane)).draw(seed=1)
    with pytest.raises(ScenarioError, match=r"'town\.a\.\w+' has 1 lane"):
        avsynth.loads(text.replace("LANE", other))
