"""What trucks that carry goods share: the kinds of load bodies, their materials, and paints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from avsynth.actors._choice import chosen
from avsynth.actors._heavy import Heavy
from avsynth.catalog.materials import MaterialName
from avsynth.core.seed import Stream

#: Words of `_truck_load.LOADS`.
Body = Literal["box", "curtain", "open", "tank", "container", "tipper"]

PAINTS = {
    "paint_white": 0.45,
    "paint_blue": 0.14,
    "paint_red": 0.12,
    "paint_silver": 0.08,
    "paint_yellow": 0.06,
    "paint_green": 0.07,
    "paint_orange": 0.08,
}
#: Materials of a load's outside, by its kind.
COVERS = {
    "tank": {"galvanised_steel": 0.6, "truck_box_white": 0.4},
    "container": {"paint_red_dark": 0.35, "paint_blue": 0.30, "truck_box_white": 0.15, "paint_green": 0.20},
    "tipper": {"paint_grey": 0.5, "paint_orange": 0.3, "paint_yellow": 0.2},
}
PLAIN_COVERS = {"truck_box_white": 0.6, "truck_tarp_blue": 0.2, "truck_tarp_grey": 0.2}


class Hauler(Heavy):
    """A truck that carries goods."""

    paints: ClassVar[Mapping[str, float]] = PAINTS
    #: Share of each kind of load body.
    bodies: ClassVar[Mapping[str, float]]

    body: Body | None = Field(None, description="What it carries its load in; 'tank' makes it a tanker.")
    cover: MaterialName | None = Field(None, description="Material of the load's outside.")

    def _choices(self, stream: Stream) -> dict[str, object]:
        """Return load body and cover."""
        body = self.body or chosen(self.bodies, stream.child("body"))
        return {"body": body, "cover": self.cover or chosen(COVERS.get(body, PLAIN_COVERS), stream.child("cover"))}

    def finish(self) -> Mapping[str, str]:
        """Return the colours of cab and load."""
        return {"paint": self.paint, "roof": self.paint, "cover": self.cover}
