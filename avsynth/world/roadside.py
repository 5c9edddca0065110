"""What lines a road, by style: rows of things at given distances from its outer edge. Data, no geometry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

#: Which way the front (x) of a thing looks: square to the road, towards the traffic on its side, or anywhere.
Facing = Literal["road", "traffic", "any"]


class Choice(NamedTuple):
    """A word of the ACTORS registry, how often it is chosen, and fields that are given."""

    kind: str
    weight: float = 1.0
    fields: tuple[tuple[str, object], ...] = ()


#: From where a thing is set back: outwards from the road's outer edge, inwards from it, or outwards from the kerb.
Line = Literal["edge", "pavement", "kerb"]


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of row along the outer edges of the roads.

    Parameters
    ----------
    name : str
        Address of its random choices.
    choices : tuple of Choice
    line : str
    setback : (float, float) [m]
        Range of the free distance from that line; of a thing whose `solid` share is below 1, of its trunk.
    gap : (float, float) [m]
        Range of the free distance between two things of the row.
    facing : str
    chance : float [1]
        Share of the places that are taken; where none is, the row goes on after `skip` metres.
    skip : (float, float) [m]
    solid : float [1]
        Share of the footprint that must be free: the trunk of a tree, the whole of a building.
    variants : int
        How many different shapes of each kind there are.
    leans : bool
        Whether the things lean with the slope of the line, as rails and fences do.
    slim : bool
        Whether drivers see past them, as past lamps, signs and the trunks of trees at the kerb.
    """

    name: str
    choices: tuple[Choice, ...]
    line: Line
    setback: tuple[float, float]
    gap: tuple[float, float]
    facing: Facing = "road"
    chance: float = 1.0
    skip: tuple[float, float] = (3.0, 10.0)
    solid: float = 1.0
    variants: int = 6
    leans: bool = False
    share: float = 1.0
    wires: bool = False
    slim: bool = False


#: Shares of a tree's or bush's extent that stand on the ground.
TRUNK, SHRUB = 0.15, 0.6
TREE, BUSH, BARE = Choice("tree"), Choice("bush"), Choice("bare_shrub", 0.6)
HEDGE, FENCE, WALL = (Choice(kind, fields=(("length", 3.0),)) for kind in ("hedge", "fence", "wall"))
YARD_FENCE = Choice("fence", fields=(("length", 3.0), ("style", "mesh"), ("height", 2.0)))
RAILING = Choice("fence", fields=(("length", 3.0), ("style", "railing"), ("height", 1.2)))
BOUNDARY = (FENCE, RAILING, HEDGE, WALL)
RAIL = Choice("guard_rail", fields=(("length", 12.0),))
BARRIER = Choice("noise_barrier", fields=(("length", 12.0),))
SHOPS = Choice("building", fields=(("ground", "shops"),))
LITTLE = (Choice("bin", 3.0), Choice("bench"), Choice("parked_bicycles", 2.0))
#: Overhead lines stand on one side of some streets.
POLES = Row(
    "poles", (Choice("utility_pole"),), "edge", (0.2, 0.3), (28.0, 34.0), solid=0.2, variants=3, share=0.4, wires=True
)


def _bollards(chance: float, skip: tuple[float, float]) -> Row:
    """Return bollards along the kerb, with gaps of `skip` [m]."""
    fields = {"variants": 1, "slim": True}
    return Row("bollards", (Choice("bollard"),), "kerb", (0.25, 0.3), (1.4, 1.6), "any", chance, skip, **fields)


