"""Where results go: nothing of the user's is overwritten unasked, and endings say how a picture is encoded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from avsynth.core.errors import DatasetError

if TYPE_CHECKING:
    import numpy as np

#: Contact sheets are about so wide [px].
SHEET_WIDTH = 1800


def refuse_existing(path: Path, overwrite: bool) -> None:
    """Raise DatasetError if `path` exists and is not to be replaced."""
    if path.exists() and not overwrite:
        raise DatasetError(f"{path} exists; give another -o, or --overwrite")


def encoder(output: Path, overwrite: bool) -> Callable[[np.ndarray], bytes]:
    """Return what encodes a picture as the ending of `output` says, before any work is done for it."""
    from avsynth.preview import jpeg, png

    encoders = {".png": png, ".jpg": jpeg, ".jpeg": jpeg}
    if output.suffix.lower() not in encoders:
        raise DatasetError(f"{output}: pictures are written as {', '.join(encoders)}; give one of these endings")
    refuse_existing(output, overwrite)
    return encoders[output.suffix.lower()]
