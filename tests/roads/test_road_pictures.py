"""Roads from above: to scale, north up, in the colours of what lies there, with their names."""

import numpy as np
import pytest

from avsynth.contracts import ROADS
from avsynth.datatypes.category import Category
from avsynth.preview import roads
from avsynth.preview._draw import BACKGROUND
from avsynth.preview.roads import COLOURS, MARGIN, NAME

SIDE = 560


@pytest.fixture(scope="module")
def piece():
    lanes = {"left": [("walk", 10.0), ("drive", 10.0)], "right": [("drive", 10.0)]}
    values = {"kind": "road", "name": "main", "path": [{"shape": "line", "length": 100.0}], "lanes": lanes}
    return ROADS.build(values, "test")


def colour(image, x, y):
    """Return the colour at world x, y [m] of a picture of the road, whose surface goes from x = -90 to 190 m."""
    scale = SIDE * (1 - 2 * MARGIN) / 280
    return tuple(image[round((20 - y) * scale + MARGIN * SIDE), round((x + 90) * scale + MARGIN * SIDE)].tolist())


def test_a_road_is_drawn_to_scale_with_north_up(piece):
    image = roads([piece.build().surface], None, SIDE)

    assert image.shape[1] == SIDE and image.shape[0] == round(30 * SIDE * 0.94 / 280 + 2 * MARGIN * SIDE)
    assert colour(image, 50.0, 15.0) == COLOURS[Category.SIDEWALK]
    assert colour(image, 52.0, -4.0) == colour(image, -60.0, 4.0) == COLOURS[Category.ROAD]
    assert colour(image, 50.0, 25.0) == tuple(BACKGROUND)


def test_names_are_written_on_demand(piece):
    plain, named = (roads([piece.build().surface], network, SIDE) for network in (None, piece.network()))

    changed = (plain != named).any(axis=2)
    assert (named[changed] == NAME).all(axis=1).any()
    assert np.abs(np.argwhere(changed).mean(axis=0)[1] - SIDE / 2) < 40
