"""Boards of traffic signs, after the Vienna Convention: flat faces that look to +x, the back in plain metal.

Sizes are the middle ones of three: triangle 0.90 m, circle 0.60 m, octagon 0.90 m, square 0.60 m.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from avsynth.catalog.finishing import slots
from avsynth.catalog.shapes import Shape, circle, merged, plate, sheet

FINISH = {
    "pole": "galvanised_steel",
    "back": "sign_back",
    "white": "sign_retro_white",
    "red": "sign_retro_red",
    "blue": "sign_retro_blue",
    "yellow": "sign_retro_yellow",
    "black": "sign_black",
}
SLOT = slots(FINISH)
#: Thickness of a board, height of print over its ground [m].
THICKNESS, PRINT = 0.025, 0.0015


def board(name: str, size: tuple[float, float] = (0.60, 0.60)) -> Shape:
    """Return the board of the sign `name`, its middle at the origin; a blank one has the `size` [m]."""
    outline, face = _blank(*size) if name == "blank" else SIGNS[name]()
    back = plate(outline, SLOT["back"]).flipped().moved(z=-THICKNESS)
    rim = np.vstack([outline, outline[:1]])
    low, high = (np.column_stack([rim, np.full(len(rim), z)]) for z in (-THICKNESS, 0.0))
    flat = merged([*face, back, sheet(np.stack([low, high]), SLOT["back"])])
    # The drawing has x to the right and y up; seen from +x, right is +y and up is z.
    return flat.turned((0, 1, 0), np.pi / 2).turned((1, 0, 0), np.pi / 2)


def _framed(outline: np.ndarray, share: float, edge: str, ground: str) -> list[Shape]:
    """Return a face whose border, from `share` of the outline outwards, has another colour."""
    inner = outline * share
    return [_between(inner, outline, edge), plate(inner, SLOT[ground])]


def _between(inner: np.ndarray, outer: np.ndarray, colour: str) -> Shape:
    """Return the flat band between two outlines of as many points (K, 2)."""
    loops = [np.vstack([loop, loop[:1]]) for loop in (outer, inner)]
    return sheet(np.stack([np.column_stack([loop, np.zeros(len(loop))]) for loop in loops]), SLOT[colour])


def _print(polygon: ArrayLike, colour: str) -> Shape:
    """Return a printed figure."""
    return plate(np.asarray(polygon, float), SLOT[colour]).moved(z=PRINT)


def _bar(x: float, y: float, wide: float, tall: float, colour: str) -> Shape:
    """Return a printed rectangle with its middle at (x, y)."""
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [wide / 2, tall / 2]
    return _print(corners + np.array([x, y]), colour)


def _square(width: float, height: float) -> np.ndarray:
    """Return the corners of a rectangle, counter-clockwise, (4, 2) [m]."""
    return np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [width / 2, height / 2]


def _rounded(corners: np.ndarray, radius: float) -> np.ndarray:
    """Return a polygon (K, 2) [m] with its corners cut by arcs of three points."""
    points = []
    for k, corner in enumerate(corners):
        before, after = (corners[k - 1] - corner, corners[(k + 1) % len(corners)] - corner)
        first, last = (corner + radius * v / np.linalg.norm(v) for v in (before, after))
        points += [first, (first + last + 2 * corner) / 4, last]
    return np.array(points)


#: Which of seven bars a digit has: top, upper right, lower right, bottom, lower left, upper left, middle.
_DIGITS = {
    "0": (1, 1, 1, 1, 1, 1, 0),
    "1": (0, 1, 1, 0, 0, 0, 0),
    "2": (1, 1, 0, 1, 1, 0, 1),
    "3": (1, 1, 1, 1, 0, 0, 1),
    "4": (0, 1, 1, 0, 0, 1, 1),
    "5": (1, 0, 1, 1, 0, 1, 1),
    "6": (1, 0, 1, 1, 1, 1, 1),
    "7": (1, 1, 1, 0, 0, 0, 0),
    "8": (1, 1, 1, 1, 1, 1, 1),
    "9": (1, 1, 1, 1, 0, 1, 1),
}


def _digit(digit: str, x: float, wide: float) -> list[Shape]:
    """Return a printed digit, `wide` [m] and 0.24 m tall."""
    tall, thick = 0.24, 0.3 * wide
    side, up = (wide - thick) / 2, (tall - thick) / 4
    bars = [
        (0, 2 * up, wide, thick), (side, up, thick, tall / 2), (side, -up, thick, tall / 2), (0, -2 * up, wide, thick),
        (-side, -up, thick, tall / 2), (-side, up, thick, tall / 2), (0, 0, wide - thick, thick),
    ]  # fmt: skip
    lit = [bar for bar, burns in zip(bars, _DIGITS[digit], strict=True) if burns]
    return [_bar(x + bx, by, w, t, "black") for bx, by, w, t in lit]


Face = tuple[np.ndarray, list[Shape]]


def _limit(number: str) -> Face:
    """Return a speed limit."""
    disc = circle(28) * 0.30
    wide, pitch = (0.13, 0.17) if len(number) < 3 else (0.09, 0.12)
    places = pitch * (np.arange(len(number)) - (len(number) - 1) / 2)
    digits = [bar for digit, x in zip(number, places, strict=True) for bar in _digit(digit, float(x), wide)]
    return disc, [*_framed(disc, 0.78, "red", "white"), *digits]


def _triangle(*, down: bool) -> np.ndarray:
    """Return a triangle with rounded corners, 0.90 m wide, (K, 2) [m]."""
    corners = circle(3, -np.pi / 2 if down else np.pi / 2) * (0.90 / np.sqrt(3))
    return _rounded(corners, 0.06)


def _give_way() -> Face:
    """Return the triangle on its tip."""
    outline = _triangle(down=True)
    return outline, _framed(outline, 0.70, "red", "white")


def _warning() -> Face:
    """Return a triangle with an exclamation mark."""
    outline = _triangle(down=False)
    mark = [
        _print([[-0.02, -0.06], [0.02, -0.06], [0.035, 0.20], [-0.035, 0.20]], "black"),
        _bar(0, -0.12, 0.05, 0.05, "black"),
    ]
    return outline, [*_framed(outline, 0.72, "red", "white"), *mark]


def _stop() -> Face:
    """Return the octagon with its word in block letters."""
    outline = circle(8, np.pi / 8) * (0.45 / np.cos(np.pi / 8))
    return outline, [*_framed(outline, 0.93, "white", "red"), *_word_stop()]


def _word_stop() -> list[Shape]:
    """Return the letters S, T, O, P, each 0.13 m wide and 0.26 m tall."""
    wide, tall, thick = 0.13, 0.26, 0.035
    side, top, quarter = (wide - thick) / 2, (tall - thick) / 2, tall / 4
    letters = (
        (
            (0, top, wide, thick),
            (0, 0, wide, thick),
            (0, -top, wide, thick),
            (-side, quarter, thick, tall / 2),
            (side, -quarter, thick, tall / 2),
        ),
        ((0, top, wide, thick), (0, 0, thick, tall)),
        ((0, top, wide, thick), (0, -top, wide, thick), (-side, 0, thick, tall), (side, 0, thick, tall)),
        ((0, top, wide, thick), (0, 0, wide, thick), (-side, 0, thick, tall), (side, quarter, thick, tall / 2)),
    )
    starts = (-0.27, -0.09, 0.09, 0.27)
    return [
        _bar(x + bx, by, w, t, "white") for x, letter in zip(starts, letters, strict=True) for bx, by, w, t in letter
    ]


def _priority() -> Face:
    """Return the yellow square on its corner."""
    outline = _rounded(circle(4) * 0.42, 0.05)
    return outline, _framed(outline, 0.72, "white", "yellow")


def _no_entry() -> Face:
    """Return the red disc with a white bar."""
    disc = circle(28) * 0.30
    return disc, [*_framed(disc, 0.96, "white", "red"), _bar(0, 0, 0.44, 0.11, "white")]


def _no_stopping() -> Face:
    """Return the blue disc with a red ring and one or two red strokes."""
    disc = circle(28) * 0.30
    stroke = _square(0.50, 0.055) @ np.array([[1, -1], [1, 1]]) / np.sqrt(2)
    return disc, [*_framed(disc, 0.84, "red", "blue"), _print(stroke, "red")]


def _keep_right() -> Face:
    """Return the blue disc with an arrow down to the right."""
    disc = circle(28) * 0.30
    return disc, [*_framed(disc, 0.96, "white", "blue"), *_arrow(-np.pi / 4)]


def _one_way() -> Face:
    """Return the blue rectangle with an arrow."""
    outline = _square(0.80, 0.30)
    return outline, [*_framed(outline, 0.96, "white", "blue"), *_arrow(0.0)]


def _arrow(direction: float) -> list[Shape]:
    """Return a printed white arrow, 0.40 m long."""
    turn = np.array([[np.cos(direction), np.sin(direction)], [-np.sin(direction), np.cos(direction)]])
    shaft = np.array([[-0.20, -0.03], [0.08, -0.03], [0.08, 0.03], [-0.20, 0.03]])
    tip = np.array([[0.06, -0.10], [0.21, 0.0], [0.06, 0.10]])
    return [_print(shaft @ turn, "white"), _print(tip @ turn, "white")]


def _level_crossing() -> Face:
    """Return St Andrew's cross: two white bars with red ends."""
    long, half, tip = 0.60, 0.085, 0.20
    corner = np.array([[long, -half], [long, half], [half, half]])
    quarter = np.array([[0.0, 1.0], [-1.0, 0.0]])  # turns rows by 90 degrees
    turn = np.array([[1.0, 1.0], [-1.0, 1.0]]) / np.sqrt(2)
    quarters = [np.linalg.matrix_power(quarter, k) @ turn for k in range(4)]
    end = np.array([[long - tip, -half], [long, -half], [long, half], [long - tip, half]])
    outline = np.concatenate([corner @ each for each in quarters])
    return outline, [plate(outline, SLOT["white"]), *(_print(end @ each, "red") for each in quarters)]


