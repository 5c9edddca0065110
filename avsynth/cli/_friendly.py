"""How commands end: what the user must mend is told in a sentence, never as a traceback."""

from __future__ import annotations

import sys

import click

from avsynth.core.errors import AvsynthError

#: Exit status for what the user must mend, as in the C tools since ever.
USER_ERROR = 2


class Friendly(click.Group):
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
