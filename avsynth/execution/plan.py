"""What a run is to make: which scenarios, which of their frames, in which format. Everything follows from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from pydantic import Field

from avsynth._version import __version__
from avsynth.core.config import Config


class Task(NamedTuple):
    """One frame to make: its number in the dataset, and its place in a scenario."""

    number: int
    scenario_index: int
    frame_index: int


class Plan(Config):
    """The identity of a run; two runs with equal plans write equal bytes."""

    scene: str = Field(description="Name of the scene file.")
    scene_sha256: str
    rig_sha256: str = Field(description="sha256 of the resolved sensor rig.")
    seed: int
    sampling: dict = Field(description="Method and settings of the draws, as in the ``sample`` block.")
    scenarios: int = Field(ge=1, description="Number of scenarios drawn.")
    frames_per_scenario: int = Field(ge=1)
    frame_indices: tuple[int, ...] = Field(description="Time steps of each scenario that become frames.")
    exporter: str
    version: str = __version__

    @property
    def digest(self) -> str:
        """sha256 over all fields."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @property
    def frame_count(self) -> int:
        """Number of frames of the dataset."""
        return self.scenarios * self.frames_per_scenario

    def tasks_of(self, scenario_index: int) -> Iterator[Task]:
        """Yield the frames to make of one scenario."""
        first = scenario_index * self.frames_per_scenario
        for k, frame_index in enumerate(self.frame_indices):
            yield Task(first + k, scenario_index, frame_index)


def evenly_spaced(count: int, wanted: int | None) -> tuple[int, ...]:
    """Return at most `wanted` of the time steps 0 … count − 1, evenly spaced from the first; all if None."""
    if wanted is None or wanted >= count:
        return tuple(range(count))
    return tuple(k * count // wanted for k in range(wanted))
