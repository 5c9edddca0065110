"""``python -m tools.bench.crossing``: what a busy crossing costs before a sensor looks: 60 road users of 17 kinds.

Prints, frame by frame, how long its scene takes to lower to arrays, and the memory of the whole process.
"""

from __future__ import annotations

import resource

import numpy as np

from avsynth import world
from avsynth.catalog.materials import materials
from avsynth.engine import EngineTracer
from avsynth.language import parse
from tools.bench.timing import seconds

#: Who is on the lanes for traffic and on the pavements, besides the ego, and how many of each.
TRAFFIC = {
    "car": 14, "taxi": 2, "police_car": 1, "van": 3, "truck": 2, "articulated_truck": 1, "bus": 2, "coach": 1,
    "fire_engine": 1, "motorcycle": 3, "moped": 2, "cyclist": 6, "cargo_bike": 1, "e_scooter": 2,
}  # fmt: skip
WALKERS = {"pedestrian": 15, "child": 2, "wheelchair": 1}
FRAMES, SPAN = 12, (-0.05, 0.05)
SCENE = """
junction net:
    legs:
{legs}
    leg_length: 200 m
    corner_radius: 8 m
environment:
    surroundings: "urban"
place car ego:
    at on net.south.in @ 150 m
    do drive()
{crowds}
run 2 s at 10 Hz
"""
CROWD = (
    "crowd {kind} {kind}s count {count}:\n    at in net.lanes.{lane}\n    speed ~ {low}..{high} m/s\n    do {step}()"
)
LANES = "[walk(2.5 m), drive(3.4 m), drive(3.4 m)] | [drive(3.4 m), drive(3.4 m), walk(2.5 m)]"


def main() -> None:
    """Print how long frames take to lower, and the memory."""
    legs = "\n".join(
        f"        - leg({name}, heading: {heading} deg):\n            lanes: {LANES}"
        for name, heading in (("south", 180), ("east", 270), ("north", 0), ("west", 90))
    )
    crowds = [CROWD.format(kind=k, count=n, lane="drive", low=4, high=12, step="drive") for k, n in TRAFFIC.items()]
    crowds += [CROWD.format(kind=k, count=n, lane="walk", low=0.8, high=1.6, step="walk") for k, n in WALKERS.items()]
    scenario = parse(SCENE.format(legs=legs, crowds="\n".join(crowds)), "crossing").draw(seed=1)
    times = []
    for _, scene in world.simulate(scenario, scenario.stream.child("world"), only=range(FRAMES)):
        times.append(1e3 * seconds(lambda scene=scene: EngineTracer(scene, SPAN, materials())))
    road_users = [thing for thing in scene.objects if thing.category.is_labelled]
    triangles = sum(thing.model.triangle_count for thing in scene.objects)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{len(scene.objects)} things, {len(road_users)} of them road users, {triangles:,} triangles")
    print(f"lowering: first frame {times[0]:.0f} ms, later ones {np.median(times[1:]):.1f} ms (median), {peak:.2f} GB")


if __name__ == "__main__":
    main()
