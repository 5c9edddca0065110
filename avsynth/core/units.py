"""The only home of non-SI units: text such as "15 deg" becomes SI, and fields know their dimension."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator

from avsynth.core.errors import did_you_mean

#: SI unit of each dimension.
SI_UNITS = {
    "length": "m",
    "speed": "m/s",
    "acceleration": "m/s2",
    "angle": "rad",
    "time": "s",
    "frequency": "Hz",
    "number": "",
    "angular speed": "rad/s",
    "curvature": "1/m",
    "illuminance": "lux",
    "power": "dBm",
    "gain": "dB",
    "area": "dBsm",
}

#: Unit → (dimension, factor to SI). Exact by definition (SI brochure; international mile).
UNITS = {
    "km": ("length", 1e3),
    "m": ("length", 1.0),
    "cm": ("length", 1e-2),
    "mm": ("length", 1e-3),
    "nm": ("length", 1e-9),
    "km/h": ("speed", 1 / 3.6),
    "m/s": ("speed", 1.0),
    "mph": ("speed", 0.44704),
    "mm/h": ("speed", 1e-3 / 3600),
    "m/s2": ("acceleration", 1.0),
    "deg": ("angle", math.pi / 180),
    "rad": ("angle", 1.0),
    "deg/s": ("angular speed", math.pi / 180),
    "rad/s": ("angular speed", 1.0),
    "h": ("time", 3600.0),
    "min": ("time", 60.0),
    "s": ("time", 1.0),
    "ms": ("time", 1e-3),
    "us": ("time", 1e-6),
    "GHz": ("frequency", 1e9),
    "MHz": ("frequency", 1e6),
    "kHz": ("frequency", 1e3),
    "Hz": ("frequency", 1.0),
    "1/m": ("curvature", 1.0),
    "lux": ("illuminance", 1.0),
    "%": ("number", 0.01),
    "dBm": ("power", 1.0),
    "dB": ("gain", 1.0),
    "dBsm": ("area", 1.0),
}

_QUANTITY = re.compile(r"\s*([-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\s*([A-Za-z%/0-9]*)\s*$")


@dataclass(frozen=True, slots=True)
class Dimension:
    """Marks a field with its dimension; found in ``model_fields[name].metadata``."""

    name: str

    @property
    def unit(self) -> str:
        """The SI unit, as text."""
        return SI_UNITS[self.name]


def parse_quantity(value: object, dimension: str) -> object:
    """Return text such as ``"15 deg"`` in SI; hand numbers through, since they are SI already.

    Raises
    ------
    ValueError
        If the text is no quantity of `dimension`.
    """
    if not isinstance(value, str):
        return value
    match = _QUANTITY.match(value)
    if not match:
        raise ValueError(
            f"{value!r} is no quantity; write a number and a unit of {dimension}, such as {example(dimension)}"
        )
    number, unit = float(match[1]), match[2]
    if not unit:
        raise ValueError(
            f"{value!r} has no unit; write one of {', '.join(units_of(dimension)) or 'none'}, or a plain number for SI"
        )
    if unit not in UNITS:
        raise ValueError(f"unknown unit {unit!r}{did_you_mean(unit, UNITS)}")
    if UNITS[unit][0] != dimension:
        raise ValueError(
            f"{value!r} is a quantity of {UNITS[unit][0]}; expected {dimension} ({', '.join(units_of(dimension))})"
        )
    return number * UNITS[unit][1]


def units_of(dimension: str) -> list[str]:
    """Return the units that measure `dimension`."""
    return [unit for unit, (of, _) in UNITS.items() if of == dimension]


def example(dimension: str) -> str:
    """Return a well-formed quantity of `dimension`, for messages."""
    return f'"1 {SI_UNITS[dimension]}"'


def _field(dimension: str) -> type:
    return Annotated[float, Dimension(dimension), BeforeValidator(lambda value: parse_quantity(value, dimension))]


Length = _field("length")
Speed = _field("speed")
Acceleration = _field("acceleration")
Angle = _field("angle")
Time = _field("time")
Frequency = _field("frequency")
AngularSpeed = _field("angular speed")
Number = Annotated[float, Dimension("number")]
Power = _field("power")
Gain = _field("gain")
