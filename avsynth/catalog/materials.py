"""The material table: read from ``assets/materials.yaml``, checked, and turned into arrays once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import AfterValidator, Field

from avsynth.core.config import Config
from avsynth.core.errors import AssetError, ConfigError, did_you_mean
from avsynth.core.paths import assets
from avsynth.datatypes.material import MaterialTable, Ratios

Share = Annotated[float, Field(ge=0, le=1)]
Colour = tuple[Share, Share, Share]


class Family(Config):
    """How a family of materials differs at other wavelengths, and when wet, from what it is at 905 nm and dry."""

    at_865: float = Field(gt=0, le=3, description="Diffuse reflectance at 865 nm ÷ that at 905 nm [1].")
    at_1550: float = Field(gt=0, le=3, description="Diffuse reflectance at 1550 nm ÷ that at 905 nm [1].")
    wet: Share = Field(description="Diffuse reflectance under a film of water ÷ that when dry [1].")
    source: str = Field(min_length=3, description="Where the ratios come from.")


class Material(Config):
    """One entry of the table."""

    family: str = Field(description="Word of the family that says how it differs at other wavelengths and when wet.")
    colour: Colour = Field(description="Diffuse albedo, linear RGB [1].")
    variation: Share = Field(description="Relative amplitude of the albedo's spatial variation [1].")
    grain: float = Field(gt=0, description="Length scale of that variation [m].")
    roughness: Share = Field(description="GGX perceptual roughness [1].")
    specular: Share = Field(description="Specular reflectance at normal incidence [1].")
    emission: tuple[float, float, float] = Field(description="Radiance relative to a white surface in full sun [1].")
    transmission: Share = Field(description="Share of visible light that passes straight through [1].")
    lidar_reflectance: Share = Field(description="Diffuse reflectance at 905 nm [1].")
    lidar_retro: float = Field(ge=0, description="Equivalent Lambertian reflectance of retro-reflection [1].")
    lidar_specular: Share = Field(description="Specular reflectance at 905 nm [1].")
    lidar_transmission: Share = Field(description="Share of laser energy that passes straight through [1].")
    radar_reflectivity: Share = Field(description="Power reflectivity at 77 GHz [1].")
    metalness: Share = Field(0.0, description="Share of bare metal at the surface [1].")
    colour_range: Share = Field(0.12, description="Relative spread of the albedo between samples, one sigma [1].")
    source: str = Field(min_length=3, description="Where the LiDAR reflectance comes from.")


#: Fields of a material that are no arrays of the table.
NO_ARRAYS = ("family", "source")


@lru_cache(maxsize=1)
def materials() -> MaterialTable:
    """Return the table of all materials, in the order of the file."""
    path = assets() / "materials.yaml"
    return table(*read_materials(path))


def read_materials(path: Path) -> tuple[dict[str, Material], dict[str, Family]]:
    """Return the materials of a YAML file, and their families, by name.

    Raises
    ------
    AssetError
        That names file, material or family, and field.
    """
    content = _content(path)
    entries = {name: {**content["defaults"], **entry} for name, entry in content["materials"].items()}
    return _entries(Material, entries, path), _entries(Family, content["families"], path)


def _content(path: Path) -> dict:
    """Return what a YAML file of materials holds."""
    from ruamel.yaml import YAML, YAMLError  # 60 ms that `avsynth --help` need not wait for

    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        return {part: content[part] for part in ("defaults", "families", "materials")}
    except (OSError, YAMLError, KeyError, TypeError) as error:
        said = f"not a table of materials ('defaults', 'families' and 'materials'): {error}"
        raise AssetError(f"{path}: {said}") from None


def _entries(kind: type[Config], entries: dict[str, dict], path: Path) -> dict:
    try:
        return {name: kind.read(entry, f"{path.name}: {name}") for name, entry in entries.items()}
    except (ConfigError, TypeError) as error:
        raise AssetError(str(error)) from None


def table(entries: dict[str, Material], families: dict[str, Family]) -> MaterialTable:
    """Return the arrays of `entries`, in their order; raise AssetError if one is of an unknown family."""
    for name, entry in entries.items():
        if entry.family not in families:
            raise AssetError(f"material {name}: unknown family {entry.family!r}{did_you_mean(entry.family, families)}")
    fields = [name for name in Material.model_fields if name not in NO_ARRAYS]
    arrays = {field: np.array([getattr(entry, field) for entry in entries.values()], np.float32) for field in fields}
    ratios = (
        np.array([getattr(families[entry.family], word) for entry in entries.values()], np.float32)
        for word in Ratios._fields
    )
    return MaterialTable(names=tuple(entries), **arrays, ratios=Ratios(*ratios))


def known(name: str) -> str:
    """Return `name`; raise ValueError with the nearest one if no material is called so."""
    names = materials().names
    if name not in names:
        raise ValueError(f"unknown material{did_you_mean(name, names) or '; see `avsynth list materials`'}")
    return name


#: A field that names a material of the table.
MaterialName = Annotated[str, AfterValidator(known)]
