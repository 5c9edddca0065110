"""avsynth: synthetic LiDAR, radar and camera data with exact labels, from a scenario language.

>>> import avsynth
>>> scenario = avsynth.load("urban_crossing").draw(seed=7)
>>> for frame in avsynth.frames(scenario):
...     frame.measurements["velodyne"].xyz
"""

import importlib

from avsynth._version import __version__

#: Public name → module that has it; imported on first use, so that `import avsynth` stays light.
_HOMES = {
    "Template": "avsynth.api",
    "load": "avsynth.api",
    "loads": "avsynth.api",
    "frames": "avsynth.api",
    "generate": "avsynth.api",
    "rig": "avsynth.api",
    "use_threads": "avsynth.api",
    "Scenario": "avsynth.scenario.concrete",
    "Frame": "avsynth.datatypes.frame",
    "Category": "avsynth.datatypes.category",
    "Dataset": "avsynth.training",
    "AvsynthError": "avsynth.core.errors",
    "builder": "avsynth.scenario.builder",
    "SENSORS": "avsynth.contracts",
    "ACTORS": "avsynth.contracts",
    "STEPS": "avsynth.contracts",
    "ROADS": "avsynth.contracts",
    "EXPORTERS": "avsynth.contracts",
}

__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'avsynth' has no attribute {name!r}")
    home = importlib.import_module(_HOMES[name])
    return home if home.__name__.endswith(f".{name}") else getattr(home, name)


def __dir__() -> list[str]:
    return __all__
