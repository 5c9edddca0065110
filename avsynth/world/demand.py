"""What a run asks of its ego: whether the rare event of a scenario came to anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from avsynth.contracts.step import World
from avsynth.core.seed import Stream
from avsynth.datatypes.criticality import post_encroachment_time
from avsynth.scenario.concrete import Scenario
from avsynth.world.encounters import Movers, distance, ttc
from avsynth.world.running import begin
from avsynth.world.staging import ego_id

#: From where on a run asks something of its ego: time to touch [s], distance [m], time from the one to the other [s],
#: braking [m/s²]; engineering values.
SOON, NEAR, NEXT, HARD = 3.0, 1.5, 1.5, 2.0
#: The draw of an event that says whether it happens.
HAPPENS = "happens"


@dataclass(frozen=True, slots=True)
class Demand:
    """What one run came to for its ego; a time is infinite if it never comes.

    Parameters
    ----------
    soonest : float [s]
        Least time to touch of the ego and anybody.
    nearest : float [m]
        Least free distance to anybody.
    next : float [s]
        Least time from when one has left a place to when the other is there (post-encroachment time).
    braking : float [m/s²]
        Hardest braking of the ego.
    """

    soonest: float
    nearest: float
    next: float
    braking: float

    @property
    def is_made(self) -> bool:
        """Whether the run asks something of the ego."""
        return self.soonest < SOON or self.nearest < NEAR or self.next < NEXT or self.braking > HARD


def happens(scenario: Scenario) -> bool:
    """Return whether the event of a scenario happens in it: as its draw says, or always if it has none."""
    return all(draw.value for draw in scenario.draws if draw.name == HAPPENS)


def demand(scenario: Scenario, stream: Stream) -> Demand:
    """Return what the run of `scenario` asks of its ego; no sensor is asked.

    Parameters
    ----------
    stream : Stream
        The one its frames are simulated with.
    """
    worlds = begin(scenario, stream).history(scenario.duration).worlds
    times = np.array([world.time for world in worlds])
    me, *others = _courses(worlds)
    slowing = -np.diff(me.speed) / np.diff(times)
    return Demand(
        soonest=min((float(ttc(me, other).min()) for other in others), default=np.inf),
        nearest=min((float(distance(me, other).min()) for other in others), default=np.inf),
        next=min((float(post_encroachment_time(me.rows, other.rows, times)) for other in others), default=np.inf),
        braking=float(slowing[1:].max(initial=0.0)),  # before the first tick it has no foot on a pedal
    )


def _courses(worlds: Sequence[World]) -> list[Movers]:
    """Return where everybody goes, the ego first."""
    names = list(worlds[0].agents)
    ego = names.pop(ego_id(worlds[0]))
    return [Movers.of(world.agents[name] for world in worlds) for name in (ego, *names)]
