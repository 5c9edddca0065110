"""From a template and the values of one attempt to the parts of a concrete Scenario: roads, light, actors, sensors."""

from __future__ import annotations

from avsynth.scenario import concrete, programs, spots, syntax
from avsynth.scenario.attempt import Attempt
from avsynth.scenario.draws import Site
from avsynth.scenario.environment import sun_at
from avsynth.scenario.program import Setting
from avsynth.scenario.sampling import Sampling
from avsynth.scenario.values import arguments_of, value_of
from avsynth.scenario.vocabulary import (
    AREA,
    CROWD_COUNT,
    SPEED_WORDS,
    actor_rules,
    area_rules,
    environment_rules,
    road_rules,
    sample_method,
    sample_rules,
    sensor_entry,
    sun_rules,
)

__all__ = ["AREA", "area", "environment", "placements", "rig", "road", "sampling"]

#: Where the noise of a pose is cut, in deviations.
NOISE_CUT = 3.0


def road(node: syntax.Road, attempt: Attempt) -> concrete.RoadSpec:
    """Return a road with its settings as numbers."""
    rules = road_rules(node.kind)
    settings = {
        setting.name: value_of(setting.value, rules[setting.name], f"{node.name}.{setting.name}", attempt)
        for setting in node.settings
    }
    return concrete.RoadSpec(kind=node.kind, name=node.name, settings=settings, at=node.at.short)


def area(node: syntax.Road, attempt: Attempt) -> concrete.Area:
    """Return a region."""
    rules = area_rules()
    values = {
        setting.name: value_of(setting.value, rules[setting.name], f"{node.name}.{setting.name}", attempt)
        for setting in node.settings
    }
    return concrete.Area.read(values, node.at.short)


def environment(settings: tuple[syntax.Setting, ...], attempt: Attempt) -> concrete.Environment:
    """Return light, air and surroundings; where only the time is said, the sun stands as it does then."""
    rules, values = environment_rules(), {}
    for setting in settings:
        site = f"environment.{setting.name}"
        if setting.name == "sun":
            sun = arguments_of(setting.value, sun_rules()[setting.value.function], site, attempt)
            values |= {f"sun_{name}": value for name, value in sun.items()}
        else:
            values[setting.name] = value_of(setting.value, rules[setting.name], site, attempt)
    made = concrete.Environment.read(values, "environment")
    if not made.time:
        return made
    elevation, azimuth = sun_at(made.time, made.latitude)
    return made.model_copy(update={"sun_elevation": elevation, "sun_azimuth": azimuth} | values | {"fog": made.fog})


def placements(node: syntax.Place, attempt: Attempt) -> list[concrete.Placement]:
    """Return a placed actor with its program, or all of a crowd."""
    if node.count is None:
        return [_placement(node, node.name, "", attempt)]
    count = value_of(node.count, CROWD_COUNT, f"{node.name}.count", attempt)
    return [_placement(node, f"{node.name}[{k}]", node.name, attempt) for k in range(int(count))]


def rig(node: str | syntax.Items, attempt: Attempt) -> str | tuple[dict[str, Setting], ...]:
    """Return the name of a rig, or its sensors as a rig file has them."""
    if isinstance(node, str):
        return node
    return tuple(_sensor(item, attempt) for item in node.items)


def sampling(settings: tuple[syntax.Setting, ...], attempt: Attempt) -> Sampling:
    """Return how scenarios are drawn."""
    rules = sample_rules(sample_method(settings))
    values = {setting.name: value_of(setting.value, rules[setting.name], "sample", attempt) for setting in settings}
    if isinstance(values.get("method"), str):
        values["method"] = {"method": values["method"]}
    return Sampling.read(values, "sample")


def _placement(node: syntax.Place, name: str, group: str, attempt: Attempt) -> concrete.Placement:
    rules = actor_rules(node.kind)
    values = {
        setting.name: value_of(setting.value, rules[setting.name], f"{name}.{setting.name}", attempt, name)
        for setting in node.settings
    }
    speeds = [values.pop(word) for word in SPEED_WORDS if word in values]
    noise = values.pop("pose_noise", None)
    made = tuple(spots.spot(spot, k, name, attempt) for k, spot in enumerate(node.spots))
    return concrete.Placement(
        kind=node.kind,
        name=name,
        spots=made,
        facing=spots.facing(node.facing, name, attempt) if node.facing else None,
        speed=speeds[0] if speeds else 0.0,
        settings=values,
        program=programs.program(node.flows, name, attempt),
        free=spots.freedom(made, node, name, attempt),
        noise=_noise(noise, node, name, attempt) if noise else None,
        group=group,
        at=node.at.short,
    )


def _noise(
    deviations: tuple[float, float, float], node: syntax.Place, name: str, attempt: Attempt
) -> tuple[float, float, float]:
    """Return how far an actor stands from where it should: along, across [m], turned [rad]."""
    found = []
    for word, deviation in zip(("along", "across", "turned"), deviations, strict=True):
        distribution = spots.normal_within(deviation, NOISE_CUT)
        text = f"normal(0, {deviation:.6g}) in {-NOISE_CUT * deviation:.6g}..{NOISE_CUT * deviation:.6g}"
        site = Site(f"{name}.pose_noise.{word}", distribution)
        found.append(attempt.take(site, text, node.at) if deviation > 0 else 0.0)
    return tuple(found)


def _sensor(node: syntax.Invocation, attempt: Attempt) -> dict[str, Setting]:
    """Return one sensor as the entry of a rig file."""
    words, rules = sensor_entry(node)
    values = {
        setting.name: value_of(setting.value, rules[setting.name], f"{words['name']}.{setting.name}", attempt)
        for setting in node.keywords
        if setting.name not in ("model", "at")
    }
    position = node.named.get("at")
    if position is not None:
        where = value_of(position, rules["at"], f"{words['name']}.at", attempt)
        values["mount"] = dict(zip("xyz", where, strict=True)) | values.get("mount", {})
    return words | values
