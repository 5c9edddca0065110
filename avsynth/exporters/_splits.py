"""Which frames are for training and which for validation: whole scenarios, so that no scenario is on both sides."""

from __future__ import annotations

from collections.abc import Sequence

from avsynth.contracts.exporter import FrameRecord

#: Every fifth scenario validates (80 : 20).
VALIDATION_STEP = 5


def split(records: Sequence[FrameRecord]) -> dict[str, list[int]]:
    """Return the frame numbers of train, val, trainval and test, each sorted; test is empty.

    Scenarios are split by their rank. A single scenario is split in time, its last fifth validates; a single frame
    serves for both, since readers refuse an empty list.
    """
    scenarios = sorted({record.scenario_index for record in records})
    if len(scenarios) > 1:
        held_back = set(scenarios[VALIDATION_STEP - 1 :: VALIDATION_STEP]) or {scenarios[-1]}
        val = sorted(record.number for record in records if record.scenario_index in held_back)
    else:
        val = sorted(record.number for record in records)[-max(1, len(records) // VALIDATION_STEP) :]
    everything = sorted(record.number for record in records)
    train = [number for number in everything if number not in set(val)] or val
    return {"train": train, "val": val, "trainval": everything, "test": []}
