"""Bodies of cars and vans: the painted surface below the windows, from side-view and plan-view curves.

x runs forward from the middle of the length, z up from the ground. The sheet metal made of it is in `shell`, windows
and roof are in `greenhouse`, what lies on it (lamps, grille, seams) in `faces`, what is inside in `cabin`.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from pydantic import Field

from avsynth.catalog.curves import smooth
from avsynth.core.config import Config

#: Default material of each finish slot of a car; the order numbers the slots.
CAR_FINISH = {
    "paint": "paint_silver",
    "roof": "paint_silver",
    "glass": "car_glass",
    "rear_glass": "car_glass",
    "trim": "plastic_black",
    "seam": "plastic_black",
    "grille": "grille",
    "headlamp": "headlamp",
    "lamp_housing": "lamp_housing",
    "day_lamp": "headlamp",
    "tail_lamp": "tail_lamp",
    "brake_lamp": "tail_lamp",
    "reverse_lamp": "reverse_lamp",
    "left_indicator": "indicator",
    "right_indicator": "indicator",
    "reflex": "reflex_red",
    "chrome": "chrome",
    "plate": "plate_retro",
    "plate_print": "plate_print",
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
    "livery": "paint_blue",
    "stripe": "reflex_yellow",
    "beacon": "beacon_blue",
}
SLOT = {name: number for number, name in enumerate(CAR_FINISH)}

#: Free space between a tyre and its arch [m].
TYRE_GAP = 0.05
#: Within this x the side's lower edge falls from a wheel arch to the sill [m].
ARCH_STEP = 0.004
#: Where the flat of nose and tail begins, from the end of the body [m].
CORNER = 0.09

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
    glass_rows: int = Field(5, description="Rows of the windows from the belt up to which there is glass.")
    closed_tail: bool = Field(False, description="Whether the rear window is sheet metal.")
    rail: float = Field(description="Half width at the roof's side edge [m].")
    crown: float = Field(0.05, description="Height of the roof's middle over its edge [m].")
    bonnet_crown: float = Field(0.055, description="Height of the bonnet's middle over its edge [m].")
    nose_narrow: float = Field(0.62, description="Width of the flat part of the nose ÷ width [1].")
    tail_narrow: float = Field(0.74, description="Width of the flat part of the tail ÷ width [1].")
    nose_round: float = Field(0.75, description="Length over which the nose narrows [m].")
    nose_bulge: float = Field(0.08, description="How far the nose's middle lies before its corners [m].")
    tail_bulge: float = Field(0.07, description="How far the tail's middle lies behind its corners [m].")
    nose_rake: float = Field(0.12, description="How far the nose's upper edge lies behind the bumper [m].")
    tail_rake: float = Field(0.06, description="How far the tail's upper edge lies before the bumper [m].")
    bumper: float = Field(0.42, description="Height at which bumpers stand out most ÷ height of the upper edge [1].")
    shoulder: float = Field(0.02, description="How far the sides stand out at the shoulder line [m].")
    doors: tuple[float, ...] = Field((), description="x of the door seams [m].")
    bed: float | None = Field(None, description="Height of the floor of an open bed behind the rear window [m].")
    arch_trim: bool = Field(False, description="Whether sills and arches are unpainted plastic.")

    @cached_property
    def arch_radius(self) -> float:
        """Radius of the wheel arches [m]."""
        return self.wheel_radius + TYRE_GAP

    @cached_property
    def nose_half(self) -> float:
        """Half width of the flat of the nose [m]."""
        return float(side(self, np.array(self.length / 2 - CORNER), np.array(0.5))[1])

    @cached_property
    def tail_half(self) -> float:
        """Half width of the flat of the tail [m]."""
        return float(side(self, np.array(CORNER - self.length / 2), np.array(0.5))[1])


def side(body: Coachwork, x: ArrayLike, t: ArrayLike) -> np.ndarray:
    """Return points of the left side, float64 (..., 3) [m], at x [m] and share t [1] from lower to upper edge."""
    x, t = np.broadcast_arrays(np.asarray(x, float), np.asarray(t, float))
    upper, lower = smooth(x, body.edge), lower_edge(body, x)
    z = lower + t * (upper - lower)
    y = body.width / 2 * plan(body, x) * section(z, upper) + _relief(body, x, z, upper)
    return np.stack([x + _rake(body, x, z, upper), y, z], axis=-1)


def end(body: Coachwork, sign: int, across: ArrayLike, t: ArrayLike) -> np.ndarray:
    """Return points of the nose (`sign` 1) or tail (−1), (..., 3) [m]; `across` runs from 1 at the left to −1."""
    across, t = np.broadcast_arrays(np.asarray(across, float), np.asarray(t, float))
    points = side(body, np.full(t.shape, sign * (body.length / 2 - CORNER)), t).copy()
    bulge = body.nose_bulge if sign > 0 else body.tail_bulge
    points[..., 0] += sign * bulge * (1 - np.abs(across) ** 2.2)
    points[..., 1] *= across
    # The upper edge of nose and tail rises towards the middle like bonnet and boot lid.
    points[..., 2] += 0.45 * body.bonnet_crown * (1 - across**2) * t**3
    return points


def front(body: Coachwork, s: ArrayLike, z: ArrayLike) -> np.ndarray:
    """Return points (..., 3) [m] around the left front corner: `s` [m] from the middle of the nose, height `z` [m]."""
    return _around(body, 1, np.asarray(s, float), z)


def rear(body: Coachwork, s: ArrayLike, z: ArrayLike) -> np.ndarray:
    """Return points (..., 3) [m] around the right rear corner: `s` [m] from the middle of the tail, height `z` [m]."""
    return _around(body, -1, -np.asarray(s, float), z)


def flank(body: Coachwork, back: ArrayLike, z: ArrayLike) -> np.ndarray:
    """Return points (..., 3) [m] of the left side at x = −`back` and height `z` [m]."""
    x, z = np.broadcast_arrays(-np.asarray(back, float), np.asarray(z, float))
    return side(body, x, _share(body, x, z))


def lid(body: Coachwork, x: ArrayLike, y: ArrayLike) -> np.ndarray:
    """Return points (..., 3) [m] of bonnet and boot lid at x and y [m]."""
    x, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
    edge = side(body, x, np.ones(x.shape))
    across = np.clip(y / edge[..., 1], -1, 1)
    half = body.length / 2
    bulge = np.clip((np.abs(x) - half + 0.4) / (0.4 - CORNER), 0, 1) ** 2
    reach = np.where(x > 0, body.nose_bulge, body.tail_bulge)
    rise = lid_rise(body, x) * (1 - np.abs(across) ** 2.4)
    ahead = edge[..., 0] + np.sign(x) * reach * bulge * (1 - np.abs(across) ** 2.2)
    return np.stack([ahead, across * edge[..., 1], edge[..., 2] + rise], axis=-1)


def _around(body: Coachwork, sign: int, s: np.ndarray, z: ArrayLike) -> np.ndarray:
    """Return points of nose or tail and of the sides beyond: `s` [m] from the middle to the left, height `z` [m]."""
    s, z = np.broadcast_arrays(s, np.asarray(z, float))
    half = body.nose_half if sign > 0 else body.tail_half
    corner = sign * (body.length / 2 - CORNER)
    x = corner - sign * np.maximum(np.abs(s) - half, 0.0)
    on_end = end(body, sign, np.clip(s / half, -1, 1), _share(body, np.full(s.shape, corner), z))
    on_side = side(body, x, _share(body, x, z)) * np.stack([np.ones(s.shape), np.sign(s), np.ones(s.shape)], axis=-1)
    return np.where((np.abs(s) <= half)[..., None], on_end, on_side)


def _share(body: Coachwork, x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Return the share [1] of the way from lower to upper edge at which height z is."""
    lower = lower_edge(body, x)
    return np.clip((z - lower) / (smooth(x, body.edge) - lower), 0.0, 1.0)