def _crossing() -> Face:
    """Return the blue square with a white triangle, in it somebody walking over stripes."""
    outline = _square(0.60, 0.60)
    triangle = _print([[-0.25, -0.20], [0.25, -0.20], [0.0, 0.23]], "white")
    person = [
        _bar(0.0, 0.08, 0.05, 0.05, "black"),
        _print([[-0.03, -0.06], [0.03, -0.06], [0.03, 0.05], [-0.03, 0.05]], "black"),
        _print([[-0.10, -0.17], [-0.06, -0.17], [0.0, -0.05], [-0.03, -0.05]], "black"),
        _print([[0.06, -0.17], [0.10, -0.17], [0.03, -0.05], [0.0, -0.05]], "black"),
    ]  # fmt: skip
    raised = [shape.moved(z=PRINT) for shape in person]
    return outline, [*_framed(outline, 0.96, "white", "blue"), triangle, *raised]


def _parking() -> Face:
    """Return the blue square with a P."""
    outline = _square(0.60, 0.60)
    letter = [(-0.09, 0, 0.07, 0.40), (0.01, 0.17, 0.16, 0.06), (0.01, -0.02, 0.16, 0.06), (0.09, 0.075, 0.06, 0.25)]
    return outline, [*_framed(outline, 0.96, "white", "blue"), *[_bar(*bar, "white") for bar in letter]]


