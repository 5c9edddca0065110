"""The scenarios of a run and its book: drawn, written as they come, and read again where a stopped run goes on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from avsynth.execution.folder import Folder
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.ledger import CoverPlan, Entry, RunRecord, entry_of, line_of, plans_of, run_record
from avsynth.scenario.sampler import Facts
from avsynth.scenario.study import Study

#: What is remembered once all scenarios of a run are drawn.
_FACTS = "facts.json"


@dataclass
class Scenarios:
    """Yields the scenarios of a run in order, once; afterwards `book` gives the files about all of them.

    Parameters
    ----------
    study : Study
    folder : Folder
    """

    study: Study
    folder: Folder
    files: dict[str, str] = field(default_factory=dict)
    _lines: list[str] = field(default_factory=list)
    _facts: Facts | None = None
    _covers: tuple[CoverPlan, ...] = ()

    def __iter__(self) -> Iterator[Scenario]:
        if self.study.sampling.method.streams:
            yield from self._drawn()
            return
        known = self.folder.remembered(_FACTS)
        if known is None:
            count = sum(1 for _ in self._drawn())  # written as they come, and read again one by one
            self.folder.remember(_FACTS, self._facts.model_dump_json().encode())
            self.folder.remember("count", str(count).encode())
        yield from self._read(int(self.folder.remembered("count")))

    def record(self, scene: str, scene_sha256: str) -> RunRecord:
        """Return what all scenarios come to."""
        return run_record((scene, scene_sha256), self.study.sampling, self.entries(), self._facts, self._covers)

    def entries(self) -> list[Entry]:
        """Return what the index says of each scenario."""
        return [entry_of(line) for line in self._lines]

    def index(self) -> bytes:
        """Return the index: one line a scenario."""
        return "".join(f"{line}\n" for line in self._lines).encode()

    def _drawn(self) -> Iterator[Scenario]:
        survey = self.study.survey()
        for scenario in survey:
            self._note(scenario)
            content = (scenario.model_dump_json(indent=1) + "\n").encode()
            self.files[_name(scenario.index)] = self.folder.write(_name(scenario.index), content)
            yield scenario
        self._facts = survey.facts

    def _read(self, count: int) -> Iterator[Scenario]:
        self._lines.clear()
        self._facts = Facts.model_validate_json(self.folder.remembered(_FACTS))
        for index in range(count):
            content = (self.folder.root / _name(index)).read_bytes()
            self.files[_name(index)] = hashlib.sha256(content).hexdigest()
            scenario = Scenario.model_validate_json(content)
            self._note(scenario)
            yield scenario

    def _note(self, scenario: Scenario) -> None:
        self._lines.append(line_of(scenario))
        self._covers = plans_of(scenario)


def _name(index: int) -> str:
    return f"scenarios/{index:06d}.json"
