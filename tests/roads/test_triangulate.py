"""Triangles inside outlines: they fill them once, holes stay empty, and they are as plump as can be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.roads._triangulate import signed_area, triangulated


def star(seed: int, count: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    angle = (np.arange(count) + rng.uniform(-0.4, 0.4, count)) * 2 * np.pi / count
    return (rng.uniform(3.0, 10.0, count) * np.array([np.cos(angle), np.sin(angle)])).T


def areas(points: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    a, b, c = (points[triangles[:, k]] for k in range(3))
    return ((b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])) / 2


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(0, 10_000), st.integers(5, 60))
def test_triangles_fill_the_outline_but_not_its_holes(seed, count):
    hole = np.array([[0.5, 0.0], [0.0, 0.6], [-0.7, 0.1], [0.1, -0.5]])
    points = np.concatenate([star(seed, count), hole, hole * 0.3 + [1.2, 0.9]])
    rings = [np.arange(count), np.arange(count, count + 4), np.arange(count + 4, count + 8)]

    triangles = triangulated(points, rings)

    free = abs(signed_area(points[rings[0]])) - sum(abs(signed_area(points[ring])) for ring in rings[1:])
    assert areas(points, triangles).min() > 0
    assert areas(points, triangles).sum() == pytest.approx(free)
    assert len(triangles) == len(points) + 2 * 2 - 2


def test_no_corner_lies_inside_the_circle_of_a_neighbour():
    points = star(3, 40)
    triangles = triangulated(points, [np.arange(40)])
    shared = {}
    for triangle in triangles:
        for k in range(3):
            shared.setdefault(frozenset((triangle[k], triangle[k - 1])), []).append(int(triangle[k - 2]))

    for edge, corners in shared.items():
        if len(corners) == 2:
            a, b = points[sorted(edge)]
            angles = [
                np.arccos(np.clip((a - c) @ (b - c) / np.linalg.norm(a - c) / np.linalg.norm(b - c), -1, 1))
                for c in points[corners]
            ]
            quad = [
                np.sign(np.linalg.det([points[corners[1]] - points[corners[0]], p - points[corners[0]]]))
                for p in (a, b)
            ]
            assert sum(angles) <= np.pi + 1e-6 or quad[0] == quad[1]


def test_points_on_a_straight_edge_are_used():
    square = np.array([[0, 0], [1, 0], [2, 0], [3, 0], [3, 3], [0, 3]], dtype=float)

    triangles = triangulated(square, [np.arange(6)])

    assert areas(square, triangles).min() > 0.1
    assert sorted(set(triangles.ravel())) == list(range(6))


def test_an_outline_that_crosses_itself_is_refused():
    with pytest.raises(ValueError, match="crosses itself"):
        triangulated(np.array([[0, 0], [2, 2], [2, 0], [0, 2.1]], dtype=float), [np.arange(4)])
