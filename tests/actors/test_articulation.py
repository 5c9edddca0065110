"""Vehicles of several bodies bend as wheels that roll where they point make them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.actors._articulation import Coupling, bend
from avsynth.contracts import ACTORS, Motion
from avsynth.core.seed import Stream

#: The train's middle is on the trailing body, and on the leading one, whose hinge is behind its axle.
COUPLINGS = [Coupling(drive=2.8, kingpin=3.4, trailer=-4.0), Coupling(drive=0.4, kingpin=-1.4, trailer=-5.6)]
COUPLING = COUPLINGS[0]
STEP, TURNS = 0.01, 6000


def settled(coupling: Coupling, radius: float) -> tuple[float, np.ndarray]:
    """Return hitch angle and, in the axes of the body that holds it, the speed of the train's middle, simulated.

    The tractor's unsteered axle is driven on a circle of `radius`; the kingpin drags the trailer, whose axle does not
    slip sideways.
    """
    offset, base = coupling.kingpin - coupling.drive, coupling.kingpin - coupling.trailer
    tractor = trailer = 0.0
    for _ in range(TURNS):
        pin = np.array([np.cos(tractor), np.sin(tractor)]) + offset / radius * np.array(
            [-np.sin(tractor), np.cos(tractor)]
        )
        across = -np.sin(trailer) * pin[0] + np.cos(trailer) * pin[1]
        along = np.cos(trailer) * pin[0] + np.sin(trailer) * pin[1]
        tractor += STEP / radius
        trailer += STEP * across / base
    if coupling.kingpin > 0:
        return tractor - trailer, np.array([along, across / base * -coupling.trailer])
    return tractor - trailer, np.array([1.0, -coupling.drive / radius])


@pytest.mark.parametrize("coupling", COUPLINGS)
@pytest.mark.parametrize("radius", [9.0, 15.0, 40.0, -20.0])
def test_a_train_bends_as_one_that_has_rolled_into_the_turn(radius, coupling):
    hitch, middle = settled(coupling, radius)
    # The speed of a turning body's point divided by its rate of turn is the radius of that point's circle.
    curvature = np.sign(radius) * (1 / abs(radius)) / np.linalg.norm(middle)

    bent = bend(coupling, curvature)

    assert bent.hitch == pytest.approx(hitch, abs=0.01)
    assert bent.swing == pytest.approx(-np.arctan2(middle[1], middle[0]), abs=0.01)
    assert bent.curvature == pytest.approx(1 / radius, rel=0.01)


@given(st.floats(-0.5, 0.5, allow_subnormal=False))
def test_bends_are_odd_and_finite(curvature):
    there, back = bend(COUPLING, curvature), bend(COUPLING, -curvature)

    assert np.isfinite([there.swing, there.hitch, there.curvature]).all()
    assert (there.swing, there.hitch) == pytest.approx((-back.swing, -back.hitch))
    assert abs(there.hitch) < np.pi / 2


def test_a_straight_train_is_as_long_as_its_box_and_a_bent_one_is_wider():
    train = ACTORS.get("articulated_truck")().dressed(Stream(3))
    straight, bent = (_extent(train, curvature) for curvature in (0.0, 0.06))

    np.testing.assert_allclose(straight, train.model().size, atol=1e-3)
    assert bent[1] > straight[1] + 1.5


def _extent(train, curvature: float) -> np.ndarray:
    angles = train.joints(Motion(0.0, 3.0, curvature))
    points = [part.model_from_part(angles).points(part.mesh.vertices.astype(float)) for part in train.model().parts]
    return np.ptp(np.concatenate(points), axis=0)


@pytest.mark.parametrize("curvature", [0.03, -0.05])
def test_the_bodies_of_a_tram_have_their_ends_on_one_circle(curvature):
    tram = ACTORS.get("tram")(length=30.0).dressed(Stream(1))
    shape, angles = tram.model(), tram.joints(Motion(0.0, 3.0, curvature))
    ends = [
        part.model_from_part(angles).points(np.array(part.joints[-1].origin))[:2]
        for part in shape.parts
        if part.joints and part.joints[-1].name.startswith("bend")
    ]
    ends = np.unique(np.round(ends, 6), axis=0)
    assert len(ends) == 4

    # The middle body is a chord; its circle's centre lies beside its middle.
    half = np.abs(ends[:, 0]).min()
    centre = np.array([0.0, np.sign(curvature) * np.sqrt(1 / curvature**2 - half**2)])
    np.testing.assert_allclose(np.linalg.norm(ends - centre, axis=1), 1 / abs(curvature), atol=0.01)


@pytest.mark.parametrize("kind", ["articulated_bus", "car_with_trailer"])
@given(curvature=st.floats(-0.12, 0.12, allow_subnormal=False))
@settings(max_examples=25, deadline=None)
def test_both_bodies_keep_the_hinge_in_one_place(kind, curvature):
    train = ACTORS.get(kind)().dressed(Stream(1))
    parts, angles = {part.name: part for part in train.model().parts}, train.joints(Motion(0.0, 3.0, curvature))
    hinge = next(np.array(j.origin) for part in parts.values() for j in part.joints if j.name == "hitch")
    leading, trailing = parts["body"], parts["trailer" if kind == "articulated_bus" else "trailer_body"]

    ends = [part.model_from_part(angles).points(hinge) for part in (leading, trailing)]

    np.testing.assert_allclose(*ends, atol=1e-6)
