"""The surface of a junction: the carriageway between its mouths, and kerbs and pavements round its corners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from avsynth.datatypes.lane import Lane
from avsynth.datatypes.road_model import RoadModel
from avsynth.roads._mesh import SurfaceBuilder
from avsynth.roads._plane import Plane
from avsynth.roads._section import KERB_WIDTH, carriage_width, full_width, outer_height
from avsynth.roads._surface import edge_lines, lay_face
from avsynth.roads._triangulate import triangulated

#: Points of a rim nearer than this are one [m].
SAME_POINT = 1e-6
#: What lies beyond a kerb is at most this high per width [1], so that it ends where it narrows to nothing.
STEEPEST_EDGE = 0.5
#: Points of a corner this near to the mouth are at it [m]: in tilted planes the two lie up to a centimetre apart.
AT_MOUTH = 0.05


@dataclass(frozen=True, eq=False)
class CornerLines:
    """Lines round a corner, (K, 3) each [m], world: foot and top of the kerb, its back, the outer edge of all."""

    foot: np.ndarray
    top: np.ndarray
    back: np.ndarray
    rim: np.ndarray
    is_raised: tuple[bool, bool]


def corner_lines(
    plane: Plane, points: Sequence[tuple[np.ndarray, np.ndarray]], roads: Sequence[RoadModel]
) -> list[CornerLines]:
    """Return the lines round the corner after each arm through `points` of kerb and outer edge, (K, 2) each [m].

    Their ends are points of the arms' `roads`.
    What lies outside the kerb is as high as at the arms, evenly between.
    """
    found = []
    for k, (kerb, edge) in enumerate(points):
        arms = ((roads[k], 1), (roads[(k + 1) % len(roads)], -1))
        heights = [outer_height(road.sections[0], side) for road, side in arms]
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(edge, axis=0).T))])
        across = edge - kerb
        width = np.hypot(*across.T)
        height = np.minimum(heights[0] + (heights[1] - heights[0]) * along / along[-1], STEEPEST_EDGE * width)
        share = np.minimum(KERB_WIDTH / np.maximum(width, 1e-9), 1.0)[:, None]
        lines = [
            plane.lifted(line, z)
            for line, z in ((kerb, 0.0), (kerb, height), (kerb + share * across, height), (edge, height))
        ]
        for end, (road, side) in zip((0, -1), arms, strict=True):
            for line, point in zip(lines, mouth_points(road, side), strict=True):
                line[np.hypot(*(line - point)[:, :2].T) < AT_MOUTH] = point
                line[end] = point
        found.append(CornerLines(*lines, (heights[0] > 0, heights[1] > 0)))
    return found


def mouth_points(road: RoadModel, side: int) -> np.ndarray:
    """Return foot, top and back of the kerb and the outer edge of one side of an arm at its mouth, (4, 3) [m]."""
    section = road.sections[0]
    strips = section.left if side > 0 else section.right
    inner, outer, height = carriage_width(strips), full_width(strips), outer_height(road.sections[0], side)
    back = min(inner + KERB_WIDTH, outer)
    offsets = side * np.array([inner, inner, back, outer])
    return road.points(np.zeros(4), offsets, np.array([0.0, height, height, height]))


def lay_middle(
    builder: SurfaceBuilder, roads: Sequence[RoadModel], kerbs: list[np.ndarray], holes: list[np.ndarray]
) -> None:
    """Add the carriageway inside the mouths of the arms' `roads` and the feet of the kerbs between them.

    Islands leave `holes` (K, 3) [m].
    """
    pieces = []
    for road, kerb in zip(roads, kerbs, strict=True):
        section = road.sections[0]
        borders = road.borders(section, np.zeros(1))[0][::-1]
        wide = (borders > -carriage_width(section.right) + SAME_POINT) & (
            borders < carriage_width(section.left) - SAME_POINT
        )
        pieces += [road.points(np.zeros(wide.sum()), borders[wide]), kerb]
        lay_noses(builder, road, (-carriage_width(section.right), carriage_width(section.left)))
    rim = np.concatenate(pieces)
    rim = rim[np.linalg.norm((rim - np.roll(rim, 1, axis=0))[:, :2], axis=1) > SAME_POINT]
    rings = [np.arange(len(rim))]
    for hole in holes:
        rings.append(len(rim) + np.arange(len(hole)))
        rim = np.concatenate([rim, hole])
    builder.area(rim, triangulated(rim[:, :2], rings), "asphalt")


def lay_corner(builder: SurfaceBuilder, lines: CornerLines) -> None:
    """Add kerb and pavement round a corner; grass where nothing is raised."""
    raised = any(lines.is_raised)
    builder.ribbon(lines.foot, lines.top, "concrete_kerb")
    builder.ribbon(lines.top, lines.back, "concrete_kerb" if raised else "grass")
    builder.ribbon(lines.back, lines.rim, "pavement" if raised else "grass")


def outer_edges(roads: Sequence[RoadModel], rims: list[np.ndarray], ends: list[float]) -> tuple[np.ndarray, ...]:
    """Return one edge a corner: in along an arm's left side, round, out along the next one's right side.

    The arms are as long as `ends` [m] say.
    """
    sides = [edge_lines(road, (0.0, end)) for road, end in zip(roads, ends, strict=True)]
    return tuple(
        np.concatenate([sides[k][1], rims[k][1:-1], sides[(k + 1) % len(roads)][0]]) for k in range(len(roads))
    )


def corner_walks(name: str, corners: Sequence[CornerLines]) -> list[Lane]:
    """Return the pavements round the corners, as lanes ``JUNCTION.corner[k]`` counter-clockwise."""
    lanes = []
    for k, lines in enumerate(corners):
        if all(lines.is_raised):
            centre, across = (lines.top + lines.rim) / 2, lines.rim - lines.top
            width = np.hypot(across[:, 0], across[:, 1])
            keep = np.r_[True, np.linalg.norm(np.diff(centre, axis=0), axis=1) > SAME_POINT]
            slope = -across[:, 2] / np.maximum(width, SAME_POINT)
            lanes.append(Lane(f"{name}.corner[{k}]", "walk", centre[keep], width[keep], name, slope=slope[keep]))
    return lanes


def lay_noses(builder: SurfaceBuilder, road: RoadModel, limits: tuple[float, float]) -> None:
    """Add the upright faces at the start of raised strips whose middle lies between two offsets `limits` [m]."""
    section = road.sections[0]
    borders = road.borders(section, np.zeros(1))[0]
    for k, strip in enumerate(section.strips):
        height = float(strip.inner.at(np.zeros(1))[0])
        if height > 0 and limits[0] < (borders[k] + borders[k + 1]) / 2 < limits[1]:
            lay_face(builder, road, 0.0, borders[[k + 1, k]], height)
