"""``python -m tools.bench.agents``: how much faster than real time 200 road users move.

Two figures: the kernels alone, everybody in one call a tick; and the running world, in which every actor has a program
in the language of scenes.
"""

from __future__ import annotations

import time

import numpy as np

from avsynth.contracts import ROADS
from avsynth.core.seed import Stream
from avsynth.kernels import crowd, driving
from avsynth.kernels.users import AHEAD, Lines, Users, foresee
from avsynth.language import parse
from avsynth.steps._driver import URBAN
from avsynth.steps._lanes import straight_on
from avsynth.steps._way import Way, way_along
from avsynth.world.running import TICK, begin

#: Vehicles and people on foot, and how long they move [s].
VEHICLES, PEOPLE, DURATION = 100, 100, 20.0
LEGS = {"south": -92, "south_east": -34, "east": 22, "north": 88, "north_west": 146, "west": 204}
SCENE = """
junction net:
    legs:
{legs}
    leg_length: 320 m
    corner_radius: 6 m
environment:
    surroundings: "none"
place car ego:
    at on net.south.in @ 20 m
    speed: 40 km/h
    do drive()
crowd car cars count {cars}:
    at in net.lanes.drive
    speed ~ 25..50 km/h
    do drive()
crowd pedestrian people count {people}:
    at in net.lanes.walk
    speed ~ 0.8..1.7 m/s
    do walk()
run {duration} s at 10 Hz
"""


def main() -> None:
    """Print both figures, in CPU time: everything runs in one thread."""
    print(f"kernels: {DURATION / kernels():.0f} x real time, {VEHICLES} vehicles and {PEOPLE} people")
    print(f"running world: {2.0 / running_world(2.0):.2f} x real time, as many")


def kernels() -> float:
    """Return how long the kernels take [s] for `DURATION`, by the median tick: the first ones compile."""
    users, lines, lengths = _population()
    rows, drivers = np.arange(VEHICLES), np.tile(URBAN.row, (VEHICLES, 1))
    foreseen, out, force = np.empty((VEHICLES, len(AHEAD), 4)), np.empty((VEHICLES, 8)), np.empty((PEOPLE, 2))
    rng = np.random.default_rng(1)
    places, goals = rng.uniform(-80, 80, (PEOPLE, 2)), rng.normal(size=(PEOPLE, 2))
    goals *= 1.34 / np.hypot(*goals.T)[:, None]
    velocities, groups = goals.copy(), np.full(PEOPLE, -1)
    wishes = np.tile([0.0, np.nan, np.inf, 1.0, 0.0, 1.0], (VEHICLES, 1))
    wishes[:, 0] = rng.uniform(8, 14, VEHICLES)
    ticks = []
    for _ in range(int(DURATION / TICK)):
        start = time.process_time()
        foresee(users, lines, foreseen)
        driving.drive(rows, users.line, drivers, users, lines, foreseen, wishes, TICK, out)
        crowd.push(places, velocities, groups, force)
        ticks.append(time.process_time() - start)
        users = users._replace(place=out[:, :3].copy(), motion=out[:, 3:6].copy())
        gone = out[:, 7] > lengths
        users.place[gone], users.motion[gone] = _starts(users, lines)[gone], 0.0
        velocities += TICK * ((goals - velocities) / 0.5 + force)
        places += TICK * velocities
    return float(np.median(ticks)) * len(ticks)


def running_world(duration: float) -> float:
    """Return how long the world of a scene takes [s] for `duration` [s]."""
    legs = "\n".join(
        f"        - leg({name}, heading: {heading} deg, lanes: [walk(2 m), drive(3 m)] | [drive(3 m), walk(2 m)])"
        for name, heading in LEGS.items()
    )
    text = SCENE.format(legs=legs, cars=VEHICLES - 1, people=PEOPLE, duration=duration)
    run = begin(parse(text).draw(1), Stream(1))
    run.world(1)
    start = time.process_time()
    run.world(1 + round(duration / TICK))
    return time.process_time() - start


def _ways() -> list[Way]:
    """Return the ways across a junction of six legs."""
    section = {"left": [["walk", 2.0], ["drive", 3.0]], "right": [["drive", 3.0], ["walk", 2.0]]}
    legs = [{"name": name, "heading": np.deg2rad(heading), "lanes": section} for name, heading in LEGS.items()]
    road = ROADS.build({"kind": "junction", "name": "net", "legs": legs, "leg_length": 320.0}, "bench").road_map()
    return [way_along(straight_on(road.lane(f"net.{name}.in[0]"), road), 0.0) for name in LEGS]


def _population() -> tuple[Users, Lines, np.ndarray]:
    """Return vehicles spread over the ways, and the length of the way of each [m]."""
    ways = _ways()
    counts = [len(way.line.centre) for way in ways]
    lines = Lines(
        np.concatenate([[0], np.cumsum(counts)]),
        np.ascontiguousarray(np.concatenate([way.line.centre[:, :2] for way in ways])),
        np.concatenate([way.line.stations for way in ways]),
        np.concatenate([way.limit for way in ways]),
    )
    line = np.arange(VEHICLES) % len(ways)
    station = 10.0 + (np.arange(VEHICLES) // len(ways)) * 35.0
    poses = [ways[k].line.pose_at(s) for k, s in zip(line, station, strict=True)]
    place = np.array([(*pose.translation[:2], pose.yaw) for pose in poses])
    motion = np.tile([8.0, 0.0, 0.0], (VEHICLES, 1))
    users = Users(
        place, motion, np.tile([4.4, 1.8], (VEHICLES, 1)), np.ones(VEHICLES, bool), np.zeros(VEHICLES, bool), line
    )
    return users, lines, np.array([way.line.length for way in ways])[line] - 80.0


def _starts(users: Users, lines: Lines) -> np.ndarray:
    """Return where the way of each begins: x, y [m], heading [rad]."""
    first = lines.start[users.line]
    step = lines.point[first + 1] - lines.point[first]
    return np.column_stack([lines.point[first], np.arctan2(step[:, 1], step[:, 0])])


if __name__ == "__main__":
    main()
