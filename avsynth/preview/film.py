"""A run as a film from above: roads, bodies, where each has just been, lamps that burn, and the time.

The camera stands where the whole run fits, else it goes along with the ego.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from avsynth.contracts.actor import Motion
from avsynth.contracts.step import Agent, World
from avsynth.datatypes.road import RoadMap
from avsynth.preview import _draw
from avsynth.preview.from_above import FINE, LAND, Window, paint_body, paint_roads

#: Half the side of what is shown, at least and at most where the camera stands, and where it goes along [m].
LEAST, MOST, ALONG = 18.0, 34.0, 27.0
#: Whoever comes this near to the ego belongs into the picture [m], with this margin [m].
NEAR, MARGIN = 16.0, 5.0
#: A camera that goes along looks this far ahead of the ego [m].
AHEAD = 12.0
#: A road whose ego leaves a line along x by no more than this is shown in half the height [m].
STRAIGHT = 7.0
#: Length of a dash along lanes, and from one to the next [m].
DASH, DASH_STEP = 3.0, 9.0
#: Time shown of where somebody has been [s].
TRAIL = 1.5
#: Braking from which on brake lamps burn [m/s²], as those of the actors do; how often indicators blink [Hz].
BRAKING, BLINKING = 0.5, 1.5
#: Radius of a lamp [m]; length and width of somebody who lies [m].
LAMP, LYING = 0.32, (1.7, 0.55)
_RED, _AMBER, _GREEN = (255, 40, 30), (255, 190, 40), (60, 220, 90)
#: Of lights by their state.
_LIGHTS = {"red": _RED, "red_amber": _AMBER, "amber": _AMBER, "green": _GREEN}


def film(worlds: Sequence[World], ego: str = "ego", side: int = 400, rate: float = 6.0) -> Iterator[np.ndarray]:
    """Yield the pictures of a run, uint8 (side, side, 3), world x to the right and y up; half as high along x.

    Parameters
    ----------
    worlds : sequence of World
        One a tick.
    ego : str
        Name of the actor that the camera looks at.
    side : int
        Of each picture [px].
    rate : float [Hz]
        Pictures a second.
    """
    import cv2  # heavy, so imported where used

    step = 1 / (rate * (worlds[1].time - worlds[0].time))
    spread = np.ptp([world.agents[ego].position[1] for world in worlds])
    rows = slice(side // 4, 3 * side // 4) if spread < STRAIGHT else slice(None)
    shown = [round(k * step) for k in range(int((len(worlds) - 1) / step) + 1)]
    stands, ground = _standing(worlds, ego, side * FINE), None
    for tick in shown:
        window = stands or _going(worlds[tick].agents[ego], side * FINE)
        if ground is None or stands is None:
            ground = np.full((window.side, window.side, 3), LAND, dtype=np.uint8)
            paint_roads(ground, window, worlds[0].road)
            _dashes(ground, window, worlds[0].road)
        picture = ground.copy()
        _signals(picture, window, worlds[tick])
        _people(picture, window, worlds, tick, ego)
        small = np.ascontiguousarray(cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)[rows])
        _draw.write(small, f"{worlds[tick].time:.1f} s", (8, 18), scale=0.45)
        yield small


def _standing(worlds: Sequence[World], ego: str, side: int) -> Window | None:
    """Return the window in which the ego and all who come near it stay, or None if it would be too large."""
    names = list(worlds[0].agents)
    ways = np.array([[world.agents[name].position for name in names] for world in worlds])  # (T, N, 2)
    gaps = np.linalg.norm(ways - ways[:, names.index(ego)][:, None], axis=2)  # (T, N)
    seen = ways[gaps < NEAR]
    low, high = seen.min(axis=0), seen.max(axis=0)
    half = max(float((high - low).max()) / 2 + MARGIN, LEAST)
    return Window((low + high) / 2, half, side) if half <= MOST else None


def _going(ego: Agent, side: int) -> Window:
    """Return the window of a camera that goes along with the ego."""
    return Window(ego.position + AHEAD * ego.world_from_ground.rotation[:2, 0], ALONG, side)


def _dashes(picture: np.ndarray, window: Window, road: RoadMap) -> None:
    """Draw dashes along the left edges of lanes, by which one sees how fast the camera goes."""
    import cv2  # heavy, so imported where used

    for lane in road.lanes:
        if lane.kind == "drive" and not lane.is_across:
            half = float(lane.width[0]) / 2
            for station in np.arange(0.0, lane.length - DASH, DASH_STEP):
                ends = [lane.pose_at(s, half).translation for s in (station, station + DASH)]
                cv2.polylines(picture, [window.pixels(np.array(ends))], False, _draw.WHITE, FINE, cv2.LINE_AA)


def _signals(picture: np.ndarray, window: Window, world: World) -> None:
    """Draw the lines at which lights stop vehicles, in the colour of the light."""
    import cv2  # heavy, so imported where used

    for control in world.road.controls:
        lane, colour = world.road.find(control.of), _LIGHTS.get(control.state(world.time))
        if lane is not None and colour is not None:
            half, station = float(lane.width[-1]) / 2, lane.length - control.setback
            ends = np.array([lane.point_at(station, side * half) for side in (1, -1)])
            cv2.polylines(picture, [window.pixels(ends)], False, colour, 4 * FINE, cv2.LINE_AA)


def _people(picture: np.ndarray, window: Window, worlds: Sequence[World], tick: int, ego: str) -> None:
    """Draw everybody with the way they have just come, and their lamps."""
    import cv2  # heavy, so imported where used

    dt = worlds[1].time - worlds[0].time
    before = worlds[max(0, tick - round(TRAIL / dt)) : tick + 1]
    for name, agent in worlds[tick].agents.items():
        colour = _draw.PALETTE[agent.category]
        trail = window.pixels(np.array([world.agents[name].position for world in before]))
        faint = tuple(int(0.6 * channel + 30) for channel in colour)
        cv2.polylines(picture, [trail], False, faint, FINE, cv2.LINE_AA)
        if agent.acts.get("fall", 0.0) + agent.acts.get("slip", 0.0) > 0.5:
            _lying(picture, window, agent)
        else:
            paint_body(picture, window, agent, is_ego=name == ego)
        _lamps(picture, window, agent, worlds[tick].time)


def _lying(picture: np.ndarray, window: Window, agent: Agent) -> None:
    """Draw somebody who lies on the ground."""
    import cv2  # heavy, so imported where used

    ahead, left = agent.world_from_ground.rotation[:2, 0], agent.world_from_ground.rotation[:2, 1]
    half = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * np.array(LYING) / 2
    corners = agent.position + half @ np.array([ahead, left])
    cv2.fillPoly(picture, [window.pixels(corners)], _draw.PALETTE[agent.category], cv2.LINE_AA)


def _lamps(picture: np.ndarray, window: Window, agent: Agent, time: float) -> None:
    """Draw the brake lamps, reversing lamps and indicators of a vehicle that burn."""
    import cv2  # heavy, so imported where used

    if not agent.is_vehicle:
        return
    burning = []
    motion = Motion(speed=agent.speed, acceleration=agent.acceleration, acts=agent.acts)
    brakes = motion.act("brake") > 0.5
    if motion.slowing > BRAKING or brakes:
        burning += [((-1, side), _RED) for side in (1, -1)]
    if (agent.speed < 0 and not brakes) or motion.act("reverse") > 0.5:
        burning += [((-1, side / 2), _draw.WHITE) for side in (1, -1)]
    if (time * BLINKING) % 1.0 < 0.5:
        for side, word in ((1, "indicate_left"), (-1, "indicate_right")):
            if max(motion.act(word), motion.act("hazard")) > 0.5:
                burning += [((end, side), _AMBER) for end in (1, -1)]
    for (end, side), colour in burning:
        local = np.array([end * agent.size[0] / 2, 0.8 * side * agent.size[1] / 2])
        place = agent.position + agent.world_from_ground.rotation[:2, :2] @ local
        (pixel,) = window.pixels(place[None])[0].tolist()
        cv2.circle(picture, pixel, max(2, round(LAMP * window.scale)), colour, -1, cv2.LINE_AA)
