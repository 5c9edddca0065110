"""From objects to arrays: the one place where a scene of Python values becomes what kernels read."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from avsynth.contracts.tracer import SEE_THROUGH
from avsynth.core.errors import AssetError, did_you_mean
from avsynth.datatypes.material import MaterialTable
from avsynth.datatypes.model import KeyedModel
from avsynth.datatypes.scene import Scene, SceneObject
from avsynth.engine.common import clear_kept, common_meshes, extent_of
from avsynth.engine.memory import locked
from avsynth.engine.placement import placed, skeleton
from avsynth.engine.trees import built_tree
from avsynth.kernels.arrays import Instances, Meshes, SceneArrays, Skeleton, Top, Tree

#: Instances of a leaf of the top tree, at most.
TOP_LEAF_SIZE = 1
FINISHES_KEPT, STRUCTURES_KEPT = 8192, 2


class Lowered(NamedTuple):
    """A scene as arrays, and the box around the places of each instance during the sweep, float64 (R, 6) [m], world."""

    arrays: SceneArrays
    boxes: np.ndarray


def lower(scene: Scene, time_span: tuple[float, float], materials: MaterialTable) -> Lowered:
    """Return `scene` as arrays for rays that fly within `time_span` [s] of its time."""
    models = tuple(KeyedModel(thing.model.key, thing.model) for thing in scene.objects)
    structure = _structure(models)
    placement = placed(scene.objects, structure.skeleton, time_span)
    slot_material = np.concatenate([np.zeros(0, np.int32), *(_finish(thing, materials) for thing in scene.objects)])
    instances = Instances(
        *map(locked, placement[:6]),
        *structure.rows,
        locked(slot_material),
        locked((materials.transmission > SEE_THROUGH)[slot_material].astype(np.uint8)),
    )
    arrays = SceneArrays(structure.tree, structure.meshes, instances, None)
    return Lowered(with_top(arrays, placement.box, instances.triangle_count > 0), placement.box)


def with_top(arrays: SceneArrays, boxes: np.ndarray, chosen: np.ndarray) -> SceneArrays:
    """Return `arrays` with the top tree over the `chosen` instances, bool (R,), only."""
    rows = np.flatnonzero(chosen).astype(np.int32)
    tree, order = built_tree(boxes[rows], TOP_LEAF_SIZE)
    extent = np.array([extent_of(boxes[rows]).max(initial=0.0)])
    return arrays._replace(top=Top(locked(tree.box), locked(tree.child), locked(rows[order]), locked(extent)))


class Structure(NamedTuple):
    """What does not change from frame to frame: the meshes and their trees, the joints, and of each part root, first
    triangle, first normal, number of triangles, extent, first slot, object, part, category.
    """

    tree: Tree
    meshes: Meshes
    skeleton: Skeleton
    rows: tuple[np.ndarray, ...]


@lru_cache(maxsize=STRUCTURES_KEPT)
def _structure(models: tuple[KeyedModel, ...]) -> Structure:
    """Return what objects of these `models` have at all times."""
    tree, meshes, shapes = common_meshes(tuple(sorted(set(models), key=lambda keyed: keyed.key)))
    own = [shapes[keyed] for keyed in models]
    counts = [len(keyed.model.parts) for keyed in models]
    slots = np.cumsum([0, *(len(keyed.model.slots) for keyed in models)])[:-1]
    nothing, normals = np.zeros(0, np.int32), np.concatenate([np.zeros((0, 2)), *(shape.normals for shape in own)])
    columns = (
        np.concatenate([nothing, *(shape.nodes[:, 0] for shape in own)]),
        np.concatenate([nothing, *(shape.triangles[:, 0] for shape in own)]),
        np.where(normals[:, 0] < normals[:, 1], normals[:, 0], -1).astype(np.int32),
        np.concatenate([nothing, *(np.diff(shape.triangles)[:, 0] for shape in own)]),
        np.concatenate([np.zeros(0), *(shape.extent for shape in own)]),
        np.repeat(slots, counts).astype(np.int32),
        np.repeat(np.arange(len(models)), counts).astype(np.int32),
        np.concatenate([nothing, *(np.arange(count) for count in counts)]).astype(np.int32),
        np.array([part.category for keyed in models for part in keyed.model.parts], np.uint8),
    )
    bounds = np.concatenate([np.zeros((0, 6)), *(shape.bounds for shape in own)])
    parts = skeleton([keyed.model for keyed in models], bounds)
    return Structure(tree, meshes, parts, tuple(map(locked, columns)))


def forget_meshes() -> None:
    """Forget all meshes that were made ready, but for those on disk."""
    _structure.cache_clear()
    clear_kept()


def _finish(thing: SceneObject, materials: MaterialTable) -> np.ndarray:
    """Return the material number of each slot of an object, int32 (S,)."""
    return _finish_of(KeyedModel(thing.model.key, thing.model), tuple(thing.finish.items()), materials)


@lru_cache(maxsize=FINISHES_KEPT)
def _finish_of(keyed: KeyedModel, finish: tuple[tuple[str, str], ...], materials: MaterialTable) -> np.ndarray:
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
