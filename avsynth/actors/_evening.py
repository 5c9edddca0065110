"""Which rooms and shops of a house are lit in the dark."""

from __future__ import annotations

from collections.abc import Mapping

from avsynth.actors._choice import chosen
from avsynth.catalog.openings import ROOMS, SHOP_GLASS
from avsynth.contracts import Motion
from avsynth.core.seed import Stream

#: Materials of panes in the dark, and how often: dark rooms, lamps, drawn curtains, tubes or a screen. Estimates.
ROOM_LIGHTS = {"window_glass": 0.62, "room_warm": 0.18, "room_curtain": 0.13, "room_cool": 0.07}
SHOP_LIGHTS = {"window_glass": 0.3, "shop_lit": 0.7}
#: Different evenings.
EVENINGS = 1 << 31


def an_evening(stream: Stream) -> int:
    """Return the number of an evening."""
    return int(stream.rng("evening").integers(EVENINGS))


def lit_windows(evening: int | None, motion: Motion) -> dict[str, str]:
    """Return the material of each room's and of the shops' panes in the dark, by the number of the `evening`."""
    if evening is None or not motion.dark:
        return {}
    return {slot: chosen(lights, Stream(evening).child(slot)) for slot, lights in _panes().items()}


def _panes() -> Mapping[str, Mapping[str, float]]:
    """Return what may shine in each slot."""
    return {**dict.fromkeys(ROOMS, ROOM_LIGHTS), SHOP_GLASS: SHOP_LIGHTS}
