"""Picture of the book of a run: how full each cell of coverage is, and how the weights are spread."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from avsynth.preview import _draw
from avsynth.scenario.book import Book, Cell, histogram

#: Width of the picture, its margin, height of a line, width of the longest bar [px].
WIDTH, MARGIN, LINE, BAR = 1100, 24, 22, 420
#: Where bars begin, and the words after them [px].
BAR_LEFT, WORDS_LEFT = 300, 740
#: Height of the histogram [px].
HISTOGRAM = 180
#: Most cells of one coverage that are drawn; the emptiest first.
MOST_CELLS = 40
FULL, LACKING, AXIS, WEIGHT = (96, 190, 120), (235, 160, 70), (110, 116, 126), (90, 150, 255)


def coverage(book: Book) -> np.ndarray:
    """Return bars of all cells against their targets, and a histogram of the weights, uint8 (H, WIDTH, 3)."""
    groups = [(name, shown(list(cells))) for name, cells in groupby(book.cells(), key=lambda cell: cell.cover)]
    lines = sum(len(cells) + 2 for _, (cells, _) in groups)
    picture = _draw.blank(2 * MARGIN + LINE * (lines + 5) + HISTOGRAM, WIDTH)
    count = len(book.entries)
    share = book.effective / count
    title = (
        f"{book.run.scene}: {count} scenarios by {book.run.sampling.method.method}, that count as {book.effective:.1f}"
    )
    _draw.write(picture, f"{title} ({share:.1%})", (MARGIN, MARGIN + 14), scale=0.6)
    top = MARGIN + 2 * LINE
    for name, (cells, hidden) in groups:
        top = _bars(picture, name, cells, hidden, top)
    _weights(picture, book.weights, top + LINE)
    return picture


def shown(cells: Sequence[Cell]) -> tuple[list[Cell], int]:
    """Return the cells that are drawn, in their order, and how many are not: the fullest of too many."""
    if len(cells) <= MOST_CELLS:
        return list(cells), 0
    kept = {id(cell) for cell in sorted(cells, key=lambda cell: cell.scenarios - cell.target)[:MOST_CELLS]}
    return [cell for cell in cells if id(cell) in kept], len(cells) - MOST_CELLS


def _bars(picture: np.ndarray, name: str, cells: Sequence[Cell], hidden: int, top: int) -> int:
    """Draw one coverage from `top` [px] down; return where the next one may begin."""
    import cv2  # heavy, so imported where used

    full = sum(cell.is_full for cell in cells) + hidden
    more = f"; the {hidden} fullest are not drawn" if hidden else ""
    _draw.write(picture, f"{name}: {full} of {len(cells) + hidden} cells full{more}", (MARGIN, top + 14), scale=0.5)
    most = max(1, *(max(cell.scenarios, cell.target) for cell in cells))
    for number, cell in enumerate(cells, 1):
        y = top + number * LINE
        end = BAR_LEFT + round(BAR * cell.scenarios / most)
        if cell.scenarios:
            cv2.rectangle(picture, (BAR_LEFT, y + 3), (end, y + LINE - 4), FULL if cell.is_full else LACKING, -1)
        if cell.target:
            mark = BAR_LEFT + round(BAR * cell.target / most)
            cv2.line(picture, (mark, y), (mark, y + LINE - 1), _draw.WHITE, 2)
        _draw.write(picture, cell.text, (MARGIN + 12, y + 15))
        wanted = f" of {cell.target}" if cell.target else ""
        _draw.write(picture, f"{cell.scenarios}{wanted}   in the world {cell.rate}", (WORDS_LEFT, y + 15))
    return top + (len(cells) + 2) * LINE


def _weights(picture: np.ndarray, weights: np.ndarray, top: int) -> None:
    """Draw how many scenarios have which weight, on a logarithmic axis."""
    import cv2  # heavy, so imported where used

    counts, edges = histogram(weights)
    _draw.write(picture, "scenarios by weight", (MARGIN, top), scale=0.5)
    bottom, left, right = top + LINE + HISTOGRAM, MARGIN + 40, WIDTH - 2 * MARGIN
    places = left + (edges - edges[0]) / (edges[-1] - edges[0]) * (right - left)
    for count, start, end in zip(counts, places[:-1], places[1:], strict=True):
        height = round(HISTOGRAM * count / counts.max())
        if count:
            cv2.rectangle(picture, (round(start) + 1, bottom - height), (round(end) - 1, bottom), WEIGHT, -1)
            _draw.write(picture, str(count), (round(start) + 2, bottom - height - 3), scale=0.34)
    cv2.line(picture, (left, bottom), (right, bottom), AXIS, 1)
    for decade in range(int(np.ceil(edges[0])), int(np.floor(edges[-1])) + 1):
        x = round(float(np.interp(decade, edges, places)))
        cv2.line(picture, (x, bottom), (x, bottom + 5), AXIS, 1)
        _draw.write(picture, f"{10.0**decade:g}", (x - 10, bottom + 18), scale=0.38)
