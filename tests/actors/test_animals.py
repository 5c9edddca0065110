"""Animals stand on their hooves, in published sizes, and move without a jump; what has fallen lies on the ground."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.actors._debris import THINGS
from avsynth.contracts import ACTORS, Motion
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category

#: Published ranges of the height at the withers [m]; see the kinds' modules.
WITHERS = {
    "dog": (0.30, 0.75),
    "cat": (0.20, 0.30),
    "boar": (0.55, 1.0),
    "cow": (1.30, 1.55),
    "deer": (0.60, 1.35),
    "horse": (1.45, 1.80),
}
STEP = 1e-4
kinds = st.sampled_from(sorted(WITHERS))


def _drawn(kind: str, number: int, **fields):
    return ACTORS.build({"kind": kind, **fields}, kind).dressed(Stream(number).child(kind))


def _lowest(actor, motion: Motion, *names: str) -> float:
    """Return the height [m] of the lowest vertex of the parts whose names begin so."""
    model, angles = actor.model(), actor.joints(motion)
    parts = [part for part in model.parts if part.name.startswith(names or "")]
    posed = [part.model_from_part(angles).points(part.mesh.vertices.astype(float)) for part in parts]
    return float(min(points[:, 2].min() for points in posed) + model.size[2] / 2)


@pytest.mark.parametrize("kind", WITHERS)
def test_sizes_lie_in_the_published_ranges(kind):
    low, high = WITHERS[kind]

    for seed in range(30):
        animal = _drawn(kind, seed)
        back = next(part for part in animal.model().parts if part.name == "trunk").mesh.vertices[:, 2].max()
        assert low <= back + animal.model().size[2] / 2 <= high * 1.02


@given(kind=kinds, distance=st.floats(0, 30), speed=st.floats(0, 12))
@settings(max_examples=60, deadline=None)
def test_some_hoof_is_on_the_ground_and_none_below(kind, distance, speed):
    animal = _drawn(kind, 3)

    assert abs(_lowest(animal, Motion(distance, speed), "shank")) < 0.02 * animal.withers + 0.005


@given(kind=kinds, distance=st.floats(0, 30), speed=st.floats(0, 12), time=st.floats(0, 20))
@settings(max_examples=60, deadline=None)
def test_joints_change_smoothly(kind, distance, speed, time):
    animal = _drawn(kind, 3)
    here = animal.joints(Motion(distance, speed, time=time))
    there = animal.joints(Motion(distance + STEP, speed + STEP, time=time + STEP))

    assert all(abs(there[name] - here[name]) < 60 * STEP for name in here)


def test_diagonal_legs_swing_together_at_a_trot():
    horse = _drawn("horse", 1)
    path = np.linspace(0, 5, 200)
    swings = [horse.joints(Motion(float(x), 4.0)) for x in path]
    table = {
        name: np.array([row[f"swing_{name}"] for row in swings]) for name in ("fore_left", "hind_right", "hind_left")
    }

    assert np.corrcoef(table["fore_left"], table["hind_right"])[0, 1] > 0.99
    assert np.corrcoef(table["fore_left"], table["hind_left"])[0, 1] < -0.99


def test_a_ridden_horse_carries_its_rider_above_the_saddle():
    ridden, bare = (_drawn("horse", 2, ridden=ridden) for ridden in (True, False))
    parts = {part.name: part for part in ridden.model().parts}
    pose = parts["rider_pelvis"].model_from_part(ridden.joints(Motion()))
    seat = pose.points(parts["rider_pelvis"].mesh.vertices.astype(float))[:, 2].min() + ridden.model().size[2] / 2

    assert seat == pytest.approx(ridden.withers, abs=0.12)
    assert ridden.model().key != bare.model().key
    assert ridden.model().size[2] > bare.model().size[2] + 0.2


def test_wings_in_flight_span_what_the_field_guides_say():
    for species, span in (("pigeon", 0.66), ("crow", 0.95), ("gull", 1.40)):
        bird = _drawn("bird", 1, species=species)
        beat_free = Motion(acts={"fly": 1.0}, time=0.0)
        points = [
            part.model_from_part(bird.joints(beat_free)).points(part.mesh.vertices.astype(float))
            for part in bird.model().parts
        ]
        across = np.concatenate(points)[:, 1]
        assert across.max() - across.min() == pytest.approx(span, rel=0.1)
        assert bird.model().size[1] < 0.55 * span  # folded


def test_a_ball_rolls_without_slip():
    ball = _drawn("ball", 1)

    assert ball.joints(Motion(np.pi * ball.diameter))["roll"] == pytest.approx(2 * np.pi)


@pytest.mark.parametrize("thing", sorted(THINGS))
def test_debris_is_an_object_of_plausible_size_on_the_ground(thing):
    for variant in range(6):
        made = _drawn("debris", 0, thing=thing, variant=variant)
        size = made.model().size
        assert made.category is Category.OBJECT
        assert size.min() > 0.02 and 0.4 < size[:2].max() < 12.0


def test_an_overturned_car_is_the_same_car_the_other_way_up():
    wreck = _drawn("wreck", 1, lies="roof")
    upright, fallen = wreck.car.model(), wreck.model()
    ahead = np.concatenate([part.mesh.vertices for part in upright.parts]).astype(float)
    below = np.concatenate([part.mesh.vertices for part in fallen.parts]).astype(float)

    np.testing.assert_allclose(fallen.size, upright.size, atol=1e-5)
    np.testing.assert_allclose(below, ahead * [1, -1, -1], atol=1e-5)
    assert not wreck.joints(Motion(5.0, 3.0))


def test_a_carcass_is_lower_than_the_animal_was():
    carcass = _drawn("carcass", 1, of="deer", seed=2)
    deer = ACTORS.get("deer")().dressed(Stream(2).child("carcass", "deer"))

    assert carcass.model().size[2] < 0.6 * deer.model().size[2]
    assert carcass.finish() == deer.finish()
