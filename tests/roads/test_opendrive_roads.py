"""Roads of a file beside roads of a scene: lanes by name, places on them, surfaces, where they end, what is wrong."""

import numpy as np
import pytest

import avsynth
from avsynth.contracts import ROADS
from avsynth.core.errors import ConfigError, ScenarioError
from avsynth.core.seed import Stream
from avsynth.opendrive import written
from avsynth.world.ground import road_plans
from avsynth.world.simulate import simulate
from avsynth.world.terrain import land_around

LANES = """<lanes><laneSection s="0">
 <left><lane id="2" type="sidewalk"><width sOffset="0" a="2"/></lane>
  <lane id="1" type="driving"><width sOffset="0" a="3.5"/></lane></left>
 <center><lane id="0"><roadMark sOffset="0" type="broken"/></lane></center>
 <right><lane id="-1" type="driving"><link>{link}</link><width sOffset="0" a="3.5"/></lane></right>
</laneSection></lanes>"""
ROAD = """<road id="{id}" length="100" junction="-1"><link>{road_link}</link><planView>
 <geometry s="0" x="{x}" y="0" hdg="0" length="100"><line/></geometry></planView>{lanes}</road>"""


def town(x=0.0):
    after = '<successor elementType="road" elementId="b" contactPoint="start"/>'
    before = '<predecessor elementType="road" elementId="a" contactPoint="end"/>'
    roads = (
        ROAD.format(id="a", x=x, road_link=after, lanes=LANES.format(link='<successor id="-1"/>')),
        ROAD.format(id="b", x=x + 100, road_link=before, lanes=LANES.format(link='<predecessor id="-1"/>')),
    )
    return f"<OpenDRIVE><header/>{''.join(roads)}</OpenDRIVE>"


