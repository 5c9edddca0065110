"""The data of one time step: all measurements, calibrations and labels, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from avsynth.core.frames import Pose
from avsynth.datatypes.calibration import Calibration
from avsynth.datatypes.encounters import Encounters
from avsynth.datatypes.label import Label
from avsynth.datatypes.measurement import Measurement


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a frame was made from: enough to make it again."""

    scenario: str
    scenario_hash: str
    seed: int
    scenario_index: int
    version: str
    log_weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The data of one time step.

    Parameters
    ----------
    index : int
        Number of the time step in its scenario.
    time : float [s]
        Since the start of the scenario.
    world_from_ego : Pose
    measurements, calibrations : mapping by sensor name
    labels : tuple of Label, in order of id
    provenance : Provenance
    rig : mapping
        Facts of the rig that formats want verbatim, such as the seven rows of a KITTI calibration file.
    ego_velocity : float64 (3,) [m/s], world, or None if not known
        Of the origin of the ego frame.
    ego_angular_velocity : float64 (3,) [rad/s], world, or None if not known
    ego_id : int
        Id of the object that carries the sensors, as encounters name it; it has no label.
    encounters : Encounters
        How the road users stand to each other.
    """

    index: int
    time: float
    world_from_ego: Pose
    measurements: Mapping[str, Measurement]
    calibrations: Mapping[str, Calibration]
    labels: tuple[Label, ...]
    provenance: Provenance
    rig: Mapping[str, object]
    ego_velocity: np.ndarray | None = None
    ego_angular_velocity: np.ndarray | None = None
    ego_id: int = 0
    encounters: Encounters = field(default_factory=Encounters.none)
