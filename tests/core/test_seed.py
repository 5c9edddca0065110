"""Randomness has an address."""

from hypothesis import given
from hypothesis import strategies as st

from avsynth.core.seed import Stream

names = st.lists(st.one_of(st.text(max_size=8), st.integers(0, 2**40)), max_size=4).map(tuple)


@given(st.integers(0, 2**63), names)
def test_the_same_address_gives_the_same_numbers(root, path):
    assert Stream(root, path).rng().random() == Stream(root).child(*path).rng().random()


@given(st.integers(0, 2**63), names, names)
def test_different_addresses_give_different_keys(root, one, other):
    assert (Stream(root, one).key() == Stream(root, other).key()) == (
        [(type(name), name) for name in one] == [(type(name), name) for name in other]
    )


def test_a_number_and_its_text_are_different_names():
    assert Stream(1).key(7) != Stream(1).key("7")


def test_drawing_from_one_stream_moves_no_other():
    before = Stream(3).rng("a").random()
    Stream(3).rng("b").random(1000)

    assert Stream(3).rng("a").random() == before
