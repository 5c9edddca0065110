"""Ground truth of one object in one frame: its box, and what each sensor saw of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from avsynth.core.arrays import lock
from avsynth.core.frames import Pose
from avsynth.datatypes.category import Category

#: An object counts as seen from so many LiDAR points on, or from this share of its pixels on [1].
SEEN_POINTS, SEEN_SHARE = 5, 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Box3D:
    """A box around the posed mesh, turned as the object: on a slope it leans with it.

    Parameters
    ----------
    world_from_box : Pose
        Origin at the centre, axes along the object's.
    size : float64 (3,) [m]
        Length, width, height.
    velocity : float64 (3,) [m/s], world
    """

    world_from_box: Pose
    size: np.ndarray
    velocity: np.ndarray

    def __post_init__(self) -> None:
        lock(self, size=(np.float64, (3,)), velocity=(np.float64, (3,)))

    @property
    def corners(self) -> np.ndarray:
        """The eight corners, float64 (8, 3) [m], world."""
        signs = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])
        return self.world_from_box.points(signs * self.size)


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What one camera sees of one object; boxes are left, top, right, bottom [px].

    Parameters
    ----------
    amodal : float64 (4,) [px]
        Box of the whole silhouette, hidden parts included, clipped to the image.
    visible : float64 (4,) [px], or None
        Box of the pixels that show the object; None if none does.
    truncation : float [1]
        Share of the unclipped amodal box outside the image, 0..1.
    visibility : float [1]
        Pixels seen ÷ pixels that would be seen if the object were alone, 0..1.
    pixels : int
        Pixels seen.
    """

    amodal: np.ndarray
    visible: np.ndarray | None
    truncation: float
    visibility: float
    pixels: int

    def __post_init__(self) -> None:
        lock(self, amodal=(np.float64, (4,)))
        if self.visible is not None:
            lock(self, visible=(np.float64, (4,)))


@dataclass(frozen=True, slots=True, eq=False)
class Label:
    """Everything known of one object in one frame.

    Parameters
    ----------
    id : int
        `SceneObject.id`, the number that points, pixels and targets carry.
    name : str
    category : Category
    box : Box3D
    views : mapping of camera name to View
        Only cameras whose image the amodal box touches.
    points : mapping of LiDAR or radar name to the number of its points on the object
    """

    id: int
    name: str
    category: Category
    box: Box3D
    views: Mapping[str, View]
    points: Mapping[str, int]
