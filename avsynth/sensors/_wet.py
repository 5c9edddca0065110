"""Water on the ground: which surfaces hold a film, and what it keeps of the light that goes in and comes out."""

from __future__ import annotations

import numpy as np

from avsynth.datatypes.category import Category
from avsynth.datatypes.rays import Hits

#: What rain stays on; other things shed it, and grow darker only.
GROUND = (Category.ROAD, Category.LANE_MARK, Category.SIDEWALK, Category.KERB)
#: If it faces up by more than this cosine [1].
HOLDS_WATER = 0.9
#: Refractive index of water [1].
WATER_INDEX = 1.33


def film_on(hits: Hits, wetness: float) -> np.ndarray:
    """Return how closed the film of water is on each surface met, float64 (N,): 0 none to 1."""
    return wetness * (np.isin(hits.category, GROUND) & (hits.normal[:, 2] > HOLDS_WATER))


def past_film(cosine: np.ndarray, film: np.ndarray) -> np.ndarray:
    """Return the share of light that gets in and out of a film, relative to normal incidence, float64 (N,) [1].

    ((1 − F(θ)) / (1 − F(0)))² where the film is closed, with Fresnel's F of unpolarised light; what is lost is mirrored
    away. That a wet ground is darker also from above stands in the material's family [LeknerDorf1988]_.
    """
    inside = np.sqrt(1.0 - (1.0 - cosine**2) / WATER_INDEX**2)
    across = (cosine - WATER_INDEX * inside) / (cosine + WATER_INDEX * inside)
    along = (WATER_INDEX * cosine - inside) / (WATER_INDEX * cosine + inside)
    entering = 1.0 - 0.5 * (across**2 + along**2)
    straight = 1.0 - ((WATER_INDEX - 1.0) / (WATER_INDEX + 1.0)) ** 2
    return 1.0 - film * (1.0 - (entering / straight) ** 2)
