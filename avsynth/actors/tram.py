"""Trams: three or five bodies that bend on the rails, under a folded pantograph. At most 24000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import ClassVar, Literal

import numpy as np

from avsynth.actors._articulation import chords
from avsynth.actors._coach import Liveried, door_turn
from avsynth.actors._heavy import HeavyShape
from avsynth.actors._heavy_parts import HEAVY_FINISH, SLOT, drivers_place, headlamp, pair, tail_lamp
from avsynth.actors._hull import Hull, hull, inside
from avsynth.actors._vehicle import Sizes, shaped
from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.motorcar import fitted
from avsynth.catalog.shapes import Shape, box, cylinder, merged, rod, rounded_box
from avsynth.catalog.wheels import about_y, axle, rolled
from avsynth.contracts import ACTORS, Motion
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint, Model

#: Mean and spread of length, width, height [m]: low-floor trams are 20 to 45 m long and 2.3 to 2.65 m wide, the widths
#: that guidelines for tramways (BOStrab, VDV 150) allow on streets; KITTI's older ones measure 16.1 × 2.53 × 3.53 m.
SIZES: Sizes = ((28.5, 4.0), (2.42, 0.08), (3.62, 0.06))
LIMITS: Sizes = ((16.0, 45.0), (2.2, 2.7), (3.3, 4.2))
PAINTS = {"paint_red": 0.25, "paint_yellow": 0.22, "paint_white": 0.22, "paint_blue": 0.14, "paint_green": 0.17}
#: From this length on there are five bodies [m]; end bodies are so much longer than middle ones [1].
FIVE, LONGER = 26.0, 1.25
GAP, RADIUS, FLOOR = 0.50, 0.31, 0.38
#: Half the wheelbase of a bogie, and half of the standard gauge over the wheels' outsides [m].
BOGIE, TRACK = 0.9, 0.76


class TramShape(HeavyShape):
    """What the mesh of a tram depends on."""

    @property
    def spans(self) -> list[tuple[float, float]]:
        """x of front and rear of each body, from the front one back, from the middle of the length [m]."""
        count = 5 if self.length > FIVE else 3
        shares = np.array([LONGER, *[1.0] * (count - 2), LONGER])
        ends = self.length / 2 - np.concatenate([[0], np.cumsum(shares / shares.sum())]) * self.length
        return [(float(a), float(b)) for a, b in pairwise(ends)]

    @property
    def bogies(self) -> dict[int, float]:
        """x of the bogie of every other body by the body's number [m]."""
        return {k: (front + rear) / 2 for k, (front, rear) in enumerate(self.spans) if k % 2 == 0}


