"""The arrays that kernels share, as NamedTuples: meshes, their placed instances, rays and hits."""

from typing import NamedTuple

import numpy as np


class Tree(NamedTuple):
    """Wide trees of boxes, one or several one after the other; see `wide`. Children are counted from the root of
    their tree.

    box : float32 (M, NODE)
    child : int32 (M, LANES)
        A node, or the items of a leaf.
    """

    box: np.ndarray
    child: np.ndarray


class Top(NamedTuple):
    """The tree over instances.

    row : int32 (K,)
        Which instance each item is.
    extent : float64 (1,) [m]
        Greatest coordinate of its boxes.
    """

    box: np.ndarray
    child: np.ndarray
    row: np.ndarray
    extent: np.ndarray


class Meshes(NamedTuple):
    """All meshes of a scene one after the other, triangles in blocks of eight, one block for each leaf of their trees.

    corner : float32 (9 T,) [m], part
        Three corners of each triangle, block by block as `intersect.BLOCK` says; NaN where a block has fewer triangles.
    number : int32 (T,)
        Its number in the mesh as given.
    slot : uint8 (T,)
        Its finish slot.
    normal : int32 (S, 3)
        Shading normals at the corners of the triangles of those meshes that have any, as `normals` packs them.
    """

    corner: np.ndarray
    number: np.ndarray
    slot: np.ndarray
    normal: np.ndarray


class Instances(NamedTuple):
    """Parts of objects, one row each, in the order of (object, part). A point p of the part is at time t [s] at

        x(t) = anchor + velocity t + exp(spin t) rotation (p - pivot).

    rotation : float64 (R, 3, 3)
        world_from_part at time 0.
    anchor : float64 (R, 3) [m], world
        Where the pivot is at time 0.
    pivot : float64 (R, 3) [m], part
    velocity : float64 (R, 3) [m/s], world
    spin : float64 (R, 3) [rad/s], world
    motion : uint8 (R,)
        0 at rest, 1 moves without turning, 2 turns.
    root, first_triangle : int32 (R,)
        Where the mesh begins in `Meshes`.
    first_normal : int32 (R,)
        Where its triangles begin in `Meshes.normal`; −1 for a mesh without normals.
    triangle_count : int32 (R,)
    extent : float64 (R,) [m]
        Greatest coordinate of the mesh's boxes.
    first_slot : int32 (R,)
        Where the finish of the object begins in `slot_material`.
    object, part : int32 (R,)
    category : uint8 (R,)
    slot_material : int32 (S,)
        Material of each finish slot of each object.
    slot_see_through : uint8 (S,)
        1 where that material throws no shadow.
    """

    rotation: np.ndarray
    anchor: np.ndarray
    pivot: np.ndarray
    velocity: np.ndarray
    spin: np.ndarray
    motion: np.ndarray
    root: np.ndarray
    first_triangle: np.ndarray
    first_normal: np.ndarray
    triangle_count: np.ndarray
    extent: np.ndarray
    first_slot: np.ndarray
    object: np.ndarray
    part: np.ndarray
    category: np.ndarray
    slot_material: np.ndarray
    slot_see_through: np.ndarray


class Skeleton(NamedTuple):
    """The R parts of the objects of a scene, and the hinges that hold them, one part's after the other's.

    object : int32 (R,)
        Row of `States.state`.
    first_joint : int32 (R + 1,)
        Where the hinges of each part begin, from the root to the tip.
    value : int32 (J,)
        Place of the hinge in `States.angle`.
    origin, axis : float64 (J, 3) [m], [1], model at rest
    pivot : float64 (R, 3) [m], model at rest
        Origin of the last hinge; zero for a part without any.
    bounds : float64 (R, 6) [m], model at rest
        Box around the mesh; lower above upper for none.
    """

    object: np.ndarray
    first_joint: np.ndarray
    value: np.ndarray
    origin: np.ndarray
    axis: np.ndarray
    pivot: np.ndarray
    bounds: np.ndarray


class States(NamedTuple):
    """How objects are at the time of the scene.

    state : float64 (K, placing.STATE_COLUMNS)
        Rotation, translation [m], velocity [m/s], angular velocity [rad/s], world.
    angle, rate : float64 (V,) [rad], [rad/s]
        Of the hinges of all objects.
    """

    state: np.ndarray
    angle: np.ndarray
    rate: np.ndarray


class Placement(NamedTuple):
    """How the R parts of a scene are placed and move, as in `Instances`; and the box around each during the sweep,
    float64 (R, 6) [m], world.
    """

    rotation: np.ndarray
    anchor: np.ndarray
    pivot: np.ndarray
    velocity: np.ndarray
    spin: np.ndarray
    motion: np.ndarray
    box: np.ndarray


class SceneArrays(NamedTuple):
    """Everything that rays can meet. Entry kernels take its fields one by one (numba's loops refuse nested tuples).

    tree : Tree
        The trees of all meshes one after the other.
    top : Top
        The tree over instances.
    """

    tree: Tree
    meshes: Meshes
    instances: Instances
    top: Top


#: Row and number that no surface comes after.
LAST = 2**31 - 1


class Rays(NamedTuple):
    """Rays in the world: origin, direction float64 (N, 3); time, range_min, range_max float64 (N,).

    after : int32 (N, 2)
        Of the surfaces at `range_min` those are met that come after this one, given as row of the instance and number
        of the triangle; none where it is `LAST`.
    """

    origin: np.ndarray
    direction: np.ndarray
    time: np.ndarray
    range_min: np.ndarray
    range_max: np.ndarray
    after: np.ndarray


class Found(NamedTuple):
    """What each ray met first: range float64 (N,); row of the instance and place of the triangle in `Meshes`, int32
    (N,).
    """

    range: np.ndarray
    row: np.ndarray
    triangle: np.ndarray


class Surface(NamedTuple):
    """The surface at each hit; columns as in `datatypes.rays.Hits`."""

    instance: np.ndarray
    part: np.ndarray
    triangle: np.ndarray
    material: np.ndarray
    category: np.ndarray
    barycentric: np.ndarray
    normal: np.ndarray
    cos_incidence: np.ndarray
    velocity: np.ndarray
