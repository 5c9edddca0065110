"""Control of a junction: what holds at the end of each lane that comes in, and the lights and signs that say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.control import Control, Signal
from avsynth.datatypes.facing import off_opposite, straightest
from avsynth.datatypes.fixture import Fixture
from avsynth.datatypes.road import Crosswalk
from avsynth.datatypes.road_model import RoadModel
from avsynth.datatypes.section import Strip
from avsynth.roads._arm import Arm
from avsynth.roads._connecting import lane_word
from avsynth.roads._crossing import CONNECTED
from avsynth.roads._section import carriage_width, outer_height
from avsynth.roads._signals import Signals, signal_of, stages_of, walking_signal

#: Words for what holds on the legs that have no priority.
ByRule = Literal["none", "yield", "stop", "all_way"]
#: The sign of every leg, by words for control that treat them all alike.
SAME_FOR_ALL = {"none": "", "all_way": "stop", "all_yield": "yield"}
#: A way that turns by less than this goes straight on [rad].
STRAIGHT_ON = np.deg2rad(30.0)
#: From the edge of the carriageway to the poles of lights and signs [m] (RiLSA 2015: at least 0.5 m to the board).
POLE_DISTANCE = 0.55
#: From the pole of a light on to a sign beside it [m].
NEXT_POLE = 0.7
#: The arm of a light reaches to the middle of the lanes that it is for, if these are many, within this range [m].
SHORTEST_ARM, LONGEST_ARM = 2.5, 8.5
#: From the edge of a crosswalk to the poles of the lights for people, and from where they wait back from the kerb [m].
WALKING_ASIDE, WALKING_BACK = 0.4, 0.1
#: Points at which a lane is looked at between its line and its end.
SETBACK_POINTS = 9
#: Signs of the rules.
SIGN_OF = {"stop": "stop", "yield": "give_way", "priority": "priority"}


@dataclass(frozen=True, eq=False)
class Regulation:
    """Who may go on at a junction.

    Parameters
    ----------
    by : Signals, a word, or "all_yield": everybody lets those go first who are inside
    priority : tuple of str
        Names of the legs that the others let go first.
    """

    by: Signals | ByRule | Literal["all_yield"]
    priority: tuple[str, ...] = ()

    def check(self, headings: Mapping[str, float]) -> None:
        """Raise ValueError if it does not fit legs with `headings` [rad], by name."""
        if isinstance(self.by, Signals):
            stages_of(self.by, headings)
        elif self.priority and self.by in SAME_FOR_ALL:
            raise ValueError(f"legs have priority under control 'yield', 'stop' or signals(…); control is {self.by!r}")

    def rules(self, headings: Mapping[str, float]) -> dict[str, str]:
        """Return the sign of each leg by its name, "" where it has none; they hold where there is no light."""
        if self.by in SAME_FOR_ALL:
            return dict.fromkeys(headings, SAME_FOR_ALL[self.by])
        word = "yield" if isinstance(self.by, Signals) else self.by
        first = self.priority or (() if isinstance(self.by, Signals) else straightest(headings)[0])
        return {name: ("priority" if name in first else word) if first else "" for name in headings}

    def rule(self, leg: str, headings: Mapping[str, float]) -> str:
        """Return what holds on a leg: signal, stop, yield, priority, or "" where nothing is said."""
        return "signal" if isinstance(self.by, Signals) else self.rules(headings)[leg]

    def signals(self, headings: Mapping[str, float]) -> dict[str, Signal]:
        """Return the signal of each leg by its name; empty without lights."""
        if not isinstance(self.by, Signals):
            return {}
        stages = stages_of(self.by, headings)
        return {name: signal_of(self.by, name, stages) for name in headings}

    def walking(self, headings: Mapping[str, float], leg: str, width: float) -> Signal | None:
        """Return the signal for people who cross a leg whose carriageway is `width` [m] wide; None without lights."""
        if not isinstance(self.by, Signals):
            return None
        into = [name for name in headings if off_opposite(headings[name], headings[leg]) < STRAIGHT_ON]
        return walking_signal(self.by, (leg, *into), stages_of(self.by, headings), width)


@dataclass(frozen=True, eq=False)
class Approach:
    """Where the lanes of a leg come in.

    Parameters
    ----------
    arm : Arm
    road : RoadModel
        Of the arm.
    setback : float [m]
        From the line where one stops to the mouth.
    sign : str
        The rule that a sign says, "" for none.
    signal : Signal, optional
    """

    arm: Arm
    road: RoadModel
    setback: float
    sign: str
    signal: Signal | None

    def controls(self) -> Iterator[Control]:
        """Yield what holds at the end of each lane that comes in."""
        if self.signal or self.sign:
            rule = "signal" if self.signal else self.sign
            for kind in CONNECTED:
                for strip in self.arm.strips(self.arm.into, kind):
                    lane = f"{self.road.name}.{lane_word(self.arm, strip)}"
                    yield Control(lane, rule, self._along(strip), self.signal)

    def fixtures(self) -> Iterator[Fixture]:
        """Yield the light and the sign beside the line where one stops; over the road too where lanes are many."""
        place = POLE_DISTANCE
        if self.signal:
            fields = [("phases", self.signal.phases), ("start", self.signal.start), ("reach", self._reach)]
            fields += [("towards", "right")] if self.arm.keeps_left else []
            yield Fixture("traffic_light", self._beside(place - self._reach / 2), tuple(fields))
            place += NEXT_POLE
        if self.sign:
            yield Fixture("traffic_sign", self._beside(place), (("sign", SIGN_OF[self.sign]),))

    def _along(self, strip: Strip) -> float:
        """Return the setback as the lane of a strip measures it, aslant and up or down the slope [m]."""
        stations = np.linspace(0.0, self.setback, SETBACK_POINTS)
        k = self.road.sections[0].strips.index(strip)
        middle = self.road.borders(self.road.sections[0], stations)[:, k : k + 2].mean(axis=1)
        return float(np.linalg.norm(np.diff(self.road.points(stations, middle), axis=0), axis=1).sum())

    @property
    def _reach(self) -> float:
        """Length of the arm of the light over the road, by half metres [m]: 0 for one lane."""
        if len(self.arm.strips(self.arm.into, "drive")) < 2:
            return 0.0
        return round(2 * float(np.clip(POLE_DISTANCE + self._half / 2, SHORTEST_ARM, LONGEST_ARM))) / 2

    @property
    def _half(self) -> float:
        """Width of the carriageway on the side that comes in [m]."""
        section = self.arm.sections[0]
        return carriage_width(section.left if self.arm.into > 0 else section.right)

    def _beside(self, distance: float) -> Pose:
        """Return the place `distance` [m] off the carriageway at the line, upright, facing who comes in."""
        side, at = self.arm.into, np.array([self.setback])
        height = outer_height(self.arm.sections[0], side)
        x, y, z = self.road.points(at, side * (self._half + distance), height)[0]
        return Pose.planar(x, y, z, float(self.road.heading(at)[0]))


def crossing_lights(crosswalk: Crosswalk, signal: Signal) -> Iterator[Fixture]:
    """Yield the lights for people at both ends of a crosswalk, each for those who come from the other end.

    They stand on the side that is farther from the junction, since crosswalks run from the left of a leg to its right.
    """
    across = (crosswalk.end - crosswalk.start)[:2] / np.hypot(*(crosswalk.end - crosswalk.start)[:2])
    outwards = np.array([-across[1], across[0]]) * (crosswalk.width / 2 + WALKING_ASIDE)
    for end, ahead in ((crosswalk.start, across), (crosswalk.end, -across)):
        x, y = end[:2] + outwards - WALKING_BACK * ahead
        pose = Pose.planar(x, y, end[2], float(np.arctan2(ahead[1], ahead[0])))
        yield Fixture("pedestrian_light", pose, (("phases", signal.phases), ("start", signal.start)))
