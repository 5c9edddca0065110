"""Light, air and ground of a scenario: one physical state for all sensors. Nothing of what a sensor makes of it."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Literal

from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.points import Point
from avsynth.core.units import Angle, Length, Number, Speed

#: Contrast that is left at the visibility, for people and for instruments: ln 0.05 [Koschmieder]_, as WMO defines it.
CONTRAST = -math.log(0.05)


class Between(Config):
    """A stretch of a road between two stations."""

    shape: Literal["between"] = "between"
    first: Point
    last: Point


class Fog(Config):
    """Fog."""

    visibility: Length = Field(gt=0, description="Range at which 5 % of the contrast is left [m].")
    bank: Between | None = Field(None, description="Where it is, if not everywhere.")


class Environment(Config):
    """Light, air and ground, and what stands along the roads."""

    time: str = Field("", description="Local solar time, such as '2026-11-03T16:40'; empty if it does not matter.")
    latitude: Angle = Field(math.radians(49.0), ge=-1.5707964, le=1.5707964, description="Of the place [rad].")
    sun_elevation: Angle = Field(0.70, ge=-1.5707964, le=1.5707964, description="Of the sun [rad].")
    sun_azimuth: Angle = Field(1.05, description="Of the sun, counter-clockwise from world x [rad].")
    cloud: float = Field(0.2, ge=0, le=1, description="Share of the sky that is covered [1].")
    moon: float = Field(0.0, ge=0, le=1, description="Illuminance by moon and night sky [lux].")
    fog: Fog | None = Field(None, description="Fog, or none.")
    rain: Speed = Field(0.0, ge=0, description="Rate of rain [m/s].")
    snow: Speed = Field(0.0, ge=0, description="Rate of snow, as water [m/s].")
    road_wetness: Number = Field(0.0, ge=0, le=1, description="0 dry, 1 a closed film of water [1].")
    spray: Number = Field(
        1.0, ge=0, description="Water that wheels throw up from wet roads, relative to what is usual; 0 none [1]."
    )
    street_lighting: bool = Field(True, description="Whether street lamps burn in the dark.")
    surroundings: Literal["urban", "old_town", "suburb", "industrial", "highway", "none"] = Field(
        "urban", description="What stands beside the roads."
    )

    @property
    def fog_extinction(self) -> float:
        """Extinction of the fog [1/m]."""
        return CONTRAST / self.fog.visibility if self.fog else 0.0


def sun_at(time: str, latitude: float) -> tuple[float, float]:
    """Return elevation and azimuth of the sun [rad] at a local solar time; world x points east, y north.

    sin h = sin φ sin δ + cos φ cos δ cos ω with latitude φ, hour angle ω, and declination δ of the day [Spencer]_.
    """
    moment = datetime.fromisoformat(time)
    day = moment.timetuple().tm_yday - 1 + (moment.hour - 12) / 24
    declination = _declination(2 * math.pi * day / 365)
    hour = (moment.hour + moment.minute / 60 + moment.second / 3600 - 12) * math.pi / 12
    up = math.sin(latitude) * math.sin(declination) + math.cos(latitude) * math.cos(declination) * math.cos(hour)
    east = -math.cos(declination) * math.sin(hour)
    north = math.cos(latitude) * math.sin(declination) - math.sin(latitude) * math.cos(declination) * math.cos(hour)
    return math.asin(min(max(up, -1.0), 1.0)), math.atan2(north, east)


def _declination(turn: float) -> float:
    """Return the declination of the sun [rad]; `turn` is the share of the year as an angle [rad]."""
    waves = ((0.399912, 0.070257), (0.006758, 0.000907), (0.002697, 0.00148))
    terms = [s * math.sin(k * turn) - c * math.cos(k * turn) for k, (c, s) in enumerate(waves, start=1)]
    return 0.006918 + sum(terms)
