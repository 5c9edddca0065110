"""Riders sit on what they ride, and two wheels lean into turns as weight and speed want it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.actors._mounted import FARTHEST_LEAN, lean_in
from avsynth.contracts import ACTORS, Motion
from avsynth.core.seed import Stream

RIDDEN = ["cyclist", "cargo_bike", "motorcycle", "moped", "e_scooter"]
LEANING = [*RIDDEN, "kick_scooter"]


def dressed(kind: str, seed: int = 0, **fields):
    """Return an actor with given fields."""
    return ACTORS.get(kind)(**fields).dressed(Stream(seed).child(kind))


def points(part, angles) -> np.ndarray:
    """Return the posed corners of a part, float64 (N, 3) [m]."""
    return part.model_from_part(angles).points(part.mesh.vertices[np.unique(part.mesh.triangles)].astype(float))


@given(st.floats(0, 30), st.floats(-0.2, 0.2))
def test_in_a_turn_the_sum_of_weight_and_centrifugal_force_points_to_the_tyres(speed, curvature):
    lean = lean_in(Motion(speed=speed, curvature=curvature))["lean"]
    away = np.array([-curvature * speed**2, -9.81])  # to the left and up, as the rider feels it
    across = np.array([np.cos(lean), -np.sin(lean)])  # at right angles to the rider, who leans to the left

    if abs(lean) < FARTHEST_LEAN:
        assert abs(away @ across) < 1e-9 * np.linalg.norm(away) + 1e-9


@pytest.mark.parametrize("kind", LEANING)
def test_a_leaning_rider_is_to_the_left_in_a_left_turn_and_its_wheels_stay_on_the_ground(kind):
    actor = dressed(kind)
    shape = actor.model()
    angles = dict(actor.joints(Motion(0.0, 5.0, 0.08)))
    ground = -shape.size[2] / 2

    wheels = np.concatenate([points(part, angles) for part in shape.parts if part.name.startswith("wheel")])
    riders = np.concatenate([points(part, angles) for part in shape.parts if not part.name.startswith("wheel")])

    assert abs(wheels[:, 2].min() - ground) < 0.02
    assert riders[riders[:, 2] > 0.3, 1].mean() > 0.05


@pytest.mark.parametrize("kind", [*RIDDEN, "wheelchair"])
@pytest.mark.parametrize("height", [1.58, 1.75, 1.92])
def test_nothing_of_a_rider_hangs_into_the_ground_and_heads_are_above_all(kind, height):
    actor = dressed(kind, height=height)
    shape = actor.model()
    low = min(points(part, actor.joints(Motion(0.4, 2.0)))[:, 2].min() for part in shape.parts)
    top = next(k for k in ("hair", "hat", "skin") if k in shape.slot_names)

    assert low > -shape.size[2] / 2 - 0.01
    assert top
    assert shape.size[2] > (0.7 if kind == "wheelchair" else 0.75) * height


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        ("motorcycle", (1.95, 0.65, 1.35), (2.35, 1.0, 1.85)),
        ("moped", (1.6, 0.6, 1.3), (2.0, 0.9, 1.85)),
        ("cargo_bike", (2.3, 0.55, 1.6), (2.8, 0.8, 2.0)),
        ("e_scooter", (1.05, 0.5, 1.7), (1.4, 0.75, 2.15)),
        ("wheelchair", (0.9, 0.56, 1.15), (1.3, 0.85, 1.5)),
    ],
)
def test_sizes_lie_in_the_ranges_of_their_classes(kind, low, high):
    sizes = np.array([dressed(kind, seed).model().size for seed in range(6)])

    assert (sizes > low).all() and (sizes < high).all(), (sizes.min(axis=0), sizes.max(axis=0))


def test_hands_of_a_motorcyclist_close_around_the_grips():
    shape = dressed("motorcycle", style="naked").model()
    parts = {part.name: part.mesh for part in shape.parts}

    def corners(mesh, slot):
        own = mesh.vertices[np.unique(mesh.triangles[mesh.slots == shape.slot_names.index(slot)])]
        return own[(own[:, 1] > 0.28) & (own[:, 0] > 0.1) & (own[:, 2] < 0.3)].astype(float)

    hand, grip = corners(parts["forearm_left"], "skin"), corners(parts["steering"], "saddle").mean(axis=0)

    assert (hand.min(axis=0) - 0.02 < grip).all() and (grip < hand.max(axis=0) + 0.02).all()


@pytest.mark.parametrize("kind", LEANING)
@given(seed=st.integers(0, 20), curvature=st.floats(-0.2, 0.2), speed=st.floats(0, 8))
@settings(max_examples=15, deadline=None)
def test_hands_go_with_the_handlebar_as_it_turns(kind, seed, curvature, speed):
    actor = dressed(kind, seed)
    parts = {part.name: part for part in actor.model().parts}
    here, turned = Motion(0.0, speed), Motion(0.0, speed, curvature)

    before, later = actor.joints(here), actor.joints(turned)
    bar = parts["steering"]
    for side, sign in (("left", 1), ("right", -1)):
        hand, out = parts[f"forearm_{side}"], sign * bar.mesh.vertices[:, 1]
        end = bar.mesh.vertices[out > out.max() - 0.09]
        grip = end[end[:, 2] < end[:, 2].min() + 0.05].mean(axis=0).astype(float)  # below mirrors
        in_hand = hand.model_from_part(before).inverse().points(bar.model_from_part(before).points(grip))
        gap = hand.model_from_part(later).points(in_hand) - bar.model_from_part(later).points(grip)
        assert np.linalg.norm(gap) < 0.04


@pytest.mark.parametrize("kind", LEANING)
@pytest.mark.parametrize("curvature", [0.02, -0.15])
def test_the_front_wheel_rolls_along_the_turning_circle_and_the_rear_wheel_behind_it(kind, curvature):
    """Both wheels' axles, seen from above, point to one centre: that of the circle on which the rear wheel rolls."""
    actor = dressed(kind)
    parts, angles = {part.name: part for part in actor.model().parts}, actor.joints(Motion(0.0, 0.5, curvature))
    rear, front = (parts[f"wheel_{end}"] for end in ("rear", "front"))
    wheelbase = front.joints[-1].origin[0] - rear.joints[-1].origin[0]

    axle = front.model_from_part(angles).rotation @ np.array(front.joints[-1].axis)

    assert np.arctan2(-axle[0], axle[1]) == pytest.approx(np.arctan(wheelbase * curvature), abs=0.01)


@given(distance=st.floats(0, 10), seed=st.integers(0, 8))
@settings(max_examples=25, deadline=None)
def test_one_foot_of_a_child_stands_on_the_deck_and_the_other_never_goes_into_the_ground(distance, seed):
    actor = dressed("kick_scooter", seed)
    shape = actor.model()
    parts, angles = {part.name: part for part in shape.parts}, actor.joints(Motion(distance, 2.0))
    ground = -shape.size[2] / 2

    standing, kicking = (points(parts[f"foot_{side}"], angles)[:, 2].min() - ground for side in ("left", "right"))

    assert standing == pytest.approx(0.075, abs=0.02)
    assert -0.01 < kicking < 0.2


@pytest.mark.parametrize("carrier", ["rack", "panniers", "basket", "child_seat"])
def test_what_a_bicycle_carries_adds_to_its_mesh_and_leaves_the_rider(carrier):
    plain, laden = (dressed("cyclist", 4, carrier=word) for word in ("none", carrier))

    assert laden.model().triangle_count > plain.model().triangle_count
    assert laden.sitter() == plain.sitter()
