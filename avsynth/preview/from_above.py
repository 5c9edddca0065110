"""A run from above, without any sensor: roads, everybody where they start, and the way each of them goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from avsynth.contracts.step import Agent, World
from avsynth.datatypes.lane import Lane
from avsynth.datatypes.road import Crosswalk, RoadMap
from avsynth.preview import _draw

#: The picture shows the way of the ego and what is this near to it, and at least this much to each side [m].
AROUND, LEAST = 22.0, 26.0
#: It shows at most this much to each side, and this much more than it must [m].
MOST, MARGIN = 75.0, 7.0
#: Time from one dot on a way to the next [s], and radius of a dot and of a person [m].
DOT_STEP, DOT, PERSON = 1.0, 0.4, 0.7
#: Lanes across a junction are painted wider by this, so that no land shows between them [m].
BETWEEN_TURNS = 3.0
#: Width of the white strips of a crosswalk, and from one to the next [m].
STRIPE, STRIPE_STEP = 0.5, 1.0
#: Pixels are drawn in this many parts and averaged.
FINE = 2
LAND, _EDGE, _PAINT = (44, 54, 40), (150, 152, 150), (225, 225, 220)
_SURFACES = {
    "walk": (112, 108, 104), "kerb": (132, 128, 122), "median": (74, 86, 62), "verge": (58, 72, 50),
    "park": (66, 68, 74), "bike": (98, 66, 62), "shoulder": (62, 64, 68), "bus": (76, 60, 58), "tram": (66, 66, 62),
}  # fmt: skip
_ASPHALT = (54, 56, 60)


@dataclass(frozen=True)
class Window:
    """A square of the ground: its middle (2,) [m], world, half its side [m], and the picture's side [px]."""

    middle: np.ndarray
    half: float
    side: int

    @property
    def scale(self) -> float:
        """Pixels a metre."""
        return self.side / (2 * self.half)

    def pixels(self, xy: np.ndarray) -> np.ndarray:
        """Return pixels int32 (N, 1, 2) (x right, y down; world x to the right) of world coordinates (N, 2+) [m]."""
        offset = (np.asarray(xy)[:, :2] - self.middle) * (1, -1)
        return np.round(offset * self.scale + self.side / 2).astype(np.int32)[:, None]


def from_above(worlds: Sequence[World], ego: str = "ego", side: int = 420) -> np.ndarray:
    """Return the run as a picture, uint8 (side, side, 3), world x to the right and y up.

    Parameters
    ----------
    worlds : sequence of World
        One a tick.
    ego : str
        Name of the actor in the middle.
    side : int
        Of the picture [px].
    """
    import cv2  # heavy, so imported where used

    fine = side * FINE
    window = _window_of(worlds, ego, fine)
    picture = np.full((fine, fine, 3), LAND, dtype=np.uint8)
    paint_roads(picture, window, worlds[0].road)
    for name in worlds[0].agents:
        _way(picture, window, [world.agents[name] for world in worlds], worlds[1].time if len(worlds) > 1 else 1.0)
    for name, agent in worlds[0].agents.items():
        paint_body(picture, window, agent, is_ego=name == ego)
    _scale_bar(picture, window)
    return cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)