def _direction() -> Face:
    """Return a white signpost that points to the right, with lines in place of names."""
    outline = np.array([[-0.65, -0.20], [0.50, -0.20], [0.65, 0.0], [0.50, 0.20], [-0.65, 0.20]])
    words = [_bar(-0.10, y, wide, 0.09, "black") for y, wide in ((0.08, 0.70), (-0.08, 0.50))]
    return outline, [*_framed(outline, 0.95, "black", "white"), *words]


def _town() -> Face:
    """Return the yellow board at the town's edge, with lines in place of names."""
    outline = _square(1.0, 0.65)
    words = [_bar(0, y, wide, tall, "black") for y, wide, tall in ((0.10, 0.62, 0.13), (-0.14, 0.44, 0.06))]
    return outline, [*_framed(outline, 0.95, "black", "yellow"), *words]


def _blank(width: float, height: float) -> Face:
    """Return a white rectangle with a black edge."""
    outline = _square(width, height)
    return outline, _framed(outline, 0.96, "black", "white")


#: Name of each sign → its outline, counter-clockwise (K, 2) [m], and its face.
SIGNS: dict[str, Callable[[], Face]] = {
    "stop": _stop,
    "give_way": _give_way,
    "priority": _priority,
    "warning": _warning,
    **{f"limit_{number}": partial(_limit, str(number)) for number in range(10, 140, 10)},
    "no_entry": _no_entry,
    "no_stopping": _no_stopping,
    "keep_right": _keep_right,
    "crossing": _crossing,
    "level_crossing": _level_crossing,
    "parking": _parking,
    "one_way": _one_way,
    "direction": _direction,
    "town": _town,
}
