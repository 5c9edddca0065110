"""The human body as rigid parts on joints: proportions, and the shape of each part. How it moves is in `_gait`.

Segment lengths are shares of body height [Drillis]_. The body stands on z = 0, faces +x; its left is +y.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from avsynth.catalog.curves import smooth
from avsynth.catalog.finishing import Piece, slots
from avsynth.catalog.shapes import Shape, ellipsoid, loft, merged, rounded_box, superellipse, tube
from avsynth.core.config import Config
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint

#: Slot name → default material; an actor's finish overrides it.
FINISH = {
    "skin": "skin_light",
    "hair": "hair_brown",
    "top": "cotton_blue",
    "bottom": "denim",
    "shoes": "leather_black",
    "bag": "cotton_dark",
}
SLOT = slots(FINISH)

#: Heights of the joints above the ground, as shares of body height [Drillis]_.
ANKLE, KNEE, HIP, SHOULDER = 0.039, 0.285, 0.530, 0.818
UPPER_ARM, FOREARM = 0.186, 0.146
FOOT_LENGTH, HEEL = 0.152, 0.045
FORWARD_HINGE, BACKWARD_HINGE = (0.0, -1.0, 0.0), (0.0, 1.0, 0.0)


class Figure(Config):
    """What the mesh of a person depends on."""

    height: float
    girth: float = 1.0
    figure: str = "male"
    outfit: str = "jacket"
    luggage: str = "none"
    childlike: bool = False


@dataclass(frozen=True)
class Frame:
    """The skeleton: lengths [m] of a person of one height."""

    height: float

    @cached_property
    def thigh(self) -> float:
        """From hip to knee [m]."""
        return (HIP - KNEE) * self.height

    @cached_property
    def shank(self) -> float:
        """From knee to ankle [m]."""
        return (KNEE - ANKLE) * self.height

    def soles(self, hip: float, knee: float, ankle: float) -> np.ndarray:
        """Return the heights [m] of heel and toe above the ground for the angles [rad] of one leg."""
        height = self.height
        z = HIP * height - self.thigh * np.cos(hip) - self.shank * np.cos(hip - knee)
        pitch = hip - knee + ankle
        x = np.array([-HEEL, FOOT_LENGTH - HEEL]) * height
        return z + x * np.sin(pitch) - ANKLE * height * np.cos(pitch)


def body(figure: Figure, category: Category, root: tuple[Joint, ...] = ()) -> list[Piece]:
    """Return the parts of a standing person; every part hangs on the joints `root` first."""
    pieces = [Piece("torso", trunk(figure), category, root), Piece("head", head(figure), category, root)]
    for side, sign in (("left", 1.0), ("right", -1.0)):
        pieces += leg(figure, side, sign, category, root)
        pieces += arm(figure, side, sign, category, root)
    return pieces


def trunk(figure: Figure) -> Shape:
    """Return trunk, with what is worn or carried on it."""
    shapes = [torso(figure)]
    if figure.outfit in ("coat", "skirt"):
        shapes.append(_skirt(figure))
    if figure.luggage == "backpack":
        shapes.append(_backpack(figure))
    if figure.luggage == "bag":
        shapes.append(_bag(figure))
    return merged(shapes)


#: Cross-sections of the trunk: height, half width, half depth, shift forward, as shares of body height.
_TRUNK = {
    "male": (
        (0.455, 0.050, 0.052, 0.0),
        (0.490, 0.090, 0.068, -0.004),
        (0.530, 0.096, 0.072, -0.006),
        (0.590, 0.089, 0.066, 0.0),
        (0.650, 0.093, 0.066, 0.003),
        (0.720, 0.106, 0.070, 0.003),
        (0.770, 0.116, 0.068, 0.0),
        (0.805, 0.108, 0.056, -0.004),
        (0.828, 0.066, 0.044, -0.006),
        (0.850, 0.036, 0.036, -0.004),
    ),
    "female": (
        (0.455, 0.050, 0.052, 0.0),
        (0.490, 0.096, 0.070, -0.006),
        (0.530, 0.100, 0.074, -0.008),
        (0.600, 0.080, 0.060, 0.0),
        (0.650, 0.082, 0.062, 0.003),
        (0.720, 0.094, 0.074, 0.008),
        (0.770, 0.102, 0.062, 0.0),
        (0.805, 0.095, 0.050, -0.004),
        (0.828, 0.060, 0.040, -0.006),
        (0.850, 0.032, 0.033, -0.004),
    ),
}
_BELT = 0.535


def torso(figure: Figure) -> Shape:
    """Return trunk from the crotch to the base of the neck: bottom below the belt, top above."""
    rows = np.array(_TRUNK[figure.figure])
    levels = np.unique(np.concatenate([np.linspace(rows[0, 0], rows[-1, 0], 13), [_BELT]]))
    outline = superellipse(14, 2.4)
    padding = 1.06 if figure.outfit in ("jacket", "coat") else 1.0
    rings = []
    for level in levels:
        wide, deep, shift = (float(smooth(level, rows[:, [0, k]])) for k in (1, 2, 3))
        grow = padding * (1 + (figure.girth - 1) * (1.0 if level < 0.78 else 0.4))
        ring = outline * [deep * (grow + 0.6 * (figure.girth - 1)), wide * grow]
        rings.append(np.column_stack([ring[:, 0] + shift, ring[:, 1], np.full(len(ring), level)]))
    bands = np.where((levels[:-1] + levels[1:]) / 2 < _BELT, SLOT["bottom"], SLOT["top"])
    return loft(np.array(rings) * figure.height, bands)


def head(figure: Figure) -> Shape:
    """Return neck, head with hair, ears and nose; a child's head is larger."""
    h, big = figure.height, 1.28 if figure.childlike else 1.0
    middle = (1.0 - 0.066 * big) * h
    neck = tube([[-0.006 * h, 0, 0.835 * h], [0.0, 0, middle - 0.03 * h]], [0.034 * h, 0.030 * h], 10, SLOT["skin"])
    skull = ellipsoid(0.057 * h * big, 0.045 * h * big, 0.066 * h * big, SLOT["skin"], rings=12, sides=16)
    nose = ellipsoid(0.010 * h, 0.007 * h, 0.012 * h, SLOT["skin"], rings=4, sides=6)
    parts = [neck, _haired(skull, h * big, long=figure.figure == "female").moved(z=middle)]
    parts.append(nose.moved(x=0.057 * h * big, z=middle - 0.010 * h))
    if figure.figure == "female":
        tail = ellipsoid(0.030 * h * big, 0.044 * h * big, 0.075 * h * big, SLOT["hair"], rings=6, sides=10)
        parts.append(tail.moved(x=-0.030 * h * big, z=middle - 0.045 * h * big))
    return merged(parts)