URBAN = (
    Row("lamps", (Choice("street_lamp"),), "pavement", (0.1, 0.1), (24.0, 30.0), variants=1, slim=True),
    Row("signs", (Choice("traffic_sign"),), "kerb", (0.35, 0.45), (14.0, 40.0), "traffic", 0.8, slim=True),
    Row("front", (Choice("building"),), "edge", (0.0, 0.4), (0.0, 0.0), chance=0.88, skip=(3.0, 9.0), variants=10),
    Row("street trees", (TREE,), "kerb", (0.55, 0.65), (9.0, 18.0), "any", 0.3, (10.0, 40.0), 0.06, 5, slim=True),
    _bollards(0.6, (8.0, 50.0)),
    Row("stops", (Choice("bus_stop"),), "pavement", (0.05, 0.1), (120.0, 260.0), chance=0.8, variants=2),
    Row("furniture", LITTLE, "pavement", (0.05, 0.1), (8.0, 30.0), variants=3),
    Row(
        "gaps",
        (FENCE, RAILING, HEDGE, WALL),
        "edge",
        (0.1, 0.2),
        (0.0, 0.0),
        "road",
        0.75,
        (1.0, 2.0),
        variants=3,
        leans=True,
    ),
    Row("gap trees", (TREE, BUSH, BARE), "edge", (1.5, 8.0), (1.0, 4.0), "any", 0.8, (1.0, 4.0), TRUNK),
    Row("back", (Choice("building"),), "edge", (17.0, 24.0), (2.0, 10.0), chance=0.75, skip=(4.0, 12.0), variants=10),
)

SUBURB = (
    POLES,
    Row("lamps", (Choice("street_lamp"),), "pavement", (0.1, 0.1), (26.0, 34.0), variants=1, slim=True),
    Row("signs", (Choice("traffic_sign"),), "kerb", (0.35, 0.45), (30.0, 70.0), "traffic", 0.8, slim=True),
    Row("houses", (Choice("house"),), "edge", (4.0, 7.5), (2.5, 7.0), chance=0.96, skip=(4.0, 8.0), variants=8),
    Row(
        "boundary",
        (
            HEDGE._replace(weight=4.0),
            FENCE._replace(weight=3.0),
            RAILING._replace(weight=1.5),
            WALL._replace(weight=1.5),
        ),
        "edge",
        (0.1, 0.2),
        (0.0, 0.0),
        chance=0.9,
        skip=(2.5, 4.0),
        variants=3,
        leans=True,
    ),
    Row("stops", (Choice("bus_stop"),), "pavement", (0.05, 0.1), (180.0, 400.0), chance=0.7, variants=2),
    Row("bins", (Choice("bin"),), "pavement", (0.05, 0.1), (15.0, 50.0), variants=3),
    Row("shrubs", (BUSH, BARE), "edge", (1.2, 2.5), (0.5, 4.0), "any", 0.7, (2.0, 8.0), SHRUB, 8),
    Row("front trees", (TREE,), "edge", (2.0, 4.5), (2.0, 9.0), "any", 0.8, (2.0, 10.0), TRUNK, 8),
    Row("behind", (Choice("house"),), "edge", (22.0, 28.0), (3.0, 9.0), chance=0.7, variants=8),
    Row("back trees", (TREE,), "edge", (15.0, 34.0), (2.0, 6.0), "any", 0.9, (2.0, 6.0), TRUNK, 8),
)

#: Houses wall to wall, shops below, little green.
OLD_TOWN = (
    Row("lamps", (Choice("street_lamp"),), "pavement", (0.1, 0.1), (18.0, 24.0), variants=1, slim=True),
    Row("signs", (Choice("traffic_sign"),), "kerb", (0.35, 0.45), (12.0, 30.0), "traffic", 0.8, slim=True),
    _bollards(0.85, (3.0, 12.0)),
    Row("front", (SHOPS._replace(weight=2.0), Choice("building")), "edge", (0.0, 0.15), (0.0, 0.0), variants=10),
    Row("furniture", LITTLE, "pavement", (0.05, 0.1), (5.0, 16.0), variants=4),
    Row("back", (Choice("building"),), "edge", (14.0, 18.0), (0.0, 5.0), variants=10),
)

