"""How trees grow: eight habits, each a crown of clumps on a trunk with branches, in shares of height and crown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.catalog.curves import smooth
from avsynth.catalog.foliage import Clumps, Spray, leaves, shade, sprays, stretched
from avsynth.catalog.shapes import Shape, merged, tube

#: Angle between one branch and the next around the trunk [rad], as most plants have it.
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
#: A trunk is this much wider at the ground.
FLARE = 1.5
#: Size of the sprays inside a crown ÷ its diameter; those in its heart are larger.
SHADE = 0.088


#: Sprays of most trees.
LEAFY = Spray(0.25, 0.18)


@dataclass(frozen=True, slots=True)
class Habit:
    """How one kind of tree grows.

    Parameters
    ----------
    clear : float [1]
        Height of the lowest leaves ÷ height.
    profile : tuple of (height in the crown, radius ÷ greatest radius) [1]
    clumps : int
        Number of clumps on the outside.
    clump : float [1]
        Their radius ÷ radius of the crown.
    flat : float [1]
        Their height ÷ width.
    spray : Spray
    leaves, shade : int
        Numbers of triangles.
    trunk : float [1]
        Radius of the trunk at breast height ÷ height.
    rise : float [1]
        How steeply branches rise.
    ragged : float [1]
        How unequal the clumps are.
    """

    clear: float
    profile: tuple[tuple[float, float], ...]
    clumps: int
    clump: float
    flat: float = 0.8
    spray: Spray = LEAFY
    leaves: int = 6200
    shade: int = 500
    trunk: float = 0.018
    rise: float = 0.6
    ragged: float = 0.45


ROUND = ((0.0, 0.45), (0.15, 0.80), (0.40, 1.0), (0.70, 0.85), (0.90, 0.50), (1.0, 0.15))
HABITS = (
    Habit(
        0.27, ((0.0, 0.50), (0.2, 0.92), (0.4, 1.0), (0.65, 0.82), (0.85, 0.50), (1.0, 0.12)), 30, 0.36,
    ),
    Habit(0.25, ROUND, 38, 0.31, spray=Spray(0.29, 0.21), ragged=0.5),
    Habit(0.33, ROUND, 14, 0.44, spray=Spray(0.20, 0.14), leaves=4200, shade=160, trunk=0.011, ragged=0.3),
    Habit(
        0.22, ((0.0, 0.55), (0.2, 0.95), (0.45, 1.0), (0.75, 0.75), (1.0, 0.25)), 48, 0.27, 0.62, Spray(0.35, 0.26),
        leaves=6700, trunk=0.026, rise=0.35, ragged=0.5,
    ),
    Habit(
        0.10, ((0.0, 0.45), (0.15, 0.85), (0.45, 1.0), (0.75, 0.75), (1.0, 0.10)), 44, 0.42, 2.2,
        Spray(0.30, 0.18, droop=-0.8), leaves=6400, trunk=0.015, rise=2.5,
    ),
    Habit(
        0.07, ((0.0, 1.0), (0.1, 0.98), (0.5, 0.60), (0.9, 0.15), (1.0, 0.02)), 64, 0.3,
        spray=Spray(0.32, 0.12, outward=1.0), leaves=6800, shade=600, trunk=0.013,
    ),
    Habit(
        0.20, ((0.0, 0.40), (0.2, 0.85), (0.45, 1.0), (0.75, 0.70), (1.0, 0.10)), 30, 0.33, 1.15,
        Spray(0.21, 0.12, droop=1.2, depth=0.6), leaves=6000, shade=130, trunk=0.011, rise=1.3, ragged=0.5,
    ),
    Habit(
        0.24, ((0.0, 0.70), (0.25, 1.0), (0.6, 0.92), (0.85, 0.62), (1.0, 0.25)), 34, 0.33, 0.7,
        trunk=0.020, ragged=0.5,
    ),
)  # fmt: skip
#: The number of the spruce, whose branches carry leaves along their whole length.
SPRUCE = 5


def grown(
    habit: int, height: float, crown: float, slot: dict[str, int], rng: np.random.Generator
) -> tuple[Shape, Shape]:
    """Return wood and leaves of a tree on z = 0 at the origin, of given `height` and diameter of its `crown` [m]."""
    kind = HABITS[habit]
    clumps = _clumps(kind, height, crown, rng)
    if habit == SPRUCE:
        foliage = _needled(kind, height, crown, slot, rng)
    else:
        foliage = merged(
            [
                leaves(clumps, kind.leaves, kind.spray, slot["leaves"], rng),
                shade(clumps, kind.shade, SHADE * crown, slot["inside"], rng),
                shade(_heart(kind, height, crown), kind.shade // 3, 1.8 * SHADE * crown, slot["inside"], rng),
            ]
        )
    low, high = [-crown / 2, -crown / 2, kind.clear * height], [crown / 2, crown / 2, height]
    wood = [_trunk(kind, height, rng)]
    if habit != SPRUCE:
        wood += _branches(kind, height, clumps, rng)
    return merged(wood).painted(slot["bark"]), stretched(foliage, low, high)


def _clumps(kind: Habit, height: float, crown: float, rng: np.random.Generator) -> Clumps:
    """Return clumps around the trunk, from the lowest to the top, a golden angle apart."""
    share = (np.arange(kind.clumps) + 0.5) / kind.clumps
    level = share**0.9
    angle = GOLDEN_ANGLE * np.arange(kind.clumps) + rng.normal(0.0, 0.35, kind.clumps)
    size = kind.clump * crown / 2 * (1 + kind.ragged * rng.uniform(-1, 1, kind.clumps))
    room = np.maximum(smooth(level, kind.profile) * crown / 2 - 0.7 * size, 0.0)
    out = room * rng.uniform(0.62, 1.12, kind.clumps)
    z = (kind.clear + (1 - kind.clear) * level) * height
    z = np.minimum(z + rng.normal(0.0, 0.02, kind.clumps) * height, height - 0.7 * size * min(kind.flat, 1.0))
    centre = np.column_stack([out * np.cos(angle), out * np.sin(angle), z])
    return Clumps(centre, size[:, None] * np.array([1.0, 1.0, kind.flat]))


def _heart(kind: Habit, height: float, crown: float, count: int = 6) -> Clumps:
    """Return ellipsoids along the trunk, where it is dark."""
    level = (np.arange(count) + 0.6) / count
    radius = 0.66 * smooth(level, kind.profile) * crown / 2
    z = (kind.clear + (1 - kind.clear) * level) * height
    tall = np.full(count, 0.8 * (1 - kind.clear) * height / count)
    return Clumps(np.column_stack([np.zeros((count, 2)), z]), np.column_stack([radius, radius, tall]))


def _trunk(kind: Habit, height: float, rng: np.random.Generator) -> Shape:
    """Return a trunk that tapers, bends a little, and widens at its foot."""
    level = np.array([0.0, 0.02, 0.06, 0.2, 0.4, 0.62, 0.82])
    bend = np.cumsum(rng.normal(0.0, 0.006, (len(level), 2)), axis=0) * height
    bend[:3] = 0.0
    radius = kind.trunk * height * np.array([FLARE, 1.15, 1.0, 0.92, 0.72, 0.42, 0.15])
    return tube(np.column_stack([bend, level * height]), radius, 9)


def _branches(kind: Habit, height: float, clumps: Clumps, rng: np.random.Generator) -> list[Shape]:
    """Return branches from the trunk towards the lower clumps, which one sees from below."""
    lowest = np.argsort(clumps.centre[:, 2])[: min(12, len(clumps.centre) // 2 + 2)]
    shapes = []
    for goal in clumps.centre[lowest]:
        reach = float(np.hypot(*goal[:2]))
        start = max(goal[2] - kind.rise * reach - 0.04 * height, kind.clear * height * rng.uniform(0.75, 0.95))
        root = np.array([0.0, 0.0, start])
        middle = root + (goal - root) * [0.5, 0.5, 0.62] + rng.normal(0.0, 0.03 * reach + 0.02, 3)
        thick = kind.trunk * height * (0.32 + 0.1 * rng.random())
        shapes.append(tube([root, middle, goal], [thick, 0.6 * thick, 0.2 * thick], 5))
    return shapes


def _needled(kind: Habit, height: float, crown: float, slot: dict[str, int], rng: np.random.Generator) -> Shape:
    """Return a spruce's needles: along branches in whorls that first rise and then hang."""
    count = kind.leaves
    branches = 190
    level = np.sort(rng.random(branches)) ** 1.25
    angle = GOLDEN_ANGLE * np.arange(branches) + rng.normal(0, 0.2, branches)
    length = smooth(level, kind.profile) * crown / 2 * rng.uniform(0.78, 1.08, branches)
    which = rng.choice(branches, count, p=(length + 0.15) / (length + 0.15).sum())
    along = rng.beta(2.2, 1.3, count)
    aside = rng.normal(0, 0.13, count) * (1.15 - along) * (length[which] + 0.4)
    out, turn = along * length[which], angle[which]
    sag = 0.10 * np.sin(np.pi * along) - 0.30 * along**2
    z = (kind.clear + (1 - kind.clear) * level[which]) * height + sag * length[which] + rng.normal(0, 0.05, count)
    place = np.column_stack([out * np.cos(turn) - aside * np.sin(turn), out * np.sin(turn) + aside * np.cos(turn), z])
    outward = np.column_stack([0.93 * np.cos(turn), 0.93 * np.sin(turn), np.full(count, 0.37)])
    inner = shade(_heart(kind, height, crown, 9), kind.shade, SHADE * crown, slot["inside"], rng)
    return merged([sprays(place, outward, kind.spray, slot["leaves"], rng), inner])
