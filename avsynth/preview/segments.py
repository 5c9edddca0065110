"""The image's categories as colours over the image, objects outlined: semantic and instance labels in one picture."""

import numpy as np

from avsynth.datatypes.category import Category
from avsynth.datatypes.frame import Frame
from avsynth.datatypes.measurement import CameraImage
from avsynth.preview import _draw

#: Of the category's colour in what is shown; the rest is the image [1].
SHARE_OF_COLOUR = 0.62


def segments(frame: Frame) -> np.ndarray:
    """Return the first camera's image tinted by category, instances outlined, uint8 (H, W, 3)."""
    image = next(iter(_draw.measurements_of(frame, CameraImage).values()))
    tint = _draw.LOOKUP[image.category]
    picture = (SHARE_OF_COLOUR * tint + (1 - SHARE_OF_COLOUR) * image.rgb).astype(np.uint8)
    picture[_outlines(image)] = _draw.WHITE
    return picture


def _outlines(image: CameraImage) -> np.ndarray:
    """Return where labelled objects meet something else, bool (H, W)."""
    labelled = (image.category > 0) & (image.category < Category.ROAD)
    edge = np.zeros(labelled.shape, dtype=bool)
    for axis in (0, 1):
        differs = np.diff(image.instance, axis=axis, append=np.take(image.instance, [-1], axis=axis)) != 0
        edge |= differs & (labelled | np.roll(labelled, -1, axis=axis))
    return edge
