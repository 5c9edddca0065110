"""Did anything change? If on purpose, ``python tools/regold.py`` and read the difference before you commit it."""

import runpy
from pathlib import Path

REGOLD = Path(__file__).resolve().parents[2] / "tools" / "regold.py"


def test_the_golden_street_is_as_it_was():
    regold = runpy.run_path(str(REGOLD))

    assert regold["summary"]() == regold["GOLDEN"].read_text()
