"""The running world: the same every time, whoever watches, and never faster than physics allows."""

import numpy as np
import pytest
from small_scenarios import BEND, STREET, on, placed

from avsynth import world
from avsynth.core.errors import ScenarioError
from avsynth.core.seed import Stream
from avsynth.datatypes.footprint import Footprint, overlap
from avsynth.scenario.concrete import Facing, StepCall
from avsynth.scenario.expression import Call, Name, Number, Operation

DRIVE = (StepCall(step="drive"),)
STREAM = Stream(11)


def run(scenario, **more):
    return dict(world.simulate(scenario, STREAM, **more))


def track(frames: dict, name: str) -> np.ndarray:
    """Return the positions of an actor (F, 3)."""
    return np.array(
        [thing.world_from_object.translation for s in frames.values() for thing in s.objects if thing.name == name]
    )


def crossing(**more):
    across = Facing(how="across", target="main")
    return placed("ped", on("main.right.walk", 80.0), kind="pedestrian", facing=across, speed=1.4, **more)


def busy(scenario, **more):
    return scenario(
        placed("ego", on("main.fwd", 20.0), speed=12.0, program=DRIVE),
        placed("oncoming", on("main.back", 60.0), speed=10.0, program=DRIVE),
        placed("rider", on("main.fwd", 45.0, -0.8), kind="cyclist", speed=4.5, program=DRIVE),
        crossing(program=(StepCall(step="cross", arguments={"road": "main"}), StepCall(step="walk"))),
        **({"duration": 8.0} | more),
    )


def test_frames_are_the_same_whichever_are_asked_for(scenario):
    every, some = run(busy(scenario)), run(busy(scenario), only=[7, 40])

    assert list(some) == [7, 40]
    for k, scene in some.items():
        for a, b in zip(scene.objects, every[k].objects, strict=True):
            assert a.name == b.name
            assert np.array_equal(a.world_from_object.matrix, b.world_from_object.matrix)
            assert a.joints == b.joints


def test_the_world_does_not_depend_on_the_frame_rate(scenario):
    slow, fast = run(busy(scenario, rate=2.0)), run(busy(scenario, rate=10.0))

    for k, scene in slow.items():
        for a, b in zip(scene.objects, fast[5 * k].objects, strict=True):
            assert a.world_from_object.matrix == pytest.approx(b.world_from_object.matrix, abs=1e-9)


def test_a_further_actor_at_the_end_changes_nobody_who_does_not_meet_it(scenario):
    alone = busy(scenario)
    more = alone.model_copy(update={"placements": (*alone.placements, placed("far", on("main.fwd", 195.0)))})

    for name in ("ego", "oncoming", "rider", "ped"):
        assert np.array_equal(track(run(alone), name), track(run(more), name))


def test_velocities_are_the_rate_of_change_of_places(scenario):
    frames = run(busy(scenario, rate=100.0, duration=2.0))

    for k in range(1, 199, 7):
        for before, now, after in zip(*(frames[j].objects for j in (k - 1, k, k + 1)), strict=True):
            rate = (after.world_from_object.translation - before.world_from_object.translation) / 0.02
            assert now.velocity == pytest.approx(rate, abs=0.06)


def test_a_scene_moved_in_time_is_close_to_the_next_one(scenario):
    frames = run(busy(scenario, rate=50.0, duration=2.0))

    for k in range(10, 90, 9):
        for moved, true in zip(frames[k].at(0.02).objects, frames[k + 1].objects, strict=True):
            assert moved.world_from_object.translation == pytest.approx(true.world_from_object.translation, abs=0.01)
            for name, angle in moved.joints.items():
                assert angle == pytest.approx(true.joints[name], abs=0.15), (moved.name, name)


@pytest.mark.parametrize("settings", [STREET, BEND])
def test_nobody_accelerates_harder_than_tyres_and_legs_allow(scenario, settings):
    frames = run(busy(scenario, settings=settings, rate=20.0))

    velocity = np.array([[thing.velocity[:2] for thing in s.objects[:4]] for s in frames.values()])
    acceleration = np.linalg.norm(np.diff(velocity, axis=0), axis=2) * 20.0
    assert acceleration.max(axis=0) == pytest.approx([4.0] * 4, abs=4.5)  # 8 m/s² is emergency braking
    assert np.median(acceleration) < 1.5


def test_drivers_stop_for_people_who_cross(scenario):
    frames = run(busy(scenario, duration=12.0))

    for scene in frames.values():
        boxes = [
            Footprint(*o.world_from_object.translation[:2], o.world_from_object.yaw, *o.model.size[:2])
            for o in scene.objects[:4]
        ]
        assert not any(overlap(boxes[3], box) for box in boxes[:3])
    assert track(frames, "ped")[-1, 1] > 3.0
    assert track(frames, "ego")[-1, 0] > 80.0


def test_who_follows_keeps_a_gap(scenario):
    placements = (
        placed("ego", on("main.fwd", 10.0), speed=15.0, program=DRIVE),
        placed("slow", on("main.fwd", 60.0), speed=5.0, program=DRIVE),
    )
    frames = run(scenario(*placements, duration=15.0, rate=2.0))

    gap = track(frames, "slow")[:, 0] - track(frames, "ego")[:, 0]
    assert gap.min() > 5.0
    speed = np.linalg.norm(frames[29].objects[0].velocity)
    assert speed == pytest.approx(5.0, abs=0.4)


