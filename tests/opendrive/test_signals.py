"""Lights and signs of files: where they stand, what they show and mean, for which lanes they hold, and when."""

import numpy as np
import pytest

from avsynth.core.errors import RoadFileError
from avsynth.opendrive import loads, written

LANES = """<lanes><laneSection s="0">
<left><lane id="2" type="sidewalk"><width a="2"/><height sOffset="0" inner="0.1" outer="0.1"/></lane>
 <lane id="1" type="driving"><width a="3.5"/></lane></left><center><lane id="0"/></center>
<right><lane id="-1" type="driving"><width a="3.5"/></lane>
 <lane id="-2" type="driving"><width a="3"/></lane></right></laneSection></lanes>"""
LIGHT = 'dynamic="yes" country="OpenDRIVE" type="1000001" subtype="-1"'


def road(signals="", id_="7", heading=0.0, link="", junction="-1"):
    return (
        f'<road id="{id_}" length="100" junction="{junction}"><link>{link}</link><planView>'
        f'<geometry s="0" x="0" y="0" hdg="{heading}" length="100"><line/></geometry></planView>{LANES}'
        f"<signals>{signals}</signals></road>"
    )


def signal(words=LIGHT, inside="", id_="1", s=90, t=-7.0, sense="+", more=""):
    return f'<signal id="{id_}" s="{s}" t="{t}" orientation="{sense}" zOffset="2.2" {words} {more}>{inside}</signal>'


def read(*roads, more=""):
    return loads(f"<OpenDRIVE><header/>{''.join(roads)}{more}</OpenDRIVE>".encode())


def sign(type_, country="DE", subtype="-1", more=""):
    return f'dynamic="no" country="{country}" type="{type_}" subtype="{subtype}" {more}'


def only(found):
    (fixture,) = found.network.fixtures
    return fixture, dict(fixture.fields)


@pytest.mark.parametrize(
    ("sense", "offset", "faces"),
    [("+", 0.0, np.pi), ("-", 0.0, 0.0), ("+", 0.2, np.pi + 0.2), ("+", np.pi, np.pi), ("-", np.pi, 0.0)],
)
def test_a_light_stands_beside_the_road_and_faces_its_traffic(sense, offset, faces):
    fixture, fields = only(read(road(signal(sense=sense, more=f'hOffset="{offset}"'))))

    assert fixture.kind == "traffic_light" and fields["reach"] == 0.0
    assert np.allclose(fixture.world_from_ground.translation, [90.0, -7.0, 0.0])
    assert np.isclose(np.cos(fixture.world_from_ground.yaw - faces), 1.0)


def test_what_stands_on_a_pavement_stands_at_its_height():
    fixture, fields = only(read(road(signal(sign("206"), t=4.5, sense="-", more=""))))

    assert np.allclose(fixture.world_from_ground.translation, [90.0, 4.5, 0.1])
    assert fields == {"sign": "stop", "lower_edge": pytest.approx(2.1)}


def test_a_light_over_the_road_hangs_from_an_arm():
    over = signal(t=-2.0).replace('zOffset="2.2"', 'zOffset="5.0"')

    fixture, fields = only(read(road(over)))

    reach = -2.0 + 7.05 + 0.3  # from its pole beside the carriageway
    assert fields["reach"] == pytest.approx(reach) and "towards" not in fields
    assert np.allclose(fixture.world_from_ground.translation[:2], [90.0, -6.5 - 0.55 + reach / 2])


@pytest.mark.parametrize(("sense", "pole"), [("+", 3.5 + 0.55), ("-", -6.5 - 0.55)])
def test_where_traffic_keeps_left_the_arm_reaches_to_the_other_side(sense, pole):
    over = signal(t=-1.0, sense=sense).replace('zOffset="2.2"', 'zOffset="5.0"')

    fixture, fields = only(read(road(over).replace("<road ", '<road rule="LHT" ', 1)))

    reach = abs(pole + 1.0) + 0.3
    assert fields["reach"] == pytest.approx(reach) and fields["towards"] == "right"
    assert fixture.world_from_ground.translation[1] == pytest.approx(pole - np.sign(pole) * reach / 2)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (sign("206"), "stop"),
        (sign("205", "OpenDRIVE"), "give_way"),
        (sign("274", subtype="55"), "limit_50"),
        (sign("274", subtype="120"), "limit_120"),
        (sign("274", more='value="70" unit="km/h"'), "limit_70"),
        (sign("123"), "warning"),
        (sign("R1-1", "USA"), "stop"),
        (sign("c", "se", "31", 'value="90"'), "limit_90"),
    ],
)
def test_signs_are_known_by_their_codes(words, name):
    assert only(read(road(signal(words))))[1]["sign"] == name