def _window_of(worlds: Sequence[World], ego: str, side: int) -> Window:
    """Return the square that holds the way of the ego and all who come near it."""
    names = list(worlds[0].agents)
    ways = np.array([[world.agents[name].position for name in names] for world in worlds])  # (T, N, 2)
    own = ways[:, names.index(ego) if ego in names else 0]
    gaps = np.linalg.norm(ways - own[:, None], axis=2).min(axis=0)  # (N,)
    seen = ways[:, gaps < AROUND].reshape(-1, 2)
    low, high = seen.min(axis=0), seen.max(axis=0)
    half = float(np.clip((high - low).max() / 2 + MARGIN, LEAST, MOST))
    middle = (low + high) / 2 if (high - low).max() / 2 < MOST else own[len(own) // 2]
    return Window(middle, half, side)


def paint_roads(picture: np.ndarray, window: Window, road: RoadMap) -> None:
    """Paint the lanes across junctions, then all others, then the edges of those for vehicles, then crosswalks."""
    import cv2  # heavy, so imported where used

    crossing = [lane for lane in road.lanes if lane.is_across]
    others = [lane for lane in road.lanes if not lane.is_across]
    for lane in crossing:
        cv2.fillPoly(picture, [window.pixels(_outline(lane, BETWEEN_TURNS))], _ASPHALT, cv2.LINE_AA)
    for lane in others:
        cv2.fillPoly(picture, [window.pixels(_outline(lane))], _SURFACES.get(lane.kind, _ASPHALT), cv2.LINE_AA)
    for lane in others:
        if lane.kind == "drive":
            cv2.polylines(picture, [window.pixels(_outline(lane))], True, _EDGE, 1, cv2.LINE_AA)
    for crosswalk in road.crosswalks:
        cv2.fillPoly(picture, [window.pixels(stripe) for stripe in _stripes(crosswalk)], _PAINT, cv2.LINE_AA)


def _outline(lane: Lane, wider: float = 0.0) -> np.ndarray:
    """Return the edge of a lane, `wider` [m] than it is, as a polygon, float64 (2K, 2) [m]."""
    ahead = lane.tangents[:, :2] / np.linalg.norm(lane.tangents[:, :2], axis=1, keepdims=True)
    across = np.column_stack([-ahead[:, 1], ahead[:, 0]]) * (lane.width[:, None] + wider) / 2
    return np.concatenate([lane.centre[:, :2] + across, (lane.centre[:, :2] - across)[::-1]])


def _stripes(crosswalk: Crosswalk) -> list[np.ndarray]:
    """Return the white strips of a crosswalk, each as its corners (4, 2) [m]."""
    start, span = crosswalk.start[:2], crosswalk.end[:2] - crosswalk.start[:2]
    length = float(np.linalg.norm(span))
    ahead = span / length
    across = np.array([-ahead[1], ahead[0]]) * crosswalk.width / 2
    stations = np.arange(STRIPE / 2, length - STRIPE, STRIPE_STEP)
    ends = [(start + ahead * station, start + ahead * (station + STRIPE)) for station in stations]
    return [np.array([first + across, last + across, last - across, first - across]) for first, last in ends]


def _way(picture: np.ndarray, window: Window, states: Sequence[Agent], tick: float) -> None:
    """Draw where one actor goes, with a dot each second and its outline at the end."""
    import cv2  # heavy, so imported where used

    points = np.array([state.position for state in states])
    if np.linalg.norm(points - points[0], axis=1).max() < DOT:
        return
    colour = _draw.PALETTE[states[0].category]
    cv2.polylines(picture, [window.pixels(points)], False, colour, FINE, cv2.LINE_AA)
    for (point,) in window.pixels(points[:: max(1, round(DOT_STEP / tick))]):
        cv2.circle(picture, tuple(map(int, point)), max(2, round(DOT * window.scale)), colour, -1, cv2.LINE_AA)
    cv2.polylines(picture, [window.pixels(states[-1].footprint.corners)], True, colour, FINE, cv2.LINE_AA)


def paint_body(picture: np.ndarray, window: Window, agent: Agent, *, is_ego: bool) -> None:
    """Fill the rectangle of one actor, with a stroke where its front is, or a disc; the ego has a white edge."""
    import cv2  # heavy, so imported where used

    colour, edge = _draw.PALETTE[agent.category], _draw.WHITE if is_ego else _draw.BACKGROUND
    if not agent.is_vehicle:
        (middle,) = window.pixels(agent.position[None])[0].tolist()
        cv2.circle(picture, middle, round(PERSON * window.scale), colour, -1, cv2.LINE_AA)
        cv2.circle(picture, middle, round(PERSON * window.scale), edge, FINE // 2, cv2.LINE_AA)
        return
    corners = window.pixels(agent.footprint.corners)
    cv2.fillPoly(picture, [corners], colour, cv2.LINE_AA)
    cv2.polylines(picture, [corners], True, edge, FINE * (1 + is_ego), cv2.LINE_AA)
    cv2.line(picture, corners[0, 0].tolist(), corners[3, 0].tolist(), edge, 2 * FINE, cv2.LINE_AA)


def _scale_bar(picture: np.ndarray, window: Window) -> None:
    """Draw a bar of ten metres in the lower left corner."""
    import cv2  # heavy, so imported where used

    left, bottom = 8 * FINE, window.side - 8 * FINE
    right = left + round(10 * window.scale)
    cv2.line(picture, (left, bottom), (right, bottom), _draw.WHITE, FINE, cv2.LINE_AA)
    _draw.write(picture, "10 m", (left, bottom - 4 * FINE), scale=0.34 * FINE)
