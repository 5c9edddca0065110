"""What is below the load of a truck or trailer: frame, axles, tanks, side guards, lamps and plate behind."""

from __future__ import annotations

from collections.abc import Mapping

from avsynth.actors._heavy_parts import SLOT, axle_beams, mudguard, pair, tail_lamp
from avsynth.catalog.faces import plate_at
from avsynth.catalog.finishing import Piece
from avsynth.catalog.shapes import Shape, both_sides, box, cylinder, merged, rounded_box
from avsynth.catalog.wheels import about_y, axle, road_wheel
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint

#: Width of a tyre and of twin tyres [m].
TYRE, TWIN = 0.30, 0.56


def rear_end(rear: float, half: float, floor: float) -> Shape:
    """Return lamps, plate and the bar that keeps cars from driving under."""
    z = floor - 0.26
    bar = box(0.08, 2 * half - 0.1, 0.12, SLOT["rim"]).moved(rear + 0.10, 0, 0.52)
    struts = both_sides(box(0.08, 0.08, floor - 0.62, SLOT["underbody"]).moved(rear + 0.12, 0.45, 0.5 * floor + 0.24))
    return merged([pair(tail_lamp(rear + 0.02, half - 0.28, z)), bar, struts, plate_at(rear + 0.02, z, -1)])


def frame(front: float, rear: float, floor: float) -> Shape:
    """Return the two rails from x = `front` to `rear` [m] below a floor."""
    rail = box(front - rear, 0.09, 0.26, SLOT["underbody"]).moved((front + rear) / 2, 0.40, floor - 0.28)
    return both_sides(rail)


def between_axles(front: float, rear: float, half: float) -> Shape:
    """Return tank, battery box and side guards between x = `front` and `rear` < `front` [m]."""
    long, middle = front - rear, (front + rear) / 2
    if long < 1.0:
        return merged([])
    tank = rounded_box(min(1.4, 0.5 * long), 0.55, 0.55, 0.10, SLOT["chrome"])
    parts = [
        tank.moved(front - 0.75, half - 0.34, 0.68),
        box(0.8, 0.5, 0.45, SLOT["trim"]).moved(front - 0.55, 0.34 - half, 0.70),
        about_y(cylinder(0.13, 0.9, 8, SLOT["steel"])).turned((0, 0, 1), 1.5708).moved(rear + 0.6, 0.3, 0.75),
    ]
    parts += [both_sides(box(long, 0.03, 0.10, SLOT["rim"]).moved(middle, half - 0.04, z)) for z in (0.50, 0.80)]
    posts = [box(0.05, 0.04, 0.60, SLOT["rim"]).moved(x, half - 0.08, 0.78) for x in (front - 0.2, middle, rear + 0.2)]
    return merged([*parts, both_sides(merged(posts))])


def guards(axles: Mapping[str, float], half: float, radius: float) -> Shape:
    """Return axle beams, and mudguards and flaps behind all wheels but the front ones."""
    parts = [axle_beams(axles, half, radius)]
    others = {name: x for name, x in axles.items() if name != "front"}
    parts += [both_sides(mudguard(x, half - 0.02, radius, TWIN)) for x in others.values()]
    last = min(others.values())
    flap = box(0.02, 0.5, 0.55, SLOT["trim"]).moved(last - radius - 0.16, half - 0.30, 0.55)
    return merged([*parts, both_sides(flap)])


def truck_wheels(
    axles: Mapping[str, float], half: float, radius: float, category: Category, joints: tuple[Joint, ...] = ()
) -> list[Piece]:
    """Return the wheels of all axles, single ones where they are called "front" or "…_single", under `joints`."""
    pieces = []
    for name, x in axles.items():
        single = name == "front" or name.endswith("_single")
        wide = TYRE if single else TWIN
        wheel = road_wheel(radius, wide, ("truck", 10), SLOT)
        pieces += axle((x, half - 0.03, radius), wide, wheel, name, category, under=joints)
    return pieces
