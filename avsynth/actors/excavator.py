"""Tracked excavators: a body that turns on its tracks, boom, arm and bucket on rams. At most 9000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import ClassVar, Literal

import numpy as np

from avsynth.actors._heavy import Heavy, HeavyShape
from avsynth.actors._heavy_parts import SLOT, beacon
from avsynth.actors._machine_parts import FINISH, GlassCab, glass_cab
from avsynth.actors._rams import ACROSS, Ram, in_line
from avsynth.actors._vehicle import BEACON_ACTS, Sizes, shaped
from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.motorcar import fitted
from avsynth.catalog.shapes import Shape, both_sides, box, cylinder, extruded, merged, rod, rounded_box, sheet
from avsynth.catalog.wheels import about_y
from avsynth.contracts import ACTORS, Motion
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint, Model, chained

#: Mean and spread of length with the arm folded, width over the tracks and height [m]: machines of 20 to 24 t are 9.4
#: to 9.8 m long as they travel, 2.8 to 3.0 m wide and 3.0 to 3.2 m high.
SIZES: Sizes = ((9.5, 0.20), (2.88, 0.07), (3.08, 0.05))
LIMITS: Sizes = ((8.0, 11.0), (2.4, 3.4), (2.8, 3.5))
PAINTS = {"paint_yellow": 0.7, "paint_orange": 0.3}
CATEGORY = Category.OTHER_VEHICLE
#: Half width over the tracks; length, height and width of a track; pads on it [m].
HALF, TRACK, PADS = 1.44, (4.1, 0.86, 0.60), 46
#: Pins (x, z) of boom, arm and bucket while it travels, from the axis about which the body turns [m].
BOOM, ARM, BUCKET = (0.45, 1.72), (6.15, 1.95), (3.55, 0.78)
#: How far each act turns at degree 1 [rad]: the body to the left, the boom up, the arm out, the bucket out.
FARTHEST = {name: float(np.deg2rad(angle)) for name, angle in (("slew", 90), ("lift", 38), ("reach", 95), ("dig", 110))}
#: What is moved stays so far above the ground [m].
CLEARANCE = 0.02
SLEW = Joint("slew", (0.0, 0.0, 0.0), (0.0, 0.0, 1.0))
LIFT, REACH, DIG = (
    Joint(name, (x, 0.0, z), ACROSS) for name, (x, z) in (("lift", BOOM), ("reach", ARM), ("dig", BUCKET))
)


@ACTORS.register
class Excavator(Heavy):
    """A tracked excavator whose body turns, and whose boom, arm and bucket move on rams."""

    kind: Literal["excavator"] = "excavator"
    category: ClassVar[Category] = CATEGORY
    acts: ClassVar[Mapping[str, str]] = {
        **BEACON_ACTS,
        "slew": "the body turns to the left",
        "lift": "the boom rises",
        "reach": "the arm goes out; the boom rises as far as this needs",
        "dig": "the bucket opens",
    }
    beacon: ClassVar[str] = "beacon_amber_lit"
    sizes: ClassVar[Sizes] = SIZES
    limits: ClassVar[Sizes] = LIMITS
    paints: ClassVar[Mapping[str, float]] = PAINTS

    def model(self) -> Model:
        """Return the shape of the excavator."""
        return _model(shaped(self, HeavyShape))

    def finish(self) -> Mapping[str, str]:
        """Return the paint."""
        return {"paint": self.paint, "roof": self.paint}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how far the body turns, boom, arm and bucket move, and where the rams are."""
        turned = {word: most * min(max(motion.act(word), 0.0), 1.0) for word, most in FARTHEST.items()}
        turned["lift"] = max(turned["lift"], _clearing(self.model(), turned))
        return turned | in_line(self.model(), (ram.name for ram in RAMS), turned)


#: Rams of the boom, the arm and the bucket.
RAMS = (
    Ram("boom_ram", (1.20, 1.32), (2.95, 2.45), (), (LIFT,)),
    Ram("arm_ram", (3.0, 3.02), (6.25, 2.50), (LIFT,), (LIFT, REACH)),
    Ram("bucket_ram", (5.35, 2.12), (3.80, 1.22), (LIFT, REACH), (LIFT, REACH, DIG)),
)


