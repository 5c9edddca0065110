"""What people wear: drawn with everyday weights, the same for walkers and riders."""

from __future__ import annotations

from avsynth.actors._choice import chosen
from avsynth.core.seed import Stream

SKIN = {"skin_light": 0.62, "skin_medium": 0.22, "skin_brown": 0.10, "skin_dark": 0.06}
HAIR = {"hair_brown": 0.42, "hair_black": 0.24, "hair_blond": 0.17, "hair_grey": 0.14, "hair_red": 0.03}
#: More dark than bright, as on a street in autumn.
TOP = {
    "cotton_black": 0.20,
    "cotton_dark": 0.20,
    "cotton_grey": 0.14,
    "wool_dark": 0.08,
    "cotton_blue": 0.10,
    "cotton_white": 0.07,
    "cotton_beige": 0.07,
    "cotton_red": 0.06,
    "cotton_green": 0.05,
    "cotton_light": 0.02,
    "hi_vis_yellow": 0.01,
}
BOTTOM = {
    "denim": 0.42,
    "cotton_black": 0.22,
    "cotton_dark": 0.16,
    "denim_light": 0.08,
    "cotton_beige": 0.07,
    "cotton_grey": 0.05,
}
SHOES = {"leather_black": 0.5, "shoe_white": 0.25, "leather_brown": 0.25}

WARDROBE = {"skin": SKIN, "hair": HAIR, "top": TOP, "bottom": BOTTOM, "shoes": SHOES}


def worn(given: dict[str, str | None], stream: Stream) -> dict[str, str]:
    """Return the material of each piece of clothing, drawn where none is given."""
    return {piece: given.get(piece) or chosen(weights, stream.child(piece)) for piece, weights in WARDROBE.items()}
