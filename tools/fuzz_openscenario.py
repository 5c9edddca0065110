"""Break files of OpenSCENARIO at random: ``python tools/fuzz_openscenario.py SECONDS FILE.xosc…``.

Elements are taken out, doubled, moved or renamed, attributes given strange values. Whatever comes of it has to be read,
or refused with a message; anything else is printed with the number of the try, which gives it again.
"""

from __future__ import annotations

import argparse
import random
import time
import traceback
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from avsynth import language, opendrive
from avsynth.core.errors import AvsynthError
from avsynth.core.xml import Element, parsed
from avsynth.openscenario import scene_of

STRANGE = (
    "", " ", "0", "-1", "1e99", "NaN", "inf", "true", "$nothing", "${1/0}", "${2 ** 9}", "ü\"'", "4.5", "Ego", "any",
    "step", "rising", "skip", "1e-12", "1000000",
)  # fmt: skip


def broken(root: Element, rng: random.Random) -> str:
    """Return a file in which one to four things are wrong."""
    everything = list(root.everything())
    for _ in range(rng.randint(1, 4)):
        element, other = rng.choice(everything), rng.choice(everything)
        change = rng.randrange(6)
        if change == 0 and element.children:
            element.children.pop(rng.randrange(len(element.children)))
        elif change == 1 and element.children:
            element.children.append(rng.choice(element.children))
        elif change == 2:
            element.tag = other.tag
        elif change == 3 and element.attributes:
            element.attributes.pop(rng.choice(sorted(element.attributes)))
        elif element.attributes:
            values = list(other.attributes.values()) or STRANGE
            word = rng.choice(sorted(element.attributes))
            element.attributes[word] = rng.choice(STRANGE if change == 4 else values)
    return written(root)


def written(element: Element, depth: int = 0) -> str:
    """Return an element as text; one that has come to stand in itself is cut off."""
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in element.attributes.items())
    inner = "".join(written(child, depth + 1) for child in element.children) if depth < 40 else ""
    return f"<{element.tag}{attributes}>{inner}</{element.tag}>\n"


@lru_cache
def roads(path: Path) -> object:
    """Return the roads of a file, read once."""
    return opendrive.read(path).network


def outcome(file: Path, content: str) -> str:
    """Return what became of a file: ``read``, ``refused``, or what went wrong with it."""
    try:
        text = scene_of(content.encode(), file, file.parent, roads)
    except AvsynthError:
        return "refused"
    except Exception:
        return traceback.format_exc()
    try:
        language.parse(text, str(file.with_suffix(".scene")), file.parent)
    except AvsynthError:
        return "refused by the language"
    except Exception:
        return traceback.format_exc()
    return "read"


def main() -> None:
    """Break as many files as there is time for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seconds", type=float)
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args()
    ends, number, found = time.monotonic() + options.seconds, 0, {}
    while time.monotonic() < ends:
        rng = random.Random(number)
        file = rng.choice(options.files)
        try:
            content = broken(parsed(file.read_bytes()), rng)
            ElementTree.fromstring(content)
        except (ElementTree.ParseError, RecursionError):
            number += 1
            continue
        told = outcome(file, content)
        kind = told if told in ("read", "refused", "refused by the language") else "wrong"
        found[kind] = found.get(kind, 0) + 1
        if kind == "wrong":
            print(f"--- try {number}, {file.name}\n{told}")
        number += 1
    print(", ".join(f"{kind} {count}" for kind, count in sorted(found.items())))


if __name__ == "__main__":
    main()
