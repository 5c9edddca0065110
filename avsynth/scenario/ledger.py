"""The book of a run: a line for each scenario, and what all come to. What weights mean: docs/sampling.md."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from avsynth._version import __version__
from avsynth.core.config import Config
from avsynth.scenario.concrete import Scenario, WeightKind
from avsynth.scenario.expression import Name
from avsynth.scenario.sampler import Facts
from avsynth.scenario.sampling import Sampling

#: Edition of the nominal rates: engineering values unless a scene names its source.
MODEL = "eng-2026-11"
ENGINE = f"avsynth {__version__}"
#: Weights that are p / q of the draws.
DENSE = ("iid", "qmc", "mis")
#: The files of the book in a dataset: a line for each scenario, and what they come to.
INDEX, RUN = "index.jsonl", "run.json"


class CoverPlan(Config):
    """What a coverage of the scene asks for."""

    name: str
    bins: tuple[float, ...] = Field((), description="Edges in SI; without them each value is a cell of its own.")
    target: int = Field(0, description="How many scenarios each cell should get.")
    parts: tuple[str, ...] = Field((), description="Of a combination: the coverage that a part is, else nothing.")


class RunRecord(Config):
    """What is known of a run as a whole."""

    scene: str = Field(description="Name of the scene file.")
    scene_sha256: str
    sampling: Sampling
    weight_kind: WeightKind
    attempted: int = Field(description="All attempts, those rejected by a requirement too.")
    accepted: int = Field(description="Scenarios of the run.")
    rejected_by: dict[str, int] = Field(description="Position of a requirement → rejections.")
    sum_w: float = Field(description="Σ w over all attempts.")
    sum_w2: float = Field(description="Σ w² over all attempts.")
    accepted_sum_w: float = Field(description="Σ w over the scenarios.")
    accepted_sum_w2: float = Field(description="Σ w² over the scenarios.")
    covers: tuple[CoverPlan, ...] = ()
    facts: Facts
    exposure: float | None = Field(
        None, description="Kilometres or hours that a scenario stands for in the world; for the user to fill in."
    )
    engine: str = ENGINE
    model: str = MODEL


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index of a run says of one scenario, as far as statistics take it.

    Parameters
    ----------
    index : int
    kind : str
        How the weight came about.
    log_w : float
    attempts : int
        Itself and those rejected since the scenario before.
    rejected : (float, float)
        Sums of w and w² of those rejected.
    rejected_by : mapping
    batch : int
        Number of the round, the scramble or the level.
    stratum : str
    values : mapping
        Draws and records by name.
    strata : mapping
        Name of a coverage → the cell it is in.
    """

    index: int
    kind: WeightKind
    log_w: float
    attempts: int
    rejected: tuple[float, float]
    rejected_by: Mapping[str, int]
    batch: int
    stratum: str
    values: Mapping[str, object]
    strata: Mapping[str, int | str | None]


def line_of(scenario: Scenario) -> str:
    """Return what the index of a run says of one scenario, as one line of JSON."""
    weight, log_w = scenario.weight, scenario.log_weight
    line = {
        "scenario": scenario.source,
        "sha256": scenario.digest,
        "index": scenario.index,
        "seed": scenario.seed,
        "weight_kind": weight.kind,
        "log_p": scenario.log_p,
        "log_q": scenario.log_p - log_w if weight.kind in DENSE else None,
        "log_w": log_w,
        "attempts": scenario.attempts,
        "rejected_by": scenario.rejected_by,
        "rejected_w": list(weight.rejected),
        "draws": [_draw(draw.model_dump(mode="json", exclude={"in_run"})) for draw in scenario.draws],
        "records": {record.name: record.value for record in scenario.records},
        "strata": scenario.strata,
        "proposal_id": weight.proposal_id,
        "log_q_of": list(weight.log_q),
        "batch": weight.batch,
        "stratum": weight.stratum,
        "engine": ENGINE,
        "model": MODEL,
    }
    return json.dumps(line, ensure_ascii=False, allow_nan=False)


def entry_of(line: str) -> Entry:
    """Return what a line of the index says."""
    said = json.loads(line)
    return Entry(
        index=said["index"],
        kind=said["weight_kind"],
        log_w=said["log_w"],
        attempts=said["attempts"],
        rejected=tuple(said["rejected_w"]),
        rejected_by=said["rejected_by"],
        batch=said["batch"],
        stratum=said["stratum"],
        values={draw["name"]: draw["value"] for draw in said["draws"]} | said["records"],
        strata=said["strata"],
    )


def plans_of(scenario: Scenario) -> tuple[CoverPlan, ...]:
    """Return what the coverages of a scenario's scene ask for."""
    names = {cover.name for cover in scenario.covers}
    return tuple(
        CoverPlan(
            name=cover.name,
            bins=cover.bins,
            target=cover.target,
            parts=()
            if cover.bins
            else tuple(p.path if isinstance(p, Name) and p.path in names else "" for p in cover.parts),
        )
        for cover in scenario.covers
    )


def run_record(
    scene: tuple[str, str], sampling: Sampling, entries: Sequence[Entry], facts: Facts, covers: tuple[CoverPlan, ...]
) -> RunRecord:
    """Return what all scenarios of a run come to; `scene` is the name of its file and its sha256."""
    rejected_by: Counter[str] = Counter()
    for entry in entries:
        rejected_by.update(entry.rejected_by)
    weights = [math.exp(entry.log_w) for entry in entries]
    accepted = (math.fsum(weights), math.fsum(w * w for w in weights))
    rejected = (math.fsum(entry.rejected[0] for entry in entries), math.fsum(entry.rejected[1] for entry in entries))
    return RunRecord(
        scene=scene[0],
        scene_sha256=scene[1],
        sampling=sampling,
        weight_kind=entries[0].kind,
        attempted=sum(proposal.attempts for proposal in facts.proposals) or sum(entry.attempts for entry in entries),
        accepted=len(entries),
        rejected_by=dict(sorted(rejected_by.items())),
        sum_w=accepted[0] + rejected[0],
        sum_w2=accepted[1] + rejected[1],
        accepted_sum_w=accepted[0],
        accepted_sum_w2=accepted[1],
        covers=covers,
        facts=facts,
    )


def _draw(values: dict) -> dict:
    """Return a draw by the words of the index."""
    return {"dist" if name == "distribution" else name: value for name, value in values.items()}
