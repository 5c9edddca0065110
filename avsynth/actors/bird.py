"""Birds of the street: pigeons, crows, gulls; standing, walking, or in flight. At most 1500 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._choice import chosen
from avsynth.actors._gait import ramp
from avsynth.actors._skeleton import FORWARDS, HEAVE_ARM, SIDES, heave
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import Shape, ellipsoid, merged, rod, sheet, tube
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint, Model

FINISH = {"feathers": "feather_grey", "wings": "feather_grey", "beak": "horn", "eye": "helmet_black"}
SLOT = slots(FINISH)
#: Length of the body [m], span ÷ length [1], material of body and wings (field guides: pigeon 0.33 m and 0.66 m of
#: span, crow 0.47 m and 0.95 m, herring gull 0.60 m and 1.40 m).
SPECIES = {
    "pigeon": (0.33, 2.0, "feather_grey", "feather_grey"),
    "crow": (0.47, 2.0, "feather_black", "feather_black"),
    "gull": (0.60, 2.3, "feather_white", "feather_grey"),
}
#: Wing beats a second [1/s] of a bird 0.4 m long; larger ones beat slower.
BEAT, BEAT_LENGTH = 5.0, 0.4
#: How far wings beat up and down, how far they turn outwards and unfold, how far legs are drawn up in flight [rad].
STROKE, OPEN, UNFOLD, TUCK = 0.75, 1.45, 2.95, 1.3
#: Height of the back and where wings and legs hang [share of length].
BACK, WING, HIP = 0.50, (0.10, 0.09, 0.48), (-0.02, 0.06, 0.30)
#: Distance of two steps [share of length].
STRIDE = 0.6


class Plumage(Config):
    """What the mesh of a bird depends on."""

    species: str


@ACTORS.register
class Bird(Actor):
    """A bird; in flight as far as its act says so."""

    kind: Literal["bird"] = "bird"
    category: ClassVar[Category] = Category.ANIMAL
    acts: ClassVar[Mapping[str, str]] = {"fly": "spreads its wings, beats them, and rises by half their span"}
    species: Literal["pigeon", "crow", "gull"] | None = Field(None, description="Which bird.")
    feathers: MaterialName | None = Field(None, description="Material of the body.")

    def dressed(self, stream: Stream) -> Self:
        """Return the bird with its species drawn."""
        species = self.species or chosen({"pigeon": 0.6, "crow": 0.3, "gull": 0.1}, stream.child("species"))
        return self.model_copy(update={"species": species, "feathers": self.feathers or SPECIES[species][2]})

    def model(self) -> Model:
        """Return the shape of the bird."""
        return _model(Plumage(species=self.species))

    def finish(self) -> Mapping[str, str]:
        """Return the feathers."""
        return {"feathers": self.feathers, "wings": SPECIES[self.species][3]}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return wings folded or beating, and legs that walk or are drawn up."""
        length, span, *_ = SPECIES[self.species]
        fly = ramp(motion.act("fly"), 0.0, 1.0)
        beat = np.sin(2 * np.pi * BEAT * np.sqrt(BEAT_LENGTH / length) * motion.time)
        step = ramp(motion.speed, 0.0, 0.2) * np.sin(2 * np.pi * motion.distance / (STRIDE * length))
        angles = {"rise": fly * span * length / 2 / HEAVE_ARM}
        for side, sign in SIDES:
            angles |= {f"open_{side}": OPEN * fly, f"level_{side}": np.pi / 2 * fly, f"tip_{side}": UNFOLD * fly}
            angles[f"beat_{side}"] = STROKE * fly * beat
            angles[f"leg_{side}"] = (1 - fly) * 0.5 * sign * step - TUCK * fly
        return {name: float(angle) for name, angle in angles.items()}


