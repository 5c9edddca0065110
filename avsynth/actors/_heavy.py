"""The fields that all heavy vehicles have, and how these are drawn. Their parts are in `_heavy_parts`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Self

from pydantic import Field, ValidationInfo, field_validator

from avsynth.actors._vehicle import FRONT_DOORS, LAMP_ACTS, Lights, lamps, sized
from avsynth.catalog.materials import MaterialName
from avsynth.contracts import Actor, Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Length

#: Of length, width over the mirrors and height [m]: mean and spread; smallest and largest.
Sizes = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]


class Heavy(Actor, ABC):
    """A vehicle that is built in one style but in many sizes, paints and liveries."""

    acts: ClassVar[Mapping[str, str]] = {**LAMP_ACTS, **FRONT_DOORS}
    #: Means and spreads of its size, and within what it can be made.
    sizes: ClassVar[Sizes]
    limits: ClassVar[Sizes]
    #: Share of each paint.
    paints: ClassVar[Mapping[str, float]]

    length: Length | None = Field(None, description="Over everything, stretched out [m].")
    width: Length | None = Field(None, description="Over the mirrors [m].")
    height: Length | None = Field(None, description="Over everything [m].")
    paint: MaterialName | None = Field(None, description="Material of the paint.")
    driver: bool = Field(True, description="Whether somebody sits at the wheel.")
    lights: Lights | None = Field(None, description="Lamps that burn.")
    openable: bool = Field(True, description="Whether doors are parts of their own, which can open.")

    @field_validator("length", "width", "height")
    @classmethod
    def _within_limits(cls, value: float | None, info: ValidationInfo) -> float | None:
        low, high = cls.limits[("length", "width", "height").index(info.field_name)]
        if value is not None and not low <= value <= high:
            raise ValueError(f"{value} m is no {info.field_name} of this kind; allowed: {low} to {high} m")
        return value

    def dressed(self, stream: Stream) -> Self:
        """Return the vehicle with size, paint, lamps and its own choices drawn."""
        return sized(self, self.sizes, self.paints, stream).model_copy(update=self._choices(stream))

    @abstractmethod
    def _choices(self, stream: Stream) -> dict[str, object]:
        """Return the open fields of its own, drawn from `stream`."""

    def lamps(self, motion: Motion) -> Mapping[str, str]:
        """Return the lamps that burn."""
        return lamps(self.lights, motion)
