"""What the language is told that sensors see is what they measure."""

import re

import numpy as np
import pytest

import avsynth
from avsynth import pipeline
from avsynth.catalog.rigs import load_rig
from avsynth.core.errors import ScenarioError
from avsynth.observing import observer
from avsynth.scenario import drawing
from avsynth.scenario.problems import SceneErrors
from avsynth.world.running import begin

SCENE = """
scenario "in and out of sight"
road main:
    path: [line(120 m)]
    lanes: [walk(2 m), park(2.2 m), drive(3 m)] | [drive(3 m), park(2.2 m), walk(2 m)]
place car ego:
    at on main.right.drive @ 30 m
    speed: 8 m/s
    do drive()
place van big:
    at on main.right.park @ 42 m
place pedestrian beside:
    at on main.left.walk @ 40 m
place pedestrian behind_it:
    at on main.right.park @ 46.5 m
place car ahead:
    at on main.right.drive @ 62 m
place child rear:
    at on main.left.walk @ 22 m
place car far:
    at on main.left.park @ 75 m
record seen = first_seen(behind_it, ego.velodyne)
record points = at(0 s, points_on(ahead, ego.velodyne))
record pixels = at(0 s, pixels_on(ahead, ego.image_2))
require visible_fraction(beside, from: ego.image_2) > 0.9
environment:
    surroundings: "none"
run 1 s at 2 Hz
"""


@pytest.fixture(scope="module")
def looked():
    """The scenario, its first frame, and what the sensors were said to see of everybody."""
    scenario = avsynth.loads(SCENE).draw(seed=3)
    frame = next(pipeline.frames(scenario, only=[0]))
    run = begin(scenario, scenario_stream(scenario))
    observe = observer(lambda: load_rig("kitti"))
    scene = run.scene(0.0)
    seen = {
        (sensor, name): observe(scene, sensor, name)
        for sensor in ("velodyne", "image_2", "radar_front")
        for name in run.cast
        if name != "ego"
    }
    return scenario, frame, seen


def scenario_stream(scenario):
    from avsynth.core.seed import Stream

    return Stream(scenario.seed).child("scenario", scenario.index).child("world")


def test_points_are_about_as_many_as_the_lidar_measures(looked):
    _, frame, seen = looked
    cloud = frame.measurements["velodyne"]

    for label in frame.labels:
        measured = int((cloud.instance == label.id).sum())
        told = seen["velodyne", label.name].points_on
        assert told == pytest.approx(measured, rel=0.12, abs=2.5 + 2.0 * np.sqrt(measured)), label.name


def test_pixels_are_about_as_many_as_the_camera_shows(looked):
    _, frame, seen = looked
    image = frame.measurements["image_2"]

    for label in frame.labels:
        shown = int((image.instance == label.id).sum())
        assert seen["image_2", label.name].pixels_on == pytest.approx(shown, rel=0.1, abs=6 + 2 * np.sqrt(shown))


def test_the_visible_share_is_that_of_the_labels(looked):
    _, frame, seen = looked

    for label in frame.labels:
        if "image_2" in label.views:
            share = label.views["image_2"].visibility
            assert seen["image_2", label.name].visible_fraction == pytest.approx(share, abs=0.08), label.name


def test_what_hides_it_is_named_and_what_is_out_of_view_is_not_seen(looked):
    _, _, seen = looked

    assert "big" in seen["velodyne", "behind_it"].hidden_by
    assert seen["velodyne", "behind_it"].visible_fraction < 0.6
    assert seen["image_2", "rear"].visible_fraction == 0 == seen["radar_front", "rear"].visible_fraction
    assert seen["velodyne", "rear"].visible_fraction > 0.9
    assert seen["radar_front", "ahead"].visible_fraction > 0.9


def test_records_keep_what_the_sensors_saw(looked):
    scenario, _, seen = looked
    values = {record.name: record.value for record in scenario.records}

    assert values["points"] == pytest.approx(seen["velodyne", "ahead"].points_on)
    assert values["pixels"] == pytest.approx(seen["image_2", "ahead"].pixels_on)
    assert values["seen"] is not None


