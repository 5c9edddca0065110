"""Splits are made of whole scenarios."""

from hypothesis import given
from hypothesis import strategies as st

from avsynth.contracts.exporter import FrameRecord
from avsynth.exporters._splits import split


def records_of(scenarios: int, frames: int) -> list[FrameRecord]:
    return [FrameRecord(s * frames + k, s, k, 0.1 * k, 0.0) for s in range(scenarios) for k in range(frames)]


@given(scenarios=st.integers(2, 30), frames=st.integers(1, 6))
def test_no_scenario_is_on_both_sides_and_every_frame_is_on_one(scenarios, frames):
    made = split(records_of(scenarios, frames))
    train, val = ({number // frames for number in made[name]} for name in ("train", "val"))

    assert train and val and not train & val
    assert sorted(made["train"] + made["val"]) == made["trainval"] == list(range(scenarios * frames))


@given(scenarios=st.integers(10, 60))
def test_about_a_fifth_validates(scenarios):
    assert 0.1 <= len(split(records_of(scenarios, 1))["val"]) / scenarios <= 0.2


@given(frames=st.integers(2, 50))
def test_a_single_scenario_validates_with_its_last_frames(frames):
    made = split(records_of(1, frames))

    assert made["train"] and made["val"]
    assert made["train"] + made["val"] == list(range(frames))


def test_a_single_frame_serves_for_both():
    assert split(records_of(1, 1)) == {"train": [0], "val": [0], "trainval": [0], "test": []}


def test_the_order_of_the_records_does_not_matter():
    assert split(records_of(7, 3)) == split(records_of(7, 3)[::-1])
