"""Memory that either caster takes beside the triangles it is given, each in a process of its own.

Run ``python -m tools.bench.memory``.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from avsynth.datatypes.scene import Scene
from tools.bench import streets
from tools.bench.timing import THREADS

SPAN = (-0.05, 0.05)
#: Scenes by name: streets, which repeat models, and one mesh without any repetition.
SCENES = {f"street {detail}": detail for detail in (0.7, 1.3, 2.15)} | {"one mesh": 6.0}


def main() -> None:
    """Print one table, or measure one case if the command line names it."""
    if len(sys.argv) == 3:
        print(grown(sys.argv[1], sys.argv[2]))
        return
    table = Table("scene", "triangles", "ratio", "ours [MB]", "Embree [MB]", title="Memory")
    for name in SCENES:
        ours, theirs = (_measured(side, name) for side in ("ours", "embree"))
        count = sum(thing.model.triangle_count for thing in scene_of(name).objects)
        table.add_row(name, f"{count:,}", f"{theirs / ours:.2f}", f"{ours / 1e6:.0f}", f"{theirs / 1e6:.0f}")
    Console(width=100).print(table)


def scene_of(name: str) -> Scene:
    """Return the scene `name`."""
    return streets.plain(SCENES[name]) if name == "one mesh" else streets.street(SCENES[name])


def grown(side: str, name: str) -> int:
    """Return by how much the memory of this process grows when a side builds the scene and casts a sweep [byte]."""
    scene, rays = scene_of(name), streets.sweep(moves=False)
    if side == "ours":
        from avsynth.engine import EngineTracer  # only the side that is measured is loaded

        EngineTracer(streets.plain(0.3), SPAN, streets.materials()).closest_hits(rays)  # compiles, allocates once
        before = _resident()
        tracer = EngineTracer(scene, SPAN, streets.materials())
        tracer.closest_hits(rays)
        return _resident() - before
    from tools.bench import embree

    triangles, query = embree.soup(embree.seen(scene)), embree.as_tensor(rays)
    embree.built(*embree.soup(embree.seen(streets.plain(0.3)))).cast_rays(query, nthreads=THREADS)
    before = _resident()
    peer = embree.built(*triangles)
    peer.cast_rays(query, nthreads=THREADS)
    return _resident() - before


def _resident() -> int:
    """Return the memory of this process that is in use [byte]."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def _measured(side: str, name: str) -> int:
    """Return what a process of its own measures."""
    command = [sys.executable, "-m", "tools.bench.memory", side, name]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    main()
