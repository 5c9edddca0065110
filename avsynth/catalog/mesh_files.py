"""Meshes of one's own: what a GLB, OBJ, PLY or STL file holds, and the card beside it that says what it is.

The card is a YAML file of the same name as the mesh, such as ``robot.yaml`` beside ``robot.glb``. See docs/actors.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import AfterValidator, Field, model_validator

from avsynth.catalog.materials import MaterialName
from avsynth.core.config import Config
from avsynth.core.errors import AssetError, did_you_mean
from avsynth.datatypes.category import Category

FORMATS = (".glb", ".gltf", ".obj", ".ply", ".stl")
CARDS = (".yaml", ".yml")
CATEGORIES = {member.word: member for member in Category}
#: Metres per unit.
UNITS = {"m": 1.0, "dm": 0.1, "cm": 0.01, "mm": 0.001, "ft": 0.3048, "in": 0.0254}
NEXT = {"x": "y", "y": "z", "z": "x"}
Axis = Literal["x", "-x", "y", "-y", "z", "-z"]
#: Things are at least and at most so large [m]; outside, the units are wrong.
SMALLEST, LARGEST = 0.02, 100.0
#: Most triangles of one mesh: beyond, lowering a scene takes seconds.
MOST_TRIANGLES = 500_000
#: A size on the card holds to this [1].
SIZE_TOLERANCE = 0.03


def category_word(word: str) -> str:
    """Return the word of a category, such as "car"; raise ValueError with the nearest one if there is none."""
    if word not in CATEGORIES:
        raise ValueError(f"unknown label{did_you_mean(word, CATEGORIES) or '; known: ' + ', '.join(CATEGORIES)}")
    return word


CategoryWord = Annotated[str, AfterValidator(category_word)]


class MeshCard(Config):
    """What a mesh is, and how it lies in its file."""

    label: CategoryWord = Field("car", description="Category under which it is labelled, such as 'car' or 'object'.")
    up: Axis = Field("z", description="Axis of the file that points up; y in most GLB files.")
    front: Axis | None = Field(
        None, description="Axis of the file along which it looks; else the one after up: z for y, as in GLB files."
    )
    units: Literal["m", "dm", "cm", "mm", "ft", "in"] = Field("m", description="Unit of the file's coordinates.")
    size: tuple[float, float, float] | None = Field(
        None, description="Length, width, height that it should have; checked [m]."
    )
    materials: dict[str, MaterialName] = Field(
        default_factory=dict, description="Our material for each material of the file; '*' for all others."
    )
    licence: str | None = Field(None, min_length=2, description="Licence under which the mesh may be used.")

    @model_validator(mode="after")
    def _axes_differ(self) -> MeshCard:
        if self.front is not None and self.up[-1] == self.front[-1]:
            raise ValueError(f"up = {self.up!r} and front = {self.front!r} lie on one axis; they must be square")
        return self


@dataclass(frozen=True, eq=False)
class MeshFile:
    """Triangles of a file in its own axes and units.

    Parameters
    ----------
    vertices : float64 (V, 3)
    triangles : int64 (T, 3)
    part : int64 (T,)
        Number of each triangle's material in `names`.
    names : tuple of str
        Materials of the file; "surface" where it has none.
    """

    vertices: np.ndarray
    triangles: np.ndarray
    part: np.ndarray
    names: tuple[str, ...]


def mesh_path(text: str) -> Path:
    """Return the path of the mesh that `text` names: a mesh file, its card, or either without its ending.

    Raises
    ------
    ValueError
        If there is none, or its format is not known.
    """
    path = Path(text).expanduser()
    if path.suffix.lower() in FORMATS:
        found = [path]
    elif path.suffix.lower() in ("", *CARDS):
        found = [path.with_suffix(ending) for ending in FORMATS]
    else:
        raise ValueError(f"unknown format {path.suffix!r}; known: {', '.join(FORMATS)}")
    for one in found:
        if one.is_file():
            return one
    beside = [one.name for one in path.parent.glob("*")] if path.parent.is_dir() else []
    raise ValueError(f"no such file{did_you_mean(path.name, beside) or f'; looked for {path.absolute()}'}")


def card_of(mesh: Path) -> MeshCard:
    """Return the card beside a mesh file, or one that leaves everything as it is; raise AssetError if it is wrong."""
    beside = next((mesh.with_suffix(ending) for ending in CARDS if mesh.with_suffix(ending).is_file()), None)
    return MeshCard() if beside is None else read_card(beside)


def read_card(path: Path) -> MeshCard:
    """Return the card in a YAML file; raise ConfigError or AssetError that names file and field."""
    from ruamel.yaml import YAML, YAMLError  # 60 ms that only users of own meshes pay

    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError, ValueError) as error:
        raise AssetError(f"{path}: not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        raise AssetError(f"{path}: must be a list of 'field: value', such as 'label: truck'")
    return MeshCard.read(content, str(path))


def read_mesh(path: Path) -> MeshFile:
    """Return the triangles of a mesh file; raise AssetError that says why they cannot be used."""
    import trimesh  # 0.3 s that only users of own meshes pay

    try:
        pieces = trimesh.load_scene(path, process=False).dump()
        found = [(piece.vertices, piece.faces, _material_name(piece)) for piece in pieces if hasattr(piece, "faces")]
    except Exception as error:  # trimesh's readers raise whatever the broken file provokes
        why = " ".join(str(error).split()) or type(error).__name__
        raise AssetError(f"mesh {path}: cannot be read: {why}; open and save it again in another program") from None
    found = [(np.asarray(v, float), np.asarray(f, int), name) for v, f, name in found if len(f)]
    if not found:
        raise AssetError(f"mesh {path}: holds no triangles; export it as a triangle mesh, not as points or curves")
    count = sum(len(faces) for _, faces, _ in found)
    if count > MOST_TRIANGLES:
        raise AssetError(f"mesh {path}: {count} triangles; at most {MOST_TRIANGLES}: decimate it first")
    for vertices, faces, _ in found:
        if not np.isfinite(vertices).all():
            raise AssetError(f"mesh {path}: holds coordinates that are no numbers")
        if faces.min() < 0 or faces.max() >= len(vertices):
            raise AssetError(f"mesh {path}: triangles name vertices that it does not have")
    names = tuple(dict.fromkeys(name for _, _, name in found))
    starts = np.cumsum([0] + [len(vertices) for vertices, _, _ in found[:-1]])
    return MeshFile(
        np.concatenate([vertices for vertices, _, _ in found]),
        np.concatenate([faces + start for (_, faces, _), start in zip(found, starts, strict=True)]),
        np.concatenate([np.full(len(faces), names.index(name)) for _, faces, name in found]),
        names,
    )


def _material_name(piece) -> str:
    """Return the name of the material of a piece of trimesh's, "surface" if it has none."""
    return getattr(getattr(piece.visual, "material", None), "name", None) or "surface"


