"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

SCENE_HELP = "SCENE is a .scene file, or the name of a scene that comes with avsynth (avsynth list scenes)."


def pairs(context: click.Context, option: click.Parameter, texts: tuple[str, ...]) -> dict[str, str]:
    """Return names and values of settings such as ``style=sedan``."""
    for text in texts:
        if "=" not in text:
            raise click.BadParameter(f"{text!r} is no {option.metavar}, such as {option.name}=1")
    return {name.strip(): value.strip() for name, _, value in (text.partition("=") for text in texts)}


params_option = click.option(
    "-p",
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    callback=pairs,
    help="Value of a parameter of the scene, as in gap='35 m'; may be repeated.",
)
seed_option = click.option(
    "--seed", type=click.IntRange(0), help="Seed of all randomness.  [default: as the scene says]"
)
index_option = click.option(
    "--index", type=click.IntRange(0), default=0, show_default=True, help="Number of the scenario."
)


def output_options(output: str, overwrite: str, *, required: bool = True) -> Callable[[Callable], Callable]:
    """Return the options of where a command writes, ``-o`` and ``--overwrite``, with these words of help."""

    def decorate(command: Callable) -> Callable:
        command = click.option("--overwrite", is_flag=True, help=overwrite)(command)
        where = click.Path(path_type=Path)
        return click.option("-o", "--output", type=where, required=required, help=output)(command)

    return decorate
