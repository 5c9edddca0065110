"""Level crossings and road works: where rails, lines, lights and beacons are."""

import numpy as np
import pytest

from avsynth.actors import railway
from avsynth.actors.crossing_gate import RISING, SINKING, WARNING, sunk
from avsynth.contracts import ROADS
from avsynth.core.errors import ConfigError
from avsynth.roads import _rails

LANES = {"left": [("verge", 1.5), ("drive", 3.5)], "right": [("drive", 3.5), ("verge", 1.5)]}
WIDE = {
    "left": [("walk", 2.0), ("drive", 3.0), ("drive", 3.0)],
    "right": [("drive", 3.0), ("drive", 3.0), ("walk", 2.0)],
}


def road(lanes: dict = LANES, radius: float = 0.0, **more):
    piece = {"shape": "arc", "length": 200.0, "radius": radius} if radius else {"shape": "line", "length": 200.0}
    return ROADS.build({"kind": "road", "name": "m", "lanes": lanes, "path": [piece], **more}, "test")


def crossing(**more):
    return road(rails=[{"at": 80.0, "angle": np.deg2rad(70.0), **more}])


@pytest.mark.parametrize("tracks", [1, 2])
def test_rails_lie_flush_across_the_whole_road_at_their_angle_and_gauge(tracks):
    plan = crossing(tracks=tracks).build()
    rails = next(part.mesh for part in plan.surface.parts if part.name == "cast_iron").vertices.astype(float)

    assert rails[:, 2] == pytest.approx(np.full(len(rails), 0.005), abs=1e-6)
    assert (rails[:, 1].min(), rails[:, 1].max()) == pytest.approx((-5.0, 5.0))
    along, across = np.array([np.cos(1.2217), np.sin(1.2217)]), np.array([np.sin(1.2217), -np.cos(1.2217)])
    places = np.unique(np.round((rails[:, :2] - [80.0, 0.0]) @ across, 2))
    middles = (places[::2] + places[1::2]) / 2
    assert len(middles) == 2 * tracks
    assert np.diff(middles)[::2] == pytest.approx(np.full(tracks, 1.507), abs=0.02)
    assert np.ptp((rails[:, :2] - [80.0, 0.0]) @ along) > 10.0


@pytest.mark.parametrize("radius", [0.0, 120.0])
def test_both_directions_stop_before_the_rails_while_the_light_is_red(radius):
    piece = road(radius=radius, rails=[{"at": 80.0, "period": 100.0, "closed": 30.0, "offset": 10.0}])
    road_map, (model,) = piece.road_map(), piece.network().roads
    rails = model.points(np.array([80.0]), 0.0)[0]

    for name in ("m.fwd", "m.back"):
        lane = road_map.lane(name)
        control = road_map.control(lane.name)
        line = lane.pose_at(lane.length - control.setback)
        ahead = line.inverse().points(rails)[0]
        assert 3.0 < ahead < 6.0
        states = [control.state(time) for time in np.arange(0.25, 100.0, 0.5)]
        assert states.count("red") * 0.5 == pytest.approx(30.0)
        assert states.count("amber") * 0.5 == pytest.approx(3.0)
        assert control.state(10.5) == "off"


def test_the_tracks_go_on_at_the_height_of_the_road_and_the_land_lies_below_them():
    plan = crossing(tracks=2).build()
    tracks = [fixture for fixture in plan.road.fixtures if fixture.kind == "railway"]

    assert pytest.approx(railway.HEIGHT) == _rails.TRACK_HEIGHT
    assert len(tracks) == 2 * 2 * _rails.PIECES
    for track in tracks:
        x, y, z = track.world_from_ground.translation
        assert z + railway.HEIGHT == pytest.approx(0.0)
        assert abs(y) > 5.0  # beside the road
        assert abs(np.sin(track.world_from_ground.yaw - np.deg2rad(70.0))) < 1e-9
        aside = (x - 80.0) * np.sin(np.deg2rad(70.0)) - y * np.cos(np.deg2rad(70.0))
        assert abs(aside) == pytest.approx(2.0)  # two tracks, 4 m apart
    assert plan.ground[:, 2].max() < -0.5


def test_lights_and_signs_of_a_level_crossing_face_their_traffic():
    road_map = crossing().road_map()

    lights = [fixture for fixture in road_map.fixtures if fixture.kind == "traffic_light"]
    signs = [dict(f.fields)["sign"] for f in road_map.fixtures if f.kind == "traffic_sign"]

    assert signs == ["level_crossing"] * 2
    for light, name in zip(lights, ("m.fwd", "m.back"), strict=True):
        travel = road_map.lane(name).tangents[0]
        assert light.world_from_ground.rotation[:, 0] @ travel == pytest.approx(-1.0)
        _, offset = road_map.lane(name).project(light.world_from_ground.translation)
        assert offset < -1.75  # to the right, off the lane


