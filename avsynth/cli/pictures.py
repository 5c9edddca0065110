"""Commands that draw: frames of scenes, films, roads, actors."""

from __future__ import annotations

from pathlib import Path

import click

from avsynth.cli._options import SCENE_HELP, index_option, output_options, pairs, params_option, seed_option


class _SceneByDefault(click.Group):
    """A group whose first word is a scene unless it names a command."""

    def resolve_command(self, context: click.Context, args: list[str]) -> tuple:
        known = not args or args[0] in self.commands
        return super().resolve_command(context, args if known else ["scene", *args])


@click.group(cls=_SceneByDefault, no_args_is_help=True)
def preview() -> None:
    """Draw pictures: of one frame of a SCENE, or of the actors that there are (`preview asset`)."""


@preview.command("scene", epilog=SCENE_HELP)
@click.argument("scene")
@params_option
@seed_option
@index_option
@click.option("--frame", type=click.IntRange(0), default=0, show_default=True, help="Number of the time step.")
@click.option("--rig", help="Sensor rig instead of the scene's: a name or a YAML file.")
@output_options("Folder for the pictures.", "Replace pictures of the same name.")
def preview_scene(
    scene: str,
    params: dict[str, str],
    seed: int | None,
    index: int,
    frame: int,
    rig: str | None,
    output: Path,
    overwrite: bool,
) -> None:
    """Draw one frame of SCENE: boxes on the image, segments, point cloud, bird's-eye view, range image.

    The word `scene` may be left out.
    """
    from avsynth import api
    from avsynth.cli import _console

    template = api.load(scene, params)
    _console.announce_compilation()
    with _console.waiting("rendering one frame"):
        made = api.preview(
            template,
            output,
            seed=seed,
            index=index,
            frame=frame,
            rig=api.rig(rig) if rig else None,
            overwrite=overwrite,
        )
    for path in made:
        click.echo(path)


@preview.command("film", epilog=SCENE_HELP)
@click.argument("scene")
@seed_option
@index_option
@output_options("Film: an .mp4 file.", "Replace the film.")
def preview_film(scene: str, seed: int | None, index: int, output: Path, overwrite: bool) -> None:
    """Film the run of one draw of SCENE from above, without any sensor."""
    from avsynth import api
    from avsynth.cli import _console

    template = api.load(scene)
    with _console.waiting("running the scenario"):
        made = api.film(template, output, seed=seed, index=index, overwrite=overwrite)
    click.echo(made)


@preview.command("roads")
@click.argument("source")
@seed_option
@click.option("--names/--no-names", default=True, show_default=True, help="Write the names of roads on them.")
@click.option("--size", type=click.IntRange(64, 8000), default=1400, show_default=True, help="Larger side [px].")
@output_options("Picture: a .jpg or .png file.", "Replace the picture.")
def preview_roads(source: str, seed: int | None, names: bool, size: int, output: Path, overwrite: bool) -> None:
    """Draw the roads of SOURCE, a scene or an OpenDRIVE file (.xodr), from straight above."""
    from avsynth import api
    from avsynth.cli import _console

    with _console.waiting("drawing"):
        made = api.preview_roads(source, output, seed=seed, names=names, side=size, overwrite=overwrite)
    click.echo(made)


@preview.command("asset")
@click.argument("kinds", nargs=-1)
@click.option("-n", "--count", type=click.IntRange(1), help="Variants of each kind.  [default: 12; one of all kinds]")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of the first variant.")
@click.option("--view", "views", multiple=True, help="Where from; may be repeated.  [default: oblique behind]")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="FIELD=VALUE",
    callback=pairs,
    help="A field of the kind; may be repeated.",
)
@click.option("--size", type=(int, int), default=(300, 210), show_default=True, help="Of each picture [px].")
@output_options("Picture: a .jpg or .png file.", "Replace the picture.")
def preview_asset(
    kinds: tuple[str, ...],
    count: int | None,
    seed: int,
    views: tuple[str, ...],
    settings: dict[str, str],
    size: tuple[int, int],
    output: Path,
    overwrite: bool,
) -> None:
    """Draw a contact sheet of KINDS of actors, each in variants by seed; without KINDS, one of each there is."""
    from avsynth import api
    from avsynth.cli import _console

    _console.announce_compilation()
    with _console.waiting("drawing"):
        made = api.preview_assets(
            kinds,
            output,
            count=count or (12 if kinds else 1),
            seed=seed,
            views=views or ("oblique", "behind"),
            settings=settings,
            size=size,
            overwrite=overwrite,
        )
    click.echo(made)
