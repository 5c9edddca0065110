"""Moves: what an action becomes, and what is known of an entity when it begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from avsynth.core.xml import Element, Fault
from avsynth.datatypes.network import RoadNetwork
from avsynth.openscenario._asked import one_of
from avsynth.openscenario._entities import Entity
from avsynth.openscenario._positions import Place

#: Courses of changes; how they look between their ends is our drivers'.
SHAPES = ("linear", "cubic", "sinusoidal", "step")


@dataclass(frozen=True)
class Known:
    """What actions may refer to.

    Parameters
    ----------
    entities : mapping
        By the names of the file.
    network : RoadNetwork
    speeds : mapping
        Speeds [m/s] of those entities that keep theirs, by the names of the file.
    places : mapping
        Places at the start of those that keep their lane.
    starts, still : mapping
        Places of all at the start, and of those that stay there.
    """

    entities: Mapping[str, Entity]
    network: RoadNetwork
    speeds: Mapping[str, float]
    places: Mapping[str, Place]
    starts: Mapping[str, Place] = field(default_factory=dict)
    still: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """What is known of an entity when its next action begins.

    Parameters
    ----------
    entity : Entity
    known : Known
    speed : float, optional [m/s]
        None if it is not known.
    start : Place
    lane : int
        Number of its lane, 0 if not known.
    offset : float [m]
        To the left of the middle of the lane.
    goal : str
        The last road of its route; empty if it has none.
    is_start : bool
        Whether the run begins then.
    is_driven : bool
        Whether a controller drives it at the start.
    """

    entity: Entity
    known: Known
    speed: float | None
    start: Place
    lane: int
    offset: float
    goal: str = ""
    is_start: bool = False
    is_driven: bool = False

    @property
    def there(self) -> Mapping[str, Place]:
        """Where others are for certain when the action begins."""
        return self.known.starts if self.is_start else self.known.still


@dataclass(frozen=True, slots=True)
class Move:
    """What an action becomes.

    Parameters
    ----------
    steps : tuple of str
        One after the other; the last one's end is that of the action.
    stays : str
        The step from then on; empty if that is what was done before.
    note : str
        What it does otherwise than the file says.
    """

    steps: tuple[str, ...]
    stays: str = ""
    note: str = ""


def dynamics_of(said: Element) -> Element:
    """Return how fast an action goes."""
    found = said.first(f"{said.tag}Dynamics")
    if found is None:
        raise Fault(said.line, f"<{said.tag}> has no <{said.tag}Dynamics>")
    one_of(found, "dynamicsShape", SHAPES)
    return found


_CONSTRAINTS = ("maxAcceleration", "maxDeceleration", "maxSpeed", "maxAccelerationRate", "maxDecelerationRate")


def limits_of(said: Element) -> Mapping[str, float]:
    """Return the dynamic constraints of an action that it has [m/s, m/s², m/s³]."""
    holder = said.first("DynamicConstraints")
    found = {} if holder is None else {word: holder.number(word, 0.0) for word in _CONSTRAINTS}
    wrong = next((word for word, value in found.items() if value < 0), None)
    if wrong is not None:
        raise Fault(holder.line, f"<DynamicConstraints {wrong}=…>: limits are greater than 0")
    return {word: value for word, value in found.items() if value > 0}
