"""Things that stand still: what each is, the ground it takes, and the shapes that many of a kind share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from avsynth.contracts.actor import ACTORS, Actor, Motion
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.footprint import Footprint, overlap
from avsynth.datatypes.model import Model
from avsynth.world.cast import model_of
from avsynth.world.roadside import Choice

#: Kinds that share shapes but come in many colours.
RECOLOURED = ("car", "van", "building", "house", "bin", "hall", "container", "parked_bicycles")


@dataclass(frozen=True, eq=False)
class Thing:
    """One thing that stands somewhere."""

    name: str
    category: Category
    model: Model
    pose: Pose = field(default_factory=Pose.identity)
    finish: Mapping[str, str] = field(default_factory=dict)


class Occupied:
    """The ground that is taken: footprints, and circles around them for a quick first look."""

    def __init__(self) -> None:
        self._shapes: list[Footprint] = []
        self._circles = np.empty((0, 3))

    def is_free(self, shape: Footprint) -> bool:
        """Return whether `shape` stands clear of everything."""
        reach = self._circles[:, 2] + np.hypot(shape.length, shape.width) / 2
        near = np.flatnonzero(np.hypot(*(self._circles[:, :2] - shape.centre).T) < reach)
        return not any(overlap(shape, self._shapes[k]) for k in near)

    def take(self, shape: Footprint) -> None:
        """Note that `shape` is taken."""
        circle = [[shape.x, shape.y, np.hypot(shape.length, shape.width) / 2]]
        self._shapes.append(shape)
        self._circles = np.concatenate([self._circles, circle])


def shape_of(thing: Thing) -> Footprint:
    x, y, _ = thing.pose.translation
    return Footprint(x, y, thing.pose.yaw, thing.model.size[0], thing.model.size[1])


def raised(pose: Pose, model: Model) -> Pose:
    """Return the pose of the middle of the box that stands at `pose` on the ground."""
    return pose @ Pose(np.eye(3), np.array([0.0, 0.0, model.size[2] / 2]))


@lru_cache(maxsize=256)
def variant(choice: Choice, number: int, root: int) -> tuple[Actor, Model]:
    """Return one of a few shapes of a kind; the same number is the same shape everywhere in the scenario."""
    plugin = ACTORS.get(choice.kind)
    given = plugin.read({"kind": choice.kind, **dict(choice.fields)}, choice.kind)
    actor = given.dressed(Stream(root, ("variant", choice.kind, number)))
    return actor, model_of(actor)


def coloured(thing: Thing, kind: str, stream: Stream, motion: Motion) -> Thing:
    """Return the thing in materials of its own and with lamps by `motion`, if its kind comes in many."""
    if kind not in RECOLOURED:
        return thing
    actor = ACTORS.get(kind)().dressed(stream)
    other = {**actor.finish(), **actor.lamps(motion)}
    finish = {slot: other.get(slot, material) for slot, material in thing.finish.items()}
    return replace(thing, finish=finish)


def chosen(weights: list[float], rng: np.random.Generator) -> int:
    """Return the number of one of the choices, by weight."""
    cumulated = np.cumsum(weights)
    return int(np.searchsorted(cumulated, rng.random() * cumulated[-1], side="right"))
