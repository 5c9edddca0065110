"""The template: what a scene file or the Python builder says, as one value. `draw` makes a concrete Scenario of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath

from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.scenario import drawing
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.distributions import Column
from avsynth.scenario.expansion import expanded
from avsynth.scenario.problems import NOWHERE, Position
from avsynth.scenario.sampling import Sampling
from avsynth.scenario.study import Study, drawn, unplaced
from avsynth.scenario.syntax import (
    Behavior,
    Cover,
    Expr,
    Items,
    Place,
    Random,
    Record,
    Require,
    Road,
    Run,
    Setting,
    Use,
)

#: The rig of a scene that names none.
DEFAULT_RIG = "kitti"


@dataclass(frozen=True, kw_only=True)
class Template:
    """What may happen, and how often. Made and checked by `language.parse` and by `TemplateBuilder`.

    Equality and `digest` leave out the positions, the source and the units as written.

    Parameters
    ----------
    name : str
    uses : tuple of Use
        Other files, with what they say.
    params : tuple of Setting
        Fixed values that may be given from outside.
    definitions : tuple of Setting
        Named draws (values that are `Random`) and named expressions.
    roads, behaviors, places, requires, records, covers : tuple
    environment, sample : tuple of Setting
    rig : str or Items
        Name or path of the sensor rig, or the sensors themselves.
    run : Run, optional
        None for what is only made to be used by others.
    columns : tuple of Column
        What ``empirical`` draws from.
    source : str
        File it was read from, or "python".
    rig_at : Position
        Where the rig is named.
    """

    name: str
    uses: tuple[Use, ...] = ()
    params: tuple[Setting, ...] = ()
    definitions: tuple[Setting, ...] = ()
    roads: tuple[Road, ...] = ()
    behaviors: tuple[Behavior, ...] = ()
    environment: tuple[Setting, ...] = ()
    places: tuple[Place, ...] = ()
    requires: tuple[Require, ...] = ()
    records: tuple[Record, ...] = ()
    covers: tuple[Cover, ...] = ()
    rig: str | Items = DEFAULT_RIG
    sample: tuple[Setting, ...] = ()
    run: Run | None = None
    columns: tuple[Column, ...] = ()
    source: str = field(default="python", compare=False, repr=False)
    rig_at: Position = field(default=NOWHERE, compare=False, repr=False)

    @property
    def file_name(self) -> str:
        """Name of its file without folders, as records tell it: they are the same wherever the file lies."""
        return PurePath(self.source).name

    @cached_property
    def whole(self) -> Template:
        """This template with all that it uses in it, and with its parameters as definitions."""
        return expanded(self)

    def with_params(self, values: Mapping[str, Expr]) -> Template:
        """Return the template with other values of its parameters; raise ScenarioError for one it does not have."""
        known = {setting.name for setting in self.params}
        for name in values:
            if name not in known:
                hint = did_you_mean(name, known) or f"; parameters: {', '.join(sorted(known)) or 'none'}"
                raise ScenarioError(f"{self.source}: there is no parameter {name!r}{hint}")
        return replace(
            self,
            params=tuple(replace(each, value=values.get(each.name, each.value)) for each in self.params),
        )

    @cached_property
    def digest(self) -> str:
        """sha256 of the template."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    @cached_property
    def sampling(self) -> Sampling:
        """How scenarios are drawn: method, count, seed."""
        return drawing.sampling(self.whole)

    @property
    def seed(self) -> int:
        """Seed of the draws, by the ``sample`` block."""
        return self.sampling.seed

    @property
    def count(self) -> int:
        """Number of scenarios, by the ``sample`` block."""
        return self.sampling.count

    @property
    def method(self) -> str:
        """How scenarios are drawn, by the ``sample`` block."""
        return self.sampling.method.method

    @cached_property
    def timing(self) -> tuple[float, float]:
        """Length [s] and frame rate [Hz] of the run."""
        return drawing.timing(self.whole)

    @property
    def frame_count(self) -> int:
        """Number of frames of each scenario."""
        duration, rate = self.timing
        return max(1, round(duration * rate))

    def draw(
        self,
        seed: int | None = None,
        index: int = 0,
        *,
        method: str | None = None,
        accept: drawing.Accept = unplaced,
    ) -> Scenario:
        """Return draw number `index`: the first attempt that meets every requirement.

        Parameters
        ----------
        seed, method : optional
            By default what the ``sample`` block says.
        accept : callable, optional
            Judges the placed scenario; without it only requirements on numbers are judged.

        Raises
        ------
        SceneErrors
            If no attempt is accepted, or a drawn value is impossible.
        """
        return drawn(Study(self, drawing.replaced(self.sampling, seed, method), accept), index)

    def draws(self, count: int | None = None, *, accept: drawing.Accept = unplaced) -> Iterator[Scenario]:
        """Yield `count` draws, by default as many as the ``sample`` block says."""
        sampling = self.sampling if count is None else self.sampling.model_copy(update={"count": count})
        return iter(Study(self, sampling, accept).survey())

    def summary(self) -> str:
        """Return what there is in one line."""
        named = sum(isinstance(definition.value, Random) for definition in self.definitions)
        duration, rate = self.timing
        rig = repr(self.rig) if isinstance(self.rig, str) else f"of {_plural(len(self.rig.items), 'sensor')}"
        counted = [
            (len(self.roads), "road"),
            (len(self.places), "actor"),
            (named, "named draw"),
            (len(self.requires), "requirement"),
        ]
        return (
            f"'{self.name}': {', '.join(_plural(count, noun) for count, noun in counted)}, rig {rig}, "
            f"{duration:g} s at {rate:g} Hz, {_plural(self.count, 'scenario')} by {self.method}"
        )


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
