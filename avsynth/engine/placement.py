"""Where the parts of objects are and how they move: gathers what `kernels.placing` needs and calls it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from avsynth.datatypes.model import Model
from avsynth.datatypes.scene import SceneObject
from avsynth.kernels.arrays import Placement, Skeleton, States
from avsynth.kernels.placing import STATE_COLUMNS, place_parts

OBJECTS_KEPT, MODELS_KEPT = 8192, 1024


@dataclass(frozen=True, slots=True, eq=False)
class Linkage:
    """The joints of all P parts of a model.

    names : tuple of the names of its joints
    count : int64 (P,)
        Number of joints in the chain of each part.
    value : int64 (J,)
        Place in `names` of each joint of all chains, one after the other.
    origin, axis : float64 (J, 3)
    pivot : float64 (P, 3)
        Origin of the last joint of each part; zero for a part without joints.
    """

    names: tuple[str, ...]
    count: np.ndarray
    value: np.ndarray
    origin: np.ndarray
    axis: np.ndarray
    pivot: np.ndarray


@lru_cache(maxsize=MODELS_KEPT)
def linkage(model: Model) -> Linkage:
    """Return the joints of `model` as arrays."""
    chain = [joint for part in model.parts for joint in part.joints]
    names = tuple(dict.fromkeys(joint.name for joint in chain))
    return Linkage(
        names,
        np.array([len(part.joints) for part in model.parts], np.int64),
        np.array([names.index(joint.name) for joint in chain], np.int64),
        np.array([joint.origin for joint in chain], np.float64).reshape(-1, 3),
        np.array([joint.axis for joint in chain], np.float64).reshape(-1, 3),
        np.array([part.joints[-1].origin if part.joints else (0, 0, 0) for part in model.parts]).reshape(-1, 3),
    )


def skeleton(models: Sequence[Model], bounds: np.ndarray) -> Skeleton:
    """Return the parts and joints of objects of these `models`, whose parts have the local boxes `bounds` (R, 6)."""
    links = [linkage(model) for model in models]
    counts, nothing = [len(link.count) for link in links], np.zeros(0, np.int64)
    first_value = np.cumsum([0, *(len(link.names) for link in links)])[:-1]
    joints = np.concatenate([nothing, *(link.count for link in links)])
    value = [link.value + first for link, first in zip(links, first_value, strict=True)]
    return Skeleton(
        np.repeat(np.arange(len(links)), counts).astype(np.int32),
        np.concatenate([[0], np.cumsum(joints)]).astype(np.int32),
        np.concatenate([nothing, *value]).astype(np.int32),
        *(
            np.concatenate([np.zeros((0, 3)), *(getattr(link, name) for link in links)])
            for name in ("origin", "axis", "pivot")
        ),
        np.ascontiguousarray(bounds, np.float64),
    )


def placed(objects: Sequence[SceneObject], parts: Skeleton, time_span: tuple[float, float]) -> Placement:
    """Return where the `parts` of `objects` are at the time of the scene, how they move, and where they get to."""
    count = len(parts.object)
    placement = Placement(
        np.empty((count, 3, 3)),
        np.empty((count, 3)),
        parts.pivot,
        np.empty((count, 3)),
        np.empty((count, 3)),
        np.empty(count, np.uint8),
        np.empty((count, 6)),
    )
    place_parts(parts, states(objects), *map(float, time_span), placement)
    return placement


def states(objects: Sequence[SceneObject]) -> States:
    """Return how `objects` are at the time of the scene."""
    rows, angles, rates = [np.zeros((0, STATE_COLUMNS))], [], []
    for thing in objects:
        row, angle, rate = _state(thing) if thing.is_moving else _still_state(thing)
        rows.append(row)
        angles += angle
        rates += rate
    return States(np.concatenate(rows), np.array(angles, np.float64), np.array(rates, np.float64))


def _state(thing: SceneObject) -> tuple[np.ndarray, list[float], list[float]]:
    """Return a row of `States.state` (1, STATE_COLUMNS), angles and rates of an object."""
    pose, names = thing.world_from_object, linkage(thing.model).names
    row = np.concatenate([pose.rotation.ravel(), pose.translation, thing.velocity, thing.angular_velocity])
    return (
        row[None],
        [thing.joints.get(name, 0.0) for name in names],
        [thing.joint_rates.get(name, 0.0) for name in names],
    )


#: `_state` of things at rest, which are the same objects from frame to frame.
_still_state = lru_cache(maxsize=OBJECTS_KEPT)(_state)


def posed_vertices(thing: SceneObject) -> np.ndarray:
    """Return the vertices of all parts of an object at the time of the scene, float64 (V, 3) [m], world."""
    poses = [thing.world_from_object @ part.model_from_part(thing.joints) for part in thing.model.parts]
    points = [
        pose.points(part.mesh.vertices.astype(np.float64)) for pose, part in zip(poses, thing.model.parts, strict=True)
    ]
    return np.concatenate([np.zeros((0, 3)), *points])
