"""Compare runs with esmini's: ``python tools/check_openscenario.py libesminiLib.so FILE.xosc…``, or ``SCENE.scene…``.

The library comes from esmini's sources (target esminiLib, without viewer and OSI). A .xosc file is run by esmini, and
read as a scene and run by avsynth; a scene is run by avsynth, and what `export-run` writes of it is run by esmini. A
line an entity: how far apart the two have it at most [m], the largest difference of speed [m/s], and when they begin
to differ by more than a metre [s].
"""

from __future__ import annotations

import argparse
import ctypes
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from avsynth import api, pipeline
from avsynth.core.errors import AvsynthError
from avsynth.datatypes.course import Course

#: Step of esmini [s], that of our courses; and from where on two courses differ [m].
STEP, APART = 0.05, 1.0


class ObjectState(ctypes.Structure):
    """``SE_ScenarioObjectState`` of esminiLib.hpp."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("id", "model", "controller")),
        *((name, ctypes.c_double) for name in ("time", "x", "y", "z", "h", "p", "r")),
        *((name, ctypes.c_uint32) for name in ("road", "junction")),
        ("t", ctypes.c_double),
        ("lane", ctypes.c_int),
        *((name, ctypes.c_double) for name in ("offset", "s", "speed", "ahead", "left", "up")),
        *((name, ctypes.c_double) for name in ("width", "length", "height")),
        *((name, ctypes.c_int) for name in ("kind", "category")),
        *((name, ctypes.c_double) for name in ("wheel_angle", "wheel_turn")),
        ("visibility", ctypes.c_int),
    )


@dataclass(frozen=True)
class Track:
    """Middles (T, 2) [m] and speeds (T,) [m/s] of an entity, one row a step."""

    middles: np.ndarray
    speeds: np.ndarray

    @classmethod
    def of(cls, course: Course) -> Track:
        """Return the track of one of our courses."""
        return cls(course.poses[:, :2], course.speeds)


def replayed(library: Path, file: Path, steps: int, folder: Path) -> dict[str, Track]:
    """Return what esmini makes of a file, by the names of the entities; raise ValueError if it does not load it.

    Its log goes to `folder`.
    """
    esmini = ctypes.CDLL(str(library))
    esmini.SE_StepDT.argtypes = [ctypes.c_double]
    esmini.SE_GetObjectName.restype = ctypes.c_char_p
    esmini.SE_SetOption(b"disable_stdout")
    esmini.SE_SetLogFilePath(str(folder / "esmini.txt").encode())
    if esmini.SE_Init(str(file).encode(), 1, 0, 0, 0) != 0:  # controllers off: the default one goes by the storyboard
        raise ValueError("esmini does not load it")
    ids = [esmini.SE_GetId(k) for k in range(esmini.SE_GetNumberOfObjects())]
    rows: dict[int, list[tuple[float, float, float]]] = {number: [] for number in ids}
    for step in range(steps):
        for number in ids:
            state = ObjectState()
            esmini.SE_GetObjectState(number, ctypes.byref(state))
            ahead = state.ahead * np.array([np.cos(state.h), np.sin(state.h)])
            rows[number].append((state.x + ahead[0], state.y + ahead[1], state.speed))
        if step + 1 < steps:
            esmini.SE_StepDT(STEP)
    names = {number: esmini.SE_GetObjectName(number).decode() for number in ids}
    esmini.SE_Close()
    arrays = {names[number]: np.array(row) for number, row in rows.items()}
    return {name: Track(array[:, :2], array[:, 2]) for name, array in arrays.items()}


def pair(library: Path, file: Path, folder: Path) -> tuple[Mapping[str, Track], Mapping[str, Track]]:
    """Return the tracks of a file by avsynth and by esmini."""
    if file.suffix == ".xosc":
        scenario = api.import_run(file, folder / "read.scene", overwrite=True).draw()
        written = file
    else:
        template = api.load(file)
        scenario, written = template.draw(), folder / "written.xosc"
        api.export_run(template, written, overwrite=True)
    ours = {course.name: Track.of(course) for course in pipeline.courses(scenario)}
    steps = max(len(track.speeds) for track in ours.values())
    return ours, replayed(library, written, steps, folder)


def compared(ours: Track, theirs: Track) -> str:
    """Return how two tracks differ."""
    count = min(len(ours.speeds), len(theirs.speeds))
    apart = np.hypot(*(ours.middles[:count] - theirs.middles[:count]).T)
    faster = np.abs(ours.speeds[:count] - theirs.speeds[:count])
    since = f"{STEP * np.argmax(apart > APART):.2f} s" if (apart > APART).any() else "never"
    return f"{apart.max():8.3f} m  {faster.max():7.3f} m/s  apart from: {since}"


def main() -> None:
    """Compare as many files as asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for file in options.files:
            try:
                ours, theirs = pair(options.library, file, Path(folder))
            except (AvsynthError, ValueError) as error:
                print(f"{file.name}: {str(error).splitlines()[0]}")
                continue
            known = {name.lower(): track for name, track in theirs.items()}
            known.setdefault("ego", next(iter(theirs.values())))  # the first entity, where none is called so
            for name, track in ours.items():
                other = known.get(name.lower())
                print(f"{file.name:45} {name:20} {compared(track, other) if other else 'not in esmini'}")


if __name__ == "__main__":
    main()
