"""What no road covers inside a junction: found where it is small and shut in, as large as it is, with its rim."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth.datatypes.ground import Ground
from avsynth.datatypes.lane import Lane
from avsynth.roads._gaps import gaps_between
from avsynth.roads._triangulate import signed_area

WIDTH = 4.0


def ring(wide: float, deep: float, height: float = 0.0, sides: int = 4):
    """Return outlines and ground of the first of four roads around a rectangle with a corner at the origin."""
    half = WIDTH / 2
    lines = [
        ([-WIDTH, -half], [wide + WIDTH, -half]),
        ([-WIDTH, deep + half], [wide + WIDTH, deep + half]),
        ([-half, 0.0], [-half, deep]),
        ([wide + half, 0.0], [wide + half, deep]),
    ]
    outlines, lanes = [], []
    for k, (start, end) in enumerate(np.array(lines)[:sides]):
        ahead = (end - start) / np.hypot(*(end - start))
        aside = half * np.array([-ahead[1], ahead[0]])
        corners = np.array([start - aside, end - aside, end + aside, start + aside])
        outlines.append(np.column_stack([corners, np.full(4, height)]))
        centre = np.column_stack([[start, end], [height, height]])
        lanes.append(Lane(f"lane{k}", "drive", centre, np.full(2, WIDTH), "road"))
    return outlines, Ground(lanes, runs_on=False)


@given(st.floats(1.0, 8.0), st.floats(1.0, 9.0), st.floats(-5.0, 5.0))
@settings(max_examples=15, deadline=None)
def test_a_gap_is_filled_to_its_rim(wide, deep, height):
    outlines, ground = ring(wide, deep, height)

    (gap,) = gaps_between(outlines, outlines[:1], ground)

    area = np.array([signed_area(corners[:, :2]) for corners in gap.vertices[gap.triangles]])
    assert (area > 0).all() and np.isclose(area.sum(), wide * deep)
    assert np.allclose(gap.vertices[:, 2], height)
    (rim,) = gap.outlines
    assert np.isclose(signed_area(rim[:, :2]), wide * deep)


@pytest.mark.parametrize("size", [(10.0, 10.0), (40.0, 3.0)])
def test_a_green_between_roads_stays(size):
    outlines, ground = ring(*size)

    assert gaps_between(outlines, outlines, ground) == []


def test_what_touches_no_junction_stays():
    outlines, ground = ring(3.0, 3.0)
    far = outlines[0] + np.array([100.0, 0.0, 0.0])

    assert gaps_between([*outlines, far], [far], ground) == []
    assert gaps_between(outlines, [], ground) == []


def test_what_is_open_to_a_side_stays():
    outlines, ground = ring(3.0, 3.0, sides=3)

    assert gaps_between(outlines, outlines[:1], ground) == []
