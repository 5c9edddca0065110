"""A plot with logarithmic axes, as SVG."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 720, 420, 70, 50, 20, 190


class Series(NamedTuple):
    """One line: its name, points, colour, and whether it is dashed."""

    name: str
    x: np.ndarray
    y: np.ndarray
    colour: str
    dashed: bool


def log_plot(x_label: str, y_label: str, series: Iterable[Series]) -> str:
    """Return the SVG text of a plot of some lines over whole decades."""
    series = list(series)
    x_range, y_range = _decades([one.x for one in series]), _decades([one.y for one in series])
    body = [*_grid(x_range, y_range), *_labels(x_label, y_label)]
    for one in series:
        points = np.stack([_across(one.x, x_range), _up(one.y, y_range)], axis=1)
        dash = ' stroke-dasharray="6 4"' if one.dashed else ""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        body.append(f'<polyline points="{path}" fill="none" stroke="{one.colour}" stroke-width="2"{dash}/>')
        body += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{one.colour}"/>' for x, y in points]
        x, y = points[-1]
        body.append(f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{one.colour}">{one.name}</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif"'
    return "\n".join([f'{head} font-size="12">', '<rect width="100%" height="100%" fill="white"/>', *body, "</svg>\n"])


def _decades(values: list[np.ndarray]) -> tuple[int, int]:
    """Return the powers of ten that enclose all values."""
    logs = np.log10(np.concatenate(values))
    return int(np.floor(logs.min() + 0.02)), int(np.ceil(logs.max() - 0.02))


def _across(x: np.ndarray, decades: tuple[int, int]) -> np.ndarray:
    """Return where values lie on the picture, from the left."""
    share = (np.log10(x) - decades[0]) / (decades[1] - decades[0])
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _up(y: np.ndarray, decades: tuple[int, int]) -> np.ndarray:
    """Return where values lie on the picture, from the top."""
    share = (np.log10(y) - decades[0]) / (decades[1] - decades[0])
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)


def _grid(x_range: tuple[int, int], y_range: tuple[int, int]) -> list[str]:
    """Return a line and a number for each decade."""
    body, right, low = [], WIDTH - RIGHT, HEIGHT - BOTTOM
    for power in range(x_range[0], x_range[1] + 1):
        x = _across(np.array(10.0**power), x_range)
        body.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{low}" stroke="#ddd"/>')
        body.append(f'<text x="{x:.1f}" y="{low + 18}" text-anchor="middle">{10**power:,}</text>')
    for power in range(y_range[0], y_range[1] + 1):
        y = _up(np.array(10.0**power), y_range)
        body.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" stroke="#ddd"/>')
        body.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:,.10g}</text>')
    return body


def _labels(x_label: str, y_label: str) -> list[str]:
    """Return the names of the axes."""
    x, y = (LEFT + WIDTH - RIGHT) / 2, (TOP + HEIGHT - BOTTOM) / 2
    return [
        f'<text x="{x}" y="{HEIGHT - 12}" text-anchor="middle">{x_label}</text>',
        f'<text x="16" y="{y}" text-anchor="middle" transform="rotate(-90 16 {y})">{y_label}</text>',
    ]
