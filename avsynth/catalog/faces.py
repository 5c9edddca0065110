"""Faces of cars and vans: lamps, grilles, bumpers, plates and seams, laid on the coachwork in many designs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from avsynth.catalog.coachwork import SLOT, Coachwork, end, flank, front, lid, rear
from avsynth.catalog.curves import smooth
from avsynth.catalog.decals import LIFT, SECOND_LIFT, THIRD_LIFT, Surface, band, disc, line
from avsynth.catalog.shapes import Shape, both_sides, box, merged, rounded_box

#: Width and height of a licence plate, as in Europe [m], and of its characters ÷ its own.
PLATE, PRINT = (0.52, 0.11), (0.84, 0.55)
#: Decals are cut into columns about so wide [m]: finer than the sheet metal, whose facets they must not dive under.
STEP = 0.03
#: Exponent of the rounded ends of lamps: 2 is an ellipse, more is boxier.
SOFT, BOXY = 3.0, 7.0


@dataclass(frozen=True, slots=True)
class Look:
    """The design of a face; lengths in metres unless they are shares [1].

    Parameters
    ----------
    lamp_inner, lamp_wrap : float
        Where headlamps begin, as a share of the nose's flat half, and how far they reach around the corner.
    lamp_heights : (inner, outer)
    lamp_rise : float
        How much higher a lamp's outer end is.
    lamp_form : str
        "soft", "boxy" or "round".
    dark_lamps : bool
        Whether reflectors stand in a dark housing.
    grille : str
        "slim", "tall", "wide", "pair" or "none".
    intake : (half width as a share of the nose's flat half, height)
    tail_form : str
        "upright", "wrap", "bar" or "round".
    tail_high : float
        Height of the tail lamps' upper edge ÷ that of the tail [1].
    chrome : bool
        Whether frames of the grille are bright.
    """

    lamp_inner: float
    lamp_wrap: float
    lamp_heights: tuple[float, float]
    lamp_rise: float
    lamp_form: str
    dark_lamps: bool
    grille: str
    intake: tuple[float, float]
    tail_form: str
    tail_high: float
    chrome: bool


def look_of(rng: np.random.Generator, *, tails: tuple[str, ...] = ("upright", "wrap", "wrap", "bar", "round")) -> Look:
    """Return a design drawn from `rng`."""
    return Look(
        lamp_inner=float(rng.uniform(0.52, 0.74)),
        lamp_wrap=float(rng.uniform(0.10, 0.36)),
        lamp_heights=(float(rng.uniform(0.075, 0.12)), float(rng.uniform(0.09, 0.16))),
        lamp_rise=float(rng.uniform(0.0, 0.055)),
        lamp_form=str(rng.choice(["soft", "boxy", "round"], p=[0.55, 0.38, 0.07])),
        dark_lamps=bool(rng.random() < 0.6),
        grille=str(rng.choice(["slim", "tall", "wide", "pair", "none"], p=[0.32, 0.22, 0.26, 0.10, 0.10])),
        intake=(float(rng.uniform(0.55, 0.95)), float(rng.uniform(0.10, 0.17))),
        tail_form=str(rng.choice(tails)),
        tail_high=float(rng.uniform(0.90, 0.97)),
        chrome=bool(rng.random() < 0.45),
    )


def nose(body: Coachwork, look: Look) -> Shape:
    """Return what is on the nose: headlamps, grille, lower intake, fog lamps, plate, bumper line."""
    surface = partial(front, body)
    top, low, half = _top(body, 1), body.clearance + 0.05, body.nose_half
    sides = [*_headlamp(body, surface, look), *_lower(surface, look, low, half)]
    sides += _grille(surface, look, top, half)
    middle = 0.5 * (low + look.intake[1] + top - 0.16)
    return merged([both_sides(merged(sides)), _indicators(body, surface, look, 1), number_plate(body, 1, middle)])


def _span(start: float, stop: float, corner: float) -> np.ndarray:
    """Return places from `start` to `stop` [m], close enough for a curved surface, with its corner among them."""
    places = np.linspace(start, stop, max(4, round((stop - start) / STEP) + 1))
    if not start < corner < stop:
        return places
    nearest = int(np.argmin(np.abs(places - corner)))
    places[np.clip(nearest, 1, len(places) - 2)] = corner
    return places


def _top(body: Coachwork, sign: int) -> float:
    """Return the height of the upper edge of nose or tail at its corners [m]."""
    return float(end(body, sign, np.array(1.0), np.array(1.0))[2])


def _outline(
    body: Coachwork, look: Look
) -> tuple[np.ndarray, Callable[[np.ndarray], np.ndarray], Callable[[np.ndarray], np.ndarray]]:
    """Return places s (K,) along a headlamp, and functions from s to its middle line and to its half height [m]."""
    start, stop = look.lamp_inner * body.nose_half, body.nose_half + look.lamp_wrap
    high = _top(body, 1) - 0.025
    power = BOXY if look.lamp_form == "boxy" else SOFT

    def share(s: np.ndarray) -> np.ndarray:
        return np.clip((s - start) / (stop - start), 0, 1)

    def half(s: np.ndarray) -> np.ndarray:
        inner, outer = look.lamp_heights
        ends = np.clip(1 - np.abs(2 * share(s) - 1) ** power, 0, 1) ** (1 / power)
        return ends * (inner + (outer - inner) * share(s)) / 2 + 1e-3

    def middle(s: np.ndarray) -> np.ndarray:
        return high + look.lamp_rise * share(s) - max(look.lamp_heights) / 2

    return _span(start, stop, body.nose_half), middle, half


def _headlamp(body: Coachwork, surface: Surface, look: Look) -> list[Shape]:
    """Return the left headlamp: housing, reflectors, daytime light."""
    housing = SLOT["lamp_housing"] if look.dark_lamps else SLOT["headlamp"]
    if look.lamp_form == "round":
        centre = (0.86 * body.nose_half, _top(body, 1) - 0.13)
        parts = [disc(surface, centre, 0.105, SLOT["chrome"], lift=LIFT, sides=18)]
        parts.append(disc(surface, centre, 0.092, SLOT["headlamp"], sides=18))
        return [*parts, disc(surface, centre, 0.03, SLOT["lamp_housing"], lift=THIRD_LIFT)]
    s, middle, half = _outline(body, look)
    parts = [band(surface, s, middle(s) - half(s), middle(s) + half(s), housing)]
    span, start = s[-1] - s[0], s[0]
    for share in (0.24, 0.50):
        at = np.array(start + share * span)
        radius = min(0.62 * float(half(at)), 0.13 * span)
        parts.append(disc(surface, (float(at), float(middle(at))), radius, SLOT["headlamp"]))
    inner = s[1:-1]
    low = middle(inner) - 0.88 * half(inner)
    parts.append(band(surface, inner, low, low + 0.012, SLOT["day_lamp"], lift=SECOND_LIFT, rows=2))
    return parts


def _indicators(body: Coachwork, surface: Surface, look: Look, sign: int) -> Shape:
    """Return both front indicators, the outer ends of the headlamps, left and right in slots of their own."""
    if look.lamp_form == "round":
        spot = (0.86 * body.nose_half, _top(body, sign) - 0.27)
        one = disc(surface, spot, 0.035, SLOT["left_indicator"], lift=LIFT)
    else:
        s, middle, half = _outline(body, look)
        outer = _span(s[0] + 0.76 * (s[-1] - s[0]), s[-2], body.nose_half)
        height = half(outer)
        one = band(surface, outer, middle(outer) - 0.45 * height, middle(outer) + 0.8 * height,
                   SLOT["left_indicator"], lift=SECOND_LIFT, rows=2)  # fmt: skip
    return merged([one, one.mirrored().painted(SLOT["right_indicator"])])


def _grille(surface: Surface, look: Look, top: float, half: float) -> list[Shape]:
    """Return the left half of the upper grille."""
    if look.grille == "none":
        return [disc(surface, (0.0, top - 0.10), 0.045, SLOT["chrome"])]
    inner = max(look.lamp_inner * half - 0.02, 0.2)
    spans = {
        "slim": (0.0, inner, top - 0.13, top - 0.05),
        "wide": (0.0, inner, top - 0.17, top - 0.04),
        "tall": (0.0, min(inner, 0.36), top - 0.30, top - 0.03),
        "pair": (0.05, min(inner, 0.32), top - 0.19, top - 0.03),
    }
    start, stop, low, high = spans[look.grille]
    s = _span(start, stop, half)
    taper = 0.022 * ((s - start) / (stop - start)) ** 2
    parts = [band(surface, s, low + taper, high - taper, SLOT["grille"])]
    bright = SLOT["chrome"] if look.chrome else SLOT["trim"]
    for share in np.linspace(0.0, 1.0, 5 if look.grille == "tall" else 3):
        z = low + taper + share * (high - low - 2 * taper)
        parts.append(band(surface, s, z - 0.007, z + 0.007, bright, lift=SECOND_LIFT, rows=2))
    return [*parts, disc(surface, (0.0, (low + high) / 2), 0.05, SLOT["chrome"], lift=THIRD_LIFT)]


def _lower(surface: Surface, look: Look, low: float, half: float) -> list[Shape]:
    """Return the left half of the bumper: intake, its bars, the pod of a fog lamp."""
    wide, tall = look.intake[0] * half, look.intake[1]
    s = _span(0.0, wide, half)
    slope = 0.03 * (s / wide) ** 3
    parts = [band(surface, s, low + slope, low + tall - slope, SLOT["grille"])]
    parts.append(
        band(surface, s, low + 0.5 * tall - 0.008, low + 0.5 * tall + 0.008, SLOT["trim"], lift=SECOND_LIFT, rows=2)
    )
    pod = _span(wide + 0.04, half + 0.10, half)
    if pod[-1] - pod[0] > 0.08:
        parts.append(band(surface, pod, low + 0.03, low + 0.85 * tall, SLOT["trim"]))
        spot = (min(float(pod.mean()), half - 0.04), low + 0.03 + 0.4 * tall)
        parts.append(disc(surface, spot, min(0.032, 0.3 * tall), SLOT["headlamp"]))
    return parts


def tail(body: Coachwork, look: Look, plate: float, *, hatch: bool) -> Shape:
    """Return what is on the tail: lamps, plate at height `plate` [m], bumper, seams of the boot or hatch."""
    surface = partial(rear, body)
    top, low, half = _top(body, -1), body.clearance + 0.05, body.tail_half
    one_side = [*_tail_lamp(surface, look, top, half), *_rear_bumper(surface, low, half)]
    seam = 0.93 * half
    foot = 0.40 * top + 0.05 if hatch else 0.62 * top
    path = [[0.0, foot], [0.8 * seam, foot], [seam, foot + 0.06], [seam, top - 0.01]]
    one_side.append(line(surface, _dense(path), 0.009, SLOT["seam"], lift=LIFT / 2))
    handle = band(
        surface, np.array([0.0, 0.12]), plate + 0.075, plate + 0.105, SLOT["chrome"], lift=SECOND_LIFT, rows=2
    )
    return merged(
        [
            both_sides(merged([*one_side, handle])),
            _rear_signals(surface, look, top, half),
            number_plate(body, -1, plate),
        ]
    )


def _tail_box(look: Look, top: float, half: float) -> tuple[float, float, float, float]:
    """Return where a tail lamp is: s from and to, height from and to [m]."""
    high = look.tail_high * top
    return {
        "upright": (0.80 * half, half + 0.16, high - 0.33, high),
        "wrap": (0.62 * half, half + 0.24, high - 0.16, high - 0.01),
        "bar": (0.50 * half, half + 0.26, high - 0.11, high - 0.02),
        "round": (0.72 * half, half + 0.02, high - 0.20, high),
    }[look.tail_form]


def _tail_lamp(surface: Surface, look: Look, top: float, half: float) -> list[Shape]:
    """Return the right tail lamp: its lens, the brighter brake lamp in it, a dark frame, a strip across for a bar."""
    start, stop, low, high = _tail_box(look, top, half)
    if look.tail_form == "round":
        middle = (start + stop) / 2
        centres = [(middle, high - 0.05), (middle, low + 0.03)]
        parts = [disc(surface, spot, 0.062, SLOT["tail_lamp"], lift=LIFT, sides=16) for spot in centres]
        return [*parts, disc(surface, centres[0], 0.035, SLOT["brake_lamp"])]
    s = _span(start, stop, half)
    ends = np.clip(1 - np.abs(2 * (s - start) / (stop - start) - 1) ** BOXY, 0, 1) ** (1 / BOXY)
    slope = 0.35 * (high - low) * ((stop - s) / (stop - start)) * (look.tail_form == "wrap")
    middle, tall = (low + high + slope) / 2, (high - low - slope) / 2 * ends + 1e-3
    parts = [band(surface, s, middle - tall, middle + tall, SLOT["tail_lamp"])]
    core = slice(1, -1)
    parts.append(
        band(surface, s[core], middle[core], middle[core] + 0.6 * tall[core], SLOT["brake_lamp"], lift=SECOND_LIFT)
    )
    if look.tail_form == "bar":
        strip = _span(0.0, start, half)
        parts.append(band(surface, strip, high - 0.07, high - 0.045, SLOT["tail_lamp"], rows=2))
    return parts


def _rear_signals(surface: Surface, look: Look, top: float, half: float) -> Shape:
    """Return both rear indicators and reversing lamps."""
    start, stop, low, high = _tail_box(look, top, half)
    wide, tall = stop - start, high - low
    if look.tail_form == "upright":
        ranges = ((start + 0.15 * wide, start + 0.75 * wide), (low + 0.24 * tall, low + 0.36 * tall))
        reverse = ((start + 0.15 * wide, start + 0.6 * wide), (low + 0.10 * tall, low + 0.20 * tall))
    else:
        ranges = ((start + 0.56 * wide, start + 0.86 * wide), (low + 0.20 * tall, low + 0.42 * tall))
        reverse = ((start + 0.22 * wide, start + 0.42 * wide), (low + 0.20 * tall, low + 0.42 * tall))
    right, white = (
        band(surface, _span(*s, half), *z, SLOT[slot], lift=THIRD_LIFT, rows=2)
        for (s, z), slot in ((ranges, "right_indicator"), (reverse, "reverse_lamp"))
    )
    return merged([right, right.mirrored().painted(SLOT["left_indicator"]), both_sides(white)])


def _rear_bumper(surface: Surface, low: float, half: float) -> list[Shape]:
    """Return the right half of the rear bumper: dark apron, reflex reflector, seam above."""
    apron = _span(0.0, 0.86 * half, half)
    rise = 0.10 - 0.04 * (apron / apron[-1]) ** 4
    spot = _span(0.60 * half, 0.90 * half, half)
    seam = _dense([[0.0, low + 0.32], [half + 0.02, low + 0.32], [half + 0.30, low + 0.30]])
    return [
        band(surface, apron, low, low + rise, SLOT["trim"]),
        band(surface, spot, low + 0.125, low + 0.155, SLOT["reflex"], lift=SECOND_LIFT, rows=2),
        line(surface, seam, 0.008, SLOT["seam"], lift=LIFT / 2),
    ]


def seams(body: Coachwork) -> Shape:
    """Return the seams of the bonnet and of the front bumper, and the flap over the fuel filler."""
    bonnet, around = partial(lid, body), partial(front, body)
    half = body.length / 2
    x = np.linspace(body.cowl + 0.04, half - 0.17, 9)
    y = np.array([float(lid(body, np.array(p), np.array(9.0))[1]) for p in x]) - 0.05
    shapes = [both_sides(line(bonnet, np.column_stack([x, y]), 0.007, SLOT["seam"], lift=LIFT / 2))]
    top = _top(body, 1)
    bumper = _dense([[body.nose_half + 0.12, top - 0.20], [body.nose_half + 0.42, top - 0.17]])
    shapes.append(both_sides(line(around, bumper, 0.007, SLOT["seam"], lift=LIFT / 2)))
    filler, z = -(body.rear_axle - 0.02), 0.82 * float(smooth(body.rear_axle, body.edge))
    square = [
        [filler - 0.09, z - 0.08],
        [filler + 0.09, z - 0.08],
        [filler + 0.09, z + 0.08],
        [filler - 0.09, z + 0.08],
    ]
    back = partial(flank, body)
    ring = line(back, _dense([*square, square[0]]), 0.006, SLOT["seam"], lift=LIFT / 2)
    return merged([*shapes, ring.mirrored()])


def handles(body: Coachwork, places: tuple[tuple[float, float], ...]) -> list[Shape]:
    """Return a left door handle at each of the `places` (x, z) [m]."""
    bars = []
    for x, z in places:
        skin = float(flank(body, np.array(-x), np.array(z))[1])
        bars.append(rounded_box(0.17, 0.035, 0.026, 0.010, SLOT["paint"], steps=1).moved(x, skin + 0.010, z))
    return bars


def number_plate(body: Coachwork, sign: int, z: float) -> Shape:
    """Return a licence plate at height `z` [m] on the nose (`sign` 1) or tail (−1), with its dark characters."""
    surface = partial(front if sign > 0 else rear, body)
    grid_s, grid_z = np.meshgrid(np.linspace(-PLATE[0] / 2, PLATE[0] / 2, 5), [z - PLATE[1] / 2, z + PLATE[1] / 2])
    return plate_at(sign * float(np.abs(surface(grid_s, grid_z)[..., 0]).max()), z, sign)


def plate_at(x: float, z: float, sign: int) -> Shape:
    """Return a licence plate on a wall at x, at height z [m], that looks ahead (`sign` 1) or back (−1)."""
    base = box(0.012, *PLATE, SLOT["plate"]).moved(x + sign * 0.004, 0, z)
    marks = []
    for y in np.linspace(-0.5, 0.5, 7) * PRINT[0] * PLATE[0]:
        stroke = box(0.002, 0.026, PRINT[1] * PLATE[1], SLOT["plate_print"])
        marks.append(stroke.moved(x + sign * 0.0105, float(y), z))
    frame = box(0.008, PLATE[0] + 0.02, PLATE[1] + 0.02, SLOT["trim"]).moved(x + sign * 0.002, 0, z)
    return merged([frame, base, *marks])


def _dense(path: list[list[float]], step: float = 0.06) -> np.ndarray:
    """Return the path (K, 2) with points no farther apart than `step` [m]."""
    corners = np.asarray(path, float)
    pieces = [corners[:1]]
    for a, b in pairwise(corners):
        count = max(1, int(np.ceil(np.linalg.norm(b - a) / step)))
        pieces.append(a + (b - a) * (np.arange(1, count + 1) / count)[:, None])
    return np.concatenate(pieces)
