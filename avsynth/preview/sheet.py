"""Contact sheets: pictures of equal size with a line of text below each, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from avsynth.preview import _draw

#: Height of a caption, and space around pictures [px].
CAPTION, GAP = 18, 4


def contact_sheet(pictures: Sequence[np.ndarray], captions: Sequence[str], columns: int) -> np.ndarray:
    """Return `pictures`, uint8 (H, W, 3) each, in rows of `columns` with their `captions`, uint8 (rows, ..., 3)."""
    height, width = pictures[0].shape[:2]
    rows = -(-len(pictures) // columns)
    step_down, step_right = height + CAPTION + GAP, width + GAP
    page = _draw.blank(rows * step_down + GAP, columns * step_right + GAP)
    for number, (picture, caption) in enumerate(zip(pictures, captions, strict=True)):
        top, left = GAP + number // columns * step_down, GAP + number % columns * step_right
        page[top : top + height, left : left + width] = picture
        _draw.write(page, caption, (left + 2, top + height + CAPTION - 5), scale=0.38)
    return page
