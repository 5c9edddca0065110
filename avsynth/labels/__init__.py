"""Ground truth from the same rays that the sensors cast: boxes around posed meshes, and what each sensor saw."""

from avsynth.labels.label import label

__all__ = ["label"]
