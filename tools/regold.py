"""The golden summary: a small scene as rounded text that a person can compare. ``python tools/regold.py`` writes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

import avsynth
from avsynth.datatypes.category import Category
from avsynth.datatypes.frame import Frame
from avsynth.datatypes.measurement import CameraImage, PointCloud, RadarTargets

ROOT = Path(__file__).resolve().parent.parent
SCENE = ROOT / "tests" / "golden" / "street.scene"
GOLDEN = ROOT / "tests" / "golden" / "street.txt"
FRAME = 1


def main() -> None:
    """Write the golden file."""
    GOLDEN.write_text(summary())


def summary() -> str:
    """Return the golden scene's draws and one of its frames, rounded so that processors agree."""
    scenario = avsynth.load(SCENE).draw()
    frame = next(avsynth.frames(scenario, only=[FRAME]))
    return "\n".join([*_draws(scenario), *_measurements(frame), *_labels(frame)]) + "\n"


def _draws(scenario: avsynth.Scenario) -> Iterator[str]:
    for draw in scenario.draws:
        yield f"draw {draw.name}: {_short(draw.value)}, log_p {draw.log_p:.3f}, log_q {draw.log_q:.3f}"


def _measurements(frame: Frame) -> Iterator[str]:
    for name, measured in frame.measurements.items():
        counts = Counter(Category(number).word for number in np.ravel(measured.category).tolist())
        parts = ", ".join(f"{word} {_rounded(count)}" for word, count in sorted(counts.items()) if count >= 100)
        yield f"{name}: {parts}"
        yield f"{name}: {_value(measured)}"


def _value(measured: PointCloud | RadarTargets | CameraImage) -> str:
    """Return one telling number of a measurement."""
    if isinstance(measured, PointCloud):
        return f"mean intensity {measured.intensity.mean():.2f}, rings {len(np.unique(measured.ring))}"
    if isinstance(measured, CameraImage):
        return f"mean level {measured.rgb.mean() / 5:.0f} x 5, sky {np.isinf(measured.depth).mean():.2f}"
    return f"targets {_rounded(len(measured))}, closing {np.median(measured.radial_velocity):.0f} m/s"


def _labels(frame: Frame) -> Iterator[str]:
    ego_from_world = frame.world_from_ego.inverse()
    for label in frame.labels:
        centre = " ".join(f"{value:.1f}" for value in ego_from_world.points(label.box.world_from_box.translation))
        size = " ".join(f"{value:.2f}" for value in label.box.size)
        seen = ", ".join(f"{name} {view.visibility:.1f}" for name, view in label.views.items())
        yield f"label {label.name}: {label.category.word} at {centre}, size {size}, visible {seen or 'nowhere'}"


def _rounded(count: int) -> int:
    """Return a count to two significant digits."""
    digits = 10 ** max(len(str(count)) - 2, 0)
    return round(count / digits) * digits


def _short(value: bool | float | str) -> str:
    return f"{value:.4f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
