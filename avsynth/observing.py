"""What wires the sensors to the questions of the language: the real sensors of a rig look at a scene with few rays."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from avsynth.catalog.materials import materials
from avsynth.catalog.rigs import Rig
from avsynth.contracts.perception import Observer, Sighting
from avsynth.contracts.sensor import Sensor
from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.datatypes.scene import Scene
from avsynth.engine import EngineTracer


def observer(rig: Callable[[], Rig]) -> Observer:
    """Return what looks at scenes with the sensors of a rig, which is loaded when somebody asks."""
    loaded = lru_cache(maxsize=1)(rig)

    @lru_cache(maxsize=2)
    def tracer_of(scene: Scene) -> EngineTracer:
        return EngineTracer(scene, time_span(loaded().sensors), materials())

    def observe(scene: Scene, sensor: str, actor: str) -> Sighting:
        instance = next(thing.id for thing in scene.objects if thing.name == actor)
        return _named(loaded(), sensor).look(scene, tracer_of(scene), instance)

    return observe


def time_span(sensors: tuple[Sensor, ...]) -> tuple[float, float]:
    """Return the earliest and latest time offset [s] at which any sensor looks."""
    spans = [sensor.time_span() for sensor in sensors]
    return min(first for first, _ in spans), max(last for _, last in spans)


def _named(rig: Rig, name: str) -> Sensor:
    known = {sensor.name: sensor for sensor in rig.sensors}
    if name not in known:
        hint = did_you_mean(name, known) or f"; it has: {', '.join(known)}"
        raise ScenarioError(f"the rig {rig.name!r} has no sensor {name!r}{hint}")
    return known[name]
