"""What roads say of their own edges, by day and by night: lamps and rails."""

import numpy as np
import pytest

from avsynth.language import parse
from avsynth.world import simulate

STREET = """
road street:
    path: [line(200 m)]
    lanes: [walk(2 m), drive(3 m)] | [drive(3 m), walk(2 m)]
    {road}
environment:
    time: "2026-12-02T19:20"
    surroundings: "suburb"
place car ego:
    at on street.fwd[0] @ 90 m
run 1 s at 1 Hz
"""


def things(road, kind):
    scenario = parse(STREET.format(road=road)).draw(1)
    _, scene = next(simulate(scenario, scenario.stream.child("world"), only=[0]))
    return [each for each in scene.objects if each.name.startswith(kind)]


@pytest.mark.parametrize(("dead", "expected"), [("false", True), ("true", False)])
def test_a_row_of_lamps_stands_where_the_road_says(dead, expected):
    lamps = things(f'lamps: row(side: "left", spacing: 25 m, height: 6 m, dead: {dead})', "street_lamp")
    places = [lamp.world_from_object for lamp in lamps]

    assert [lamp.finish.get("glass") == "street_lamp_lit" for lamp in lamps] == [expected] * 8
    np.testing.assert_allclose(np.diff(sorted(place.translation[0] for place in places)), 25.0, atol=0.01)
    assert all(3.0 < place.translation[1] < 5.0 for place in places)
    assert all(place.rotation[1, 0] < -0.99 for place in places)


def test_a_guard_rail_runs_along_the_side_that_is_said():
    rails = things('barrier: guardrail(side: "right", offset: 1 m)', "guard_rail")

    assert len(rails) == 50
    np.testing.assert_allclose([rail.world_from_object.translation[1] for rail in rails], -6.0, atol=0.15)


@pytest.mark.parametrize(("traffic", "sign"), [("right", 1.0), ("left", -1.0)])
def test_signs_look_at_the_drivers_on_their_side_of_the_road(traffic, sign):
    signs = [each.world_from_object for each in things(f'traffic: "{traffic}"', "traffic_sign")]

    assert len(signs) > 3
    for place in signs:  # who keeps right drives along x where y is negative
        assert place.rotation[0, 0] * sign == pytest.approx(np.sign(place.translation[1]), abs=1e-3)
