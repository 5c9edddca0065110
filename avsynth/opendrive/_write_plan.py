"""Writes reference lines with their heights and banks."""

from __future__ import annotations

import numpy as np

from avsynth.datatypes.curve import Curve, Piece
from avsynth.datatypes.curve_shapes import Bend, Cubic
from avsynth.datatypes.road_model import RoadModel
from avsynth.opendrive._plan import SHORTEST
from avsynth.opendrive._write_records import Node, add, add_rows


def add_plan(road: Node, curve: Curve) -> None:
    """Add the ``<planView>``."""
    plan = add(road, "planView")
    for piece in curve.pieces:
        if piece.shape.length > SHORTEST:
            _add_piece(plan, piece)


def add_profiles(road: Node, model: RoadModel) -> None:
    """Add heights, banks and the shape of the surface across the road; nothing where all is level."""
    if not model.elevation.is_zero:
        add_rows(add(road, "elevationProfile"), "elevation", model.elevation, model.length)
    if model.bank.is_zero and not model.camber:
        return
    lateral = add(road, "lateralProfile")
    if not model.bank.is_zero:
        add_rows(lateral, "superelevation", model.bank, model.length)
    for station, profile in model.camber:
        for start, row in zip(profile.starts, profile.coefficients, strict=True):
            add(lateral, "shape", s=station, t=start, **dict(zip("abcd", row, strict=True)))


def _add_piece(plan: Node, piece: Piece) -> None:
    shape = piece.shape
    row = add(plan, "geometry", s=piece.station, x=piece.x, y=piece.y, hdg=piece.heading, length=shape.length)
    match shape:
        case Bend(is_line=True):
            add(row, "line")
        case Bend(is_arc=True):
            add(row, "arc", curvature=shape.first)
        case Bend():
            add(row, "spiral", curvStart=shape.first, curvEnd=shape.last)
        case Cubic():
            scale = shape.reach ** np.arange(4)
            values = {f"{name}U": value for name, value in zip("abcd", shape.u * scale, strict=True)}
            values |= {f"{name}V": value for name, value in zip("abcd", shape.v * scale, strict=True)}
            add(row, "paramPoly3", **values, pRange="normalized")
