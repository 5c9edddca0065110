"""Contact sheets of the documentation: ``python tools/picture_actors.py [-o FOLDER] [SHEET ...]``, all without SHEET.

Each variant is dressed by the seed that stands in its caption, and seen obliquely; every third one also from its side
and its front.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from avsynth.contracts import Motion
from avsynth.preview.sheet import contact_sheet
from avsynth.showroom import variants

FOLDER = Path(__file__).parents[1] / "docs" / "images" / "actors"
#: Largest size of a file [B], and the qualities of JPEG that are tried, best first.
LARGEST, QUALITIES = 150_000, range(84, 30, -6)
THIRD = 3
THINGS = ("tyre", "carton", "mattress", "ladder", "pallet", "planks", "barrel")
LARGE_THINGS = ("branches", "fallen_tree", "spilled_load")
HELD = ("phone", "umbrella", "bags", "stick", "white_cane", "crutches", "parcel", "suitcase", "stroller", "dog")


@dataclass(frozen=True)
class Row:
    """Variants of one kind, by the seeds from 0 on.

    Parameters
    ----------
    kind : str
    count : int
    settings : mapping
        Fields that are given.
    motion : Motion, optional
        What they do; left out, they walk or roll.
    """

    kind: str
    count: int = 12
    settings: Mapping[str, object] = field(default_factory=dict)
    motion: Motion | None = None

    @property
    def words(self) -> str:
        """What is given, or else the kind."""
        given = [value if isinstance(value, str) else f"{word} {value}" for word, value in self.settings.items()]
        return " ".join(given) or self.kind


@dataclass(frozen=True)
class Sheet:
    """Rows on one page: all obliquely, every third one from the views `also`; size of each [px], how many abreast."""

    rows: tuple[Row, ...]
    also: tuple[str, ...] = ("side", "front")
    size: tuple[int, int] = (160, 112)
    columns: int = 5


def _style(style: str, kind: str = "car") -> Sheet:
    return Sheet((Row(kind, settings={"style": style}),))


def _people(*rows: Row) -> Sheet:
    return Sheet(rows, size=(100, 168), columns=8)


def _heavy(*rows: Row) -> Sheet:
    return Sheet(rows, size=(200, 116), columns=4)


FLASHING = Motion(acts={"beacon": 1.0})
SHEETS: dict[str, Sheet] = {
    **{f"cars_{style}": _style(style) for style in ("small", "hatchback", "sedan", "estate", "suv", "mpv")},
    "vans": Sheet((Row("van"),)),
    "pickups": Sheet((Row("pickup"),)),
    "service": Sheet((Row("police_car", 4), Row("ambulance", 4, motion=FLASHING), Row("taxi", 4))),
    "trucks": _heavy(Row("truck", 6), Row("articulated_truck", 6), Row("fire_engine", 3, motion=FLASHING)),
    "buses": _heavy(Row("bus", 6), Row("articulated_bus", 3), Row("coach", 6), Row("tram", 3)),
    "machines": _heavy(
        Row("tractor", 3), Row("wheel_loader", 3), Row("excavator", 3), Row("trailer", 3), Row("car_with_trailer", 3)
    ),
    "motorcycles": Sheet((Row("motorcycle"), Row("moped", 6)), size=(130, 120), columns=6),
    "bicycles": Sheet(
        (Row("cyclist"), Row("cargo_bike", 3), Row("e_scooter", 3), Row("kick_scooter", 3), Row("wheelchair", 3)),
        size=(130, 130),
        columns=6,
    ),
    "people": _people(Row("pedestrian", settings={"age": 35})),
    "people_old": _people(Row("pedestrian", settings={"age": 80})),
    "children": _people(Row("child", settings={"age": 8})),
    "toddlers": _people(Row("child", settings={"age": 2})),
    "people_at_work": _people(
        Row("crossing_guard", 4, motion=Motion(acts={"halt": 1.0})),
        Row("road_worker", 8),
    ),
    "things_held": _people(
        *(Row("pedestrian", 1, {"holding": word}) for word in HELD),
        Row("child", 2, {"holding": "ball"}),
    ),
    "animals": Sheet(
        (Row("dog", 3), Row("cat", 2), Row("deer", 3), Row("boar", 1), Row("cow", 2), Row("horse", 2), Row("bird", 2)),
        size=(130, 105),
        columns=6,
    ),
    "debris": Sheet(
        (
            *(Row("debris", 1, {"thing": thing}) for thing in (*THINGS, *LARGE_THINGS)),
            Row("wreck", 2),
            Row("carcass", 2),
            Row("ball", 1),
        ),
        also=("above",),
        size=(160, 104),
    ),
}


def main() -> None:
    """Write the sheets that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sheets", nargs="*", metavar="SHEET", help=f"of {', '.join(SHEETS)}")
    parser.add_argument("-o", "--output", type=Path, default=FOLDER, help="folder")
    options = parser.parse_args()
    if unknown := set(options.sheets) - set(SHEETS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(SHEETS)}")
    for name in options.sheets or SHEETS:
        path = options.output / f"{name}.jpg"
        path.write_bytes(_small(page(SHEETS[name])))
        print(path, flush=True)


def page(sheet: Sheet) -> np.ndarray:
    """Return a sheet, uint8 (H, W, 3) sRGB."""
    pictures, captions = zip(*_tiles(sheet), strict=True)
    return contact_sheet(pictures, captions, sheet.columns)


def _tiles(sheet: Sheet) -> Iterator[tuple[np.ndarray, str]]:
    """Yield each variant from its views, with its seed and what it is, or the view."""
    for row in sheet.rows:
        for view, step in (("oblique", 1), *((view, THIRD) for view in sheet.also)):
            seeds = range(0, row.count, step)
            made = variants(row.kind, seeds, (view,), row.settings, row.motion, sheet.size)
            for seed, (picture, _) in zip(seeds, made, strict=True):
                yield picture, f"{seed} {row.words if step == 1 else view}"


def _small(picture: np.ndarray) -> bytes:
    """Return a JPEG of at most `LARGEST` bytes."""
    for quality in QUALITIES:
        data = cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
        if len(data) <= LARGEST:
            break
    return data


if __name__ == "__main__":
    main()