SCENE = """scenario "imported"
opendrive town:
    file: "town.xodr"
environment:
    surroundings: none
place car ego:
    at on town.ra.right.drive @ 80 m
    speed: 10 m/s
    do drive()
place pedestrian someone:
    at on town.rb.left.walk @ 20 m
sensors "kitti"
run 4 s at 10 Hz
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "town.xodr").write_text(town())
    (tmp_path / "imported.scene").write_text(SCENE)
    return tmp_path


def piece(path, **more):
    return ROADS.build({"kind": "opendrive", "name": "town", "file": str(path / "town.xodr")} | more, "test")


def test_actors_drive_from_one_road_of_a_file_to_the_next(folder):
    scenario = avsynth.load(folder / "imported.scene").draw()

    scenes = [scene for _, scene in simulate(scenario, Stream(scenario.seed))]

    ego = [scene.objects[scene.ego_id].world_from_object.translation for scene in scenes]
    assert np.allclose(ego[0][:2], [80.0, -1.75], atol=1.5) and ego[-1][0] > 110
    assert np.allclose([y for _, y, _ in ego], -1.75, atol=0.05)


def test_a_wrong_name_is_told_with_what_there_is(folder):
    (folder / "imported.scene").write_text(SCENE.replace("town.ra.right.drive", "town.ra.rigth.drive"))

    with pytest.raises(ScenarioError, match=r"'town\.ra' has no 'rigth\.drive'.*\n.*\n.*did you mean 'right\.drive"):
        avsynth.load(folder / "imported.scene")


def test_a_wrong_file_is_told_at_the_road(folder):
    (folder / "town.xodr").write_text(town().replace("<line/>", "<knot/>"))

    with pytest.raises(ScenarioError, match=r"imported\.scene:2:1.*town\.xodr:2: <geometry> has none of <line>"):
        avsynth.load(folder / "imported.scene")


def test_the_surface_covers_all_roads_and_runs_on_where_they_end(folder):
    plan = piece(folder).build()

    part = next(part for part in plan.surface.parts if part.name == "asphalt")
    assert np.allclose(part.mesh.vertices[:, 0].min(), -90.0) and np.allclose(part.mesh.vertices[:, 0].max(), 290.0)
    assert sorted(float(end[0, 0]) for end in plan.ends) == [-90.0, 290.0]
    corner = part.mesh.vertices[part.mesh.triangles].astype(float)
    area = np.linalg.norm(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1).sum() / 2
    assert np.isclose(area, 380 * 7)


def test_zebra_crossings_are_painted_on_the_carriageway(folder):
    crosswalk = '<objects><object id="1" type="crosswalk" s="40" t="1" length="3" width="9"/></objects></road>'
    (folder / "town.xodr").write_text(town().replace("</road>", crosswalk, 1))

    plan = piece(folder).build()

    paint = next(part for part in plan.surface.parts if part.name == "lane_paint").mesh
    bars = paint.vertices[paint.triangles].astype(float)
    bars = bars[np.abs(bars[:, :, 0] - 40).max(axis=1) < 1.6]
    bars = bars[np.ptp(bars[:, :, 1], axis=1) > 0.3]
    area = np.linalg.norm(np.cross(bars[:, 1] - bars[:, 0], bars[:, 2] - bars[:, 0]), axis=1).sum() / 2
    assert np.isclose(area, 7 * 0.5 * 3.0)
    assert bars[:, :, 1].min() > -3.5 and bars[:, :, 1].max() < 3.5


def test_only_what_lies_outside_is_lined(folder):
    plan = piece(folder).build()

    for edge in plan.edges:
        assert np.allclose(edge[:, 1], -3.5) or np.allclose(edge[:, 1], 5.5)
    assert np.isclose(sum(np.hypot(*(edge[-1] - edge[0])[:2]) for edge in plan.edges), 2 * 380)


def test_pavements_may_be_raised(folder):
    flat, raised = (piece(folder, kerb=kerb).road_map().lane("town.ra.left.walk") for kerb in (0.0, 0.12))

    assert np.allclose(flat.centre[:, 2], 0.0) and np.allclose(raised.centre[:, 2], 0.12)


def test_the_file_may_lie_anywhere(folder):
    lane = piece(folder, x=5.0, y=2.0, heading=np.pi / 2, origin=(100.0, 0.0)).road_map().lane("town.rb.right.drive")

    assert np.allclose(lane.centre[[0, -1]], [[6.75, 2.0, 0.0], [6.75, 102.0, 0.0]])


def test_a_map_far_from_its_origin_is_brought_near(folder):
    (folder / "town.xodr").write_text(town(x=690_000.0))

    lanes = piece(folder).road_map().lanes

    assert np.abs([lane.centre for lane in lanes]).max() < 110


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ConfigError, match=r"town\.xodr: cannot be read"):
        piece(tmp_path)


def test_equal_files_are_built_once(folder):
    scenario = avsynth.load(folder / "imported.scene").draw()

    assert road_plans(scenario)[0] is road_plans(scenario)[0]


def test_a_file_that_was_replaced_is_built_anew(folder):
    scenario = avsynth.load(folder / "imported.scene").draw()
    before = road_plans(scenario)[0]

    (folder / "town.xodr").write_text(town(x=7.0))

    assert road_plans(scenario)[0].road.lanes[0].centre[0, 0] == before.road.lanes[0].centre[0, 0] + 7.0


@pytest.mark.parametrize(("phases", "reached"), [("red 60", (85.0, 95.0)), ("green 60", (105.0, 150.0))])
def test_traffic_heeds_the_lights_of_a_file(folder, phases, reached):
    light = (
        '<signals><signal id="1" s="95" t="-4.2" zOffset="2.2" orientation="+" dynamic="yes" type="1000001" '
        f'country="OpenDRIVE"><userData code="avsynth.phases" value="{phases}"/></signal></signals></road>'
    )
    (folder / "town.xodr").write_text(town().replace("</road>", light, 1))
    (folder / "imported.scene").write_text(SCENE.replace("drive @ 80 m", "drive @ 50 m").replace("run 4 s", "run 9 s"))
    scenario = avsynth.load(folder / "imported.scene").draw()

    scenes = [scene for _, scene in simulate(scenario, Stream(scenario.seed))]

    x = [scene.objects[scene.ego_id].world_from_object.translation[0] for scene in scenes]
    lights = [one for one in scenes[0].objects if "traffic_light" in one.name]
    assert len(lights) == 1 and reached[0] < x[-1] < reached[1]


STRUCTURES = {
    "kind": "road",
    "name": "m",
    "lanes": {"left": [("walk", 2.0), ("drive", 3.5)], "right": [("drive", 3.5), ("walk", 2.0)]},
    "path": [{"shape": "line", "length": 120.0}, {"shape": "arc", "length": 120.0, "radius": 200.0}],
    "elevation": {"points": [(0.0, 0.0), (240.0, 6.0)]},
    "structures": [
        {"shape": "bridge", "at": 30.0, "length": 60.0, "depth": 7.0},
        {"shape": "tunnel", "at": 130.0, "length": 70.0, "clearance": 5.0},
    ],
}


def concrete(plan):
    return next(part.mesh for part in plan.surface.parts if part.name == "concrete").vertices


def test_bridges_and_tunnels_of_a_file_are_built_as_those_of_a_scene(tmp_path):
    built = ROADS.build(STRUCTURES, "test")
    (tmp_path / "town.xodr").write_bytes(written(built.network()))

    read = piece(tmp_path)

    ours, theirs = built.build(), read.build()
    assert np.allclose(concrete(ours), concrete(theirs), atol=1e-3)
    assert np.allclose(ours.ground, theirs.ground, atol=1e-3)
    assert len(ours.outlines) == len(theirs.outlines) == 3 and len(theirs.spans) == 1
    lamps = [[one for one in each.network().fixtures if one.kind == "tunnel_lamp"] for each in (built, read)]
    assert len(lamps[0]) == 7
    places = [[lamp.world_from_ground.translation for lamp in some] for some in lamps]
    assert np.allclose(*places, atol=1e-3)


def crossing_at(height, structures):
    """One road along x, and one along y over it."""
    over = ROAD.format(id="over", x=50, road_link="", lanes=LANES.format(link=""))
    over = over.replace('y="0" hdg="0"', 'y="-50" hdg="1.5707963267948966"')
    profile = f'<elevationProfile><elevation s="0" a="{height}"/></elevationProfile>'
    under = ROAD.format(id="under", x=0, road_link="", lanes=LANES.format(link=""))
    return f"<OpenDRIVE>{under}{over.replace('<lanes>', profile + '<lanes>')}</OpenDRIVE>".replace(
        "</lanes></road></OpenDRIVE>", f"</lanes><objects>{structures}</objects></road></OpenDRIVE>"
    )


def test_a_bridge_is_as_deep_as_what_it_leads_over_and_no_pier_stands_on_that(tmp_path):
    (tmp_path / "town.xodr").write_text(crossing_at(5.5, '<bridge s="20" length="60"/>'))

    plan = piece(tmp_path).build()

    land = land_around(plan.outlines, Stream(3), plan.ground, plan.spans)
    assert land.height_at(np.array([[42.0, 0.0], [58.0, 0.0]])) == pytest.approx([0.0, 0.0], abs=0.3)
    below = concrete(plan)
    below = below[below[:, 2] < 4.0]
    assert len(below) and not (np.abs(below[:, 1]) < 3.5).any()


def test_the_wings_of_a_tunnel_end_before_the_road_beside_it(tmp_path):
    other = ROAD.format(id="b", x=0, road_link="", lanes=LANES.format(link="")).replace('y="0"', 'y="12"')
    tunnel = '</lanes><objects><tunnel s="40" length="40"/></objects></road>'
    first = ROAD.format(id="a", x=0, road_link="", lanes=LANES.format(link="")).replace("</lanes></road>", tunnel)
    (tmp_path / "town.xodr").write_text(f"<OpenDRIVE>{first}{other}</OpenDRIVE>")

    wall = concrete(piece(tmp_path).build())

    assert 5.5 < wall[:, 1].max() < 12.0 - 3.5 and wall[:, 1].min() == pytest.approx(-3.5 - 5.0)
