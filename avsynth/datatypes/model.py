"""The shape of a thing: rigid parts on joints, each a triangle mesh whose triangles name a finish slot."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from avsynth.core.arrays import ANY, lock
from avsynth.core.frames import Pose, rotation_about
from avsynth.datatypes.category import Category


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """Triangles of one rigid part, in the frame of the model at rest.

    Parameters
    ----------
    vertices : float32 (V, 3) [m]
    triangles : int32 (T, 3)
        Vertex numbers; counter-clockwise seen from outside.
    slots : uint8 (T,)
        Finish slot of each triangle: index into `Model.slots`.
    normals : float32 (V, 3) [1]
        Shading normals, unit vectors, or all zero for a surface of flat triangles; where a surface has a crease its
        vertices are doubled.
    rest : Mesh, optional
        The mesh that this one is a deformation of; see `deformed`.
    """

    vertices: np.ndarray
    triangles: np.ndarray
    slots: np.ndarray
    normals: np.ndarray
    rest: Mesh | None = None

    def __post_init__(self) -> None:
        count, corners = len(self.triangles), len(self.vertices)
        lock(
            self,
            vertices=(np.float32, (ANY, 3)),
            triangles=(np.int32, (ANY, 3)),
            slots=(np.uint8, (count,)),
            normals=(np.float32, (corners, 3)),
        )

    def deformed(self, vertices: np.ndarray, normals: np.ndarray) -> Mesh:
        """Return the mesh with its vertices, float32 (V, 3) [m], and normals, float32 (V, 3), elsewhere.

        A caster fits what it has built for the mesh at rest to the new places instead of building anew. Triangles
        without an area at rest stay away. Give the model a key of its own for each deformation.
        """
        if np.shape(vertices) != self.vertices.shape:
            raise ValueError(
                f"{len(vertices)} vertices for a mesh of {len(self.vertices)}; deforming keeps their number"
            )
        return Mesh(vertices, self.triangles, self.slots, normals, self.rest or self)


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """A hinge: the part turns by the named angle about `axis` through `origin`, in the frame of the model at rest.

    The axis is kept at unit length, whatever length it is given with.
    """

    name: str
    origin: tuple[float, float, float]
    axis: tuple[float, float, float]

    def __post_init__(self) -> None:
        length = math.hypot(*self.axis)
        if not 0.0 < length < math.inf:
            raise ValueError(f"joint {self.name!r}: axis {self.axis} must have a length")
        object.__setattr__(self, "axis", tuple(float(value) / length for value in self.axis))


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A rigid piece of a model; `joints` run from the root to the tip (hip, then knee)."""

    name: str
    mesh: Mesh
    category: Category
    joints: tuple[Joint, ...] = ()

    def model_from_part(self, angles: Mapping[str, float]) -> Pose:
        """Return where the part is when the joints stand at `angles` [rad]; joints not named stand at rest."""
        return chained(self.joints, angles)


def chained(joints: Sequence[Joint], angles: Mapping[str, float]) -> Pose:
    """Return where `joints`, from the root to the tip, take what hangs on them when they stand at `angles` [rad]."""
    pose = Pose.identity()
    for joint in joints:
        angle = angles.get(joint.name, 0.0)
        if angle:
            turn = rotation_about(np.asarray(joint.axis), angle)
            origin = np.asarray(joint.origin)
            pose = pose @ Pose(turn, origin - turn @ origin)
    return pose


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The shape of a thing, in its own frame: origin at the centre of its box, x forward, z up.

    Parameters
    ----------
    key : str
        Identifies the content: equal keys mean equal models (kind and a hash of its parameters).
    parts : tuple of Part
    slots : tuple of str
        Default material of each finish slot; an object may override it by the slot's name in `slot_names`.
    slot_names : tuple of str
        Name of each slot, such as ``"paint"``.
    size : float64 (3,) [m]
        Length, width, height of the box at rest.
    """

    key: str
    parts: tuple[Part, ...]
    slots: tuple[str, ...]
    slot_names: tuple[str, ...]
    size: np.ndarray

    def __post_init__(self) -> None:
        lock(self, size=(np.float64, (3,)))
        if len(self.slots) != len(self.slot_names):
            raise ValueError(f"model {self.key!r}: {len(self.slots)} slots but {len(self.slot_names)} slot names")

    @property
    def triangle_count(self) -> int:
        """Number of triangles of all parts."""
        return sum(len(part.mesh.triangles) for part in self.parts)


@dataclass(frozen=True, slots=True)
class KeyedModel:
    """A model that is equal to another one with the same key."""

    key: str
    model: Model = field(compare=False)
