"""Roads written and read again are the same roads; the ASAM checker finds nothing wrong with them."""

import os
import shutil
import subprocess
from xml.etree import ElementTree

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from avsynth.cli import main
from avsynth.contracts import ROADS
from avsynth.datatypes.curve import chained
from avsynth.datatypes.curve_shapes import Bend, cubic_to
from avsynth.datatypes.network import RoadNetwork
from avsynth.datatypes.profile import Profile, eased, even, hermite
from avsynth.datatypes.road_model import RoadModel, Structure
from avsynth.datatypes.section import Mark, Section, Strip
from avsynth.opendrive import loads, written

#: The ASAM checker lives in an environment of its own, since it pins old libraries.
CHECKER = os.environ.get("QC_OPENDRIVE") or shutil.which("qc_opendrive")
FEW = settings(max_examples=12, deadline=None, derandomize=True, phases=[Phase.generate])
SIDES = (
    [("walk", 2.0), ("drive", 3.25)],
    [("walk", 2.4), ("park", 2.1), ("drive", 3.25)],
    [("verge", 2.0), ("shoulder", 1.0), ("drive", 3.5)],
    [("walk", 2.0), ("bike", 1.6), ("bus", 3.5), ("drive", 3.5)],
    [("walk", 2.5), ("drive", 3.25), ("tram", 3.0), ("median", 1.5)],
)
PIECES = st.lists(
    st.one_of(
        st.builds(lambda a: {"shape": "line", "length": a}, st.floats(5, 80)),
        st.builds(
            lambda a, r: {"shape": "arc", "length": a, "radius": r}, st.floats(5, 40), st.sampled_from([-60, 90])
        ),
        st.builds(lambda a, k: {"shape": "spiral", "length": a, "to": k}, st.floats(9, 50), st.floats(-0.02, 0.02)),
        st.builds(lambda a, b: {"shape": "poly", "ahead": a, "left": b}, st.floats(20, 60), st.floats(-6, 6)),
    ),
    min_size=1,
    max_size=4,
)


SCENE = """scenario "a street"
road main:
    path: [line(90 m)]
    lanes: [walk(2 m), drive(3 m)] | [drive(3 m), walk(2 m)]
    crosswalks: [40 m]
place car ego:
    at on main.right.drive @ 20 m
sensors "kitti"
run 1 s at 10 Hz
"""


@st.composite
def roads(draw):
    side, path = st.sampled_from(SIDES), draw(PIECES)
    values = {
        "kind": "road",
        "name": "main",
        "x": draw(st.floats(-1e3, 1e3)),
        "z": draw(st.floats(-50, 50)),
        "heading": draw(st.floats(-3, 3)),
        "path": path,
        "lanes": {"left": draw(side), "right": draw(side)[::-1]},
        "elevation": {"shape": "profile", "points": [[0.0, 0.0], [30.0, draw(st.floats(-2, 2))], [90.0, 1.0]]},
        "superelevation": [draw(st.floats(-0.06, 0.06)) for _ in range(len(path) + 1)],
        "crown": draw(st.sampled_from([0.0, 0.025])),
        "crosswalks": [draw(st.floats(2.0, 4.0))],
    }
    return ROADS.build(values, "test").network()


@st.composite
def junctions(draw):
    count, side = draw(st.integers(3, 5)), st.sampled_from(SIDES)
    turns = np.arange(count) * 2 * np.pi / count
    legs = [
        {
            "name": f"leg{k}",
            "heading": float(turn + draw(st.floats(-0.3, 0.3))),
            "grade": draw(st.floats(-0.06, 0.06)),
            "lanes": {"left": draw(side), "right": draw(side)[::-1]},
        }
        for k, turn in enumerate(turns)
    ]
    values = {
        "kind": "junction",
        "name": "five",
        "legs": legs,
        "crosswalks": ["leg0"],
        "islands": draw(st.sampled_from([[], ["leg1"]])),
        "traffic": draw(st.sampled_from(["right", "left"])),
        "control": draw(st.sampled_from(["yield", "stop", {"control": "signals", "cycle": 150.0, "offset": 7.0}])),
    }
    return ROADS.build(values, "test").network()


def borders(network: RoadNetwork) -> np.ndarray:
    """Return points along both borders of all strips at their heights, in order, (P, 3) [m]."""
    found = []
    for road in network.roads:
        for number, section in enumerate(road.sections):
            stations = np.linspace(section.start, road.section_end(number), 13)
            lines = road.borders(section, stations).T
            for k, strip in enumerate(section.strips):
                heights = [one.at(stations - section.start) for one in (strip.outer, strip.inner)[:: strip.side]]
                found += [road.points(stations, lines[k + n], heights[n]) for n in (0, 1)]
    return np.concatenate(found)


