"""The roads of a scenario, built; equal descriptions are built once."""

from __future__ import annotations

import json
from functools import lru_cache

from avsynth.contracts.road import ROADS, RoadPiece, RoadPlan
from avsynth.datatypes.network import RoadNetwork, united
from avsynth.datatypes.road import RoadMap, joined
from avsynth.scenario.concrete import RoadSpec, Scenario


def road_map(scenario: Scenario) -> RoadMap:
    """Return the lanes and crosswalks of all roads; cheap."""
    return joined(tuple(_road_map(*_key(spec)) for spec in scenario.roads))


def road_plans(scenario: Scenario) -> tuple[RoadPlan, ...]:
    """Return all roads with their surfaces."""
    return tuple(_road_plan(*_key(spec)) for spec in scenario.roads)


def road_network(scenario: Scenario) -> RoadNetwork:
    """Return all roads and junctions as models."""
    return united(tuple(_piece(*_key(spec)).network() for spec in scenario.roads))


def _key(spec: RoadSpec) -> tuple[str, str]:
    """Return a description that is equal for equal roads, and where it was written."""
    return json.dumps({"kind": spec.kind, "name": spec.name, **spec.settings}, sort_keys=True), spec.at or spec.name


@lru_cache(maxsize=64)
def _road_map(description: str, at: str) -> RoadMap:
    return _piece(description, at).road_map()


@lru_cache(maxsize=16)
def _road_plan(description: str, at: str) -> RoadPlan:
    return _piece(description, at).build()


def _piece(description: str, at: str) -> RoadPiece:
    return ROADS.build(json.loads(description), at)
