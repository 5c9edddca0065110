"""Parked vehicles that nobody placed: at the kerb and in bays, by the share of places that are taken."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from avsynth.contracts.actor import ACTORS, Motion
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.datatypes.road import Lane, RoadMap
from avsynth.world.roadside import Choice
from avsynth.world.things import Occupied, Thing, chosen, coloured, raised, shape_of, variant

#: The kinds of parked vehicles, and of how many shapes.
EMPTY = (("driver", False), ("openable", False))
PARKED = (Choice("car", 0.87, EMPTY), Choice("van", 0.13, EMPTY))
PARKED_VARIANTS = 10
#: How exactly they stand along the kerb and in bays: along, across [m], turned [rad].
PARKED_SPREAD, BAY_SPREAD = (0.35, 0.08, 0.02), (0.12, 0.08, 0.02)
#: By how much they may be longer than their places [m], and the share of those in bays that were backed in.
PARKED_OVERHANG, BACKED_IN = 0.5, 0.25


def parked_vehicles(road: RoadMap, taken: Occupied, stream: Stream) -> Iterator[Thing]:
    """Yield the parked vehicles of the lanes that ask for them; each place has its own random numbers."""
    for lane in road.lanes:
        if lane.parked <= 0:
            continue
        room = lane.places.length(float(lane.width[0])) + PARKED_OVERHANG
        for k, (station, turn) in enumerate(_places(lane)):
            rng = stream.rng(lane.name, k)
            if rng.random() < lane.parked:
                along, across, turned = rng.normal(0.0, BAY_SPREAD if lane.places.are_bays else PARKED_SPREAD)
                stands = Pose.planar(0, 0, 0, turn) @ Pose.planar(along, across, 0, turned)
                if lane.places.are_bays and rng.random() < BACKED_IN:
                    stands = stands @ Pose.planar(0, 0, 0, np.pi)
                thing = _vehicle(lane.pose_at(station) @ stands, rng, stream.child(lane.name, k))
                shape = shape_of(thing)
                if shape.length < room and taken.is_free(shape):
                    taken.take(shape)
                    yield thing


def _places(lane: Lane) -> Iterator[tuple[float, float]]:
    """Yield the station of the middle of each parking place [m], and how vehicles are turned there [rad]."""
    places, depth = lane.places, float(lane.width[0])
    for k in range(places.count(lane.length, depth)):
        yield places.middle(k, depth), -places.turn


def _vehicle(pose: Pose, rng: np.random.Generator, stream: Stream) -> Thing:
    """Return a parked vehicle: one of a few shapes, in its own paint."""
    known = [choice for choice in PARKED if choice.kind in ACTORS]
    choice = known[chosen([choice.weight for choice in known], rng)]
    actor, model = variant(choice, int(rng.integers(PARKED_VARIANTS)), stream.root)
    thing = Thing(f"parked {choice.kind}", actor.category, model, raised(pose, model), dict(actor.finish()))
    return coloured(thing, choice.kind, stream, Motion())
