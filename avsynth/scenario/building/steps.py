"""Steps and blocks of the Python builder."""

from __future__ import annotations

from collections.abc import Sequence

from avsynth.scenario import syntax
from avsynth.scenario.building.terms import Term, expression, here, invocation, setting_value


class Doing:
    """A step, or a block of steps; `until` and `for_` say when a step ends."""

    def __init__(self, flow: syntax.Flow) -> None:
        self.flow = flow

    def until(self, condition: object) -> Doing:
        """Return the step, ended when `condition` becomes true."""
        return Doing(syntax.Action(self._step, expression(condition), None, at=self.flow.at))

    def for_(self, duration: object) -> Doing:
        """Return the step, ended after `duration` [s]."""
        return Doing(syntax.Action(self._step, None, setting_value(duration), at=self.flow.at))

    @property
    def _step(self) -> syntax.Invocation:
        if not isinstance(self.flow, syntax.Action):
            raise TypeError("only a step can end by a condition or a time; a block ends when its steps do")
        return self.flow.step


def flows(done: Doing | Sequence[Doing]) -> tuple[syntax.Flow, ...]:
    """Return steps and blocks as the representation has them."""
    return (done.flow,) if isinstance(done, Doing) else tuple(each.flow for each in done)


def step(word: str, /, *arguments: object, **fields: object) -> Doing:
    """Return any step of the STEPS registry, or a behavior of the template."""
    made = invocation(word, arguments, fields)
    return Doing(syntax.Action(made, at=made.at))


def drive(*arguments: object, **fields: object) -> Doing:
    """Return the step of driving along the lane or a `route`."""
    return step("drive", *arguments, **fields)


def walk(*arguments: object, **fields: object) -> Doing:
    """Return the step of walking."""
    return step("walk", *arguments, **fields)


def cross(*arguments: object, **fields: object) -> Doing:
    """Return the step of crossing a road."""
    return step("cross", *arguments, **fields)


def wait(duration: object) -> Doing:
    """Return waiting for `duration` [s]."""
    return step("wait").for_(duration)


def wait_until(condition: object) -> Doing:
    """Return waiting until `condition` becomes true."""
    return step("wait").until(condition)


def serial(*done: Doing) -> Doing:
    """Return the block that does one after the other."""
    return Doing(syntax.Serial(flows(done), at=here()))


def parallel(*done: Doing) -> Doing:
    """Return the block that does all at the same time."""
    return Doing(syntax.Parallel(flows(done), at=here()))


def when(condition: object, *done: Doing) -> Doing:
    """Return the block that interrupts the one it stands in, once, as soon as `condition` holds."""
    return Doing(syntax.When(expression(condition), flows(done), at=here()))


def if_(condition: object, done: Doing | Sequence[Doing], otherwise: Doing | Sequence[Doing] = ()) -> Doing:
    """Return the block that does the one or the other."""
    return Doing(syntax.If(expression(condition), flows(done), flows(otherwise), at=here()))


def repeat(count: object, *done: Doing) -> Doing:
    """Return the block done so many times."""
    return Doing(syntax.Repeat(setting_value(count), flows(done), at=here()))


def arm(weight: object, *done: Doing, propose: object | None = None) -> syntax.Arm:
    """Return one way of a `choose`: how often in the world, what, and how often where sampling is on purpose."""
    proposal = None if propose is None else expression(propose)
    return syntax.Arm(expression(weight), proposal, flows(done), at=here())


def choose(*arms: syntax.Arm) -> Doing:
    """Return the block that does one of several ways."""
    return Doing(syntax.Choose(arms, at=here()))


def parameters(*words: str) -> tuple[Term, ...]:
    """Return the parameters of a behavior, for use in its steps."""
    return tuple(Term(syntax.Reference((word,), at=here())) for word in words)
