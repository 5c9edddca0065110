"""The human body as rigid parts on joints: trunk, and how all parts come together. How it moves is in `_gait`.

Where parts meet they are balls about the joint or one inside the other, so that no bend opens a gap. The body stands on
z = 0, faces +x; its left is +y.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from avsynth.actors import _clothes, _head, _limbs, _skeleton
from avsynth.actors._skeleton import Frame
from avsynth.catalog.curves import smooth
from avsynth.catalog.finishing import Piece, slots
from avsynth.catalog.shapes import Shape, loft, merged, superellipse, tube
from avsynth.core.config import Config
from avsynth.core.frames import Pose
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
    "hat": "cotton_dark",
    "band": "hi_vis_band",
    "sole": "tyre_rubber",
    "eye": "helmet_black",
    "lips": "lips",
    "gear": "cotton_red",
    "metal": "aluminium",
    "rubber": "tyre_rubber",
    "pet": "fur_brown",
    "sign": "reflex_red",
}
SLOT = slots(FINISH)


class Figure(Config):
    """What the mesh of a person depends on."""

    height: float
    age: float = _skeleton.ADULT
    girth: float = 1.0
    figure: str = "male"
    outfit: str = "jacket"
    haircut: str = "short"
    headwear: str = "none"
    luggage: str = "none"
    holding: str = "none"

    @property
    def frame(self) -> Frame:
        """Its skeleton."""
        return Frame(self.height, self.age)

    @property
    def stretch(self) -> float:
        """Height of the shoulders against an adult's of the same height [1]."""
        return self.frame.at(_skeleton.SHOULDER) / (_skeleton.SHOULDER * self.height)

    @property
    def broad(self) -> float:
        """Breadth of the shoulders against a man's [1]."""
        return (0.93 if self.figure == "female" else 1.0) * (1 + 0.45 * (self.girth - 1))


#: Cross-sections of pelvis and chest: height, half width, half depth, shift forward; shares of body height, with
#: the breadths and depths of hips, waist and chest of [ANSUR2]_.
_PELVIS = {
    "male": (
        (0.468, 0.030, 0.040, -0.004),
        (0.480, 0.060, 0.058, -0.005),
        (0.505, 0.089, 0.068, -0.007),
        (0.535, 0.097, 0.071, -0.008),
        (0.570, 0.092, 0.066, -0.004),
        (0.610, 0.086, 0.062, 0.0),
        (0.635, 0.074, 0.052, 0.0),
        (0.650, 0.050, 0.034, 0.0),
    ),
    "female": (
        (0.468, 0.030, 0.040, -0.004),
        (0.480, 0.064, 0.060, -0.006),
        (0.505, 0.101, 0.071, -0.010),
        (0.535, 0.108, 0.074, -0.011),
        (0.570, 0.092, 0.066, -0.006),
        (0.610, 0.078, 0.057, 0.0),
        (0.635, 0.066, 0.048, 0.0),
        (0.650, 0.044, 0.030, 0.0),
    ),
}
_CHEST = {
    "male": (
        (0.535, 0.106, 0.083, -0.007),
        (0.570, 0.098, 0.073, -0.003),
        (0.610, 0.090, 0.065, 0.0),
        (0.660, 0.086, 0.067, 0.002),
        (0.715, 0.086, 0.072, 0.004),
        (0.755, 0.092, 0.069, 0.001),
        (0.785, 0.104, 0.063, -0.003),
        (0.804, 0.103, 0.054, -0.005),
        (0.818, 0.094, 0.045, -0.007),
        (0.830, 0.072, 0.042, -0.009),
        (0.842, 0.050, 0.040, -0.010),
        (0.852, 0.041, 0.040, -0.010),
    ),
    "female": (
        (0.535, 0.113, 0.082, -0.010),
        (0.570, 0.095, 0.069, -0.005),
        (0.610, 0.081, 0.060, 0.0),
        (0.655, 0.081, 0.061, 0.002),
        (0.700, 0.082, 0.070, 0.010),
        (0.728, 0.085, 0.076, 0.013),
        (0.760, 0.089, 0.067, 0.006),
        (0.787, 0.095, 0.057, -0.002),
        (0.804, 0.093, 0.050, -0.005),
        (0.818, 0.084, 0.042, -0.007),
        (0.830, 0.064, 0.039, -0.009),
        (0.842, 0.045, 0.037, -0.010),
        (0.852, 0.037, 0.036, -0.010),
    ),
}
_BELT, _TRUNK_SIDES = 0.56, 20
#: Thickness of clothing on the trunk [1], and height of its hem, by outfit.
_CUT = {
    "shirt": (1.03, 0.535),
    "jacket": (1.07, 0.520),
    "coat": (1.09, 0.595),
    "skirt": (1.00, 0.570),
    "hi_vis": (1.10, 0.500),
}
#: Heights of the reflecting bands of a hi-vis vest [EN20471]_, each 50 mm wide.
_BANDS = ((0.585, 0.614), (0.672, 0.701))


def body(figure: Figure, category: Category, root: tuple[Joint, ...] = ()) -> list[Piece]:
    """Return the parts of a standing person; every part hangs on the joints `root` first."""
    frame = figure.frame
    waist = (*root, *_skeleton.spine(frame))
    pieces = [
        Piece("pelvis", pelvis(figure), category, root),
        Piece("chest", chest(figure), category, waist),
        Piece("head", head(figure), category, (*waist, *_skeleton.neck(frame))),
        *_clothes.panels(
            frame, figure.outfit, figure.girth, SLOT["top" if figure.outfit == "coat" else "bottom"], category, root
        ),
    ]
    for side, sign in _skeleton.SIDES:
        pieces += leg(figure, side, sign, category, root)
        pieces += arm(figure, side, sign, category, waist)
    return pieces


