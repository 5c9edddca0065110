"""avsynth: synthetic LiDAR, radar and camera data with exact labels."""

from avsynth._version import __version__

__all__ = ["__version__"]
