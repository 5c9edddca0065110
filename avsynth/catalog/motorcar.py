"""Putting a car or van together from its coachwork: body, doors and wheels as parts, fitted to the size asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from avsynth.catalog.cabin import cabin
from avsynth.catalog.coachwork import SLOT, Coachwork
from avsynth.catalog.doors import door_pairs, doors
from avsynth.catalog.faces import Look, handles, nose, seams, tail
from avsynth.catalog.finishing import Piece, bounds
from avsynth.catalog.fixtures import mirror, wipers
from avsynth.catalog.greenhouse import greenhouse, windows
from avsynth.catalog.liveries import Stripe, stripes
from avsynth.catalog.shapes import Shape, both_sides, merged
from avsynth.catalog.shell import shell, side_grid
from avsynth.catalog.wheels import axle, road_wheel
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint


@dataclass(frozen=True, slots=True)
class Fitment:
    """What is fitted to a body.

    Parameters
    ----------
    look : Look
    seats : tuple of float [m]
        x of the hips of each row.
    driver : bool
    rear_plate : float [m]
        Height of the plate behind.
    hatch : bool
        Whether the tail opens with its window.
    shelf : bool
        Whether a shelf lies below the rear window.
    doors : int
        How many doors of a side open; the others are drawn only.
    handle : float [1]
        Height of the handles ÷ height of the belt.
    mirror : (reach beyond the body, height) [m]
    wheel : (design, spokes)
    stripes : tuple of Stripe
        Along the sides.
    extras : tuple of Shape
        What else is fixed to the body.
    """

    look: Look
    seats: tuple[float, ...]
    driver: bool
    rear_plate: float
    hatch: bool = True
    shelf: bool = True
    doors: int = 0
    handle: float = 0.86
    mirror: tuple[float, float] = (0.05, 0.125)
    wheel: tuple[str, int] = ("spokes", 5)
    stripes: tuple[Stripe, ...] = ()
    extras: tuple[Shape, ...] = ()


def motorcar(body: Coachwork, fitment: Fitment, category: Category, size: tuple[float, float, float]) -> list[Piece]:
    """Return the pieces of a vehicle of `size` (length, width over the mirrors, height) [m], on z = 0."""
    left, glass = side_grid(body), windows(body)
    cut = door_pairs(body, fitment.doors)
    fittings = _fittings(body, fitment)
    outside = [
        shell(body, left, cut),
        greenhouse(body, glass, fitment.doors),
        cabin(body, fitment.seats, driver=fitment.driver, shelf=fitment.shelf, open_from=cut[-1][1] if cut else None),
        nose(body, fitment.look),
        tail(body, fitment.look, fitment.rear_plate, hatch=fitment.hatch),
        seams(body),
        wipers(body),
        *fitment.extras,
        both_sides(merged(_fixed_stripes(body, fitment))),
        *(both_sides(merged(own)) for own in fittings[fitment.doors :] if own),
    ]
    pieces = [Piece("body", merged(outside), category)]
    pieces += doors(body, left, glass, fittings[: fitment.doors], category)
    return [*fitted(pieces, size), *_wheels(body, fitment, category)]


def _fittings(body: Coachwork, fitment: Fitment) -> list[list[Shape]]:
    """Return what sits on each left door: its handle, on the first one the mirror."""
    found = []
    for number, (first, last) in enumerate(door_pairs(body, len(body.doors) - 1)):
        x = last + 0.15
        z = fitment.handle * float(windows(body).points[0, 1, 2])
        own = [*handles(body, ((x, z),)), *stripes(body, fitment.stripes, first, last)]
        found.append([*own, mirror(body, fitment.mirror[0], tall=fitment.mirror[1])] if number == 0 else own)
    return found


def _fixed_stripes(body: Coachwork, fitment: Fitment) -> list[Shape]:
    """Return the stripes of the left side before and behind its doors."""
    pairs = door_pairs(body, len(body.doors) - 1)
    ends = ((body.length / 2, pairs[0][0]), (pairs[-1][1], -body.length / 2)) if pairs else ()
    return [shape for front, rear in ends for shape in stripes(body, fitment.stripes, front, rear)]


def _wheels(body: Coachwork, fitment: Fitment, category: Category) -> list[Piece]:
    """Return the four wheels on their joints."""
    wheel = road_wheel(body.wheel_radius, body.tyre_width, fitment.wheel, SLOT)
    track = body.width / 2 - 0.02
    places = (("front", body.front_axle), ("rear", body.rear_axle))
    return [
        piece
        for name, x in places
        for piece in axle((x, track, body.wheel_radius), body.tyre_width, wheel, name, category)
    ]


def fitted(pieces: Sequence[Piece], size: tuple[float, float, float]) -> list[Piece]:
    """Return pieces that stand on z = 0 centred in x and y and stretched to `size` [m], joints with them."""
    low, high = bounds([piece.shape for piece in pieces])
    middle, span = (low + high) / 2, high - low
    factor = (size[0] / span[0], size[1] / span[1], size[2] / high[2])
    return [
        replace(
            piece,
            shape=piece.shape.moved(-middle[0], -middle[1], 0).scaled(*factor),
            joints=tuple(_scaled(joint, (middle[0], middle[1], 0.0), factor) for joint in piece.joints),
        )
        for piece in pieces
    ]


def _scaled(joint: Joint, middle: tuple[float, ...], factor: tuple[float, ...]) -> Joint:
    """Return the joint where moving and stretching takes it."""
    origin = tuple((float(v) - m) * f for v, m, f in zip(joint.origin, middle, factor, strict=True))
    return replace(joint, origin=origin)
