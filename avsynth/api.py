"""What `import avsynth` offers: from a scene file to frames, datasets, pictures. The work is in the rooms below."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avsynth import language
from avsynth.core import paths
from avsynth.core.errors import DatasetError, ScenarioError, did_you_mean
from avsynth.core.files import write_whole
from avsynth.scenario import drawing
from avsynth.scenario import template as ir
from avsynth.scenario.check.rigs import preset_rigs
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.problems import MOST_SHOWN, Problem, SceneErrors
from avsynth.scenario.unseen import unseen

if TYPE_CHECKING:
    import numpy as np

    from avsynth.catalog.rigs import Rig
    from avsynth.contracts import Motion
    from avsynth.datatypes.frame import Frame
    from avsynth.datatypes.network import RoadNetwork
    from avsynth.execution import Summary
    from avsynth.opendrive import RoadFile
    from avsynth.scenario.book import Book
    from avsynth.scenario.ledger import RunRecord

SUFFIX = ".scene"
#: Most scenarios on a contact sheet.
MOST_TILES = 24
#: Films have so many pictures a second [Hz], so wide [px].
FILM_RATE, FILM_SIDE = 10.0, 640
#: Contact sheets are about so wide [px].
SHEET_WIDTH = 1800


@dataclass(frozen=True)
class Template:
    """What may happen, and how often: a ``.scene`` file, or what the Python builder made. `draw` makes it concrete."""

    ir: ir.Template
    folder: Path | None = None

    @property
    def rig(self) -> Rig:
        """The sensor rig that the scene names; a YAML file is looked for beside the scene."""
        from avsynth.catalog.rigs import rig_of

        return rig_of(drawing.rig(self.ir), self.folder)

    def check_rig(self) -> None:
        """Raise ConfigError if the sensors are not as their kinds allow; a rig that comes with avsynth is."""
        if self.ir.rig not in preset_rigs():
            _ = self.rig

    def draw(self, seed: int | None = None, index: int = 0, method: str | None = None) -> Scenario:
        """Return one concrete draw that meets all requirements; equal arguments give equal draws.

        Parameters
        ----------
        seed, method : optional
            By default what the ``sample`` block says; method is "monte_carlo" or "importance".
        index : int
            Number of the draw; different indices are independent draws.
        """
        from avsynth import pipeline  # takes numba along

        return pipeline.draw(self.ir, seed=seed, index=index, method=method)

    def unseen(self) -> Template:
        """Return the template without what it asks of its sensors, which takes rays: scenarios of it are drawn faster.

        Requirements on what sensors see do not reject then, so the scenarios are not those of this template.
        """
        return Template(unseen(self.ir), self.folder)

    def sample(self, count: int | None = None, seed: int | None = None) -> Iterator[Scenario]:
        """Yield `count` independent draws; by default as many as the ``sample`` block says."""
        return (self.draw(seed, index) for index in range(count or self.ir.count))

    def book(self, count: int | None = None, seed: int | None = None, method: str | None = None) -> Book:
        """Draw a run without sensors and return its book: rates of events in the world, cells of coverage, weights.

        Parameters
        ----------
        count, seed, method : optional
            By default what the ``sample`` block says.
        """
        from avsynth import pipeline  # takes numba along
        from avsynth.scenario.book import surveyed

        return surveyed(pipeline.study(self.ir, count=count, seed=seed, method=method))

    def frames(self, scenario: Scenario, *, only: Collection[int] | None = None) -> Iterator[Frame]:
        """Yield the frames of one of its scenarios with its rig; see `avsynth.frames`."""
        return frames(scenario, rig=self.rig, only=only)

    def generate(self, folder: str | Path, **options) -> Summary:
        """Write a dataset of draws into `folder`; see `avsynth.generate`."""
        return generate(self, folder, **options)


def load(scene: str | Path, params: Mapping[str, str] | None = None) -> Template:
    """Return the template of a scene file, or of a scene that comes with avsynth, such as ``"urban_crossing"``.

    Parameters
    ----------
    scene : str or path
    params : mapping, optional
        Other values of the scene's parameters, as text: ``{"gap": "35 m"}``.

    Raises
    ------
    ScenarioError
        If there is no such scene, or it is not well-formed; the message has file, line and column of every fault.
    """
    path = _find(str(scene))
    template = language.load(path)
    return Template(language.with_parameters(template, params) if params else template, path.parent)


def verdict(scene: str | Path, params: Mapping[str, str] | None = None, *, draw: bool = False) -> dict[str, object]:
    """Return what is wrong with a scene as plain values, for editors.

    Parameters
    ----------
    scene, params
        As of `load`.
    draw : bool
        Also draw one scenario, so that requirements are tried.

    Returns
    -------
    dict
        ``well_formed``; ``problems``, each with file, line, column, code, message, expected, hint, note; ``left_out``,
        how many more there are.
    """
    problems: tuple[Problem, ...] = ()
    try:
        template = load(scene, params)
        template.check_rig()
        if draw:
            template.draw()
    except SceneErrors as errors:
        problems = errors.problems
    shown = problems[:MOST_SHOWN]
    return {
        "well_formed": not problems,
        "problems": [problem.as_dict() for problem in shown],
        "left_out": len(problems) - len(shown),
    }


def loads(text: str, source: str = "text.scene") -> Template:
    """Return the template that `text` describes; `source` stands for a file name in messages."""
    return Template(language.parse(text, source))


def frames(scenario: Scenario, *, rig: Rig | None = None, only: Collection[int] | None = None) -> Iterator[Frame]:
    """Yield the frames of `scenario` in time order: measurements, calibrations, labels.

    Parameters
    ----------
    rig : Rig, optional
        The sensors; by default those the scenario names.
    only : collection of int, optional
        Numbers of the frames wanted; by default all.
    """
    from avsynth import pipeline  # takes numba along

    return pipeline.frames(scenario, rig, only=only)


def generate(
    template: Template,
    folder: str | Path,
    *,
    scenarios: int | None = None,
    frames_per_scenario: int | None = None,
    seed: int | None = None,
    format: str = "kitti",
    rig: Rig | None = None,
    reverse: bool = False,
    overwrite: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Summary:
    """Write a dataset of draws of `template` into `folder`; a stopped run of the same arguments goes on where it stood.

    Parameters
    ----------
    scenarios, seed : int, optional
        By default what the ``sample`` block says.
    frames_per_scenario : int, optional
        At most so many frames of each, evenly spaced in time; by default all.
    format : str
        A word of ``avsynth list exporters``.
    reverse : bool
        Make the frames last to first; the bytes are the same.
    progress : callable
        Called with (frames done, frames in all).
    """
    from avsynth import execution  # takes numba along

    return execution.generate(
        template.ir,
        Path(folder),
        rig or template.rig,
        scenarios=scenarios,
        frames_per_scenario=frames_per_scenario,
        seed=seed,
        format=format,
        reverse=reverse,
        overwrite=overwrite,
        progress=progress,
    )


def draw(
    template: Template,
    folder: Path,
    *,
    count: int = 10,
    seed: int | None = None,
    processes: int | None = None,
    overwrite: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> RunRecord:
    """Draw `count` scenarios into `folder`: one JSON each, the book of the run, and a contact sheet of the first ones.

    Parameters
    ----------
    seed : int, optional
        By default what the ``sample`` block says.
    processes : int, optional
        How many work at once, by default one for each core; the bytes are the same.
    progress : callable
        Called with (scenarios drawn, scenarios in all).
    """
    from avsynth import execution, pipeline  # take numba along
    from avsynth.preview import contact_sheet, from_above, png

    drawing = execution.draw(
        template.ir,
        folder,
        count=count,
        seed=seed,
        processes=processes,
        shown=MOST_TILES,
        overwrite=overwrite,
        progress=progress,
    )
    pictures = [from_above(pipeline.worlds(scenario)) for scenario in drawing.first]
    columns = min(len(pictures), round(SHEET_WIDTH / pictures[0].shape[1]))
    page = contact_sheet(pictures, [_caption(scenario) for scenario in drawing.first], columns)
    write_whole(folder / execution.SHEET, png(page))
    return drawing.record


def _caption(scenario: Scenario) -> str:
    """Return what a tile of a contact sheet says: number, weight, tries, and what came true of what is named."""
    true = [draw.name for draw in scenario.draws if draw.value is True and "." not in draw.name]
    tries = f"  {scenario.attempts} tries" if scenario.attempts > 1 else ""
    return f"{scenario.index}  weight {math.exp(scenario.log_weight):.3g}{tries}  {' '.join(true)}"


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
        _refuse_existing(path, overwrite)  # before the work, and before any is written
    scenario = template.draw(seed, index)
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

    encode = _encoder(output, overwrite)
    if Path(source).suffix.lower() == ".xodr":
        piece = ROADS.build({"kind": "opendrive", "name": "", "file": source}, source)
        surfaces, network = [piece.build().surface], piece.network()
    else:
        scenario = load(source).draw(seed)
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

    encode = _encoder(output, overwrite)
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
    _refuse_existing(output, overwrite)
    worlds = pipeline.worlds(template.draw(seed, index))
    mp4(pictures(worlds, rate=FILM_RATE, side=FILM_SIDE), FILM_RATE, output)
    return output


def draw_coverage(book: Book, output: Path, *, overwrite: bool = False) -> Path:
    """Draw cells of coverage against their targets and the weights of a run as a .png or .jpg file; return its path."""
    from avsynth.preview import coverage

    encode = _encoder(output, overwrite)
    write_whole(output, encode(coverage(book)))
    return output


def format_scenes(files: Sequence[Path]) -> dict[Path, tuple[str, str]]:
    """Return what each of `files` says and its canonical form; of a folder all scenes in it.

    Raises
    ------
    ScenarioError
        If a file cannot be read, or not as a scene.
    """
    from avsynth.language.formatting import formatted

    scenes = [path for file in files for path in (sorted(file.rglob(f"*{SUFFIX}")) if file.is_dir() else [file])]
    texts = {path: language.read_text(path) for path in scenes}
    return {path: (text, formatted(text, str(path))) for path, text in texts.items()}


def scene_in_python(file: Path) -> str:
    """Return the scene of `file` as a program of the Python builder."""
    from avsynth.language.python_program import python_of

    here = file.parent
    content = language.fragment(file.name, here)
    template = language.load(file) if content.run else content
    return python_of(template, "" if here == Path() else here.as_posix())


def rig(name: str) -> Rig:
    """Return the sensor rig of a preset name, such as ``"kitti"``, or of a YAML file."""
    from avsynth.catalog.rigs import load_rig

    return load_rig(name)


def rig_from_kitti(calibration: Path, output: Path, *, overwrite: bool = False) -> Rig:
    """Make a rig from a KITTI calibration file and write it as YAML to `output`."""
    from avsynth.catalog.rigs import rig_from_kitti_calibration, rig_yaml

    _refuse_existing(output, overwrite)
    made = rig_from_kitti_calibration(calibration)
    write_whole(output, rig_yaml(made).encode())
    return made


def export_roads(
    template: Template, output: Path, *, seed: int | None = None, index: int = 0, overwrite: bool = False
) -> RoadNetwork:
    """Write the roads of one draw of `template` as OpenDRIVE 1.8 to `output`, and return them.

    Parameters
    ----------
    seed, index : int
        Which draw; see `Template.draw`.
    """
    from avsynth.opendrive import written
    from avsynth.world.ground import road_network

    _refuse_existing(output, overwrite)
    scenario = template.draw(seed, index)
    network = road_network(scenario)
    write_whole(output, written(network, scenario.name))
    return network


def read_roads(file: Path) -> RoadFile:
    """Return the roads of an OpenDRIVE file, and notes on what was not taken over.

    Raises
    ------
    RoadFileError
        If it cannot be read; the message has file, line and reason.
    """
    from avsynth.opendrive import read

    return read(file)


def export_run(
    template: Template, output: Path, *, seed: int | None = None, index: int = 0, overwrite: bool = False
) -> tuple[Path, Path]:
    """Write the run of one draw of `template` as OpenSCENARIO XML, each road user on its trajectory, and its roads.

    Returns the paths of both; the roads are the file of the same name that ends in ``.xodr``.

    Parameters
    ----------
    output : Path
        A .xosc file.
    seed, index : int, optional
        As in `Template.draw`.
    """
    from avsynth import opendrive, openscenario, pipeline  # the last takes numba along
    from avsynth.world.ground import road_network

    if output.suffix != ".xosc":
        raise DatasetError(f"{output}: files of OpenSCENARIO end in .xosc, such as {output.with_suffix('.xosc').name}")
    roads = output.with_suffix(".xodr")
    for path in (output, roads):
        _refuse_existing(path, overwrite)
    scenario = template.draw(seed, index)
    write_whole(roads, opendrive.written(road_network(scenario), scenario.name))
    write_whole(output, openscenario.written(pipeline.courses(scenario), roads.name, scenario.name))
    return output, roads


def import_run(
    file: Path, output: Path, *, params: Mapping[str, str] | None = None, overwrite: bool = False
) -> Template:
    """Write the scene that a file of OpenSCENARIO XML describes to `output`, and return it.

    Parameters
    ----------
    file : Path
        A .xosc file; its roads lie where it says.
    output : Path
        A .scene file.
    params : mapping, optional
        Values of parameters of the file instead of its own.

    Raises
    ------
    ScenarioError
        At the first element that is wrong or not supported; the message has file and line.
    """
    from avsynth import opendrive
    from avsynth.openscenario import scene_of

    _refuse_existing(output, overwrite)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ScenarioError(f"{file}: cannot be read: {(error.strerror or 'not a file').lower()}") from None
    text = scene_of(content, file, output.parent, lambda roads: opendrive.read(roads).network, given=params)
    made = Template(language.parse(text, str(output), output.parent), output.parent)
    write_whole(output, text.encode())
    return made


def use_threads(count: int | None) -> None:
    """Let the kernels use `count` threads; None for all cores. The data do not depend on it."""
    import numba

    numba.set_num_threads(min(count or numba.config.NUMBA_NUM_THREADS, numba.config.NUMBA_NUM_THREADS))


def _encoder(output: Path, overwrite: bool) -> Callable[[np.ndarray], bytes]:
    """Return what encodes a picture as the ending of `output` says, before any work is done for it."""
    from avsynth.preview import jpeg, png

    encoders = {".png": png, ".jpg": jpeg, ".jpeg": jpeg}
    if output.suffix.lower() not in encoders:
        raise DatasetError(f"{output}: pictures are written as {', '.join(encoders)}; give one of these endings")
    _refuse_existing(output, overwrite)
    return encoders[output.suffix.lower()]


def _find(scene: str) -> Path:
    """Return the path of a scene given as a path or by the name of one that comes along."""
    path = Path(scene)
    if path.exists() and not path.is_dir():
        return path
    known = {found.stem: found for found in sorted(paths.scenes().rglob(f"*{SUFFIX}"))}
    if scene.removesuffix(SUFFIX) in known:
        return known[scene.removesuffix(SUFFIX)]
    hint = did_you_mean(path.stem, known) or f"; scenes that come along: {', '.join(known)}"
    raise ScenarioError(f"no scene file {scene!r}, and no scene of that name{hint}")


def _refuse_existing(path: Path, overwrite: bool) -> None:
    """Raise DatasetError if `path` exists and is not to be replaced."""
    if path.exists() and not overwrite:
        raise DatasetError(f"{path} exists; give another -o, or --overwrite")
