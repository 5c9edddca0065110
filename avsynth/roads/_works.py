"""Road works: a lane closed by beacons behind a taper, with signs before it and yellow lines along it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.frames import Pose
from avsynth.core.units import Length
from avsynth.datatypes.fixture import Fixture
from avsynth.datatypes.road import RoadMap
from avsynth.datatypes.road_model import RoadModel
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._paint import paint_box
from avsynth.roads._section import outer_height

#: Length of the taper per width that it closes [1] (RSA 95: 1 : 10 in towns), and beacons along it and beyond it [m].
TAPER, TAPER_STEP, STEP = 10.0, 2.5, 6.0
#: How far before the taper signs stand [m]; from the outer edge of the road to their poles [m].
SIGNS = (("warning", 70.0), ("limit_30", 35.0))
POLE_DISTANCE = 0.5
#: Where the closed lane is dug up: free of beacons at both ends and sides [m].
DUG_END, DUG_SIDE = 8.0, 0.5
#: Room that a machine has along the dug-up lane [m].
MACHINE_ROOM = 11.0
#: The yellow line along the beacons: how far beside them, its width [m], its material.
BESIDE, LINE, YELLOW = 0.35, 0.12, "lane_paint_yellow"


class Works(Config):
    """Road works that close the outer lane of one side."""

    shape: Literal["works"] = "works"
    at: Length = Field(ge=0, description="Station where the taper begins, as traffic on that side meets it [m].")
    length: Length = Field(40.0, ge=5, description="Length of the closed lane beyond the taper [m].")
    side: Literal["right", "left"] = Field("right", description="Side of the road, seen along it.")
    machines: tuple[Literal["wheel_loader", "tractor"], ...] = Field(
        ("wheel_loader",), description="What stands on the closed lane, one behind the other, as far as there is room."
    )


def check_works(road: RoadModel, works: Works) -> None:
    """Raise ValueError where works have no lane to close, or lie beyond the ends of the road."""
    _closed(road, works)


def work_fixtures(road: RoadModel, works: Works) -> Iterator[Fixture]:
    """Yield beacons and signs, all looking at the traffic on that side, and the machines behind them."""
    inner, outer, ahead = _closed(road, works)
    taper = TAPER * abs(outer - inner)
    along = np.arange(0.0, taper + 1e-6, TAPER_STEP)
    beyond = np.arange(taper + STEP, taper + works.length + 1e-6, STEP)
    distances = np.concatenate([along, beyond])
    passed, inwards = "right" if road.keeps_left else "left", np.sign(inner - outer)
    offsets = np.concatenate([outer + (inner - outer) * along / taper, np.full(len(beyond), inner)])
    for distance, offset in zip(distances, offsets, strict=True):
        yield Fixture("beacon", _place(road, works.at + ahead * distance, offset, ahead), (("falls", passed),))
    for sign, before in SIGNS:
        station = works.at - ahead * before
        edge = road.borders(road.section_at(station), np.array([station]))[0][-1 if inwards > 0 else 0]
        if 0 <= station <= road.length:
            place = _place(road, station, edge - inwards * POLE_DISTANCE, ahead)
            yield Fixture("traffic_sign", place, (("sign", sign),))
    yield from _machines(road, works)


def _machines(road: RoadModel, works: Works) -> Iterator[Fixture]:
    """Yield the machines in the middle of the closed lane, spread over where it is dug up, heading along it."""
    inner, outer, ahead = _closed(road, works)
    first, room = TAPER * abs(outer - inner) + DUG_END, works.length - 2 * DUG_END
    kinds = works.machines[: max(int(room / MACHINE_ROOM), 0)]
    for k, kind in enumerate(kinds):
        station = works.at + ahead * (first + room * (k + 0.5) / len(kinds))
        yield Fixture(kind, _place(road, station, (inner + outer) / 2, ahead) @ Pose.planar(0.0, 0.0, 0.0, np.pi))


def closure(road: RoadModel, works: Works, lanes: RoadMap) -> tuple[str, float]:
    """Return the name of the lane that is closed, and the station along it from which it is [m]."""
    inner, outer, _ = _closed(road, works)
    (place,) = road.points(np.array([works.at]), (inner + outer) / 2, 0.0)
    lane, station, _ = next(found for found in lanes.lanes_at(place) if found[0].kind == "drive")
    return lane.name, station


def lay_works(builder: SurfaceBuilder, road: RoadModel, works: Works) -> None:
    """Add the dug-up lane and the yellow line beside the beacons."""
    inner, outer, ahead = _closed(road, works)
    taper, inwards = TAPER * abs(outer - inner), np.sign(inner - outer)
    ends = sorted((works.at + ahead * (taper + DUG_END), works.at + ahead * (taper + works.length - DUG_END)))
    if ends[1] - ends[0] > 1.0 and (works.length > 2 * DUG_END):
        left, right = sorted((inner - inwards * DUG_SIDE, outer + inwards * DUG_SIDE), reverse=True)
        paint_box(builder, road, tuple(ends), left, right, "gravel")
    span = sorted((works.at + ahead * taper, works.at + ahead * (taper + works.length)))
    paint_box(
        builder, road, tuple(span), inner + inwards * BESIDE + LINE / 2, inner + inwards * BESIDE - LINE / 2, YELLOW
    )


def _closed(road: RoadModel, works: Works) -> tuple[float, float, int]:
    """Return the offsets of the inner and outer border of the lane that is closed [m], and +1 or −1 for the direction
    of its traffic along the road.
    """
    is_right = works.side == "right"
    ahead = 1 if is_right != road.keeps_left else -1
    section = road.section_at(works.at)
    strips = section.right if is_right else section.left
    drives = [strip for strip in strips if strip.kind == "drive"]
    if not drives:
        raise ValueError(f"the works at {works.at:g} m need a drive lane on the {works.side}; there is none")
    borders = road.borders(section, np.array([works.at]))[0]
    k = section.strips.index(drives[-1])
    pair = (borders[k], borders[k + 1]) if is_right else (borders[k + 1], borders[k])
    last = works.at + ahead * (TAPER * abs(pair[0] - pair[1]) + works.length)
    if not 0 <= last <= road.length:
        raise ValueError(f"the works at {works.at:g} m end at {last:.0f} m, beyond the road of {road.length:g} m")
    return float(pair[0]), float(pair[1]), ahead


def _place(road: RoadModel, station: float, offset: float, ahead: int) -> Pose:
    """Return a place on the road where a thing looks at traffic that comes from behind (`ahead` +1) or ahead (−1)."""
    at = np.array([station])
    borders = road.borders(road.section_at(station), at)[0]
    beyond = offset > borders[0] or offset < borders[-1]
    height = outer_height(road.section_at(station), 1 if offset > 0 else -1) if beyond else 0.0
    x, y, z = road.points(at, offset, height)[0]
    return Pose.planar(x, y, z, float(road.heading(at)[0]) + (np.pi if ahead > 0 else 0.0))
