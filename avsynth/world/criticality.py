"""How critical a run is: the encounters at a moment, and what those of the ego came to in the end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from avsynth.contracts.step import World
from avsynth.core.seed import Stream
from avsynth.datatypes.criticality import post_encroachment_time, time_exposed, time_integrated
from avsynth.datatypes.encounters import MEASURES, TTC_THRESHOLD, Encounters, PairRecord
from avsynth.scenario.concrete import Scenario
from avsynth.world import encounters
from avsynth.world.encounters import BETWEEN_TWO, HORIZON, Movers
from avsynth.world.running import begin
from avsynth.world.staging import TICK, ego_id


def encounters_in(world: World) -> Encounters:
    """Return the pairs of a moment: the ego with everybody, and all others that touch within `HORIZON` as they go.

    Both orders of each pair are there, for they differ in who follows whom.
    """
    movers, ego = Movers.of(world.agents.values()), ego_id(world)
    first, second = np.triu_indices(len(world.agents), k=1)
    with_ego = (first == ego) | (second == ego)
    near = with_ego | encounters.near(movers.take(first), movers.take(second), HORIZON)
    first, second, with_ego = first[near], second[near], with_ego[near]
    kept = with_ego | (encounters.ttc(movers.take(first), movers.take(second)) <= HORIZON)
    first, second = np.r_[first[kept], second[kept]], np.r_[second[kept], first[kept]]
    order = np.lexsort((second, first))
    first, second = first[order], second[order]
    a, b = movers.take(first), movers.take(second)
    return Encounters(first, second, **{name: BETWEEN_TWO[name](a, b) for name in MEASURES})


def criticality(scenario: Scenario, stream: Stream) -> tuple[PairRecord, ...]:
    """Return what the encounters of the ego came to over the run of `scenario`, both orders of each pair.

    Parameters
    ----------
    stream : Stream
        The one its frames are simulated with.
    """
    reel = begin(scenario, stream).history(scenario.duration).reel
    names = list(reel.worlds[0].agents)
    ego = names[ego_id(reel.worlds[0])]
    pairs = [pair for name in names if name != ego for pair in ((ego, name), (name, ego))]
    return tuple(_record(pair, (reel.course(pair[0]), reel.course(pair[1])), reel.times) for pair in pairs)


def _record(names: Sequence[str], courses: tuple[Movers, Movers], times: np.ndarray) -> PairRecord:
    series = {name: function(*courses) for name, function in BETWEEN_TWO.items()}
    behind = (series["gap_along"] >= 0) & (series["gap_along"] < series["rss_long"])
    breach = behind & (series["lateral_gap"] < series["rss_lat"])
    return PairRecord(
        *names,
        distance_min=float(series["distance"].min()),
        **{f"{name}_min": _finite(series[name].min()) for name in ("ttc", "ttc_along", "thw")},
        **{f"{name}_max": _finite(series[name].max()) for name in ("drac", "btn")},
        pet=_finite(post_encroachment_time(courses[0].rows, courses[1].rows, times)),
        tet=time_exposed(series["ttc"], TTC_THRESHOLD, TICK),
        tit=time_integrated(series["ttc"], TTC_THRESHOLD, TICK),
        rss_breach=time_exposed(np.where(breach, 0.0, np.inf), 1.0, TICK),
    )


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
