"""One attempt at a scenario: every draw site gets its value, from a stream with the site's own address."""

from __future__ import annotations

from dataclasses import dataclass, field

from avsynth.core.seed import Stream
from avsynth.scenario import expression as concrete
from avsynth.scenario import syntax
from avsynth.scenario.concrete import Draw
from avsynth.scenario.draws import Drawn, draw_nominal, draw_proposed, nominal_of, proposal_of, uncovered_problem
from avsynth.scenario.fold import evaluated, fold, path_of
from avsynth.scenario.functions import NUMERIC_FUNCTIONS
from avsynth.scenario.problems import SceneErrors


@dataclass
class Attempt:
    """The values of one attempt, made when they are first asked for; a scope for `fold`.

    Parameters
    ----------
    definitions : mapping
        Name → what the template says it is.
    stream : Stream
        Of this attempt; each draw site has the child that its address names, so no draw moves another.
    defensive : float, optional
        Share of nominal draws where a site has a proposal; None to draw from the nominal distributions only.
    """

    definitions: dict[str, syntax.Setting]
    stream: Stream
    defensive: float | None
    draws: list[Draw] = field(default_factory=list)
    _values: dict[str, concrete.Expression] = field(default_factory=dict)

    def value(self, name: str) -> concrete.Expression | None:
        """Return the value of the draw or definition `name`; None if there is none."""
        if name not in self.definitions:
            return None
        if name not in self._values:
            definition = self.definitions[name]
            random = isinstance(definition.value, syntax.Random)
            value = (
                as_expression(self.draw(definition.value, name, definition.at))
                if random
                else self.folded(definition.value)
            )
            self._values[name] = value
        return self._values[name]

    def folded(self, node: syntax.Expr, me: str = "") -> concrete.Expression:
        """Return `node` with every draw replaced by its value."""
        return fold(node, self, me)

    def draw(self, node: syntax.Random, site: str, at: syntax.Position) -> float | bool | str:
        """Return the value of the draw site `site`, and keep the record of it."""
        drawn = self._drawn(node, self.stream.rng(site))
        nominal = syntax.Random(node.distribution, node.within)
        self.draws.append(
            Draw(
                name=site,
                at=at.short,
                value=drawn.value,
                distribution=syntax.written(nominal),
                proposal=self._proposal_text(node),
                log_p=drawn.log_p,
                log_q=drawn.log_q,
            )
        )
        return drawn.value

    def setting(self, node: syntax.Expr | syntax.Random, site: str, me: str = "") -> object:
        """Return `node` as plain values: numbers, truths, texts, and tuples and tables of them."""
        match node:
            case syntax.Random():
                return self.draw(node, site, node.at)
            case syntax.Reference():
                return self._named(node, me)
            case syntax.Items(items=items):
                return tuple(self.setting(item, f"{site}[{k}]", me) for k, item in enumerate(items))
            case syntax.Route(stops=stops):
                return tuple(self.setting(stop, site, me) for stop in stops)
            case syntax.Table(pairs=pairs):
                return {str(self.setting(key, site, me)): self.setting(value, site, me) for key, value in pairs}
            case syntax.CrossSection(left=left, right=right):
                return {"left": self._strips(left, f"{site}.left"), "right": self._strips(right, f"{site}.right")}
        return evaluated(self.folded(node, me), node.at)

    def _drawn(self, node: syntax.Random, rng) -> Drawn:
        nominal = nominal_of(node, self)
        if self.defensive is None or node.proposal is None:
            return draw_nominal(nominal, rng)
        proposal = proposal_of(node, self)
        problem = uncovered_problem(node, nominal, proposal)
        if problem:
            raise SceneErrors([problem])
        return draw_proposed(nominal, proposal, self.defensive, rng)

    def _proposal_text(self, node: syntax.Random) -> str | None:
        if self.defensive is None or node.proposal is None:
            return None
        text = syntax.written(syntax.Random(node.proposal, node.proposal_within))
        return f"{1 - self.defensive:g} {text} + {self.defensive:g} nominal" if self.defensive else text

    def _named(self, node: syntax.Reference, me: str) -> object:
        value = self.value(node.head) if len(node.parts) == 1 else None
        return path_of(node, self, me) if value is None else evaluated(value, node.at)

    def _strips(self, node: syntax.Items, site: str) -> tuple:
        return tuple(
            (strip.function, self.setting(strip.arguments[0], f"{site}[{k}]")) for k, strip in enumerate(node.items)
        )


def as_expression(value: float | bool | str) -> concrete.Expression:
    """Return a plain value as an expression."""
    if isinstance(value, bool):
        return concrete.Truth(value=value)
    return concrete.Text(value=value) if isinstance(value, str) else concrete.Number(value=value)


def is_record(node: object) -> bool:
    """Return whether `node` is an element such as ``line(300 m)`` rather than a calculation."""
    return isinstance(node, syntax.Invocation) and node.function not in NUMERIC_FUNCTIONS
