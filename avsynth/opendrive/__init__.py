"""Files of roads in ASAM OpenDRIVE: what they say becomes a network of road models, and back."""

from avsynth.opendrive._notes import Note
from avsynth.opendrive.reading import RoadFile, loads, read
from avsynth.opendrive.writing import written

__all__ = ["Note", "RoadFile", "loads", "read", "written"]
