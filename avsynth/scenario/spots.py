"""Where an actor stands and looks, in one attempt; and the uniform numbers that fill what is left open."""

from __future__ import annotations

from avsynth.scenario import concrete, syntax
from avsynth.scenario.attempt import Attempt
from avsynth.scenario.distributions import Distribution, truncated
from avsynth.scenario.distributions.normal import Normal
from avsynth.scenario.distributions.uniform import Uniform
from avsynth.scenario.draws import Site
from avsynth.scenario.values import value_of
from avsynth.scenario.vocabulary import ANGLE, EGO, FREE_LENGTH, LENGTH

#: The numbers of a pose, in order; height and heading may be left out.
POSE_RULES = {"x": LENGTH, "y": LENGTH, "z": LENGTH, "yaw": ANGLE}


def spot(node: syntax.Spot, number: int, owner: str, attempt: Attempt) -> concrete.Spot:
    """Return one spot of the actor `owner`; draws of spots after the first have its `number` in their address."""
    site = f"{owner}.at" if number == 0 else f"{owner}.at[{number}]"

    def named(target: syntax.Expr) -> object:
        return attempt.setting(target, site, owner)

    def length(value: syntax.Expr | syntax.Random, word: str, rule=FREE_LENGTH) -> float:
        return value_of(value, rule, f"{site}.{word}", attempt)

    match node:
        case syntax.On(lane=lane, station=station, offset=offset):
            return concrete.OnLane(
                lane=named(lane),
                station=None if station is None else length(station, "station", LENGTH),
                offset=0.0 if offset is None else length(offset, "offset", LENGTH),
            )
        case syntax.Beside(side=side, of=of, by=by):
            return concrete.Beside(side=side, of=named(of), by=length(by, "by"))
        case syntax.Beyond(of=of, by=by, viewer=viewer):
            return concrete.Beyond(of=named(of), by=length(by, "by"), viewer=EGO if viewer is None else named(viewer))
        case syntax.Along(path=path, distance=distance):
            stops = named(path)
            path = stops if isinstance(stops, tuple) else (stops,)
            return concrete.Along(path=path, distance=length(distance, "distance"))
        case syntax.Between(first=first, second=second):
            return concrete.Between(first=named(first), second=named(second))
        case syntax.Inside(region=region):
            return concrete.Inside(region=named(region))
        case syntax.Hidden(viewer=viewer, behind=behind):
            return concrete.Hidden(viewer=named(viewer), behind="" if behind is None else named(behind))
        case syntax.Visible(viewer=viewer):
            return concrete.Visible(viewer=named(viewer))
        case syntax.AtPose(values=values):
            pairs = zip(values, POSE_RULES.items(), strict=False)
            return concrete.AtPose(**{word: length(value, word, rule) for value, (word, rule) in pairs})
    raise AssertionError(node)


def facing(node: syntax.Facing, owner: str, attempt: Attempt) -> concrete.Facing:
    """Return where the actor `owner` looks."""
    if node.how == "angle":
        return concrete.Facing(how="angle", angle=value_of(node.target, ANGLE, f"{owner}.facing", attempt))
    return concrete.Facing(how=node.how, target=attempt.setting(node.target, f"{owner}.facing", owner))


def freedom(spots: tuple[concrete.Spot, ...], node: syntax.Place, owner: str, attempt: Attempt) -> tuple[float, ...]:
    """Return the uniform numbers that say where in what the `spots` leave open; empty if they leave nothing open."""
    if not any(map(_is_open, spots)):
        return ()
    sites = [Site(f"{owner}.at.free{word}", Uniform(0.0, 1.0)) for word in ("", "[1]")]
    return tuple(attempt.take(site, "uniform(0, 1)", node.at) for site in sites)


def normal_within(deviation: float, cut: float) -> Distribution:
    """Return the normal distribution around 0, cut at so many deviations; any if the deviation is 0."""
    deviation = deviation or 1.0
    return truncated(Normal(0.0, deviation), -cut * deviation, cut * deviation)


def _is_open(spot: concrete.Spot) -> bool:
    if isinstance(spot, concrete.OnLane):
        return spot.station is None
    return isinstance(spot, concrete.Between | concrete.Inside | concrete.Hidden | concrete.Visible)
