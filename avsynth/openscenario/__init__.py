"""Files of scenarios in ASAM OpenSCENARIO XML: a run becomes a file that others replay, a file a scene."""

from avsynth.openscenario.reading import END, scene_of
from avsynth.openscenario.writing import written

__all__ = ["END", "scene_of", "written"]
