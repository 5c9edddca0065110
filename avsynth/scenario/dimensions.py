"""Dimensions of quantities: how they multiply, and how messages name them."""

from __future__ import annotations

from fractions import Fraction

from avsynth.core.units import SI_UNITS, UNITS, units_of

#: Exponents of (length, time, angle, illuminance, power, gain, area in dBsm).
Dimension = tuple[Fraction, ...]

_BASES = ("length", "time", "angle", "illuminance", "power", "gain", "area")
_DERIVED = {
    "number": {},
    "speed": {"length": 1, "time": -1},
    "acceleration": {"length": 1, "time": -2},
    "frequency": {"time": -1},
    "squared time": {"time": 2},
    "angular speed": {"angle": 1, "time": -1},
    "curvature": {"length": -1},
}


def _exponents(powers: dict[str, int]) -> Dimension:
    return tuple(Fraction(powers.get(base, 0)) for base in _BASES)


DIMENSIONS: dict[str, Dimension] = {base: _exponents({base: 1}) for base in _BASES} | {
    name: _exponents(powers) for name, powers in _DERIVED.items()
}
NUMBER = DIMENSIONS["number"]

_NAMES = {exponents: name for name, exponents in DIMENSIONS.items()}
_WITH_AN = ("acceleration", "angle", "angular speed", "illuminance", "area")


def of_unit(unit: str) -> Dimension:
    """Return the dimension that `unit` measures; of a plain number if it is empty."""
    return DIMENSIONS[UNITS[unit][0]] if unit else NUMBER


def product(left: Dimension, right: Dimension) -> Dimension:
    """Return the dimension of left × right."""
    return tuple(a + b for a, b in zip(left, right, strict=True))


def quotient(left: Dimension, right: Dimension) -> Dimension:
    """Return the dimension of left ÷ right."""
    return tuple(a - b for a, b in zip(left, right, strict=True))


def root(dimension: Dimension) -> Dimension:
    """Return the dimension of the square root."""
    return tuple(a / 2 for a in dimension)


def spoken(dimension: Dimension) -> str:
    """Return the dimension with its article, such as "a speed"."""
    if dimension == NUMBER:
        return "a plain number"
    name = _NAMES.get(dimension)
    if name is None:
        return f"a quantity of {unit_text(dimension)}"
    return f"{'an' if name in _WITH_AN else 'a'} {name}"


def with_units(dimension: Dimension) -> str:
    """Return the dimension with its units, such as "a speed (km/h, m/s, mph)"."""
    units = units_of(_NAMES[dimension]) if dimension in _NAMES else []
    return f"{spoken(dimension)} ({', '.join(units)})" if units else spoken(dimension)


def unit_text(dimension: Dimension) -> str:
    """Return the SI unit, such as "m/s" or "m^2"."""
    if dimension in _NAMES:
        return SI_UNITS[_NAMES[dimension]]
    return " ".join(
        SI_UNITS[base] + (f"^{power}" if power != 1 else "")
        for base, power in zip(_BASES, dimension, strict=True)
        if power
    )


def quantity_text(value: float, dimension: Dimension | None) -> str:
    """Return a value with its SI unit, for messages."""
    unit = unit_text(dimension) if dimension else ""
    return f"{value:.6g}{' ' + unit if unit else ''}"
