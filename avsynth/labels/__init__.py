"""Ground truth from the same rays that the sensors cast: boxes around the posed meshes, and what each sensor saw of them."""

from avsynth.labels.label import label

__all__ = ["label"]
