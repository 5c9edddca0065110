"""What a file of roads says, against formulas; what is wrong with it, in words; what was not read, told."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import fresnel

from avsynth.core.errors import RoadFileError
from avsynth.opendrive import loads, read

LINE = '<geometry s="0" x="0" y="0" hdg="0" length="100"><line/></geometry>'
DRIVE = '<lane id="-1" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane>'
SECTION = f'<laneSection s="0"><center><lane id="0"/></center><right>{DRIVE}</right></laneSection>'


def road(plan=LINE, lanes=SECTION, more="", id_="7", attributes=""):
    return (
        f'<road id="{id_}" length="100" junction="-1" {attributes}>{more}<planView>{plan}</planView>'
        f"<lanes>{lanes}</lanes></road>"
    )


def document(*roads, header="<header/>"):
    return f"<OpenDRIVE>{header}{''.join(roads)}</OpenDRIVE>".encode()


def model(**parts):
    (found,) = loads(document(road(**parts))).network.roads
    return found


def geometry(shape, length=60.0, start=(10.0, -5.0, 0.4)):
    x, y, heading = start
    return f'<geometry s="0" x="{x}" y="{y}" hdg="{heading}" length="{length}">{shape}</geometry>'


def local(found, stations, start=(10.0, -5.0, 0.4)):
    """Return the points of the reference line seen from its start, as complex numbers."""
    x, y, _ = found.curve.poses(np.asarray(stations)).T
    return (x + 1j * y - complex(*start[:2])) * np.exp(-1j * start[2])


def test_an_arc_is_a_part_of_a_circle():
    found = model(plan=geometry('<arc curvature="-0.02"/>'))

    assert np.allclose(np.abs(local(found, np.linspace(0, 60, 9)) + 50j), 50.0)


@pytest.mark.parametrize("curvature", [0.03, -0.03])
def test_a_spiral_is_given_by_fresnels_integrals(curvature):
    found = model(plan=geometry(f'<spiral curvStart="0" curvEnd="{curvature}"/>'))

    stations = np.linspace(0, 60, 9)
    scale = np.sqrt(np.pi * 60 / abs(curvature))
    sine, cosine = fresnel(stations / scale)
    assert np.allclose(local(found, stations), scale * (cosine + 1j * np.sign(curvature) * sine), atol=1e-9)


def test_a_spiral_that_does_not_change_is_an_arc():
    spiral, arc = (
        model(plan=geometry(shape))
        for shape in ('<spiral curvStart="0.02" curvEnd="0.02"/>', '<arc curvature="0.02"/>')
    )

    assert np.allclose(local(spiral, [20.0, 60.0]), local(arc, [20.0, 60.0]))


@pytest.mark.parametrize("word", ["arcLength", "normalized"])
def test_a_cubic_is_run_through_by_its_length(word):
    dense = np.linspace(0, 1, 200_001)
    curve = 55 * dense + 1j * (40 * dense**2 - 20 * dense**3)
    run = np.concatenate([[0], np.cumsum(np.abs(np.diff(curve)))])
    reach = float(run[-1]) if word == "arcLength" else 1.0
    values = f'bU="{55 / reach}" cV="{40 / reach**2}" dV="{-20 / reach**3}"'

    found = model(plan=geometry(f'<paramPoly3 pRange="{word}" {values}/>', length=run[-1]))

    stations = np.linspace(0, run[-1], 9)
    assert np.allclose(local(found, stations), np.interp(stations, run, curve), atol=1e-6)


def test_a_polynomial_ends_where_it_is_as_long_as_it_says():
    found = model(plan=geometry('<poly3 a="0" b="0" c="0.005" d="0"/>'))

    end = local(found, [60.0])[0]
    x = np.linspace(0, end.real, 100_001)
    assert np.isclose(np.hypot(np.diff(x), np.diff(0.005 * x * x)).sum(), 60.0, atol=1e-6)
    assert np.isclose(end.imag, 0.005 * end.real**2)


def test_borders_follow_offset_and_widths():
    lanes = (
        '<laneOffset s="0" a="0.5" b="0.01" c="0" d="0"/><laneSection s="0"><left>'
        '<lane id="2" type="sidewalk"><width sOffset="0" a="2"/></lane>'
        '<lane id="1" type="driving"><width sOffset="0" a="3" b="0.02"/><width sOffset="50" a="4"/></lane></left>'
        f'<center><lane id="0"/></center><right>{DRIVE}</right></laneSection>'
    )

    found = model(lanes=lanes)

    borders = found.borders(found.sections[0], np.array([0.0, 40.0, 60.0]))
    assert np.allclose(borders[:, ::-1], [[-3.0, 0.5, 3.5, 5.5], [-2.6, 0.9, 4.7, 6.7], [-2.4, 1.1, 5.1, 7.1]])


def test_borders_may_be_given_instead_of_widths():
    lanes = (
        '<laneSection s="0"><center><lane id="0"/></center><right>'
        '<lane id="-2" type="shoulder"><border sOffset="0" a="-5" b="0" c="-0.001"/></lane>'
        '<lane id="-1" type="driving"><border sOffset="0" a="-3.5"/><border sOffset="30" a="-3" b="-0.01"/></lane>'
        "</right></laneSection>"
    )

    found = model(lanes=lanes)

    stations = np.array([10.0, 40.0, 90.0])
    borders = found.borders(found.sections[0], stations)
    assert np.allclose(borders[:, 1], [-3.5, -3.1, -3.6])
    assert np.allclose(borders[:, 2], -5 - 0.001 * stations**2)


def test_what_holds_for_one_side_leaves_the_other_as_it_was():
    left = '<left><lane id="1" type="driving"><width sOffset="0" a="3" b="0.01"/></lane></left>'
    wide = DRIVE.replace("3.5", "4.5")
    lanes = (
        f'<laneSection s="0">{left}<center><lane id="0"/></center><right>{DRIVE}</right></laneSection>'
        f'<laneSection s="40" singleSide="true"><center><lane id="0"/></center><right>{wide}</right></laneSection>'
    )

    found = model(lanes=lanes)

    first, second = found.sections
    assert np.allclose(found.borders(second, np.array([50.0]))[0], [3.5, 0.0, -4.5])
    assert np.allclose(found.borders(first, np.array([30.0]))[0], [3.3, 0.0, -3.5])


def test_heights_banks_and_shapes_lift_the_road():
    profiles = (
        '<elevationProfile><elevation s="0" a="10" b="0.1" c="0" d="0"/></elevationProfile><lateralProfile>'
        '<superelevation s="0" a="0.05"/><shape s="0" t="-5" a="0.2" b="-0.04"/><shape s="0" t="0" a="0" b="0.04"/>'
        "</lateralProfile>"
    )

    (point,) = model(more=profiles).points(np.array([20.0]), -3.0)

    pitch, bank, up = -np.arctan(0.1), 0.05, 0.2 - 0.04 * 2
    turn_y = np.array([[np.cos(pitch), 0, np.sin(pitch)], [0, 1, 0], [-np.sin(pitch), 0, np.cos(pitch)]])
    turn_x = np.array([[1, 0, 0], [0, np.cos(bank), -np.sin(bank)], [0, np.sin(bank), np.cos(bank)]])
    assert np.allclose(point, [20.0, 0.0, 12.0] + turn_y @ turn_x @ [0.0, -3.0, up])


def test_heights_of_lanes_change_linearly():
    kerb = '<height sOffset="0" inner="0" outer="0.12"/><height sOffset="10" inner="0.1" outer="0.12"/>'
    found = model(lanes=SECTION.replace("</lane></right>", f"{kerb}</lane></right>"))

    (strip,) = found.sections[0].right
    assert np.allclose(strip.inner.at(np.array([5.0, 50.0])), [0.05, 0.1])
    assert np.allclose(strip.outer.at(np.array([5.0, 50.0])), 0.12)


def test_an_offset_of_the_header_moves_then_turns_everything():
    header = '<header><offset x="10" y="5" z="2" hdg="1.5707963267948966"/></header>'

    (found,) = loads(document(road(), header=header)).network.roads

    assert np.allclose(found.points(np.array([30.0]), 0.0), [[-5.0, 40.0, 2.0]])


@pytest.mark.parametrize(
    ("text", "speed"),
    [
        ('<speed sOffset="0" max="50" unit="km/h"/>', 50 / 3.6),
        ('<speed sOffset="0" max="30" unit="mph"/>', 30 * 0.44704),
        ('<speed sOffset="0" max="12"/>', 12.0),
        ('<speed sOffset="0" max="no limit"/>', 100 / 3.6),
        ("", 100 / 3.6),
    ],
)
def test_speed_limits_are_those_of_lanes_then_of_roads(text, speed):
    limit = '<type s="0" type="rural"><speed max="100" unit="km/h"/></type>'

    found = model(lanes=SECTION.replace("</lane></right>", f"{text}</lane></right>"), more=limit)

    assert found.sections[0].right[0].speed == pytest.approx(speed)


def test_marks_are_lines_of_paint():
    mark = (
        '<roadMark sOffset="0" type="solid broken" color="yellow" weight="bold"/><roadMark sOffset="20" type="none"/>'
        '<roadMark sOffset="30" type="broken" color="standard" width="0.2">'
        '<type name="" width="0.15"><line length="4" space="8" tOffset="0.1" sOffset="0" width="0.18"/></type>'
        "</roadMark>"
    )
    found = model(lanes=SECTION.replace("</lane></right>", f"{mark}</lane></right>"))

    double, none, dashed = found.sections[0].right[0].marks
    assert (double.kind, double.colour, double.width, double.start) == ("solid_dashed", "yellow", 0.25, 0.0)
    assert (none.kind, none.start) == ("none", 20.0)
    assert (dashed.kind, dashed.colour, dashed.width) == ("dashed", "white", 0.18)
    assert (dashed.stroke, dashed.gap, dashed.offset) == (4.0, 8.0, 0.1)


def test_lanes_go_on_across_a_junction():
    ways = (
        ('<successor elementType="junction" elementId="4"/>', '<successor id="-1"/>', "-1"),
        (
            '<predecessor elementType="road" elementId="1" contactPoint="end"/>'
            '<successor elementType="road" elementId="3" contactPoint="start"/>',
            '<predecessor id="-1"/><successor id="-1"/>',
            "4",
        ),
        ('<predecessor elementType="junction" elementId="4"/>', "", "-1"),
    )
    roads = [
        road(
            plan=LINE.replace('x="0"', f'x="{100 * k}"'),
            lanes=SECTION.replace("<width", f"<link>{lane}</link><width"),
            more=f"<link>{link}</link>",
            id_=str(k + 1),
        ).replace('junction="-1"', f'junction="{junction}"')
        for k, (link, lane, junction) in enumerate(ways)
    ]
    junction = (
        '<junction id="4"><connection id="0" incomingRoad="1" connectingRoad="2" contactPoint="start">'
        '<laneLink from="-1" to="-1"/></connection></junction>'
    )

    found = loads(document(*roads, junction), prefix="town").network.road_map

    assert found.lane("town.r1.fwd").successors == ("town.j4.r2.right.drive[0]",)
    assert found.lane("town.j4.r2.fwd").successors == ("town.r3.right.drive[0]",)


@pytest.mark.parametrize(
    ("size", "inside"),
    [
        ('length="3" width="8"', ""),
        ('length="8" width="3" hdg="1.5707963267948966"', ""),
        (
            "",
            '<cornerRoad s="38.5" t="-4"/><cornerRoad s="41.5" t="-4"/><cornerRoad s="41.5" t="4"/>'
            '<cornerRoad s="38.5" t="4"/>',
        ),
        (
            "",
            '<cornerLocal u="-1.5" v="-4"/><cornerLocal u="1.5" v="-4"/><cornerLocal u="1.5" v="4"/>'
            '<cornerLocal u="-1.5" v="4"/>',
        ),
    ],
    ids=["size", "turned", "corners on the road", "corners of its own"],
)
def test_crosswalks_lead_from_the_left_to_the_right(size, inside):
    one = f'<object id="1" type="crosswalk" s="40" t="0" {size}><outline>{inside}</outline></object>'

    (crosswalk,) = loads(document(road(more=f"<objects>{one}</objects>"))).network.crosswalks

    assert crosswalk.name == "r7.crosswalk[0]" and crosswalk.road == "r7"
    assert np.allclose([crosswalk.start, crosswalk.end], [[40, 4, 0], [40, -4, 0]], atol=1e-9)
    assert np.isclose(crosswalk.width, 3.0)


def test_a_crosswalk_may_lead_along_its_road():
    objects = '<objects><object id="1" type="crosswalk" s="40" t="2" length="9" width="3"/></objects>'

    (crosswalk,) = loads(document(road(more=objects))).network.crosswalks

    assert np.allclose([crosswalk.start, crosswalk.end], [[35.5, 2, 0], [44.5, 2, 0]])


def test_bridges_and_tunnels_keep_within_their_road_and_apart():
    rows = (
        '<tunnel s="60" length="90" lighting="0"/><bridge s="10" length="30"/><bridge s="20" length="21"/>'
        '<bridge s="39" length="25"/>'
    )

    found = loads(document(road(more=f"<objects>{rows}</objects>")))

    (one,) = found.network.roads
    spans = [(each.kind, each.first, each.last) for each in one.structures]
    assert spans == [("bridge", 10.0, 40.0), ("bridge", 41.2, 64.0), ("tunnel", 65.2, 100.0)]
    assert not one.structures[-1].is_lit
    assert [str(note) for note in found.notes] == ["line 1: <bridge> with less than 8 m of its own is left out"]


def test_traffic_may_keep_left():
    right, left = (
        loads(document(road(attributes=rule))).network.road_map.lane("r7.right.drive") for rule in ("", 'rule="LHT"')
    )

    assert np.allclose(right.centre[0], [0.0, -1.75, 0.0])
    assert np.allclose(left.centre[0], [100.0, -1.75, 0.0])


def test_a_comment_may_stand_before_the_declaration_and_lines_still_count():
    content = b'<!-- made by hand\n -->\n<?xml version="1.0"?>\n' + document(road()).replace(b"<line/>", b"\n<wave/>")

    assert loads(content.replace(b"<wave/>", b"<line/>")).network.roads
    with pytest.raises(RoadFileError, match=r"text.xodr:4: <geometry> has none of <line>, <arc>"):
        loads(content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "1: not well-formed XML: no element found"),
        (b"<OpenDRIVE>\n<road>", "2: not well-formed XML"),
        (b"<osm/>", "outermost element is <osm>; in a file of roads it is <OpenDRIVE>"),
        (b"<OpenDRIVE/>", "the file has no <road>"),
        (b'<?xml version="1.0" encoding="of-dwarves"?><OpenDRIVE/>', "1: "),
        (document("<road/>"), "<road> has no attribute 'id'"),
        (document(road(), road()), "two elements <road> have the id '7'"),
        (document(road(plan="")), "road 7 has no <geometry> with a length"),
        (document(road(plan=LINE.replace("100", "far"))), '<geometry length="far">: a number is expected'),
        (document(road(plan=LINE.replace("100", "inf"))), "numbers go up to 1e"),
        (document(road(plan=LINE.replace("100", "1e6"))), "roads go up to 100000 m"),
        (document(road(lanes="")), "road 7 has no <laneSection>"),
        (document(road(lanes=SECTION.replace("3.5", "1e8"))), "a lane lies 1e+08 m beside the reference line"),
        (document(road(), road(plan=LINE.replace('x="0"', 'x="1e6"'), id_="8")), "roads lie 1000 km apart"),
        (document(road(lanes=SECTION.replace('"-1"', '"-1.5"'))), '<lane id="-1.5">: a whole number is expected'),
        (document(road(lanes=SECTION.replace(DRIVE, DRIVE * 2))), "two lanes of one section have the id -1"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + document(road()), "declares the entity 'a'; entities are not allowed"),
        (b"<a>" * 100 + b"</a>" * 100, "nested more than 64 deep"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(content, message):
    with pytest.raises(RoadFileError) as told:
        loads(content)

    assert message in str(told.value) and str(told.value).startswith("text.xodr:")


def test_a_missing_file_is_told_with_its_neighbour(tmp_path):
    (tmp_path / "town.xodr").write_bytes(document(road()))

    assert read(tmp_path / "town.xodr").network.roads
    with pytest.raises(RoadFileError, match=r"towm\.xodr: cannot be read: no such file.*did you mean 'town\.xodr'"):
        read(tmp_path / "towm.xodr")


def test_what_is_not_read_is_told():
    signals = '<signals><signal s="1"/><signal s="2"/></signals>\n<surface><CRG file="x"/></surface>'

    notes = [str(note) for note in loads(document(road(more=signals))).notes]

    assert notes == ["line 1: <signal> of type '' is not read (2 times)", "line 2: <surface> in <road> is not read"]


def test_gaps_and_wrong_lengths_are_told():
    broken = LINE.replace("100", "50") + LINE.replace('s="0" x="0"', 's="50" x="50.5"').replace("100", "40")

    notes = " ".join(str(note) for note in loads(document(road(plan=broken))).notes)

    assert "the road says it is 100.00 m long, its pieces are 90.00 m" in notes
    assert "more than 1 cm from the end" in notes


PIECES = [b'"', b"<", b"/>", b"-1", b"0", b"1e300", b"nan", b"", b"id", b"100", b"driving", b"\xff", b"&lt;", b"-"]
WHOLE = document(
    road(
        more='<link><successor elementType="road" elementId="8" contactPoint="start"/></link><elevationProfile>'
        '<elevation s="0" a="1" b="0.1" c="0" d="0"/></elevationProfile>'
    ),
    road(plan=geometry('<spiral curvStart="0" curvEnd="0.1"/>'), id_="8"),
    '<junction id="4"><connection incomingRoad="7" connectingRoad="8" contactPoint="start">'
    '<laneLink from="-1" to="-1"/></connection></junction>',
)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 12), st.sampled_from(PIECES)), max_size=3))
@settings(max_examples=80, deadline=None)
def test_a_spoilt_file_is_read_or_refused_in_words(cuts):
    content = WHOLE
    for at, length, piece in cuts:
        content = content[:at] + piece + content[at + length :]

    try:
        lanes = loads(content).network.road_map.lanes
    except RoadFileError as error:
        assert str(error).startswith("text.xodr:")
    else:
        assert all(np.isfinite(lane.centre).all() for lane in lanes)
