"""Boxes of silhouettes, against pictures of the mesh and against a fine cut of its surface."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from avsynth.core.frames import Pose
from avsynth.datatypes.calibration import Intrinsics
from avsynth.labels._silhouette import NEAR, silhouette_of

CAMERA = Intrinsics(np.array([[80.0, 0.0, 76.7], [0.0, 80.0, 31.7], [0.0, 0.0, 1.0]]), 160, 60)
#: From the camera to the nearest box that is tried [m].
ELBOW_ROOM = 0.3
CORNERS = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])
SIDES = np.array(
    [
        *([0, 1, 3], [0, 3, 2], [4, 6, 7], [4, 7, 5], [0, 4, 5], [0, 5, 1]),
        *([2, 3, 7], [2, 7, 6], [0, 2, 6], [0, 6, 4], [1, 5, 7], [1, 7, 3]),
    ]
)


def surface_of(vertices: np.ndarray, steps: int = 240) -> np.ndarray:
    """Return points all over the triangles, (N, 3)."""
    a, b = (axis.ravel() / steps for axis in np.mgrid[0 : steps + 1, 0 : steps + 1])
    a, b = a[a + b <= 1.0], b[a + b <= 1.0]
    p, q, r = (vertices[SIDES[:, k]] for k in range(3))
    return (p[:, None] + a[:, None] * (q - p)[:, None] + b[:, None] * (r - p)[:, None]).reshape(-1, 3)


def sampled_box(vertices: np.ndarray) -> np.ndarray | None:
    """Return the box of all surface points that project into the image, None if none does."""
    points = surface_of(vertices)
    pixels = CAMERA.project(points[points[:, 0] > NEAR])
    inside = pixels[np.all((pixels >= 0.0) & (pixels <= [159.0, 59.0]), axis=1)]
    return np.concatenate([inside.min(axis=0), inside.max(axis=0)]) if len(inside) else None


@settings(max_examples=60, deadline=None)
@given(
    x=st.floats(-3.0, 25.0),
    y=st.floats(-12.0, 12.0),
    z=st.floats(-2.0, 1.0),
    yaw=st.floats(-3.1, 3.1),
    roll=st.floats(-0.5, 0.5),
    length=st.floats(0.3, 9.0),
)
def test_the_box_inside_the_image_holds_the_silhouette_and_is_tight(x, y, z, yaw, roll, length):
    pose, size = Pose.euler((x, y, z), yaw, 0.0, roll), np.array([length, 1.8, 1.5])
    # A surface that all but touches the camera is cut too coarsely by the steps of the twin.
    assume(np.any(np.abs(pose.inverse().translation) > size / 2 + ELBOW_ROOM))
    vertices = pose.points(CORNERS * size)

    found, expected = silhouette_of(vertices, SIDES, CAMERA), sampled_box(vertices)

    if expected is not None:
        assert np.all(found.inside[:2] <= expected[:2] + 1e-9)
        assert np.all(found.inside[2:] >= expected[2:] - 1e-9)
        nearest = max(NEAR, vertices[:, 0].min())
        # A step of the surface cut, seen from its nearest point.
        sampling = 2.0 * 80.0 * max(length, 1.8) / 240 / nearest + 0.5
        np.testing.assert_allclose(found.inside, expected, atol=sampling)


def test_a_surface_that_fills_the_image_has_the_image_as_its_box():
    wall = np.array([[5.0, -100.0, -100.0], [5.0, 100.0, -100.0], [5.0, 0.0, 200.0]])

    found = silhouette_of(wall, np.array([[0, 1, 2]]), CAMERA)

    np.testing.assert_array_equal(found.inside, [0.0, 0.0, 159.0, 59.0])


def test_a_surface_behind_the_camera_that_would_fill_the_image_has_no_box():
    wall = np.array([[-5.0, -100.0, -100.0], [-5.0, 100.0, -100.0], [-5.0, 0.0, 200.0]])

    assert silhouette_of(wall, np.array([[0, 1, 2]]), CAMERA) is None


def test_a_ground_that_runs_under_the_camera_ends_at_the_lower_border():
    ground = np.array([[-10.0, -3.0, -1.5], [20.0, 0.0, -1.5], [-10.0, 3.0, -1.5]])

    found = silhouette_of(ground, np.array([[0, 1, 2]]), CAMERA)

    assert found.inside[3] == 59.0
    assert found.whole[3] > 1000.0
    np.testing.assert_allclose(found.inside[1], 31.7 + 80.0 * 1.5 / 20.0)


def test_a_thing_beside_the_image_has_no_box():
    vertices = CORNERS + np.array([10.0, 30.0, 0.0])

    assert silhouette_of(vertices, SIDES, CAMERA) is None


def test_a_thing_whose_box_meets_the_image_but_not_its_silhouette_has_no_box():
    """A slanted needle passes by the image's corner: its box overlaps the image, it does not."""
    needle = np.array([[10.0, 18.0, 4.5], [10.0, 9.0, 13.5], [10.0, 9.0, 13.6]])

    assert silhouette_of(needle, np.array([[0, 1, 2]]), CAMERA) is None
