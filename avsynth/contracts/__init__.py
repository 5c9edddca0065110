"""Every extension point: what a plugin promises. One file each; the registries find the members."""

from avsynth.contracts.actor import ACTORS, Actor, Motion
from avsynth.contracts.exporter import EXPORTERS, Exporter, FrameRecord
from avsynth.contracts.road import ROADS, RoadPiece, RoadPlan
from avsynth.contracts.sensor import SENSORS, Mount, Sensor
from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.contracts.tracer import Layer, Tracer, layers_of

__all__ = [
    "ACTORS",
    "EXPORTERS",
    "ROADS",
    "SENSORS",
    "STEPS",
    "Actor",
    "Agent",
    "Exporter",
    "FrameRecord",
    "Layer",
    "Motion",
    "Mount",
    "RoadPiece",
    "RoadPlan",
    "Sensor",
    "Step",
    "Tracer",
    "World",
    "layers_of",
]
