"""Wheel loaders: two frames that bend, four large wheels, a bucket on arms that lift. At most 12000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np

from avsynth.actors._heavy import Heavy, HeavyShape
from avsynth.actors._heavy_parts import SLOT, beacon, headlamp, mudguard, pair, tail_lamp
from avsynth.actors._machine_parts import FINISH, GlassCab, axle_tube, glass_cab, lugged_wheel
from avsynth.actors._vehicle import BEACON_ACTS, LAMP_ACTS, Sizes, shaped
from avsynth.catalog.faces import plate_at
from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.motorcar import fitted
from avsynth.catalog.shapes import Shape, both_sides, box, extruded, merged, rod, rounded_box, sheet
from avsynth.catalog.wheels import axle, rolled
from avsynth.contracts import ACTORS, Motion
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint, Model

#: Mean and spread of length with the bucket down, width over the bucket and height [m]: loaders of 10 to 20 t are
#: 6.5 to 8.2 m long, 2.4 to 2.8 m wide and 3.1 to 3.4 m high; boxes of construction vehicles measure
#: 6.4 × 2.8 × 3.2 m in the mean of [NuScenes]_.
SIZES: Sizes = ((7.0, 0.35), (2.62, 0.08), (3.25, 0.06))
LIMITS: Sizes = ((5.0, 9.5), (2.0, 3.4), (2.7, 3.8))
PAINTS = {"paint_yellow": 0.8, "paint_orange": 0.2}
RADIUS, TYRE = 0.74, 0.58
#: The arms' pins: x behind the front axle, height [m]; the bucket's: x before it, height [m].
ARM, BUCKET = (0.85, 1.75), (1.20, 0.42)
#: How far the arms lift and the bucket tips [rad].
LIFT, TIP = float(np.deg2rad(62.0)), float(np.deg2rad(48.0))
#: From this lift on the bucket tips freely; below, less and less, or it would go into the ground [rad].
FREE = float(np.deg2rad(30.0))
#: Angle at which both frames bend no more [rad].
FARTHEST = float(np.deg2rad(40.0))


class LoaderShape(HeavyShape):
    """What the mesh of a wheel loader depends on."""

    @property
    def axles(self) -> dict[str, float]:
        """x of each axle by name, from the middle of the length [m]."""
        half = self.length / 2
        return {"fore": half - 2.15, "rear": 1.55 - half}


@ACTORS.register
class WheelLoader(Heavy):
    """A wheel loader, a construction machine that goes by road."""

    kind: Literal["wheel_loader"] = "wheel_loader"
    category: ClassVar[Category] = Category.OTHER_VEHICLE
    acts: ClassVar[Mapping[str, str]] = {
        **LAMP_ACTS,
        **BEACON_ACTS,
        "lift": "the arms lift the bucket",
        "tip": "the bucket, once lifted, tips its load out",
    }
    beacon: ClassVar[str] = "beacon_amber_lit"
    sizes: ClassVar[Sizes] = SIZES
    limits: ClassVar[Sizes] = LIMITS
    paints: ClassVar[Mapping[str, float]] = PAINTS

    def model(self) -> Model:
        """Return the shape of the loader."""
        return _model(shaped(self, LoaderShape))

    def finish(self) -> Mapping[str, str]:
        """Return the paint."""
        return {"paint": self.paint, "roof": self.paint, "rim": self.paint}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the frames bend, wheels roll, arms lift and the bucket tips."""
        axles = shaped(self, LoaderShape).axles
        half = np.arctan(motion.curvature * (axles["fore"] - axles["rear"]) / 2)
        lift = LIFT * min(max(motion.act("lift"), 0.0), 1.0)
        return {
            "bend": float(np.clip(half, -FARTHEST / 2, FARTHEST / 2)),
            "lift": lift,
            "tip": TIP * min(max(motion.act("tip"), 0.0), 1.0) * min(lift / FREE, 1.0) + lift,
            **rolled(("fore", "rear"), motion.distance, RADIUS),
        }


@lru_cache(maxsize=32)
def _model(loader: LoaderShape) -> Model:
    """Return the model of a wheel loader."""
    category, axles = Category.OTHER_VEHICLE, loader.axles
    middle, track = (axles["fore"] + axles["rear"]) / 2, loader.width / 2 - 0.08
    fore, aft = (Joint("bend", (middle, 0.0, 0.0), (0.0, 0.0, sign)) for sign in (1.0, -1.0))
    lift = Joint("lift", (axles["fore"] - ARM[0], 0.0, ARM[1]), (0.0, -1.0, 0.0))
    tip = Joint("tip", (axles["fore"] + BUCKET[0], 0.0, BUCKET[1]), (0.0, 1.0, 0.0))
    bodies = [
        Piece("rear_frame", _rear(loader, middle), category, (aft,)),
        Piece("front_frame", _front(loader, middle), category, (fore,)),
        Piece("arms", _arms(axles["fore"]), category, (fore, lift)),
        Piece("bucket", _bucket(axles["fore"], loader.width / 2, loader.length / 2), category, (fore, lift, tip)),
    ]
    stretched = fitted([replace(piece, joints=()) for piece in bodies], (loader.length, loader.width, loader.height))
    bodies = [replace(new, joints=old.joints) for new, old in zip(stretched, bodies, strict=True)]
    wheel = lugged_wheel(RADIUS, TYRE, 18)
    wheels = [
        part
        for name, joint in (("fore", fore), ("rear", aft))
        for part in axle((axles[name], track, RADIUS), TYRE, wheel, name, category, under=(joint,))
    ]
    return model("wheel_loader", loader, [*bodies, *wheels], FINISH)


