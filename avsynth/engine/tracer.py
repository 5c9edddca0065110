"""The tracer that sensors and labels get: rays in, hits out."""

from __future__ import annotations

import numpy as np

from avsynth.contracts.tracer import Tracer
from avsynth.datatypes.material import MaterialTable
from avsynth.datatypes.rays import Hits, RayBundle
from avsynth.datatypes.scene import Scene
from avsynth.engine.casting import any_met, behind, closest
from avsynth.engine.lower import lower, with_top
from avsynth.engine.placement import posed_vertices
from avsynth.kernels.single import NONE

#: Rays may fly outside the stated time span by this much [s]: rounding of their times.
TIME_TOLERANCE = 1e-9


class EngineTracer(Tracer):
    """Casts rays into one scene by the compiled engine.

    Parameters
    ----------
    scene : Scene
    time_span : (first, last) [s]
        The time offsets of all rays that will be cast lie within; boxes around moving things are made for it.
    materials : MaterialTable
    """

    def __init__(self, scene: Scene, time_span: tuple[float, float], materials: MaterialTable) -> None:
        self.materials = materials
        self._scene = scene
        self._time_span = time_span
        self._lowered = lower(scene, time_span, materials)

    def closest_hits(self, rays: RayBundle) -> Hits:
        self._check(rays)
        return closest(self._lowered.arrays, rays, self._scene.ego_id)

    def hits_behind(self, rays: RayBundle, hits: Hits) -> Hits:
        self._check(rays)
        return behind(self._lowered.arrays, rays, hits, self._scene.ego_id)

    def occluded(self, rays: RayBundle) -> np.ndarray:
        self._check(rays)
        return any_met(self._lowered.arrays, rays)

    def closest_hits_of(self, instance: int, rays: RayBundle) -> Hits:
        self._check(rays)
        arrays, boxes = self._lowered
        own = (arrays.instances.object == instance) & (arrays.instances.triangle_count > 0)
        return closest(with_top(arrays, boxes, own), rays, NONE)

    def vertices_of(self, instance: int) -> np.ndarray:
        return posed_vertices(self._scene.objects[instance])

    def _check(self, rays: RayBundle) -> None:
        """Raise ValueError if a ray flies when the boxes around moving things do not hold."""
        if not len(rays):
            return
        first, last = rays.time_offset.min(), rays.time_offset.max()
        if first < self._time_span[0] - TIME_TOLERANCE or last > self._time_span[1] + TIME_TOLERANCE:
            raise ValueError(
                f"rays fly from {first:g} s to {last:g} s; this tracer was made for {self._time_span[0]:g} s to "
                f"{self._time_span[1]:g} s: let the sensor's time_span() cover them"
            )
