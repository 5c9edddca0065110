"""Time of day and weather of the format as an ``environment`` block."""

from __future__ import annotations

from collections.abc import Iterator

from avsynth.core.xml import Element, Fault
from avsynth.openscenario._asked import one_of

#: Words of the format for the sky → share of it that is covered [1].
_CLOUDS = {
    "free": 0.0, "skyOff": 1.0, "cloudy": 0.6, "overcast": 1.0, "rainy": 1.0,
    "zeroOktas": 0.0, "oneOktas": 0.125, "twoOktas": 0.25, "threeOktas": 0.375, "fourOktas": 0.5,
    "fiveOktas": 0.625, "sixOktas": 0.75, "sevenOktas": 0.875, "eightOktas": 1.0, "nineOktas": 1.0,
}  # fmt: skip
#: Words of the format for water on the road → wetness [1].
_WETNESS = {"dry": 0.0, "moist": 0.3, "wetWithPuddles": 0.8, "lowFlooded": 1.0, "highFlooded": 1.0}
#: Farther than this nobody notices fog [m].
CLEAR = 20_000.0


def environment_of(action: Element) -> Iterator[str]:
    """Yield the settings that an ``<EnvironmentAction>`` asks for; raise Fault at what ours has not."""
    said = action.choice(("Environment",))
    time = said.first("TimeOfDay")
    sun = said.first("Weather", "Sun")
    if sun is not None:
        yield f"sun: direction({sun.number('elevation'):.9g} rad, {sun.number('azimuth'):.9g} rad)"
    elif time is not None:
        yield f'time: "{time.word("dateTime")[:16]}"'
    weather = said.first("Weather")
    if weather is not None:
        yield from _weather(weather)
    road = said.first("RoadCondition")
    if road is not None:
        if road.number("frictionScaleFactor", 1.0) != 1.0:
            raise Fault(road.line, "<RoadCondition>: another friction than 1.0 is not supported")
        if road.word("wetness", ""):
            yield f"road_wetness: {_WETNESS[one_of(road, 'wetness', tuple(_WETNESS))]:g}"


def _weather(weather: Element) -> Iterator[str]:
    state = weather.word("cloudState", "")
    word = weather.word("fractionalCloudCover", state)
    if word:
        if word not in _CLOUDS:
            raise Fault(weather.line, f"<Weather>: unknown sky {word!r}; expected one of {', '.join(_CLOUDS)}")
        yield f"cloud: {_CLOUDS[word]:g}"
    rain = weather.first("Precipitation")
    if rain is not None:
        kind = one_of(rain, "precipitationType", ("dry", "rain", "snow"))
        amount = rain.number("precipitationIntensity", rain.number("intensity", 0.0))
        if kind != "dry":
            yield f"{kind}: {amount:.9g} mm/h"
    fog = weather.first("Fog")
    if fog is not None and fog.number("visualRange") < CLEAR:
        yield f"fog:\n        visibility: {fog.number('visualRange'):.9g} m"
