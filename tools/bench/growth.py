"""How cost grows with the scene and with the number of rays, ours beside Embree's: a table, and a plot if asked for.

Run ``python -m tools.bench.growth [plot.svg] [--busy]``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numba
import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from avsynth.datatypes.scene import Scene
from avsynth.engine import EngineTracer
from avsynth.engine.casting import as_arrays, found_closest
from avsynth.engine.lower import forget_meshes
from tools.bench import embree, streets
from tools.bench.plot import Series, log_plot
from tools.bench.timing import THREADS, compare, seconds

REPEATS = 7
#: Details of streets of ten thousand to ten million triangles; detail of the street, and rings × columns, for more
#: and more rays.
DETAILS, DETAIL = (0.12, 0.29, 0.51, 0.93, 1.62, 2.77, 4.95), 1.3
GRIDS = ((16, 512), (32, 1024), (64, 2048), (128, 4096), (256, 4096))
SPAN = (-0.05, 0.05)


class Cost(NamedTuple):
    """Of one scene and one set of rays: size; our and Embree's times of building and of casting [s]."""

    triangles: int
    rays: int
    build: float
    cast: float
    peer_build: float
    peer_cast: float


def main() -> None:
    """Print one table; write the plot to the file named on the command line, if any."""
    numba.set_num_threads(THREADS)
    cost_of(streets.street(DETAILS[0]), GRIDS[0])  # compiles
    jobs = [(detail, (64, 2048)) for detail in DETAILS] + [(DETAIL, grid) for grid in GRIDS]
    costs = [cost_of(streets.street(detail), grid) for detail, grid in track(jobs, "growing", transient=True)]
    print_table(costs)
    for name in sys.argv[1:2]:
        Path(name).write_text(log_plot(*plotted(costs[: len(DETAILS)])))


def cost_of(scene: Scene, grid: tuple[int, int]) -> Cost:
    """Measure one scene, all at rest, with one sweep."""
    forget_meshes()
    rays = streets.sweep(*grid, moves=False)
    arrays, query = as_arrays(rays), embree.as_tensor(rays)
    triangles = embree.soup(embree.seen(scene))
    kept: list = []
    build = seconds(lambda: kept.append(EngineTracer(scene, SPAN, streets.materials())))
    peer_build = seconds(lambda: kept.append(embree.built(*triangles)))
    tracer, peer = kept
    row = compare(
        "cast",
        lambda: found_closest(tracer._lowered.arrays, arrays, 0),
        lambda: peer.cast_rays(query, nthreads=THREADS),
        REPEATS,
    )
    return Cost(len(triangles[1]), len(rays), build, row.ours / 1e3, peer_build, row.theirs / 1e3)


def print_table(costs: list[Cost]) -> None:
    """Print all costs, ratios first."""
    table = Table("triangles", "rays", "build ×", "cast ×", "build [s]", "cast [ms]", "Embree build [s]", "cast [ms]")
    for cost in costs:
        table.add_row(
            f"{cost.triangles:,}",
            f"{cost.rays:,}",
            f"{cost.peer_build / cost.build:.2f}",
            f"{cost.peer_cast / cost.cast:.2f}",
            f"{cost.build:.3f}",
            f"{1e3 * cost.cast:.1f}",
            f"{cost.peer_build:.3f}",
            f"{1e3 * cost.peer_cast:.1f}",
        )
    Console(width=120).print(table)


def plotted(costs: list[Cost]) -> tuple[str, str, Iterator[Series]]:
    """Return what `log_plot` draws."""
    size = np.array([cost.triangles for cost in costs])
    lines = {
        "cast": ([cost.cast for cost in costs], "#1f77b4", False),
        "Embree: cast": ([cost.peer_cast for cost in costs], "#d62728", False),
        "build all meshes, once": ([cost.build for cost in costs], "#1f77b4", True),
        "Embree: build": ([cost.peer_build for cost in costs], "#d62728", True),
    }
    series = (Series(name, size, 1e3 * np.array(y), colour, dashed) for name, (y, colour, dashed) in lines.items())
    threads = "one thread" if THREADS == 1 else f"{THREADS} threads"
    return "triangles in the street", f"milliseconds (64 × 2048 rays, {threads})", series


if __name__ == "__main__":
    main()
