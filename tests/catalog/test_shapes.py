"""Shapes are closed, look outwards and have the volume they should."""

import numpy as np
import pytest

from avsynth.catalog import shapes
from avsynth.catalog.curves import smooth
from avsynth.catalog.finishing import Piece, mesh
from avsynth.catalog.motorcar import fitted
from avsynth.datatypes.category import Category

#: A prism over an L: 3 of 4 squares.
L_OUTLINE = [[0, 0], [2, 0], [2, 1], [1, 1], [1, 2], [0, 2]]
SOLIDS = {
    "box": (shapes.box(1, 2, 3), 6.0, 1e-9),
    "rounded box": (shapes.rounded_box(1, 2, 3, 0.2, steps=4), 5.78, 0.03),
    "cylinder": (shapes.cylinder(1, 2, 96), 2 * np.pi, 0.01),
    "ellipsoid": (shapes.ellipsoid(1, 2, 3, rings=40, sides=60), 8 * np.pi, 0.15),
    "rod": (shapes.rod([0, 0, 0], [0, 3, 4], 0.5, 96), 1.25 * np.pi, 0.01),
    "prism": (shapes.extruded(L_OUTLINE, 2), 6.0, 1e-9),
    "ring": (shapes.lathe([[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]], 96).moved(x=1), 3 * np.pi, 0.02),
    "bent tube": (shapes.tube([[0, 0, 0], [0, 0, 1], [1, 0, 2]], 0.1, 24), 0.0, 1.0),
}


def volume(shape: shapes.Shape) -> float:
    """Return the signed volume [m³] of a closed shape; positive if it looks outwards."""
    corners = shape.vertices[shape.triangles]
    return float(np.einsum("ti,ti->", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])) / 6)


@pytest.mark.parametrize("name", SOLIDS)
def test_a_solid_has_its_volume_and_looks_outwards(name):
    shape, exact, tolerance = SOLIDS[name]

    assert volume(shape) > 0
    assert volume(shape) == pytest.approx(exact, abs=tolerance)


@pytest.mark.parametrize("name", [name for name in SOLIDS if name != "ring"])
def test_a_solid_has_no_open_edge(name):
    shape, _, _ = SOLIDS[name]
    _, welded = np.unique(np.round(shape.vertices, 9), axis=0, return_inverse=True)
    triangles = welded.ravel()[shape.triangles]
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    edges = edges[edges[:, 0] != edges[:, 1]]
    there = {tuple(edge) for edge in edges.tolist()}

    assert all((b, a) in there for a, b in there)


def test_mirroring_and_flipping_keep_or_turn_the_outside():
    shape = shapes.extruded(L_OUTLINE, 1)

    assert volume(shape.mirrored()) == pytest.approx(3.0)
    assert volume(shape.flipped()) == pytest.approx(-3.0)
    assert volume(shapes.both_sides(shape.moved(y=1))) == pytest.approx(6.0)


def test_a_sheet_looks_along_column_times_row():
    columns_along_x_rows_along_y = [[[0, 0, 0], [1, 0, 0]], [[0, 1, 0], [1, 1, 0]]]

    normals = mesh(shapes.sheet(columns_along_x_rows_along_y)).normals

    np.testing.assert_allclose(normals, np.tile([0, 0, 1], (4, 1)), atol=1e-6)


def test_a_box_keeps_its_edges_and_a_ball_has_none():
    box, ball = mesh(shapes.box(1, 1, 1)), mesh(shapes.ellipsoid(1, 1, 1, rings=24, sides=36))

    assert len(box.vertices) == 24
    assert (np.abs(box.normals).max(axis=1) > 0.999).all()
    np.testing.assert_allclose(ball.normals, ball.vertices, atol=0.03)


def test_degenerate_triangles_are_dropped_and_vertices_welded():
    twice = shapes.merged([shapes.box(1, 1, 1), shapes.box(1, 1, 0)])

    kept = mesh(shapes.merged([shapes.box(1, 1, 1), twice.scaled(1e-6, 1e-6, 1e-6)]))

    assert len(kept.triangles) == 12


def test_fitting_gives_the_size_and_keeps_the_ground():
    cube = Piece("body", shapes.box(1, 1, 1).moved(3, 4, 0.5), Category.CAR)
    (piece,) = fitted([cube], (4.0, 2.0, 1.5))

    np.testing.assert_allclose(piece.shape.vertices.max(axis=0), [2.0, 1.0, 1.5])
    np.testing.assert_allclose(piece.shape.vertices.min(axis=0), [-2.0, -1.0, 0.0])


def test_a_smooth_curve_meets_its_points_and_overshoots_nowhere():
    points = np.array([(0.0, 0.0), (1.0, 1.0), (2.0, 1.0), (4.0, 3.0)])
    x = np.linspace(-1, 5, 400)

    values = smooth(x, points)

    np.testing.assert_allclose(smooth(points[:, 0], points), points[:, 1], atol=1e-12)
    assert (np.diff(values) >= -1e-12).all()
    assert values.min() == 0.0 and values.max() == 3.0
