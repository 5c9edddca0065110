"""From a template to data: frames, datasets, drawn scenarios; with which sensors, on how many threads."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from avsynth.api._output import SHEET_WIDTH, refuse_existing
from avsynth.core.files import write_whole

if TYPE_CHECKING:
    import numpy as np

    from avsynth.api.scenes import Template
    from avsynth.catalog.rigs import Rig
    from avsynth.datatypes.frame import Frame
    from avsynth.execution import Summary
    from avsynth.scenario.concrete import Scenario
    from avsynth.scenario.ledger import RunRecord

#: Most scenarios on a contact sheet.
MOST_TILES = 24


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
    from avsynth import execution  # takes numba along
    from avsynth.preview import contact_sheet, png

    drawing = execution.draw(
        template.ir,
        folder,
        count=count,
        seed=seed,
        processes=processes,
        shown=MOST_TILES,
        portray=_portrait,
        overwrite=overwrite,
        progress=progress,
    )
    columns = min(len(drawing.first), round(SHEET_WIDTH / drawing.portraits[0].shape[1]))
    page = contact_sheet(drawing.portraits, [_caption(scenario) for scenario in drawing.first], columns)
    write_whole(folder / execution.SHEET, png(page))
    return drawing.record


def _portrait(scenario: Scenario) -> np.ndarray:
    """Return the run of a scenario from above, uint8 (H, W, 3)."""
    from avsynth import pipeline
    from avsynth.preview import from_above

    return from_above(pipeline.worlds(scenario))


def _caption(scenario: Scenario) -> str:
    """Return what a tile of a contact sheet says: number, weight, tries, and what came true of what is named."""
    true = [draw.name for draw in scenario.draws if draw.value is True and "." not in draw.name]
    tries = f"  {scenario.attempts} tries" if scenario.attempts > 1 else ""
    return f"{scenario.index}  weight {math.exp(scenario.log_weight):.3g}{tries}  {' '.join(true)}"


def rig(name: str) -> Rig:
    """Return the sensor rig of a preset name, such as ``"kitti"``, or of a YAML file."""
    from avsynth.catalog.rigs import load_rig

    return load_rig(name)


def rig_from_kitti(calibration: Path, output: Path, *, overwrite: bool = False) -> Rig:
    """Make a rig from a KITTI calibration file and write it as YAML to `output`."""
    from avsynth.catalog.rigs import rig_from_kitti_calibration, rig_yaml

    refuse_existing(output, overwrite)
    made = rig_from_kitti_calibration(calibration)
    write_whole(output, rig_yaml(made).encode())
    return made


def use_threads(count: int | None) -> None:
    """Let the kernels use `count` threads; None for all cores. The data do not depend on it."""
    import numba

    numba.set_num_threads(min(count or numba.config.NUMBA_NUM_THREADS, numba.config.NUMBA_NUM_THREADS))
