"""Things that lie as they have fallen: a whole model, joints and all, turned over into one rigid part."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from avsynth.core.frames import rotation_about
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Mesh, Model, Part


def toppled(model: Model, angles: Mapping[str, float], roll: float, category: Category) -> Model:
    """Return `model` with its joints at `angles` [rad], turned about x by `roll` [rad], rigid, its box centred."""
    turn = rotation_about((1.0, 0.0, 0.0), roll)
    poses = [part.model_from_part(angles) for part in model.parts]
    placed = [
        pose.points(part.mesh.vertices.astype(float)) @ turn.T for pose, part in zip(poses, model.parts, strict=True)
    ]
    used = [points[part.mesh.triangles.ravel()] for points, part in zip(placed, model.parts, strict=True)]
    corners = np.concatenate(used)
    low, high = corners.min(axis=0), corners.max(axis=0)
    parts = tuple(
        Part(
            part.name,
            Mesh(
                points - (low + high) / 2,
                part.mesh.triangles,
                part.mesh.slots,
                part.mesh.normals @ (turn @ pose.rotation).T,
            ),
            category,
        )
        for part, points, pose in zip(model.parts, placed, poses, strict=True)
    )
    return Model(f"{model.key}-toppled-{roll:.4f}", parts, model.slots, model.slot_names, high - low)
