"""Exporters: a format is one file that turns frames into named bytes; writing, hashing and resuming live elsewhere."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from avsynth.core.config import Config
from avsynth.core.registry import Registry
from avsynth.datatypes.frame import Frame


@dataclass(frozen=True, slots=True)
class FrameRecord:
    """What the dataset as a whole knows of one frame: its number in the dataset and where it comes from."""

    number: int
    scenario_index: int
    frame_index: int
    time: float
    log_weight: float


class Exporter(Config, ABC):
    """A dataset format."""

    format: str

    @abstractmethod
    def frame_files(self, frame: Frame, number: int) -> Iterator[tuple[str, bytes]]:
        """Yield (path in the dataset, content) of the files of one frame; `number` is its number in the dataset."""

    @abstractmethod
    def dataset_files(self, records: Sequence[FrameRecord]) -> Iterator[tuple[str, bytes]]:
        """Yield (path, content) of the files about the whole dataset, such as lists of splits."""


EXPORTERS: Registry[Exporter] = Registry("exporter", "avsynth.exporters", key="format")
