"""``python -m tools.bench.camera [SCENE]``: processor time of one picture in all kinds of weather, by day and night.

One scene and one moment; only its weather changes, so that rows differ by what the camera makes of it. `--plain` leaves
out all but a clear day and night, for comparisons of two versions.
"""

from __future__ import annotations

import statistics
import sys
import time

import numpy as np

from avsynth import load, world
from avsynth.catalog.materials import materials
from avsynth.catalog.rigs import rig_of
from avsynth.core.seed import Stream
from avsynth.datatypes.scene import Scene
from avsynth.engine import EngineTracer
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.environment import Fog
from avsynth.sensors._dirt import Drops

SCENE, FRAME, SEED, REPEATS = "urban_crossing", 10, 3, 3
PER_HOUR = 1e-3 / 3600.0
NIGHT = {"sun_elevation": np.deg2rad(-20.0)}
FOG = Fog(visibility=100.0)
#: Changes of the environment by row.
ROWS = {
    "clear day": {},
    "night": NIGHT,
    "wet road": {"road_wetness": 1.0, "cloud": 1.0},
    "rain of 20 mm/h": {"road_wetness": 1.0, "cloud": 1.0, "rain": 20 * PER_HOUR},
    "snow of 2 mm/h": {"cloud": 1.0, "snow": 2 * PER_HOUR},
    "fog, 100 m": {"cloud": 1.0, "fog": FOG},
    "night, fog, 100 m": {**NIGHT, "fog": FOG},
    "night, rain of 5 mm/h": {**NIGHT, "road_wetness": 1.0, "rain": 5 * PER_HOUR},
}


def main() -> None:
    """Print one row for each weather."""
    named = [word for word in sys.argv[1:] if not word.startswith("-")]
    scenario = load(named[0] if named else SCENE).draw(seed=SEED)
    camera = next(sensor for sensor in rig_of(scenario.rig).sensors if sensor.kind.startswith("camera"))
    windows = {"": camera, ", drops on the window": camera.model_copy(update={"dirt": (Drops(),)})}
    rows = [(what, "") for what in ROWS] + [("clear day", ", drops on the window")]
    for what, window in rows[: 2 if "--plain" in sys.argv else None]:
        scene = _under(scenario, ROWS[what])
        tracer = EngineTracer(scene, (0.0, 0.0), materials())
        print(f"| {what}{window} | {_seconds(windows[window], scene, tracer):.2f} s |", flush=True)


def _under(scenario: Scenario, changes: dict[str, float]) -> Scene:
    """Return the moment in another weather."""
    environment = scenario.environment.model_copy(update=changes)
    changed = scenario.model_copy(update={"environment": environment})
    return next(world.simulate(changed, changed.stream.child("world"), only=[FRAME]))[1]


def _seconds(camera, scene: Scene, tracer: EngineTracer) -> float:
    """Return the median processor time of one picture [s]; the first one is not counted."""
    times = []
    for _ in range(REPEATS + 1):
        start = time.process_time()
        camera.sense(scene, tracer, Stream(1))
        times.append(time.process_time() - start)
    return statistics.median(times[1:])


if __name__ == "__main__":
    main()
