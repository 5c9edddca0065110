"""From the environment of a scenario to the weather that all sensors share."""

from __future__ import annotations

import math

import numpy as np

from avsynth.core.errors import ScenarioError
from avsynth.datatypes.road import RoadMap, is_on
from avsynth.datatypes.scene import Weather
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.environment import Between

#: How far a bank of fog reaches to either side of its road [m], and the distance of its corners along it [m].
BANK_REACH, BANK_STEP = 60.0, 20.0
#: Lamps burn while the sun is lower [rad]: below 1000 lx, where UN R48 asks for low beams.
DARK_BELOW = math.radians(1.5)


def is_dark(scenario: Scenario) -> bool:
    """Return whether lamps burn."""
    return scenario.environment.sun_elevation < DARK_BELOW


def weather(scenario: Scenario, road: RoadMap) -> Weather:
    """Return light and air of a scenario."""
    environment = scenario.environment
    bank = environment.fog.bank if environment.fog else None
    return Weather(
        sun_elevation=environment.sun_elevation,
        sun_azimuth=environment.sun_azimuth,
        cloud=environment.cloud,
        moon=environment.moon,
        fog_extinction=environment.fog_extinction,
        fog_bank=() if bank is None else _outline(bank, road),
        rain_rate=environment.rain,
        snow_rate=environment.snow,
        wetness=environment.road_wetness,
        spray=environment.spray,
    )


def _outline(bank: Between, road: RoadMap) -> tuple[tuple[float, float], ...]:
    """Return the corners of a bank of fog around a stretch of road (K, 2) [m], world."""
    lanes = [lane for lane in road.lanes if is_on(lane, bank.first.of) and lane.kind == "drive"]
    if not lanes:
        raise ScenarioError(f"the fog lies along {bank.first.of!r}, which has no lanes for vehicles")
    lane = lanes[0]
    first, last = sorted((bank.first.value, bank.last.value))
    stations = np.linspace(first, last, max(2, int((last - first) / BANK_STEP) + 1))
    sides = [[lane.point_at(float(s), side * BANK_REACH)[:2] for s in stations] for side in (1.0, -1.0)]
    return tuple((float(x), float(y)) for x, y in (*sides[0], *sides[1][::-1]))
