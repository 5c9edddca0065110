"""The command line: arguments in, tables and pictures out. No logic; heavy imports stand where they are used."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from avsynth._version import __version__
from avsynth.core.errors import AvsynthError
from avsynth.core.files import write_whole

#: Exit status for what the user must mend, as in the C tools since ever.
USER_ERROR = 2


class _Friendly(click.Group):
    """Prints our own errors as they are, without a traceback."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except AvsynthError as error:
            click.echo(f"{click.style('error:', fg='red', bold=True)} {error}", err=True)
            sys.exit(USER_ERROR)
        except KeyboardInterrupt:
            click.echo("stopped; run the same command again to go on", err=True)
            sys.exit(130)


@click.group(cls=_Friendly, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="avsynth")
def main() -> None:
    """Synthetic LiDAR, radar and camera data with exact labels, from a scenario language."""


def _pairs(context: click.Context, option: click.Parameter, texts: tuple[str, ...]) -> dict[str, str]:
    """Return names and values of settings such as ``style=sedan``."""
    for text in texts:
        if "=" not in text:
            raise click.BadParameter(f"{text!r} is no {option.metavar}, such as {option.name}=1")
    return {name.strip(): value.strip() for name, _, value in (text.partition("=") for text in texts)}


_params = click.option(
    "-p",
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_pairs,
    help="Value of a parameter of the scene, as in gap='35 m'; may be repeated.",
)

_SCENE_HELP = "SCENE is a .scene file, or the name of a scene that comes with avsynth (avsynth list scenes)."


@main.command(epilog=_SCENE_HELP)
@click.argument("scene")
@_params
@click.option(
    "-n", "--scenarios", type=click.IntRange(1), help="Number of scenarios to draw.  [default: as the scene says]"
)
@click.option("--frames", type=click.IntRange(1), help="At most so many frames of each scenario.  [default: all]")
@click.option("--seed", type=click.IntRange(0), help="Seed of all randomness.  [default: as the scene says]")
@click.option(
    "--format", "format_", default="kitti", show_default=True, help="Dataset format (avsynth list exporters)."
)
@click.option("--rig", help="Sensor rig instead of the scene's: a name or a YAML file.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder of the dataset; a new one."
)
@click.option("--overwrite", is_flag=True, help="Replace a dataset that avsynth wrote there.")
@click.option("--threads", type=click.IntRange(1), help="Threads of the ray caster.  [default: all cores]")
def generate(
    scene: str,
    params: dict[str, str],
    scenarios: int | None,
    frames: int | None,
    seed: int | None,
    format_: str,
    rig: str | None,
    output: Path,
    overwrite: bool,
    threads: int | None,
) -> None:
    """Write a labelled dataset of draws of SCENE."""
    from avsynth import _console, api

    template = api.load(scene, params)
    _console.announce_compilation()
    api.use_threads(threads)
    with _console.frame_progress("frames") as progress:
        summary = api.generate(
            template,
            output,
            scenarios=scenarios,
            frames_per_scenario=frames,
            seed=seed,
            format=format_,
            rig=api.rig(rig) if rig else None,
            overwrite=overwrite,
            progress=progress,
        )
    _console.show_summary(summary, output)


@main.command(epilog=_SCENE_HELP)
@click.argument("scene")
@_params
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
        from avsynth import _console  # takes rich along

        with _console.waiting("drawing one scenario"):
            template.draw()
    click.echo(f"{template.ir.source}: {click.style('well-formed', fg='green')}: {template.ir.summary()}")


