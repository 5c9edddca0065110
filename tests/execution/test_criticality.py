"""The file of criticality: a line a pair, with when the sensors first saw the second."""

import json
import math
from dataclasses import replace

from avsynth.datatypes.encounters import PairRecord
from avsynth.execution.criticality import lines_of, seen_in

NOBODY = {"tet": 0.0, "tit": 0.0, "rss_breach": 0.0, "pet": None}


def pair(first, second):
    return PairRecord(first, second, 5.0, 1.25, None, None, 0.5, 0.1, **NOBODY)


def record(scenario, frame, seen):
    return {"scenario_index": scenario, "frame_index": frame, "time": frame / 10, "seen": seen}


def test_a_line_holds_the_pair_and_when_it_was_first_seen():
    encounters = {1: (pair("ego", "kid"),), 0: (pair("ego", "kid"), pair("kid", "ego"))}
    records = [record(0, 4, {"kid": 0.8}), record(0, 2, {"kid": 1.5, "van": None}), record(0, 0, {}), record(1, 0, {})]

    lines = [json.loads(line) for line in lines_of(encounters, records).splitlines()]

    assert [(line["index"], line["first"], line["second"]) for line in lines] == [
        (0, "ego", "kid"),
        (0, "kid", "ego"),
        (1, "ego", "kid"),
    ]
    assert [(line["seen_time"], line["seen_ttc"]) for line in lines] == [(0.2, 1.5), (None, None), (None, None)]
    assert lines[0]["ttc_min"] == 1.25 and lines[0]["pet"] is None


def test_seen_is_who_has_5_points_or_a_quarter_of_its_pixels(make_frame):
    frame = make_frame()
    seen = seen_in(frame)
    ttc = dict(zip(frame.encounters.second.tolist(), frame.encounters.ttc.tolist(), strict=True))

    assert list(seen) == [label.name for label in frame.labels]  # 20 points and more on each
    assert [value is None for value in seen.values()] == [not math.isfinite(ttc[label.id]) for label in frame.labels]
    assert seen["thing 1"] == ttc[1]


def test_who_has_few_points_and_pixels_is_not_seen(make_frame):
    frame = make_frame()
    hidden = tuple(_with_points(label, 4) for label in frame.labels)
    by_camera = [label.name for label in hidden if any(view.visibility >= 0.25 for view in label.views.values())]

    assert list(seen_in(make_frame(labels=hidden))) == by_camera
    assert 0 < len(by_camera) < len(hidden)
    assert seen_in(make_frame(labels=hidden, ego_id=99)) == {}


def _with_points(label, count):
    return replace(label, points={"velodyne": count, "radar": 9})
