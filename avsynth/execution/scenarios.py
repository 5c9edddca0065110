"""The scenarios of a run and its book: drawn, written as they come, and read again where a stopped run goes on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from avsynth.execution.folder import Folder
from avsynth.execution.notes import Notes, scenario_bytes, scenario_file
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.ledger import Entry, RunRecord
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
    _notes: Notes = field(default_factory=Notes)
    _facts: Facts | None = None

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
        return self._notes.record((scene, scene_sha256), self.study.sampling, self._facts)

    def entries(self) -> list[Entry]:
        """Return what the index says of each scenario."""
        return self._notes.entries()

    def index(self) -> bytes:
        """Return the index: one line a scenario."""
        return self._notes.index()

    def _drawn(self) -> Iterator[Scenario]:
        survey = self.study.survey()
        for scenario in survey:
            self._notes.note(scenario)
            name = scenario_file(scenario.index)
            self.files[name] = self.folder.write(name, scenario_bytes(scenario))
            yield scenario
        self._facts = survey.facts

    def _read(self, count: int) -> Iterator[Scenario]:
        self._notes = Notes()
        self._facts = Facts.model_validate_json(self.folder.remembered(_FACTS))
        for index in range(count):
            content = (self.folder.root / scenario_file(index)).read_bytes()
            self.files[scenario_file(index)] = hashlib.sha256(content).hexdigest()
            scenario = Scenario.model_validate_json(content)
            self._notes.note(scenario)
            yield scenario
