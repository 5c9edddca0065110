"""Bodies of cars and vans: the painted shell below the windows, from side-view and plan-view curves.

x runs forward from the middle of the length, z up from the ground. Windows and roof are in `greenhouse`, what is inside
in `cabin`, wheels in `wheels`.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from pydantic import Field

from avsynth.catalog.curves import smooth
from avsynth.catalog.shapes import Shape, both_sides, box, fan, merged, sheet
from avsynth.core.config import Config

#: Default material of each finish slot of a car; the order numbers the slots.
CAR_FINISH = {
    "paint": "paint_silver",
    "glass": "car_glass",
    "rear_glass": "car_glass",
    "trim": "plastic_black",
    "grille": "grille",
    "headlamp": "headlamp",
    "tail_lamp": "tail_lamp",
    "chrome": "chrome",
    "plate": "plate_retro",
    "underbody": "underbody",
    "interior": "interior_dark",
    "seat": "seat_dark",
    "mirror": "mirror_glass",
    "tyre": "tyre_rubber",
    "rim": "wheel_rim",
    "rim_gap": "rim_dark",
    "skin": "skin_light",
    "hair": "hair_brown",
    "clothing": "cotton_dark",
}
SLOT = {name: number for number, name in enumerate(CAR_FINISH)}

#: Rows of the shell from its lower to its upper edge [1]; lamps and grille lie between them.
ROWS = np.array([0.0, 0.07, 0.20, 0.36, 0.50, 0.64, 0.78, 0.92, 1.0])
#: Columns of nose and tail across half the width [1].
ACROSS = np.array([0.0, 0.22, 0.45, 0.70, 0.88, 1.0])
#: Half width of a wheel housing's strip, and free space around a tyre [m].
HOUSING_DEPTH, TYRE_GAP = 0.27, 0.055
#: Within this x the side's lower edge falls from a wheel arch to the sill [m].
ARCH_STEP = 0.004
#: Columns are rounded to a tenth of a millimetre, so that equal ones are one; half of it, with room [m].
ROUNDING = 1e-4
#: Width of a door seam [m].
SEAM = 0.012

Curve = tuple[tuple[float, float], ...]


class Coachwork(Config):
    """Shape of a body; all lengths in metres, x forward from the middle, z from the ground."""

    length: float
    width: float = Field(description="Of the body, without mirrors [m].")
    height: float
    wheel_radius: float
    tyre_width: float
    front_axle: float = Field(description="x of the front axle [m].")
    rear_axle: float = Field(description="x of the rear axle [m].")
    clearance: float = Field(0.19, description="Lower edge of the sills [m].")
    edge: Curve = Field(description="(x, z) of the upper edge of the shell, from tail to nose [m].")
    cowl: float = Field(description="x of the windscreen's base at the sides [m].")
    tail: float = Field(description="x of the rear window's base at the sides [m].")
    roof_front: float = Field(description="x of the roof's front edge at the sides [m].")
    roof_rear: float = Field(description="x of the roof's rear edge at the sides [m].")
    roof: Curve = Field(description="(x, z) of the roof's side edge, from rear to front [m].")
    pillars: tuple[tuple[float, float, float, bool], ...] = Field(
        description="(x at belt, x at roof, half thickness [m], black) of pillars between the corners, from the front."
    )
    panels: tuple[int, ...] = Field(
        (), description="Side windows that are closed by sheet metal, counted from the front."
    )
    closed_tail: bool = Field(False, description="Whether the rear window is sheet metal.")
    rail: float = Field(description="Half width at the roof's side edge [m].")
    crown: float = Field(0.05, description="Height of the roof's middle over its edge [m].")
    bonnet_crown: float = Field(0.055, description="Height of the bonnet's middle over its edge [m].")
    nose_narrow: float = Field(0.62, description="Width of the flat part of the nose ÷ width [1].")
    tail_narrow: float = Field(0.74, description="Width of the flat part of the tail ÷ width [1].")
    nose_rake: float = Field(0.12, description="How far the nose's upper edge lies behind the bumper [m].")
    tail_rake: float = Field(0.06, description="How far the tail's upper edge lies before the bumper [m].")
    doors: tuple[float, ...] = Field((), description="x of the door seams [m].")
    sill_trim: bool = Field(True, description="Whether the lowest row is unpainted plastic.")
    lamps: tuple[int, int] = Field((5, 7), description="First row of the headlamps and the first above them.")
    tail_lamps: tuple[int, int] = Field((5, 7), description="First row of the tail lamps and the first above them.")
    lamp_share: float = Field(
        0.6, description="Where the headlamps begin, from the middle, ÷ half width of the nose [1]."
    )
    handles: tuple[tuple[float, float], ...] = Field((), description="(x, z) of the door handles [m].")

    @cached_property
    def arch_radius(self) -> float:
        """Radius of the wheel arches [m]."""
        return self.wheel_radius + TYRE_GAP


def shell(body: Coachwork) -> Shape:
    """Return the painted shell: sides with wheel arches, nose, tail, bonnet, boot lid, underside."""
    x = _stations(body)
    side = _side(body, x)
    nose, tail = _end(body, x[0], side[:, 0]), _end(body, x[-1], side[:, -1])
    return merged(
        [
            both_sides(sheet(side, _side_slots(body, x))),
            sheet(nose[::-1], _nose_slots(body)[::-1]),
            sheet(tail, _tail_slots(body)),
            _lid(body, x, side, nose, x >= body.cowl - ROUNDING),
            _rear_lid(body, x, side, tail),
            both_sides(_ledge(body, x, side)),
            both_sides(merged([_housing(body, axle) for axle in (body.front_axle, body.rear_axle)])),
            _underside(body, x, side),
        ]
    )


def _stations(body: Coachwork) -> np.ndarray:
    """Return the x of the columns of the side, from nose to tail, float64 (S,) [m]."""
    half = body.length / 2
    ends = np.array([0.09, 0.11, 0.15, 0.21, 0.30, 0.42])
    arch = body.arch_radius * np.cos(np.linspace(0, np.pi, 13))
    arch = np.concatenate([arch, [-body.arch_radius - ARCH_STEP, body.arch_radius + ARCH_STEP]])
    seams = np.array([s for door in body.doors for s in (door + SEAM / 2, door - SEAM / 2)])
    fill = np.linspace(-half + 0.55, half - 0.55, 12)
    wanted = np.concatenate([half - ends, ends - half, body.front_axle + arch, body.rear_axle + arch])
    fixed = np.concatenate([wanted, seams, [body.cowl, body.tail]])
    fill = fill[np.min(np.abs(fill[:, None] - fixed), axis=1) > 0.1]
    return np.unique(np.concatenate([fixed, fill]).round(4))[::-1]


def _side(body: Coachwork, x: np.ndarray) -> np.ndarray:
    """Return the left side, rows from lower to upper edge, columns from nose to tail, float64 (9, S, 3) [m]."""
    upper = smooth(x, body.edge)
    lower = _lower_edge(body, x)
    z = lower + ROWS[:, None] * (upper - lower)
    y = body.width / 2 * plan(body, x) * section(z, upper) + _flare(body, x, z)
    return np.stack([x + _rake(body, x, z, upper), y, z], axis=2)


def _lower_edge(body: Coachwork, x: np.ndarray) -> np.ndarray:
    """Return the height of the lower edge: sill, raised to a circle over each wheel, higher below the bumpers [m]."""
    half = body.length / 2
    edge = body.clearance + 0.05 * np.clip((np.abs(x) - half + 0.5) / 0.5, 0, 1) ** 2
    for axle in (body.front_axle, body.rear_axle):
        reach = body.arch_radius**2 - (x - axle) ** 2
        arch = body.wheel_radius + np.sqrt(np.clip(reach, 0, None))
        edge = np.maximum(edge, np.where(reach > -ARCH_STEP * body.arch_radius, arch, 0))
    return edge


def plan(body: Coachwork, x: np.ndarray) -> np.ndarray:
    """Return the half width seen from above, relative to the widest [1]: rounded at nose and tail."""
    half, power = body.length / 2, 2.6
    nose = np.clip((half - 0.09 - x) / 0.75, 0, 1)
    tail = np.clip((x + half - 0.09) / 0.55, 0, 1)
    front = body.nose_narrow + (1 - body.nose_narrow) * (1 - (1 - nose) ** power) ** (1 / power)
    rear = body.tail_narrow + (1 - body.tail_narrow) * (1 - (1 - tail) ** power) ** (1 / power)
    taper = 1 - 0.03 * (np.abs(x) / half) ** 2
    return np.minimum(front, rear) * taper


def section(z: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """Return the half width seen from the front ÷ the widest [1]: drawn in at the sill and above the shoulder."""
    return smooth(
        z / upper, ((0.0, 0.90), (0.22, 0.945), (0.45, 0.995), (0.60, 1.0), (0.80, 0.985), (0.93, 0.96), (1.0, 0.925))
    )


def _flare(body: Coachwork, x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Return how far the lips of the wheel arches stand out [m]."""
    distance = np.min([np.hypot(x - axle, z - body.wheel_radius) for axle in (body.front_axle, body.rear_axle)], axis=0)
    return 0.014 * np.exp(-np.clip(distance - body.arch_radius, 0, None) / 0.05)


