"""The functions a scenario may call while it runs and of its run: names, arguments, result. The world computes them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from avsynth.core.errors import ScenarioError

#: Kinds of arguments. "actor": a placed actor, `self` or ``any.KIND``. "target": an actor, a crosswalk, a lane or a
#: road. "sensor": a sensor of the ego. "word": a text. "quantity": a number of any dimension; all quantities of one
#: call share it. "value": a quantity, truth or text.
KINDS = ("actor", "target", "sensor", "word", "quantity", "number", "length", "angle", "time", "truth", "value")


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the language.

    Parameters
    ----------
    name : str
    arguments : tuple of str
        Kind of each argument, one of `KINDS`.
    result : str
        Dimension of the result ("length", "speed" …), "truth", "lane" (the canonical name of a lane), "same" (the
        dimension of the arguments), "root" (its square root) or "last" (the kind of the last argument).
    description : str
        What it returns, with its unit.
    variadic : bool
        The last argument may be repeated.
    keywords : mapping
        Word → number of the argument that may be given by it.
    """

    name: str
    arguments: tuple[str, ...]
    result: str
    description: str
    variadic: bool = False
    keywords: dict[str, int] = field(default_factory=dict)

    @property
    def signature(self) -> str:
        """How it is called, such as ``distance(actor, actor)``."""
        words = {number: word for word, number in self.keywords.items()}
        arguments = [f"{words[k]}: {kind}" if k in words else kind for k, kind in enumerate(self.arguments)]
        return f"{self.name}({', '.join(arguments)}{', …' if self.variadic else ''})"


def _table(*functions: Function) -> dict[str, Function]:
    return {function.name: function for function in functions}


_TWO = ("actor", "actor")
_SEEN = ("actor", "sensor")
_FROM = {"from": 1}

#: What the world answers at every moment. A draw is complete without it.
WORLD_FUNCTIONS = _table(
    Function("distance", _TWO, "length", "Free distance between the two footprints [m]; 0 if they overlap."),
    Function(
        "gap_along",
        _TWO,
        "length",
        "Free distance along the heading of the first [m]: from its front to the rear of the second, negative if that "
        "is behind, 0 beside.",
    ),
    Function("lateral_gap", _TWO, "length", "Free distance across the first one's heading [m]; 0 if they overlap."),
    Function("overlap", _TWO, "truth", "Whether the two footprints overlap."),
    Function(
        "ahead", _TWO, "length", "How far the second is ahead of the first along its heading, from axle to axle [m]."
    ),
    Function("ahead_by_lane", _TWO, "length", "The same along the lane of the first and those that continue it [m]."),
    Function(
        "aside", _TWO, "length", "How far the second is to the left of the first one's heading, axle and axle [m]."
    ),
    Function("apart", _TWO, "length", "Distance of the two rear axles; of those on foot, of their middles [m]."),
    Function(
        "distance_to", ("actor", "length", "length"), "length", "Distance of its rear axle from a place x, y [m]."
    ),
    Function(
        "ahead_to",
        ("actor", "length", "length"),
        "length",
        "How far a place x, y is ahead of its axle along its lane [m]; negative if behind.",
    ),
    Function("travelled", ("actor",), "length", "How far it has come since the start [m]."),
    Function("emitted", ("actor", "word"), "truth", "Whether its `emit` of that word has happened."),
    Function("since", ("actor", "word"), "time", "Time since its last `emit` of that word [s]; infinite if never."),
    Function("speed", ("actor",), "speed", "Speed along its heading [m/s]."),
    Function("acceleration", ("actor",), "acceleration", "Change of its speed along its heading [m/s²]."),
    Function("progress", ("actor",), "number", "Share of its present step that is done, 0 to 1 [1]."),
    Function(
        "on_road", ("actor",), "truth", "Whether it stands where traffic moves, not on a parking strip or shoulder."
    ),
    Function("off_road", ("actor",), "truth", "Whether its axle is beside all lanes; not where they end."),
    Function("at_road_end", ("actor",), "truth", "Whether it has come to where its lane ends and none goes on."),
    Function("lane", ("actor",), "lane", "The lane it is on; compare it: lane(ego) == main.right.drive[0]."),
    Function("time", (), "time", "Since the start of the run [s]."),
    Function(
        "time_to_arrival",
        ("actor", "target"),
        "time",
        "Until it arrives at the target at its present speed [s]; infinite if it does not approach.",
    ),
    Function(
        "ttc", _TWO, "time", "Until the two touch at their present speeds and turns [s]; infinite if they do not."
    ),
    Function("ttc_along", _TWO, "time", "Until the first has closed the gap along its heading at present speeds [s]."),
    Function("thw", _TWO, "time", "Time headway: until the first is where the rear of the second is now [s]."),
    Function(
        "drac", _TWO, "acceleration", "Braking of the first after which it just does not touch the second [m/s²]."
    ),
    Function("btn", _TWO, "number", "Brake threat number: share of the possible braking that the first needs [1]."),
    Function("rss_long", _TWO, "length", "Safe distance of the first behind the second by RSS [m]."),
    Function("rss_lat", _TWO, "length", "Safe distance of the two side by side by RSS [m]."),
)

