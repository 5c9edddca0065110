"""Where mirror images come from, and how those of neighbouring pixels share what single rays find."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.sensors._grain import cell_noise

#: Mirror images are averaged over neighbours up to so far [px], by a Gaussian [px], whose normals' cosine is greater;
#: what is brighter than so many times the median counts as that, so that no spark becomes a blot [1].
MIRROR_BLUR, MIRROR_SIGMA, MIRROR_ALIKE = 2, 1.1, 0.94
BRIGHTEST_IMAGE = 30.0
#: Grains of a wet road that lean alike [m].
WET_GRAIN = 0.012


@dataclass(frozen=True, slots=True)
class Grid:
    """Where rays lie in an image: numbers of their pixels (N,), and its width [px]."""

    pixel: np.ndarray
    width: int


def reflected_by(
    direction: np.ndarray, normal: np.ndarray, position: np.ndarray, slope: np.ndarray, nth: np.ndarray
) -> np.ndarray:
    """Return mirror directions (N, 3) on surfaces whose grains lean by `slope` (N,) [1], each place and `nth` facet its
    own way.

    Grains lie still in the world. None mirrors what is below its surface.
    """
    facet = normal.copy()
    wet = np.flatnonzero(slope > 0.0)
    for axis in range(2):
        facet[wet, axis] += slope[wet] * cell_noise(position[wet] / WET_GRAIN, nth[wet], axis)
    facet /= np.linalg.norm(facet, axis=1, keepdims=True)
    out = direction - 2.0 * np.sum(direction * facet, axis=1, keepdims=True) * facet
    out -= 2.0 * np.minimum(np.sum(out * normal, axis=1, keepdims=True), 0.0) * normal
    return out / np.linalg.norm(out, axis=1, keepdims=True)


def softened(image: np.ndarray, pixel: np.ndarray, width: int, normal: np.ndarray, instance: np.ndarray) -> np.ndarray:
    """Return mirror images (S, 3) averaged over neighbours on the same surface.

    One ray a pixel misses most of what a curved surface mirrors there; the rays of its neighbours saw some of it.
    """
    row, column = pixel // width + MIRROR_BLUR, pixel % width + MIRROR_BLUR
    slot = np.full((row.max() + MIRROR_BLUR + 1, width + 2 * MIRROR_BLUR), -1)
    slot[row, column] = np.arange(len(pixel))
    image = np.minimum(image, BRIGHTEST_IMAGE * np.median(image.max(axis=1)))
    total, weight = np.zeros_like(image), np.zeros((len(image), 1))
    for down in range(-MIRROR_BLUR, MIRROR_BLUR + 1):
        for right in range(-MIRROR_BLUR, MIRROR_BLUR + 1):
            other = slot[row + down, column + right]
            alike = np.einsum("ij,ij->i", normal, normal[other]) > MIRROR_ALIKE
            counts = (other >= 0) & (instance[other] == instance) & alike
            share = (counts * np.exp(-0.5 * (down * down + right * right) / MIRROR_SIGMA**2))[:, None]
            total += share * image[other]
            weight += share
    return total / weight
