"""Codes of signs and lights in files, by country, and ours."""

from __future__ import annotations

from typing import NamedTuple

#: Lights for vehicles, and for people on foot; those for bicycles and trams (ASAM OpenDRIVE signal reference 1.8).
LIGHT, WALKING, OTHERS = "1000001", ("1000002", "1000007"), ("1000013", "1000014")
#: Lights of three lamps with arrows, and where these point by the subtypes of all lights.
ARROWED = "1000011"
ARROWS = {"10": "left", "20": "right", "30": "straight", "40": "straight_left", "50": "straight_right"}
#: How the types of all lights begin.
LIGHTS = "10000"
#: Country of lights, and of signs as we write them.
LIGHT_COUNTRY, SIGN_COUNTRY = "OpenDRIVE", "DE"
#: Danger in general; dangers of a kind have the numbers after it, and are shown like it.
WARNING = "101"
#: The sign for each type of the German catalogue (VzKat 2017), which the format's own catalogue takes over.
GERMAN = {
    WARNING: "warning",
    "201": "level_crossing",
    "205": "give_way",
    "206": "stop",
    "220": "one_way",
    "222": "keep_right",
    "267": "no_entry",
    "274": "limit",
    "286": "no_stopping",
    "306": "priority",
    "310": "town",
    "314": "parking",
    "350": "crossing",
    "415": "direction",
} | {str(number): "warning" for number in range(102, 163)}
#: Signs of other countries: USA (MUTCD 2009), Sweden (Vägmärkesförordning 2007:90).
SIGNS = {
    "us": {"R1-1": "stop", "R1-2": "give_way", "R5-1": "no_entry"},
    "se": {"b1": "give_way", "b2": "stop", "b4": "priority", "c1": "no_entry", "c31": "limit"},
}
#: Other words for countries.
COUNTRIES = {"usa": "us", "swe": "se", "sweden": "se"}
#: What each sign asks of those who come to it.
RULES = {"stop": "stop", "give_way": "yield", "priority": "priority"}
#: German limits by their subtypes before 2017: 274-55 is 50 km/h [km/h].
OLD_LIMITS = {str(50 + k): 10 * k for k in range(1, 14)}
#: Limits that there are signs of [km/h], and km/h in other units.
LIMITS, UNIT = range(10, 140, 10), {"mph": 1.609344, "m/s": 3.6}
#: Types of stop lines; of other paint on the road: zebra crossings, lines, arrows, hatching.
STOP_LINES = ("294", "Haltelinie")
PAINT = ("293", "295", "296", "297", "298", "299", "340", "341")


class Code(NamedTuple):
    """What a ``<signal>`` says of itself."""

    country: str
    type: str
    subtype: str = ""
    value: float | None = None
    unit: str = ""

    @property
    def sign(self) -> str:
        """The name of our sign; "" if there is none."""
        country = self.country.lower()
        signs = SIGNS.get(COUNTRIES.get(country, country), GERMAN)
        found = signs.get(self.type) or signs.get(f"{self.type}{self.subtype}", "")
        return self._limit if found == "limit" else found

    @property
    def _limit(self) -> str:
        """The sign of a speed limit; "" if there is none of that number."""
        number = OLD_LIMITS.get(self.subtype)
        if self.value is not None and self.value > 0:
            number = round(self.value * UNIT.get(self.unit, 1.0))
        elif number is None and self.subtype.isdigit():
            number = int(self.subtype)
        return f"limit_{number}" if number in LIMITS else ""


def code_of(sign: str) -> Code:
    """Return the code with which a sign is written; of type "" if there is none."""
    kind, _, number = sign.partition("_")
    if kind == "limit":
        return Code(SIGN_COUNTRY, "274", number, float(number), "km/h")
    type_ = next((type_ for type_, name in GERMAN.items() if name == sign), "")
    return Code(SIGN_COUNTRY, type_)
