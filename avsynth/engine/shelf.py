"""Prepared meshes, and those kept on disk: by content, whole or not at all, the least used thrown away first."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.lib import format as npy

from avsynth.core import paths
from avsynth.datatypes.model import Mesh
from avsynth.engine.memory import aligned
from avsynth.kernels._jit import CACHE_FOLDER
from avsynth.kernels.arrays import Meshes, Tree

#: All that is kept on disk together takes no more than this [byte].
ROOM = 2_000_000_000


class PreparedMesh(NamedTuple):
    """One mesh with its tree and the box around it."""

    tree: Tree
    meshes: Meshes
    bounds: np.ndarray


def path_of(mesh: Mesh) -> Path:
    """Return where the tree of `mesh` is kept: by content, and by the sources of the kernels that build it."""
    digest = hashlib.blake2b(digest_size=16)
    for array in (mesh.vertices, mesh.triangles, mesh.slots, mesh.normals):
        digest.update(array)
    return paths.cache() / "meshes" / f"{digest.hexdigest()}-{CACHE_FOLDER.name}.trees"


def read(path: Path) -> PreparedMesh | None:
    """Return what was kept, or None if there is nothing or it cannot be read."""
    try:
        with path.open("rb") as file:
            tree, meshes = (kind(*(_read_array(file) for _ in kind._fields)) for kind in (Tree, Meshes))
            prepared = PreparedMesh(tree, meshes, _read_array(file))
        os.utime(path)
    except (OSError, OverflowError, ValueError):
        return None
    return prepared


def _read_array(file: BinaryIO) -> np.ndarray:
    """Return the next array of a file in numpy's format, read to where it stays; raise ValueError for a broken one."""
    npy.read_magic(file)
    shape, _, dtype = npy.read_array_header_1_0(file)
    if dtype.hasobject:
        raise ValueError(f"an array of {dtype}; only numbers are kept")
    array = aligned(shape, dtype)
    if file.readinto(array.reshape(-1).view(np.uint8)) < array.nbytes:
        raise ValueError("the file ends before its array does")
    return array


def write(path: Path, prepared: PreparedMesh) -> None:
    """Keep `prepared` on disk, whole or not at all; a folder that cannot be written is no error."""
    part = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, suffix=".part", delete=False) as file:
            part = Path(file.name)
            # to the file within the wrapper numpy writes without a copy
            for array in (*prepared.tree, *prepared.meshes, prepared.bounds):
                npy.write_array(file.file, array, version=(1, 0), allow_pickle=False)
        os.replace(part, path)
        _make_room(path.parent)
    except OSError:
        if part is not None:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _make_room(folder: Path) -> None:
    """Delete the files of `folder` that were used longest ago until the others fit into ROOM."""
    kept = sorted(((entry.stat(), entry.path) for entry in os.scandir(folder)), key=lambda one: -one[0].st_mtime)
    total = 0
    for status, path in kept:
        total += status.st_size
        if total > ROOM:
            Path(path).unlink(missing_ok=True)