def test_vehicles_keep_to_their_lane_in_a_bend(scenario):
    ego = placed("ego", on("main.fwd", 10.0), speed=9.0, program=DRIVE)
    frames = run(scenario(ego, settings=BEND, duration=12.0))

    lane = frames[0].road.lane("main.fwd")
    offsets = [lane.project(point)[1] for point in track(frames, "ego")]
    assert np.abs(offsets).max() < 0.35


def test_waiting_ends_with_its_condition(scenario):
    near = Operation(
        operator="<",
        operands=(Call(function="distance", arguments=(Name(path="self"), Name(path="ego"))), Number(value=15.0)),
    )
    ego = placed("ego", on("main.fwd", 40.0), speed=8.0, program=DRIVE)
    ped = crossing(program=(StepCall(step="wait", until=near), StepCall(step="cross", arguments={"road": "main"})))
    frames = run(scenario(ego, ped, duration=6.0))

    moved = np.linalg.norm(track(frames, "ped") - track(frames, "ped")[0], axis=1) > 0.01
    first = int(np.argmax(moved))
    assert moved.any()
    gap = np.linalg.norm(track(frames, "ped")[first] - track(frames, "ego")[first])
    assert 12.0 < gap < 19.0


def test_a_duration_ends_a_step(scenario):
    ped = crossing(program=(StepCall(step="wait", duration=1.0), StepCall(step="cross", arguments={"road": "main"})))
    frames = run(scenario(ped))

    places = track(frames, "ped")
    assert np.ptp(places[:10, 1]) == pytest.approx(0.0, abs=1e-3)
    assert places[-1, 1] > places[0, 1] + 1.0


def test_crossing_ends_on_the_other_pavement(scenario):
    ped = crossing(program=(StepCall(step="cross", arguments={"road": "main"}),))
    frames = run(scenario(ped, duration=12.0))

    end = track(frames, "ped")[-1]
    (lane, _, _), *_ = frames[0].road.lanes_at(end)
    assert lane.name == "main.left.walk[0]"
    sole = end[2] - frames[0].objects[0].model.size[2] / 2
    assert sole == pytest.approx(frames[0].road.height_at(end), abs=1e-3)
    assert 0.03 < sole < 0.13  # on the ramp of the pavement, whose kerb is dropped before the crosswalk


def test_people_walk_on_along_the_pavement(scenario):
    ped = placed("ped", on("main.right.walk", 10.0), kind="pedestrian", speed=1.5, program=(StepCall(step="walk"),))
    places = track(run(scenario(ped, duration=10.0)), "ped")

    assert places[-1, 0] - places[0, 0] == pytest.approx(1.5 * 9.9, abs=0.3)
    assert np.ptp(places[:, 1]) < 0.05


JUNCTION = {
    "legs": [
        {"name": name, "heading": heading, "lanes": STREET["lanes"]}
        for name, heading in (("a", 0.0), ("b", 1.3), ("c", 3.2), ("d", 4.6))
    ],
    "leg_length": 60.0,
    "crosswalks": ["a"],
}


@pytest.mark.parametrize("goal", ["b", "c", "d"])
def test_routes_lead_across_the_junction(scenario, goal):
    program = (StepCall(step="drive", arguments={"route": f"main.a -> main.{goal}"}),)
    ego = placed("ego", on("main.a.in", 35.0), speed=8.0, program=program)
    frames = run(scenario(ego, settings=JUNCTION, kind="junction", duration=13.0, rate=5.0))

    lanes = {lane.name for p in track(frames, "ego") for lane, _, _ in frames[0].road.lanes_at(p)}
    assert f"main.{goal}.out[0]" in lanes


def test_an_impossible_route_is_told_with_its_line(scenario):
    program = (StepCall(step="drive", arguments={"route": "main.a -> main.b"}, at="test.scene:9:8"),)
    ego = placed("ego", on("main.a.out", 35.0), speed=8.0, program=program)

    with pytest.raises(
        ScenarioError,
        match=r"test\.scene:9:8: error AVS701: at 0\.00 s: 'ego' is on main\.a\.out\[0\] and cannot drive",
    ):
        run(scenario(ego, settings=JUNCTION, kind="junction"))


def test_people_turn_the_corner_of_a_junction(scenario):
    program = (StepCall(step="walk"),)
    back = Facing(how="angle", angle=np.pi)
    ped = placed("ped", on("main.a.walk.left", 6.0), kind="pedestrian", facing=back, speed=1.8, program=program)
    frames = run(scenario(ped, settings=JUNCTION, kind="junction", duration=20.0, rate=5.0))

    names = [
        lane.name for p in track(frames, "ped") for lane, _, _ in frames[0].road.lanes_at(p) if lane.kind == "walk"
    ]
    assert names[0] == "main.a.left.walk[0]"
    assert "main.corner[0]" in names
    assert names[-1] == "main.b.right.walk[0]"
