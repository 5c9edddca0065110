"""Your own meshes: a GLB, OBJ, PLY or STL file as an actor."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import AfterValidator, Field

from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import Shape
from avsynth.contracts import ACTORS, Actor
from avsynth.core.config import Config
from avsynth.core.errors import AssetError, did_you_mean
from avsynth.core.seed import Stream
from avsynth.core.units import Angle
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

FORMATS = (".glb", ".gltf", ".obj", ".ply", ".stl")
CATEGORIES = {member.word: member for member in Category}


class MeshSource(Config):
    """What the mesh depends on; the digest of the file stands for its content."""

    file: str
    digest: str
    label: str
    scale: float
    up: str
    turn: float


def mesh_file(text: str) -> str:
    """Return the path of a mesh file; raise ValueError if there is none of a known format."""
    path = Path(text).expanduser()
    if path.suffix.lower() not in FORMATS:
        raise ValueError(f"unknown format {path.suffix!r}; known: {', '.join(FORMATS)}")
    if not path.is_file():
        beside = [p.name for p in path.parent.glob("*")] if path.parent.is_dir() else []
        raise ValueError(f"no such file{did_you_mean(path.name, beside) or f'; looked for {path.absolute()}'}")
    return text


def category_word(word: str) -> str:
    """Return the word of a category, such as "car"; raise ValueError with the nearest one if there is none."""
    if word not in CATEGORIES:
        raise ValueError(f"unknown label{did_you_mean(word, CATEGORIES) or '; known: ' + ', '.join(CATEGORIES)}")
    return word


@ACTORS.register
class OwnMesh(Actor):
    """A mesh of your own: rigid, of one material."""

    kind: Literal["mesh"] = "mesh"
    file: Annotated[str, AfterValidator(mesh_file)] = Field(description="Path of a GLB, OBJ, PLY or STL file.")
    label: Annotated[str, AfterValidator(category_word)] = Field(
        "car", description="Category under which it is labelled, such as 'car' or 'object'."
    )
    material: MaterialName = Field("matt_grey", description="Material of its whole surface.")
    scale: float = Field(1.0, gt=0, description="Metres per unit of the file [1].")
    up: Literal["x", "y", "z"] = Field("z", description="Axis of the file that points up; y in most GLB files.")
    turn: Angle = Field(0.0, description="Turn about the vertical that makes it look along +x [rad].")

    @property
    def category(self) -> Category:
        """What it is labelled as."""
        return CATEGORIES[self.label]

    def dressed(self, stream: Stream) -> Self:
        """Return the mesh as it is: nothing is left open."""
        return self

    def model(self) -> Model:
        """Return the mesh, moved so that its box is centred."""
        path = Path(self.file).expanduser()
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return _model(
            MeshSource(file=str(path), digest=digest, label=self.label, scale=self.scale, up=self.up, turn=self.turn)
        )

    def finish(self) -> dict[str, str]:
        """Return the material."""
        return {"surface": self.material}


@lru_cache(maxsize=64)
def _model(source: MeshSource) -> Model:
    """Return the model of a mesh file."""
    vertices, triangles = read(source.file)
    # Cyclic shifts keep handedness: the axis named up becomes z.
    shift = {"z": (0, 1, 2), "y": (2, 0, 1), "x": (1, 2, 0)}[source.up]
    shape = Shape(vertices[:, shift] * source.scale, triangles, np.zeros(len(triangles), int))
    piece = Piece("mesh", shape.turned((0, 0, 1), source.turn), CATEGORIES[source.label])
    return model("mesh", source, [piece], {"surface": "matt_grey"})


def read(file: str) -> tuple[np.ndarray, np.ndarray]:
    """Return vertices float64 (V, 3) and triangles (T, 3) of a mesh file; raise AssetError if it holds none."""
    import trimesh  # 0.3 s that only users of own meshes pay

    try:
        loaded = trimesh.load(file, force="mesh", process=False)
        vertices, triangles = np.asarray(loaded.vertices, float), np.asarray(loaded.faces, int)
    except Exception as error:  # trimesh's readers raise whatever the broken file provokes
        raise AssetError(f"mesh {file}: cannot be read: {error}; open and save it again in another program") from None
    if len(triangles) == 0:
        raise AssetError(f"mesh {file}: holds no triangles; export it as a triangle mesh, not as points or curves")
    if not np.isfinite(vertices).all():
        raise AssetError(f"mesh {file}: holds coordinates that are no numbers")
    return vertices, triangles