#: What takes rays of the real sensors; asked of the start or of each frame.
PERCEPTION_FUNCTIONS = _table(
    Function(
        "visible_fraction",
        _SEEN,
        "number",
        "Share of what the sensor would see of it alone that it sees [1]; 0 out of view.",
        keywords=_FROM,
    ),
    Function("points_on", _SEEN, "number", "LiDAR points that hit it in one sweep [1].", keywords=_FROM),
    Function("pixels_on", _SEEN, "number", "Pixels of a camera that show it [1].", keywords=_FROM),
    Function("occluders", _SEEN, "number", "How many things hide a part of it from the sensor [1].", keywords=_FROM),
)

#: What only the whole run tells.
RUN_FUNCTIONS = _table(
    Function("pet", _TWO, "time", "Post-encroachment time: from when one left a place until the other was there [s]."),
    Function("tet", _TWO, "time", "Time exposed: how long `ttc` was below 1.5 s [s]."),
    Function("tit", _TWO, "squared time", "Time integrated: the area by which `ttc` was below 1.5 s [s²]."),
    Function(
        "first_seen",
        _SEEN,
        "time",
        "When the sensor first sees it [s]: at least 5 points, or a quarter of its pixels; infinite if never.",
        keywords=_FROM,
    ),
)

#: What sums a value up over the run; `min` and `max` do so with one argument.
TIME_FUNCTIONS = _table(
    Function("mean", ("quantity",), "same", "Over the run, the mean."),
    Function("duration", ("truth",), "time", "How long it holds [s]."),
    Function("time_when", ("truth",), "time", "When it first holds [s]; infinite if never."),
    Function("count", ("truth",), "number", "How often it becomes true [1]."),
    Function("at", ("time", "value"), "last", "The value at that time; nothing if the time never comes."),
)

#: Mathematics, folded to numbers wherever the arguments are known; otherwise evaluated with the world.
NUMERIC_FUNCTIONS = _table(
    Function("min", ("quantity",), "same", "The smallest argument; of one argument, over the run.", variadic=True),
    Function("max", ("quantity",), "same", "The largest argument; of one argument, over the run.", variadic=True),
    Function("abs", ("quantity",), "same", "The argument without its sign."),
    Function("sqrt", ("quantity",), "root", "The square root."),
    Function("sin", ("angle",), "number", "The sine of an angle [rad]."),
    Function("cos", ("angle",), "number", "The cosine of an angle [rad]."),
)

FUNCTIONS = WORLD_FUNCTIONS | PERCEPTION_FUNCTIONS | RUN_FUNCTIONS | TIME_FUNCTIONS | NUMERIC_FUNCTIONS

_NUMERIC = {"min": min, "max": max, "abs": abs, "sqrt": math.sqrt, "sin": math.sin, "cos": math.cos}


def numeric(name: str, values: Sequence[float]) -> float:
    """Return the value of a function of `NUMERIC_FUNCTIONS`; raise ScenarioError where it has none."""
    try:
        return float(_NUMERIC[name](*values))
    except ValueError:
        raise ScenarioError(f"{name}({', '.join(f'{value:g}' for value in values)}) has no value") from None
