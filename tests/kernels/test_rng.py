"""Random numbers by address: uniform, normal, independent, the same for ever."""

import numba
import numpy as np
import pytest

from avsynth.kernels import rng


@numba.njit
def drawn(key, count, lane):
    """Return uniform and normal numbers of one lane."""
    uniform, normal = np.empty(count), np.empty(count)
    for k in range(count):
        uniform[k], normal[k] = rng.uniform(key, k, lane), rng.normal(key, k, lane)
    return uniform, normal


def test_moments_are_those_of_the_uniform_and_normal_distributions():
    uniform, normal = drawn(np.uint64(2**63 + 5), 200_000, 3)

    assert uniform.min() >= 0 and uniform.max() < 1
    assert uniform.mean() == pytest.approx(0.5, abs=0.003)
    assert 12 * uniform.var() == pytest.approx(1.0, abs=0.01)
    assert [normal.mean(), normal.var(), (normal**4).mean()] == pytest.approx([0, 1, 3], abs=0.05)


def test_keys_indices_and_lanes_are_independent():
    columns = [drawn(np.uint64(key), 50_000, lane)[0] for key in (0, 1) for lane in (0, 1)]
    columns.append(np.roll(columns[0], 1))

    correlation = np.corrcoef(columns) - np.eye(5)

    assert np.abs(correlation).max() < 0.02  # 4.5 standard deviations of 50 000 draws


def test_numbers_never_change():
    uniform, normal = drawn(np.uint64(7), 2, 1)

    np.testing.assert_allclose(uniform, UNIFORM, rtol=1e-15)
    np.testing.assert_allclose(normal, NORMAL, rtol=1e-12)


UNIFORM = [0.03865750574207549, 0.5506465009611718]
NORMAL = [-1.7091507590630404, 0.6445798365059121]
