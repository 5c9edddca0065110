"""Riders sit on what they ride, and two wheels lean into turns as weight and speed want it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avsynth.actors._mounted import FARTHEST_LEAN, lean_in
from avsynth.contracts import ACTORS, Motion
from avsynth.core.seed import Stream

LEANING = ["cyclist", "cargo_bike", "motorcycle", "moped", "e_scooter"]


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


@pytest.mark.parametrize("kind", [*LEANING, "wheelchair"])
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
    rider, machine = (next(part.mesh for part in shape.parts if part.name == name) for name in ("rider", "machine"))

    def corners(mesh, slot):
        own = mesh.vertices[np.unique(mesh.triangles[mesh.slots == shape.slot_names.index(slot)])]
        return own[(own[:, 1] > 0.28) & (own[:, 0] > 0.1) & (own[:, 2] < 0.3)].astype(float)

    hand, grip = corners(rider, "skin"), corners(machine, "saddle").mean(axis=0)

    assert (hand.min(axis=0) - 0.02 < grip).all() and (grip < hand.max(axis=0) + 0.02).all()
