"""The Python builder: makes the same templates as the text, one call for each statement.

>>> s = TemplateBuilder("two cars")
>>> main = s.road("main", lanes=lanes(["drive 3.5 m"], ["drive 3.5 m"]), path=[line("200 m")])
>>> ego = s.place("car", "ego", at=on(main.fwd[0], "20 m"), speed="40 km/h", do=[drive()])
>>> other = s.place("car", "other", at=ahead_of(ego, uniform("10 m", "30 m")), speed="36 km/h")
"""

from __future__ import annotations

from collections.abc import Sequence

from avsynth.scenario import syntax
from avsynth.scenario.check import check
from avsynth.scenario.problems import NOWHERE, Findings, SceneErrors
from avsynth.scenario.template import Template
from avsynth.scenario.terms import (
    Drawn,
    Term,
    all_of,
    any_of,
    call,
    expression,
    here,
    interval,
    invocation,
    name,
    negation,
    setting_value,
    settings,
)

DEFAULT_RIG = "kitti"


class Doing:
    """A step of an actor; `until` and `for_` say when it ends."""

    def __init__(self, action: syntax.Action) -> None:
        self.action = action

    def until(self, condition: object) -> Doing:
        """Return the step, ended when `condition` becomes true."""
        return Doing(syntax.Action(self.action.step, expression(condition), None, at=self.action.at))

    def for_(self, duration: object) -> Doing:
        """Return the step, ended after `duration` [s]."""
        return Doing(syntax.Action(self.action.step, None, setting_value(duration), at=self.action.at))


class TemplateBuilder:
    """Collects statements; `template` checks them and returns the template.

    Parameters
    ----------
    title : str
        Name of the scenario.
    """

    def __init__(self, title: str) -> None:
        self._title = title
        self._definitions: list[syntax.Setting] = []
        self._roads: list[syntax.Road] = []
        self._places: list[syntax.Place] = []
        self._requires: list[syntax.Require] = []
        self._environment: tuple[syntax.Setting, ...] = ()
        self._sample: tuple[syntax.Setting, ...] = ()
        self._rig, self._rig_at = DEFAULT_RIG, NOWHERE
        self._run: syntax.Run | None = None

    def draw(
        self,
        word: str,
        distribution: Drawn,
        *,
        within: tuple[object, object] | None = None,
        propose: Drawn | None = None,
    ) -> Term:
        """Add ``word ~ distribution in within propose …`` and return it for use in expressions."""
        drawn = distribution.within(*within) if within else distribution
        drawn = drawn.proposing(propose) if propose is not None else drawn
        self._definitions.append(syntax.Setting(word, drawn.random, at=here()))
        return name(word)

    def define(self, word: str, value: object) -> Term:
        """Add ``word = value`` and return it for use in expressions."""
        self._definitions.append(syntax.Setting(word, expression(value), at=here()))
        return name(word)

    def road(self, word: str, **fields: object) -> Term:
        """Add a road and return it; ``main.right.drive[0]`` names its lanes."""
        return self.piece("road", word, **fields)

    def junction(self, word: str, **fields: object) -> Term:
        """Add a junction and return it; ``five.a.in_[0]`` names its lanes."""
        return self.piece("junction", word, **fields)

    def piece(self, kind: str, word: str, /, **fields: object) -> Term:
        """Add a road of any kind of the ROADS registry."""
        self._roads.append(syntax.Road(kind, word, settings(fields), at=here()))
        return name(word)

    def place(
        self,
        kind: str,
        word: str,
        /,
        *,
        at: syntax.On | syntax.Beside | Sequence,
        facing: syntax.Facing | object | None = None,
        do: Doing | Sequence[Doing] = (),
        **fields: object,
    ) -> Term:
        """Add an actor of any kind of the ACTORS registry and return it.

        Parameters
        ----------
        at : spot or spots
            As `on`, `ahead_of` … give them; all must hold together.
        facing : optional
            An angle, or what `toward`, `away_from`, `across` give.
        do : steps
            One after the other.
        """
        spots = (at,) if isinstance(at, syntax.On | syntax.Beside) else tuple(at)
        if facing is not None and not isinstance(facing, syntax.Facing):
            facing = syntax.Facing("angle", setting_value(facing), at=here())
        actions = (do,) if isinstance(do, Doing) else tuple(do)
        self._places.append(
            syntax.Place(
                kind, word, spots, facing, settings(fields), tuple(doing.action for doing in actions), at=here()
            )
        )
        return name(word)

    def environment(self, **fields: object) -> None:
        """Say light and surroundings."""
        self._environment = settings(fields)

    def require(self, condition: object) -> None:
        """Reject draws in which `condition` does not hold at the start."""
        self._requires.append(syntax.Require(expression(condition), at=here()))

    def sensors(self, rig: str) -> None:
        """Say which sensors the ego carries: name or path of a rig."""
        self._rig, self._rig_at = rig, here()

    def sample(self, **fields: object) -> None:
        """Say how scenarios are drawn: method, count, seed, defensive."""
        method = fields.get("method")
        self._sample = settings(fields | ({"method": name(method)} if isinstance(method, str) else {}))

    def run(self, duration: object, rate: object) -> None:
        """Say how long the scenario runs [s] and how many frames a second it has [Hz]."""
        self._run = syntax.Run(setting_value(duration), setting_value(rate), at=here())

    def template(self) -> Template:
        """Return the template; raise SceneErrors with all that is wrong."""
        findings = Findings()
        if self._run is None:
            findings.add(here(), "AVS107", "the template has no run", "a call such as run(10, 10)")
        made = Template(
            name=self._title,
            definitions=tuple(self._definitions),
            roads=tuple(self._roads),
            environment=self._environment,
            places=tuple(self._places),
            requires=tuple(self._requires),
            rig=self._rig,
            sample=self._sample,
            run=self._run or syntax.Run(syntax.Quantity(1.0), syntax.Quantity(1.0)),
            rig_at=self._rig_at,
        )
        check(made, findings)
        if findings.problems:
            raise SceneErrors(findings.problems)
        return made


