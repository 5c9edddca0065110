"""Roads and runs in the formats of ASAM: OpenDRIVE and OpenSCENARIO XML, in and out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from avsynth import language
from avsynth.api._output import refuse_existing
from avsynth.api.scenes import Template
from avsynth.core.errors import DatasetError, ScenarioError
from avsynth.core.files import write_whole

if TYPE_CHECKING:
    from avsynth.datatypes.network import RoadNetwork
    from avsynth.opendrive import RoadFile


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

    refuse_existing(output, overwrite)
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
        refuse_existing(path, overwrite)
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
    from avsynth.openscenario import END, scene_of

    refuse_existing(output, overwrite)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ScenarioError(f"{file}: cannot be read: {(error.strerror or 'not a file').lower()}") from None

    def ended(text: str) -> float:
        return _emitted(Template(language.parse(text, str(output), output.parent), output.parent), END)

    text = scene_of(
        content, file, output.parent, lambda roads: opendrive.read(roads).network, given=params, ended=ended
    )
    made = Template(language.parse(text, str(output), output.parent), output.parent)
    write_whole(output, text.encode())
    return made


def _emitted(template: Template, word: str) -> float:
    """Return when somebody first emits a word in the run of a draw [s]; infinity if nobody does."""
    from avsynth import pipeline

    agents = pipeline.worlds(template.draw())[-1].agents.values()
    return min((agent.emitted.get(word, math.inf) for agent in agents), default=math.inf)
