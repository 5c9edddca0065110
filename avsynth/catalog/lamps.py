"""How lamps shine: the beam of each material that a burning lamp is made of."""

from __future__ import annotations

from typing import Literal, NamedTuple

#: "low": a headlamp's low beam; "down": a street lamp; "ahead": even to where the lens faces, by its cosine.
Pattern = Literal["low", "down", "ahead"]

#: Linear sRGB of luminance 1: white and warm light-emitting diodes, red and amber lenses, blue beacons.
WHITE, WARM = (1.02, 1.0, 0.95), (1.35, 0.95, 0.55)
RED, AMBER, BLUE = (4.5, 0.05, 0.03), (2.4, 0.68, 0.02), (0.1, 0.55, 8.0)


class Beam(NamedTuple):
    """Luminous intensity of one lamp in its strongest direction [cd], its pattern, its colour (luminance 1)."""

    intensity: float
    pattern: Pattern
    colour: tuple[float, float, float]


#: By material. Intensities lie within what type approval asks: low beams, 10 to 44 kcd [UNR149]; others [UNR148];
#: street lamps such that a street of class M5 has its 0.5 cd/m² [EN13201]; six square metres of shop window, 90 cd/m²;
#: two rows of tubes in a bus, estimate.
BEAMS = {
    "headlamp_lit": Beam(22_000.0, "low", WHITE),
    "day_lamp_lit": Beam(600.0, "ahead", WHITE),
    "tail_lamp_lit": Beam(8.0, "ahead", RED),
    "brake_lamp_lit": Beam(100.0, "ahead", RED),
    "reverse_lamp_lit": Beam(250.0, "ahead", WHITE),
    "indicator_lit": Beam(250.0, "ahead", AMBER),
    "beacon_blue_lit": Beam(300.0, "ahead", BLUE),
    "beacon_amber_lit": Beam(250.0, "ahead", AMBER),
    "street_lamp_lit": Beam(1_500.0, "down", WARM),
    "cabin_lamp_lit": Beam(700.0, "ahead", WHITE),
    "shop_lit": Beam(500.0, "ahead", WHITE),
}
