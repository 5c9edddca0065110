"""Checks of roads and actors as wholes: what is the same in every draw must be accepted by the plugin that makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from avsynth.contracts import ACTORS, ROADS
from avsynth.core.errors import ConfigError
from avsynth.core.seed import Stream
from avsynth.scenario import lowering
from avsynth.scenario.attempt import Attempt
from avsynth.scenario.check.context import Context
from avsynth.scenario.draws import Nominal
from avsynth.scenario.problems import Position


def check_wholes(context: Context) -> None:
    """Add what plugins say against roads and actors whose settings hang on no draw; after all other checks."""
    for road in context.roads.values():
        attempt = _attempt(context)
        spec = lowering.road(road, attempt)
        if not attempt.draws:
            values = {"kind": spec.kind, "name": spec.name, **spec.settings}
            _check(context, road.at, lambda values=values: ROADS.build(values, "road"))
    for place in context.template.places:
        attempt = _attempt(context)
        (made,) = lowering.placements(replace(place, count=None, flows=(), spots=(), facing=None), attempt)
        if not attempt.draws:
            values = {"kind": made.kind, **made.settings}
            _check(context, place.at, lambda values=values: ACTORS.build(values, "actor"))


def _attempt(context: Context) -> Attempt:
    return Attempt(context.definitions, Nominal(Stream(0)), context.columns, context.behaviors)


def _check(context: Context, at: Position, build: Callable[[], object]) -> None:
    try:
        build()
    except ConfigError as error:
        _, _, message = str(error).partition(": ")
        context.problem(at, "AVS401", message, "settings that fit together")
