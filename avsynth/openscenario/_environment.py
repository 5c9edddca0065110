"""Time of day and weather of the format as an ``environment`` block."""

from __future__ import annotations

from collections.abc import Iterator

from avsynth.core.xml import Element, Fault

#: Words of the format for the sky → share of it that is covered [1].
_CLOUDS = {
    "free": 0.0, "skyOff": 1.0, "cloudy": 0.6, "overcast": 1.0, "rainy": 1.0,
    "zeroOktas": 0.0, "oneOktas": 0.125, "twoOktas": 0.25, "threeOktas": 0.375, "fourOktas": 0.5,
    "fiveOktas": 0.625, "sixOktas": 0.75, "sevenOktas": 0.875, "eightOktas": 1.0, "nineOktas": 1.0,
}  # fmt: skip
#: Farther than this nobody notices fog [m].
CLEAR = 20_000.0


def environment_of(action: Element) -> Iterator[str]:
    """Yield the settings that an ``<EnvironmentAction>`` asks for; raise Fault at what ours has not."""
    said = action.first("Environment")
    if said is None:
        raise Fault(action.line, "<EnvironmentAction> has no <Environment>")
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
    if road is not None and road.number("frictionScaleFactor", 1.0) != 1.0:
        raise Fault(road.line, "<RoadCondition>: another friction than 1.0 is not supported")


def _weather(weather: Element) -> Iterator[str]:
    word = weather.word("fractionalCloudCover", weather.word("cloudState", ""))
    if word:
        if word not in _CLOUDS:
            raise Fault(weather.line, f"<Weather>: unknown sky {word!r}; expected one of {', '.join(_CLOUDS)}")
        yield f"cloud: {_CLOUDS[word]:g}"
    rain = weather.first("Precipitation")
    if rain is not None and rain.word("precipitationType") != "dry":
        kind, amount = rain.word("precipitationType"), rain.number("precipitationIntensity", 0.0)
        if kind not in ("rain", "snow"):
            raise Fault(rain.line, f"<Precipitation>: unknown kind {kind!r}; expected dry, rain or snow")
        yield f"{kind}: {amount:.9g} mm/h"
    fog = weather.first("Fog")
    if fog is not None and fog.number("visualRange") < CLEAR:
        yield f"fog:\n        visibility: {fog.number('visualRange'):.9g} m"
