"""What sensors and labels may ask of the geometry: the engine is one answer, an analytic scene in a test another."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from avsynth.datatypes.material import MaterialTable
from avsynth.datatypes.rays import Hits, RayBundle

#: Materials that transmit more than this share of the light throw no shadow.
SEE_THROUGH = 0.3


class Tracer(ABC):
    """Answers what rays meet in one scene, each ray at its own time.

    The ego does not hide anything from its own sensors: `closest_hits` passes through it; `occluded` does not, so that
    it throws a shadow.

    Glass is a surface like any other for `closest_hits`. What is behind it `hits_behind` tells, or `layers_of` for
    several surfaces along each ray.

    `occluded` passes through what transmits light (`materials.transmission` above `SEE_THROUGH`).
    """

    materials: MaterialTable

    @abstractmethod
    def closest_hits(self, rays: RayBundle) -> Hits:
        """Return the first surface each ray meets."""

    @abstractmethod
    def hits_behind(self, rays: RayBundle, hits: Hits) -> Hits:
        """Return the surface that each ray meets next after `hits`, which are its hits of before.

        Surfaces come in the order of range, those at the same range in the order of instance, part and triangle: each
        is met once. Rays that met nothing before meet nothing.
        """

    @abstractmethod
    def occluded(self, rays: RayBundle) -> np.ndarray:
        """Return whether each ray meets anything opaque between `range_min` and `range_max`, bool (N,)."""

    @abstractmethod
    def closest_hits_of(self, instance: int, rays: RayBundle) -> Hits:
        """Return the first surface each ray would meet if only the object `instance` were there."""

    @abstractmethod
    def vertices_of(self, instance: int) -> np.ndarray:
        """Return the vertices of the posed mesh of an object at the time of the scene, float64 (V, 3) [m], world."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """The k-th surfaces along some rays.

    Parameters
    ----------
    ray : int64 (K,)
        Numbers of the rays that go on to their k-th surface.
    hits : Hits
        Of these K rays; the last of them may have met nothing more.
    """

    ray: np.ndarray
    hits: Hits


def layers_of(tracer: Tracer, rays: RayBundle, count: int, goes_through: np.ndarray) -> Iterator[Layer]:
    """Yield up to `count` surfaces along each ray, in order.

    A ray goes on behind a surface if `goes_through` bool (M,) says so for its material.
    """
    number, hits = np.arange(len(rays)), tracer.closest_hits(rays)
    yield Layer(number, hits)
    for _ in range(count - 1):
        on = np.flatnonzero(hits.met & goes_through[hits.material])
        if not len(on):
            return
        number, rays, before = number[on], rays.chosen(on), hits.chosen(on)
        hits = tracer.hits_behind(rays, before)
        yield Layer(number, hits)
