"""Your own meshes: a GLB, OBJ, PLY or STL file as an actor, with a card beside it that says what it is."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import AfterValidator, Field

from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.mesh_files import (
    CATEGORIES,
    CategoryWord,
    MeshCard,
    card_of,
    check_size,
    chosen_materials,
    mesh_path,
    oriented,
    read_mesh,
)
from avsynth.catalog.shapes import Shape
from avsynth.contracts import ACTORS, Actor
from avsynth.core.config import Config
from avsynth.core.seed import Stream
from avsynth.core.units import Angle
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

#: Slots are stored in eight bits.
MOST_SLOTS = 250


class MeshSource(Config):
    """What the mesh depends on; the digest of the file stands for its content, the card is written as JSON."""

    file: str
    digest: str
    card: str
    scale: float
    turn: float


def mesh_file(text: str) -> str:
    """Return the name of a mesh or its card as it is given; raise ValueError if there is none."""
    mesh_path(text)
    return text


@ACTORS.register
class OwnMesh(Actor):
    """A mesh of your own, rigid. What a card beside the file says holds unless a field says otherwise."""

    kind: Literal["mesh"] = "mesh"
    file: Annotated[str, AfterValidator(mesh_file)] = Field(
        description="Path of a GLB, OBJ, PLY or STL file or of its card; the ending may be left out."
    )
    label: CategoryWord | None = Field(None, description="Category under which it is labelled; else the card's.")
    material: MaterialName | None = Field(None, description="Material of its whole surface; else the card's.")
    scale: float = Field(1.0, gt=0, description="Factor on its size, after the units of the card [1].")
    up: Literal["x", "-x", "y", "-y", "z", "-z"] | None = Field(
        None, description="Axis that points up; else the card's."
    )
    turn: Angle = Field(0.0, description="Turn about the vertical beyond what the card says [rad].")

    @property
    def card(self) -> MeshCard:
        """What the mesh is: its card, with the fields that are given here."""
        card = card_of(mesh_path(self.file))
        given = {"label": self.label, "materials": self.material and {"*": self.material}, "up": self.up}
        if self.up is not None:
            card = card.model_copy(update={"front": None})
        return card.model_copy(update={name: value for name, value in given.items() if value is not None})

    @property
    def category(self) -> Category:
        """What it is labelled as."""
        return CATEGORIES[self.card.label]

    def dressed(self, stream: Stream) -> Self:
        """Return the mesh as it is: nothing is left open."""
        return self

    def model(self) -> Model:
        """Return the mesh, moved so that its box is centred."""
        path = mesh_path(self.file)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        card = self.card.model_dump_json()
        return _model(MeshSource(file=str(path), digest=digest, card=card, scale=self.scale, turn=self.turn))


@lru_cache(maxsize=64)
def _model(source: MeshSource) -> Model:
    """Return the model of a mesh file."""
    path, where = Path(source.file), f"mesh {source.file}"
    card, found = MeshCard.model_validate_json(source.card), read_mesh(path)
    vertices = oriented(found.vertices, card)
    check_size(vertices * source.scale, card, where)
    finish = chosen_materials(found.names[:MOST_SLOTS], card, where)
    slots = np.minimum(found.part, MOST_SLOTS - 1)
    shape = Shape(vertices * source.scale, found.triangles, slots).turned((0, 0, 1), source.turn)
    return model("mesh", source, [Piece("mesh", shape, CATEGORIES[card.label])], finish)
