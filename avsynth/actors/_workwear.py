"""People at work on the road: in hi-vis clothes, with the things of their trade."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from typing import ClassVar, Self

from avsynth.actors._choice import chosen
from avsynth.actors.pedestrian import Pedestrian
from avsynth.core.seed import Stream


class AtWork(Pedestrian, ABC):
    """A grown person in hi-vis clothes."""

    #: Weights of what each open field is drawn from before all others.
    trade: ClassVar[Mapping[str, Mapping[str, float]]]

    def dressed(self, stream: Stream) -> Self:
        """Return the person with the clothes and things of the trade, and all else drawn as of anybody."""
        drawn = {field: chosen(weights, stream.child("trade", field)) for field, weights in self.trade.items()}
        given = {field: word for field, word in drawn.items() if getattr(self, field) is None}
        return super(AtWork, self.model_copy(update=given)).dressed(stream)
