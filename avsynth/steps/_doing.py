"""What actors do besides moving, to a degree that rises evenly: lamps, doors, arms."""

from __future__ import annotations

from dataclasses import replace

from avsynth.contracts.step import Agent


def doing(me: Agent, word: str, dt: float, *, within: float = 0.4) -> Agent:
    """Return the actor a little farther in the act `word` of its kind, which is done `within` [s]."""
    degree = min(1.0, me.acts.get(word, 0.0) + dt / within)
    return replace(me, acts={**me.acts, word: degree}, holds=me.holds | {word})