def _levels(figure: Figure, rows: np.ndarray, low: float, extra: Sequence[float] = ()) -> tuple[np.ndarray, np.ndarray]:
    """Return heights [share of an adult's] and the rings there, float64 (R, K, 3) [m]."""
    levels = np.unique(np.concatenate([np.linspace(max(rows[0, 0], low), rows[-1, 0], 17), extra]))
    outline = superellipse(_TRUNK_SIDES, 2.35)
    # What is eaten shows at the belly, not at the shoulders.
    share = np.interp(levels, [0.5, 0.62, 0.72, 0.79, 0.83], [0.8, 1.0, 0.8, 0.45, 0.0])
    more = (share * (figure.girth - 1))[:, None]
    wide, deep, shift = (smooth(levels, rows[:, [0, k]])[:, None] for k in (1, 2, 3))
    rings = np.empty((len(levels), len(outline), 3))
    rings[..., 0] = (outline[:, 0] * (deep * (1 + 1.7 * more)) + shift + 0.3 * more * deep) * figure.height
    rings[..., 1] = outline[:, 1] * (wide * (1 + more)) * figure.height
    rings[..., 2] = figure.frame.level(levels)[:, None]
    return levels, rings


def pelvis(figure: Figure) -> Shape:
    """Return what is below the waist: in trousers or a skirt up to the belt, in the shirt above it."""
    levels, rings = _levels(figure, np.array(_PELVIS[figure.figure]), 0.0, (_BELT,))
    return loft(rings, np.where(_middles(levels) < _BELT, SLOT["bottom"], SLOT["top"]))


def chest(figure: Figure) -> Shape:
    """Return what is above the waist but neck and arms, with what is carried on it."""
    padding, hem = _CUT[figure.outfit]
    rows = np.array(_CHEST[figure.figure])
    rows[:-1, 1:3] *= padding * np.array(
        [figure.broad / (1 + 0.45 * (figure.girth - 1)) if figure.figure == "male" else 1.0, 1.0]
    )
    rows[0, 0] = min(rows[0, 0], hem)
    extra = np.ravel(_BANDS) if figure.outfit == "hi_vis" else ()
    levels, rings = _levels(figure, rows, hem, extra)
    banded = np.any([(_middles(levels) > low) & (_middles(levels) < high) for low, high in _BANDS], axis=0)
    cells = np.where(banded & (figure.outfit == "hi_vis"), SLOT["band"], SLOT["top"])
    shapes = [loft(rings, cells)]
    if figure.luggage == "backpack":
        shapes.append(_clothes.backpack(figure.height * figure.stretch, figure.girth, SLOT["bag"]))
    if figure.luggage == "bag":
        shapes.append(_clothes.shoulder_bag(figure.height * figure.stretch, figure.girth, SLOT["bag"]))
    return merged(shapes)


def _middles(levels: np.ndarray) -> np.ndarray:
    return (levels[:-1] + levels[1:]) / 2


def head(figure: Figure) -> Shape:
    """Return neck and head with hair and hat."""
    frame, h = figure.frame, figure.height
    low, chin = np.array([-0.008 * h, 0.0, frame.at(0.830)]), frame.at(_skeleton.CHIN)
    neck = tube(
        np.linspace(low, [0.004 * h, 0, chin + 0.2 * frame.head], 3),
        np.array([0.034, 0.031, 0.031]) * h,
        12,
        SLOT["skin"],
    )
    scale = frame.head
    made = _head.head(figure.haircut, figure.headwear, SLOT).scaled(scale, scale, scale)
    return merged([neck, made.moved(x=0.006 * h, z=chin)])


def leg(figure: Figure, side: str, sign: float, category: Category, root: tuple[Joint, ...]) -> list[Piece]:
    """Return thigh, shank and foot of one side, straight down from the hip."""
    clothing = (1 + 0.8 * (figure.girth - 1), figure.outfit == "skirt", SLOT)
    return _limbs.leg(figure.frame, side, sign, clothing, category, root)


def arm(figure: Figure, side: str, sign: float, category: Category, root: tuple[Joint, ...]) -> list[Piece]:
    """Return upper arm, and forearm with hand, of one side, hanging."""
    sleeve = {"shirt": "short", "skirt": "short", "jacket": "padded", "coat": "padded"}.get(figure.outfit, "long")
    return _limbs.arm(figure.frame, side, sign, (figure.broad, sleeve, SLOT), category, root)


def settled(pieces: Sequence[Piece], model_from_piece: Mapping[str, Pose]) -> list[Piece]:
    """Return the pieces with rest elsewhere: shape and joints of each moved by the pose of its name, if it has one."""
    return [
        _placed(piece, model_from_piece[piece.name]) if piece.name in model_from_piece else piece for piece in pieces
    ]


def _placed(piece: Piece, pose: Pose) -> Piece:
    joints = tuple(
        Joint(
            joint.name,
            tuple(float(v) for v in pose.points(np.array(joint.origin))),
            tuple(float(v) for v in pose.rotation @ joint.axis),
        )
        for joint in piece.joints
    )
    return replace(piece, shape=replace(piece.shape, vertices=pose.points(piece.shape.vertices)), joints=joints)


def finish(values: Mapping[str, str | None]) -> dict[str, str]:
    """Return the materials of the slots that are named."""
    return {slot: material for slot, material in values.items() if slot in FINISH and material is not None}