def test_a_sign_that_there_is_not_keeps_its_board_and_paint_is_told():
    found = read(road(signal(sign("440", more='width="2.5" height="1.5"')) + signal(sign("295"), id_="2")))

    assert only(found)[1] == {"sign": "blank", "size": (2.5, 1.5)}
    assert [str(note) for note in found.notes] == [
        "line 5: the board of sign DE 440 is left blank",
        "line 5: <signal> of type '295' is not read",
    ]


@pytest.mark.parametrize(
    ("sense", "inside", "lanes"),
    [
        ("+", "", {"r7.right.drive[0]": 10.0, "r7.right.drive[1]": 10.0}),
        ("-", "", {"r7.left.drive[0]": 90.0}),
        ("none", "", {"r7.left.drive[0]": 90.0, "r7.right.drive[0]": 10.0, "r7.right.drive[1]": 10.0}),
        ("+", '<validity fromLane="-2" toLane="-2"/>', {"r7.right.drive[1]": 10.0}),
        ("+", '<validity fromLane="0" toLane="0"/>', {}),
    ],
)
def test_a_signal_holds_for_the_lanes_of_its_direction_or_those_it_names(sense, inside, lanes):
    found = read(road(signal(sense=sense, inside=inside)))

    assert {one.of: one.setback for one in found.network.controls} == pytest.approx(lanes)


@pytest.mark.parametrize(("type_", "rule"), [("206", "stop"), ("205", "yield"), ("306", "priority")])
def test_signs_of_right_of_way_hold_where_there_is_no_light(type_, rule):
    alone, both = (
        {one.rule for one in read(road(signal(sign(type_), id_="2") + more)).network.controls}
        for more in ("", signal())
    )

    assert alone == {rule} and both == {"signal"}


def test_a_reference_holds_at_the_beginning_of_a_road_across_a_junction():
    reference = (
        '<signalReference id="1" s="60" t="0" orientation="-"><validity fromLane="1" toLane="1"/></signalReference>'
    )
    nobody = '<validity fromLane="0" toLane="0"/>'

    found = read(road(signal(inside=nobody)), road(reference, "8", junction="3"), more='<junction id="3"/>')

    (control,) = found.network.controls
    assert (control.of, control.rule, control.setback) == ("j3.r8.left.drive[0]", "signal", pytest.approx(100.0))
    assert len(found.network.fixtures) == 1


def crossing(more="", controllers=""):
    """Four roads into one junction, a light on each, their ids those of the roads."""
    link = '<successor elementType="junction" elementId="3"/>'
    roads = [road(signal(id_=str(k)), str(k), k * np.pi / 2, link) for k in range(4)]
    return read(*roads, more=f'{controllers}<junction id="3">{more}</junction>').network


def greens(network):
    """Return at which seconds of 100 each approach is green."""
    signals = {one.of[1]: one.signal for one in network.controls if ".right.drive[0]" in one.of}
    return {name: {t for t in range(100) if signal.state(t) == "green"} for name, signal in signals.items()}


def test_without_controllers_those_that_face_each_other_are_green_together():
    green = greens(crossing())

    assert green["0"] == green["2"] and green["1"] == green["3"]
    assert not green["0"] & green["1"] and len(green["0"]) == len(green["1"]) == 40


def test_controllers_are_stages_in_their_sequence():
    controllers = "".join(
        f'<controller id="{k}"><control signalId="{a}"/><control signalId="{b}"/></controller>'
        for k, (a, b) in enumerate(((0, 1), (2, 3)))
    )
    rows = '<controller id="0" sequence="1"/><controller id="1" sequence="0"/>'

    green = greens(crossing(rows, controllers))

    assert green["0"] == green["1"] and green["2"] == green["3"] and not green["0"] & green["2"]
    assert min(green["2"]) == 0 and min(green["0"]) == 25


def test_phases_that_are_nonsense_are_told_with_their_line():
    told = '\n<userData code="avsynth.phases" value="green soon"/>'

    with pytest.raises(RoadFileError, match=r":5: phases of a light are written like 'green 20, .*'; got 'green soon'"):
        read(road(signal(inside=told)))