@ACTORS.register
class Tram(Liveried):
    """A low-floor tram."""

    kind: Literal["tram"] = "tram"
    category: ClassVar[Category] = Category.TRAM
    sizes: ClassVar[Sizes] = SIZES
    limits: ClassVar[Sizes] = LIMITS
    paints: ClassVar[Mapping[str, float]] = PAINTS

    def model(self) -> Model:
        """Return the shape of the tram."""
        return _model(shaped(self, TramShape))

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the bodies follow the rails, wheels roll and doors stand open."""
        shape = shaped(self, TramShape)
        lengths = [front - rear for front, rear in shape.spans]
        names = [f"{_bogie(k)}_{end}" for k in shape.bogies for end in ("front", "rear")]
        angles = {f"bend_{k}": turn for k, turn in enumerate(chords(lengths, motion.curvature), start=1)}
        angles |= rolled(tuple(names), motion.distance, RADIUS)
        return angles | door_turn(motion, self.openable)


def _bogie(number: int) -> str:
    return f"bogie{number}"


def _bends(shape: TramShape, number: int) -> tuple[Joint, ...]:
    """Return the joints between the middle body and body `number`; in a left bend those ahead turn left."""
    middle = len(shape.spans) // 2
    if number < middle:
        return tuple(_bend(k + 1, shape.spans[k][1], 1.0) for k in reversed(range(number, middle)))
    return tuple(_bend(k, shape.spans[k][0], -1.0) for k in range(middle + 1, number + 1))


def _bend(gap: int, x: float, sign: float) -> Joint:
    return Joint(f"bend_{gap}", (x, 0.0, 0.0), (0.0, 0.0, sign))


@lru_cache(maxsize=16)
def _model(tram: TramShape) -> Model:
    """Return the model of a tram."""
    sections = [_section(tram, number) for number in range(len(tram.spans))]
    owners = [number for number, section in enumerate(sections) for _ in section]
    pieces = fitted([piece for section in sections for piece in section], (tram.length, tram.width, tram.height))
    bodies = [
        replace(piece, joints=_bends(tram, number) + piece.joints) for number, piece in zip(owners, pieces, strict=True)
    ]
    wheels = [wheel for number, x in tram.bogies.items() for wheel in _wheels(x, number, _bends(tram, number))]
    return model("tram", tram, [*bodies, *wheels], HEAVY_FINISH)


def _section(tram: TramShape, number: int) -> list[Piece]:
    """Return one body with its doors, bellows before it, and what is inside and on its roof."""
    spans = tram.spans
    first, last = number == 0, number == len(spans) - 1
    front, rear = spans[number][0] - (0 if first else GAP / 2), spans[number][1] + (0 if last else GAP / 2)
    half, is_borne = tram.width / 2, number % 2 == 0
    middle, wide = (front + rear) / 2, 1.30
    places = [] if is_borne and not (first or last) else [middle + wide / 2]
    if is_borne and (first or last):
        places = [spans[number][1] + 2.0 if first else spans[number][0] - 0.7]
    doors = tuple((x, x - wide) for x in places)
    form = Hull(
        front=front, rear=rear, half=half, top=tram.height - 0.42, skirt=0.22, screen=0.95, sill=1.05,
        head=tram.height - 0.98, rake=(0.75 if first else 0.0, 0.75 if last else 0.0),
        radius=0.45 if first or last else 0.06, glazed=(first, last), posts=1.5, doors=(doors, doors),
    )  # fmt: skip
    body, *leaves = hull(form, Category.TRAM, f"body{number}", openable=tram.openable)
    shapes = [body.shape, inside(form, _rows(form, first=first, last=last), lambda x: FLOOR, poles=True)]
    shapes.append(
        rounded_box(0.7 * (front - rear), 0.75 * tram.width, 0.30, 0.08, SLOT["roof"], steps=1).moved(
            middle, 0, tram.height - 0.22
        )
    )
    if first:
        shapes.append(drivers_place((front - 1.75, 0.0, 0.95), 0.50, driver=tram.driver))
    else:
        bellows = box(GAP + 0.1, tram.width - 0.22, tram.height - 0.85, SLOT["trim"])
        shapes.append(bellows.moved(spans[number][0], 0, 0.32 + (tram.height - 0.85) / 2))
    if number == len(spans) // 2:
        shapes.append(_pantograph(middle, tram.height))
    if first or last:
        shapes.append(_face(form, ahead=first))
    leaves = [replace(leaf, name=f"body{number}_{leaf.name}") for leaf in leaves]
    return [Piece(body.name, merged(shapes), Category.TRAM), *leaves]


def _rows(form: Hull, *, first: bool, last: bool) -> np.ndarray:
    """Return x of the rows of seats: behind the driver's place, before the other end."""
    return np.arange(form.rear + (2.4 if last else 0.8), form.front - (2.6 if first else 0.5), 0.95)


def _face(form: Hull, *, ahead: bool) -> Shape:
    """Return lamps, coupling cover and display of an end."""
    x, sign = (form.front, 1) if ahead else (form.rear, -1)
    across, z = form.half - form.radius - 0.05, 0.74
    lamp = headlamp(0.0, across, z, (0.34, 0.16)) if ahead else tail_lamp(0.0, across, z, (0.34, 0.14))
    display = box(0.04, 0.9 * form.half, 0.16, SLOT["display"]).moved(-sign * 0.62, 0, form.head + 0.09)
    cover = rounded_box(0.16, 1.1, 0.22, 0.05, SLOT["trim"], steps=1).moved(-sign * 0.03, 0, 0.46)
    return merged([pair(lamp), display, cover]).moved(x)


def _pantograph(x: float, height: float) -> Shape:
    """Return a folded pantograph: two arms and the bow with its contact strip."""
    z = height - 0.06
    arms = [rod([x - 0.9, y, z - 0.15], [x + 0.5, 0.6 * y, z - 0.06], 0.03, 6, SLOT["steel"]) for y in (-0.4, 0.4)]
    bow = rod([x + 0.45, -0.75, z], [x + 0.45, 0.75, z], 0.03, 6, SLOT["steel"])
    return merged([*arms, bow, box(1.6, 1.1, 0.06, SLOT["steel"]).moved(x - 0.3, 0, z - 0.2)])


def _wheels(x: float, number: int, bends: tuple[Joint, ...]) -> list[Piece]:
    """Return the wheels of a bogie and its frame."""
    wheel = about_y(cylinder(RADIUS, 0.13, 20, SLOT["steel"]))
    frame = merged([box(2.6, 0.12, 0.22, SLOT["underbody"]).moved(x, y, 0.36) for y in (-0.9, 0.9)])
    pieces = [Piece(f"{_bogie(number)}_frame", frame, Category.TRAM, bends)]
    for end, at in (("front", x + BOGIE), ("rear", x - BOGIE)):
        pieces += axle((at, TRACK, RADIUS), 0.13, wheel, f"{_bogie(number)}_{end}", Category.TRAM, under=bends)
    return pieces
