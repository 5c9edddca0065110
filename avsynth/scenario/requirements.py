"""Judging requirements: whether they hold, and how near a broken one came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from avsynth.scenario.concrete import Requirement
from avsynth.scenario.expression import Expression, Many, Namespace, Operation, evaluate

_ORDERED = ("<", "<=", ">", ">=", "==")


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a drawn scenario is rejected: a requirement that does not hold, or a placement that cannot be.

    Parameters
    ----------
    at : str
        Position ``file:line:column`` of the requirement or placement.
    text : str
        The requirement as written, or what is wrong with the placement.
    value : float, optional
        Left side of the comparison, in SI; None if the requirement is no comparison of numbers.
    gap : float, optional
        How far `value` was from where the requirement holds.
    """

    at: str
    text: str
    value: float | None = None
    gap: float | None = None


def first_broken(requirements: Iterable[Requirement], namespace: Namespace) -> Broken | None:
    """Return the first requirement that does not hold, or None if all do."""
    return next((broken for broken in (judge(each, namespace) for each in requirements) if broken), None)


def judge(requirement: Requirement, namespace: Namespace) -> Broken | None:
    """Return None if `requirement` holds, else what broke it."""
    return None if evaluate(requirement.condition, namespace) else missed(requirement, namespace)


def missed(requirement: Requirement, namespace: Namespace) -> Broken:
    """Return what broke `requirement`, which does not hold."""
    value, gap = _miss(requirement.condition, namespace)
    return Broken(requirement.at, requirement.text, value, gap)


def _miss(condition: Expression, namespace: Namespace) -> tuple[float | None, float | None]:
    """Return the left side of a comparison of numbers and its distance from the right side.

    Of several conditions that must hold together, of the first that does not; of many actors, of the nearest.
    """
    if not isinstance(condition, Operation):
        return None, None
    if condition.operator == "and":
        return _miss(next(each for each in condition.operands if not evaluate(each, namespace)), namespace)
    if condition.operator not in _ORDERED:
        return None, None
    sides = [evaluate(operand, namespace) for operand in condition.operands]
    left, right = (side if isinstance(side, Many) else (side,) for side in sides)
    pairs = [(abs(a - b), float(a)) for a in left for b in right if _are_numbers(a, b)]
    gap, value = min(pairs, default=(None, None))
    return value, gap


def _are_numbers(*values: object) -> bool:
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