@pytest.mark.parametrize(("rule", "words"), [("signal", LIGHT), ("stop", sign("206")), ("yield", sign("205"))])
def test_who_has_to_stop_stops_at_the_line_and_that_is_painted(rule, words):
    line = signal(sign("294"), '<validity fromLane="-2" toLane="-1"/>', "2", s=86)

    network = read(road(signal(words, s=92) + line)).network

    assert {one.of: one.setback for one in network.controls} == pytest.approx(
        {"r7.right.drive[0]": 14.0, "r7.right.drive[1]": 14.0}
    )
    assert {one.rule for one in network.controls} == {rule}
    first, second = network.paint
    assert np.allclose(first, [[86, 0, 0], [86, -3.5, 0], [86.5, -3.5, 0], [86.5, 0, 0]])
    assert np.allclose(second[:, 1], [-3.5, -6.5, -6.5, -3.5])


def test_a_line_far_from_the_light_is_painted_only():
    network = read(road(signal(s=92) + signal(sign("294"), id_="2", s=30))).network

    assert [one.setback for one in network.controls] == pytest.approx([8.0, 8.0]) and len(network.paint) == 2


def test_a_stop_line_may_be_an_object_and_lie_before_the_light_on_the_road_across():
    across = (
        '<predecessor elementType="road" elementId="7" contactPoint="end"/>',
        '<signalReference id="1" s="0" t="0" orientation="+"><validity fromLane="-1" toLane="-1"/></signalReference>',
    )
    nobody = '<validity fromLane="0" toLane="0"/>'
    line = '<objects><object id="1" type="-1" name="StopLine" s="97" t="-1.75" length="0.6" width="3.2"/></objects>'
    first = road(signal(inside=nobody), link='<successor elementType="junction" elementId="3"/>').replace(
        "<signals>", line + "<signals>"
    )
    second = road(across[1], "8", link=across[0], junction="3").replace('x="0"', 'x="100"')
    rows = '<connection id="0" incomingRoad="7" connectingRoad="8" contactPoint="start"><laneLink from="-1" to="-1"/>'

    network = read(first, second, more=f'<junction id="3">{rows}</connection></junction>').network

    (control,) = network.controls
    assert control.of == "j3.r8.right.drive[0]" and control.setback == pytest.approx(103.0)


def test_who_comes_on_the_low_road_yields_inside_a_junction():
    junction = '<junction id="3"><priority high="8" low="9"/><priority high="8" low="77"/></junction>'

    found = read(road(), road(id_="8", junction="3"), road(id_="9", junction="3"), more=junction)

    assert {one.of: (one.rule, one.setback) for one in found.network.controls} == {
        f"j3.r9.{lane}": ("yield", pytest.approx(100.0))
        for lane in ("left.drive[0]", "right.drive[0]", "right.drive[1]")
    }
    assert [note.text for note in found.notes] == ["<priority> of a road that is not in the file"]


def test_a_light_may_stand_elsewhere_than_it_holds():
    elsewhere = '<positionInertial x="96" y="-8" z="2.2" hdg="0"/>'

    found = read(road(signal(inside=elsewhere)))

    assert np.allclose(only(found)[0].world_from_ground.translation, [96.0, -8.0, 0.0])
    assert {one.setback for one in found.network.controls} == {10.0} and not found.notes


def test_lights_with_arrows_show_them():
    arrowed = LIGHT.replace("1000001", "1000011").replace('"-1"', '"20"')

    found = read(road(signal(arrowed)))

    assert only(found)[1]["arrow"] == "right" and not found.notes
    assert only(loads(written(found.network)))[1] == only(found)[1]


def test_lights_for_people_hold_on_their_crosswalk():
    crosswalk = '<objects><object id="1" type="crosswalk" s="80" t="0" length="3" width="10"/></objects>'
    people = LIGHT.replace("1000001", "1000002")
    lights = signal() + signal(people, id_="2", s=81, t=-5.5) + signal(people, id_="3", s=20)

    network = read(road(lights).replace("<signals>", crosswalk + "<signals>")).network

    held = {one.of: one.signal for one in network.controls}
    vehicles, walking = held["r7.right.drive[0]"], held["r7.crosswalk[0]"]
    assert not any(vehicles.state(t) == "green" == walking.state(t) for t in range(100))
    assert any(walking.state(t) == "green" for t in range(100))
