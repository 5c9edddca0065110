"""From objects to arrays: the one place where a scene of Python values becomes what kernels read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from avsynth.contracts.tracer import SEE_THROUGH
from avsynth.core.errors import AssetError, did_you_mean
from avsynth.datatypes.material import MaterialTable
from avsynth.datatypes.scene import Scene, SceneObject
from avsynth.engine.meshes import KeyedModel, ModelShape, built_tree, common_meshes, extent_of, locked
from avsynth.engine.placement import Placement, placed, swept_boxes
from avsynth.kernels.arrays import Instances, SceneArrays, Top
from avsynth.kernels.motion import AT_REST, MOVES, TURNS

#: Instances of a leaf of the top tree, at most.
TOP_LEAF_SIZE = 1
OBJECTS_KEPT, SCENES_KEPT = 8192, 2


class Lowered(NamedTuple):
    """A scene as arrays, and the box around the places of each instance during the sweep, float64 (R, 6) [m], world."""

    arrays: SceneArrays
    boxes: np.ndarray


def lower(scene: Scene, time_span: tuple[float, float], materials: MaterialTable) -> Lowered:
    """Return `scene` as arrays for rays that fly within `time_span` [s] of its time."""
    models = tuple(KeyedModel(thing.model.key, thing.model) for thing in scene.objects)
    tree, meshes, shapes = common_meshes(tuple(sorted(set(models), key=lambda keyed: keyed.key)))
    placement, boxes = _placement_and_boxes(scene.objects, shapes, time_span)
    finishes = [
        _finish(model, tuple(thing.finish.items()), materials)
        for model, thing in zip(models, scene.objects, strict=True)
    ]
    slot_material = np.concatenate([np.zeros(0, np.int32), *finishes])
    instances = Instances(
        *map(locked, placement[:5]),
        locked(_motion(placement)),
        *_rows(models),
        locked(slot_material),
        locked((materials.transmission > SEE_THROUGH)[slot_material].astype(np.uint8)),
    )
    return Lowered(with_top(SceneArrays(tree, meshes, instances, None), boxes, instances.triangle_count > 0), boxes)


def with_top(arrays: SceneArrays, boxes: np.ndarray, chosen: np.ndarray) -> SceneArrays:
    """Return `arrays` with the top tree over the `chosen` instances, bool (R,), only."""
    rows = np.flatnonzero(chosen).astype(np.int32)
    tree, order = built_tree(boxes[rows], TOP_LEAF_SIZE)
    extent = np.array([extent_of(boxes[rows]).max(initial=0.0)])
    return arrays._replace(top=Top(locked(tree.box), locked(tree.child), locked(rows[order]), locked(extent)))


@dataclass(frozen=True, slots=True)
class StillObject:
    """An object at rest, equal to another one of the same model in the same place."""

    key: tuple
    thing: SceneObject = field(compare=False)
    shape: ModelShape = field(compare=False)


@lru_cache(maxsize=OBJECTS_KEPT)
def _still(still: StillObject) -> tuple[Placement, np.ndarray]:
    """Return placement and boxes of an object at rest."""
    placement = placed([still.thing])
    return placement, swept_boxes(placement, still.shape.bounds, (0.0, 0.0))


def _still_key(thing: SceneObject) -> tuple:
    """Return what placement and boxes of an object at rest depend on."""
    pose = thing.world_from_object
    return thing.model.key, pose.rotation.tobytes(), pose.translation.tobytes(), tuple(sorted(thing.joints.items()))


def _placement_and_boxes(
    objects: tuple[SceneObject, ...], shapes: dict[str, ModelShape], time_span: tuple[float, float]
) -> tuple[Placement, np.ndarray]:
    """Return how all parts are placed and move, and the boxes (R, 6) around where they get to; only what moves is
    computed.
    """
    moving = [thing for thing in objects if thing.is_moving]
    moves, moving_boxes, first = placed(moving), np.zeros((0, 6)), 0
    if moving:
        moving_boxes = swept_boxes(
            moves, np.concatenate([shapes[thing.model.key].bounds for thing in moving]), time_span
        )
    pieces, boxes = [placed([])], [np.zeros((0, 6))]
    for thing in objects:
        if thing.is_moving:
            own = slice(first, first + len(thing.model.parts))
            piece, box, first = Placement(*(array[own] for array in moves)), moving_boxes[own], own.stop
        else:
            piece, box = _still(StillObject(_still_key(thing), thing, shapes[thing.model.key]))
        pieces.append(piece)
        boxes.append(box)
    return Placement(*(np.concatenate(arrays) for arrays in zip(*pieces, strict=True))), np.concatenate(boxes)


def _motion(placement: Placement) -> np.ndarray:
    """Return whether each part is at rest, moves or turns, uint8 (R,)."""
    turns, moves = placement.spin.any(axis=1), placement.velocity.any(axis=1)
    return np.where(turns, TURNS, np.where(moves, MOVES, AT_REST)).astype(np.uint8)


@lru_cache(maxsize=SCENES_KEPT)
def _rows(models: tuple[KeyedModel, ...]) -> tuple[np.ndarray, ...]:
    """Return what does not change from frame to frame: root, first triangle and number of triangles, extent, first
    slot, object, part,
    category of each part."""
    _, _, shapes = common_meshes(tuple(sorted(set(models), key=lambda keyed: keyed.key)))
    own = [shapes[keyed.key] for keyed in models]
    counts = [len(keyed.model.parts) for keyed in models]
    slots = np.cumsum([0, *(len(keyed.model.slots) for keyed in models)])[:-1]
    nothing = np.zeros(0, np.int32)
    columns = (
        *(np.concatenate([nothing, *(shape[k] for shape in own)]) for k in range(4)),
        np.repeat(slots, counts).astype(np.int32),
        np.repeat(np.arange(len(models)), counts).astype(np.int32),
        np.concatenate([nothing, *(np.arange(count) for count in counts)]).astype(np.int32),
        np.array([part.category for keyed in models for part in keyed.model.parts], np.uint8),
    )
    return tuple(map(locked, columns))


@lru_cache(maxsize=OBJECTS_KEPT)
def _finish(keyed: KeyedModel, finish: tuple[tuple[str, str], ...], materials: MaterialTable) -> np.ndarray:
    """Return the material number of each slot of an object, int32 (S,)."""
    model, chosen = keyed.model, dict(finish)
    for slot in chosen:
        if slot not in model.slot_names:
            hint = did_you_mean(slot, model.slot_names)
            raise AssetError(
                f"model {model.key!r} has no finish slot {slot!r}{hint}; slots: {', '.join(model.slot_names)}"
            )
    names = [chosen.get(slot, default) for slot, default in zip(model.slot_names, model.slots, strict=True)]
    for name in names:
        if name not in materials.names:
            raise AssetError(f"model {model.key!r}: unknown material {name!r}{did_you_mean(name, materials.names)}")
    return np.array([materials.index(name) for name in names], np.int32)