def _clearing(shape: Model, turned: Mapping[str, float]) -> float:
    """Return how far the boom must be lifted [rad] so that arm and bucket, as they are `turned`, clear the ground."""
    needed = []
    for part in shape.parts:
        if part.name in ("arm", "bucket"):
            _, lift, *beyond = part.joints
            away = chained(beyond, turned).points(part.mesh.vertices.astype(float)) - lift.origin
            reach, height = np.hypot(away[:, 0], away[:, 2]), lift.origin[2] + shape.size[2] / 2
            lowest = np.arcsin(np.clip((CLEARANCE - height) / np.maximum(reach, 1e-6), -1.0, 1.0))
            needed.append(float((lowest - np.arctan2(away[:, 2], away[:, 0])).max()))
    return max(needed)


@lru_cache(maxsize=32)
def _model(digger: HeavyShape) -> Model:
    """Return the model of an excavator."""
    boom_ram, arm_ram, bucket_ram = RAMS
    pieces = [
        Piece("tracks", _tracks(), CATEGORY),
        Piece("body", _body(driver=digger.driver), CATEGORY, (SLEW,)),
        Piece("boom", _boom(), CATEGORY, (SLEW, LIFT)),
        Piece("arm", _arm(), CATEGORY, (SLEW, LIFT, REACH)),
        Piece("bucket", _bucket(), CATEGORY, (SLEW, LIFT, REACH, DIG)),
        *(part for y in (-0.34, 0.34) for part in boom_ram.pieces(y, 0.075, CATEGORY, (SLEW,))),
        *arm_ram.pieces(0.0, 0.08, CATEGORY, (SLEW,)),
        *bucket_ram.pieces(0.0, 0.065, CATEGORY, (SLEW,)),
    ]
    return model("excavator", digger, fitted(pieces, (digger.length, digger.width, digger.height)), FINISH)


def _tracks() -> Shape:
    """Return both tracks with pads, rollers and sprockets, the frame between them and the slewing ring."""
    length, tall, wide = TRACK
    radius = tall / 2
    belt = _belt(length, radius)
    loop = extruded(belt, wide - 0.06, SLOT["trim"]).turned((1, 0, 0), np.pi / 2)
    path = np.vstack([belt, belt[:1]])
    run = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    parts = [loop]
    for at in np.linspace(0, run[-1], PADS, endpoint=False):
        x, z = (float(np.interp(at, run, path[:, k])) for k in (0, 1))
        nx, nz = (float(np.interp(at + 0.02, run, path[:, k], period=run[-1])) for k in (0, 1))
        pad = box(0.13, wide, 0.05, SLOT["steel"]).turned((0, 1, 0), -np.arctan2(nz - z, nx - x))
        parts.append(pad.moved(x, 0, z))
    for x in (radius - length / 2, length / 2 - radius):
        parts.append(about_y(cylinder(0.62 * radius, wide + 0.02, 14, SLOT["paint"])).moved(x, 0, radius))
    low = float(merged(parts).vertices[:, 2].min())
    tracks = both_sides(merged(parts).moved(0, HALF - wide / 2, -low))
    frame = box(1.9, 2 * HALF - 1.3, 0.36, SLOT["paint"]).moved(0, 0, 0.62)
    return merged([tracks, frame, cylinder(0.72, 0.22, 20, SLOT["trim"]).moved(z=0.91)])


def _belt(length: float, radius: float) -> np.ndarray:
    """Return the outline (K, 2) of a track: two half circles and straight runs, standing on z = 0 [m]."""
    turn = np.linspace(-np.pi / 2, np.pi / 2, 9)
    front = np.column_stack([length / 2 - radius + radius * np.cos(turn), radius + radius * np.sin(turn)])
    return np.concatenate([front, np.array([0.0, 2 * radius]) - front])


def _body(*, driver: bool) -> Shape:
    """Return the platform with cab on the left, engine cover, counterweight, tank, rails and beacon."""
    cab = GlassCab(1.55, -0.15, 0.50, 1.24, 1.78, 2.74, 2.96)
    parts = [
        rounded_box(4.05, 2.66, 0.24, 0.05, SLOT["trim"], steps=1).moved(-0.72, 0, 1.14),
        rounded_box(0.85, 2.62, 1.05, 0.22, SLOT["trim"]).moved(-2.42, 0, 1.72),
        rounded_box(1.95, 2.58, 0.86, 0.10, SLOT["paint"]).moved(-1.20, 0, 1.66),
        rounded_box(1.55, 0.75, 0.62, 0.06, SLOT["paint"], steps=1).moved(0.55, -0.92, 1.54),
        glass_cab(cab, driver=driver).moved(y=0.80),
        both_sides(box(0.9, 0.012, 0.35, SLOT["grille"]).moved(-1.25, 1.295, 1.72)),
        both_sides(extruded(_bracket(), 0.05, SLOT["paint"]).turned((1, 0, 0), np.pi / 2).moved(y=0.20)),
        rod([-1.3, -0.7, 2.05], [-1.3, -0.7, 2.45], 0.05, 8, SLOT["steel"]),
        beacon(0.35, 0.80, 2.95),
        *(rod([a, -1.24, h], [b, -1.24, k], 0.018, 5, SLOT["pole"]) for (a, h), (b, k) in pairwise(RAIL)),
    ]
    return merged(parts)


