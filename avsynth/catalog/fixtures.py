"""What stands out of a car's body: mirrors, antenna, roof rails, spoiler, wipers, exhaust, boards on the roof."""

from __future__ import annotations

import numpy as np

from avsynth.catalog.coachwork import SLOT, Coachwork, lid
from avsynth.catalog.curves import smooth
from avsynth.catalog.greenhouse import roof_height
from avsynth.catalog.shapes import Shape, both_sides, box, cylinder, loft, merged, rod, rounded_box, tube


def mirror(body: Coachwork, reach: float, *, tall: float = 0.125) -> Shape:
    """Return the left outside mirror, `reach` [m] beyond the widest part of the body."""
    x = body.cowl - 0.16
    belt = float(smooth(x, body.edge))
    y, z = body.width / 2 + reach, belt + 0.03 + tall / 2
    rows = ((-0.055, 0.88), (-0.04, 1.0), (0.02, 0.96), (0.055, 0.70), (0.075, 0.35))
    outline = np.array(
        [[-0.5, -0.42], [-0.44, -0.5], [0.38, -0.5], [0.5, -0.36], [0.5, 0.30], [0.40, 0.5], [-0.38, 0.5], [-0.5, 0.38]]
    )
    rings = [
        np.column_stack([np.full(8, dx), outline[:, 0] * 0.20 * size, outline[:, 1] * tall * size]) for dx, size in rows
    ]
    shell = loft(np.array(rings)[::-1], SLOT["paint"]).moved(x, y - 0.10, z)
    glass = box(0.004, 0.155, tall - 0.035, SLOT["mirror"]).moved(x - 0.057, y - 0.10, z)
    foot = rod(
        [x, y - 0.14, z - tall / 2 + 0.02], [x + 0.01, body.width / 2 * 0.90, belt + 0.01], 0.022, 6, SLOT["trim"]
    )
    return merged([shell, glass, foot])


def roof_rails(body: Coachwork) -> Shape:
    """Return both rails along the roof of an estate."""
    x = np.linspace(body.roof_front - 0.25, body.roof_rear + 0.15, 7)
    edge = smooth(x, body.roof)
    lift = 0.012 + 0.035 * np.clip(np.minimum(x[0] - x, x - x[-1]) / 0.15, 0, 1)
    path = np.column_stack([x, np.full(7, body.rail * 0.93), edge + lift])
    return both_sides(tube(path, 0.014, 6, SLOT["chrome"]))


def fin_antenna(body: Coachwork) -> Shape:
    """Return a fin on the rear of the roof."""
    x = body.roof_rear + 0.30
    z = float(roof_height(body, np.array(x)))
    rows = ((0.0, 0.12, 0.028), (0.03, 0.07, 0.016), (0.055, 0.02, 0.006))
    ring = np.array([[-1, 0], [0, -1], [1, 0], [0, 1]]) * 0.5
    rings = [
        np.column_stack([ring[:, 0] * long - 0.5 * up, ring[:, 1] * wide, np.full(4, up)]) for up, long, wide in rows
    ]
    return loft(np.array(rings), SLOT["trim"], caps=(False, True)).moved(x, 0, z - 0.006)


def rod_antenna(body: Coachwork, *, front: bool) -> Shape:
    """Return a short rod on the roof, at its front or rear, leaning back."""
    x = body.roof_front - 0.12 if front else body.roof_rear + 0.18
    z = float(roof_height(body, np.array(x)))
    return rod([x, 0, z - 0.005], [x - 0.18, 0, z + 0.20], 0.004, 4, SLOT["trim"])


def spoiler(body: Coachwork) -> Shape:
    """Return a lip over the rear window, with the third brake lamp in it."""
    x, half = body.roof_rear, body.rail * 0.84
    z = float(smooth(x, body.roof)) + 0.45 * body.crown
    wing = rounded_box(0.22, 2 * half, 0.032, 0.014, SLOT["paint"], steps=1).turned((0, 1, 0), -0.12)
    lamp = box(0.006, 0.30, 0.014, SLOT["brake_lamp"]).moved(-0.112, 0, -0.016)
    return merged([wing, lamp]).moved(x - 0.03, 0, z - 0.006)


def high_brake_lamp(body: Coachwork) -> Shape:
    """Return the third brake lamp behind the upper edge of the rear window."""
    x, z = body.roof_rear - 0.05, float(smooth(body.roof_rear, body.roof)) - 0.012
    return box(0.02, 0.26, 0.02, SLOT["brake_lamp"]).moved(x, 0, z)


def wipers(body: Coachwork) -> Shape:
    """Return both arms at rest on the windscreen's lower edge."""
    arms = []
    for y0, y1 in ((0.52, -0.02), (-0.06, -0.58)):
        start, stop = (lid(body, np.array(body.cowl + 0.06), np.array(y * body.width / 2)) for y in (y0, y1))
        first, last = start + np.array([0.03, 0, 0.014]), stop + np.array([0.01, 0, 0.045])
        arms.append(rod(first, last, 0.009, 4, SLOT["trim"]))
    return merged(arms)


def exhaust(body: Coachwork) -> Shape:
    """Return the end of the exhaust pipe below the rear bumper."""
    pipe = cylinder(0.03, 0.16, 8, SLOT["chrome"]).turned((0, 1, 0), np.pi / 2)
    return pipe.moved(0.09 - body.length / 2, -0.28 * body.width, body.clearance + 0.05)


def taxi_sign(body: Coachwork) -> Shape:
    """Return the board on the roof of a taxi."""
    x = body.roof_front - 0.42
    z = float(roof_height(body, np.array(x)))
    return rounded_box(0.14, 0.40, 0.12, 0.03, SLOT["plate"], steps=1).moved(x, 0, z + 0.065)


def light_bar(body: Coachwork) -> Shape:
    """Return the bar with beacons across the roof of a car or van in service."""
    x = body.roof_front - 0.42
    z, wide = float(roof_height(body, np.array(x))), 1.70 * body.rail
    lens = rounded_box(0.26, 0.36 * wide, 0.085, 0.03, SLOT["beacon"], steps=1).moved(y=0.31 * wide)
    middle = rounded_box(0.24, 0.26 * wide, 0.075, 0.02, SLOT["trim"], steps=1)
    return merged([both_sides(lens), middle, box(0.12, 0.9 * wide, 0.05, SLOT["trim"]).moved(z=-0.05)]).moved(
        x, 0, z + 0.065
    )


def rear_beacons(body: Coachwork) -> Shape:
    """Return two beacons at the rear edge of a roof."""
    x = body.roof_rear + 0.16
    z = float(roof_height(body, np.array(x)))
    lens = rounded_box(0.20, 0.16, 0.10, 0.03, SLOT["beacon"], steps=1)
    return both_sides(lens.moved(x, 0.72 * body.rail, z + 0.03))
