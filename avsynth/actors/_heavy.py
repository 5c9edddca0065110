"""The fields that all heavy vehicles have, and how these are drawn. Their parts are in `_heavy_parts`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

from avsynth.actors._vehicle import FRONT_DOORS, LAMP_ACTS, Sizes, Vehicle, sized
from avsynth.core.config import Config
from avsynth.core.seed import Stream


class HeavyShape(Config):
    """What the mesh of every heavy vehicle depends on; kinds add to it, and where their axles are."""

    length: float
    width: float
    height: float
    driver: bool
    openable: bool


class Heavy(Vehicle):
    """A vehicle that is built in one style but in many sizes, paints and liveries."""

    acts: ClassVar[Mapping[str, str]] = {**LAMP_ACTS, **FRONT_DOORS}
    #: Means and spreads of its size.
    sizes: ClassVar[Sizes]
    #: Share of each paint.
    paints: ClassVar[Mapping[str, float]]

    def dressed(self, stream: Stream) -> Self:
        """Return the vehicle with size, paint, lamps and its own choices drawn."""
        return sized(self, self.sizes, self.paints, stream).model_copy(update=self._choices(stream))

    def _choices(self, stream: Stream) -> dict[str, object]:
        """Return the open fields that a kind has besides, drawn from `stream`."""
        return {}
