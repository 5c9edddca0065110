"""Coaches: high floors over luggage bays, rows of double seats behind dark glass. At most 14000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np

from avsynth.actors._coach import Liveried, back, coach_joints, face
from avsynth.actors._heavy import HeavyShape
from avsynth.actors._heavy_parts import HEAVY_FINISH, SLOT, drivers_place
from avsynth.actors._hull import Hull, hull, inside
from avsynth.actors._truck_chassis import truck_wheels
from avsynth.actors._vehicle import Sizes, shaped
from avsynth.catalog.boxwork import Arch
from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.motorcar import fitted
from avsynth.catalog.shapes import Shape, both_sides, box, merged, rounded_box
from avsynth.contracts import ACTORS, Motion
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: Mean and spread of length, width over the mirrors, height [m]: buses of two axles may be 13.5 m long, others
#: 15 m, 2.55 m wide without mirrors and 4.0 m high [EU9653]_; most coaches are 12 to 13 m long and 3.4 to 3.8 m high.
SIZES: Sizes = ((12.6, 0.45), (2.83, 0.008), (3.58, 0.12))
LIMITS: Sizes = ((9.0, 15.0), (2.4, 3.1), (3.1, 4.0))
PAINTS = {
    "paint_white": 0.40,
    "paint_silver": 0.18,
    "paint_blue": 0.12,
    "paint_red": 0.12,
    "paint_anthracite": 0.08,
    "paint_yellow": 0.05,
    "paint_green": 0.05,
}
RADIUS, FLOOR, PITCH = 0.52, 1.32, 0.82
#: From this length on there are two rear axles [m].
THREE_AXLES = 13.0
#: Width and gap of the flaps of the luggage bays [m].
BAY, SEAM = 1.25, 0.012


class CoachShape(HeavyShape):
    """What the mesh of a coach depends on."""

    @property
    def axles(self) -> dict[str, float]:
        """x of each axle by name, from the middle of the length [m]."""
        half = self.length / 2
        axles = {"front": half - 2.75, "rear": 3.45 - half}
        return axles | ({"last_single": axles["rear"] - 1.36} if self.length > THREE_AXLES else {})


@ACTORS.register
class Coach(Liveried):
    """A coach for long journeys."""

    kind: Literal["coach"] = "coach"
    category: ClassVar[Category] = Category.BUS
    glass: ClassVar[str] = "car_glass_dark"
    sizes: ClassVar[Sizes] = SIZES
    limits: ClassVar[Sizes] = LIMITS
    paints: ClassVar[Mapping[str, float]] = PAINTS

    def model(self) -> Model:
        """Return the shape of the coach."""
        return _model(shaped(self, CoachShape))

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the wheels steer and roll and how far the doors stand open."""
        return coach_joints(motion, shaped(self, CoachShape).axles, RADIUS, self.width, openable=self.openable)


@lru_cache(maxsize=32)
def _model(coach: CoachShape) -> Model:
    """Return the model of a coach."""
    front, half = coach.length / 2, coach.width / 2 - 0.15
    axles = coach.axles
    middle = 0.5 * (axles["front"] + axles["rear"]) - 0.4
    form = Hull(
        front=front, rear=-front, half=half, top=coach.height - 0.12, skirt=0.32, screen=1.02, sill=1.78,
        head=coach.height - 0.52, rake=(0.62, 0.28), radius=0.34, glazed=(True, False), posts=1.62,
        doors=((), ((front - 0.50, front - 1.45), (middle, middle - 0.85))),
        arches=tuple(Arch(x, RADIUS, RADIUS + 0.09) for x in axles.values()),
    )  # fmt: skip
    body, *leaves = hull(form, Category.BUS, "body", openable=coach.openable)
    rows = np.arange(1.1 - front, front - 2.4, PITCH)
    shapes = [
        body.shape,
        inside(form, rows, lambda x: FLOOR, poles=False),
        drivers_place((front - 1.30, 0.5 * half, 1.28), 0.48, driver=coach.driver),
        face(form, coach.width / 2),
        back(form),
        _bays(form, axles),
        rounded_box(2.2, 1.7, 0.20, 0.07, SLOT["roof"], steps=1).moved(-0.05 * coach.length, 0, coach.height - 0.10),
    ]
    pieces = [Piece("body", merged(shapes), Category.BUS), *leaves]
    bodies = fitted(pieces, (coach.length, coach.width, coach.height))
    return model("coach", coach, [*bodies, *truck_wheels(axles, half, RADIUS, Category.BUS)], HEAVY_FINISH)


def _bays(form: Hull, axles: Mapping[str, float]) -> Shape:
    """Return the seams of the flaps of the luggage bays between the axles, and of the engine's behind."""
    first, last = axles["front"] - RADIUS - 0.25, axles["rear"] + RADIUS + 0.25
    tall = form.sill - 0.15 - form.skirt - 0.1
    seams = [
        box(SEAM, 0.01, tall, SLOT["seam"]).moved(x, form.half, form.skirt + 0.1 + tall / 2)
        for x in np.linspace(first, last, round((first - last) / BAY) + 1)
    ]
    seams.append(box(first - last, 0.01, SEAM, SLOT["seam"]).moved((first + last) / 2, form.half, form.sill - 0.14))
    return both_sides(merged(seams))
