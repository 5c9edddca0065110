"""The fields that all cars and vans have, and how these are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

from pydantic import Field, field_validator

from avsynth.actors._choice import chosen
from avsynth.actors._service import SERVICES
from avsynth.actors._vehicle import StyleRow, Vehicle, sized
from avsynth.catalog.materials import MaterialName
from avsynth.core.errors import did_you_mean
from avsynth.core.seed import Stream

#: Number of designs of one style.
VARIANTS = 10_000


class Motorcar(Vehicle):
    """A vehicle that comes in several styles, each in thousands of designs."""

    #: Of each style: its share, and mean and spread of length, width over the mirrors and height of the roof [m].
    styles: ClassVar[Mapping[str, StyleRow]]
    #: Share of each paint.
    paints: ClassVar[Mapping[str, float]]
    #: What it does service as: a word of `_service.SERVICES`.
    service: ClassVar[str] = "private"

    style: str | None = Field(None, description="Shape of the body.")
    variant: int | None = Field(None, ge=0, lt=VARIANTS, description="Number of the design: face, lamps, curves.")

    livery: MaterialName | None = Field(None, description="Material of the broad stripes of a police car or ambulance.")

    @field_validator("style")
    @classmethod
    def _known_style(cls, word: str | None) -> str | None:
        if word is not None and word not in cls.styles:
            hint = did_you_mean(word, cls.styles) or f"; known: {', '.join(cls.styles)}"
            raise ValueError(f"unknown style {word!r}{hint}")
        return word

    def dressed(self, stream: Stream) -> Self:
        """Return the vehicle with style, size, paint, lamps and design drawn where they are open."""
        style = self.style or chosen({name: row[0] for name, row in self.styles.items()}, stream.child("style"))
        length, width, (height, spread) = self.styles[style][1:]
        rise = SERVICES[self.service].rise
        given = sized(self, (length, width, (height + rise, spread)), self.paints, stream)
        variant = int(stream.rng("variant").integers(VARIANTS)) if self.variant is None else self.variant
        return given.model_copy(update={"style": style, "variant": variant, "livery": self._striped(stream)})

    def _striped(self, stream: Stream) -> str | None:
        """Return the material of the stripes, drawn where it is open; none where it has no stripes."""
        liveries = SERVICES[self.service].liveries
        return self.livery or (chosen(liveries, stream.child("livery")) if liveries else None)

    def _painted(self) -> dict[str, str]:
        """Return the materials of paint, roof and stripes."""
        stripes = {"livery": self.livery} if self.livery else {}
        return {"paint": self.paint, "roof": self.paint, **stripes}
