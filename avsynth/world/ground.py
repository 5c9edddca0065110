"""The roads of a scenario, built; equal descriptions are built once."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

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
    return united(tuple(_piece(*_key(spec)[:2]).network() for spec in scenario.roads))


def _key(spec: RoadSpec) -> tuple[str, str, str]:
    """Return a description that is equal for equal roads, where it was written, and a digest of the file it names."""
    description = json.dumps({"kind": spec.kind, "name": spec.name, **spec.settings}, sort_keys=True)
    return description, spec.at or spec.name, _digest(spec.settings.get("file"))


def _digest(file: object) -> str:
    """Return a digest of the content of a file, "" if there is none."""
    path = Path(str(file))
    return hashlib.sha256(path.read_bytes()).hexdigest() if file and path.is_file() else ""


@lru_cache(maxsize=64)
def _road_map(description: str, at: str, content: str) -> RoadMap:
    return _piece(description, at).road_map()


@lru_cache(maxsize=16)
def _road_plan(description: str, at: str, content: str) -> RoadPlan:
    return _piece(description, at).build()


def _piece(description: str, at: str) -> RoadPiece:
    return ROADS.build(json.loads(description), at)
