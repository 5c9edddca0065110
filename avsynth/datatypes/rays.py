"""Rays that ask and hits that answer; plain arrays, one entry a ray."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.core.arrays import ANY, lock, picked


@dataclass(frozen=True, slots=True, eq=False)
class RayBundle:
    """Rays in the world.

    Parameters
    ----------
    origin : float64 (N, 3) [m], world
    direction : float64 (N, 3) [1], world
        Unit vectors.
    time_offset : float64 (N,) [s]
        When each ray flies, relative to the time of the scene.
    range_max : float, or float64 (N,) [m]
        Farther surfaces are not met.
    range_min : float, or float64 (N,) [m]
        Surfaces up to this range are not met: ask again with the range of a glass pane to see what is behind it. A ray
        that starts on a surface needs about 1e-4 m, lest it meets that surface.
    """

    origin: np.ndarray
    direction: np.ndarray
    time_offset: np.ndarray
    range_max: float | np.ndarray
    range_min: float | np.ndarray = 0.0

    def __post_init__(self) -> None:
        count = len(self.origin)
        lock(
            self, origin=(np.float64, (ANY, 3)), direction=(np.float64, (count, 3)), time_offset=(np.float64, (count,))
        )
        for name in ("range_min", "range_max"):
            if np.ndim(getattr(self, name)):
                lock(self, **{name: (np.float64, (count,))})

    def __len__(self) -> int:
        return len(self.origin)

    def at(self, reach: np.ndarray) -> np.ndarray:
        """Return the points at ranges `reach` float64 (N,) [m] along the rays, float64 (N, 3) [m], world."""
        return self.origin + reach[:, None] * self.direction

    def chosen(self, which: np.ndarray) -> RayBundle:
        """Return the rays with the numbers `which` int (K,)."""
        limits = [picked(limit, which) if np.ndim(limit) else limit for limit in (self.range_max, self.range_min)]
        return RayBundle(*(picked(a, which) for a in (self.origin, self.direction, self.time_offset)), *limits)


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """What each ray met first.

    Parameters
    ----------
    range : float64 (N,) [m]
        Along the ray; inf where it met nothing.
    instance : int32 (N,)
        Id of the object (`SceneObject.id`); −1 where it met nothing.
    part : int32 (N,)
        Number of the part in the object's model; −1 where it met nothing.
    triangle : int32 (N,)
        Number of the triangle in the part's mesh; −1 where it met nothing.
    material : int32 (N,)
        Row of the material table; −1 where it met nothing.
    category : uint8 (N,)
    barycentric : float32 (N, 2) [1]
        Weights of the second and the third corner of the triangle at the point hit; the first has the rest.
    normal : float32 (N, 3) [1], world
        Shading normal, on the side of the ray's origin; zero where it met nothing.
    cos_incidence : float32 (N,) [1]
        Between the geometric normal and the reversed ray, 0..1.
    velocity : float32 (N, 3) [m/s], world
        Of the surface at the point hit.
    """

    range: np.ndarray
    instance: np.ndarray
    part: np.ndarray
    triangle: np.ndarray
    material: np.ndarray
    category: np.ndarray
    barycentric: np.ndarray
    normal: np.ndarray
    cos_incidence: np.ndarray
    velocity: np.ndarray

    def __post_init__(self) -> None:
        count = len(self.range)
        lock(
            self,
            range=(np.float64, (count,)),
            instance=(np.int32, (count,)),
            part=(np.int32, (count,)),
            triangle=(np.int32, (count,)),
            material=(np.int32, (count,)),
            category=(np.uint8, (count,)),
            barycentric=(np.float32, (count, 2)),
            normal=(np.float32, (count, 3)),
            cos_incidence=(np.float32, (count,)),
            velocity=(np.float32, (count, 3)),
        )

    def chosen(self, which: np.ndarray) -> Hits:
        """Return the hits with the numbers `which` int (K,)."""
        return Hits(*(picked(getattr(self, name), which) for name in self.__slots__))

    @property
    def met(self) -> np.ndarray:
        """True where a ray met something, bool (N,)."""
        return self.instance >= 0