def test_looking_twice_sees_the_same(looked):
    scenario, _, seen = looked
    scene = begin(scenario, scenario_stream(scenario)).scene(0.0)

    assert observer(lambda: load_rig("kitti"))(scene, "velodyne", "big") == seen["velodyne", "big"]


def test_an_unknown_sensor_is_told_with_the_nearest_name(looked):
    scenario, _, _ = looked
    scene = begin(scenario, scenario_stream(scenario)).scene(0.0)

    with pytest.raises(ScenarioError, match="no sensor 'velodine'; did you mean 'velodyne'"):
        observer(lambda: load_rig("kitti"))(scene, "velodine", "big")


def test_the_sensors_of_a_scene_are_built():
    text = SCENE.replace("ego.velodyne", "ego.lidar_top").replace("ego.image_2", "ego.camera_front")
    text += """
sensors:
    - lidar(top, model: "vlp_16", at: [0 m, 0 m, 1.9 m])
    - camera(front, model: "pinhole", at: [1.6 m, 0 m, 1.4 m]):
        width: 640
        height: 360
        fx: 300
        fy: 300
        cx: 319.5
        cy: 179.5
"""
    template = avsynth.loads(text)

    assert [sensor.name for sensor in template.rig.sensors] == ["lidar_top", "camera_front"]
    assert template.rig.sensors[0].mount.z == 1.9
    assert template.rig.sensors[1].width == 640
    assert template.draw(seed=3).records[1].value > 0


HIDDEN = """
scenario "behind a van"
off ~ uniform(0 m, 12 m)
road main:
    path: [line(120 m)]
    lanes: [walk(2 m), park(2.2 m), drive(3 m)] | [drive(3 m), park(2.2 m), walk(2 m)]
place car ego:
    at on main.right.drive @ 30 m
place van big:
    at on main.right.park @ 42 m
place pedestrian walker:
    at on main.right.park @ 46.5 m + off
require visible_fraction(walker, from: ego.velodyne) {seen}
require points_on(walker, ego.velodyne) {points}
sensors "kitti"
environment:
    surroundings: "none"
run 1 s at 2 Hz
"""


def judged_draws(count, **asked):
    """Return scenarios of a walker behind a van that meet what is asked of the sensors."""
    template = avsynth.loads(HIDDEN.format(**asked))
    return [template.draw(seed=1, index=index) for index in range(count)]


def test_attempts_that_sensors_rejected_are_counted_for_each_requirement():
    found = judged_draws(2, seen="> 0.3", points="> 30")

    for scenario in found:
        run = begin(scenario, scenario_stream(scenario))
        sighting = observer(lambda: load_rig("kitti"))(run.scene(0.0), "velodyne", "walker")
        assert sighting.visible_fraction > 0.3 and sighting.points_on > 30
        assert scenario.attempts == 1 + sum(scenario.rejected_by.values())
    lines = {at.split(":")[1] for scenario in found for at in scenario.rejected_by}
    asked = [str(k) for k, line in enumerate(HIDDEN.splitlines(), 1) if line.startswith("require")]
    assert lines <= set(asked) and asked[0] in lines


def test_where_sensors_accept_nothing_each_requirement_is_named_with_its_closest_value(monkeypatch):
    monkeypatch.setattr(drawing, "MOST_ATTEMPTS", 8)

    with pytest.raises(SceneErrors) as caught:
        judged_draws(1, seen="> 0.3", points="> 40000")

    (problem,) = caught.value.problems
    told = f"{problem.message}\n{problem.note}"
    values = dict(re.findall(r"(\w+)\(walker.*?closest value seen: ([\d.]+)", told))
    assert "8 tries, 0 accepted" in problem.message
    assert 0.0 <= float(values["visible_fraction"]) <= 0.3
    assert 5 < float(values["points_on"]) < 40000
    assert sum(map(int, re.findall(r"rejected (\d+)", told))) == 8
