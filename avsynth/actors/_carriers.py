"""What bicycles carry: a rack, panniers, a basket before the bar, a child's seat with a child."""

from __future__ import annotations

from avsynth.actors import _bicycle
from avsynth.actors._body import Figure
from avsynth.actors._rider import Seat, seated
from avsynth.catalog.shapes import Shape, both_sides, box, merged, rod, rounded_box
from avsynth.datatypes.category import Category

#: Share of what is carried; "rack" is an empty one.
CARRIERS = {"none": 0.42, "rack": 0.25, "panniers": 0.15, "basket": 0.13, "child_seat": 0.05}
#: Height of a rack, x of its front and rear [m].
RACK, RACK_FRONT, RACK_REAR = 0.745, -0.36, -0.80
#: Who sits in a child's seat: up to 22 kg by EN 14344, so about three years old; where its hips and ankles are [m].
CHILD = Figure(height=0.95, age=3.0, figure="female", outfit="jacket", haircut="none", headwear="helmet")
HIPS, ANKLE, GRIP = (-0.62, 0.93), (-0.46, 0.64), (-0.44, 0.09, 1.06)


def behind(carrier: str, slot: dict[str, int]) -> list[Shape]:
    """Return what is over and beside the rear wheel."""
    if carrier == "panniers":
        bag = rounded_box(0.30, 0.13, 0.36, 0.03, slot["bag"]).moved(-0.60, 0.145, 0.55)
        return [_rack(slot), both_sides(bag)]
    if carrier == "child_seat":
        return [_rack(slot), _child_seat(slot)]
    return [_rack(slot)] if carrier == "rack" else []


def ahead(carrier: str, slot: dict[str, int]) -> list[Shape]:
    """Return what hangs before the handlebar and turns with it."""
    if carrier != "basket":
        return []
    x, z, metal = 0.53, 0.90, slot["metal"]
    rails = []
    for level, long, wide in ((-0.11, 0.24, 0.28), (-0.02, 0.27, 0.32), (0.10, 0.30, 0.36)):
        corners = [(x + sx * long / 2, sy * wide / 2, z + level) for sx, sy in ((1, 1), (1, -1), (-1, -1), (-1, 1))]
        rails += [rod(a, b, 0.005, 4, metal) for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)]
    for s in (-1, 1):
        rails += [rod((x + e * 0.12, s * w, z - 0.11), (x + e * 0.15, s * v, z + 0.10), 0.004, 4, metal)
                  for e in (-1, 0, 1) for w, v in ((0.14, 0.18), (0.06, 0.08))]  # fmt: skip
    floor = box(0.24, 0.28, 0.006, slot["saddle"]).moved(x, 0, z - 0.11)
    return [*rails, floor, rod((0.36, 0, 0.93), (x - 0.13, 0, z), 0.008, 5, metal)]


def _rack(slot: dict[str, int]) -> Shape:
    """Return a rack of rods over the rear wheel, on stays to its axle."""
    metal, long = slot["metal"], (RACK_FRONT, RACK_REAR)
    rails = [rod((long[0], y, RACK), (long[1], y, RACK), 0.006, 5, metal) for y in (-0.055, 0.0, 0.055)]
    rails += [rod((x, -0.055, RACK), (x, 0.055, RACK), 0.006, 5, metal) for x in (*long, -0.58)]
    stay = rod((_bicycle.REAR_AXLE, 0.06, _bicycle.WHEEL_RADIUS), (-0.62, 0.055, RACK), 0.006, 5, metal)
    return merged([*rails, both_sides(stay)])


def _child_seat(slot: dict[str, int]) -> Shape:
    """Return a shell behind the saddle with the child in it."""
    x, z = HIPS
    shell = [
        rounded_box(0.30, 0.30, 0.06, 0.02, slot["saddle"], steps=1).moved(x + 0.02, 0, z - 0.10),
        rounded_box(0.05, 0.30, 0.52, 0.02, slot["saddle"], steps=1)
        .turned((0, 1, 0), -0.15)
        .moved(x - 0.15, 0, z + 0.14),
        both_sides(rounded_box(0.12, 0.03, 0.32, 0.01, slot["saddle"], steps=1).moved(ANKLE[0] - 0.02, 0.13, z - 0.20)),
        rod((x, 0, RACK), (x, 0, z - 0.10), 0.02, 6, slot["metal"]),
    ]
    seat = Seat(HIPS, -0.05, GRIP, {"left": ANKLE, "right": ANKLE}, 0.10)
    return merged([*shell, *(piece.shape for piece in seated(CHILD, Category.CYCLIST, seat))])
