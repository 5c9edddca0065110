"""The words of OpenDRIVE and ours: kinds of lanes and marks."""

from __future__ import annotations

#: Kind of strip for each type of lane.
KINDS = {
    "driving": "drive",
    "entry": "drive",
    "exit": "drive",
    "onRamp": "drive",
    "offRamp": "drive",
    "connectingRamp": "drive",
    "slipLane": "drive",
    "mwyEntry": "drive",
    "mwyExit": "drive",
    "bidirectional": "drive",
    "shared": "drive",
    "taxi": "drive",
    "HOV": "drive",
    "bus": "bus",
    "tram": "tram",
    "rail": "tram",
    "biking": "bike",
    "parking": "park",
    "shoulder": "shoulder",
    "border": "shoulder",
    "stop": "shoulder",
    "restricted": "shoulder",
    "roadWorks": "shoulder",
    "sidewalk": "walk",
    "walking": "walk",
    "curb": "kerb",
    "median": "median",
    "none": "none",
    "special1": "none",
    "special2": "none",
    "special3": "none",
}
#: Type of lane for each kind of strip.
TYPES = {
    "drive": "driving",
    "bus": "bus",
    "tram": "tram",
    "bike": "biking",
    "park": "parking",
    "shoulder": "shoulder",
    "walk": "walking",
    "kerb": "curb",
    "median": "median",
    "verge": "none",
    "none": "none",
}
#: Kind of mark for each type of road mark; the rest is no paint.
MARKS = {
    "solid": "solid",
    "edge": "solid",
    "broken": "dashed",
    "botts dots": "dashed",
    "solid solid": "solid_solid",
    "solid broken": "solid_dashed",
    "broken solid": "dashed_solid",
    "broken broken": "dashed_dashed",
}
#: Colour of paint for each colour of road marks.
COLOURS = {"standard": "white"} | {word: word for word in ("white", "yellow", "orange", "red", "blue", "green")}
