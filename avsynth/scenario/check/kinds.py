"""What an expression is: a quantity of some dimension, a truth, a text, an actor, a road or a part of one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from avsynth.scenario.dimensions import DIMENSIONS, Dimension, spoken, with_units


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of an expression; `dimension` is None for a quantity in SI of whatever is expected.

    `many` says that it is one value for each of several actors.
    """

    word: str
    dimension: Dimension | None = None
    many: bool = False

    @property
    def text(self) -> str:
        """The kind with its article."""
        if self.word == "quantity":
            return spoken(self.dimension) if self.dimension is not None else "a number"
        return _TEXTS[self.word]

    @property
    def is_any(self) -> bool:
        """Whether nothing is known of it, since it is wrong already."""
        return self.word == "any"

    @property
    def one(self) -> Kind:
        """The same kind of one value."""
        return replace(self, many=False)


ANY = Kind("any")
TRUTH = Kind("truth")
TEXT = Kind("text")
ACTOR = Kind("actor")
SENSOR = Kind("sensor")
ROAD = Kind("road")
LEG = Kind("leg")
LANE = Kind("lane")
CROSSWALK = Kind("crosswalk")
REGION = Kind("region")
AREA = Kind("area")
LIST = Kind("list")
#: Something of the template that stands for its own name.
NAMED = (ACTOR, ROAD, LEG, LANE, CROSSWALK)

_TEXTS = {
    "any": "something",
    "truth": "a truth (true or false)",
    "text": "a text",
    "actor": "an actor",
    "sensor": "a sensor",
    "road": "a road",
    "leg": "a leg of a junction",
    "lane": "a lane",
    "crosswalk": "a crosswalk",
    "region": "a region",
    "area": "an area",
    "behavior": "a behavior",
    "list": "a list",
    "range": "a range",
    "table": "a table",
    "body": "a block of settings",
    "section": "a cross-section of lanes",
    "route": "a route",
}


def quantity(dimension: Dimension | None) -> Kind:
    """Return the kind of quantities of `dimension`."""
    return Kind("quantity", dimension)


def quantity_named(name: str) -> Kind:
    """Return the kind of quantities of the dimension called `name`."""
    return quantity(DIMENSIONS[name])


def expected_text(dimension: Dimension) -> str:
    """Return what is expected where a quantity of `dimension` belongs."""
    return with_units(dimension)
