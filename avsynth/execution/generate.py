"""Making a dataset: each frame is drawn, sensed, exported and written before the next, so memory stays small."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from avsynth import pipeline
from avsynth._version import __version__
from avsynth.catalog.rigs import Rig
from avsynth.contracts import EXPORTERS, Exporter, FrameRecord
from avsynth.core.clock import Clock
from avsynth.core.errors import AvsynthError
from avsynth.datatypes.encounters import PairRecord
from avsynth.datatypes.frame import Frame
from avsynth.datatypes.measurement import PointCloud, RadarTargets
from avsynth.execution.criticality import CRITICALITY, lines_of, seen_in
from avsynth.execution.folder import Folder
from avsynth.execution.plan import Plan, Task, evenly_spaced
from avsynth.execution.scenarios import Scenarios
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.ledger import INDEX, RUN
from avsynth.scenario.study import Study
from avsynth.scenario.template import Template

#: Called after each frame with (frames done, frames in all).
Progress = Callable[[int, int], None]


@dataclass
class Summary:
    """What a run made, for people."""

    frames: int = 0
    resumed: int = 0
    scenarios: int = 0
    attempts: int = 0
    objects: Counter = field(default_factory=Counter)
    points: Counter = field(default_factory=Counter)
    bytes: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def count(self, frame: Frame) -> None:
        """Add one frame."""
        self.frames += 1
        self.objects.update(label.category.word for label in frame.labels)
        for name, measured in frame.measurements.items():
            if isinstance(measured, PointCloud | RadarTargets):
                self.points[name] += len(measured)


def generate(
    template: Template,
    root: Path,
    rig: Rig,
    *,
    scenarios: int | None = None,
    frames_per_scenario: int | None = None,
    seed: int | None = None,
    format: str = "kitti",
    reverse: bool = False,
    overwrite: bool = False,
    progress: Progress = lambda done, total: None,
) -> Summary:
    """Write a dataset of draws of `template` into the folder `root`; go on where a stopped run of the same plan stood.

    Parameters
    ----------
    scenarios : int, optional
        Number of scenarios; by default what the template's ``sample`` block says.
    frames_per_scenario : int, optional
        At most so many frames of each, evenly spaced in time; by default all.
    seed : int, optional
        By default what the template says.
    format : str
        A word of the EXPORTERS registry.
    reverse : bool
        Make the frames in reverse order; the bytes are the same.
    """
    exporter = EXPORTERS.build({"format": format}, "option --format")
    plan = _plan(template, rig, scenarios, frames_per_scenario, seed, exporter)
    if overwrite:
        pipeline.draw(template, seed=plan.seed)  # an impossible scene must not cost the user the old dataset
    folder = Folder.open(root, plan, overwrite=overwrite)
    try:
        return _Run(template, plan, rig, exporter, folder, progress).make(reverse)
    except AvsynthError:
        folder.abandon()
        raise


def _plan(
    template: Template, rig: Rig, scenarios: int | None, wanted: int | None, seed: int | None, exporter: Exporter
) -> Plan:
    indices = evenly_spaced(template.frame_count, wanted)
    return Plan(
        scene=template.file_name,
        scene_sha256=template.digest,
        rig_sha256=rig.digest,
        seed=template.seed if seed is None else seed,
        sampling=template.sampling.method.model_dump(mode="json") | {"defensive": template.sampling.defensive},
        scenarios=scenarios or template.count,
        frames_per_scenario=len(indices),
        frame_indices=indices,
        exporter=exporter.format,
    )


@dataclass
class _Run:
    """One pass over the missing frames of a plan."""

    template: Template
    plan: Plan
    rig: Rig
    exporter: Exporter
    folder: Folder
    progress: Progress
    clock: Clock = field(default_factory=Clock)
    summary: Summary = field(default_factory=Summary)
    encounters: dict[int, tuple[PairRecord, ...]] = field(default_factory=dict)

    def make(self, reverse: bool) -> Summary:
        """Make what is missing, then the files about the whole."""
        records = self.folder.finished()
        self.summary.resumed = len(records)
        self.progress(len(records), self.plan.frame_count)
        scenarios = Scenarios(self._study(), self.folder)
        for scenario in self._timed(list(scenarios)[::-1] if reverse else scenarios):
            with self.clock.stage("criticality"):
                self.encounters[scenario.index] = pipeline.criticality(scenario)
            missing = [task for task in self.plan.tasks_of(scenario.index) if task.number not in records]
            for number, record in self._frames(scenario, missing[::-1] if reverse else missing, reverse):
                records[number] = record
                self.progress(len(records), self.plan.frame_count)
        self._finish(records, scenarios)
        self.summary.seconds = dict(self.clock.seconds)
        return self.summary

    def _study(self) -> Study:
        return pipeline.study(self.template, count=self.plan.scenarios, seed=self.plan.seed)

    def _timed(self, scenarios: Iterable[Scenario]) -> Iterator[Scenario]:
        """Yield the scenarios and count them; the time that it takes to draw them is told."""
        waiting = iter(scenarios)
        while True:
            with self.clock.stage("draw"):
                scenario = next(waiting, None)
            if scenario is None:
                return
            self.summary.scenarios += 1
            self.summary.attempts += scenario.attempts
            yield scenario

    def _frames(self, scenario: Scenario, tasks: list[Task], one_by_one: bool) -> Iterator[tuple[int, dict]]:
        """Make and write the frames of `tasks`; yield (number, record)."""
        groups = [[task] for task in tasks] if one_by_one else [tasks]
        for group in groups:
            numbers = {task.frame_index: task.number for task in group}
            if not numbers:
                continue
            for frame in pipeline.frames(scenario, self.rig, only=numbers.keys(), clock=self.clock):
                yield numbers[frame.index], self._write_frame(frame, numbers[frame.index])

    def _write_frame(self, frame: Frame, number: int) -> dict:
        facts = {
            "number": number,
            "scenario_index": frame.provenance.scenario_index,
            "frame_index": frame.index,
            "time": frame.time,
            "log_weight": frame.provenance.log_weight,
            "seen": seen_in(frame),
        }
        with self.clock.stage("export"):
            files = list(self.exporter.frame_files(frame, number))
        with self.clock.stage("write"):
            record = self.folder.write_frame(number, files, facts)
        self.summary.bytes += sum(len(content) for _, content in files)
        self.summary.count(frame)
        return record

    def _finish(self, records: dict[int, dict], scenarios: Scenarios) -> None:
        """Write what is about the whole dataset, the manifest last."""
        ordered = [records[number] for number in sorted(records)]
        keys = ("number", "scenario_index", "frame_index", "time", "log_weight")
        about = dict(self.exporter.dataset_files([FrameRecord(**{k: record[k] for k in keys}) for record in ordered]))
        run = scenarios.record(self.plan.scene, self.plan.scene_sha256)
        about[CRITICALITY] = lines_of(self.encounters, ordered)
        about |= {INDEX: scenarios.index(), RUN: (run.model_dump_json(indent=1) + "\n").encode()}
        dataset_files = {name: self.folder.write(name, content) for name, content in about.items()}
        self.folder.close(
            {
                "format": 1,
                "version": __version__,
                "scene": self.plan.scene,
                "scene_sha256": self.plan.scene_sha256,
                "rig_sha256": self.plan.rig_sha256,
                "seed": self.plan.seed,
                "method": self.plan.sampling["method"],
                "exporter": self.plan.exporter,
                "files": dict(sorted((dataset_files | scenarios.files).items())),
                "frames": [{name: fact for name, fact in record.items() if name != "seen"} for record in ordered],
            }
        )
