"""Curves in the plane: clothoids against Fresnel's integrals, cubics by their arc length, pieces that join."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import fresnel

from avsynth.datatypes.curve import chained, straight
from avsynth.datatypes.curve_shapes import Bend, Cubic, cubic_to

ALONG = np.linspace(0.0, 1.0, 41)


def clothoid(length: float, last: float, along: np.ndarray) -> np.ndarray:
    """Return x, y of a clothoid that begins straight, in closed form."""
    scale = np.sqrt(np.pi * length / abs(last))
    sine, cosine = fresnel(along / scale)
    return scale * np.column_stack([cosine, np.sign(last) * sine])


@pytest.mark.parametrize(("length", "last"), [(100.0, 0.01), (60.0, -0.05), (300.0, 0.08), (5.0, 1.0)])
def test_a_clothoid_is_fresnels_integral(length, last):
    along = length * ALONG

    found = chained((0.0, 0.0, 0.0), (Bend(length, 0.0, last),)).poses(along)

    assert found[:, :2] == pytest.approx(clothoid(length, last, along), abs=1e-9)
    assert found[-1, 2] == pytest.approx(length * last / 2)


def test_a_clothoid_between_two_curvatures_is_a_piece_of_a_longer_one():
    whole = chained((3.0, -2.0, 0.4), (Bend(150.0, 0.0, 0.03),))
    first = whole.poses(np.array([50.0]))[0]

    part = chained(tuple(first), (Bend(100.0, 0.01, 0.03),))

    assert part.poses(100 * ALONG) == pytest.approx(whole.poses(50 + 100 * ALONG), abs=1e-9)


def test_a_clothoid_whose_curvature_does_not_change_is_an_arc():
    found = chained((0.0, 0.0, 0.0), (Bend(40.0, 0.02, 0.02),)).poses(40 * ALONG)

    assert np.linalg.norm(found[:, :2] - [0.0, 50.0], axis=1) == pytest.approx(50.0)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.floats(30.0, 80.0), st.floats(-20.0, 20.0), st.floats(-1.2, 1.2), st.floats(6.0, 15.0), st.floats(6.0, 15.0))
def test_a_cubic_is_run_through_at_even_speed_and_ends_where_it_should(ahead, left, turn, out, back):
    cubic = cubic_to((ahead, left, turn), (out, back))

    poses = chained((0.0, 0.0, 0.0), (cubic,)).poses(np.linspace(0.0, cubic.length, 4001))

    steps = np.hypot(*np.diff(poses[:, :2], axis=0).T)
    assert poses[-1, :2] == pytest.approx([ahead, left], abs=1e-9)
    assert np.cos(poses[-1, 2] - turn) == pytest.approx(1.0)
    assert steps == pytest.approx(cubic.length / 4000, rel=1e-4)


def test_stations_of_a_cubic_that_is_longer_than_stated_are_stretched():
    line = Cubic(5.0, [0.0, 10.0, 0.0, 0.0], np.zeros(4), 1.0)

    assert line.local(np.array([0.0, 2.5, 5.0]))[:, 0] == pytest.approx([0.0, 5.0, 10.0])


def test_pieces_join_without_corner_and_the_curve_runs_on_straight():
    curve = chained(
        (1.0, 2.0, 0.3), (Bend(20.0), Bend(30.0, 0.0, 0.02), Bend(25.0, 0.02, 0.02), cubic_to((30, 5, 0.2), (9, 9)))
    )

    for knot in curve.knots[1:-1]:
        before, after = curve.poses(np.array([knot - 1e-7, knot + 1e-7]))
        assert before == pytest.approx(after, abs=1e-6)
    end, beyond = curve.poses(np.array([curve.length, curve.length + 10.0]))
    assert beyond[:2] - end[:2] == pytest.approx(10.0 * np.array([np.cos(end[2]), np.sin(end[2])]))
    assert straight((0.0, 0.0, np.pi / 2), 5.0).poses(np.array([-2.0]))[0, :2] == pytest.approx([0.0, -2.0])


def test_a_curve_of_all_kinds_of_pieces_is_where_each_piece_is_alone():
    long = Bend(30.0, 0.02, 0.3)  # turns so far that its quadrature takes several stretches
    shapes = (Bend(7.0), Bend(9.0, 0.1, 0.1), cubic_to((8.0, 2.0, 0.3), (3.0, 3.0)), Bend(6.0, 0.0, -0.1), long)
    curve = chained((3.0, -2.0, 0.4), shapes)
    stations = np.linspace(0.0, curve.length, 141)

    assert {shape.parts for shape in shapes if isinstance(shape, Bend)} == {0, 1, long.parts} and long.parts > 1
    for piece, last in zip(curve.pieces, curve.knots[1:], strict=True):
        own = (stations > piece.station) & (stations < last)
        np.testing.assert_array_equal(curve.poses(stations)[own], piece.poses(stations[own]))
        assert piece.pose(float(last)) == pytest.approx(piece.poses(np.array([last]))[0], abs=1e-12)