def assert_same(before: RoadNetwork, after: RoadNetwork) -> None:
    """Assert that borders lie within 1 mm of each other, and lanes are of the same kinds and go on into the same."""
    assert np.abs(borders(before) - borders(after)).max() < 1e-3
    lanes, others = ([lane for lane in net.road_map.lanes if lane not in net.walks] for net in (before, after))
    numbers = [{lane.name: k for k, lane in enumerate(some)} for some in (lanes, others)]
    for lane, other in zip(lanes, others, strict=True):
        assert (lane.kind, lane.parked, lane.speed) == (other.kind, other.parked, other.speed)
        assert np.abs(lane.centre[[0, -1]] - other.centre[[0, -1]]).max() < 1e-3
        following = (
            sorted(known[name] for name in one.successors) for one, known in zip((lane, other), numbers, strict=True)
        )
        assert next(following) == next(following)
    assert_same_signs(before, after)
    for one, other in zip(before.crosswalks, after.crosswalks, strict=True):
        assert np.abs(np.stack([one.start - other.start, one.end - other.end])).max() < 1e-3
        assert abs(one.width - other.width) < 1e-3


def assert_same_signs(before: RoadNetwork, after: RoadNetwork) -> None:
    """Assert that the same lights and signs stand within 1 mm, and hold for the same lanes, 1 mm from the same line."""
    posts = [one for one in before.fixtures if one.kind in ("traffic_light", "traffic_sign", "pedestrian_light")]
    posts, others = (sorted(some, key=lambda one: one.kind) for some in (posts, after.fixtures))  # files go by roads
    for one, other in zip(posts, others, strict=True):
        assert (one.kind, dict(one.fields)) == (other.kind, dict(other.fields))
        assert np.abs(one.world_from_ground.matrix - other.world_from_ground.matrix).max() < 1e-3
    held, other = (dict(held_by(net)) for net in (before, after))
    assert len(held) == len(before.controls) and held == pytest.approx(other, abs=1e-3)


def held_by(network: RoadNetwork):
    """Yield the number of the lane or crosswalk, rule and signal of each control, and its setback [m]."""
    lanes = [lane.name for lane in network.road_map.lanes if lane not in network.walks]
    numbers = {name: k for k, name in enumerate([*lanes, *(one.name for one in network.crosswalks)])}
    for one in network.controls:
        yield (numbers[one.of] if one.of in numbers else numbers[f"{one.of}[0]"], one.rule, one.signal), one.setback


@given(roads())
@FEW
def test_a_road_read_again_lies_where_it_was(network):
    assert_same(network, loads(written(network)).network)


@given(junctions())
@FEW
def test_a_junction_read_again_lies_where_it_was_and_leads_on_as_it_did(network):
    assert_same(network, loads(written(network)).network)


@pytest.mark.parametrize("adds", [True, False])
def test_a_road_that_divides_is_a_direct_junction(adds):
    lanes = {"left": [("shoulder", 1.0), ("drive", 3.5)], "right": [("drive", 3.5), ("drive", 3.5), ("shoulder", 1.0)]}
    line = [{"shape": "line", "length": 60.0}]
    values = {"kind": "fork", "name": "f", "lanes": lanes, "adds": adds, "path": line, "branch_path": line}
    network = ROADS.build(values | {"branch": {"right": [("drive", 3.5), ("shoulder", 1.0)]}}, "test").network()

    content = written(network)

    (junction,) = ElementTree.fromstring(content).findall("junction")
    assert junction.get("type") == "direct"
    assert [row.get("linkedRoad") for row in junction] == ["2", "3"]
    assert not any("connectingRoad" in row.attrib for row in junction)
    assert_same(network, loads(content).network)


def by_hand(marks=(), **more) -> RoadNetwork:
    """A road of two sections with all that a model can say."""
    curve = chained((3.0, -2.0, 0.7), (Bend(40.0, 0.0, 0.02), cubic_to((30.0, 4.0, 0.1), (10.0, 12.0))))
    wide = hermite(np.array([0.0, 20.0]), np.array([3.0, 3.6]), np.array([0.0, 0.05]))  # 4.1 m after 30 m
    rising = hermite(np.array([0.0, 15.0]), np.array([0.0, 0.12]), np.zeros(2))
    right = Strip(-1, "drive", wide, after=-2, marks=marks, speed=13.0)
    first = Section(0.0, (Strip(1, "verge", even(2.0)),), (right, Strip(-2, "walk", even(2.0), rising, even(0.12))))
    bus = Strip(-1, "bus", Profile(np.zeros(1), np.array([[0.0, 0.1, 0.0, 0.0]])))
    drive, park = Strip(-2, "drive", even(4.1), before=-1), Strip(-3, "park", eased(0.0, 2.0, 0.0, 10.0), parked=0.4)
    second = Section(30.0, (), (bus, drive, park))
    return RoadNetwork((RoadModel("hand", curve, (first, second), shift=even(0.3), **more),))


