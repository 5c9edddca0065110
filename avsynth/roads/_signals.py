"""How the signals of a junction run: legs that are green together, one stage after the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from avsynth.core.config import Config
from avsynth.core.errors import did_you_mean
from avsynth.core.units import Time
from avsynth.datatypes.control import Signal
from avsynth.datatypes.facing import facing

#: Shortest green [s] (RiLSA 2015, 2.7: 5 s for vehicles).
SHORTEST_GREEN = 5.0
#: Speed at which people who have begun to cross are expected to finish [m/s] (RiLSA 2015, 2.5: 1.2 m/s).
CLEARING_SPEED = 1.2

LegName = Annotated[str, Field(description="Name of a leg.")]


class Signals(Config):
    """Traffic lights on every leg. Amber times are those of RiLSA 2015, 2.4: 3 s at 50 km/h; red and amber for 1 s."""

    control: Literal["signals"] = "signals"
    cycle: Time = Field(60.0, gt=0, description="Time after which everything repeats itself [s].")
    amber: Time = Field(3.0, ge=0, description="Length of amber [s].")
    all_red: Time = Field(2.0, ge=0, description="From the end of one stage's amber to the next one's green [s].")
    red_amber: Time = Field(1.0, ge=0, description="Length of red and amber together before green, 0 for none [s].")
    offset: Time = Field(0.0, description="When the first stage's green begins [s].")
    stages: tuple[tuple[LegName, ...], ...] = Field(
        (), description="Legs that are green together; by default those that face each other, the others alone."
    )
    shares: tuple[Annotated[float, Field(gt=0)], ...] = Field(
        (), description="Of the green time, one for each stage; by default all the same [1]."
    )
    dark: bool = Field(False, description="Whether the lights are out of order: the signs hold.")


#: One stage: its legs, when its green begins [s], and how long that lasts [s].
Stage = tuple[tuple[str, ...], float, float]


def stages_of(signals: Signals, headings: Mapping[str, float]) -> tuple[Stage, ...]:
    """Return the stages of legs with `headings` [rad], by name; raise ValueError if they do not fit the cycle."""
    groups = signals.stages or facing(headings)
    named = [name for group in groups for name in group]
    for name in named:
        if name not in headings:
            raise ValueError(f"a stage of the signals names the unknown leg {name!r}{did_you_mean(name, headings)}")
    if sorted(named) != sorted(headings):
        raise ValueError(f"each leg needs one stage of the signals; got {', '.join(named)} for {', '.join(headings)}")
    if signals.shares and len(signals.shares) != len(groups):
        raise ValueError(f"the signals have {len(groups)} stages and {len(signals.shares)} shares of the green time")
    shares = np.array(signals.shares or (1.0,) * len(groups))
    between = signals.amber + signals.all_red
    greens = (signals.cycle - between * len(groups)) * shares / shares.sum()
    if greens.min() < SHORTEST_GREEN:
        least = between * len(groups) + SHORTEST_GREEN * shares.sum() / shares.min()
        raise ValueError(
            f"a cycle of {signals.cycle:g} s is too short for its stages; at least {least:.0f} s are needed"
        )
    starts = signals.offset + np.concatenate([[0.0], np.cumsum(greens + between)[:-1]])
    return tuple((group, float(s), float(g)) for group, s, g in zip(groups, starts, greens, strict=True))


def signal_of(signals: Signals, leg: str, stages: tuple[Stage, ...]) -> Signal:
    """Return what the vehicles of a leg see."""
    if signals.dark:
        return Signal((("off", 1.0),))
    start, green = next((start, green) for legs, start, green in stages if leg in legs)
    return Signal.of_stage(start, green, signals.cycle, signals.amber, min(signals.red_amber, signals.all_red))


def walking_signal(signals: Signals, blocked: tuple[str, ...], stages: tuple[Stage, ...], width: float) -> Signal:
    """Return what people see who cross a carriageway of `width` [m] that vehicles of the legs `blocked` drive on.

    It is green in the stages that hold none of these legs, short of the time that the last ones need to clear it.
    """
    if signals.dark:
        return Signal((("off", 1.0),))
    free = [not set(legs) & set(blocked) for legs, _, _ in stages]
    phases: list[tuple[str, float]] = []
    for (_, _, green), walks, walks_on in zip(stages, free, free[1:] + free[:1], strict=True):
        whole = green + signals.amber + signals.all_red
        clearing = 0.0 if walks_on else width / CLEARING_SPEED
        walk = max(whole - clearing, 0.0) if walks else 0.0
        phases += [("green", walk), ("red", whole - walk)]
    return Signal(tuple(phases), stages[0][1])
