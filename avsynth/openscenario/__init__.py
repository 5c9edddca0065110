"""Files of scenarios in ASAM OpenSCENARIO XML: a run that is known becomes a file that others replay."""

from avsynth.openscenario.writing import written

__all__ = ["written"]