def test_half_barriers_close_the_lanes_that_lead_to_the_rails_and_no_others():
    road_map = crossing().road_map()

    gates = [fixture for fixture in road_map.fixtures if fixture.kind == "crossing_gate"]

    assert len(gates) == 2
    for gate, name in zip(gates, ("m.fwd", "m.back"), strict=True):
        lane, other = road_map.lane(name), road_map.lane("m.back" if name == "m.fwd" else "m.fwd")
        turned = gate.world_from_ground.rotation
        assert turned[:, 0] @ lane.tangents[0] == pytest.approx(-1.0)
        tip = gate.world_from_ground.translation - dict(gate.fields)["reach"] * turned[:, 1]
        station, offset = lane.project(tip)
        assert 1.0 < offset <= 1.75  # over most of its lane
        assert abs(other.project(tip)[1]) > 1.75
        assert lane.length - road_map.control(lane.name).setback < station < 80.0 if name == "m.fwd" else 120.0


def test_a_level_crossing_may_have_no_barriers():
    assert "crossing_gate" not in {fixture.kind for fixture in crossing(gates=False).road_map().fixtures}


def test_a_boom_sinks_after_a_warning_and_is_up_again_when_the_light_goes_out():
    signal = _rails.Rails(at=80.0).signal
    time = np.arange(0.0, 2 * signal.cycle, 0.01)

    share = np.array([sunk(signal, t) for t in time])
    red = np.array([signal.state(t) == "red" for t in time])

    assert not share[~red].any()
    assert np.abs(np.diff(share)).max() < 0.01
    begun = np.flatnonzero(np.diff(red.astype(int)) == 1)[0] + 1
    assert not share[begun : begun + 700].any()  # 7 s of warning
    assert (share == 1.0).sum() * 0.01 == pytest.approx(2 * (35.0 - WARNING - SINKING - RISING), abs=0.1)


@pytest.mark.parametrize(("side", "travel"), [("right", 1.0), ("left", -1.0)])
def test_beacons_close_the_outer_lane_behind_a_taper(side, travel):
    piece = road(WIDE, works=[{"at": 100.0, "length": 40.0, "side": side}])
    beacons = [f.world_from_ground for f in piece.road_map().fixtures if f.kind == "beacon"]

    ahead = np.array([(place.translation[0] - 100.0) * travel for place in beacons])
    aside = np.array([-place.translation[1] * travel for place in beacons])  # to the right of the traffic

    assert ahead[0] == 0.0
    assert np.all(np.diff(ahead) > 0)
    assert aside[0] == pytest.approx(6.0)
    assert aside[ahead >= 30.0] == pytest.approx(3.0)
    assert np.all(np.diff(aside) <= 1e-9)
    assert ahead.max() > 60.0
    for place in beacons:
        assert place.rotation[0, 0] * travel == pytest.approx(-1.0)
        assert place.translation[2] == 0.0


@pytest.mark.parametrize("side", ["right", "left"])
def test_machines_stand_on_the_closed_lane_behind_the_beacons(side):
    works = {"at": 100.0, "length": 50.0, "side": side, "machines": ["wheel_loader", "tractor"]}
    road_map = road(WIDE, works=[works]).road_map()

    machines = [f for f in road_map.fixtures if f.kind in works["machines"]]

    assert [machine.kind for machine in machines] == works["machines"]
    for machine in machines:
        ((lane, station, offset),) = road_map.lanes_at(machine.world_from_ground.translation)
        assert lane.name == f"m.{side}.drive[1]"
        assert abs(offset) < 0.01
        assert machine.world_from_ground.rotation[:, 0] @ lane.pose_at(station).rotation[:, 0] == pytest.approx(1.0)
        x = machine.world_from_ground.translation[0]
        assert 138.0 < x < 172.0 if side == "right" else 28.0 < x < 62.0


def test_there_is_no_machine_where_there_is_no_room():
    fixtures = road(WIDE, works=[{"at": 100.0, "length": 20.0}]).road_map().fixtures

    assert "wheel_loader" not in {fixture.kind for fixture in fixtures}


def test_signs_stand_before_road_works_on_the_right_of_the_traffic():
    fixtures = road(WIDE, works=[{"at": 100.0}]).road_map().fixtures

    signs = {dict(f.fields)["sign"]: f.world_from_ground.translation for f in fixtures if f.kind == "traffic_sign"}

    assert list(signs) == ["warning", "limit_30"]
    assert signs["warning"][0] < signs["limit_30"][0] < 100.0
    assert all(y < -8.0 for _, y, _ in signs.values())


@pytest.mark.parametrize(
    ("lanes", "works", "message"),
    [
        ({"left": [], "right": WIDE["right"]}, {"at": 100.0, "side": "left"}, "need a drive lane on the left"),
        (WIDE, {"at": 160.0, "length": 40.0}, "works at 160 m end at 230 m, beyond the road of 200 m"),
    ],
)
def test_works_that_do_not_fit_are_refused(lanes, works, message):
    with pytest.raises(ConfigError, match=message):
        road(lanes, works=[works])
