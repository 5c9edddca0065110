"""Who drives up to a crosswalk sees who waits at it: nothing tall stands between."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.datatypes.category import Category
from avsynth.datatypes.footprint import Footprint
from avsynth.language import parse
from avsynth.world import simulate
from avsynth.world.sightlines import SIGHT, SightLines, sight_lines

TOWN = """
junction town:
    legs:
        - leg(a, heading: 0 deg, lanes: [walk(2 m), drive(3 m)] | [drive(3 m), walk(2 m)])
        - leg(b, heading: 105 deg, lanes: [walk(2 m), drive(3 m)] | [drive(3 m), walk(2 m)])
        - leg(c, heading: 200 deg, lanes: [walk(2 m), drive(3 m)] | [drive(3 m), walk(2 m)])
        - leg(d, heading: 290 deg, lanes: [walk(2 m), drive(3 m)] | [drive(3 m), walk(2 m)])
    crosswalks: [a]
    leg_length: 120 m
environment:
    surroundings: "urban"
place car ego:
    at on town.c.in @ 20 m
run 1 s at 1 Hz
"""
SLIM = (Category.POLE, Category.TRAFFIC_SIGN, Category.TRAFFIC_LIGHT, Category.ROAD, Category.TERRAIN)


@pytest.fixture(scope="module")
def scene():
    scenario = parse(TOWN).draw(3)
    return next(simulate(scenario, scenario.stream, only=[0]))[1]


def test_who_goes_straight_on_is_seen_from_far_who_turns_from_near(scene):
    lines = sight_lines(scene.road)
    far = np.hypot(*(lines.eyes - lines.people).T)
    heading = np.arctan2(*lines.eyes.T[::-1])
    along_c = np.abs(np.angle(np.exp(1j * (heading - np.deg2rad(200))))) < 0.2
    along_b = np.abs(np.angle(np.exp(1j * (heading - np.deg2rad(105))))) < 0.2

    assert SIGHT * 0.85 < far[along_c].max() < SIGHT + 5
    assert not (along_b & (np.hypot(*lines.eyes.T) > 20)).any()


def test_no_house_hides_who_waits_at_a_crosswalk(scene):
    lines = sight_lines(scene.road)
    tall = [thing for thing in scene.objects if thing.category not in SLIM and thing.name != "ego"]
    hiding = [
        thing.name
        for thing in tall
        if thing.category in (Category.BUILDING, Category.FENCE) and lines.are_cut(footprint(thing))
    ]

    assert sum(thing.category == Category.BUILDING for thing in tall) > 20
    assert hiding == []


@given(st.lists(st.floats(-8, 8), min_size=6, max_size=6), st.floats(-3, 3), st.floats(0.5, 4), st.floats(0.5, 4))
@settings(max_examples=200, deadline=None)
def test_a_line_is_cut_where_points_of_it_lie_inside(ends, yaw, length, width):
    eye, person, centre = np.array(ends).reshape(3, 2)
    shape = Footprint(*centre, yaw, length, width)
    along = eye + np.linspace(0, 1, 2000)[:, None] * (person - eye)
    local = np.abs((along - centre) @ shape.axes.T) - np.array([length, width]) / 2
    deepest = local.max(axis=1).min()
    spacing = np.hypot(*(person - eye)) / 2000

    found = SightLines(eye[None], person[None]).are_cut(shape)

    if abs(deepest) > spacing:
        assert found == (deepest < 0)


def footprint(thing) -> Footprint:
    x, y, _ = thing.world_from_object.translation
    return Footprint(x, y, thing.world_from_object.yaw, *thing.model.size[:2]).grown(-0.03)
