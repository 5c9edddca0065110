"""The book of a run while it is written: a line for each scenario, and what all of them come to."""

from __future__ import annotations

from dataclasses import dataclass, field

from avsynth.scenario.concrete import Scenario
from avsynth.scenario.ledger import CoverPlan, Entry, RunRecord, entry_of, line_of, plans_of, run_record
from avsynth.scenario.sampler import Facts
from avsynth.scenario.sampling import Sampling


@dataclass
class Notes:
    """Notes scenarios as they come."""

    lines: list[str] = field(default_factory=list)
    covers: tuple[CoverPlan, ...] = ()

    def note(self, scenario: Scenario) -> None:
        """Add a scenario."""
        self.lines.append(line_of(scenario))
        self.covers = plans_of(scenario)

    def entries(self) -> list[Entry]:
        """Return what the index says of each scenario."""
        return [entry_of(line) for line in self.lines]

    def index(self) -> bytes:
        """Return the index: one line a scenario."""
        return "".join(f"{line}\n" for line in self.lines).encode()

    def record(self, scene: tuple[str, str], sampling: Sampling, facts: Facts) -> RunRecord:
        """Return what all scenarios come to; `scene` is the name of its file and its sha256."""
        return run_record(scene, sampling, self.entries(), facts, self.covers)


def scenario_file(index: int) -> str:
    """Return where scenario number `index` is written in the folder of its run."""
    return f"scenarios/{index:06d}.json"


def scenario_bytes(scenario: Scenario) -> bytes:
    """Return a scenario as it is written."""
    return (scenario.model_dump_json(indent=1) + "\n").encode()
