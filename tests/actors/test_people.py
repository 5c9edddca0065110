"""People stand on the ground, bend only where joints bend, and pedal where the pedals are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.actors import _bicycle
from avsynth.contracts import ACTORS, Motion
from avsynth.core.seed import Stream

#: Triangles a model may have.
BUDGETS = {"pedestrian": 4000, "child": 4000, "cyclist": 7000}
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
