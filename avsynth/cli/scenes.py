"""Commands on scene files: check, draw, format; what there is to write into them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from avsynth.cli._friendly import USER_ERROR
from avsynth.cli._options import SCENE_HELP, output_options, params_option, seed_option
from avsynth.core.files import write_whole


@click.command(epilog=SCENE_HELP)
@click.argument("scene")
@params_option
@click.option("--draw", "tries", is_flag=True, help="Also draw one scenario, so that requirements are tried.")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="For whom."
)
def check(scene: str, params: dict[str, str], tries: bool, format_: str) -> None:
    """Say whether SCENE is a well-formed scenario with a good sensor rig, and where it is not: 20 errors at most."""
    from avsynth import api

    if format_ == "json":
        verdict = api.verdict(scene, params, draw=tries)
        click.echo(json.dumps(verdict, indent=1, ensure_ascii=False))
        sys.exit(0 if verdict["well_formed"] else USER_ERROR)
    template = api.load(scene, params)
    template.check_rig()
    if tries:
        from avsynth.cli import _console  # takes rich along

        with _console.waiting("drawing one scenario"):
            template.draw()
    click.echo(f"{template.ir.source}: {click.style('well-formed', fg='green')}: {template.ir.summary()}")


@click.command(epilog=SCENE_HELP)
@click.argument("scene")
@params_option
@click.option("-n", "--scenarios", type=click.IntRange(1), default=10, show_default=True, help="Number of scenarios.")
@seed_option
@click.option("-j", "--processes", type=click.IntRange(1), help="How many work at once.  [default: one for each core]")
@click.option("--unseen", is_flag=True, help="Leave out what the scene asks of its sensors: faster.")
@output_options("Folder; a new one.", "Replace scenarios that avsynth drew there.")
def draw(
    scene: str,
    params: dict[str, str],
    scenarios: int,
    seed: int | None,
    processes: int | None,
    unseen: bool,
    output: Path,
    overwrite: bool,
) -> None:
    """Draw scenarios of SCENE, without sensors: JSON, their book, and a picture of them from above."""
    from avsynth import api
    from avsynth.cli import _console

    template = api.load(scene, params)
    _console.announce_compilation()
    with _console.frame_progress("scenarios") as progress:
        record = api.draw(
            template.unseen() if unseen else template,
            output,
            count=scenarios,
            seed=seed,
            processes=processes,
            overwrite=overwrite,
            progress=progress,
        )
    _console.show_drawn(record, output)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(exists=True, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@click.option("--to", type=click.Choice(["py"]), help="Print the one FILE as a program of the Python builder instead.")
def fmt(files: tuple[Path, ...], only_check: bool, diff: bool, to: str | None) -> None:
    """Bring scene FILEs into canonical form: spaces, line breaks, empty lines. Of a folder, all scenes in it."""
    from avsynth import api
    from avsynth.cli import _console

    if to == "py":
        if len(files) > 1 or only_check or diff:
            raise click.UsageError("--to py takes one FILE and prints a program; leave out --check and --diff")
        click.echo(api.scene_in_python(files[0]), nl=False)
        return
    texts = api.format_scenes(files)
    changed = [path for path, (before, after) in texts.items() if before != after]
    for path in changed:
        if diff:
            _console.show_diff(path, *texts[path])
        elif only_check:
            click.echo(f"{path} would change")
        else:
            write_whole(path, texts[path][1].encode())
            click.echo(path)
    if only_check and changed:
        sys.exit(1)


_LISTS = (
    "sensors",
    "actors",
    "steps",
    "roads",
    "samplers",
    "exporters",
    "scenes",
    "rigs",
    "functions",
    "materials",
    "units",
)


@click.command("list")
@click.argument("what", type=click.Choice(_LISTS))
def list_(what: str) -> None:
    """List what there is, with the fields that can be set."""
    from avsynth.cli import _console, _listing

    _console.show_rows(what, _listing.rows(what))


@click.command()
@click.argument("words", nargs=-1)
def events(words: tuple[str, ...]) -> None:
    """List the rare events of the catalogue that fit all WORDS.

    A word is looked for in names, texts and tags; "ncap=CPNA" looks in one tag. Take an event into a scene of your own
    by `use "events/NAME.scene"`.
    """
    from avsynth.cli import _console, _listing

    rows = _listing.event_rows(words)
    if not rows:
        raise click.UsageError(f"no event fits {' '.join(words)}; avsynth events lists all of them")
    _console.show_rows("events", rows)
