"""Throw broken scenes at the reader: ``python tools/fuzz_language.py --seconds 600 --seed 0``.

Texts are the scenes that come along with a few pieces cut out, doubled, swapped or replaced. Whatever comes out of it,
reading gives a template or errors, each with a line and a column of the text; canonical form reads as the same
template.
The first seed with anything else is told with its text.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from avsynth.core import paths
from avsynth.language import parse
from avsynth.language.formatting import formatted
from avsynth.language.parsing import keywords
from avsynth.scenario.problems import SceneErrors

#: What is put in somewhere, besides words of the language and pieces of other scenes.
PIECES = (
    "", "(", ")", "[", "]", "{", "}", ":", "~", "=", "\n", "\n\n", "    ", " ", "..", "-", "->",
    "+-", "@", '"', "#", "\t",
    "5 m", "1e400", "0", "é", "\0", "any.car", "self", "%", "1/m", "\r\n",
)  # fmt: skip
#: A line is told where it stands at most one beyond the last.
_END = 1


def broken(texts: Sequence[str], seed: int) -> str:
    """Return one of `texts` with one to four changes."""
    rng = random.Random(seed)
    text = rng.choice(texts)
    for _ in range(rng.randint(1, 4)):
        first = rng.randrange(len(text) + 1)
        last = min(len(text), first + rng.choice((0, 1, 1, 2, 5, 20, 80)))
        text = text[:first] + _piece(texts, rng) + text[last:]
    return text


def _piece(texts: Sequence[str], rng: random.Random) -> str:
    way = rng.random()
    if way < 0.5:
        return rng.choice(PIECES)
    if way < 0.75:
        return rng.choice(keywords())
    other = rng.choice(texts)
    first = rng.randrange(len(other))
    return other[first : first + rng.choice((3, 8, 30))]


def fault(text: str, folder: Path) -> str:
    """Return what is wrong with how `text` is read; "" if nothing is."""
    try:
        template = parse(text, str(folder / "fuzz.scene"), folder)
    except SceneErrors as errors:
        return next(_misplaced(errors, text), "")
    if parse(formatted(text), "fuzz.scene", folder) != template:
        return "its canonical form says something else"
    return ""


def _misplaced(errors: SceneErrors, text: str) -> Iterator[str]:
    """Yield the errors of `text` itself that stand outside of it."""
    lines = [*text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"), ""]
    for problem in errors.problems:
        line, column = problem.position.line, problem.position.column
        own = problem.position.source.endswith("fuzz.scene")
        if own and not (1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + _END):
            yield f"{line}:{column} is not in the text: {problem.text()}"


def main(seconds: float, first: int) -> int:
    """Fuzz for `seconds` from seed `first` on; return the exit status."""
    files = sorted(paths.scenes().rglob("*.scene"))
    texts, started, slowest, seed = [path.read_text(encoding="utf-8") for path in files], time.monotonic(), 0.0, first
    while time.monotonic() - started < seconds:
        text, before = broken(texts, seed), time.process_time()
        try:
            wrong = fault(text, paths.scenes())
        except Exception as error:
            wrong = f"{type(error).__name__}: {error}"
        slowest = max(slowest, time.process_time() - before)
        if wrong:
            print(f"seed {seed}: {wrong}\n{text}")
            return 1
        seed += 1
    print(f"seeds {first} to {seed - 1}: {seed - first} texts read, the slowest in {slowest:.2f} s; nothing wrong")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    sys.exit(main(arguments.seconds, arguments.seed))
