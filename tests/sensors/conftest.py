"""Lets the tests of this folder import `analytic`, the tracer whose answers are formulas."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
