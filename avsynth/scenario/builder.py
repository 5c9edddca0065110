"""The Python builder: makes the same templates as the text, one call for each statement.

>>> s = TemplateBuilder("two cars")
>>> main = s.road("main", lanes=lanes(["drive 3.5 m"], ["drive 3.5 m"]), path=[line("200 m")])
>>> ego = s.place("car", "ego", at=on(main.fwd[0], "20 m"), speed="40 km/h", do=[drive()])
>>> other = s.place("car", "other", at=ahead_of(ego, uniform("10 m", "30 m")), speed="36 km/h")
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from avsynth.scenario import syntax
from avsynth.scenario.building.distributions import (
    bernoulli,
    beta,
    choice,
    correlated,
    empirical,
    exponential,
    family,
    interval,
    lognormal,
    loguniform,
    mixture,
    normal,
    poisson,
    spread,
    triangular,
    uniform,
    vonmises,
)
from avsynth.scenario.building.roads import arc, direction, elevation, lanes, leg, line, route
from avsynth.scenario.building.spots import (
    above,
    across,
    ahead_of,
    along,
    away_from,
    behind,
    between,
    beyond,
    hidden_from,
    inside,
    left_of,
    on,
    pose,
    right_of,
    toward,
    visible_from,
)
from avsynth.scenario.building.steps import (
    Doing,
    arm,
    choose,
    cross,
    drive,
    flows,
    if_,
    parallel,
    parameters,
    repeat,
    serial,
    step,
    wait,
    wait_until,
    walk,
    when,
)
from avsynth.scenario.building.terms import (
    Drawn,
    Term,
    all_of,
    any_of,
    body,
    call,
    expression,
    here,
    name,
    negation,
    setting_value,
    settings,
    table,
    text,
    value,
)
from avsynth.scenario.check import check
from avsynth.scenario.columns import columns_named
from avsynth.scenario.problems import NOWHERE, Findings, SceneErrors
from avsynth.scenario.template import DEFAULT_RIG, Template

#: The parts of a template that are lists of statements.
_PARTS = ("uses", "params", "definitions", "roads", "behaviors", "places", "requires", "records", "covers")


class TemplateBuilder:
    """Collects statements; `template` checks them and returns the template.

    Parameters
    ----------
    title : str
        Name of the scenario.
    folder : path
        Where the tables lie that `empirical` draws from.
    """

    def __init__(self, title: str, folder: str | Path = ".") -> None:
        self._title, self._folder = title, Path(folder)
        self._lists: dict[str, list] = {part: [] for part in _PARTS}
        self._environment: tuple[syntax.Setting, ...] = ()
        self._sample: tuple[syntax.Setting, ...] = ()
        self._rig: str | syntax.Items = DEFAULT_RIG
        self._rig_at = NOWHERE
        self._run: syntax.Run | None = None

    def use(self, path: str, content: Template, alias: str = "", /, **bindings: object) -> Term:
        """Take in what another scene says, read with `avsynth.language.fragment`; return its alias."""
        self._lists["uses"].append(syntax.Use(path, alias, settings(bindings), content, at=here()))
        return name(alias)

    def param(self, word: str, value: object) -> Term:
        """Add ``param word: value``, which may be given from outside, and return it for use in expressions."""
        return self._defined("params", word, expression(value))

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
        return self._defined("definitions", word, drawn.random)

    def define(self, word: str, value: object) -> Term:
        """Add ``word = value`` and return it for use in expressions."""
        return self._defined("definitions", word, expression(value))

    def road(self, word: str, /, **fields: object) -> Term:
        """Add a road and return it; ``main.right.drive[0]`` names its lanes."""
        return self.piece("road", word, **fields)

    def junction(self, word: str, /, **fields: object) -> Term:
        """Add a junction and return it; ``five.a.in_[0]`` names its lanes."""
        return self.piece("junction", word, **fields)

    def area(self, word: str, /, **fields: object) -> Term:
        """Add a region and return it."""
        return self.piece("area", word, **fields)

    def piece(self, kind: str, word: str, /, **fields: object) -> Term:
        """Add a road of any kind of the ROADS registry."""
        self._lists["roads"].append(syntax.Road(kind, word, settings(fields), at=here()))
        return name(word)

    def behavior(self, word: str, parameters: Sequence[Term], *done: Doing) -> None:
        """Add a behavior; `step` with its word calls it."""
        words = tuple(parameter.node.head for parameter in parameters)
        self._lists["behaviors"].append(syntax.Behavior(word, words, flows(done), at=here()))

    def place(
        self,
        kind: str,
        word: str,
        /,
        *,
        at: syntax.Spot | Sequence[syntax.Spot],
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
        return self._placed(kind, word, None, at, facing, do, fields)

    def crowd(
        self,
        kind: str,
        word: str,
        count: object,
        /,
        *,
        at: syntax.Spot | Sequence[syntax.Spot],
        facing: syntax.Facing | object | None = None,
        do: Doing | Sequence[Doing] = (),
        **fields: object,
    ) -> Term:
        """Add `count` actors of a kind and return the crowd; ``any_.word`` are its members."""
        return self._placed(kind, word, setting_value(count), at, facing, do, fields)

    def environment(self, /, **fields: object) -> None:
        """Say light, air and surroundings."""
        self._environment = settings(fields)

    def require(self, condition: object, quantifier: str = "", probability: object | None = None) -> None:
        """Reject draws in which `condition` does not hold at the start, or as the quantifier says.

        Parameters
        ----------
        quantifier : str
            "always", "eventually", "never" or "finally"; empty for the start.
        probability : optional
            How often it is asked at all [1].
        """
        chance = None if probability is None else expression(probability)
        self._lists["requires"].append(syntax.Require(expression(condition), quantifier, chance, at=here()))

    def record(self, word: str, value: object) -> Term:
        """Keep a value of the run and return it for use in requirements, records and coverage."""
        self._lists["records"].append(syntax.Record(word, expression(value), at=here()))
        return name(word)

    def cover(
        self, word: str, value: object, *, bins: Sequence[object] | None = None, target: object | None = None
    ) -> Term:
        """Count scenarios in the bins of a value, or in the combinations that ``call("cross", …)`` names."""
        edges = None if bins is None else expression(bins)
        goal = None if target is None else expression(target)
        self._lists["covers"].append(syntax.Cover(word, expression(value), edges, goal, at=here()))
        return name(word)

    def sensors(self, rig: str | Sequence[Term]) -> None:
        """Say which sensors the ego carries: name or path of a rig, or the sensors themselves."""
        self._rig_at = here()
        self._rig = rig if isinstance(rig, str) else syntax.Items(tuple(map(expression, rig)), at=here())

    def sample(self, /, **fields: object) -> None:
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
        made = self.unchecked(findings)
        check(made, findings, assumed=None if self._run else frozenset())
        if findings.problems:
            raise SceneErrors(findings.problems)
        return made

    def unchecked(self, findings: Findings | None = None) -> Template:
        """Return the template as it is, right or wrong."""
        lists = {part: tuple(statements) for part, statements in self._lists.items()}
        return Template(
            name=self._title,
            environment=self._environment,
            rig=self._rig,
            sample=self._sample,
            run=self._run,
            columns=columns_named(tuple(lists.values()), self._folder, findings or Findings()),
            rig_at=self._rig_at,
            **lists,
        )

    def _defined(self, part: str, word: str, value: syntax.Expr | syntax.Random) -> Term:
        self._lists[part].append(syntax.Setting(word, value, at=here()))
        return name(word)

    def _placed(self, kind: str, word: str, count: object, at: object, facing: object, do: object, own: dict) -> Term:
        spots = (at,) if isinstance(at, syntax.Spot) else tuple(at)
        if facing is not None and not isinstance(facing, syntax.Facing):
            facing = syntax.Facing("angle", setting_value(facing), at=here())
        made = syntax.Place(kind, word, spots, facing, settings(own), flows(do), count, at=here())
        self._lists["places"].append(made)
        return name(word)


def distance(first: Term, second: Term) -> Term:
    """Return the free distance between two actors; for other functions see `call`."""
    return call("distance", first, second)


__all__ = [
    "TemplateBuilder", "above", "across", "ahead_of", "all_of", "along", "any_of", "arc", "arm", "away_from", "behind",
    "bernoulli", "beta", "between", "beyond", "body", "call", "choice", "choose", "correlated", "cross", "direction",
    "distance", "drive", "elevation", "empirical", "exponential", "family", "hidden_from", "if_", "inside", "interval",
    "lanes", "left_of", "leg", "line", "lognormal", "loguniform", "mixture", "name", "negation", "normal", "on",
    "parallel", "parameters", "poisson", "pose", "repeat", "right_of", "route", "serial", "spread", "step",
    "table", "text", "toward", "triangular", "uniform", "value", "visible_from", "vonmises", "wait", "wait_until",
    "walk", "when",
]  # fmt: skip