def oriented(vertices: np.ndarray, card: MeshCard) -> np.ndarray:
    """Return vertices (V, 3) of the file in metres, looking along +x, up along +z."""
    up, front = _axis(card.up), _axis(card.front or NEXT[card.up[-1]])
    ours_from_file = np.stack([front, np.cross(up, front), up])
    return vertices @ ours_from_file.T * UNITS[card.units]


def _axis(word: str) -> np.ndarray:
    axis = np.zeros(3)
    axis["xyz".index(word[-1])] = -1.0 if word.startswith("-") else 1.0
    return axis


def check_size(vertices: np.ndarray, card: MeshCard, where: str) -> None:
    """Raise AssetError if vertices (V, 3) [m] have no plausible size, or not the one on the card."""
    size = vertices.max(axis=0) - vertices.min(axis=0)
    if not SMALLEST <= size.max() <= LARGEST:
        fitting = [unit for unit, metres in UNITS.items() if _plausible(size.max() * metres / UNITS[card.units])]
        hint = f"; in {' or '.join(fitting)} it would be plausible" if fitting else ""
        raise AssetError(f"{where}: its largest extent is {size.max():.4g} m with units = {card.units!r}{hint}")
    if card.size is not None and np.any(np.abs(size - card.size) > SIZE_TOLERANCE * np.array(card.size) + 1e-3):
        found, wanted = (" x ".join(f"{v:.3f}" for v in values) for values in (size, card.size))
        raise AssetError(
            f"{where}: is {found} m (length, width, height), its card says {wanted} m; correct units, up, front or size"
        )


def _plausible(size: float) -> bool:
    return 0.2 <= size <= 25.0


def chosen_materials(names: tuple[str, ...], card: MeshCard, where: str) -> dict[str, str]:
    """Return our material for each material of the file; raise AssetError if the card names one that it lacks."""
    unknown = [name for name in card.materials if name not in names and name != "*"]
    if unknown:
        hint = did_you_mean(unknown[0], names) or f"; it has: {', '.join(names)}"
        raise AssetError(f"{where}: its card names a material {unknown[0]!r} that is not in the file{hint}")
    rest = card.materials.get("*", "matt_grey")
    return {name: card.materials.get(name, rest) for name in names}