BRIDGE = Structure("bridge", 5.0, 25.0, depth=4.5)
TUNNEL = Structure("tunnel", 50.0, 60.0, clearance=4.9, is_lit=False)


def test_everything_a_model_says_is_kept():
    marks = (
        Mark("solid_dashed", "yellow", 0.15, 4.0, 8.0, wear=0.3, offset=0.05),
        Mark("none", start=10.0),
        Mark("dashed", "white", 0.12, 3.0, 6.0, start=12.0),
    )
    network = by_hand(marks, structures=(BRIDGE, TUNNEL))

    found = loads(written(network, geo_reference="+proj=utm +zone=32"))

    assert np.abs(borders(network) - borders(found.network)).max() < 1e-9
    kinds = [[(s.kind, s.speed, s.parked) for s in net.roads[0].sections[1].right] for net in (network, found.network)]
    assert kinds[0] == kinds[1] and found.network.roads[0].sections[0].left[0].kind == "verge"
    assert found.geo_reference == "+proj=utm +zone=32" and not found.notes
    (road,) = found.network.roads
    kept = road.sections[0].right[0].marks
    assert [(m.kind, m.colour, m.width, m.start) for m in kept] == [(m.kind, m.colour, m.width, m.start) for m in marks]
    assert (kept[0].wear, kept[0].stroke, kept[0].gap) == (0.3, 4.0, 8.0) and kept[0].offset == pytest.approx(0.05)
    assert road.structures == (BRIDGE, TUNNEL)
    heights = [net.roads[0].sections[0].right[1].inner.at(np.linspace(0, 30, 41)) for net in (network, found.network)]
    assert np.abs(heights[0] - heights[1]).max() < 1e-3


def test_marks_left_of_the_line_are_counted_from_the_inside():
    left = Strip(1, "drive", even(3.5), marks=(Mark("solid_dashed"),))
    network = RoadNetwork((RoadModel("m", chained((0, 0, 0), (Bend(50.0),)), (Section(0.0, (left,), ()),)),))

    content = written(network)

    (mark,) = ElementTree.fromstring(content).findall(".//left/lane/roadMark")
    assert mark.get("type") == "broken solid"
    assert loads(content).network.roads[0].sections[0].left[0].marks[0].kind == "solid_dashed"


def test_the_command_line_writes_the_roads_of_a_scene_and_tells_of_a_file(tmp_path):
    file, scene = str(tmp_path / "street.xodr"), tmp_path / "street.scene"
    scene.write_text(SCENE)

    done = CliRunner().invoke(main, ["export-roads", str(scene), "-o", file])
    told = CliRunner().invoke(main, ["check-roads", file])
    again = CliRunner().invoke(main, ["export-roads", str(scene), "-o", file])
    drawn = [
        CliRunner().invoke(main, ["preview", "roads", source, "--size", "400", "-o", str(tmp_path / f"{k}.png")])
        for k, source in enumerate((str(scene), file))
    ]

    assert done.exit_code == 0 and "1 road, 0 junctions, 1 crosswalk, 0.09 km" in done.output
    assert told.exit_code == 0 and done.output.split(": ")[1] in told.output
    assert again.exit_code == 2 and "exists; give another -o" in again.output
    assert [one.exit_code for one in drawn] == [0, 0]


@pytest.mark.skipif(CHECKER is None, reason="asam-qc-opendrive is not installed (set QC_OPENDRIVE to its qc_opendrive)")
@pytest.mark.parametrize("network", [by_hand()], ids=["by hand"])
def test_the_asam_checker_finds_no_issue(network, tmp_path):
    file, result = tmp_path / "roads.xodr", tmp_path / "result.xqar"
    file.write_bytes(written(network))
    (tmp_path / "config.xml").write_text(
        f'<Config><Param name="InputFile" value="{file}"/><CheckerBundle application="xodrBundle">'
        f'<Param name="resultFile" value="{result}"/></CheckerBundle></Config>'
    )

    subprocess.run([CHECKER, "-c", str(tmp_path / "config.xml")], check=True, capture_output=True)

    checkers = ElementTree.parse(result).getroot().findall(".//Checker")
    assert sum(one.get("status") == "completed" for one in checkers) > 20
    assert [issue.get("description") for one in checkers for issue in one.findall("Issue")] == []
