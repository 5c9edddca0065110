"""Actors: what a thing is. A frozen set of parameters that makes a model and poses its joints."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from avsynth.core.config import Config
from avsynth.core.registry import Registry
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model


@dataclass(frozen=True, slots=True)
class Motion:
    """How a thing has moved, as far as its joints need to know.

    Parameters
    ----------
    distance : float [m]
        Travelled along its path since the start.
    speed : float [m/s]
    curvature : float [1/m]
        Of the path, positive to the left.
    """

    distance: float = 0.0
    speed: float = 0.0
    curvature: float = 0.0


class Actor(Config, ABC):
    """A kind of thing. Fields that are None are chosen by `dressed`, from published distributions."""

    kind: str
    category: ClassVar[Category]
    #: True for what a scenario places by name (cars, people); False for surroundings (trees, buildings).
    placeable: ClassVar[bool] = True

    @abstractmethod
    def dressed(self, stream: Stream) -> Self:
        """Return this actor with every open field (size, paint, clothing) drawn from `stream`."""

    @abstractmethod
    def model(self) -> Model:
        """Return its shape; equal parameters give an equal `Model.key` and equal arrays. Needs every field filled."""

    def finish(self) -> Mapping[str, str]:
        """Return the material of each finish slot that is not the model's default, such as the paint."""
        return {}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return the joint angles [rad] for `motion`, continuous in its distance."""
        return {}


ACTORS: Registry[Actor] = Registry("actor", "avsynth.actors", key="kind")