@main.command(epilog=_SCENE_HELP)
@click.argument("scene")
@_params
@click.option("-n", "--scenarios", type=click.IntRange(1), default=10, show_default=True, help="Number of scenarios.")
@click.option("--seed", type=click.IntRange(0), help="Seed of all randomness.  [default: as the scene says]")
@click.option("-j", "--processes", type=click.IntRange(1), help="How many work at once.  [default: one for each core]")
@click.option("--unseen", is_flag=True, help="Leave out what the scene asks of its sensors: faster.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder; a new one.")
@click.option("--overwrite", is_flag=True, help="Replace scenarios that avsynth drew there.")
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
    from avsynth import _console, api

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


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(exists=True, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@click.option("--to", type=click.Choice(["py"]), help="Print the one FILE as a program of the Python builder instead.")
def fmt(files: tuple[Path, ...], only_check: bool, diff: bool, to: str | None) -> None:
    """Bring scene FILEs into canonical form: spaces, line breaks, empty lines. Of a folder, all scenes in it."""
    from avsynth import _console, api

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


@main.command("list")
@click.argument("what", type=click.Choice(_LISTS))
def list_(what: str) -> None:
    """List what there is, with the fields that can be set."""
    from avsynth import _console, _listing

    _console.show_rows(what, _listing.rows(what))


@main.command()
@click.argument("words", nargs=-1)
def events(words: tuple[str, ...]) -> None:
    """List the rare events of the catalogue that fit all WORDS.

    A word is looked for in names, texts and tags; "ncap=CPNA" looks in one tag. Take an event into a scene of your own
    by `use "events/NAME.scene"`.
    """
    from avsynth import _console, _listing

    rows = _listing.event_rows(words)
    if not rows:
        raise click.UsageError(f"no event fits {' '.join(words)}; avsynth events lists all of them")
    _console.show_rows("events", rows)


class _SceneByDefault(click.Group):
    """A group whose first word is a scene unless it names a command."""

    def resolve_command(self, context: click.Context, args: list[str]) -> tuple:
        known = not args or args[0] in self.commands
        return super().resolve_command(context, args if known else ["scene", *args])


@main.group(cls=_SceneByDefault, no_args_is_help=True)
def preview() -> None:
    """Draw pictures: of one frame of a SCENE, or of the actors that there are (`preview asset`)."""


@preview.command("scene", epilog=_SCENE_HELP)
@click.argument("scene")
@_params
@click.option("--seed", type=click.IntRange(0), help="Seed of all randomness.  [default: as the scene says]")
@click.option("--index", type=click.IntRange(0), default=0, show_default=True, help="Number of the scenario.")
@click.option("--frame", type=click.IntRange(0), default=0, show_default=True, help="Number of the time step.")
@click.option("--rig", help="Sensor rig instead of the scene's: a name or a YAML file.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder for the pictures.")
@click.option("--overwrite", is_flag=True, help="Replace pictures of the same name.")
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
    from avsynth import _console, api

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


@preview.command("film", epilog=_SCENE_HELP)
@click.argument("scene")
@click.option("--seed", type=click.IntRange(0), help="Seed of all randomness.  [default: as the scene says]")
@click.option("--index", type=click.IntRange(0), default=0, show_default=True, help="Number of the scenario.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Film: an .mp4 file.")
@click.option("--overwrite", is_flag=True, help="Replace the film.")
def preview_film(scene: str, seed: int | None, index: int, output: Path, overwrite: bool) -> None:
    """Film the run of one draw of SCENE from above, without any sensor."""
    from avsynth import _console, api

    template = api.load(scene)
    with _console.waiting("running the scenario"):
        made = api.film(template, output, seed=seed, index=index, overwrite=overwrite)
    click.echo(made)


@preview.command("roads")
@click.argument("source")
@click.option("--seed", type=click.IntRange(0), help="Seed of all randomness.  [default: as the scene says]")
@click.option("--names/--no-names", default=True, show_default=True, help="Write the names of roads on them.")
@click.option("--size", type=click.IntRange(64, 8000), default=1400, show_default=True, help="Larger side [px].")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Picture: a .jpg or .png file.")
@click.option("--overwrite", is_flag=True, help="Replace the picture.")
def preview_roads(source: str, seed: int | None, names: bool, size: int, output: Path, overwrite: bool) -> None:
    """Draw the roads of SOURCE, a scene or an OpenDRIVE file (.xodr), from straight above."""
    from avsynth import _console, api

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
    callback=_pairs,
    help="A field of the kind; may be repeated.",
)
@click.option("--size", type=(int, int), default=(300, 210), show_default=True, help="Of each picture [px].")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Picture: a .jpg or .png file.")
@click.option("--overwrite", is_flag=True, help="Replace the picture.")
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
    from avsynth import _console, api

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


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def verify(folder: Path) -> None:
    """Compare every file of a dataset with the checksums in its manifest."""
    from avsynth import _console
    from avsynth.training import verify as verify_folder

    with _console.waiting("comparing checksums"):
        count = verify_folder(folder)
    click.echo(f"{folder}: {click.style('complete', fg='green')}: {count} files match their checksums")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--rate", "events", multiple=True, metavar="EVENT", help='Also how often: "dart", "ttc_min < 1 s" …')
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Also draw it: a .png or .jpg file.")
@click.option("--overwrite", is_flag=True, help="Replace the picture.")
def coverage(folder: Path, events: tuple[str, ...], output: Path | None, overwrite: bool) -> None:
    """Say of a dataset which cells of coverage are full, how often its events happen, and how good its weights are."""
    from avsynth import _console, api
    from avsynth.training import read_book

    book = read_book(folder)
    _console.show_book(book, {event: book.rate(event) for event in events})
    if output:
        click.echo(api.draw_coverage(book, output, overwrite=overwrite))


