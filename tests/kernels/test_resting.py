"""The kernel that stands vehicles on their wheels says what `Ground.resting` says."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from avsynth.core.frames import Pose
from avsynth.datatypes.ground import SLACK, SQUARE, STEP_UP, WHEELS, Ground
from avsynth.datatypes.lane import Lane
from avsynth.kernels.resting import rest


def lane(name, start, end, width, slope):
    """Return a straight lane from `start` to `end` (3,) [m]."""
    share = np.linspace(0.0, 1.0, 5)[:, None]
    centre = np.array(start) * (1 - share) + np.array(end) * share
    return Lane(name, "drive", centre, np.full(5, width), "road", slope=np.full(5, slope))


GROUND = Ground(
    [
        lane("up", (0.0, 0.0, 0.0), (60.0, 10.0, 4.0), 3.5, 0.02),
        lane("level", (0.0, 4.0, 0.1), (60.0, 14.0, 0.1), 3.0, 0.0),
        lane("bridge", (30.0, -20.0, 6.0), (30.0, 30.0, 6.5), 4.0, -0.03),
    ]
)


@given(
    st.floats(-20.0, 80.0),
    st.floats(-25.0, 35.0),
    st.floats(-1.0, 7.0),
    st.floats(-3.2, 3.2),
    st.tuples(st.floats(1.0, 19.0), st.floats(0.5, 2.6)),
)
def test_the_kernel_rests_a_vehicle_as_the_array_form_does(x, y, z, yaw, size):
    size = np.array([*size, 1.5])
    expected = GROUND.resting(Pose.planar(x, y, z, yaw), size)
    rotations, translations = np.empty((1, 3, 3)), np.empty((1, 3))
    place, height, sizes = np.array([[x, y, yaw]]), np.array([z]), size[None, :2]

    rest(GROUND.table, SQUARE, SLACK, STEP_UP, place, height, sizes, WHEELS, rotations, translations)

    assert np.allclose(translations[0], expected.translation, rtol=0, atol=1e-9)
    assert np.allclose(rotations[0], expected.rotation, rtol=0, atol=1e-9)
