"""Turning vectors equals a foreign library's rotations, by any angle."""

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from avsynth.kernels import vector


@numba.njit
def turned(v, w):
    """Return v turned by w."""
    return vector.turned(v[0], v[1], v[2], w[0], w[1], w[2])


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), angle=st.floats(0.0, 60.0))
def test_turning_equals_scipy_by_any_angle(seed, angle):
    rng = np.random.default_rng(seed)
    v, axis = rng.normal(size=(2, 3))
    w = angle * axis / np.linalg.norm(axis)

    expected = Rotation.from_rotvec(w).apply(v)

    # 1e-13: rounding of angles of up to ten turns
    np.testing.assert_allclose(turned(v, w), expected, atol=1e-13)


@pytest.mark.parametrize("angle", [0.0, 1e-300, 1e-12, 1e-3, 1.0, np.pi])
def test_turning_keeps_lengths_to_the_last_bits(angle):
    v = np.array([0.3, -0.4, 1.2])

    for axis in np.eye(3):
        assert np.linalg.norm(turned(v, angle * axis)) == pytest.approx(1.3, abs=1e-15)
