"""Compare lane positions with esmini's: ``python tools/check_lane_positions.py libesminiRMLib.so FILE.xodr…``.

The library comes from esmini's sources (target esminiRMLib). For random (road, lane, station) the middle of the lane is
asked of both; a line a file: positions, largest distance [m], and where it is.
"""

from __future__ import annotations

import argparse
import ctypes
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from avsynth.core.errors import AvsynthError
from avsynth.core.xml import parsed
from avsynth.datatypes.road_model import RoadModel
from avsynth.datatypes.section import Strip
from avsynth.opendrive import read

#: Positions of each road, and how far from the ends of sections they keep [m]: there, which section holds is a choice.
POSITIONS, MARGIN = 12, 0.01
#: Bar for the distance [m].
BAR = 1e-3
#: esmini's word for all types of lanes.
ANY_LANE = -1


class PositionData(ctypes.Structure):
    """``RM_PositionData`` of esminiRMLib.hpp."""

    _fields_ = (
        *((name, ctypes.c_double) for name in ("x", "y", "z", "h", "p", "r", "h_relative")),
        ("road", ctypes.c_uint32),
        ("junction", ctypes.c_uint32),
        ("lane", ctypes.c_int),
        ("offset", ctypes.c_double),
        ("s", ctypes.c_double),
    )


class Esmini:
    """The road manager with one file loaded."""

    def __init__(self, library: Path, file: Path) -> None:
        self.of = ctypes.CDLL(str(library))
        self.of.RM_SetLanePosition.argtypes = [
            ctypes.c_int, ctypes.c_uint32, ctypes.c_int, ctypes.c_double, ctypes.c_double, ctypes.c_bool
        ]  # fmt: skip
        self.of.RM_GetRoadIdFromString.restype = ctypes.c_uint32
        self.of.RM_SetLogFilePath(b"/dev/null")
        if self.of.RM_Init(str(file).encode()) != 0:
            raise ValueError("esmini does not load it")
        self.handle = self.of.RM_CreatePosition()
        self.of.RM_SetSnapLaneTypes(self.handle, ANY_LANE)

    def middle(self, road: str, lane: int, station: float) -> np.ndarray:
        """Return the middle of a lane, (3,) [m]."""
        number = self.of.RM_GetRoadIdFromString(road.encode())
        data = PositionData()
        self.of.RM_SetLanePosition(self.handle, number, lane, 0.0, station, True)
        self.of.RM_GetPositionData(self.handle, ctypes.byref(data))
        if data.lane != lane:
            return np.full(3, np.nan)
        return np.array([data.x, data.y, data.z])

    def close(self) -> None:
        """Forget the file."""
        self.of.RM_Close()


@dataclass(frozen=True)
class Found:
    """What one file came to."""

    positions: int
    distance: float
    where: str


def middle(road: RoadModel, number: int, strip: Strip, station: float) -> np.ndarray:
    """Return our middle of a strip at its height, (3,) [m]."""
    section, at = road.sections[number], np.array([station])
    left = road.borders(section, at)[0]
    k = section.strips.index(strip)
    height = (strip.inner.at(at - section.start) + strip.outer.at(at - section.start)) / 2
    return road.points(at, (left[k] + left[k + 1]) / 2, height)[0]


def compared(library: Path, file: Path, rng: np.random.Generator) -> Found:
    """Return how far our lanes lie from esmini's."""
    network, esmini = read(file).network, Esmini(library, file)
    ids = {road.name: id_ for road, id_ in zip(network.roads, ids_of(file), strict=True)}
    worst, count = (0.0, ""), 0
    for road in network.roads:
        for _ in range(POSITIONS):
            number = int(rng.integers(len(road.sections)))
            section = road.sections[number]
            first, last = section.start + MARGIN, road.section_end(number) - MARGIN
            if not section.strips or last <= first:
                continue
            strip = section.strips[rng.integers(len(section.strips))]
            station = float(rng.uniform(first, last))
            theirs = esmini.middle(ids[road.name], strip.number, station)
            distance = float(np.linalg.norm(middle(road, number, strip, station) - theirs))
            if np.isfinite(distance):
                count += 1
                worst = max(worst, (distance, f"road {ids[road.name]}, lane {strip.number}, s = {station:.2f} m"))
    esmini.close()
    return Found(count, *worst)


def ids_of(file: Path) -> list[str]:
    """Return the ids of the roads in the order of the file."""
    return [row.word("id") for row in parsed(file.read_bytes()).all("road")]


def main() -> None:
    """Print a line a file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args()
    good = 0
    for file in options.files:
        try:
            found = compared(options.library, file, np.random.default_rng(0))
        except (AvsynthError, ValueError) as error:
            print(f"{file.name:45} not compared: {error}")
            continue
        good += found.distance <= BAR
        print(f"{file.name:45} {found.positions:5} positions, at most {found.distance:.6f} m ({found.where})")
    print(f"{good} of {len(options.files)} files within {BAR * 1000:g} mm")


if __name__ == "__main__":
    main()
