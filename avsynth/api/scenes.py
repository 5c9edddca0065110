"""Scene files: finding, reading, judging, formatting them; the template that each of them is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avsynth import language
from avsynth.api.datasets import frames, generate
from avsynth.core import paths
from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.scenario import drawing
from avsynth.scenario import template as ir
from avsynth.scenario.check.rigs import preset_rigs
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.problems import MOST_SHOWN, Problem, SceneErrors
from avsynth.scenario.unseen import unseen

if TYPE_CHECKING:
    from avsynth.catalog.rigs import Rig
    from avsynth.datatypes.frame import Frame
    from avsynth.execution import Summary
    from avsynth.scenario.book import Book

SUFFIX = ".scene"


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


def loads(text: str, source: str = "text.scene") -> Template:
    """Return the template that `text` describes; `source` stands for a file name in messages."""
    return Template(language.parse(text, source))


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