def on(lane: Term, station: object, offset: object | None = None) -> syntax.On:
    """Return the spot `station` [m] along `lane`, `offset` [m] to the left of its middle."""
    sideways = None if offset is None else setting_value(offset)
    return syntax.On(expression(lane), setting_value(station), sideways, at=here())


def ahead_of(actor: Term, by: object) -> syntax.Beside:
    """Return the spot `by` [m] ahead of `actor`, between the facing sides of the two."""
    return _beside("ahead", actor, by)


def behind(actor: Term, by: object) -> syntax.Beside:
    """Return the spot `by` [m] behind `actor`."""
    return _beside("behind", actor, by)


def left_of(actor: Term, by: object) -> syntax.Beside:
    """Return the spot `by` [m] to the left of `actor`."""
    return _beside("left", actor, by)


def right_of(actor: Term, by: object) -> syntax.Beside:
    """Return the spot `by` [m] to the right of `actor`."""
    return _beside("right", actor, by)


def toward(target: Term) -> syntax.Facing:
    """Return the heading toward `target`."""
    return syntax.Facing("toward", expression(target), at=here())


def away_from(target: Term) -> syntax.Facing:
    """Return the heading away from `target`."""
    return syntax.Facing("away from", expression(target), at=here())


def across(road: Term) -> syntax.Facing:
    """Return the heading across `road`."""
    return syntax.Facing("across", expression(road), at=here())


def lanes(left: Sequence[str], right: Sequence[str]) -> syntax.CrossSection:
    """Return a cross-section from left to right; each lane is kind and width, such as ``"drive 3.25 m"``."""
    return syntax.CrossSection(_strips(left), _strips(right), at=here())


def line(length: object) -> Term:
    """Return a straight piece of a path."""
    return call("line", length)


def arc(length: object, radius: object) -> Term:
    """Return a piece of a circle; a positive radius turns left."""
    return call("arc", length, radius=radius)


def leg(word: str, **fields: object) -> Term:
    """Return a leg of a junction: its name, heading and lanes."""
    return Term(invocation("leg", (name(word),), fields))


def elevation(angle: object) -> Term:
    """Return the sun at a height of `angle` [rad] above the horizon."""
    return call("elevation", angle)


def direction(height: object, azimuth: object) -> Term:
    """Return the sun at a height and azimuth [rad], counter-clockwise from world x."""
    return call("direction", height, azimuth)


