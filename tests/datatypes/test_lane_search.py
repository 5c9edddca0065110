"""Finding the lanes at a point: the fast way against a look at every lane."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.contracts.road import ROADS
from avsynth.datatypes.lane_search import LaneSearch

LEGS = [
    {"name": name, "heading": heading, "lanes": {"left": [("walk", 2.0), ("drive", 3.2)], "right": [("drive", 3.2)]}}
    for name, heading in (("a", 0.0), ("b", 1.3), ("c", 3.5))
]
JUNCTION = ROADS.build({"kind": "junction", "name": "x", "legs": LEGS, "leg_length": 30.0}, "x").road_map()
SEARCH = LaneSearch(JUNCTION.lanes)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.floats(-50, 50), st.floats(-50, 50))
def test_the_lanes_at_a_point_are_those_that_a_look_at_every_lane_finds(x, y):
    point = np.array([x, y])
    slow = []
    for lane in JUNCTION.lanes:
        station, offset = lane.project(point)
        half = np.interp(station, lane.stations, lane.width) / 2
        if -1e-6 <= station <= lane.length + 1e-6 and abs(offset) <= half + 1e-6:
            slow.append((lane.name, station, offset))

    assert [(lane.name, station, offset) for lane, station, offset in SEARCH.at(point)] == slow


def test_no_lanes_hold_no_point():
    assert LaneSearch(()).at(np.zeros(2)) == []


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.floats(-40, 40), st.floats(-40, 40)), min_size=1, max_size=5))
def test_places_of_many_points_are_those_of_each(points):
    for lane in JUNCTION.lanes[:6]:
        assert lane.places_of(np.array(points)).tolist() == [list(lane.project(np.array(point))) for point in points]
