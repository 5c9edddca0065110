"""Everybody starts where the scenario says, with the free distances it asks for."""

import numpy as np
import pytest
from small_scenarios import BEND, on, placed

from avsynth.core.errors import ScenarioError
from avsynth.datatypes.footprint import free_distance
from avsynth.datatypes.rectangles import gaps
from avsynth.scenario.concrete import Beside, Facing
from avsynth.world.cast import actors
from avsynth.world.ground import road_map
from avsynth.world.place import place


def start(scenario):
    return place(scenario, actors(scenario), road_map(scenario))


def beside(side: str, by: float, of: str = "ego") -> Beside:
    return Beside(side=side, of=of, by=by)


@pytest.mark.parametrize("side", ["ahead", "behind", "left", "right"])
@pytest.mark.parametrize("by", [0.3, 2.0, 11.5])
def test_the_free_distance_is_the_one_asked_for(scenario, side, by):
    agents = start(scenario(placed("ego", on("main.fwd", 60.0)), placed("other", beside(side, by), kind="van")))

    assert free_distance(agents["ego"].footprint, agents["other"].footprint) == pytest.approx(by, abs=1e-6)


@pytest.mark.parametrize("side", ["ahead", "behind", "left"])
@pytest.mark.parametrize("by", [0.8, 14.0])
def test_the_free_distance_holds_in_a_bend(scenario, side, by):
    agents = start(scenario(placed("ego", on("main.fwd", 60.0)), placed("other", beside(side, by)), settings=BEND))

    assert free_distance(agents["ego"].footprint, agents["other"].footprint) == pytest.approx(by, abs=1e-6)


def test_ahead_follows_the_bend(scenario):
    agents = start(scenario(placed("ego", on("main.fwd", 40.0)), placed("other", beside("ahead", 20.0)), settings=BEND))

    lane = road_map(scenario(settings=BEND)).lane("main.fwd")
    station, offset = lane.project(agents["other"].position)
    assert offset == pytest.approx(0.0, abs=0.01)
    assert agents["other"].world_from_ground.yaw == pytest.approx(lane.pose_at(station).yaw, abs=1e-3)


def test_two_directions_hold_together(scenario):
    agents = start(
        scenario(placed("ego", on("main.fwd", 60.0)), placed("other", beside("left", 1.2), beside("ahead", 7.0)))
    )

    assert gaps(agents["ego"].footprint.row, agents["other"].footprint.row) == pytest.approx((7.0, 1.2), abs=1e-6)


def test_ahead_of_oncoming_traffic_is_where_it_goes(scenario):
    agents = start(scenario(placed("ego", on("main.back", 60.0)), placed("other", beside("ahead", 5.0))))

    assert agents["other"].position[0] < agents["ego"].position[0]
    assert abs(agents["other"].world_from_ground.yaw) == pytest.approx(np.pi)


def test_distance_counts_from_a_turned_actor(scenario):
    turned = Facing(how="angle", angle=np.pi / 2)
    agents = start(scenario(placed("ego", on("main.fwd", 60.0)), placed("other", beside("ahead", 3.0), facing=turned)))

    assert free_distance(agents["ego"].footprint, agents["other"].footprint) == pytest.approx(3.0, abs=1e-6)
    assert agents["other"].world_from_ground.yaw == pytest.approx(np.pi / 2)


@pytest.mark.parametrize(("lane", "yaw"), [("main.right.walk", np.pi / 2), ("main.left.walk", -np.pi / 2)])
def test_facing_across_looks_over_the_road(scenario, lane, yaw):
    ped = placed("ped", on(lane, 30.0), kind="pedestrian", facing=Facing(how="across", target="main"))

    assert start(scenario(ped))["ped"].world_from_ground.yaw == pytest.approx(yaw)


def test_facing_toward_and_away_look_along_the_line_between(scenario):
    ego = placed("ego", on("main.fwd", 60.0))
    toward = placed("a", on("main.back", 150.0), facing=Facing(how="toward", target="ego"))
    away = placed("b", on("main.fwd", 90.0), facing=Facing(how="away from", target="ego"))
    agents = start(scenario(ego, toward, away))

    a = agents["a"]
    line = agents["ego"].position - a.position
    assert a.world_from_ground.rotation[:2, 0] == pytest.approx(line / np.hypot(*line))
    assert agents["b"].world_from_ground.yaw == pytest.approx(0.0, abs=1e-9)


def test_people_on_the_pavement_stand_on_it(scenario):
    agents = start(
        scenario(placed("ped", on("main.right.walk", 30.0), kind="pedestrian"), placed("ego", on("main.fwd", 9.0)))
    )

    assert agents["ped"].world_from_ground.translation[2] == pytest.approx(0.13)
    assert agents["ego"].world_from_ground.translation[2] == 0.0


def test_overlap_names_both_actors_and_places(scenario):
    with pytest.raises(ScenarioError, match=r"test\.scene:b: 'b' overlaps 'a' \(placed at test\.scene:a\)"):
        start(scenario(placed("a", on("main.fwd", 60.0)), placed("b", on("main.fwd", 62.0))))


def test_a_station_beyond_the_lane_is_told_with_its_length(scenario):
    with pytest.raises(ScenarioError, match=r"'a' is at station 260\.0 m; main\.fwd has stations from 0 to 200\.0 m"):
        start(scenario(placed("a", on("main.fwd", 260.0))))


def test_an_unknown_lane_is_told_with_its_place(scenario):
    with pytest.raises(
        ScenarioError, match=r"test\.scene:a: 'a' is on 'main\.right\.driv\[0\]', but .* 'main\.right\.drive\[0\]'"
    ):
        start(scenario(placed("a", on("main.right.driv[0]", 10.0))))


def test_standing_beside_somebody_unplaced_is_refused(scenario):
    with pytest.raises(ScenarioError, match=r"'a' stands beside 'egg', which is not placed yet; place it before"):
        start(scenario(placed("a", beside("ahead", 3.0, of="egg"))))
