"""Objects of files: what they become, where that stands, how large it is; and written again they are the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.contracts import ACTORS
from avsynth.core.seed import Stream
from avsynth.opendrive import loads, written

ROAD = """<OpenDRIVE><road id="7" length="100" junction="-1"><planView>
<geometry s="0" x="0" y="0" hdg="0" length="100"><line/></geometry></planView>
<lanes><laneSection s="0"><left><lane id="1" type="driving"><width a="4"/></lane></left><center><lane id="0"/></center>
<right><lane id="-1" type="driving"><width a="4"/></lane></right></laneSection></lanes>
<objects>{}</objects></road></OpenDRIVE>"""
SQUARE = "".join(f'<cornerLocal u="{u}" v="{v}" z="0" height="{{}}"/>' for u, v in ((0, 0), (8, 0), (8, 6), (0, 6)))


def read(*objects):
    return loads(ROAD.format("".join(objects)).encode())


def one(words, inside="", s=50, t=-6.0):
    return f'<object id="1" s="{s}" t="{t}" zOffset="0" {words}>{inside}</object>'


def things(*objects):
    return read(*objects).network.fixtures


def box_of(fixture):
    """Return the lowest and highest corner of a thing as the scene has it, (2, 3) [m], world."""
    actor = ACTORS.get(fixture.kind).read({"kind": fixture.kind, **dict(fixture.fields)}, "test").dressed(Stream(0))
    model = actor.model()
    up = np.array([0.0, 0.0, model.size[2] / 2])
    corners = np.concatenate([part.mesh.vertices for part in model.parts]) + up
    points = fixture.world_from_ground.points(corners.astype(np.float64))
    return np.array([points.min(axis=0), points.max(axis=0)])


@pytest.mark.parametrize(
    ("words", "kind", "fields"),
    [
        ('type="tree" height="9" radius="3"', "tree", {"height": 9.0, "crown": 6.0}),
        ('type="vegetation" subtype="bush" height="1.5" radius="1"', "bush", {"height": 1.5, "width": 2.0}),
        ('type="vegetation" height="6" radius="2"', "tree", {"height": 6.0, "crown": 4.0}),
        ('type="vegetation" length="8" width="1" height="1.5"', "hedge", {"length": 8.0, "thickness": 1.0}),
        ('type="streetLamp" subtype="Single Off" height="7"', "street_lamp", {"height": 7.0, "burns": False}),
        ('type="none" name="LampPost02" height="70"', "street_lamp", {"height": 14.9, "burns": True}),
        ('type="barrier" subtype="guardRail" length="8"', "guard_rail", {"length": 8.0}),
        ('type="barrier" subtype="jerseyBarrier" length="6" width="0.6" height="0.8"', "wall", {"body": "concrete"}),
        ('type="soundBarrier" length="6" height="3"', "noise_barrier", {"height": 3.0}),
        ('type="guide-post" height="1.25"', "bollard", {"height": 1.25}),
        ('type="pole" height="5" radius="0.1"', "solid", {"role": "pole"}),
        ('type="building" length="12" width="8" height="9"', "solid", {"role": "building"}),
        ('type="obstacle" length="1" width="1" height="1"', "solid", {"role": "object"}),
    ],
)
def test_an_object_becomes_the_thing_that_its_words_say(words, kind, fields):
    (fixture,) = things(one(words))

    assert fixture.kind == kind
    assert dict(fixture.fields).items() >= fields.items()
    assert np.allclose(fixture.world_from_ground.translation, [50.0, -6.0, 0.0])


def test_lamps_and_rails_look_at_the_road_on_either_side():
    for words, across in (('type="pole" subtype="streetLamp"', 0.0), ('type="barrier" subtype="guardRail"', 0.0)):
        for t, faces in ((-6.0, np.pi / 2), (6.0, -np.pi / 2)):
            (fixture,) = things(one(words + f' length="4" hdg="{across}"', t=t))
            assert np.isclose(np.cos(fixture.world_from_ground.yaw - faces), 1.0)


def test_what_is_repeated_stands_at_each_place_and_what_goes_on_closes_up():
    row = '<repeat s="10" length="40" distance="{}" tStart="-6" tEnd="-8" heightStart="1" heightEnd="1"/>'

    posts = things(one('type="guide-post"', row.format(10)))
    rail = things(one('type="barrier" subtype="guardRail"', row.format(0)))

    places = np.array([post.world_from_ground.translation for post in posts])
    assert np.allclose(places, [[10 + 10 * k, -6 - 0.5 * k, 0] for k in range(5)])
    assert np.allclose([piece.world_from_ground.translation[0] for piece in rail], 12 + 4 * np.arange(10))
    ahead = np.array([1.0, -0.05, 0.0]) * 2
    for k, piece in enumerate(rail):  # each reaches from where the one before ends to the next
        assert dict(piece.fields)["length"] == pytest.approx(np.hypot(4.0, 0.2))
        ends = piece.world_from_ground.points(np.array([[0, half * np.hypot(4.0, 0.2) / 2, 0] for half in (-1, 1)]))
        assert np.allclose(sorted(ends[:, 0]), 12 + 4 * k + np.array([-1, 1]) * ahead[0])
        assert np.allclose(sorted(ends[:, 1]), -6.1 - 0.2 * k + np.array([1, -1]) * ahead[1])


def test_a_solid_fills_its_outline():
    closed = one('type="building" hdg="1.5707963267948966"', f"<outline>{SQUARE.format(7, 7, 7, 9)}</outline>")

    (fixture,) = things(closed)

    assert np.allclose(box_of(fixture), [[44.0, -6.0, 0.0], [50.0, 2.0, 9.0]], atol=0.03)  # windows stand 2 cm out


def test_a_solid_goes_along_an_open_outline():
    corners = ((20, -6), (30, -6), (30, -9))
    line = "".join(f'<cornerRoad s="{s}" t="{t}" height="2"/>' for s, t in corners)

    first, second = things(
        one('type="barrier" width="0.4"', f'<outlines><outline closed="false">{line}</outline></outlines>')
    )

    assert np.allclose(box_of(first), [[20.0, -6.2, 0.0], [30.0, -5.8, 2.0]], atol=1e-5)
    assert np.allclose(box_of(second), [[29.8, -9.0, 0.0], [30.2, -6.0, 2.0]], atol=1e-5)


def test_marks_and_parking_spaces_are_paint():
    found = read(one('type="roadMark" length="1" width="3"', t=-2.0), one('type="parkingSpace" length="5" width="2.5"'))

    area, *lines = found.network.paint
    assert np.allclose(area, [[49.5, -3.5, 0], [50.5, -3.5, 0], [50.5, -0.5, 0], [49.5, -0.5, 0]])
    assert len(lines) == 4 and not found.network.fixtures


def test_what_has_no_shape_is_told():
    found = read(one('type="gantry"'), one('type="car" length="4" width="2" height="1.5"'), one('type="building"'))

    assert not found.network.fixtures
    assert [str(note).split("'")[1] for note in found.notes] == ["gantry", "car", "building"]


SIZE = st.one_of(st.just(0.0), st.floats(-5, 200), st.floats(1e-6, 3))
WORDS = st.sampled_from(
    [
        "tree",
        "barrier",
        "guardRail",
        "hedge",
        "wall",
        "fence",
        "building",
        "pole",
        "obstacle",
        "streetLamp",
        "bush",
        "-1",
    ]
)


@given(
    st.tuples(WORDS, *[SIZE] * 4), st.floats(-50, 150), st.lists(st.tuples(SIZE, SIZE, SIZE), min_size=2, max_size=5)
)
@settings(deadline=None, max_examples=60)
def test_whatever_an_object_says_it_can_be_built(words, s, corners):
    type_, length, width, height, radius = words
    said = f'type="{type_}" length="{length}" width="{width}" height="{height}" radius="{radius}"'
    outline = "".join(f'<cornerLocal u="{u}" v="{v}" z="0" height="{h}"/>' for u, v, h in corners)
    repeat = f'<repeat s="{s}" length="{length}" distance="{max(width, 1.0)}" tStart="3" tEnd="{height}"/>'

    for fixture in things(one(said, s=s), one(said, f"<outline>{outline}</outline>"), one(said, repeat))[:60]:
        ACTORS.get(fixture.kind).read({"kind": fixture.kind, **dict(fixture.fields)}, "test").dressed(Stream(0))


def test_things_written_and_read_again_are_the_same():
    network = read(
        one('type="tree" height="9" radius="3"'),
        one('type="vegetation" subtype="bush" height="1.5" radius="1"'),
        one('type="barrier" subtype="guardRail" length="8" hdg="0.1"', t=6.0),
        one('type="barrier" subtype="jerseyBarrier" length="6" width="0.6" height="0.8"'),
        one('type="guide-post" height="1.25" radius="0.05"'),
        one('type="streetLamp" height="7"', '<userData code="avsynth.reach" value="1.5"/>'),
        one('type="building" hdg="0.3"', f"<outline>{SQUARE.format(7, 7, 7, 9)}</outline>"),
        one('type="roadMark" length="1" width="3"', t=-2.0),
    ).network

    again = loads(written(network)).network

    for before, after in zip(network.fixtures, again.fixtures, strict=True):
        assert before.kind == after.kind and np.allclose(box_of(before), box_of(after), atol=1e-6)
        kept = {k: v for k, v in before.fields if k not in ("plan", "tops")}
        assert {k: v for k, v in after.fields if k in kept} == pytest.approx(kept)
    assert np.allclose(network.paint, again.paint)


def test_objects_that_are_too_many_end_somewhere():
    row = '<repeat s="0" length="1e6" distance="0.001" tStart="-6" tEnd="-6"/>'

    assert len(things(one('type="barrier" subtype="wall" length="1e8"', row))) <= 2000