def lower_edge(body: Coachwork, x: np.ndarray) -> np.ndarray:
    """Return the height of the lower edge: sill, raised to a circle over each wheel, higher below the bumpers [m]."""
    half = body.length / 2
    edge = body.clearance + 0.03 * np.clip((np.abs(x) - half + 0.5) / 0.5, 0, 1) ** 2
    for axle in (body.front_axle, body.rear_axle):
        reach = body.arch_radius**2 - (x - axle) ** 2
        arch = body.wheel_radius + np.sqrt(np.clip(reach, 0, None))
        edge = np.maximum(edge, np.where(reach > -ARCH_STEP * body.arch_radius, arch, 0))
    return edge


def plan(body: Coachwork, x: np.ndarray) -> np.ndarray:
    """Return the half width seen from above, relative to the widest [1]: rounded at nose and tail."""
    half, power = body.length / 2, 2.6
    nose = np.clip((half - CORNER - x) / body.nose_round, 0, 1)
    tail = np.clip((x + half - CORNER) / 0.55, 0, 1)
    ahead = body.nose_narrow + (1 - body.nose_narrow) * (1 - (1 - nose) ** power) ** (1 / power)
    behind = body.tail_narrow + (1 - body.tail_narrow) * (1 - (1 - tail) ** power) ** (1 / power)
    taper = 1 - 0.03 * (np.abs(x) / half) ** 2
    return np.minimum(ahead, behind) * taper


