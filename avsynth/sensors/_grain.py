"""Grain and dirt: how the reflectance of a material varies over its surface, to which the pattern is fixed."""

from __future__ import annotations

import numpy as np

from avsynth.datatypes.scene import Scene

#: Odd constants of the splitmix64 finaliser [Steele]_.
FIRST_FACTOR, SECOND_FACTOR = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
#: One odd word for each coordinate, the object and the octave, so that they do not cancel.
AXIS_FACTORS = np.array([0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB], np.uint64)
#: Sizes of grains, patches and stains, in grains [1].
OCTAVES = (1.0, 16.0, 128.0)
#: Spread of the logarithm of the reflectance per unit of a material's variation [1]: asphalt (0.22) then varies along
#: rows as in real sweeps, with stains of 0.2 to 2 m.
CONTRAST = 1.6
#: Standard deviation of a uniform number in −0.5..0.5 [1].
UNIFORM_DEVIATION = 12.0**-0.5


def reflectance_factor(
    local: np.ndarray, instance: np.ndarray, *, variation: np.ndarray, grain: np.ndarray, spot: np.ndarray
) -> np.ndarray:
    """Return by what the mean reflectance is multiplied at each point, float64 (N,) [1].

    Octaves of cells on the surface; each counts less the more of its cells the spot averages over.

    Parameters
    ----------
    local : float64 (N, 3) [m], frame of the object hit
    instance : int32 (N,)
    variation, grain, spot : (N,) [1], [m], [m]
        Amplitude and length scale of the material; diameter of the laser spot.
    """
    total = np.zeros(len(local))
    for octave, scale in enumerate(OCTAVES):
        size = grain * scale
        total += cell_noise(local / size[:, None], instance, octave) / np.maximum(1.0, spot / size)
    return np.exp(CONTRAST * variation * total / np.sqrt(len(OCTAVES)))


def on_object(scene: Scene, instance: np.ndarray, points: np.ndarray, time: np.ndarray) -> np.ndarray:
    """Return `points` (N, 3) [m], world, in the frame of the object they lie on, which moves with `time` (N,) [s]."""
    rotation = np.stack([thing.world_from_object.rotation for thing in scene.objects])
    origin = np.stack([thing.world_from_object.translation for thing in scene.objects])
    velocity = np.stack([thing.velocity for thing in scene.objects])
    offset = points - origin[instance] - velocity[instance] * time[:, None]
    return np.einsum("ni,nij->nj", offset, rotation[instance])


def cell_noise(coordinates: np.ndarray, instance: np.ndarray, octave: int) -> np.ndarray:
    """Return one number of mean 0 and deviation 1 for each cell of the unit grid, float64 (N,)."""
    cell = np.floor(coordinates).astype(np.int64).view(np.uint64)
    word = (cell * AXIS_FACTORS[:3]).sum(axis=1) ^ (instance.astype(np.uint64) * AXIS_FACTORS[3] + np.uint64(octave))
    word = (word ^ (word >> np.uint64(30))) * FIRST_FACTOR
    word = (word ^ (word >> np.uint64(27))) * SECOND_FACTOR
    uniform = (word >> np.uint64(11)).astype(np.float64) * 2.0**-53
    return (uniform - 0.5) / UNIFORM_DEVIATION
