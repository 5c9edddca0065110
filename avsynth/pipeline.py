"""The whole story of a frame, and the only file that knows all its parts: template → Scenario → Scene → Frame."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from pathlib import Path

from avsynth import labels, world
from avsynth._version import __version__
from avsynth.catalog.materials import materials
from avsynth.catalog.rigs import Rig, rig_of
from avsynth.contracts.step import World
from avsynth.core.clock import Clock
from avsynth.core.seed import Stream
from avsynth.datatypes.course import Course
from avsynth.datatypes.encounters import PairRecord
from avsynth.datatypes.frame import Frame, Provenance
from avsynth.datatypes.label import Label
from avsynth.datatypes.measurement import Measurement
from avsynth.datatypes.scene import Scene
from avsynth.engine import EngineTracer
from avsynth.observing import observer, time_span
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.drawing import replaced
from avsynth.scenario.requirements import Broken
from avsynth.scenario.study import OrderedMap, Study, drawn
from avsynth.scenario.template import Template
from avsynth.scenario.unseen import unseen
from avsynth.world.cast import actors

#: Draws without the event in a row after which it counts as one that does not happen.
PATIENCE = 24


def frames(
    scenario: Scenario, rig: Rig | None = None, *, only: Collection[int] | None = None, clock: Clock | None = None
) -> Iterator[Frame]:
    """Yield the frames of one scenario, in time order. Frame k depends on (scenario, k) only.

    Parameters
    ----------
    scenario : Scenario
    rig : Rig, optional
        The sensors; by default those the scenario names.
    only : collection of int, optional
        Numbers of the frames wanted; by default all.
    clock : Clock, optional
        Learns how long each stage took.
    """
    rig, clock = rig or rig_of(scenario.rig), clock or Clock()
    stream = scenario.stream
    scenes = world.simulate(scenario, stream.child("world"), only=only)
    while True:
        with clock.stage("world"):
            index, scene = next(scenes, (None, None))
        if scene is None:
            return
        with clock.stage("lower"):
            tracer = EngineTracer(scene, time_span(rig.sensors), materials())
        measured = measure(scene, rig, tracer, stream, index, clock)
        with clock.stage("labels"):
            calibrations = {sensor.name: sensor.calibration() for sensor in rig.sensors}
            labelled = labels.label(scene, measured, calibrations, tracer)
        yield assemble(index, scene, scenario, rig, measured, labelled)


def worlds(scenario: Scenario) -> tuple[World, ...]:
    """Return where everybody is at every tick of the run that `frames` shows."""
    return world.worlds(scenario, scenario.stream.child("world"))


def measure(
    scene: Scene, rig: Rig, tracer: EngineTracer, stream: Stream, index: int, clock: Clock
) -> Mapping[str, Measurement]:
    """Return what each sensor of the rig measures, by name."""
    measured = {}
    for sensor in rig.sensors:
        with clock.stage(sensor.name):
            measured[sensor.name] = sensor.sense(scene, tracer, stream.child("sensor", sensor.name, index))
    return measured


def assemble(
    index: int,
    scene: Scene,
    scenario: Scenario,
    rig: Rig,
    measured: Mapping[str, Measurement],
    labelled: tuple[Label, ...],
) -> Frame:
    """Return the frame of one scene."""
    return Frame(
        index=index,
        time=scene.time,
        world_from_ego=scene.world_from_ego,
        measurements=measured,
        calibrations={sensor.name: sensor.calibration() for sensor in rig.sensors},
        labels=labelled,
        provenance=Provenance(
            scenario=scenario.name,
            scenario_hash=scenario.digest,
            seed=scenario.seed,
            scenario_index=scenario.index,
            version=__version__,
            log_weight=scenario.log_weight,
        ),
        rig={"calibration": rig.calibration},
        ego_velocity=scene.ego_velocity,
        ego_angular_velocity=scene.ego.angular_velocity,
        ego_id=scene.ego_id,
        encounters=scene.encounters,
    )


def criticality(scenario: Scenario) -> tuple[PairRecord, ...]:
    """Return what the encounters of the ego come to over the run of `scenario`; no sensor is asked."""
    return world.criticality(scenario, scenario.stream.child("world"))


def demand(scenario: Scenario) -> world.Demand:
    """Return what the run of `scenario` asks of its ego; no sensor is asked."""
    return world.demand(scenario, scenario.stream.child("world"))


def courses(scenario: Scenario) -> tuple[Course, ...]:
    """Return where everybody goes in the run of `scenario`; no sensor is asked."""
    return world.courses(scenario, scenario.stream.child("world"))


def study(
    template: Template,
    *,
    count: int | None = None,
    seed: int | None = None,
    method: str | None = None,
    map: OrderedMap = map,
) -> Study:
    """Return what it takes to draw the scenarios of a run in the placed world.

    Parameters
    ----------
    count, seed, method : optional
        By default what the template's ``sample`` block says.
    map : callable, optional
        As the built-in one; may work on several scenarios at once.
    """
    sampling = replaced(template.sampling, seed, method)
    if count is not None:
        sampling = sampling.model_copy(update={"count": count})
    return Study(template, sampling, accept=partial(judged, Path(template.source).parent), map=map)


def draw(template: Template, seed: int | None = None, index: int = 0, method: str | None = None) -> Scenario:
    """Return one concrete draw of `template` that meets its requirements, every open choice made.

    Parameters
    ----------
    seed, method : optional
        By default what the template's ``sample`` block says.
    index : int
        Number of the draw; different indices are independent draws.
    """
    return drawn(study(template, seed=seed, method=method), index)


def happening(template: Template) -> Iterator[Scenario]:
    """Yield draws of an event in which it happens, until `PATIENCE` draws in a row have it not; no sensor is asked."""
    blind, last = unseen(template), -1
    for seed in itertools.count():
        if seed - last > PATIENCE:
            return
        scenario = draw(blind, seed=seed, method="importance")
        if world.happens(scenario):
            last = seed
            yield scenario


def judged(folder: Path, scenario: Scenario) -> Scenario | Broken:
    """Return `scenario` with every open choice made and what came of its run, or the requirement that it breaks.

    A rig that is a file is looked for in `folder`.
    """
    observe = observer(lambda: rig_of(scenario.rig, folder))
    return world.judged(dressed(scenario), scenario.stream.child("world"), observe)


def dressed(scenario: Scenario) -> Scenario:
    """Return `scenario` with the open fields of its actors (size, paint, clothing) chosen by address and name."""
    placements = []
    for placement, actor in zip(scenario.placements, actors(scenario).values(), strict=True):
        settings = actor.model_dump(mode="json", exclude={"kind"}, exclude_none=True)
        placements.append(placement.model_copy(update={"settings": settings}))
    return scenario.model_copy(update={"placements": tuple(placements)})