#: Halls in yards behind fences, containers, hardly a tree.
INDUSTRIAL = (
    POLES,
    Row("lamps", (Choice("street_lamp"),), "pavement", (0.1, 0.1), (30.0, 40.0), variants=1, slim=True),
    Row("signs", (Choice("traffic_sign"),), "kerb", (0.35, 0.45), (40.0, 90.0), "traffic", 0.8, slim=True),
    Row("stops", (Choice("bus_stop"),), "pavement", (0.05, 0.1), (250.0, 500.0), chance=0.6, variants=2),
    Row(
        "boundary",
        (YARD_FENCE, HEDGE._replace(weight=0.1)),
        "edge",
        (0.1, 0.2),
        (0.0, 0.0),
        chance=0.93,
        skip=(5.0, 9.0),
        variants=3,
        leans=True,
    ),
    Row("halls", (Choice("hall"),), "edge", (9.0, 16.0), (6.0, 20.0), chance=0.9, skip=(10.0, 30.0), variants=6),
    Row("yard", (Choice("container"),), "edge", (2.0, 6.0), (3.0, 25.0), "any", 0.5, (6.0, 30.0), variants=8),
    Row("trees", (TREE, BUSH, BARE), "edge", (1.2, 5.0), (8.0, 40.0), "any", 0.5, (10.0, 60.0), TRUNK),
    Row("back", (Choice("hall"),), "edge", (48.0, 60.0), (4.0, 25.0), chance=0.8, variants=6),
    Row("far trees", (TREE,), "edge", (70.0, 90.0), (1.0, 5.0), "any", 0.9, (4.0, 20.0), TRUNK, 8),
)

HIGHWAY = (
    Row("rail", (RAIL,), "edge", (0.3, 0.3), (0.0, 0.0), variants=1, leans=True),
    Row("signs", (Choice("traffic_sign"),), "edge", (1.4, 2.0), (60.0, 120.0), "traffic", 0.9),
    Row("barrier", (BARRIER,), "edge", (3.0, 3.0), (0.0, 0.0), chance=0.93, skip=(30.0, 150.0), variants=2, leans=True),
    Row(
        "verge",
        (BUSH, BARE._replace(weight=1.0), TREE),
        "edge",
        (4.0, 9.0),
        (1.0, 6.0),
        "any",
        0.8,
        (3.0, 18.0),
        SHRUB,
        8,
    ),
    Row("wood", (TREE, BUSH._replace(weight=0.2)), "edge", (10.0, 18.0), (1.0, 6.0), "any", 0.9, (4.0, 30.0), TRUNK, 8),
    Row("far wood", (TREE,), "edge", (22.0, 45.0), (1.0, 6.0), "any", 0.9, (4.0, 20.0), TRUNK, 8),
)

#: Rows by `Environment.surroundings`, the most important first: where two want the same place, the first has it.
STYLES: dict[str, tuple[Row, ...]] = {
    "urban": URBAN,
    "old_town": OLD_TOWN,
    "suburb": SUBURB,
    "industrial": INDUSTRIAL,
    "highway": HIGHWAY,
    "none": (),
}

#: What closes the view where a road runs out of sight.
CLOSURE = Row("closure", (TREE, BUSH), "edge", (4.0, 14.0), (0.2, 1.0), "any", 1.0, (1.0, 2.0), TRUNK, 8)
#: What stands on green strips inside the roads: rails between carriageways of highways, else trees and bushes.
MEDIAN = Row("median", (RAIL,), "pavement", (0.0, 0.0), (0.0, 0.0), variants=1, leans=True)
GREEN = Row("green", (TREE, BUSH), "pavement", (-0.5, -0.3), (3.0, 9.0), "any", 0.7, (3.0, 9.0), TRUNK, 8)


def median_row(style: str) -> Row:
    """Return what stands on green strips inside the roads of a style."""
    return MEDIAN if style == "highway" else GREEN
