"""The functions a scenario may call while it runs: names, arguments, result. The world computes them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from avsynth.core.errors import ScenarioError

#: Kinds of arguments. "actor": a placed actor or `self`. "target": an actor, a crosswalk, a lane or a road.
#: "quantity": a number of any dimension; all quantities of one call share it.
KINDS = ("actor", "target", "quantity", "number", "angle")


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
        dimension of the arguments) or "root" (its square root).
    description : str
        What it returns, with its unit.
    variadic : bool
        The last argument may be repeated.
    """

    name: str
    arguments: tuple[str, ...]
    result: str
    description: str
    variadic: bool = False

    @property
    def signature(self) -> str:
        """How it is called, such as ``distance(actor, actor)``."""
        return f"{self.name}({', '.join(self.arguments)}{', …' if self.variadic else ''})"


#: What needs the running world. A draw is complete without them; `world` answers them at every moment.
WORLD_FUNCTIONS = {
    function.name: function
    for function in (
        Function(
            "distance", ("actor", "actor"), "length", "Free distance between the two footprints [m]; 0 if they overlap."
        ),
        Function(
            "gap_along",
            ("actor", "actor"),
            "length",
            "From the front of the first to the rear of the second, along the first one's heading [m].",
        ),
        Function(
            "lateral_gap",
            ("actor", "actor"),
            "length",
            "Free distance across the first one's heading [m]; 0 if they overlap.",
        ),
        Function("speed", ("actor",), "speed", "Speed along its heading [m/s]."),
        Function(
            "time_to_arrival",
            ("actor", "target"),
            "time",
            "Until it arrives at the target at its present speed [s]; infinite if it does not approach.",
        ),
        Function(
            "ttc",
            ("actor", "actor"),
            "time",
            "Until the two touch at their present velocities [s]; infinite if they do not.",
        ),
        Function("progress", ("actor",), "number", "Share of its present step that is done, 0 to 1 [1]."),
        Function("on_road", ("actor",), "truth", "Whether it stands on a lane for vehicles."),
        Function(
            "lane", ("actor",), "lane", "The lane it is on; compare it with a lane: lane(ego) == main.right.drive[0]."
        ),
        Function("time", (), "time", "Since the start of the run [s]."),
    )
}

#: Mathematics, folded to numbers wherever the arguments are known; otherwise evaluated with the world.
NUMERIC_FUNCTIONS = {
    function.name: function
    for function in (
        Function("min", ("quantity", "quantity"), "same", "The smallest argument.", variadic=True),
        Function("max", ("quantity", "quantity"), "same", "The largest argument.", variadic=True),
        Function("abs", ("quantity",), "same", "The argument without its sign."),
        Function("sqrt", ("quantity",), "root", "The square root."),
        Function("sin", ("angle",), "number", "The sine of an angle [rad]."),
        Function("cos", ("angle",), "number", "The cosine of an angle [rad]."),
    )
}

FUNCTIONS = WORLD_FUNCTIONS | NUMERIC_FUNCTIONS

_NUMERIC = {"min": min, "max": max, "abs": abs, "sqrt": math.sqrt, "sin": math.sin, "cos": math.cos}


def numeric(name: str, values: Sequence[float]) -> float:
    """Return the value of a function of `NUMERIC_FUNCTIONS`; raise ScenarioError where it has none."""
    try:
        return float(_NUMERIC[name](*values))
    except ValueError:
        raise ScenarioError(f"{name}({', '.join(f'{value:g}' for value in values)}) has no value") from None
