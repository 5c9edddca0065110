"""Drawing scenarios into a folder, without any sensor: one JSON each, and the book of the run."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from avsynth import pipeline
from avsynth.core.errors import DatasetError
from avsynth.core.files import told, write_whole
from avsynth.execution.notes import Notes, scenario_bytes, scenario_file
from avsynth.execution.workers import cores, workers
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.ledger import INDEX, RUN, RunRecord
from avsynth.scenario.template import Template

#: The contact sheet beside the book.
SHEET = "sheet.png"


@dataclass(frozen=True)
class Drawing:
    """What was drawn: the book of the run, and its first scenarios with their portraits."""

    record: RunRecord
    first: tuple[Scenario, ...]
    portraits: tuple[np.ndarray, ...]


def draw(
    template: Template,
    root: Path,
    *,
    count: int,
    seed: int | None = None,
    processes: int | None = None,
    shown: int = 0,
    portray: Callable[[Scenario], np.ndarray],
    overwrite: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Drawing:
    """Draw `count` scenarios of `template` into the folder `root`; the same bytes for any number of processes.

    Parameters
    ----------
    seed : int, optional
        By default what the template says.
    processes : int, optional
        By default one for each core.
    shown : int
        How many of the first scenarios to return.
    portray : callable
        Makes a picture of one of them, in any of the processes.
    overwrite : bool
        Replace what `draw` wrote there before.
    progress : callable
        Called with (scenarios drawn, scenarios in all).

    Raises
    ------
    DatasetError
        If something else is in the folder, or it cannot be written.
    SceneErrors
        If no attempt meets the requirements.
    """
    _claim(root, overwrite)
    notes, first = Notes(), []
    with workers(min(processes or cores(), count)) as map_:
        study = pipeline.study(template, count=count, seed=seed, map=map_)
        survey = study.survey()
        for scenario in survey:
            write_whole(root / scenario_file(scenario.index), scenario_bytes(scenario))
            notes.note(scenario)
            first += [scenario] if len(first) < shown else []
            progress(len(notes.lines), count)
        portraits = tuple(map_(portray, first))
    record = notes.record((template.file_name, template.digest), study.sampling, survey.facts)
    write_whole(root / INDEX, notes.index())
    write_whole(root / RUN, (record.model_dump_json(indent=1) + "\n").encode())
    return Drawing(record, tuple(first), portraits)


def _claim(root: Path, overwrite: bool) -> None:
    """Accept a folder that is new or empty, or that `draw` wrote and shall replace."""
    with told("create", root):
        if root.exists() and not root.is_dir():
            raise DatasetError(f"{root} is a file; give the name of a new folder with -o")
        inside = {path.name for path in root.iterdir()} if root.exists() else set()
        if not inside:
            return
        if not inside <= {"scenarios", INDEX, RUN, SHEET}:
            raise DatasetError(f"{root} holds other files than drawn scenarios; give another folder with -o")
        if not overwrite:
            raise DatasetError(f"{root} already holds drawn scenarios; give another -o, or --overwrite")
        shutil.rmtree(root)