@main.command("export-roads", epilog=_SCENE_HELP)
@click.argument("scene")
@click.option("--seed", type=click.IntRange(0), help="Seed of all randomness.  [default: as the scene says]")
@click.option("--index", type=click.IntRange(0), default=0, show_default=True, help="Number of the scenario.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The .xodr file; a new one.")
@click.option("--overwrite", is_flag=True, help="Replace the file.")
def export_roads(scene: str, seed: int | None, index: int, output: Path, overwrite: bool) -> None:
    """Write the roads of one draw of SCENE as ASAM OpenDRIVE 1.8."""
    from avsynth import api

    made = api.export_roads(api.load(scene), output, seed=seed, index=index, overwrite=overwrite)
    click.echo(f"{output}: {made.summary}")


@main.command("check-roads")
@click.argument("file", type=click.Path(path_type=Path))
def check_roads(file: Path) -> None:
    """Say what an OpenDRIVE FILE holds, and what of it would not be taken over."""
    from avsynth import api

    found = api.read_roads(file)
    click.echo(f"{file}: {click.style('readable', fg='green')}: {found.network.summary}")
    for note in found.notes:
        click.echo(f"  {note}")


@main.command("export-run", epilog=_SCENE_HELP)
@click.argument("scene")
@click.option("--seed", type=click.IntRange(0), help="Seed of all randomness.  [default: as the scene says]")
@click.option("--index", type=click.IntRange(0), default=0, show_default=True, help="Number of the scenario.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The .xosc file; a new one.")
@click.option("--overwrite", is_flag=True, help="Replace the file.")
def export_run(scene: str, seed: int | None, index: int, output: Path, overwrite: bool) -> None:
    """Write the run of one draw of SCENE as OpenSCENARIO XML, each road user on its way, and its roads beside."""
    from avsynth import api

    for path in api.export_run(api.load(scene), output, seed=seed, index=index, overwrite=overwrite):
        click.echo(path)


@main.command("import-run")
@click.argument("file", type=click.Path(path_type=Path))
@_params
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The .scene file; a new one.")
@click.option("--overwrite", is_flag=True, help="Replace the file.")
def import_run(file: Path, params: dict[str, str], output: Path, overwrite: bool) -> None:
    """Make a scene of an OpenSCENARIO XML FILE; what it cannot say is an error with its line."""
    from avsynth import api

    made = api.import_run(file, output, params=params, overwrite=overwrite)
    click.echo(f"{output}: {click.style('well-formed', fg='green')}: {made.ir.summary()}")


@main.command("rig-from-kitti")
@click.argument("calibration", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="YAML file of the rig; a new one.")
@click.option("--overwrite", is_flag=True, help="Replace the file.")
def rig_from_kitti(calibration: Path, output: Path, overwrite: bool) -> None:
    """Make a sensor rig from a KITTI calibration file, for --rig or for a scene's `sensors` line."""
    from avsynth import api

    api.rig_from_kitti(calibration, output, overwrite=overwrite)
    click.echo(output)
