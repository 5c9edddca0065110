"""Options that several commands share."""

from __future__ import annotations

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
