"""The lanes of a junction: those of its legs, those that connect them, and the ways round its corners."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from avsynth.datatypes.road import Lane
from avsynth.roads._corner import bezier
from avsynth.roads._lanes import aliases_of, lane_along
from avsynth.roads._reference import ReferenceLine
from avsynth.roads._section import Section, Strip, carriage_width

#: Distance between the points of a connecting lane [m].
CONNECTION_STEP = 0.75
#: Below this sine two directions count as parallel.
SMALLEST_TURN = 0.02
#: Free space that a turn leaves between the middle of its lane and the kerb [m].
KERB_SPACE = 1.3

#: Radius of the kerb inside a left and a right turn, and the lane's distance from it [m].
Kerbs = tuple[tuple[float, float], tuple[float, float]]


def leg_lanes(line: ReferenceLine, section: Section, road: str, parked: float) -> list[Lane]:
    """Return the lanes of one leg along `line`, from its mouth outward. Vehicles come in on the left."""
    lanes = []
    for strip in section.strips:
        against = strip.side > 0 and strip.kind not in ("walk", "verge")
        lanes.append(
            lane_along(
                line,
                strip,
                _name(road, strip),
                road=road,
                against=against,
                parked=parked if strip.kind == "park" else 0.0,
            )
        )
    return lanes


def leg_aliases(section: Section, road: str) -> list[tuple[str, str]]:
    """Return the other names of the lanes of one leg."""
    pairs = []
    for strip in section.strips:
        name = _name(road, strip)
        long_name = f"{road}.{strip.side_name}.{strip.kind}[{strip.index}]"
        pairs += aliases_of(road, name)
        if long_name != name:
            pairs += aliases_of(road, name, long_name)
            pairs += aliases_of(road, name, f"{road}.{strip.kind}.{strip.side_name}[{strip.index}]")
    return pairs


def clearances(section: Section, road: str) -> dict[str, tuple[float, float]]:
    """Return the distances of each drive lane of a leg from the kerbs to the left and right of its traffic [m]."""
    left, right = carriage_width(section.left), carriage_width(section.right)
    found = {}
    for strip in section.strips:
        if strip.kind == "drive":
            own, other = (left, right) if strip.side > 0 else (right, left)
            found[_name(road, strip)] = (other + abs(strip.middle), own - abs(strip.middle))
    return found


def connections(junction: str, lanes: list[Lane], radius: float, clear: dict[str, tuple[float, float]]) -> list[Lane]:
    """Return `lanes` with their successors, and the lanes that connect each leg's incoming ones with the others."""
    entering = [lane for lane in lanes if ".in[" in lane.name]
    leaving = [lane for lane in lanes if ".out[" in lane.name]
    made: list[Lane] = []
    links: dict[str, list[str]] = {lane.name: [] for lane in lanes}
    for leg in dict.fromkeys(lane.road for lane in entering):
        for other in dict.fromkeys(lane.road for lane in leaving if lane.road != leg):
            for a, b in _pairs([e for e in entering if e.road == leg], [o for o in leaving if o.road == other]):
                left, right = (min(clear[a.name][side], clear[b.name][side]) for side in (0, 1))
                lane = _connect(junction, a, b, ((radius, left), (radius, right)))
                links[a.name].append(lane.name)
                made.append(lane)
    return [replace(lane, successors=tuple(links[lane.name])) for lane in lanes] + made


def corner_walks(junction: str, arms: list, kerbs: list[np.ndarray], outers: list[np.ndarray]) -> list[Lane]:
    """Return the pavements round the corners, as lanes ``JUNCTION.corner[k]`` counter-clockwise."""
    lanes = []
    for k, (arm, after) in enumerate(zip(arms, arms[1:] + arms[:1], strict=True)):
        across = outers[k] - kerbs[k]
        width = np.hypot(across[:, 0], across[:, 1])
        if arm.section.left and after.section.right and arm.section.left[-1].raised and after.section.right[-1].raised:
            centre = kerbs[k] + across * [0.5, 0.5, 1.0]
            keep = np.r_[True, np.linalg.norm(np.diff(centre, axis=0), axis=1) > 1e-6]
            lanes.append(Lane(f"{junction}.corner[{k}]", "walk", centre[keep], width[keep], junction))
    return lanes


def _name(road: str, strip: Strip) -> str:
    """Return the canonical name of the lane on `strip` of a leg."""
    if strip.kind == "drive":
        return f"{road}.{'in' if strip.side > 0 else 'out'}[{strip.index}]"
    return f"{road}.{strip.side_name}.{strip.kind}[{strip.index}]"


def _pairs(entering: list[Lane], leaving: list[Lane]) -> list[tuple[Lane, Lane]]:
    """Return which incoming lane leads to which outgoing one, so that each of both has a partner where there is any."""
    count = max(len(entering), len(leaving)) if entering and leaving else 0
    return [(entering[min(k, len(entering) - 1)], leaving[min(k, len(leaving) - 1)]) for k in range(count)]


def _connect(junction: str, a: Lane, b: Lane, kerbs: Kerbs) -> Lane:
    """Return the smooth lane from the end of `a` to the start of `b`."""
    points = _turn(a.centre[-1, :2], a.tangents[-1, :2], b.centre[0, :2], b.tangents[0, :2], kerbs)
    centre = np.column_stack([points, np.linspace(a.centre[-1, 2], b.centre[0, 2], len(points))])
    width = np.linspace(a.width[-1], b.width[0], len(points))
    return Lane(f"{a.name}->{b.name}", "drive", centre, width, junction, (b.name,))


def _turn(start: np.ndarray, leaving: np.ndarray, end: np.ndarray, arriving: np.ndarray, kerbs: Kerbs) -> np.ndarray:
    """Return points (K, 2) of a way between two directed points: straight, nearly a circle, straight.

    `kerbs` holds, for left and right turns, the radius of the kerb inside the turn and the distance from it [m]. The
    circle is concentric with that kerb, and wider where the lane is so far from it that `KERB_SPACE` remains.
    """
    before, after = np.empty((0, 2)), np.empty((0, 2))
    cross = leaving[0] * arriving[1] - leaving[1] * arriving[0]
    half_turn = np.arctan2(abs(cross), leaving @ arriving) / 2
    gap = end - start
    first = (gap[0] * arriving[1] - gap[1] * arriving[0]) / (cross or 1.0)
    last = (gap[1] * leaving[0] - gap[0] * leaving[1]) / (cross or 1.0)
    if abs(cross) > SMALLEST_TURN and min(first, last) > 0:
        kerb, space = kerbs[0 if cross > 0 else 1]
        spare = max(space - KERB_SPACE, 0.0) / (1 / np.cos(half_turn) - 1)
        reach = min(first, last, (kerb + space + spare) * np.tan(half_turn))
        first_end, last_start = start + (first - reach) * leaving, end - (last - reach) * arriving
        before, after = _stretch(start, first_end)[:-1], _stretch(last_start, end)[1:]
        start, end = first_end, last_start
    count = max(10, int(np.ceil(np.linalg.norm(end - start) / CONNECTION_STEP)) + 1)
    return np.concatenate([before, bezier(start, leaving, end, arriving, count), after])


def _stretch(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return evenly spaced points (K, 2) from `start` to `end`; one if they coincide."""
    length = np.linalg.norm(end - start)
    if length < 1e-6:
        return start[None]
    return np.linspace(start, end, max(2, int(np.ceil(length / CONNECTION_STEP)) + 1))
