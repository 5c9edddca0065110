"""A run in the making: everybody at the start, then tick after tick, as far as anybody asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from avsynth.contracts.actor import Actor
from avsynth.contracts.perception import Observer
from avsynth.contracts.step import World
from avsynth.core.seed import Stream
from avsynth.datatypes.road import RoadMap
from avsynth.datatypes.scene import Scene
from avsynth.scenario.concrete import Scenario
from avsynth.scenario.expression import Value
from avsynth.world.acting import Cue, advance
from avsynth.world.cast import actors
from avsynth.world.glance import Glance, actors_alone
from avsynth.world.ground import road_map
from avsynth.world.history import History
from avsynth.world.pairs import Reel
from avsynth.world.place import place, resolved
from avsynth.world.roles import Role, roles
from avsynth.world.sight import Sight
from avsynth.world.staging import TICK, Stage


@dataclass(eq=False)
class Run:
    """The worlds of a scenario, made as they are asked for. Equal streams give equal runs.

    Parameters
    ----------
    scenario : Scenario
    cast : mapping
        Name → what each actor is.
    road : RoadMap
    worlds : list of World
        One each tick, as far as the run has got.
    stream : Stream
    observe : Observer, optional
        What the sensors see.
    """

    scenario: Scenario
    cast: Mapping[str, Actor]
    road: RoadMap
    worlds: list[World]
    stream: Stream
    observe: Observer | None = None
    cues: dict[str, Cue] = field(default_factory=dict)

    @cached_property
    def roles(self) -> dict[str, Role]:
        """The program of each actor."""
        return roles(self.scenario)

    @cached_property
    def stage(self) -> Stage:
        """What makes scenes of the worlds."""
        return Stage.of(self.scenario, self.cast, self.worlds[0], self.stream.child("surroundings"))

    @cached_property
    def sight(self) -> Sight | None:
        """What the sensors see of the run; each look is made once."""
        return None if self.observe is None else Sight(self.observe, lambda tick: self.scene(tick * TICK))

    def world(self, tick: int) -> World:
        """Return the world at a tick; before the start everything stands as at the start."""
        if not self.cues:
            self.cues = {name: {} for name in self.worlds[0].agents}
        while len(self.worlds) <= tick:
            after, self.cues = advance(self.worlds[-1], self.roles, self.cues, TICK, self.stream.child("steps"))
            self.worlds.append(replace(after, time=len(self.worlds) * TICK))  # a sum of ticks would drift
        return self.worlds[max(tick, 0)]

    def scene(self, time: float) -> Scene:
        """Return the scene at a time [s] from the start."""
        tick = int((time + 1e-9) / TICK)
        window = [self.world(tick + k) for k in (-1, 0, 1, 2)]
        return self.stage.scene(window, time, is_start=tick == 0)

    def history(self, duration: float) -> History:
        """Return the run from its start for `duration` [s]."""
        last = round(duration / TICK)
        worlds = tuple(self.world(tick) for tick in range(last + 1))
        times = (index / self.scenario.rate for index in range(self.scenario.frame_count))
        frames = tuple(dict.fromkeys(min(round(time / TICK), last) for time in times))
        return History(Reel(worlds), frames, self.sight, self._settings())

    def history_of_actors(self) -> History:
        """Return the start of the run as it looks without anything but the actors."""
        sight = (
            None if self.observe is None else Sight(self.observe, lambda tick: actors_alone(self.worlds[0], self.cast))
        )
        return History(Reel((self.worlds[0],)), (0,), sight, self._settings())

    def _settings(self) -> dict[str, Value]:
        """Return the settings of actors and roads by their names, such as ``kid.clothing``."""
        named = [(name, actor.model_dump(mode="json")) for name, actor in self.cast.items()]
        named += [(road.name, road.settings) for road in self.scenario.roads]
        return {
            f"{owner}.{word}": _plain(value)
            for owner, settings in named
            for word, value in settings.items()
            if _plain(value) is not None
        }


def begin(scenario: Scenario, stream: Stream, observe: Observer | None = None) -> Run:
    """Return the run of `scenario` at its start; raise ScenarioError where a road or place cannot be."""
    cast, road = actors(scenario), road_map(scenario)
    glance = None if observe is None else Glance(observe, cast, road)
    scenario = resolved(scenario, place(scenario, cast, road, glance))
    agents = place(scenario, cast, road)  # from the numbers that are kept, so that it is the same for ever
    return Run(scenario, cast, road, [World(0.0, agents, road)], stream, observe)


def _plain(value: object) -> Value | None:
    """Return a setting as a value of the language: of a record its word, of lists and tables nothing."""
    if isinstance(value, dict):
        words = [word for word in value.values() if isinstance(word, str)]
        return words[0] if words else None
    return value if isinstance(value, bool | int | float | str) else None
