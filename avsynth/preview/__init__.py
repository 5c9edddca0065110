"""Pictures of a frame for people: one file a picture, each a function from Frame to uint8 (H, W, 3) RGB."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np

from avsynth.datatypes.frame import Frame
from avsynth.preview.birds_eye import birds_eye
from avsynth.preview.cloud import cloud
from avsynth.preview.coverage import coverage
from avsynth.preview.film import film
from avsynth.preview.from_above import from_above
from avsynth.preview.image_boxes import image_boxes
from avsynth.preview.range_image import range_image
from avsynth.preview.roads import roads
from avsynth.preview.segments import segments
from avsynth.preview.sheet import contact_sheet

#: Name of the picture → what draws it.
PICTURES: Mapping[str, Callable[[Frame], np.ndarray]] = {
    "image_boxes": image_boxes,
    "segments": segments,
    "cloud": cloud,
    "birds_eye": birds_eye,
    "range_image": range_image,
}


__all__ = ["PICTURES", "contact_sheet", "coverage", "film", "from_above", "jpeg", "mp4", "png", "roads"]


def mp4(pictures: Iterable[np.ndarray], rate: float, path: Path) -> None:
    """Write RGB pictures uint8 (H, W, 3) of one size as a film of `rate` pictures a second [Hz]."""
    import cv2  # heavy, so imported where used

    writer = None
    for picture in pictures:
        if writer is None:
            height, width = picture.shape[:2]
            writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"mp4v"), rate, (width, height))
        writer.write(np.ascontiguousarray(picture[..., ::-1]))
    if writer is not None:
        writer.release()


def png(picture: np.ndarray) -> bytes:
    """Return an RGB picture uint8 (H, W, 3) as PNG."""
    import cv2  # heavy, so imported where used

    return cv2.imencode(".png", picture[..., ::-1])[1].tobytes()


def jpeg(picture: np.ndarray) -> bytes:
    """Return an RGB picture uint8 (H, W, 3) as JPEG."""
    import cv2  # heavy, so imported where used

    return cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 88])[1].tobytes()
