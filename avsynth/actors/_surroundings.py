"""What all surroundings share: finish fields that leave the shape alone, and draws from short lists of designs.

Surroundings look towards +x: façade, sign face, street side. What runs along a road (fence, hedge, wall, guard rail)
runs along y.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from avsynth.actors._choice import chosen
from avsynth.contracts import Actor
from avsynth.core.seed import Stream

Kind = TypeVar("Kind", bound=Actor)


def unfinished(actor: Kind, fields: Collection[str]) -> Kind:
    """Return the actor without `fields` that leave its shape alone: equal for all that share one."""
    return actor.model_copy(update={name: None for name in fields if name in type(actor).model_fields})


def finish_of(actor: Actor, finish: Mapping[str, str]) -> dict[str, str]:
    """Return the materials that the actor's fields give to slots of `finish`."""
    given = {slot: getattr(actor, slot, None) for slot in finish}
    return {slot: material for slot, material in given.items() if material is not None}


def painted(actor: Actor, weights: Mapping[str, Mapping[str, float]], stream: Stream) -> dict[str, str]:
    """Return a material for each slot of `weights`: the given one, or one drawn with the slot's weights."""
    return {slot: getattr(actor, slot) or chosen(table, stream.child(slot)) for slot, table in weights.items()}


def designed(actor: Kind, designs: Sequence[Mapping[str, object]], stream: Stream) -> Kind:
    """Return the actor with its open fields from one design: drawn among those that agree best with the given ones."""
    agreement = [sum(getattr(actor, name) == value for name, value in design.items()) for design in designs]
    best = [design for design, score in zip(designs, agreement, strict=True) if score == max(agreement)]
    design = best[int(stream.rng().integers(len(best)))]
    return actor.model_copy(update={name: value for name, value in design.items() if getattr(actor, name) is None})
