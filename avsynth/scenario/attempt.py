"""One attempt at a scenario: every draw site gets its value, from a source that knows sites by their addresses."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from avsynth.scenario import copula, syntax
from avsynth.scenario import expression as concrete
from avsynth.scenario.concrete import Draw
from avsynth.scenario.distributions import Column, Distribution, Outcome
from avsynth.scenario.distributions.correlated import score
from avsynth.scenario.draws import Site, Source, distribution_of, nominal_of, proposal_of, uncovered_problem
from avsynth.scenario.fold import evaluated, fold, path_of
from avsynth.scenario.problems import Position, SceneErrors
from avsynth.scenario.requirements import Broken


class NeverNominal(Exception):
    """A proposal wider than its nominal distribution drew what that never does: an attempt of weight 0."""

    def __init__(self, broken: Broken) -> None:
        super().__init__(broken.text)
        self.broken = broken


@dataclass
class Attempt:
    """The values of one attempt, made when they are first asked for; a scope for `fold`.

    Parameters
    ----------
    definitions : mapping
        Name → what the template says it is.
    source : Source
        Gives the value of each draw site by its address, so no draw moves another.
    columns : tuple of Column
        What ``empirical`` draws from.
    behaviors : mapping
        Name → block.
    in_run : bool
        Whether what is drawn now belongs to a step, which the run may or may not get to.
    """

    definitions: Mapping[str, syntax.Setting]
    source: Source
    columns: tuple[Column, ...] = ()
    behaviors: Mapping[str, syntax.Behavior] = field(default_factory=dict)
    in_run: bool = False
    draws: list[Draw] = field(default_factory=list)
    values: dict[str, concrete.Expression] = field(default_factory=dict)

    def for_run(self) -> Attempt:
        """Return this attempt as it draws for steps; both keep the same values and records."""
        return replace(self, in_run=True)

    def value(self, name: str) -> concrete.Expression | None:
        """Return the value of the draw or definition `name`; None if there is none."""
        if name not in self.definitions:
            return None
        if name not in self.values:
            definition = self.definitions[name]
            if isinstance(definition.value, syntax.Random):
                before = replace(self, in_run=False)
                self.values[name] = as_expression(before.draw(definition.value, name, definition.at))
            else:
                self.values[name] = self.folded(definition.value)
        return self.values[name]

    def score(self, node: syntax.Invocation) -> tuple[float, float]:
        """Return mean and deviation of the score of a correlated distribution, given those it is correlated with."""
        scores = {name: self._score(name) for name in copula.correlations_of(node)}
        return copula.conditional(node, self.definitions, self, scores)

    def folded(self, node: syntax.Expr, me: str = "") -> concrete.Expression:
        """Return `node` with every draw replaced by its value."""
        return fold(node, self, me)

    def draw(self, node: syntax.Random, site: str, at: Position) -> Outcome:
        """Return the value of the draw site `site`, and keep the record of it."""
        nominal = nominal_of(node, self)
        proposal = None
        if node.proposal is not None:
            proposal = proposal_of(node, self)
            problem = uncovered_problem(node, nominal, proposal)
            if problem:
                raise SceneErrors([problem])
        text = syntax.written(syntax.Random(node.proposal, node.proposal_within)) if proposal else ""
        nominal_text = syntax.written(syntax.Random(node.distribution, node.within))
        return self.take(Site(site, nominal, proposal, text), nominal_text, at)

    def take(self, site: Site, text: str, at: Position) -> Outcome:
        """Return the value that the source gives for `site`, and keep the record of it; `text` is its distribution."""
        drawn = self.source.draw(site)
        if drawn.log_p == -math.inf:
            raise NeverNominal(Broken(at.short, f"the proposal of {site.name} drew what its nominal never does"))
        self.draws.append(
            Draw(
                name=site.name,
                at=at.short,
                value=drawn.value,
                distribution=text,
                proposal=drawn.proposal,
                log_p=drawn.log_p,
                log_q=drawn.log_q,
                in_run=self.in_run,
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

    def _score(self, name: str) -> float:
        """Return the score of a named draw, by its own distribution regardless of what that is correlated with."""
        value = evaluated(self.value(name), self.definitions[name].at)
        return score(self._marginal(self.definitions[name].value), value)

    def _marginal(self, node: syntax.Random) -> Distribution:
        correlated = copula.correlations_of(node.distribution)
        distribution = node.distribution.arguments[0] if correlated else node.distribution
        return distribution_of(distribution, node.within, self)

    def _named(self, node: syntax.Reference, me: str) -> object:
        value = self.value(node.head) if len(node.parts) == 1 else None
        return path_of(node, self, me) if value is None else evaluated(value, node.at)

    def _strips(self, node: syntax.Items, site: str) -> tuple:
        return tuple(
            (strip.function, self.setting(strip.arguments[0], f"{site}[{k}]")) for k, strip in enumerate(node.items)
        )


def as_expression(value: Outcome) -> concrete.Expression:
    """Return a plain value as an expression."""
    if isinstance(value, bool):
        return concrete.Truth(value=value)
    return concrete.Text(value=value) if isinstance(value, str) else concrete.Number(value=value)


def as_node(value: Outcome, at: Position) -> syntax.Expr:
    """Return a plain value as it would be written."""
    if isinstance(value, bool):
        return syntax.Boolean(value, at=at)
    return syntax.Quoted(value, at=at) if isinstance(value, str) else syntax.Quantity(value, None, at=at)
