"""What cars and vans do service as, and what that adds to them: beacons, boards on the roof, stripes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from avsynth.catalog import fixtures
from avsynth.catalog.coachwork import Coachwork
from avsynth.catalog.liveries import Stripe
from avsynth.catalog.shapes import Shape


@dataclass(frozen=True, slots=True)
class Service:
    """What is added to a car or van.

    Parameters
    ----------
    rise : float [m]
        How far it stands above the roof.
    roof : tuple of functions from the body to a shape
    stripes : tuple of Stripe
    liveries : mapping of material to share
        Of the broad stripes, where it has such.
    """

    rise: float = 0.0
    roof: tuple[Callable[[Coachwork], Shape], ...] = ()
    stripes: tuple[Stripe, ...] = ()
    liveries: Mapping[str, float] = field(default_factory=dict)


SERVICES: dict[str, Service] = {
    "private": Service(),
    "taxi": Service(0.11, (fixtures.taxi_sign,)),
    "police": Service(
        0.10,
        (fixtures.light_bar,),
        (Stripe(0.56, 0.86, "livery"), Stripe(0.47, 0.54, "stripe")),
        {"paint_blue": 0.65, "paint_green": 0.35},
    ),
    "ambulance": Service(
        0.10,
        (fixtures.light_bar, fixtures.rear_beacons),
        (Stripe(0.58, 0.84, "livery"), Stripe(0.44, 0.56, "stripe")),
        {"paint_red": 0.7, "paint_orange": 0.3},
    ),
}
