"""``python -m avsynth`` is the command line."""

from avsynth.cli import main

main()
