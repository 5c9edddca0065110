"""Laws of rigid transforms."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from avsynth.core.frames import Pose, rotation_of, rotation_vector

#: Rounding of a handful of float64 products of numbers up to 1e3.
ROUNDING = 1e-9

coordinate = st.floats(-1e3, 1e3)
vectors = st.tuples(coordinate, coordinate, coordinate).map(np.array)
turns = st.tuples(*[st.floats(-1.7, 1.7)] * 3).map(np.array)
poses = st.builds(lambda turn, shift: Pose(rotation_of(turn), shift), turns, vectors)


@given(turns)
def test_rotations_are_orthonormal_and_proper(turn):
    rotation = rotation_of(turn)

    assert np.allclose(rotation @ rotation.T, np.eye(3), atol=ROUNDING)
    assert np.isclose(np.linalg.det(rotation), 1.0)


@given(turns)
def test_the_rotation_vector_undoes_the_rotation(turn):
    assert np.allclose(rotation_vector(rotation_of(turn)), turn, atol=1e-7)


@given(poses, vectors)
def test_a_pose_and_its_inverse_cancel(a_from_b, point):
    assert np.allclose(a_from_b.inverse().points(a_from_b.points(point)), point, atol=ROUNDING)


@given(poses, poses, vectors)
def test_composition_applies_the_right_hand_pose_first(a_from_b, b_from_c, point):
    assert np.allclose((a_from_b @ b_from_c).points(point), a_from_b.points(b_from_c.points(point)), atol=1e-8)


@given(st.floats(-3.1, 3.1))
def test_yaw_is_read_back(yaw):
    assert np.isclose(Pose.planar(1.0, 2.0, 3.0, yaw).yaw, yaw)


def test_positive_pitch_looks_down():
    forward = Pose.euler((0.0, 0.0, 0.0), yaw=0.0, pitch=0.1, roll=0.0).directions(np.array([1.0, 0.0, 0.0]))

    assert forward[2] < 0


@given(poses, vectors, turns)
def test_moving_there_and_back_ends_where_it_began(pose, velocity, angular_velocity):
    back = pose.moved(velocity, angular_velocity, 0.05).moved(velocity, angular_velocity, -0.05)

    assert np.allclose(back.matrix, pose.matrix, atol=ROUNDING)
