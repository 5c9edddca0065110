"""Files of scenarios in ASAM OpenSCENARIO XML: a run becomes a file that others replay, a file a scene."""

from avsynth.openscenario.reading import scene_of
from avsynth.openscenario.writing import written

__all__ = ["scene_of", "written"]
