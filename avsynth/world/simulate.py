"""Scenario → Scenes: the world runs in fixed ticks, whatever the frame rate; scenes are read off between them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from avsynth.contracts.step import World
from avsynth.core.seed import Stream
from avsynth.datatypes.scene import Scene
from avsynth.scenario.concrete import Scenario
from avsynth.world.criticality import encounters_in
from avsynth.world.running import begin
from avsynth.world.staging import TICK


def simulate(scenario: Scenario, stream: Stream, *, only: Collection[int] | None = None) -> Iterator[tuple[int, Scene]]:
    """Yield number and scene of each frame in time order, or of those in `only`.

    The scene of a frame depends on the scenario and the stream only, not on which frames are asked for.
    """
    run = begin(scenario, stream)
    for index in sorted(range(scenario.frame_count) if only is None else set(only)):
        time = index / scenario.rate
        yield index, replace(run.scene(time), encounters=encounters_in(run.world(round(time / TICK))))


def worlds(scenario: Scenario, stream: Stream) -> tuple[World, ...]:
    """Return the world at every tick of the run, without anything but the actors and the roads."""
    return begin(scenario, stream).history(scenario.duration).worlds