def _rake(body: Coachwork, x: np.ndarray, z: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """Return the shift along x that gives nose and tail their profile in side view [m]."""
    half, level = body.length / 2, z / upper
    front = smooth(
        level, ((0.25, 0.05), (0.42, 0.0), (0.62, 0.01), (0.85, 0.45 * body.nose_rake), (1.0, body.nose_rake))
    )
    rear = smooth(level, ((0.25, 0.07), (0.42, 0.0), (0.60, 0.01), (0.80, 0.5 * body.tail_rake), (1.0, body.tail_rake)))
    at_nose = np.clip((x - half + 0.8) / 0.71, 0, 1) ** 2
    at_tail = np.clip((-x - half + 0.5) / 0.41, 0, 1) ** 2
    return rear * at_tail - front * at_nose


def _end(body: Coachwork, x: float, column: np.ndarray) -> np.ndarray:
    """Return nose or tail: rows from low to high, columns from left to right, float64 (9, 11, 3) [m]."""
    across = np.concatenate([ACROSS[::-1], -ACROSS[1:]])
    bulge = np.sign(x) * 0.09 * (1 - across**2)
    points = np.repeat(column[:, None], len(across), axis=1)
    points[..., 0] += bulge
    points[..., 1] *= across
    # The upper edge of nose and tail rises towards the middle like bonnet and boot lid.
    points[..., 2] += 0.45 * body.bonnet_crown * (1 - across**2) * ROWS[:, None] ** 3
    return points


def _lid(body: Coachwork, x: np.ndarray, side: np.ndarray, end: np.ndarray, where: np.ndarray) -> Shape:
    """Return the bonnet: from the upper edge of the nose to the windscreen's base."""
    return sheet(np.concatenate([end[-1:], _strips(body, x[where], side[-1, where])])[:, ::-1], SLOT["paint"])


def _rear_lid(body: Coachwork, x: np.ndarray, side: np.ndarray, end: np.ndarray) -> Shape:
    """Return the boot lid: from the rear window's base to the upper edge of the tail."""
    where = x <= body.tail + ROUNDING
    return sheet(np.concatenate([_strips(body, x[where], side[-1, where]), end[-1:]])[:, ::-1], SLOT["paint"])


def _strips(body: Coachwork, x: np.ndarray, edge: np.ndarray) -> np.ndarray:
    """Return the rows of points between the left upper edge (S, 3) and its mirror image, float64 (S, 11, 3) [m]."""
    across = np.concatenate([ACROSS[::-1], -ACROSS[1:]])
    half = body.length / 2
    points = np.repeat(edge[:, None], len(across), axis=1)
    points[..., 1] *= across
    points[..., 2] += lid_rise(body, x)[:, None] * (1 - np.abs(across) ** 2.4)
    bulge = np.clip((np.abs(x) - half + 0.4) / 0.31, 0, 1) ** 2 * np.sign(x)
    points[..., 0] += 0.09 * bulge[:, None] * (1 - across**2)
    return points


def lid_rise(body: Coachwork, x: np.ndarray) -> np.ndarray:
    """Return how much higher the middle of bonnet or boot lid is than its edge [m]: less near the ends."""
    return body.bonnet_crown * (0.45 + 0.55 * np.clip((body.length / 2 - 0.1 - np.abs(x)) / 0.35, 0, 1))


def _ledge(body: Coachwork, x: np.ndarray, side: np.ndarray) -> Shape:
    """Return the narrow shoulder between the upper edge of the left side and the windows."""
    where = (x <= body.cowl + ROUNDING) & (x >= body.tail - ROUNDING)
    outer = side[-1, where]
    return sheet(np.stack([outer, outer * [1, 0.9, 1]]), SLOT["paint"])


def _housing(body: Coachwork, axle: float) -> Shape:
    """Return the dark inside of a left wheel arch, from the lip inwards."""
    angle = np.linspace(-0.36, np.pi + 0.36, 15)
    across = np.where(np.sin(angle) < 0, np.sign(np.cos(angle)), np.cos(angle))
    x, z = axle + body.arch_radius * across, body.wheel_radius + body.arch_radius * np.sin(angle)
    lip = body.width / 2 * plan(body, x) * section(z, smooth(x, body.edge)) + _flare(body, x, z)
    outer = np.column_stack([x, lip, z])
    inner = np.column_stack([x, np.full(15, body.width / 2 - HOUSING_DEPTH), z])
    return merged([sheet(np.stack([outer, inner]), SLOT["underbody"]).flipped(), fan(inner[::-1], SLOT["underbody"])])


def _underside(body: Coachwork, x: np.ndarray, side: np.ndarray) -> Shape:
    """Return the flat underside, narrow between the wheels."""
    inside = np.min([np.abs(x - axle) for axle in (body.front_axle, body.rear_axle)], axis=0)
    inside = inside < body.arch_radius + ARCH_STEP / 2
    half = np.where(inside, body.width / 2 - HOUSING_DEPTH, side[0, :, 1])
    level = np.where(inside, body.clearance, side[0, :, 2])
    left, right = (np.column_stack([side[0, :, 0], sign * half, level]) for sign in (1, -1))
    return sheet(np.stack([left, right]), SLOT["underbody"]).flipped()


def _side_slots(body: Coachwork, x: np.ndarray) -> np.ndarray:
    """Return the finish of the side's cells, int (8, S − 1)."""
    middle, half = (x[1:] + x[:-1]) / 2, body.length / 2
    slots = np.full((len(ROWS) - 1, len(middle)), SLOT["paint"])
    for door in body.doors:
        slots[1:, np.abs(middle - door) < SEAM / 2] = SLOT["trim"]
    slots[slice(*body.lamps), middle > half - 0.36] = SLOT["headlamp"]
    slots[slice(*body.tail_lamps), middle < 0.26 - half] = SLOT["tail_lamp"]
    if body.sill_trim:
        slots[0] = SLOT["trim"]
    return slots


def _nose_slots(body: Coachwork) -> np.ndarray:
    """Return the finish of the nose's cells, int (8, 10)."""
    across = np.abs((np.arange(10) - 4.5) / 5)
    slots = np.full((len(ROWS) - 1, 10), SLOT["paint"])
    slots[0] = SLOT["trim"]
    slots[1:3, across < 0.8] = SLOT["grille"]
    slots[slice(*body.lamps), across > body.lamp_share] = SLOT["headlamp"]
    slots[body.lamps[0] : 7, across < body.lamp_share] = SLOT["grille"]
    return slots


def _tail_slots(body: Coachwork) -> np.ndarray:
    """Return the finish of the tail's cells, int (8, 10)."""
    across = np.abs((np.arange(10) - 4.5) / 5)
    slots = np.full((len(ROWS) - 1, 10), SLOT["paint"])
    slots[0:2] = SLOT["trim"]
    slots[slice(*body.tail_lamps), across > 0.75] = SLOT["tail_lamp"]
    return slots


def door_handles(body: Coachwork) -> Shape:
    """Return the door handles of both sides."""
    bars = []
    for x, z in body.handles:
        skin = body.width / 2 * float(plan(body, np.array(x)) * section(np.array(z), smooth(x, body.edge)))
        bars.append(box(0.17, 0.03, 0.028, SLOT["paint"]).moved(x, skin + 0.008, z))
    return both_sides(merged(bars))


def number_plate(body: Coachwork, end: int, z: float) -> Shape:
    """Return a licence plate at height `z` [m] on the nose (`end` = 1) or tail (−1); 520 × 110 mm, as in Europe."""
    x = _stations(body)
    column = _side(body, x)[:, 0 if end > 0 else -1]
    surface = _end(body, end, column).reshape(-1, 3)
    near = surface[(np.abs(surface[:, 2] - z) < 0.12) & (np.abs(surface[:, 1]) < 0.28)]
    return box(0.02, 0.52, 0.11, SLOT["plate"]).moved(end * (np.abs(near[:, 0]).max() + 0.004), 0, z)
