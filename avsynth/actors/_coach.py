"""What city buses and coaches share: liveries, doors, wheels, and what is on their fronts and rears."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from avsynth.actors._choice import chosen
from avsynth.actors._heavy import Heavy
from avsynth.actors._heavy_parts import SLOT, headlamp, pair, tail_lamp
from avsynth.actors._hull import DOOR_TURN, DOORS, Hull
from avsynth.actors._vehicle import LAMP_ACTS, driven_joints
from avsynth.catalog.faces import plate_at
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import Shape, both_sides, box, merged, rod, rounded_box
from avsynth.contracts import Motion
from avsynth.core.seed import Stream

#: Material of the lower part of the walls: that of the paint, or another one.
SECOND = {"same": 0.55, "paint_white": 0.15, "paint_grey": 0.10, "paint_blue_dark": 0.10, "paint_red": 0.10}


class Liveried(Heavy):
    """A vehicle for passengers, in one or two colours."""

    acts: ClassVar[Mapping[str, str]] = {**LAMP_ACTS, DOORS: "the passengers' doors open"}
    #: Material of the side windows.
    glass: ClassVar[str] = "car_glass"

    second: MaterialName | Literal["same"] | None = Field(
        None, description="Material of the lower part of the walls; 'same' for that of the paint."
    )

    def _choices(self, stream: Stream) -> dict[str, object]:
        """Return the second colour."""
        return {"second": self.second or chosen(SECOND, stream.child("second"))}

    def finish(self) -> Mapping[str, str]:
        """Return the paints."""
        second = self.paint if self.second == "same" else self.second
        return {"paint": self.paint, "roof": self.paint, "second": second, "rear_glass": self.glass}

    def lamps(self, motion: Motion) -> Mapping[str, str]:
        """Return the lamps that burn: in the dark those of the passengers too."""
        inside = {"cabin_lamp": "cabin_lamp_lit"} if motion.dark and self.lights != "off" else {}
        return {**super().lamps(motion), **inside}


def door_turn(motion: Motion, openable: bool) -> dict[str, float]:
    """Return how far the leaves of passengers' doors are turned [rad]."""
    return {DOORS: DOOR_TURN * min(max(motion.act(DOORS), 0.0), 1.0)} if openable else {}


def coach_joints(
    motion: Motion, axles: Mapping[str, float], radius: float, width: float, *, openable: bool
) -> dict[str, float]:
    """Return the angles [rad] of wheels and doors."""
    wheels = driven_joints(motion, radius, axles["front"] - axles["rear"], width - 0.4, tuple(axles))
    return wheels | door_turn(motion, openable)


def face(form: Hull, reach: float) -> Shape:
    """Return lamps, plate, display and wipers of the front, and mirrors that hang out to y = `reach` [m]."""
    front, half, z = form.front, form.half, (form.skirt + form.screen) / 2
    display = box(0.04, 1.5 * half, 0.17, SLOT["display"])
    parts = [
        pair(headlamp(front - 0.012, half - form.radius - 0.16, z, (0.42, 0.18))),
        plate_at(front, form.skirt + 0.14, 1),
        display.moved(front - 0.9 * form.rake[0] + 0.02, 0, form.head + 0.09),
        both_sides(_mirror(form, reach)),
    ]
    for start, stop in ((0.10, 0.75), (-0.75, -0.10)):
        ends = [[front + 0.012, y * half, form.screen + up] for y, up in ((start, 0.10), (stop, 0.16))]
        parts.append(rod(*ends, 0.012, 4, SLOT["trim"]))
    return merged(parts)


def back(form: Hull) -> Shape:
    """Return lamps, plate and engine grille of the rear."""
    rear, half, z = form.rear, form.half, (form.skirt + form.screen) / 2
    return merged(
        [
            pair(tail_lamp(rear - 0.005, half - form.radius - 0.10, z + 0.32, (0.16, 0.62))),
            plate_at(rear, form.screen - 0.1, -1),
            box(0.03, 1.0 * half, 0.36, SLOT["grille"]).moved(rear - 0.005, 0, form.skirt + 0.34),
        ]
    )


def _mirror(form: Hull, reach: float) -> Shape:
    """Return the left mirror, hanging on an arm from above the windscreen."""
    x, y, top = form.front + 0.02, reach - 0.09, form.head + 0.05
    path = np.array([[form.front - 0.30, form.half - 0.20, top + 0.12], [x, y, top]])
    return merged(
        [
            rod(*path, 0.025, 6, SLOT["trim"]),
            rounded_box(0.10, 0.18, 0.42, 0.03, SLOT["trim"], steps=1).moved(x, y, top - 0.22),
            box(0.006, 0.15, 0.36, SLOT["mirror"]).moved(x - 0.053, y, top - 0.22),
        ]
    )
