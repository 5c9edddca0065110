"""What all checks share: the tables of names, the problems found, and the kind of every definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from avsynth.core.errors import did_you_mean
from avsynth.scenario import expression as concrete
from avsynth.scenario import syntax
from avsynth.scenario.check.kinds import Kind
from avsynth.scenario.distributions import Column
from avsynth.scenario.fold import evaluated, fold, needs_world
from avsynth.scenario.functions import NUMERIC_FUNCTIONS
from avsynth.scenario.problems import Findings, Position, SceneErrors
from avsynth.scenario.template import Template
from avsynth.scenario.vocabulary import AREA

#: More words than this are not listed in a message.
MOST_LISTED = 24


@dataclass
class Context:
    """A template under check, with all that it uses; a scope for `fold` in which draws have no value."""

    template: Template
    findings: Findings
    assumed: frozenset[str] | None = None
    #: Kinds of the definitions found so far, and the definitions whose kind is being found, to see cycles.
    kinds: dict[str, Kind] = field(default_factory=dict)
    open_: list[str] = field(default_factory=list)

    @cached_property
    def definitions(self) -> dict[str, syntax.Setting]:
        """Draws and named expressions by name; the first of each name."""
        return _first_of_each(self.template.definitions)

    @cached_property
    def roads(self) -> dict[str, syntax.Road]:
        """Roads by name."""
        return _first_of_each(tuple(road for road in self.template.roads if road.kind != AREA))

    @cached_property
    def areas(self) -> dict[str, syntax.Road]:
        """Areas by name."""
        return _first_of_each(tuple(road for road in self.template.roads if road.kind == AREA))

    @cached_property
    def places(self) -> dict[str, syntax.Place]:
        """Actors and crowds by name."""
        return _first_of_each(self.template.places)

    @cached_property
    def behaviors(self) -> dict[str, syntax.Behavior]:
        """Behaviors by name."""
        return _first_of_each(self.template.behaviors)

    @cached_property
    def records(self) -> dict[str, syntax.Record]:
        """Records by name."""
        return _first_of_each(self.template.records)

    @cached_property
    def covers(self) -> dict[str, syntax.Cover]:
        """Coverages by name."""
        return _first_of_each(self.template.covers)

    @property
    def columns(self) -> tuple[Column, ...]:
        """What ``empirical`` draws from."""
        return self.template.columns

    @property
    def is_complete(self) -> bool:
        """Whether all of the text could be read, so that something may be called missing."""
        return self.assumed is None

    def assumes(self, name: str) -> bool:
        """Return whether an unreadable statement seems to declare `name`."""
        return self.assumed is not None and name in self.assumed

    def problem(
        self, at: Position, code: str, message: str, expected: str = "", hint: str = "", note: str = ""
    ) -> None:
        """Add a problem."""
        self.findings.add(at, code, message, expected, hint, note)

    def unknown(self, code: str, what: str, word: str, known: list[str], at: Position) -> None:
        """Add the problem of an unknown word, with its near name."""
        expected = f"one of: {listed(known)}" if known else ""
        self.problem(at, code, f"unknown {what} '{word}'", expected, did_you_mean(word, known))

    def draw_named_by(self, node: syntax.Expr) -> syntax.Random | None:
        """Return the draw site whose name `node` is; None if it is anything else."""
        name = node.head if isinstance(node, syntax.Reference) and len(node.parts) == 1 else None
        value = self.definitions[name].value if name in self.definitions else None
        return value if isinstance(value, syntax.Random) else None

    def needs_run(self, name: str, seen: tuple[str, ...] = ()) -> bool:
        """Return whether a definition is only known while the scenario runs."""
        definition = self.definitions.get(name)
        if definition is None or isinstance(definition.value, syntax.Random) or name in seen:
            return False
        heads, functions = words_in(definition.value)
        return bool(functions - NUMERIC_FUNCTIONS.keys()) or any(self.needs_run(head, (*seen, name)) for head in heads)

    def value(self, name: str) -> concrete.Expression | None:
        """Return the value of a definition that does not depend on draws; a placeholder for all others."""
        definition = self.definitions.get(name)
        if definition is None or isinstance(definition.value, syntax.Random) or name in self.open_:
            return None
        self.open_.append(name)
        try:
            return fold(definition.value, self)
        finally:
            self.open_.pop()

    def score(self, node: syntax.Invocation) -> tuple[float, float]:
        """Return mean and deviation of a score of which nothing is known yet."""
        return 0.0, 1.0

    def constant(self, node: syntax.Expr | syntax.Random) -> float | bool | str | None:
        """Return the value of `node` if it is the same in every draw, else None."""
        if isinstance(node, syntax.Random):
            return None
        try:
            folded = fold(node, self)
            return None if needs_world(folded) else evaluated(folded, node.at)
        except (AssertionError, SceneErrors):  # wrong in a way that other checks report
            return None


def words_in(node: syntax.Expr | syntax.Random) -> tuple[set[str], set[str]]:
    """Return the first words of all names, and all functions, of an expression."""
    heads = {node.head} if isinstance(node, syntax.Reference) else set()
    functions = {node.function} if isinstance(node, syntax.Invocation) else set()
    for part in syntax.children_of(node):
        inner_heads, inner_functions = words_in(part)
        heads, functions = heads | inner_heads, functions | inner_functions
    return heads, functions


def listed(words: list[str]) -> str:
    """Return words with commas; of many, the first ones."""
    return ", ".join(words if len(words) <= MOST_LISTED else [*words[:MOST_LISTED], "…"])


def each_once(context: Context, settings: tuple[syntax.Setting, ...]) -> Mapping[str, syntax.Setting]:
    """Return the settings by name; report those that are set twice."""
    given: dict[str, syntax.Setting] = {}
    for setting in settings:
        if setting.name in given:
            context.problem(setting.at, "AVS202", f"'{setting.name}' is set twice", "one value")
        given[setting.name] = setting
    return given


def _first_of_each(named: tuple) -> dict:
    found: dict = {}
    for each in named:
        found.setdefault(each.name, each)
    return found
