"""A place on something that moves or lies: on the side of an actor, or along a road."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from avsynth.core.config import Config


class Point(Config):
    """A place such as ``ego.front(0.3)``, on the side of an actor, or ``main.s(420 m)``, along a road."""

    of: str = Field(description="The actor or road.")
    where: Literal["front", "rear", "left", "right", "s"]
    value: float = Field(description="Share of a side, from its left or front end [1]; for 's' the station [m].")


#: The sides of an actor that have points; and the word for a station of a road.
SIDES, STATION = ("front", "rear", "left", "right"), "s"
