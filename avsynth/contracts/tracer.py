"""What sensors and labels may ask of the geometry: the engine is one answer, an analytic scene in a test another."""

from abc import ABC, abstractmethod

import numpy as np

from avsynth.datatypes.material import MaterialTable
from avsynth.datatypes.rays import Hits, RayBundle

#: Materials that transmit more than this share of the light throw no shadow.
SEE_THROUGH = 0.3


class Tracer(ABC):
    """Answers what rays meet in one scene, each ray at its own time.

    The ego does not hide anything from its own sensors: `closest_hits` passes through it; `occluded` does not, so that
    it throws a shadow.

    Glass is a surface like any other for `closest_hits`. What is behind it is asked for by a second call with
    `range_min` at the range of the glass, for the few rays that met some:

        behind = tracer.closest_hits(RayBundle(origin[glass], direction[glass], time_offset[glass], range_max,
                                               range_min=hits.range[glass]))

    `occluded` passes through what transmits light (`materials.transmission` above `SEE_THROUGH`).
    """

    materials: MaterialTable

    @abstractmethod
    def closest_hits(self, rays: RayBundle) -> Hits:
        """Return the first surface each ray meets."""

    @abstractmethod
    def occluded(self, rays: RayBundle) -> np.ndarray:
        """Return whether each ray meets anything opaque between `range_min` and `range_max`, bool (N,)."""

    @abstractmethod
    def closest_hits_of(self, instance: int, rays: RayBundle) -> Hits:
        """Return the first surface each ray would meet if only the object `instance` were there."""

    @abstractmethod
    def vertices_of(self, instance: int) -> np.ndarray:
        """Return the vertices of the posed mesh of an object at the time of the scene, float64 (V, 3) [m], world."""