def _haired(skull: Shape, h: float, *, long: bool) -> Shape:
    """Return the skull with hair on top and behind: those triangles change slot and stand off a little."""
    centre = skull.vertices[skull.triangles].mean(axis=1) / h
    line = 0.020 if not long else 0.005
    hair = (centre[:, 2] > line - 0.25 * np.minimum(centre[:, 0], 0.02)) & (
        (centre[:, 0] < 0.034) | (centre[:, 2] > 0.042)
    )
    hair |= (centre[:, 0] < -0.018) & (centre[:, 2] > -0.036)
    raised = np.unique(skull.triangles[hair])
    vertices = skull.vertices.copy()
    vertices[raised] *= 1.07
    return Shape(vertices, skull.triangles, np.where(hair, SLOT["hair"], SLOT["skin"]))


def leg(figure: Figure, side: str, sign: float, category: Category, root: tuple[Joint, ...]) -> list[Piece]:
    """Return thigh, shank and foot of one side, straight down from the hip."""
    h, girth, y = figure.height, figure.girth, sign * 0.052 * figure.height
    bare = figure.outfit == "skirt"
    hip = Joint(f"hip_{side}", (0.0, y, HIP * h), FORWARD_HINGE)
    knee = Joint(f"knee_{side}", (0.0, y, KNEE * h), BACKWARD_HINGE)
    ankle = Joint(f"ankle_{side}", (0.0, y, ANKLE * h), FORWARD_HINGE)
    cloth, skin = SLOT["bottom"], SLOT["skin"] if bare else SLOT["bottom"]
    thigh = _limb(
        y,
        h,
        ((0.545, 0.030), (0.52, 0.050 * girth), (0.44, 0.049 * girth), (0.33, 0.038), (0.285, 0.035), (0.262, 0.024)),
        cloth,
    )
    wide = 0.0 if bare else 0.004
    shank = _limb(
        y,
        h,
        (
            (0.305, 0.024),
            (0.285, 0.033),
            (0.23, 0.034 + wide),
            (0.14, 0.027 + 1.5 * wide),
            (0.055, 0.021 + 2.5 * wide),
            (0.035, 0.020),
        ),
        skin,
    )
    return [
        Piece(f"thigh_{side}", thigh, category, (*root, hip)),
        Piece(f"shank_{side}", shank, category, (*root, hip, knee)),
        Piece(f"foot_{side}", _foot(h).moved(y=y), category, (*root, hip, knee, ankle)),
    ]


