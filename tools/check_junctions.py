"""Check random junctions with a foreign library: ``python tools/check_junctions.py -n 500`` (needs shapely, extra dev).

Of each junction: no hole and no overlap in its ground seen from above, finite numbers, every link drivable, on asphalt
and at its height, and how long it takes to build.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass, field

import numpy as np
import shapely
from random_junctions import random_junction

from avsynth.contracts import ROADS, RoadPlan
from avsynth.core.errors import ConfigError
from avsynth.datatypes.network import RoadNetwork

#: Slots that are ground, not paint on it.
GROUND = ("asphalt", "concrete_kerb", "pavement", "grass", "paving_red")
CARRIAGEWAY = ("asphalt", "paving_red")
#: Kerbs of tilted roads lean, so that seen from above they reach over their foot.
LEVEL = tuple(slot for slot in GROUND if slot != "concrete_kerb")
#: Beyond this distance from the middle, and this near to the outline, no hole is looked for [m].
REACH, RIM = 75.0, 0.03
#: Half the width by which what is raised may lean over its neighbour [m]: 4 % of the height of a kerb.
LEAN = 0.003
#: Bars: area of holes and overlaps [m²], height of a link off the ground [m], processor time [s].
AREA, HEIGHT, SECONDS = 1e-3, 0.005, 1.0
#: Curvature of links, by whether they are for bicycles [1/m].
SHARPEST = {False: 0.2, True: 0.4}


@dataclass
class Worst:
    """The worst value of each bar, and which junctions broke one."""

    hole: float = 0.0
    overlap: float = 0.0
    driving: float = 0.0
    cycling: float = 0.0
    height: float = 0.0
    seconds: float = 0.0
    triangles: list[int] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def note(self, number: int, name: str, value: float, bar: float) -> None:
        """Keep a value; note the junction if it is above the bar or no number."""
        setattr(self, name, max(getattr(self, name), value))
        if not value <= bar:
            self.broken.append(f"{number}: {name} {value:.4g} > {bar:g}")


def main() -> int:
    """Check as many junctions as asked; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-n", type=int, default=500)
    parser.add_argument("--first", type=int, default=0, help="number of the first junction")
    options = parser.parse_args()
    worst, started = Worst(), time.perf_counter()
    for number in range(options.first, options.first + options.n):
        check(number, random_junction(np.random.default_rng(number)), worst)
    print(
        f"{options.n} junctions in {time.perf_counter() - started:.0f} s, "
        f"{np.median(worst.triangles):.0f} triangles each (median)"
    )
    for name, unit in (
        ("hole", "m2"),
        ("overlap", "m2"),
        ("driving", "1/m"),
        ("cycling", "1/m"),
        ("height", "m"),
        ("seconds", "s"),
    ):
        print(f"worst {name}: {getattr(worst, name):.3g} {unit}")
    print("\n".join(worst.broken) or "all bars met")
    return 1 if worst.broken else 0


def check(number: int, values: dict, worst: Worst) -> None:
    """Build one junction and note its values."""
    start = time.process_time()
    try:
        piece = ROADS.build(values, "random")
        plan, network = piece.build(), piece.network()
    except ConfigError as error:
        worst.broken.append(f"{number}: {error}")
        return
    worst.note(number, "seconds", time.process_time() - start, SECONDS)
    worst.triangles.append(plan.surface.triangle_count)
    corners = triangles(plan, GROUND)
    finite = all(np.isfinite(lane.centre).all() for lane in plan.road.lanes) and np.isfinite(corners).all()
    worst.note(number, "hole", *holes(plan, corners) if finite else (np.nan, AREA))
    worst.note(number, "overlap", overlaps(triangles(plan, LEVEL)), AREA)
    for kind, bar in SHARPEST.items():
        sharp = [road.curve.sharpest for road in links(network) if (road.sections[0].strips[0].kind == "bike") == kind]
        worst.note(number, "cycling" if kind else "driving", max(sharp, default=0.0), bar + 1e-9)
    worst.note(number, "height", height_error(plan, network), HEIGHT)


def triangles(plan: RoadPlan, slots: tuple[str, ...]) -> np.ndarray:
    """Return the corners of all triangles of some slots, float64 (T, 3, 3)."""
    parts = [part.mesh for part in plan.surface.parts if part.name in slots]
    return np.concatenate([mesh.vertices[mesh.triangles].astype(np.float64) for mesh in parts])


def flat(corners: np.ndarray) -> np.ndarray:
    """Return the triangles seen from above as polygons; those that stand upright are left out."""
    side = corners[:, 1:, :2] - corners[:, :1, :2]
    area = side[:, 0, 0] * side[:, 1, 1] - side[:, 0, 1] * side[:, 1, 0]
    return shapely.polygons(corners[area > 1e-6][:, :, :2])


def holes(plan: RoadPlan, corners: np.ndarray) -> tuple[float, float]:
    """Return the area inside the outline that no triangle covers [m²], and its bar."""
    outline = shapely.Polygon(plan.outlines[0][:, :2])
    if not outline.is_valid:
        outline = shapely.make_valid(outline)
    inner = outline.buffer(-RIM).intersection(shapely.Point(0.0, 0.0).buffer(REACH))
    return inner.difference(shapely.union_all(flat(corners), grid_size=1e-6)).area, AREA


def overlaps(corners: np.ndarray) -> float:
    """Return the area that triangles cover twice [m²], where that is wider than pavements of tilted roads lean."""
    pieces = flat(corners)
    one, other = shapely.STRtree(pieces).query(pieces, predicate="intersects")
    both = shapely.intersection(pieces[one[one < other]], pieces[other[one < other]])
    return float(shapely.area(shapely.buffer(both, -LEAN)).sum())


def links(network: RoadNetwork) -> list:
    """Return the connecting roads."""
    return [road for road in network.roads if "->" in road.name]


def height_error(plan: RoadPlan, network: RoadNetwork) -> float:
    """Return how far a link's line leaves the carriageway's surface, at most [m]; infinite where there is none."""
    corners = triangles(plan, CARRIAGEWAY)
    tree = shapely.STRtree(pieces := flat_all(corners))
    points = np.concatenate([road.points(road.stations(0.0, road.length), 0.0) for road in links(network)])
    point, piece = tree.query(shapely.points(points[:, :2]), predicate="dwithin", distance=1e-3)
    if len(np.unique(point)) < len(points):
        return np.inf
    a, b, c = (corners[piece, k] for k in range(3))
    normal = np.cross(b - a, c - a)
    steep = np.abs(normal[:, 2]) < 1e-6
    height = a[:, 2] - ((points[point, :2] - a[:, :2]) * normal[:, :2]).sum(axis=1) / np.where(steep, 1.0, normal[:, 2])
    error = np.full(len(points), np.inf)
    np.minimum.at(error, point, np.where(steep, np.inf, np.abs(height - points[point, 2])))
    assert len(pieces) == len(corners)
    return float(error.max())


def flat_all(corners: np.ndarray) -> np.ndarray:
    """Return all triangles seen from above as polygons."""
    return shapely.polygons(corners[:, :, :2])


if __name__ == "__main__":
    sys.exit(main())
