"""Actors: what a thing is. A frozen set of parameters that makes a model and poses its joints."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import ClassVar, Self

import numpy as np

from avsynth.core.config import Config
from avsynth.core.registry import Registry
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model


@dataclass(frozen=True, slots=True)
class Motion:
    """How a thing has moved and what it is doing, as far as its joints and lamps need to know.

    Parameters
    ----------
    distance : float [m]
        Travelled along its path since the start.
    speed : float [m/s]
    curvature : float [1/m]
        Of the path, positive to the left.
    time : float [s]
        Since the start.
    acceleration : float [m/s²]
        Along its path.
    acts : mapping of a word of `Actor.acts` to a degree [1]
        How far it is in what it does, from 0 (not at all, as for words left out) to 1: a door that opens, an arm that
        waves.
    dark : bool
        Whether it is so dark that lamps are switched on.
    """

    distance: float = 0.0
    speed: float = 0.0
    curvature: float = 0.0
    time: float = 0.0
    acceleration: float = 0.0
    acts: Mapping[str, float] = field(default_factory=dict)
    dark: bool = False

    @property
    def slowing(self) -> float:
        """How hard it slows down, forwards or backwards [m/s²]; negative if it gets faster."""
        return self.acceleration if self.speed < 0 else -self.acceleration

    def act(self, word: str) -> float:
        """Return how far it is in what `word` says [1]."""
        return self.acts.get(word, 0.0)

    def later(self, dt: float, act_rates: Mapping[str, float]) -> Motion:
        """Return the motion `dt` [s] later, at the same acceleration and the given rates of acts [1/s]."""
        return replace(
            self,
            distance=self.distance + dt * self.speed,
            speed=self.speed + dt * self.acceleration,
            time=self.time + dt,
            acts={word: degree + dt * act_rates.get(word, 0.0) for word, degree in self.acts.items()},
        )


class Actor(Config, ABC):
    """A kind of thing. Fields that are None are chosen by `dressed`, from published distributions."""

    kind: str
    category: ClassVar[Category]
    #: True for what a scenario places by name (cars, people); False for surroundings (trees, buildings).
    placeable: ClassVar[bool] = True
    #: What it can do besides moving, by the word that `Motion.acts` has for it.
    acts: ClassVar[Mapping[str, str]] = MappingProxyType({})

    @abstractmethod
    def dressed(self, stream: Stream) -> Self:
        """Return this actor with every open field (size, paint, clothing) drawn from `stream`."""

    @abstractmethod
    def model(self) -> Model:
        """Return its shape; equal parameters give an equal `Model.key` and equal arrays. Needs every field filled."""

    def box(self) -> np.ndarray:
        """Return length, width and height of its model, float64 (3,) [m]; needs every field filled.

        Of kinds that have these three as fields, and fit their models to them, without making the model.
        """
        given = [getattr(self, word, None) for word in ("length", "width", "height")]
        return self.model().size if None in given else np.array(given, dtype=np.float64)

    def finish(self) -> Mapping[str, str]:
        """Return the material of each finish slot that is not the model's default, such as the paint."""
        return {}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return the joint angles [rad] for `motion`, continuous in its distance, time and acts."""
        return {}

    def lamps(self, motion: Motion) -> Mapping[str, str]:
        """Return the material of each finish slot that changes with `motion`, such as brake lamps."""
        return {}


ACTORS: Registry[Actor] = Registry("actor", "avsynth.actors", key="kind")
