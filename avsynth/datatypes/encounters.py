"""How pairs of road users stand to each other, at one moment and over a run. Formulas are in `criticality`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from avsynth.core.arrays import ANY, lock

#: Columns of `Encounters` besides the ids → what they are, with their unit.
MEASURES: Mapping[str, str] = {
    "distance": "Free distance of the two [m]; 0 if they overlap.",
    "gap_along": "Free distance along the heading of the first [m]; negative if the second is behind, 0 beside.",
    "lateral_gap": "Free distance across the heading of the first [m].",
    "ttc": "Time until the boxes touch at the present speeds and turns [s].",
    "ttc_along": "Time until the first has closed the gap along its heading at the present speeds [s].",
    "thw": "Time headway of the first behind the second [s].",
    "drac": "Braking of the first after which it just does not touch the second [m/s²].",
    "btn": "Share of the possible braking that the first needs [1].",
    "rss_long": "Safe distance of the first behind the second by RSS [m].",
    "rss_lat": "Safe distance of the two side by side by RSS [m].",
}


@dataclass(frozen=True, slots=True, eq=False)
class Encounters:
    """Pairs of road users at one moment, one row a pair; what never happens is infinite.

    Parameters
    ----------
    first, second : int64 (N,)
        `SceneObject.id`; what is asked of two is asked along the heading of the first.
    distance, gap_along, lateral_gap, ttc, ttc_along, thw, drac, btn, rss_long, rss_lat : float64 (N,)
        As `MEASURES` say.
    """

    first: np.ndarray
    second: np.ndarray
    distance: np.ndarray
    gap_along: np.ndarray
    lateral_gap: np.ndarray
    ttc: np.ndarray
    ttc_along: np.ndarray
    thw: np.ndarray
    drac: np.ndarray
    btn: np.ndarray
    rss_long: np.ndarray
    rss_lat: np.ndarray

    def __post_init__(self) -> None:
        ids = dict.fromkeys(("first", "second"), (np.int64, (ANY,)))
        lock(self, **ids, **dict.fromkeys(MEASURES, (np.float64, (ANY,))))

    def __len__(self) -> int:
        return len(self.first)

    @classmethod
    def none(cls) -> Encounters:
        """Return the encounters of nobody."""
        return cls(*(np.empty(0) for _ in fields(cls)))


@dataclass(frozen=True, slots=True)
class PairRecord:
    """What the encounter of two came to over a run, looked at every tick; None where a time or braking is infinite.

    Parameters
    ----------
    first, second : str
        Names of the actors.
    distance_min : float [m]
    ttc_min, ttc_along_min, thw_min : float or None [s]
    drac_max : float or None [m/s²]
    btn_max : float or None [1]
        None if the first ran into the second.
    pet : float or None [s]
        Post-encroachment time.
    tet, tit : float [s], [s²]
        How long, and by which area, the time to touch was below `TTC_THRESHOLD`.
    rss_breach : float [s]
        How long both the distances along and across were below those of RSS.
    """

    first: str
    second: str
    distance_min: float
    ttc_min: float | None
    ttc_along_min: float | None
    thw_min: float | None
    drac_max: float | None
    btn_max: float | None
    pet: float | None
    tet: float
    tit: float
    rss_breach: float


#: Time to touch below which an encounter counts for TET and TIT [s]; engineering value.
TTC_THRESHOLD = 1.5
