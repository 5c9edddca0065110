"""Cones, beacons and barriers of work zones, with reflecting bands. At most 700 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors._choice import chosen
from avsynth.actors._surroundings import finish_of, unfinished
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import Shape, box, lathe, merged, rod, sheet
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FINISH = {"body": "cone_orange", "band": "reflex_white", "red": "reflex_red", "foot": "tyre_rubber"}
SLOT = slots(FINISH)
DESIGNS = {"cone": 0.55, "beacon": 0.35, "barrier": 0.10}
BODIES = {"cone_orange": 0.8, "cotton_red": 0.2}


@ACTORS.register
class Cone(Actor):
    """A traffic cone, a beacon with slanting stripes, or a barrier board, as they close lanes."""

    kind: Literal["cone"] = "cone"
    category: ClassVar[Category] = Category.OBJECT
    design: Literal["cone", "beacon", "barrier"] | None = Field(None, description="What it is.")
    body: MaterialName | None = Field(None, description="Material of the cone.")

    def dressed(self, stream: Stream) -> Self:
        """Return it with its design and material drawn."""
        return self.model_copy(
            update={
                "design": self.design or chosen(DESIGNS, stream.child("design")),
                "body": self.body or chosen(BODIES, stream.child("body")),
            }
        )

    def model(self) -> Model:
        """Return the shape."""
        return _model(unfinished(self, FINISH))

    def finish(self) -> Mapping[str, str]:
        """Return the materials that are chosen."""
        return finish_of(self, FINISH)


@lru_cache(maxsize=8)
def _model(cone: Cone) -> Model:
    """Return the model of a cone, 0.75 m high [TLLeitkegel]_, or of what takes its place."""
    shape = {"cone": _cone, "beacon": _beacon, "barrier": _barrier}[cone.design]()
    return model("cone", cone, [Piece(cone.design, shape, Category.OBJECT)], FINISH)


def _cone() -> Shape:
    profile = [(0.185, 0.03), (0.155, 0.16), (0.130, 0.26), (0.098, 0.41), (0.075, 0.51), (0.048, 0.65), (0.028, 0.75)]
    bands = np.array([SLOT["body"], SLOT["body"], SLOT["band"], SLOT["body"], SLOT["band"], SLOT["body"]])
    return merged([lathe(profile, 20, bands), box(0.40, 0.40, 0.035, SLOT["foot"]).moved(z=0.0175)])


def _beacon() -> Shape:
    """Return a beacon, 1.0 m by 0.25 m, whose stripes slant on both faces."""
    edges, faces = np.linspace(0.18, 1.18, 6), []
    for k, (low, high) in enumerate(pairwise(edges)):
        slot = SLOT["red"] if k % 2 == 0 else SLOT["band"]
        rows = [[[0, -0.125, z - 0.05], [0, 0.125, z + 0.05]] for z in (low, high)]
        face = sheet(np.clip(rows, [-1, -1, 0.18], [1, 1, 1.18]), slot)
        faces += [face.moved(x=0.02), face.flipped().moved(x=-0.02)]
    body = box(0.036, 0.25, 1.0, SLOT["foot"]).moved(z=0.68)
    return merged([body, *faces, box(0.80, 0.40, 0.11, SLOT["foot"]).moved(z=0.055), _post(0.2)])


def _post(high: float) -> Shape:
    return rod([0, 0, 0.05], [0, 0, high], 0.02, 6, SLOT["foot"])


def _barrier() -> Shape:
    """Return a barrier board, 1.6 m by 0.25 m, on two feet."""
    boards = []
    for k, y in enumerate(np.linspace(-0.6, 0.6, 4)):
        slot = SLOT["red"] if k % 2 == 0 else SLOT["band"]
        boards.append(box(0.025, 0.4, 0.25, slot).moved(0, y, 0.95))
    feet = [box(0.60, 0.14, 0.10, SLOT["foot"]).moved(0, y, 0.05) for y in (-0.65, 0.65)]
    posts = [rod([0, y, 0.05], [0, y, 1.08], 0.022, 6, SLOT["foot"]) for y in (-0.65, 0.65)]
    return merged([*boards, *feet, *posts])
