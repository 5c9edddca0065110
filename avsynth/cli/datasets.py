"""Commands on datasets: make one, verify one, tell what it covers."""

from __future__ import annotations

from pathlib import Path

import click

from avsynth.cli._options import SCENE_HELP, output_options, params_option, seed_option


@click.command(epilog=SCENE_HELP)
@click.argument("scene")
@params_option
@click.option(
    "-n", "--scenarios", type=click.IntRange(1), help="Number of scenarios to draw.  [default: as the scene says]"
)
@click.option("--frames", type=click.IntRange(1), help="At most so many frames of each scenario.  [default: all]")
@seed_option
@click.option(
    "--format", "format_", default="kitti", show_default=True, help="Dataset format (avsynth list exporters)."
)
@click.option("--rig", help="Sensor rig instead of the scene's: a name or a YAML file.")
@output_options("Folder of the dataset; a new one.", "Replace a dataset that avsynth wrote there.")
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
    from avsynth import api
    from avsynth.cli import _console

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


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def verify(folder: Path) -> None:
    """Compare every file of a dataset with the checksums in its manifest."""
    from avsynth.cli import _console
    from avsynth.training import verify as verify_folder

    with _console.waiting("comparing checksums"):
        count = verify_folder(folder)
    click.echo(f"{folder}: {click.style('complete', fg='green')}: {count} files match their checksums")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--rate", "events", multiple=True, metavar="EVENT", help='Also how often: "dart", "ttc_min < 1 s" …')
@output_options("Also draw it: a .png or .jpg file.", "Replace the picture.", required=False)
def coverage(folder: Path, events: tuple[str, ...], output: Path | None, overwrite: bool) -> None:
    """Say of a dataset which cells of coverage are full, how often its events happen, and how good its weights are."""
    from avsynth import api
    from avsynth.cli import _console
    from avsynth.training import read_book

    book = read_book(folder)
    _console.show_book(book, {event: book.rate(event) for event in events})
    if output:
        click.echo(api.draw_coverage(book, output, overwrite=overwrite))
