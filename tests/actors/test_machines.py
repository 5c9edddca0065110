"""Machines: what hangs on rams moves with them, and a body turns on its tracks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.contracts import ACTORS, Motion
from avsynth.core.seed import Stream

degrees = st.floats(0, 1)


def excavator():
    """Return an excavator, its parts by name, and a function from acts to joint angles."""
    digger = ACTORS.get("excavator")().dressed(Stream(2))
    return {part.name: part for part in digger.model().parts}, lambda acts: digger.joints(Motion(acts=acts))


@given(lift=degrees, reach=degrees, dig=degrees, slew=degrees)
@settings(max_examples=40, deadline=None)
@pytest.mark.parametrize("ram", ["boom_ram", "arm_ram", "bucket_ram"])
def test_barrel_and_rod_of_a_ram_lie_on_one_line(ram, lift, reach, dig, slew):
    parts, joints = excavator()
    angles = joints({"lift": lift, "reach": reach, "dig": dig, "slew": slew})
    barrel, rod = (next(p for name, p in parts.items() if name.startswith(f"{ram}_{end}")) for end in ("barrel", "rod"))
    base, end = np.array(barrel.joints[-1].origin), np.array(rod.joints[-1].origin)

    posed = [part.model_from_part(angles) for part in (barrel, rod)]
    line = posed[1].points(end) - posed[0].points(base)

    for pose in posed:
        np.testing.assert_allclose(np.cross(pose.rotation @ (end - base), line), 0, atol=1e-6)


def test_the_body_turns_and_the_tracks_stay():
    parts, joints = excavator()
    still, turned = joints({}), joints({"slew": 1.0})

    def ahead(part, angles):
        return part.model_from_part(angles).rotation @ [1.0, 0.0, 0.0]

    np.testing.assert_allclose(ahead(parts["tracks"], turned), ahead(parts["tracks"], still))
    np.testing.assert_allclose(ahead(parts["bucket"], turned), [0, 1, 0], atol=1e-9)


def test_a_lifted_boom_is_higher_and_an_arm_put_out_reaches_farther():
    parts, joints = excavator()

    def reach(acts, axis):
        part = parts["bucket"]
        return part.model_from_part(joints(acts)).points(part.mesh.vertices.astype(float))[:, axis].max()

    assert reach({"lift": 1.0}, 2) > reach({}, 2) + 1.5
    assert reach({"reach": 1.0}, 0) > reach({}, 0) + 3.0
