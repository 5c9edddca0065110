"""Packed normals are the normals, to within what shading can tell."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.kernels._jit import entry
from avsynth.kernels.normals import mean_normal, pack_normals


@entry
def means(packed, weight, out):
    """Fill `out` (K, 3) with the means of the normals of each row."""
    for k in range(len(out)):
        out[k] = mean_normal(packed, k, weight[k, 0], weight[k, 1], weight[k, 2])


def packed(normals):
    """Return normals (K, 3, 3) of corners, packed, int32 (K, 3)."""
    out = np.empty((len(normals), 3), np.int32)
    triangles = np.arange(3 * len(normals), dtype=np.int32).reshape(-1, 3)
    pack_normals(np.float32(normals.reshape(-1, 3)), triangles, np.arange(len(normals), dtype=np.int32), out)
    return out


def mean(normals, weight):
    """Return what comes back of normals (K, 3, 3) with weights (K, 3)."""
    out = np.empty((len(normals), 3))
    means(packed(normals), weight, out)
    return out


ROWS = st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed).normal(size=(200, 3, 3)))


@settings(max_examples=30, deadline=None)
@given(ROWS, st.integers(0, 2))
def test_each_corner_gets_its_own_normal_back(normals, corner):
    weight = np.eye(3)[np.full(len(normals), corner)]

    back = mean(normals, weight)

    unit = normals[:, corner] / np.linalg.norm(normals[:, corner], axis=1, keepdims=True)
    np.testing.assert_allclose(np.linalg.norm(back, axis=1), 1.0, atol=1e-6)
    assert np.linalg.norm(np.cross(back, unit), axis=1).max() < 7e-5  # [rad]
    assert (np.sum(back * unit, axis=1) > 0).all()


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_between_corners_normals_are_weighed(normals):
    unit = normals / np.linalg.norm(normals, axis=2, keepdims=True)
    weight = np.abs(normals[:, :, 0]) / np.abs(normals[:, :, 0]).sum(axis=1, keepdims=True)

    np.testing.assert_allclose(mean(normals, weight), np.einsum("kc,kcd->kd", weight, unit), atol=7e-5)


def test_normals_along_axes_come_back_exactly():
    axes = np.repeat(np.concatenate([np.eye(3), -np.eye(3)])[:, None], 3, axis=1)

    np.testing.assert_array_equal(mean(axes, np.full((6, 3), 1 / 3)), axes[:, 0])


def test_a_corner_without_a_normal_adds_nothing():
    normals = np.array([[[0, 0, 0], [0, 0, 2], [0, 0, 1]], [[np.nan, 0, 1], [0, 0, 0], [0, 0, 0]]])

    back = mean(normals, np.array([[0.5, 0.25, 0.25], [0.2, 0.3, 0.5]]))

    np.testing.assert_array_equal(back, [[0, 0, 0.5], [0, 0, 0]])