def arm(figure: Figure, side: str, sign: float, category: Category, root: tuple[Joint, ...]) -> list[Piece]:
    """Return upper arm and forearm with hand of one side, hanging a little outwards."""
    h = figure.height
    out = (0.110 if figure.figure == "male" else 0.098) * (1 + 0.8 * (figure.girth - 1))
    at = [sign * share * h for share in (out, out + 0.020, out + 0.026)]
    elbow_height, wrist = SHOULDER - UPPER_ARM, SHOULDER - UPPER_ARM - FOREARM
    shoulder = Joint(f"shoulder_{side}", (0.0, at[0], (SHOULDER - 0.01) * h), FORWARD_HINGE)
    elbow = Joint(f"elbow_{side}", (0.0, at[1], elbow_height * h), FORWARD_HINGE)
    sleeve = SLOT["skin"] if figure.outfit in ("shirt", "skirt") else SLOT["top"]
    thick = 1.12 if figure.outfit in ("jacket", "coat") else 1.0
    upper = tube(
        np.array(
            [
                [0, at[0] * 0.72, 0.808 * h],
                [0, at[0], 0.790 * h],
                [0, at[0] + sign * 0.008 * h, 0.72 * h],
                [0, at[1], (elbow_height - 0.012) * h],
            ]
        ),
        np.array([0.022, 0.031, 0.028, 0.022]) * h * thick,
        10,
        SLOT["top"],
    )
    lower = tube(
        np.array(
            [[0, at[1], (elbow_height + 0.014) * h], [0, at[1], (elbow_height - 0.03) * h], [0, at[2], wrist * h]]
        ),
        np.array([0.020, 0.026, 0.017]) * h * thick,
        10,
        sleeve,
    )
    hand = ellipsoid(0.024 * h, 0.013 * h, 0.050 * h, SLOT["skin"], rings=5, sides=8).moved(
        0.004 * h, at[2], (wrist - 0.040) * h
    )
    return [
        Piece(f"upper_arm_{side}", upper, category, (*root, shoulder)),
        Piece(f"forearm_{side}", merged([lower, hand]), category, (*root, shoulder, elbow)),
    ]


def _limb(y: float, h: float, rows: tuple[tuple[float, float], ...], slot: int) -> Shape:
    """Return an upright tapered limb through (height, radius) rows, as shares of body height, closed roundly."""
    path = np.array([[0.0, y, level * h] for level, _ in rows])
    return tube(path, np.array([radius for _, radius in rows]) * h, 10, slot)


def _foot(h: float) -> Shape:
    """Return a shoe: a wedge from the heel to a rounded toe, its ankle above the origin."""
    rows = np.array(
        [
            [-0.045, 0.016, 0.050],
            [-0.030, 0.025, 0.062],
            [0.010, 0.027, 0.058],
            [0.060, 0.030, 0.038],
            [0.095, 0.026, 0.028],
            [0.107, 0.014, 0.020],
        ]
    )
    outline = superellipse(10, 2.6)
    rings = [
        np.column_stack([np.full(10, x), -outline[:, 0] * wide, np.maximum((outline[:, 1] + 1) / 2 * high, 0.0)])
        for x, wide, high in rows
    ]
    return loft(np.array(rings)[::-1] * h, SLOT["shoes"])


def _skirt(figure: Figure) -> Shape:
    """Return the lower part of a coat or a skirt, from the waist to above the knee, open below."""
    h, coat = figure.height, figure.outfit == "coat"
    slot = SLOT["top"] if coat else SLOT["bottom"]
    outline = superellipse(14, 2.2)
    rows = (
        (0.335, 0.128, 0.125),
        (0.45, 0.118, 0.105),
        (0.54, 0.108, 0.086),
        (0.605, 0.090 if not coat else 0.098, 0.072),
    )
    rings = [
        np.column_stack([outline * [deep * figure.girth, wide * figure.girth], np.full(14, level)])
        for level, wide, deep in rows
    ]
    return loft(np.array(rings) * h, slot, caps=(True, False))


def _backpack(figure: Figure) -> Shape:
    h = figure.height
    return rounded_box(0.085 * h, 0.155 * h, 0.24 * h, 0.03 * h, SLOT["bag"]).moved(
        -0.118 * h * figure.girth, 0, 0.70 * h
    )


def _bag(figure: Figure) -> Shape:
    h = figure.height
    pouch = rounded_box(0.15 * h, 0.05 * h, 0.14 * h, 0.02 * h, SLOT["bag"]).moved(
        0.0, -0.155 * h * figure.girth, 0.50 * h
    )
    strap = tube(
        [[0.0, -0.15 * h, 0.55 * h], [0.075 * h, -0.06 * h, 0.70 * h], [0.03 * h, 0.07 * h, 0.83 * h]],
        0.007 * h,
        5,
        SLOT["bag"],
    )
    return merged([pouch, strap])


def finish(values: Mapping[str, str | None]) -> dict[str, str]:
    """Return the materials of the slots that are named."""
    return {slot: material for slot, material in values.items() if slot in FINISH and material is not None}
