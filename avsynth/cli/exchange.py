"""Commands that exchange with other tools: OpenDRIVE, OpenSCENARIO XML, KITTI calibrations."""

from __future__ import annotations

from pathlib import Path

import click

from avsynth.cli._options import SCENE_HELP, index_option, output_options, params_option, seed_option


@click.command("export-roads", epilog=SCENE_HELP)
@click.argument("scene")
@seed_option
@index_option
@output_options("The .xodr file; a new one.", "Replace the file.")
def export_roads(scene: str, seed: int | None, index: int, output: Path, overwrite: bool) -> None:
    """Write the roads of one draw of SCENE as ASAM OpenDRIVE 1.8."""
    from avsynth import api

    made = api.export_roads(api.load(scene), output, seed=seed, index=index, overwrite=overwrite)
    click.echo(f"{output}: {made.summary}")


@click.command("check-roads")
@click.argument("file", type=click.Path(path_type=Path))
def check_roads(file: Path) -> None:
    """Say what an OpenDRIVE FILE holds, and what of it would not be taken over."""
    from avsynth import api

    found = api.read_roads(file)
    click.echo(f"{file}: {click.style('readable', fg='green')}: {found.network.summary}")
    for note in found.notes:
        click.echo(f"  {note}")


@click.command("export-run", epilog=SCENE_HELP)
@click.argument("scene")
@seed_option
@index_option
@output_options("The .xosc file; a new one.", "Replace the file.")
def export_run(scene: str, seed: int | None, index: int, output: Path, overwrite: bool) -> None:
    """Write the run of one draw of SCENE as OpenSCENARIO XML, each road user on its way, and its roads beside."""
    from avsynth import api

    for path in api.export_run(api.load(scene), output, seed=seed, index=index, overwrite=overwrite):
        click.echo(path)


@click.command("import-run")
@click.argument("file", type=click.Path(path_type=Path))
@params_option
@output_options("The .scene file; a new one.", "Replace the file.")
def import_run(file: Path, params: dict[str, str], output: Path, overwrite: bool) -> None:
    """Make a scene of an OpenSCENARIO XML FILE; what it cannot say is an error with its line."""
    from avsynth import api

    made = api.import_run(file, output, params=params, overwrite=overwrite)
    click.echo(f"{output}: {click.style('well-formed', fg='green')}: {made.ir.summary()}")


@click.command("rig-from-kitti")
@click.argument("calibration", type=click.Path(path_type=Path))
@output_options("YAML file of the rig; a new one.", "Replace the file.")
def rig_from_kitti(calibration: Path, output: Path, overwrite: bool) -> None:
    """Make a sensor rig from a KITTI calibration file, for --rig or for a scene's `sensors` line."""
    from avsynth import api

    api.rig_from_kitti(calibration, output, overwrite=overwrite)
    click.echo(output)