def section(z: ArrayLike, upper: ArrayLike) -> np.ndarray:
    """Return the half width seen from the front ÷ the widest [1]: drawn in at the sill and above the shoulder."""
    level = np.asarray(z, float) / upper
    return smooth(
        level, ((0.0, 0.90), (0.22, 0.94), (0.34, 0.955), (0.58, 0.985), (0.74, 1.0), (0.90, 0.975), (1.0, 0.935))
    )


def _relief(body: Coachwork, x: np.ndarray, z: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """Return how far the lips of the wheel arches and the shoulder line stand out of the smooth side [m]."""
    distance = np.min([np.hypot(x - axle, z - body.wheel_radius) for axle in (body.front_axle, body.rear_axle)], axis=0)
    lips = 0.016 * np.exp(-np.clip(distance - body.arch_radius, 0, None) / 0.06)
    level = np.asarray(z) / upper
    within = np.clip((body.length / 2 - 0.45 - np.abs(x)) / 0.35, 0, 1)
    line = np.clip(1 - np.abs(level - 0.80) / np.where(level > 0.80, 0.05, 0.13), 0, 1)
    return lips + within * body.shoulder * line


def _rake(body: Coachwork, x: np.ndarray, z: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """Return the shift along x that gives nose and tail their profile in side view [m]."""
    half, level = body.length / 2, z / upper
    b, back = body.bumper, body.nose_rake
    ahead = smooth(
        level, ((0.22, 0.06), (b - 0.10, 0.004), (b, 0.0), (b + 0.16, 0.022), (0.86, 0.50 * back), (1.0, back))
    )
    r = body.tail_rake
    behind = smooth(
        level, ((0.22, 0.07), (b - 0.08, 0.004), (b, 0.0), (b + 0.14, 0.03), (0.86, 0.03 + 0.6 * r), (1.0, 0.03 + r))
    )
    at_nose = np.clip((x - half + 0.8) / 0.71, 0, 1) ** 2
    at_tail = np.clip((-x - half + 0.5) / 0.41, 0, 1) ** 2
    return behind * at_tail - ahead * at_nose


def lid_rise(body: Coachwork, x: np.ndarray) -> np.ndarray:
    """Return how much higher the middle of bonnet or boot lid is than its edge [m]: less near the ends."""
    return body.bonnet_crown * (0.45 + 0.55 * np.clip((body.length / 2 - 0.1 - np.abs(x)) / 0.35, 0, 1))