@lru_cache(maxsize=8)
def _model(plumage: Plumage) -> Model:
    """Return the model of a bird of one species."""
    length, span, _, _ = SPECIES[plumage.species]
    pieces = [Piece("body", _body().scaled(length, length, length), Category.ANIMAL)]
    for side, sign in SIDES:
        root, hip = (tuple(float(v) for v in np.array(at) * [1, sign, 1] * length) for at in (WING, HIP))
        # A folded wing lies along the body, its blade upright. The beat turns the spread one about the body's axis;
        # opening turns it outwards, and its blade level; its outer half unfolds.
        joints = (
            Joint(f"beat_{side}", root, (sign, 0.0, 0.0)),
            Joint(f"open_{side}", root, (0.0, 0.0, -sign)),
            Joint(f"level_{side}", root, (-sign, 0.0, 0.0)),
        )
        half = 0.5 * (span / 2 - WING[1]) * length
        tip = Joint(f"tip_{side}", (root[0] - half, root[1], root[2]), (0.0, 0.0, sign))
        for part, turn, more in (("wing", np.pi, ()), ("tip", 0.0, (tip,))):
            blade = _blade(outer=part == "tip").scaled(half, half, half).turned((0, 0, 1), turn)
            at = tip.origin if more else root
            pieces.append(Piece(f"{part}_{side}", blade.moved(*at), Category.ANIMAL, (*joints, *more)))
        leg = Joint(f"leg_{side}", hip, FORWARDS)
        pieces.append(Piece(f"leg_{side}", _leg().scaled(length, length, length).moved(*hip), Category.ANIMAL, (leg,)))
    rising = [replace(piece, joints=(heave("rise"), *piece.joints)) for piece in pieces]
    return model("bird", plumage, rising, FINISH)


def _body() -> Shape:
    """Return body, neck, head, beak and tail of a bird one unit long."""
    trunk = ellipsoid(0.34, 0.145, 0.155, SLOT["feathers"], rings=10, sides=12).turned((0, 1, 0), -0.35)
    neck = tube([[0.18, 0, 0.46], [0.30, 0, 0.60], [0.33, 0, 0.68]], [0.10, 0.075, 0.065], 10, SLOT["feathers"])
    head = ellipsoid(0.085, 0.07, 0.075, SLOT["feathers"], rings=7, sides=10).moved(0.34, 0, 0.69)
    beak = tube([[0.40, 0, 0.685], [0.50, 0, 0.665]], [0.022, 0.004], 6, SLOT["beak"])
    tail = tube([[-0.24, 0, 0.36], [-0.40, 0, 0.31], [-0.50, 0, 0.28]], [0.07, 0.085, 0.075], 8, SLOT["wings"])
    flat = np.array([1.0, 1.0, 0.22])
    tail = Shape((tail.vertices - [0, 0, 0.33]) * flat + [0, 0, 0.33], tail.triangles, tail.slots)
    eyes = [ellipsoid(0.012, 0.008, 0.012, SLOT["eye"], rings=4, sides=6).moved(0.37, y, 0.71) for y in (-0.062, 0.062)]
    return merged([trunk.moved(-0.02, 0, 0.40), neck, head, beak, tail, *eyes])


def _blade(*, outer: bool) -> Shape:
    """Return half a wing along x from its root at the origin, one unit long, below its leading edge, both faces."""
    along = np.linspace(0.0, 1.0, 6)
    deep = 0.40 - 0.33 * along**2 if outer else 0.44 - 0.04 * along
    low, high = (np.column_stack([along, np.zeros(6), z]) for z in (-deep, np.full(6, 0.04)))
    face = sheet(np.stack([low, high]), SLOT["wings"])
    return merged([face.flipped().moved(y=0.012), face.moved(y=-0.012)])


def _leg() -> Shape:
    """Return a leg below its joint at the origin: shank and toes."""
    bone = rod([0, 0, 0.02], [0.01, 0, -0.285], 0.014, 6, SLOT["beak"])
    toes = [rod([0.01, 0, -0.288], [0.10, y, -0.288], 0.011, 5, SLOT["beak"]) for y in (-0.05, 0.0, 0.05)]
    return merged([bone, *toes, rod([0.01, 0, -0.288], [-0.06, 0, -0.288], 0.011, 5, SLOT["beak"])])
