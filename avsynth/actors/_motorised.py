"""What motorcycles and mopeds share: a rider in a helmet, lamps, two wheels and a handlebar that steers."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from avsynth.actors._body import Figure
from avsynth.actors._motorcycle_parts import FINISH, lit, wheel
from avsynth.actors._mounted import Mounted, leaning
from avsynth.actors._rider import Seat, seated
from avsynth.actors._steering import Bar, balanced
from avsynth.actors._vehicle import LAMP_ACTS
from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.shapes import Shape, merged
from avsynth.contracts import Motion
from avsynth.core.config import Config
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

CATEGORY = Category.MOTORCYCLIST


@dataclass(frozen=True, slots=True)
class Running:
    """Wheels and steering of a machine.

    Parameters
    ----------
    radius : float [m]
        Of both wheels.
    front, rear : float [m]
        x of the axles.
    tyres : (float, float) [m]
        Their widths, front and rear.
    head : (x, z) [m]
    rake : float [rad]
        A point of the axis about which it steers, and how far that leans back.
    """

    radius: float
    front: float
    rear: float
    tyres: tuple[float, float]
    head: tuple[float, float]
    rake: float

    @property
    def bar(self) -> Bar:
        """Its steering."""
        return Bar(self.head, self.rake, self.front - self.rear)


class Motorised(Mounted):
    """A person riding a machine with a motor."""

    category: ClassVar[Category] = CATEGORY
    acts: ClassVar[Mapping[str, str]] = LAMP_ACTS
    helmet_share: ClassVar[float] = 1.0
    headwear: ClassVar[str] = "full_helmet"
    #: Its wheels and steering.
    running: ClassVar[Running]

    @abstractmethod
    def seat(self) -> Seat:
        """Return how the rider sits."""

    def lamps(self, motion: Motion) -> Mapping[str, str]:
        """Return the lamps that burn: the headlamp by day too."""
        return lit("low", motion)

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how far it leans and steers, its wheels have rolled, and how the arms go with the bar."""
        wheels = {"wheel": motion.distance / self.running.radius}
        return wheels | balanced(self.sitter(), self.seat(), self.running.bar, motion)


def machine(
    kind: str, parameters: Config, rider: tuple[Figure, Seat], running: Running, shapes: tuple[Sequence[Shape], ...]
) -> Model:
    """Return the model of a machine and its rider; `shapes` are those that are fixed and those that steer."""
    fixed, steered = shapes
    steer = (running.bar.joint,)
    front = wheel(running.radius, running.tyres[0], "front", running.front, CATEGORY)
    pieces = [
        Piece("machine", merged(fixed), CATEGORY),
        Piece("steering", merged(steered), CATEGORY, steer),
        replace(front, joints=(*steer, *front.joints)),
        wheel(running.radius, running.tyres[1], "rear", running.rear, CATEGORY),
        *seated(rider[0], CATEGORY, rider[1]),
    ]
    return model(kind, parameters, leaning(pieces, sum(running.tyres) / 2), FINISH)
