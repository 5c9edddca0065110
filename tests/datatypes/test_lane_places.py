"""Where points lie on lanes: the nearest place by brute force, and the lanes by their distance."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.datatypes.road import Lane, RoadMap

PLACES = st.tuples(st.floats(-30, 30), st.floats(-30, 30))


def lane(points: list[tuple[float, float]], name: str = "a") -> Lane:
    centre = np.column_stack([np.array(points), np.zeros(len(points))])
    return Lane(name, "drive", centre, np.full(len(points), 3.0), name)


#: Turns of a line at each of its points [rad].
BENDS = st.lists(st.floats(-1.0, 1.0), min_size=1, max_size=12)
#: Those of real lanes, whose points are close enough that the offset is the distance.
GENTLE = st.lists(st.floats(-0.2, 0.2), min_size=1, max_size=12)


def bent(bends: list[float], start: tuple[float, float] = (0.0, 0.0), name: str = "a") -> Lane:
    """Return a lane of pieces of 3 m that turns by `bends`."""
    heading = np.cumsum(bends)
    steps = 3.0 * np.column_stack([np.cos(heading), np.sin(heading)])
    return lane(np.vstack([np.zeros(2), np.cumsum(steps, axis=0)]) + start, name)


@settings(max_examples=60, deadline=None)
@given(BENDS, PLACES)
def test_no_point_of_a_lane_is_nearer_than_the_projected_one(bends, place):
    one = bent(bends)
    station, offset = one.project(np.array(place))

    inside = [np.hypot(*(one.point_at(s)[:2] - place)) for s in np.linspace(0, one.length, 400)]
    assert abs(offset) <= min(inside) + 1e-9
    if 0 <= station <= one.length:
        assert np.hypot(*(one.point_at(station)[:2] - place)) == pytest.approx(min(inside), abs=0.1)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(GENTLE, PLACES), min_size=1, max_size=6), PLACES)
def test_lanes_come_in_the_order_of_their_boxes_which_are_never_farther_than_they_are(several, place):
    lanes = tuple(bent(bends, start, f"lane{k}") for k, (bends, start) in enumerate(several))
    found = list(RoadMap(lanes).by_distance(np.array(place)))

    assert sorted(k for _, k, _ in found) == list(range(len(lanes)))
    assert [away for away, _, _ in found] == sorted(away for away, _, _ in found)
    for away, k, one in found:
        assert one is lanes[k]
        station, offset = one.project(np.array(place))
        assert away <= abs(offset) + max(-station, station - one.length, 0.0) + 1e-9
