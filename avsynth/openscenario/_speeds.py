"""Changes of speed: actions of the format as steps of the language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from avsynth.core.xml import Element, Fault
from avsynth.openscenario._asked import one_of
from avsynth.openscenario._moves import Move, State, dynamics_of

#: Where a change takes no time, the hardest that the step allows [m/s²].
HARDEST = 10.0
#: People are at the speed that they come to up to this [m/s].
NEAR = 0.05


def target_speed(said: Element, steady: Mapping[str, float]) -> float:
    """Return the speed that a ``<SpeedAction>`` aims at [m/s]; `steady` are those of entities that keep theirs."""
    absolute, relative = (said.first("SpeedActionTarget", f"{word}TargetSpeed") for word in ("Absolute", "Relative"))
    target = absolute or relative
    if target is None:
        raise Fault(said.line, "<SpeedAction> has neither <AbsoluteTargetSpeed> nor <RelativeTargetSpeed>")
    speed = target.number("value")
    if absolute is None:
        other = relative.word("entityRef")
        if other not in steady:
            raise Fault(target.line, f"<RelativeTargetSpeed>: {other!r} does not keep one speed that is known before")
        is_factor = one_of(relative, "speedTargetValueType", ("delta", "factor")) == "factor"
        relative.truth("continuous")  # of who keeps one speed it does not matter
        speed = speed * steady[other] if is_factor else speed + steady[other]
    if speed < 0:
        raise Fault(target.line, f"<{target.tag}>: driving backwards is not supported")
    return speed


def takes_time(said: Element) -> bool:
    """Return whether a ``<SpeedAction>`` changes the speed little by little."""
    dynamics = dynamics_of(said)
    return dynamics.word("dynamicsShape") != "step" and dynamics.number("value", 0.0) != 0


def speed_change(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of a ``<SpeedAction>`` on wheels, and what is known then."""
    target = target_speed(said, state.known.speeds)
    rate = min(_rate(said, state.speed, target), HARDEST) or HARDEST
    return Move((f"speed(to: {target:.9g} m/s, rate: {rate:.9g} m/s2)",)), replace(state, speed=target)


def pace_change(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of a ``<SpeedAction>`` on foot: people are at their new speed almost at once."""
    target = target_speed(said, state.known.speeds)
    stays = walking(target)
    return Move((f"{stays} until abs(speed(self) - {target:.9g} m/s) < {NEAR} m/s",), stays), replace(
        state, speed=target
    )


def walking(speed: float) -> str:
    """Return the step of who walks at a speed [m/s], or stands."""
    return f"walk(speed: {speed:.9g} m/s)" if speed else "idle()"


def _rate(said: Element, speed: float, target: float) -> float:
    """Return the even rate [m/s²] at which a change takes as long, in time or distance, as it is said to."""
    dynamics = dynamics_of(said)
    value, by = abs(dynamics.number("value", 0.0)), dynamics.word("dynamicsDimension")
    if not takes_time(said):
        return HARDEST
    if by == "rate":
        return value
    if by == "time":
        return abs(target - speed) / value
    if by == "distance":
        return abs(target**2 - speed**2) / (2 * value)
    raise Fault(dynamics.line, f'<{dynamics.tag} dynamicsDimension="{by}">: expected time, rate or distance')
