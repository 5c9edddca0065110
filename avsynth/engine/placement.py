"""Where the parts of objects are and how they move: joints and velocities become one turning motion of each part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from avsynth.core.frames import rotation_of
from avsynth.datatypes.model import Model
from avsynth.datatypes.scene import SceneObject


class Placement(NamedTuple):
    """Motion of parts, one row each; see `kernels.arrays.Instances` for the formula.

    rotation (R, 3, 3); anchor, pivot, velocity, spin (R, 3); float64.
    """

    rotation: np.ndarray
    anchor: np.ndarray
    pivot: np.ndarray
    velocity: np.ndarray
    spin: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Linkage:
    """The joints of all P parts of a model, chains filled up to J joints with ones that never turn.

    names : tuple of K joint names
    joint : int64 (P, J)
        Which joint; K where there is none.
    origin, axis : float64 (P, J, 3), frame of the model at rest
    pivot : float64 (P, 3)
        Origin of the last joint of each part; zero for a part without joints.
    """

    names: tuple[str, ...]
    joint: np.ndarray
    origin: np.ndarray
    axis: np.ndarray
    pivot: np.ndarray

    def values(self, of: dict[str, float]) -> np.ndarray:
        """Return angles or rates by part and place in its chain, float64 (P, J)."""
        return np.array([*(of.get(name, 0.0) for name in self.names), 0.0])[self.joint]


@lru_cache(maxsize=1024)
def linkage(model: Model) -> Linkage:
    """Return the joints of `model` as arrays."""
    names = tuple(dict.fromkeys(joint.name for part in model.parts for joint in part.joints))
    count, longest = len(model.parts), max((len(part.joints) for part in model.parts), default=0)
    joint = np.full((count, longest), len(names))
    origin, axis, pivot = np.zeros((count, longest, 3)), np.zeros((count, longest, 3)), np.zeros((count, 3))
    for p, part in enumerate(model.parts):
        for j, hinge in enumerate(part.joints):
            joint[p, j], origin[p, j] = names.index(hinge.name), hinge.origin
            axis[p, j] = np.asarray(hinge.axis) / np.linalg.norm(hinge.axis)
            pivot[p] = hinge.origin
    return Linkage(names, joint, origin, axis, pivot)


def placed(objects: Sequence[SceneObject]) -> Placement:
    """Return where the parts of `objects` are at the time of the scene and how they move, rows in order of (object,
    part).
    """
    if not objects:
        return Placement(np.zeros((0, 3, 3)), *(np.zeros((0, 3)) for _ in range(4)))
    links = [linkage(thing.model) for thing in objects]
    repeats = [len(link.pivot) for link in links]
    rotation, anchor, velocity, spin = _in_model(objects, links)
    turn, place, object_velocity, object_spin = (
        np.repeat(np.stack(values), repeats, axis=0)
        for values in (
            [thing.world_from_object.rotation for thing in objects],
            [thing.world_from_object.translation for thing in objects],
            [thing.velocity for thing in objects],
            [thing.angular_velocity for thing in objects],
        )
    )
    arm = _applied(turn, anchor)
    return Placement(
        turn @ rotation,
        place + arm,
        np.concatenate([link.pivot for link in links]),
        object_velocity + np.cross(object_spin, arm) + _applied(turn, velocity),
        object_spin + _applied(turn, spin),
    )


def posed_vertices(thing: SceneObject) -> np.ndarray:
    """Return the vertices of all parts of an object at the time of the scene, float64 (V, 3) [m], world."""
    placement, parts = placed([thing]), thing.model.parts
    points = [
        (part.mesh.vertices - placement.pivot[k]) @ placement.rotation[k].T + placement.anchor[k]
        for k, part in enumerate(parts)
    ]
    return np.concatenate([np.zeros((0, 3)), *points])


def _in_model(objects: Sequence[SceneObject], links: list[Linkage]) -> tuple[np.ndarray, ...]:
    """Return rotation, place of the pivot, its velocity and the spin of each part, in the frame of its model."""
    longest = max((link.joint.shape[1] for link in links), default=0)
    origin, axis = (_stacked([getattr(link, name) for link in links], longest) for name in ("origin", "axis"))
    angle = _stacked([link.values(thing.joints) for link, thing in zip(links, objects, strict=True)], longest)
    rate = _stacked([link.values(thing.joint_rates) for link, thing in zip(links, objects, strict=True)], longest)
    rotation, offset = np.tile(np.eye(3), (len(angle), 1, 1)), np.zeros((len(angle), 3))
    hinges, spins = [], []
    for j in range(longest):
        hinges.append(_applied(rotation, origin[:, j]) + offset)
        spins.append(_applied(rotation, axis[:, j]) * rate[:, j, None])
        rotation = rotation @ rotation_of(axis[:, j] * angle[:, j, None])
        offset = hinges[-1] - _applied(rotation, origin[:, j])
    anchor = _applied(rotation, np.concatenate([link.pivot for link in links])) + offset
    velocity = sum((np.cross(w, anchor - hinge) for w, hinge in zip(spins, hinges, strict=True)), np.zeros_like(anchor))
    return rotation, anchor, velocity, sum(spins, np.zeros_like(anchor))


def _stacked(arrays: list[np.ndarray], longest: int) -> np.ndarray:
    """Return arrays (P, J, …) one after the other, chains filled up with zeros to `longest`."""
    full = np.zeros((sum(len(array) for array in arrays), longest, *arrays[0].shape[2:]))
    first = 0
    for array in arrays:
        full[first : first + len(array), : array.shape[1]] = array
        first += len(array)
    return full


def _applied(matrices: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Return each matrix (R, 3, 3) times its vector (R, 3)."""
    return np.einsum("rij,rj->ri", matrices, vectors)


#: Steps into which a sweep is cut to bound where a turning part gets to.
STEPS = 4


def swept_boxes(placement: Placement, bounds: np.ndarray, time_span: tuple[float, float]) -> np.ndarray:
    """Return boxes (R, 6) [m], world, around all places of parts with local boxes `bounds` (R, 6) during `time_span`.

    Between two steps a corner leaves the chord of its arc by at most r (w dt)² / 8, with its distance r from the
    pivot and the turning rate w; that, or the whole sphere of radius 2r where parts turn fast, is added on all sides.
    """
    pick = np.array([[k & 1, k >> 1 & 1, k >> 2 & 1] for k in range(8)], dtype=bool)
    corners = np.where(pick, bounds[:, None, 3:], bounds[:, None, :3]) - placement.pivot[:, None, :]  # (R, 8, 3)
    arms = np.einsum("rij,rkj->rki", placement.rotation, corners)
    still = not (np.any(placement.velocity) or np.any(placement.spin))
    times = [time_span[0]] if still else np.linspace(*time_span, STEPS + 1)
    low, high = np.full((len(bounds), 3), np.inf), np.full((len(bounds), 3), -np.inf)
    for time in times:
        turn = rotation_of(placement.spin * time)
        points = np.einsum("rij,rkj->rki", turn, arms) + (placement.anchor + placement.velocity * time)[:, None, :]
        low, high = np.minimum(low, points.min(axis=1)), np.maximum(high, points.max(axis=1))
    radius = np.linalg.norm(arms, axis=2).max(axis=1)
    turned = np.linalg.norm(placement.spin, axis=1) * (time_span[1] - time_span[0]) / STEPS
    sag = (radius * np.minimum(turned**2 / 8, 2.0))[:, None]
    return np.concatenate([low - sag, high + sag], axis=1)
