"""From a template to a dataset on disk: what is to be made, making it frame by frame, resuming what was stopped."""

from avsynth.execution.draw import SHEET, Drawing, draw
from avsynth.execution.generate import Progress, Summary, generate
from avsynth.execution.plan import Plan

__all__ = ["SHEET", "Drawing", "Plan", "Progress", "Summary", "draw", "generate"]
