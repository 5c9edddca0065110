"""Words of the full language that this version does not have, so that using one gives a plain answer."""

from avsynth.scenario.problems import Position, Problem

LATER_STATEMENTS = (
    "use", "param", "area", "crowd", "behavior", "record", "cover", "parallel", "serial", "choose", "repeat", "when",
    "if", "else", "roundabout", "ramp", "merge", "fork",
)  # fmt: skip
LATER_SPOTS = ("beyond", "along", "between", "in", "hidden", "visible", "pose", "above")
LATER_DISTRIBUTIONS = ("mixture", "empirical", "correlated")
LATER_FUNCTIONS = (
    "visible_fraction", "points_on", "pixels_on", "occluders", "pet", "thw", "drac", "rss_long", "rss_lat", "btn",
    "duration", "time_when", "count", "mean", "overlap", "always", "eventually", "never",
)  # fmt: skip
LATER_STEPS = (
    "follow", "lane_change", "lane_offset", "keep_speed", "brake", "stop", "reverse", "park_out", "yield", "run_red",
    "open_door", "drop", "lights", "run", "freeze", "hesitate", "turn_back", "zigzag", "linger", "sprint", "fall",
    "idle", "ride",
)  # fmt: skip
LATER_SETTINGS = (
    "time", "fog", "rain", "snow", "moon", "road_wetness", "lamps", "grade", "elevation", "superelevation", "crown",
    "marks", "barrier", "signs", "signals", "islands", "turn_lanes", "priority", "potholes", "headlights", "pose_noise",
    "model", "control",
)  # fmt: skip
LATER_METHODS = ("cross_entropy", "halton", "sobol", "latin_hypercube", "subset", "covering")
LATER = frozenset(
    (
        *LATER_STATEMENTS,
        *LATER_SPOTS,
        *LATER_DISTRIBUTIONS,
        *LATER_FUNCTIONS,
        *LATER_STEPS,
        *LATER_SETTINGS,
        *LATER_METHODS,
    )
)


def not_yet(word: str, at: Position) -> Problem:
    """Return the problem of a word that only the full language has."""
    return Problem(
        at, "AVS105", f"'{word}' is not part of this version of the language", hint="see docs/language.md for what is"
    )
