"""The command line: arguments in, tables and pictures out. No logic; heavy imports stand where they are used."""

import click

from avsynth._version import __version__
from avsynth.cli import datasets, exchange, pictures, scenes
from avsynth.cli._friendly import Friendly


@click.group(cls=Friendly, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="avsynth")
def main() -> None:
    """Synthetic LiDAR, radar and camera data with exact labels, from a scenario language."""


for _command in (
    *(scenes.check, scenes.draw, scenes.fmt, scenes.list_, scenes.events),
    *(datasets.generate, datasets.verify, datasets.coverage),
    pictures.preview,
    *(exchange.export_roads, exchange.check_roads, exchange.export_run, exchange.import_run, exchange.rig_from_kitti),
):
    main.add_command(_command)