def route(*stops: Term) -> syntax.Route:
    """Return places to go through, in order."""
    return syntax.Route(tuple(map(expression, stops)), at=here())


def step(word: str, *arguments: object, **fields: object) -> Doing:
    """Return any step of the STEPS registry."""
    made = invocation(word, arguments, fields)
    return Doing(syntax.Action(made, at=made.at))


def drive(*arguments: object, **fields: object) -> Doing:
    """Return the step of driving along the lane or a `route`."""
    return step("drive", *arguments, **fields)


def walk(*arguments: object, **fields: object) -> Doing:
    """Return the step of walking."""
    return step("walk", *arguments, **fields)


def cross(*arguments: object, **fields: object) -> Doing:
    """Return the step of crossing a road."""
    return step("cross", *arguments, **fields)


def wait(duration: object) -> Doing:
    """Return waiting for `duration` [s]."""
    return step("wait").for_(duration)


def wait_until(condition: object) -> Doing:
    """Return waiting until `condition` becomes true."""
    return step("wait").until(condition)


def uniform(low: object, high: object) -> Drawn:
    """Return the uniform distribution."""
    return _family("uniform", low, high)


def loguniform(low: object, high: object) -> Drawn:
    """Return the distribution whose logarithm is uniform."""
    return _family("loguniform", low, high)


def triangular(low: object, mode: object, high: object) -> Drawn:
    """Return the triangular distribution."""
    return _family("triangular", low, mode, high)


def normal(mean: object, deviation: object) -> Drawn:
    """Return the normal distribution."""
    return _family("normal", mean, deviation)


def lognormal(median: object, sigma: object) -> Drawn:
    """Return the distribution whose logarithm is normal around log `median`."""
    return _family("lognormal", median, sigma)


def exponential(mean: object) -> Drawn:
    """Return the exponential distribution."""
    return _family("exponential", mean)


def beta(a: object, b: object) -> Drawn:
    """Return the beta distribution over 0..1."""
    return _family("beta", a, b)


def poisson(mean: object) -> Drawn:
    """Return the Poisson distribution of counts."""
    return _family("poisson", mean)


def vonmises(mean: object, kappa: object) -> Drawn:
    """Return the von Mises distribution of angles."""
    return _family("vonmises", mean, kappa)


def bernoulli(probability: object) -> Drawn:
    """Return the distribution that is true with `probability`."""
    return _family("bernoulli", probability)


def choice(outcomes: object) -> Drawn:
    """Return the choice between the keys of a table by weight, or the items of a list."""
    if isinstance(outcomes, Sequence):
        outcomes = syntax.Items(tuple(expression(outcome) for outcome in outcomes), at=here())
    return _family("choice", outcomes)


def spread(mean: object, deviation: object) -> Drawn:
    """Return ``mean +- deviation``: normal, cut at three deviations."""
    return Drawn(syntax.Spread(expression(mean), expression(deviation), at=here()))


def distance(first: Term, second: Term) -> Term:
    """Return the free distance between two actors; for other functions see `call`."""
    return call("distance", first, second)


def _family(word: str, *parameters: object) -> Drawn:
    return Drawn(invocation(word, parameters, {}))


def _beside(side: str, actor: Term, by: object) -> syntax.Beside:
    return syntax.Beside(side, expression(actor), setting_value(by), at=here())


def _strips(written: Sequence[str]) -> syntax.Items:
    pairs = [strip.split(" ", 1) if isinstance(strip, str) else strip for strip in written]
    return syntax.Items(tuple(invocation(kind, (width,), {}) for kind, width in pairs), at=here())


__all__ = [
    "TemplateBuilder", "across", "ahead_of", "all_of", "any_of", "arc", "away_from", "behind", "bernoulli", "beta",
    "call", "choice", "cross", "direction", "distance", "drive", "elevation", "exponential", "interval", "lanes",
    "left_of", "leg", "line", "lognormal", "loguniform", "name", "negation", "normal", "on", "poisson", "right_of",
    "route", "spread", "step", "toward", "triangular", "uniform", "vonmises", "wait", "wait_until", "walk",
]  # fmt: skip
