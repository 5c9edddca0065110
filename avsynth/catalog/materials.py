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
from avsynth.datatypes.material import MaterialTable

Share = Annotated[float, Field(ge=0, le=1)]
Colour = tuple[Share, Share, Share]


class Material(Config):
    """One entry of the table."""

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
    source: str = Field(min_length=3, description="Where the LiDAR reflectance comes from.")


@lru_cache(maxsize=1)
def materials() -> MaterialTable:
    """Return the table of all materials, in the order of the file."""
    return table(read_materials(assets() / "materials.yaml"))


def read_materials(path: Path) -> dict[str, Material]:
    """Return the materials of a YAML file by name; raise AssetError that names file, material and field."""
    from ruamel.yaml import YAML, YAMLError  # 60 ms that `avsynth --help` need not wait for

    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        defaults, entries = content["defaults"], content["materials"]
    except (OSError, YAMLError, KeyError, TypeError) as error:
        raise AssetError(f"{path}: not a table of materials ('defaults' and 'materials'): {error}") from None
    try:
        return {name: Material.read({**defaults, **entry}, f"{path.name}: {name}") for name, entry in entries.items()}
    except ConfigError as error:
        raise AssetError(str(error)) from None


def table(entries: dict[str, Material]) -> MaterialTable:
    """Return the arrays of `entries`, in their order."""
    fields = [name for name in Material.model_fields if name != "source"]
    arrays = {field: np.array([getattr(entry, field) for entry in entries.values()], np.float32) for field in fields}
    return MaterialTable(names=tuple(entries), **arrays)


def known(name: str) -> str:
    """Return `name`; raise ValueError with the nearest one if no material is called so."""
    names = materials().names
    if name not in names:
        raise ValueError(f"unknown material{did_you_mean(name, names) or '; see `avsynth list materials`'}")
    return name


#: A field that names a material of the table.
MaterialName = Annotated[str, AfterValidator(known)]
