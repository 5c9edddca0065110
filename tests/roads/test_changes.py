"""Roads whose cross-section changes: lanes end and begin smoothly, and nothing is left uncovered."""

import numpy as np
import pytest
from covering import covers

from avsynth.contracts import ROADS
from avsynth.core.errors import ConfigError

TWO = {"left": [("walk", 2.0), ("drive", 3.25)], "right": [("drive", 3.25), ("drive", 3.0), ("walk", 2.0)]}
ONE = {"left": [("walk", 2.0), ("drive", 3.5)], "right": [("drive", 3.5), ("walk", 2.0)]}
PARKING = {
    "left": [("walk", 2.0), ("drive", 3.25)],
    "right": [("drive", 3.25), ("drive", 3.0), ("park", 2.2), ("walk", 2.0)],
}


def road(*changes, length: float = 200.0, radius: float = 0.0, **more):
    path = [{"shape": "arc", "length": length, "radius": radius} if radius else {"shape": "line", "length": length}]
    return ROADS.build({"kind": "road", "name": "m", "lanes": TWO, "path": path, "changes": changes, **more}, "test")


def change(at: float, lanes: dict, taper: float = 40.0) -> dict:
    return {"at": at, "lanes": lanes, "taper": taper}


def test_the_outer_lane_ends_and_the_others_go_on():
    road_map = road(change(120.0, ONE)).road_map()

    ending, going = road_map.lane("m.fwd[1]"), road_map.lane("m.fwd[0]")

    assert ending.length == pytest.approx(120.0, abs=0.5)
    assert going.length == pytest.approx(200.0, abs=0.5)
    assert ending.width[0] == pytest.approx(3.0)
    assert ending.width[-1] == pytest.approx(0.0, abs=1e-9)
    assert np.all(np.diff(ending.width) <= 1e-12)
    assert going.width[-1] == pytest.approx(3.5)
    assert ending.width[ending.stations < 80.0].min() == pytest.approx(3.0)  # the taper is 40 m long


def test_a_lane_begins_from_nothing():
    lane = road(change(60.0, PARKING)).road_map().lane("m.right.park[0]")

    assert lane.centre[0, 0] == pytest.approx(60.0)
    assert lane.width[0] == pytest.approx(0.0, abs=1e-9)
    assert np.interp(40.0, lane.stations, lane.width) == pytest.approx(2.2, abs=1e-3)


@pytest.mark.parametrize("radius", [0.0, 90.0, -60.0])
def test_the_ground_has_no_hole_and_no_overlap(radius):
    piece = road(change(70.0, ONE, 30.0), change(150.0, PARKING, 25.0), radius=radius)
    (model,) = piece.network().roads
    stations = np.arange(0.3, 199.0, 1.7)
    offsets = []
    for station in stations:
        borders = model.borders(model.section_at(station), np.array([station]))[0]
        offsets.append(np.arange(borders[-1] + 0.07, borders[0] - 0.07, 0.37))
    along = np.repeat(stations, [len(row) for row in offsets])
    points = model.points(along, np.concatenate(offsets))[:, :2]
    plan = piece.build()

    assert covers(plan, points, 1e-5).min() >= 1, "hole"
    assert covers(plan, points, -2e-3).max() <= 1, "overlap"


def test_a_crosswalk_spans_the_road_as_wide_as_it_is_there():
    piece = road(change(100.0, ONE), crosswalks=[30.0, 160.0])

    spans = [np.linalg.norm(walk.end - walk.start) for walk in piece.road_map().crosswalks]

    assert spans == pytest.approx([9.5 + 1.0, 7.0 + 1.0])


def test_changes_without_room_for_their_tapers_are_refused():
    with pytest.raises(ConfigError, match=r"at 100 m and 150 m .* at least 81 m are needed for their tapers"):
        road(change(100.0, ONE), change(150.0, TWO))
    with pytest.raises(ConfigError, match=r"at 180 m and 200 m"):
        road(change(180.0, ONE))
