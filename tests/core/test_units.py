"""Quantities as text become SI, and wrong ones say what is allowed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avsynth.core.units import SI_UNITS, UNITS, parse_quantity


@given(st.floats(-1e6, 1e6), st.sampled_from(sorted(UNITS)))
def test_text_is_converted_by_its_unit(number, unit):
    dimension, factor = UNITS[unit]

    assert parse_quantity(f"{number!r} {unit}", dimension) == pytest.approx(number * factor)


@given(st.text(max_size=12), st.sampled_from(sorted(SI_UNITS)))
def test_any_text_is_a_quantity_or_a_named_error(text, dimension):
    try:
        assert isinstance(parse_quantity(text, dimension), float)
    except ValueError as error:
        assert str(error)


@pytest.mark.parametrize(
    ("text", "dimension", "says"),
    [
        ("3 deg", "length", "expected length"),
        ("3 metre", "length", "unknown unit"),
        ("3", "length", "has no unit"),
        ("three m", "length", "is no quantity"),
        ("3 kmh", "speed", "did you mean 'km/h'"),
    ],
)
def test_a_wrong_quantity_says_what_is_allowed(text, dimension, says):
    with pytest.raises(ValueError, match=says):
        parse_quantity(text, dimension)


def test_numbers_are_si_already():
    assert parse_quantity(0.5, "angle") == 0.5
    assert parse_quantity("180 deg", "angle") == pytest.approx(math.pi)
