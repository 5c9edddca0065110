"""What a user waits for: import, help, first frame with compilation, a full KITTI frame, memory, installed size."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import distribution, requires
from pathlib import Path

from packaging.requirements import Requirement
from rich.console import Console
from rich.table import Table

#: Repeats of which the median is shown.
REPEATS = 5
FRAMES = 6
SCENE = "urban_crossing"


def main() -> None:
    """Print one table of figures beside their bars."""
    table = Table("what", "measured", "bar", title="What a user waits for")
    for what, measured, bar in rows():
        table.add_row(what, measured, bar)
    Console().print(table)


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield (what, figure, bar)."""
    yield "import avsynth", f"{_median('-c', 'import avsynth'):.2f} s", "< 1 s"
    yield "avsynth --help", f"{_median('-m', 'avsynth', '--help'):.2f} s", "< 0.3 s"
    yield f"avsynth check {SCENE}", f"{_median('-m', 'avsynth', 'check', SCENE):.2f} s", "< 0.6 s"
    yield "python itself, for comparison", f"{_median('-c', ''):.2f} s", ""
    yield "installed size of the base", f"{_installed_bytes() / 1e6:.0f} MB", "< 600 MB"
    with tempfile.TemporaryDirectory() as folder:
        cold, _ = _generate(Path(folder) / "cold", frames=1, cache=Path(folder) / "cache")
        yield "first frame on disk, all kernels compiled", f"{cold:.1f} s", "< 60 s"
        warm, _ = _generate(Path(folder) / "warm", frames=1, cache=Path(folder) / "cache")
        yield "first frame on disk, kernels cached", f"{warm:.1f} s", ""
        many, peak = _generate(Path(folder) / "many", frames=1 + FRAMES, cache=Path(folder) / "cache")
        yield f"each further KITTI frame (mean of {FRAMES})", f"{(many - warm) / FRAMES:.2f} s", "<= 4 s"
        yield "peak memory", f"{peak / 1e9:.2f} GB", "< 1.5 GB"


def _median(*arguments: str) -> float:
    """Return the median seconds of running python with `arguments`."""
    times = sorted(_seconds(arguments, dict(os.environ)) for _ in range(REPEATS))
    return times[REPEATS // 2]


def _seconds(arguments: tuple[str, ...], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=environment, check=True, capture_output=True)
    return time.perf_counter() - start


def _generate(folder: Path, *, frames: int, cache: Path) -> tuple[float, int]:
    """Return seconds and peak memory [byte] of generating `frames` frames in a process of its own."""
    arguments = [
        sys.executable,
        "-m",
        "avsynth",
        "generate",
        SCENE,
        "-n",
        "1",
        "--frames",
        str(frames),
        "-o",
        str(folder),
    ]
    start = time.perf_counter()
    process = subprocess.Popen(
        arguments, env=os.environ | {"AVSYNTH_CACHE": str(cache)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"generate ended with status {status}")
    return time.perf_counter() - start, usage.ru_maxrss * 1024


def _installed_bytes() -> int:
    """Return the bytes of avsynth's base dependencies, and of what they need, as installed."""
    site = Path(sysconfig.get_paths()["purelib"])
    return sum(
        path.stat().st_size
        for name in sorted(_needed("avsynth"))
        for path in (Path(str(file.locate())) for file in distribution(name).files or ())
        if path.is_relative_to(site) and path.is_file()
    )


def _needed(name: str, seen: set[str] | None = None) -> set[str]:
    """Return `name` and all distributions it requires without extras."""
    seen = set() if seen is None else seen
    if name in seen:
        return seen
    seen.add(name)
    for text in requires(name) or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            _needed(requirement.name, seen)
    return seen


if __name__ == "__main__":
    main()
