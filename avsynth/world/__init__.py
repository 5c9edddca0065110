"""Scenario → Scenes: builds the roads, places the actors, lets them act, and says where everything is at each frame."""

from avsynth.world.courses import courses
from avsynth.world.criticality import criticality
from avsynth.world.demand import Demand, demand, happens
from avsynth.world.judging import judged
from avsynth.world.simulate import simulate, worlds

__all__ = ["Demand", "courses", "criticality", "demand", "happens", "judged", "simulate", "worlds"]
