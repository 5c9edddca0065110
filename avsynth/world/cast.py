"""The actors of a scenario: who they are, and their shapes; equal shapes are made once."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from avsynth.contracts.actor import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.datatypes.model import Model
from avsynth.scenario.concrete import Placement, Scenario


def actors(scenario: Scenario) -> dict[str, Actor]:
    """Return the actor of each placement, by name; what the scenario leaves open is chosen by its seed."""
    look = scenario.stream.child("look")
    return {placement.name: _actor(placement, look) for placement in scenario.placements}


def model_of(actor: Actor) -> Model:
    """Return the shape of `actor`."""
    return _model(actor.kind, actor.model_dump_json())


def size_of(actor: Actor) -> np.ndarray:
    """Return length, width and height of `actor`, float64 (3,) [m]."""
    return _size(actor.kind, actor.model_dump_json())


def _actor(placement: Placement, look: Stream) -> Actor:
    plain = ACTORS.build({"kind": placement.kind, **placement.settings}, placement.at or placement.name)
    return plain.dressed(look.child(placement.name))


@lru_cache(maxsize=1024)
def _model(kind: str, description: str) -> Model:
    return ACTORS.get(kind).model_validate_json(description).model()


@lru_cache(maxsize=4096)
def _size(kind: str, description: str) -> np.ndarray:
    size = ACTORS.get(kind).model_validate_json(description).box()
    size.setflags(write=False)
    return size