def _rear(loader: LoaderShape, middle: float) -> Shape:
    """Return cab, engine cover, counterweight, mudguards, axle, lamps."""
    rear, x, top, half = -loader.length / 2, loader.axles["rear"], loader.height, loader.width / 2
    cab = GlassCab(middle + 0.35, middle - 1.05, 0.78, 1.35, 1.85, top - 0.38, top - 0.17)
    return merged(
        [
            glass_cab(cab, driver=loader.driver),
            rounded_box(cab.rear - rear - 0.20, 1.5, 1.15, 0.16, SLOT["paint"]).moved(
                (cab.rear + rear + 0.2) / 2, 0, 1.55
            ),
            rounded_box(0.55, 2.1, 0.75, 0.10, SLOT["trim"]).moved(rear + 0.28, 0, 0.95),
            box(x - rear + 1.6, 0.8, 0.5, SLOT["underbody"]).moved((x + rear) / 2 + 0.5, 0, 0.85),
            box(0.02, 0.9, 0.6, SLOT["grille"]).moved(rear + 0.205, 0, 1.70),
            axle_tube(x, half - 0.4, RADIUS, 0.20),
            both_sides(mudguard(x, half - 0.06, RADIUS, TYRE)),
            rod([cab.rear - 0.3, 0.35, 2.0], [cab.rear - 0.3, 0.35, 2.65], 0.06, 8, SLOT["steel"]),
            pair(tail_lamp(rear + 0.19, 0.80, 1.45, (0.30, 0.12))),
            plate_at(rear + 0.005, 1.0, -1),
            beacon(cab.rear + 0.3, 0.5, top - 0.19),
        ]
    )


def _front(loader: LoaderShape, middle: float) -> Shape:
    """Return the front frame with the tower that bears the arms, mudguards, axle and lamps."""
    x, half = loader.axles["fore"], loader.width / 2
    tower = extruded([[-1.05, 0.55], [0.35, 0.55], [0.25, 0.95], [-0.70, 1.95], [-1.0, 1.95]], 0.10, SLOT["paint"])
    tower = tower.turned((1, 0, 0), np.pi / 2).moved(x)
    return merged(
        [
            tower.moved(y=0.34),
            tower.moved(y=-0.34),
            box(x - middle + 0.4, 0.6, 0.5, SLOT["underbody"]).moved((x + middle) / 2, 0, 0.85),
            axle_tube(x, half - 0.4, RADIUS, 0.20),
            both_sides(mudguard(x, half - 0.06, RADIUS, TYRE)),
            pair(headlamp(x - 0.15, half - 0.30, 1.85, (0.26, 0.16))),
            both_sides(rod([x - 0.3, half - 0.35, 1.55], [x - 0.2, half - 0.35, 1.80], 0.03, 6, SLOT["trim"])),
            rod([x - 0.6, 0.0, 1.25], [x + 0.35, 0.0, 1.15], 0.07, 8, SLOT["steel"]),
        ]
    )


def _arms(x: float) -> Shape:
    """Return both arms from their pins down to the bucket, and the rod that tips it."""
    outline = [
        [-ARM[0] - 0.12, ARM[1] - 0.14],
        [0.25, 1.18],
        [BUCKET[0] - 0.1, BUCKET[1] - 0.14],
        [BUCKET[0] + 0.12, BUCKET[1] + 0.10],
        [0.62, 1.28],
        [-ARM[0] + 0.05, ARM[1] + 0.16],
    ]
    beam = extruded(outline, 0.11, SLOT["paint"]).turned((1, 0, 0), np.pi / 2).moved(x)
    lever = rod([x + 0.35, 0, 1.45], [x + BUCKET[0] + 0.05, 0, BUCKET[1] + 0.45], 0.06, 8, SLOT["steel"])
    cross = rod([x + 0.45, -0.55, 1.2], [x + 0.45, 0.55, 1.2], 0.10, 8, SLOT["paint"])
    return merged([beam.moved(y=0.50), beam.moved(y=-0.50), lever, cross])


def _bucket(x: float, half: float, front: float) -> Shape:
    """Return the bucket: a curved back, a floor with an edge, side plates, open to the front."""
    back, lip = x + BUCKET[0] + 0.06, front
    profile = np.array(
        [
            [back + 0.30, 1.18],
            [back + 0.08, 1.10],
            [back, 0.80],
            [back + 0.02, 0.45],
            [back + 0.15, 0.22],
            [back + 0.40, 0.14],
            [lip, 0.12],
        ]
    )
    ys = np.array([-half, half])
    skin = np.stack([[[px, y, pz] for y in ys] for px, pz in profile])
    shell = sheet(skin, SLOT["paint"])
    inner = sheet(skin + np.array([0.03, 0, 0.02]), SLOT["steel"]).flipped()
    loop = np.concatenate([profile, [[lip - 0.25, 0.55]]])[::-1]
    side = extruded(loop, 0.03, SLOT["paint"]).turned((1, 0, 0), np.pi / 2)
    edge = box(0.18, 2 * half, 0.04, SLOT["steel"]).moved(lip - 0.09, 0, 0.11)
    return merged([shell, inner, side.moved(y=half - 0.015), side.moved(y=0.015 - half), edge])