#: The handrail along the right side (x, z) [m].
RAIL = ((1.25, 1.80), (1.25, 2.40), (-0.15, 2.45), (-0.15, 2.0))


def _bracket() -> np.ndarray:
    """Return the outline of a plate that holds the boom's pin."""
    x, z = BOOM
    return np.array([[x - 0.35, 1.24], [x + 1.0, 1.24], [x + 0.85, 1.42], [x + 0.16, z + 0.14], [x - 0.14, z + 0.12]])


def _beam(outline: list[list[float]], thick: float) -> Shape:
    """Return a welded box beam of an outline in x and z [m], `thick` [m] across."""
    return extruded(outline, thick, SLOT["paint"]).turned((1, 0, 0), np.pi / 2)


def _boom() -> Shape:
    """Return the boom: bent, deepest at its knee."""
    (x, z), (u, w) = BOOM, ARM
    outline = [
        [x - 0.10, z - 0.14], [x + 0.25, z - 0.06], [3.0, 2.28], [4.2, 2.22], [u + 0.05, w - 0.16], [u + 0.16, w],
        [u, w + 0.14], [4.4, 2.74], [3.1, 2.95], [2.5, 2.88], [x, z + 0.16],
    ]  # fmt: skip
    eye = _beam([[2.85, 2.9], [3.1, 2.9], [3.06, 3.10], [2.92, 3.10]], 0.16)
    lug = about_y(cylinder(0.09, 0.78, 10, SLOT["trim"]))
    return merged([_beam(outline, 0.42), eye, lug.moved(2.95, 0, 2.45), lug.scaled(1, 0.7, 1).moved(u, 0, w)])


def _arm() -> Shape:
    """Return the arm: from its tail, where the ram pulls, past its pin to the bucket's."""
    (u, w), (x, z) = ARM, BUCKET
    outline = [
        [x - 0.12, z - 0.05], [x + 0.05, z - 0.13], [5.2, 1.25], [u + 0.20, w - 0.20], [u + 0.28, w + 0.1],
        [6.36, 2.55], [6.16, 2.58], [5.75, 2.20], [5.2, 2.02], [x - 0.06, z + 0.12],
    ]  # fmt: skip
    return _beam(outline, 0.32)


def _bucket() -> Shape:
    """Return the bucket, curled in: a curved skin between side plates, teeth, and the ears of its pins."""
    x, z = BUCKET
    turn = np.linspace(np.deg2rad(40), np.deg2rad(255), 10)
    middle, half = np.array([x - 0.30, z - 0.12]), 0.58
    profile = np.column_stack([middle[0] + 0.56 * np.cos(turn), middle[1] + 0.50 * np.sin(turn)])
    skin = np.stack([[[px, y, pz] for y in (half, -half)] for px, pz in profile])
    shrunk = skin + 0.06 * (np.array([middle[0], 0, middle[1]]) - skin) * [1, 0, 1]
    plate = extruded(profile, 0.03, SLOT["trim"]).turned((1, 0, 0), np.pi / 2)
    ears = _beam([[x - 0.16, z - 0.1], [x + 0.1, z - 0.1], [x + 0.36, z + 0.50], [x + 0.16, z + 0.50]], 0.05)
    teeth = [
        box(0.16, 0.08, 0.05, SLOT["steel"]).turned((0, 1, 0), 0.5).moved(profile[-1, 0] + 0.06, y, profile[-1, 1])
        for y in np.linspace(-0.48, 0.48, 5)
    ]
    return merged([
        sheet(skin, SLOT["trim"]), sheet(shrunk, SLOT["steel"]).flipped(), both_sides(plate.moved(y=half)),
        both_sides(ears.moved(y=0.20)), *teeth,
    ])  # fmt: skip
