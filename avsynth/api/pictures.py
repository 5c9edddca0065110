"""Pictures: of a frame, of roads, of actors, of a run in motion, of coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from avsynth.api._output import SHEET_WIDTH, encoder, refuse_existing
from avsynth.api.datasets import frames
from avsynth.api.scenes import Template, load
from avsynth.core.errors import DatasetError, ScenarioError
from avsynth.core.files import write_whole
from avsynth.core.seed import Stream

if TYPE_CHECKING:
    from avsynth.catalog.rigs import Rig
    from avsynth.contracts import Motion
    from avsynth.scenario.book import Book
    from avsynth.scenario.concrete import Scenario

#: Films have so many pictures a second [Hz], so wide [px].
FILM_RATE, FILM_SIDE = 10.0, 640


def preview(
    template: Template,
    folder: Path,
    *,
    seed: int | None = None,
    index: int = 0,
    frame: int = 0,
    rig: Rig | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Draw one frame of one scenario as PNG files in `folder`; return their paths."""
    from avsynth.datatypes.measurement import CameraImage
    from avsynth.preview import PICTURES, png

    paths_of = {name: folder / f"{name}.png" for name in sorted({*PICTURES, "image"})}
    for path in paths_of.values():
        refuse_existing(path, overwrite)  # before the work, and before any is written
    scenario = _shown(template, seed, index)
    if frame >= scenario.frame_count:
        raise ScenarioError(f"frame {frame} is past the end: the scenario has frames 0 to {scenario.frame_count - 1}")
    made = next(frames(scenario, rig=rig or template.rig, only=[frame]))
    pictures = {name: draw(made) for name, draw in PICTURES.items()}
    pictures["image"] = next(m.rgb for m in made.measurements.values() if isinstance(m, CameraImage))
    for name, path in paths_of.items():
        write_whole(path, png(pictures[name]))
    return list(paths_of.values())


def preview_roads(
    source: str, output: Path, *, seed: int | None = None, names: bool = True, side: int = 1400, overwrite: bool = False
) -> Path:
    """Draw the roads of a scene or of an OpenDRIVE file from straight above as a .png or .jpg file.

    Parameters
    ----------
    source : str
        A scene, as `load` takes it, or a .xodr file.
    seed : int, optional
        Of the draw; by default what the scene says.
    names : bool
        Whether roads are named.
    side : int [px]
        Of the larger side.
    """
    from avsynth.contracts import ROADS
    from avsynth.preview import roads
    from avsynth.world.ground import road_network, road_plans

    encode = encoder(output, overwrite)
    if Path(source).suffix.lower() == ".xodr":
        piece = ROADS.build({"kind": "opendrive", "name": "", "file": source}, source)
        surfaces, network = [piece.build().surface], piece.network()
    else:
        scenario = _shown(load(source), seed)
        surfaces, network = [plan.surface for plan in road_plans(scenario)], road_network(scenario)
    write_whole(output, encode(roads(surfaces, network if names else None, side)))
    return output


def preview_assets(
    kinds: Sequence[str],
    output: Path,
    *,
    count: int = 12,
    seed: int = 0,
    views: Sequence[str] = ("oblique", "behind"),
    settings: Mapping[str, object] | None = None,
    motion: Motion | None = None,
    size: tuple[int, int] = (300, 210),
    overwrite: bool = False,
) -> Path:
    """Draw `count` variants of each of the `kinds` of actors (none named: of all) as one contact sheet.

    Parameters
    ----------
    kinds : sequence of str
        Words of ``avsynth list actors``.
    output : Path
        A .png or .jpg file.
    count : int
        Variants of each kind; variant k is dressed by seed + k.
    views : sequence of str
        Words of `avsynth.showroom.VIEWS`.
    settings : mapping, optional
        Fields that are given, such as {"style": "sedan"}; the others are drawn.
    motion : Motion, optional
        How far it has come and how fast it is, for its joints.
    size : (width, height) [px]
        Of each picture.
    """
    from avsynth import showroom  # takes numba along
    from avsynth.preview import contact_sheet

    encode = encoder(output, overwrite)
    tiles = [
        tile
        for kind in kinds or showroom.kinds()
        for tile in showroom.variants(kind, range(seed, seed + count), views, settings or {}, motion, size)
    ]
    columns = max(1, round(SHEET_WIDTH / (len(views) * size[0])))
    page = contact_sheet([picture for picture, _ in tiles], [caption for _, caption in tiles], columns)
    write_whole(output, encode(page))
    return output


def film(template: Template, output: Path, *, seed: int | None = None, index: int = 0, overwrite: bool = False) -> Path:
    """Write the run of one draw of `template` as a film from above, without any sensor, into an .mp4 file.

    Parameters
    ----------
    seed, index : int
        Of the draw; by default the first one of the seed that the template says.
    """
    from avsynth import pipeline  # takes numba along
    from avsynth.preview import film as pictures
    from avsynth.preview import mp4

    if output.suffix != ".mp4":
        raise DatasetError(f"{output}: a film is an .mp4 file; name it {output.with_suffix('.mp4').name}")
    refuse_existing(output, overwrite)
    worlds = pipeline.worlds(_shown(template, seed, index))
    mp4(pictures(worlds, rate=FILM_RATE, side=FILM_SIDE), FILM_RATE, output)
    return output


def draw_coverage(book: Book, output: Path, *, overwrite: bool = False) -> Path:
    """Draw cells of coverage against their targets and the weights of a run as a .png or .jpg file; return its path."""
    from avsynth.preview import coverage

    encode = encoder(output, overwrite)
    write_whole(output, encode(coverage(book)))
    return output


def _shown(template: Template, seed: int | None, index: int = 0) -> Scenario:
    """Return the draw that a picture shows; a method that learns from whole rounds would make one wait for them."""
    waits = template.ir.sampling.method.source(Stream(0), 0.0) is None
    return template.draw(seed, index, "importance" if waits else None)
