"""People stand on the ground, bend only where joints bend, and pedal where the pedals are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.actors import _bicycle
from avsynth.actors._accessories import HOLDINGS
from avsynth.actors._body import Figure
from avsynth.actors._rider import Seat, rider
from avsynth.catalog.materials import read_materials
from avsynth.contracts import ACTORS, Motion
from avsynth.core.paths import assets
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category

#: Triangles a model may have.
BUDGETS = {"pedestrian": 13000, "child": 9000, "cyclist": 19000}
#: Angles may change at most so fast with distance [rad/m]: no limb jumps.
STEEPEST = 40.0
STEP = 1e-4

distances = st.floats(0, 50)
speeds = st.floats(0, 4)


def _dressed(kind: str, number: int):
    return ACTORS.build({"kind": kind}, kind).dressed(Stream(number).child(kind))


def _posed(part, angles) -> np.ndarray:
    """Return the vertices of a part where its joints put it, float64 (V, 3) [m], model frame."""
    return part.model_from_part(angles).points(part.mesh.vertices.astype(float))


def _lowest(actor, motion) -> float:
    """Return the height of the lowest vertex above the ground [m]."""
    model, angles = actor.model(), actor.joints(motion)
    lowest = min(_posed(part, angles)[:, 2].min() for part in model.parts)
    return float(lowest + model.size[2] / 2)


@pytest.mark.parametrize("kind", BUDGETS)
@pytest.mark.parametrize("number", range(6))
def test_models_stay_within_their_budget(kind, number):
    assert _dressed(kind, number).model().triangle_count <= BUDGETS[kind]


@pytest.mark.parametrize("kind", BUDGETS)
@given(distance=distances, speed=speeds)
@settings(max_examples=40, deadline=None)
def test_joints_change_smoothly_with_distance(kind, distance, speed):
    actor = _dressed(kind, 1)
    here = actor.joints(Motion(distance, speed))
    there = actor.joints(Motion(distance + STEP, speed))

    assert all(abs(there[name] - here[name]) <= STEEPEST * STEP for name in here)


@pytest.mark.parametrize("kind", ["pedestrian", "child"])
@given(distance=distances, speed=speeds)
@settings(max_examples=25, deadline=None)
def test_one_foot_is_on_the_ground(kind, distance, speed):
    assert abs(_lowest(_dressed(kind, 2), Motion(distance, speed))) < 0.03


@pytest.mark.parametrize("kind", BUDGETS)
@given(distance=distances, speed=speeds)
@settings(max_examples=40, deadline=None)
def test_knees_never_bend_backwards(kind, distance, speed):
    angles = _dressed(kind, 3).joints(Motion(distance, speed))

    assert min(angles["knee_left"], angles["knee_right"]) >= 0


def test_standing_people_do_not_stir():
    actor = _dressed("pedestrian", 4)

    assert actor.joints(Motion(1.0, 0.0)) == actor.joints(Motion(1.7, 0.0))


@pytest.mark.parametrize("distance", np.linspace(0, 5, 9))
def test_feet_stay_on_the_pedals(distance):
    actor = _dressed("cyclist", 5)
    model, angles = actor.model(), actor.joints(Motion(distance, 4.0))
    parts = {part.name: part for part in model.parts}

    for side in ("left", "right"):
        foot, pedal = (_posed(parts[f"{name}_{side}"], angles) for name in ("foot", "pedal"))
        gap = foot[:, 2].min() - pedal[:, 2].max()
        assert -0.03 < gap < 0.05
        assert foot[:, 0].min() < pedal[:, 0].mean() < foot[:, 0].max()


def test_a_wheel_rolls_without_slip():
    actor = _dressed("cyclist", 6)
    turned = actor.joints(Motion(2 * np.pi * _bicycle.WHEEL_RADIUS, 4.0))["wheel"]

    assert turned == pytest.approx(2 * np.pi)


PEOPLE = ("pedestrian", "child")
degrees = st.floats(0, 1)


@pytest.mark.parametrize("kind", PEOPLE)
@pytest.mark.parametrize("word", sorted(ACTORS.get("pedestrian").acts))
def test_every_pose_rests_on_the_ground(kind, word):
    actor = _dressed(kind, 2)

    for degree in (0.3, 0.7, 1.0):
        assert abs(_lowest(actor, Motion(acts={word: degree}))) < 0.05


@given(word=st.sampled_from(sorted(ACTORS.get("pedestrian").acts)), degree=degrees, time=st.floats(0, 20))
@settings(max_examples=60, deadline=None)
def test_joints_change_smoothly_with_pose_and_time(word, degree, time):
    actor = _dressed("pedestrian", 1)
    here = actor.joints(Motion(3.0, 1.2, time=time, acts={word: degree}))
    later = actor.joints(Motion(3.0, 1.2, time=time + STEP, acts={word: min(degree + STEP, 1.0)}))

    assert all(abs(later[name] - here[name]) <= STEEPEST * STEP for name in here)


@pytest.mark.parametrize("holding", HOLDINGS)
@pytest.mark.parametrize("word", ["sit", "crouch", "fall", "slip"])
def test_what_is_held_never_goes_into_the_ground(holding, word):
    actor = ACTORS.get("pedestrian")(holding=holding).dressed(Stream(7).child(holding))

    for degree in (0.2, 0.6, 1.0):
        assert _lowest(actor, Motion(0.4, acts={word: degree})) > -0.03


def test_those_who_sit_are_lower_and_those_who_lie_lowest():
    actor = _dressed("pedestrian", 3)

    def top(**acts):
        model, angles = actor.model(), actor.joints(Motion(acts=acts))
        return max(_posed(part, angles)[:, 2].max() for part in model.parts) + model.size[2] / 2

    standing, sitting, crouching, lying = top(), top(sit=1.0), top(crouch=1.0), top(fall=1.0)
    assert standing > 1.25 * sitting > 1.25 * crouching > 1.25 * lying
    assert sitting == pytest.approx(0.75 * actor.height, abs=0.08 * actor.height)  # a seat is as high as the knees


@pytest.mark.parametrize("joint", ["hip", "knee", "shoulder", "elbow"])
@pytest.mark.parametrize("angle", [0.0, 0.8, 1.6])
def test_no_bend_opens_a_gap(joint, angle):
    """Limbs that meet at a joint both reach around it, however they are bent."""
    actor = _dressed("pedestrian", 4).model_copy(update={"outfit": "jacket"})
    model = actor.model()
    outer = {"hip": ("pelvis", "thigh_left"), "knee": ("thigh_left", "shank_left")} | {
        "shoulder": ("chest", "upper_arm_left"),
        "elbow": ("upper_arm_left", "forearm_left"),
    }
    angles = {f"{joint}_left": angle}
    parts = {part.name: part for part in model.parts}
    upper, lower = (parts[name] for name in outer[joint])
    hinge = next(one for one in lower.joints if one.name == f"{joint}_left")
    middle = upper.model_from_part(angles).points(np.array(hinge.origin))

    for part in (upper, lower):
        away = _posed(part, angles) - middle
        beyond = [(away @ way).max() for way in np.vstack([np.eye(3)[:2], -np.eye(3)[:2]])]
        assert min(beyond) > 0.01 * actor.height


def test_children_have_large_heads_and_short_legs():
    def shares(kind, **fields):
        actor = ACTORS.build({"kind": kind, "headwear": "none", **fields}, kind).dressed(Stream(1))
        parts = {part.name: part for part in actor.model().parts}
        hip = next(j for j in parts["thigh_left"].joints if j.name == "hip_left")
        head = parts["head"].mesh.vertices[:, 2]
        return (head.max() - head.min()) / actor.height, (hip.origin[2] + actor.model().size[2] / 2) / actor.height

    toddler, school, adult = shares("child", age=2), shares("child", age=10), shares("pedestrian", age=30)
    assert toddler[0] > school[0] > adult[0]
    assert toddler[1] < school[1] < adult[1]


def test_heights_keep_to_the_published_means():
    adults = [_dressed("pedestrian", k) for k in range(300)]
    for figure, mean in (("male", 1.78), ("female", 1.64)):  # a little less than at 18, for the old
        heights = [adult.height for adult in adults if adult.figure == figure]
        assert np.mean(heights) == pytest.approx(mean, abs=0.03)
        assert 0.05 < np.std(heights) < 0.09
    ages = np.array([(c.age, c.height) for c in (_dressed("child", k) for k in range(200))])
    assert np.corrcoef(ages.T)[0, 1] > 0.9
    assert ages[np.abs(ages[:, 0] - 6) < 0.7, 1].mean() == pytest.approx(1.16, abs=0.04)  # WHO 2007


@given(height=st.floats(1.5, 1.95), x=st.floats(0.15, 0.45), z=st.floats(0.75, 1.2), lean=st.floats(0.1, 0.9))
@settings(max_examples=15, deadline=None)
def test_hands_of_riders_are_where_they_hold(height, x, z, lean):
    figure = Figure(height=height, outfit="jacket")
    grip = np.array([x, 0.25, z])
    pieces = {piece.name: piece for piece in rider(figure, Category.CYCLIST, Seat((-0.25, 0.95), lean, tuple(grip)))}

    for sign, side in ((1, "left"), (-1, "right")):
        hand = pieces[f"forearm_{side}"].shape.vertices
        nearest = np.linalg.norm(hand - grip * [1, sign, 1], axis=1).min()
        reach = np.linalg.norm(pieces[f"upper_arm_{side}"].shape.vertices.mean(axis=0) - grip * [1, sign, 1])
        assert nearest < 0.05 or reach > 0.3 * height  # nobody's arm gets longer


HELD = [thing for thing in HOLDINGS if thing != "none"]


def _holding(thing, number=3, **fields):
    return ACTORS.build({"kind": "pedestrian", "holding": thing, **fields}, thing).dressed(Stream(number).child("held"))


@pytest.mark.parametrize("thing", HELD)
def test_whoever_holds_something_stands_on_the_ground(thing):
    for distance in (0.0, 0.4, 0.9):
        assert abs(_lowest(_holding(thing), Motion(distance, 1.3))) < 0.045


@pytest.mark.parametrize("thing", HELD)
@pytest.mark.parametrize("word", ["fall", "sit"])
def test_nothing_that_is_held_goes_into_the_ground_with_who_holds_it(thing, word):
    actor = _holding(thing)
    model, angles = actor.model(), actor.joints(Motion(acts={word: 1.0}))
    held = [part for part in model.parts if part.name.startswith(("held", "ball", "parcel"))]

    for part in held:
        assert _posed(part, angles)[:, 2].min() + model.size[2] / 2 > -0.13  # full bags give way


@pytest.mark.parametrize("thing", ["stick", "crutches", "umbrella"])
@given(distance=distances)
@settings(max_examples=15, deadline=None)
def test_what_is_upright_stays_upright_while_one_walks(thing, distance):
    actor = _holding(thing)
    part = next(part for part in actor.model().parts if part.name.startswith("held"))
    turn = part.model_from_part(actor.joints(Motion(distance, 1.3))).rotation
    away = np.arccos(np.clip(abs(turn[2, 2]), 0, 1))

    assert away < np.deg2rad(14)  # tilted a little by the turning trunk and a spread arm


def test_a_white_cane_sweeps_from_side_to_side_before_the_feet():
    actor = _holding("white_cane")
    part = next(part for part in actor.model().parts if part.name.startswith("held"))
    tips = []
    for distance in np.linspace(0, 1.5, 16):
        points = _posed(part, actor.joints(Motion(float(distance), 1.3)))
        tips.append(points[points[:, 0].argmax()])
    ahead, across = np.array(tips)[:, 0], np.array(tips)[:, 1]

    assert ahead.min() > 0.8
    assert 0.3 < across.max() - across.min() < 1.0


def test_a_stroller_rolls_and_a_dog_walks_with_its_owner():
    stroller, dog = _holding("stroller"), _holding("dog")

    assert stroller.joints(Motion(1.3, 1.3))["stroller"] == pytest.approx(10.0)  # wheels of 0.13 m
    assert dog.joints(Motion(0.2, 1.3))["dog_swing_fore_left"] != dog.joints(Motion(0.4, 1.3))["dog_swing_fore_left"]
    assert dog.model().size[0] > 0.9


def test_a_crossing_guard_wears_bands_and_holds_an_upright_disc_out_to_traffic():
    actor = _dressed("crossing_guard", 1)
    model = actor.model()
    disc = next(part for part in model.parts if part.name == "held_right")
    red = np.unique(disc.mesh.triangles[disc.mesh.slots == model.slot_names.index("sign")])

    for acts in ({}, {"halt": 1.0}):
        points = _posed(disc, actor.joints(Motion(acts=acts)))[red]
        assert np.ptp(points[:, 2]) == pytest.approx(0.234, abs=0.01)  # as high as it is wide: not tilted
        assert points[:, 0].min() > 0.25  # before the body
    assert actor.outfit == "hi_vis"
    assert any(
        (part.mesh.slots == model.slot_names.index("band")).any() for part in model.parts if part.name == "chest"
    )


def test_people_at_work_keep_what_is_asked_for():
    worker = ACTORS.get("road_worker")(holding="stop_sign", headwear="none").dressed(Stream(3))

    assert (worker.holding, worker.headwear, worker.outfit) == ("stop_sign", "none", "hi_vis")


@pytest.mark.parametrize("kind", PEOPLE)
@pytest.mark.parametrize(("clothing", "low", "high"), [("dark", 0.0, 0.05), ("mixed", 0.15, 1.0)])
def test_clothing_says_how_bright_the_upper_body_is(kind, clothing, low, high):
    known, _ = read_materials(assets() / "materials.yaml")
    for number in range(12):
        someone = ACTORS.build({"kind": kind, "clothing": clothing}, kind).dressed(Stream(number))

        assert low <= np.mean(known[someone.top].colour) <= high
        assert someone.outfit != "hi_vis"


@pytest.mark.parametrize("kind", PEOPLE)
def test_reflecting_clothes_have_bands_and_what_is_given_stays(kind):
    someone = ACTORS.build({"kind": kind, "clothing": "retro_reflective", "bottom": "denim"}, kind).dressed(Stream(3))
    model = someone.model()
    worn = {someone.finish().get(*slot) for slot in zip(model.slot_names, model.slots, strict=True)}

    assert "hi_vis_band" in worn
    assert someone.bottom == "denim"
