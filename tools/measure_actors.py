"""Table of sizes and triangles of all actors that a scene can name: ``python tools/measure_actors.py``, as Markdown.

Sizes are those of many seeds, triangles of few; widths are over the mirrors.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from ruamel.yaml import YAML

from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.showroom import kinds

PUBLISHED = Path(__file__).parents[1] / "tests" / "actors" / "published_sizes.yaml"
#: Seeds of kinds whose size is known without their mesh, and of others, whose triangles are counted too.
MANY, FEW = 200, 24
WORDS = ("length", "width", "height")


def main() -> None:
    """Print the table."""
    published = YAML(typ="safe").load(PUBLISHED)
    named = [name.split()[0] for name in published]
    rows = [*published, *(k for k in kinds() if ACTORS.get(k).placeable and k not in named)]
    print("| kind | published [m] | source | measured [m] | triangles |\n| --- | --- | --- | --- | --- |")
    for name in rows:
        row = published.get(name, {})
        print(
            f"| `{name}` | {_stated(row)} | {row.get('source', '')} | {_measured(name)} | {_triangles(name)} |",
            flush=True,
        )


def _made(name: str, seed: int) -> Actor:
    kind, *style = name.split()
    return ACTORS.get(kind)(**({"style": style[0]} if style else {})).dressed(Stream(seed).child(kind))


def _stated(row: dict) -> str:
    """Return the published ranges, with what mirrors add to the width."""
    parts = [f"{word} {row[word][0]:g}–{row[word][1]:g}" for word in WORDS if word in row]
    return ", ".join(parts) + (f" (mirrors {row['mirrors']:g} more)" if "mirrors" in row else "")


def _measured(name: str) -> str:
    """Return the smallest and largest size of many seeds."""
    quick = type(_made(name, 0)).box is Actor.box and all(hasattr(_made(name, 0), word) for word in WORDS)
    count = MANY if quick else FEW
    sizes = np.array([_made(name, seed).box() for seed in range(count)])
    low, high = sizes.min(axis=0), sizes.max(axis=0)
    return " × ".join(f"{a:.2f}–{b:.2f}" for a, b in zip(low, high, strict=True))


def _triangles(name: str) -> str:
    counts = [_made(name, seed).model().triangle_count for seed in range(FEW)]
    return f"{min(counts):,}–{max(counts):,}".replace(",", " ")


if __name__ == "__main__":
    main()
