"""Where everybody goes in a run: from its worlds to courses."""

from __future__ import annotations

import numpy as np

from avsynth.contracts.step import Agent
from avsynth.core.seed import Stream
from avsynth.datatypes.course import Course
from avsynth.scenario.concrete import Scenario
from avsynth.world.running import begin


def courses(scenario: Scenario, stream: Stream) -> tuple[Course, ...]:
    """Return the course of every road user over the run of `scenario`, one row a tick.

    Parameters
    ----------
    stream : Stream
        The one its frames are simulated with.
    """
    worlds = begin(scenario, stream).history(scenario.duration).worlds
    times = np.array([world.time for world in worlds])
    return tuple(_course([world.agents[name] for world in worlds], times) for name in worlds[0].agents)


def _course(states: list[Agent], times: np.ndarray) -> Course:
    poses = [(*state.world_from_ground.translation, *state.world_from_ground.angles) for state in states]
    speeds = [state.speed for state in states]
    return Course(states[0].name, states[0].category, states[0].size, times, np.array(poses), np.array(speeds))
