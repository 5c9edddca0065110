"""Changes of speed: actions of the format as steps of the language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from avsynth.core.xml import Element, Fault
from avsynth.openscenario._asked import one_of
from avsynth.openscenario._entities import entity_of
from avsynth.openscenario._moves import Move, State, dynamics_of, limits_of

#: Where a change takes no time, the hardest that the step allows [m/s²].
HARDEST = 10.0
#: People are at the speed that they come to up to this [m/s].
NEAR = 0.05


def target_speed(said: Element, steady: Mapping[str, float]) -> float:
    """Return the speed that a ``<SpeedAction>`` aims at [m/s]; `steady` are those of entities that keep theirs."""
    target = _target(said)
    speed = target.number("value")
    if target.tag == "RelativeTargetSpeed":
        other = target.word("entityRef")
        if other not in steady:
            raise Fault(target.line, f"<RelativeTargetSpeed>: {other!r} does not keep one speed that is known before")
        speed = speed * steady[other] if _is_factor(target) else speed + steady[other]
        target.truth("continuous")  # of who keeps one speed it does not matter
    if speed < 0:
        raise Fault(target.line, f"<{target.tag}>: driving backwards is not supported")
    return speed


def takes_time(said: Element) -> bool:
    """Return whether a ``<SpeedAction>`` changes the speed little by little."""
    dynamics = dynamics_of(said)
    return dynamics.word("dynamicsShape") != "step" and dynamics.number("value", 0.0) != 0


def goes_by_another(said: Element) -> bool:
    """Return whether a ``<SpeedAction>`` keeps to the speed of another."""
    target = _target(said)
    return target.tag == "RelativeTargetSpeed" and target.truth("continuous")


def speed_change(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of a ``<SpeedAction>`` on wheels, and what is known then."""
    target = _target(said)
    if target.tag == "RelativeTargetSpeed" and target.word("entityRef") not in state.known.speeds:
        return _matched(said, target, state), replace(state, speed=None)
    goal = target_speed(said, state.known.speeds)
    return Move((f"speed(to: {goal:.9g} m/s, {_pace(said, state.speed, goal)})",)), replace(state, speed=goal)


def pace_change(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of a ``<SpeedAction>`` on foot: people are at their new speed almost at once."""
    target = target_speed(said, state.known.speeds)
    stays = walking(target)
    note = "at once, as people do; more slowly in the file" if takes_time(said) else ""
    step = f"{stays} until abs(speed(self) - {target:.9g} m/s) < {NEAR} m/s"
    return Move((step,), stays, note), replace(state, speed=target)


def speed_profile(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of a ``<SpeedProfileAction>``, and what is known then: even changes from speed to speed."""
    if "entityRef" in said.attributes:
        raise Fault(said.line, f"<{said.tag} entityRef=…>: speeds relative to another are not supported")
    one_of(said, "followingMode", ("follow", "position"), "position")
    entries = said.all("SpeedProfileEntry")
    if not entries:
        raise Fault(said.line, f"<{said.tag}> needs a <SpeedProfileEntry>")
    limits = limits_of(said)
    steps, before = [], state.speed
    for entry in entries:
        goal, time = entry.number("speed"), entry.number("time", -1.0)
        if goal < 0:
            raise Fault(entry.line, f"<{entry.tag}>: driving backwards is not supported")
        steps += _entry(goal, time, before, limits)
        before = goal
    return Move(tuple(steps)), replace(state, speed=before)


def walking(speed: float) -> str:
    """Return the step of who walks at a speed [m/s], or stands."""
    return f"walk(speed: {speed:.9g} m/s)" if speed else "idle()"


def _entry(goal: float, time: float, before: float | None, limits: Mapping[str, float]) -> Iterator[str]:
    """Yield the steps of one entry of a profile; without a time the change is as fast as it may be."""
    word = "maxDeceleration" if before is not None and goal < before else "maxAcceleration"
    jerk = f", jerk: {min(limits[f'{word}Rate'], 100.0):.9g}" if f"{word}Rate" in limits else ""
    if time > 0 and goal == before:
        yield f"wait {time:.9g} s"
    elif time > 0:
        yield f"speed(to: {goal:.9g} m/s, within: {time:.9g} s{jerk})"
    else:
        bound = HARDEST if time == 0 else min(limits.get(word, HARDEST), HARDEST)
        yield f"speed(to: {goal:.9g} m/s, rate: {bound:.9g} m/s2{jerk if time else ''})"


def _target(said: Element) -> Element:
    holder = said.first("SpeedActionTarget")
    if holder is None:
        raise Fault(said.line, "<SpeedAction> has no <SpeedActionTarget>")
    return holder.choice(("AbsoluteTargetSpeed", "RelativeTargetSpeed"))


def _is_factor(target: Element) -> bool:
    return one_of(target, "speedTargetValueType", ("delta", "factor")) == "factor"


def _matched(said: Element, target: Element, state: State) -> Move:
    """Return the move that comes to a speed by that of another, which may change."""
    other, value = entity_of(target, state.known.entities), target.number("value")
    by = f"factor: {value:.9g}" if _is_factor(target) else f"plus: {value:.9g} m/s"
    dynamics = dynamics_of(said)
    amount = abs(dynamics.number("value", 0.0))
    pace = f"rate: {HARDEST:.9g} m/s2"
    if takes_time(said):
        dimension = one_of(dynamics, "dynamicsDimension", ("time", "rate"))
        pace = f"within: {amount:.9g} s" if dimension == "time" else f"rate: {min(amount, HARDEST):.9g} m/s2"
    follows = ", follows: true" if target.truth("continuous") else ""
    return Move((f"match_speed(of: {other.name}, {by}, {pace}{follows})",))


def _pace(said: Element, speed: float | None, target: float) -> str:
    """Return the argument that tells how fast a change goes: as long, in time or distance, as it is said to."""
    dynamics = dynamics_of(said)
    value, by = abs(dynamics.number("value", 0.0)), dynamics.word("dynamicsDimension", "time")
    if not takes_time(said):
        return f"rate: {HARDEST:.9g} m/s2"
    if by not in ("rate", "time", "distance"):
        raise Fault(dynamics.line, f'<{dynamics.tag} dynamicsDimension="{by}">: expected time, rate or distance')
    if by != "rate" and speed is None:
        return f"within: {value:.9g} s" if by == "time" else f"over: {value:.9g} m"
    rate = {"rate": value, "time": abs(target - (speed or 0.0)) / value}.get(by)
    rate = abs(target**2 - (speed or 0.0) ** 2) / (2 * value) if rate is None else rate
    return f"rate: {min(rate, HARDEST) or HARDEST:.9g} m/s2"
