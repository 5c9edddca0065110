"""No two things of one material are alike: how much lighter or darker than the table's the sample of each thing is."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

import numpy as np

from avsynth.datatypes.category import Category
from avsynth.datatypes.scene import Scene, SceneObject
from avsynth.sensors._grain import cell_noise

#: Grounds vary by their patterns, without a step from one piece of road to the next.
ALIKE = (Category.ROAD, Category.LANE_MARK, Category.SIDEWALK, Category.KERB, Category.TERRAIN)
#: Keeps these draws apart from those of grain.
SAMPLES = 11


def lightness(scene: Scene, instance: np.ndarray, material: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Return by what the albedo is multiplied at points (N,) on `instance` of `material`, float64 (N,) [1].

    exp(spread u), u even with mean 0 and deviation 1: one draw for each thing and material, the same for all sensors
    and frames. `spread` (M,) is the `colour_range` of the materials.
    """
    word = np.array([_word(thing) for thing in scene.objects], dtype=np.float64)
    place = np.column_stack([word[instance], material, np.zeros(len(material))])
    alike = np.isnan(place[:, 0])
    drawn = cell_noise(np.nan_to_num(place), np.zeros(len(material), np.int32), SAMPLES)
    return np.where(alike, 1.0, np.exp(spread[material] * drawn))


def _word(thing: SceneObject) -> float:
    """Return a number that stands for one thing in all frames of a scenario; none for grounds."""
    return float("nan") if thing.category in ALIKE else _checksum(thing.name, thing.model.key)


@lru_cache(maxsize=65536)
def _checksum(name: str, key: str) -> int:
    return crc32(f"{name} {key}".encode())
