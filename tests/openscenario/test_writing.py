"""Runs as files of OpenSCENARIO: read back by plain XML, everybody is where the run had them."""

from xml.etree import ElementTree

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

import avsynth
from avsynth import opendrive, pipeline
from avsynth.cli import main
from avsynth.core.frames import Pose
from avsynth.datatypes.category import Category
from avsynth.datatypes.course import Course
from avsynth.openscenario import written

TIMES = np.array([0.0, 0.05, 0.1])
ANGLES = st.tuples(st.floats(-3.1, 3.1), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))

ENTITIES = {
    Category.CAR: "Vehicle",
    Category.CYCLIST: "Vehicle",
    Category.PEDESTRIAN: "Pedestrian",
    Category.ANIMAL: "Pedestrian",
    Category.OBJECT: "MiscObject",
}


@st.composite
def courses(draw):
    place, size = st.floats(-2000, 2000), st.floats(0.4, 12)
    poses = [[*(draw(place) for _ in range(3)), *draw(ANGLES)] for _ in TIMES]
    kind = st.sampled_from(sorted(ENTITIES))
    sizes = [draw(size) for _ in range(3)]
    return Course("one", draw(kind), np.array(sizes), TIMES, np.array(poses), np.full(3, draw(st.floats(0, 40))))


def numbers(element, *names):
    return np.array([float(element.get(name)) for name in names])


@settings(max_examples=60, deadline=None)
@given(courses())
def test_the_middle_of_each_box_is_where_the_run_has_it(course):
    """The box lies at its centre in the frame of the point that follows, turned about z, y, x in that order."""
    root = ElementTree.fromstring(written([course], "a.xodr"))
    (thing,) = root.find("Entities/ScenarioObject")
    centre = numbers(root.find(".//Center"), "x", "y", "z")
    vertices = root.findall(".//Vertex")

    assert thing.tag == ENTITIES[course.category]
    assert [float(vertex.get("time")) for vertex in vertices] == TIMES.tolist()
    assert numbers(root.find(".//Dimensions"), "length", "width", "height") == pytest.approx(course.size, rel=1e-8)
    for vertex, pose in zip(vertices, course.poses, strict=True):
        at = vertex.find("Position/WorldPosition")
        turned = Rotation.from_euler("ZYX", numbers(at, "h", "p", "r")).apply(centre)
        middle = Pose.euler(tuple(pose[:3]), *pose[3:]).points(np.array([0.0, 0.0, course.size[2] / 2]))
        np.testing.assert_allclose(numbers(at, "x", "y", "z") + turned, middle, atol=2e-5)


def test_headings_do_not_jump_by_a_turn():
    poses = np.zeros((3, 6))
    poses[:, 3] = [3.1, -3.1, -3.0]
    root = ElementTree.fromstring(written([Course("a", Category.CAR, np.ones(3), TIMES, poses, np.ones(3))], ""))
    headings = [float(each.get("h")) for each in root.findall(".//Vertex/Position/WorldPosition")]

    assert np.abs(np.diff(headings)).max() < 0.2
    assert root.find("RoadNetwork/LogicFile") is None


SCENE = """
road main:
    path: [line(120 m)]
    lanes: [drive(3 m)] | [drive(3 m), walk(2 m)]
environment:
    surroundings: "none"
place car ego:
    at on main.fwd[0] @ 10 m
    speed: 8 m/s
    do drive()
place pedestrian walker:
    at on main.right.walk @ 40 m
    do walk(speed ~ uniform(1 m/s, 1.6 m/s))
sensors "kitti"
run 1 s at 10 Hz
"""


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    path = tmp_path_factory.mktemp("run") / "street.scene"
    path.write_text(SCENE)
    return path


def exported(scene, name, *options):
    output = scene.parent / name
    return CliRunner().invoke(main, ["export-run", str(scene), "-o", str(output), *options]), output


def test_the_command_line_writes_the_run_that_the_frames_show(scene):
    result, output = exported(scene, "street.xosc")
    assert result.exit_code == 0, result.output
    root = ElementTree.parse(output).getroot()
    scenario = avsynth.load(scene).draw()

    assert [each.get("name") for each in root.findall("Entities/ScenarioObject")] == ["ego", "walker"]
    roads = opendrive.read(output.parent / root.find("RoadNetwork/LogicFile").get("filepath"))
    assert roads.network.roads[0].length == pytest.approx(120.0)
    for course in pipeline.courses(scenario):
        group = next(
            g for g in root.iter("ManeuverGroup") if g.find("Actors/EntityRef").get("entityRef") == course.name
        )
        ends = group.findall(".//Vertex")[-1].find("Position/WorldPosition")
        start = next(p for p in root.iter("Private") if p.get("entityRef") == course.name)
        assert float(start.find(".//AbsoluteTargetSpeed").get("value")) == pytest.approx(course.speeds[0])
        assert abs(float(ends.get("x")) - float(start.find(".//WorldPosition").get("x"))) == pytest.approx(
            np.ptp(course.poses[:, 0]), abs=1e-4
        )
    assert float(root.find("Storyboard/StopTrigger//SimulationTimeCondition").get("value")) == pytest.approx(1.0)


def test_the_same_draw_gives_the_same_bytes_and_another_does_not(scene):
    again, other = exported(scene, "again.xosc")[1], exported(scene, "other.xosc", "--index", "1")[1]
    first = exported(scene, "first.xosc")[1]

    assert first.read_bytes().replace(b"first", b"again") == again.read_bytes()
    assert other.read_bytes().replace(b"other", b"again") != again.read_bytes()


def test_files_that_are_none_or_in_the_way_are_refused(scene):
    wrong, _ = exported(scene, "street.xml")
    twice = [exported(scene, "twice.xosc")[0] for _ in range(2)][1]

    assert wrong.exit_code == 2 and "end in .xosc, such as street.xosc" in wrong.output
    assert twice.exit_code == 2 and "--overwrite" in twice.output
