"""The two decorators of all kernels, and where their machine code is cached.

numba's own cache does not notice a change in a callee of another file, so the cache folder is named by a hash of the
sources of all kernels: an edit anywhere recompiles, an unchanged tree starts warm.
"""

import hashlib
import os
import tempfile
from pathlib import Path

import numba

from avsynth._version import __version__


def _sources_hash() -> str:
    """Return a hash of all kernel sources and of what compiles them."""
    digest = hashlib.sha256(f"{numba.__version__} {__version__}".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> Path:
    """Return the folder of compiled kernels: in the user's cache, or a temporary one where that cannot be written."""
    user = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    root = Path(os.environ.get("AVSYNTH_CACHE") or user / "avsynth")
    for base in (root, Path(tempfile.gettempdir()) / f"avsynth-{os.environ.get('USER', 'user')}"):
        folder = base / "kernels" / _sources_hash()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return Path(tempfile.mkdtemp(prefix="avsynth-kernels-"))


#: Where compiled kernels are kept.
CACHE_FOLDER = _cache_folder()
numba.config.CACHE_DIR = str(CACHE_FOLDER)
# numba tries TBB first and warns the user if it finds an old one; these two need nothing beyond numba itself.
numba.config.THREADING_LAYER_PRIORITY = ["omp", "workqueue", "tbb"]


def is_warm() -> bool:
    """Return whether compiled kernels are in the cache, so that the first frame needs no compilation."""
    return any(CACHE_FOLDER.rglob("*.nbi"))


#: For helpers that are called from kernels only.
inline = numba.njit(
    error_model="numpy", cache=True, inline="never", nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True
)
#: For entry kernels without a parallel loop.
entry = numba.njit(error_model="numpy", cache=True, nogil=True, no_cfunc_wrapper=True)
#: For entry kernels with a parallel loop; each iteration writes its own slot.
parallel_entry = numba.njit(error_model="numpy", cache=True, nogil=True, parallel=True, no_cfunc_wrapper=True)
#: For helpers in hot loops that allocate nothing: numba counts no references in them, which would cost more than
#: their work, and puts their code into their callers, where handing over dozens of arrays would cost as much again.
lean = numba.njit(
    error_model="numpy", nogil=True, forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False
)
