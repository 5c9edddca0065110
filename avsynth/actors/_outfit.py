"""What people wear: drawn with everyday weights, the same for walkers and riders."""

from __future__ import annotations

from typing import Literal, TypeVar

from avsynth.actors._choice import chosen
from avsynth.contracts import Actor
from avsynth.core.seed import Stream

Kind = TypeVar("Kind", bound=Actor)

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
    "leather_black": 0.03,
}
HI_VIS = {"hi_vis_yellow": 0.6, "hi_vis_orange": 0.4}
BOTTOM = {
    "denim": 0.42,
    "cotton_black": 0.22,
    "cotton_dark": 0.16,
    "denim_light": 0.08,
    "cotton_beige": 0.07,
    "cotton_grey": 0.05,
}
SHOES = {"leather_black": 0.5, "shoe_white": 0.25, "leather_brown": 0.25}

HAT = {
    "cotton_black": 0.3,
    "cotton_dark": 0.25,
    "cotton_grey": 0.15,
    "wool_dark": 0.15,
    "cotton_red": 0.08,
    "cotton_beige": 0.07,
}
BAG = {
    "cotton_black": 0.4,
    "cotton_dark": 0.2,
    "cotton_blue": 0.12,
    "leather_brown": 0.12,
    "cotton_red": 0.08,
    "cotton_grey": 0.08,
}

#: What somebody wears of whom one says how well the clothes are seen at night: the fields that it decides.
CLOTHING = {
    "any": {},
    "dark": {
        "outfit": {"jacket": 0.7, "shirt": 0.3},
        "top": {"cotton_black": 0.4, "cotton_dark": 0.4, "wool_dark": 0.2},
        "bottom": {"cotton_black": 0.5, "cotton_dark": 0.5},
        "shoes": {"leather_black": 1.0},
        "hat": {"cotton_black": 0.5, "wool_dark": 0.5},
        "bag": {"cotton_black": 0.6, "cotton_dark": 0.4},
    },
    "mixed": {
        "outfit": {"jacket": 0.6, "shirt": 0.4},
        "top": {"cotton_white": 0.25, "cotton_light": 0.25, "cotton_beige": 0.25, "cotton_grey": 0.25},
        "bottom": {"denim": 0.5, "cotton_dark": 0.3, "cotton_black": 0.2},
    },
    "retro_reflective": {"outfit": {"hi_vis": 1.0}},
}
Clothing = Literal["any", "dark", "mixed", "retro_reflective"]

WARDROBE = {"skin": SKIN, "hair": HAIR, "top": TOP, "bottom": BOTTOM, "shoes": SHOES, "hat": HAT, "bag": BAG}
HAIRCUTS = {
    "male": {"short": 0.55, "cropped": 0.25, "balding": 0.10, "bob": 0.03, "tied": 0.02, "none": 0.05},
    "female": {"long": 0.40, "bob": 0.25, "tied": 0.22, "short": 0.13},
}
HEADWEAR = {
    "male": {"none": 0.80, "cap": 0.10, "beanie": 0.07, "brimmed": 0.03},
    "female": {"none": 0.87, "beanie": 0.06, "headscarf": 0.04, "brimmed": 0.02, "cap": 0.01},
}
#: Share of jackets whose hood is up.
HOODED = 0.10
#: Hair turns grey between these ages [years].
GREYING = (40.0, 72.0)


def worn(given: dict[str, str | None], outfit: str, age: float, stream: Stream) -> dict[str, str]:
    """Return the material of each piece of clothing, drawn where none is given; hair greys with `age` [years]."""
    wardrobe = dict(WARDROBE)
    if outfit == "hi_vis":
        wardrobe["top"] = HI_VIS
    low, high = GREYING
    if stream.rng("grey").random() < min(max((age - low) / (high - low), 0.0), 0.95):
        wardrobe["hair"] = {"hair_grey": 1.0}
    return {piece: given.get(piece) or chosen(weights, stream.child(piece)) for piece, weights in wardrobe.items()}


def clothed(person: Kind, stream: Stream) -> Kind:
    """Return the person with those open fields drawn that its `clothing` decides."""
    table = CLOTHING[person.clothing].items()
    drawn = {field: chosen(weights, stream.child("clothes", field)) for field, weights in table}
    return person.model_copy(update={field: word for field, word in drawn.items() if getattr(person, field) is None})


def haired(figure: str, age: float, stream: Stream) -> str:
    """Return a cut of the hair; men over 45 years go bald more often."""
    weights = dict(HAIRCUTS[figure])
    if figure == "male" and age > 45:
        weights["balding"] += 0.25
    return chosen(weights, stream)


def hatted(figure: str, outfit: str, stream: Stream) -> str:
    """Return what is worn on the head; jackets have hoods."""
    if outfit == "jacket" and stream.rng("hood").random() < HOODED:
        return "hood"
    return chosen(HEADWEAR[figure], stream)
