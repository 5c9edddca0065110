"""Vans: small and large panel vans and minibuses, on the coachwork of cars. At most 8000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Literal, Self

from pydantic import Field

from avsynth.actors._vehicle import BodyShape, StyleRow, axle_joints, body_shape, driven_joints, styled
from avsynth.catalog.cabin import cabin, mirrors
from avsynth.catalog.coachwork import CAR_FINISH, SLOT, Coachwork, door_handles, number_plate, shell
from avsynth.catalog.finishing import Piece, fitted, model
from avsynth.catalog.greenhouse import greenhouse
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import merged
from avsynth.catalog.wheels import road_wheel
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Model

Style = Literal["panel", "high_roof", "minibus", "compact"]

#: Share of each style, and mean and spread of length, width over the mirrors and height [m]. The mixture has KITTI's
#: means of 5.08 × 1.90 × 2.2 m within about a decimetre, mirrors added.
STYLES: dict[str, StyleRow] = {
    "panel": (0.35, (5.05, 0.20), (2.06, 0.04), (2.02, 0.06)),
    "high_roof": (0.25, (5.90, 0.30), (2.16, 0.04), (2.62, 0.10)),
    "minibus": (0.25, (4.95, 0.15), (2.06, 0.04), (1.98, 0.05)),
    "compact": (0.15, (4.40, 0.15), (1.94, 0.04), (1.84, 0.04)),
}
#: Vans are mostly white.
PAINTS = {
    "paint_white": 0.52,
    "paint_silver": 0.13,
    "paint_grey": 0.10,
    "paint_blue": 0.06,
    "paint_black": 0.05,
    "paint_red": 0.05,
    "paint_yellow": 0.05,
    "paint_blue_dark": 0.04,
}
#: How far a mirror stands out beyond the body [m].
MIRROR_REACH = 0.09


@ACTORS.register
class Van(Actor):
    """A delivery van or minibus."""

    kind: Literal["van"] = "van"
    category: ClassVar[Category] = Category.VAN
    style: Style | None = Field(None, description="Shape of the body.")
    length: Length | None = Field(None, gt=3.5, lt=7.6, description="Over the bumpers [m].")
    width: Length | None = Field(None, gt=1.6, lt=2.6, description="Over the mirrors [m].")
    height: Length | None = Field(None, gt=1.6, lt=3.2, description="Over the roof [m].")
    paint: MaterialName | None = Field(None, description="Material of the paint, such as 'paint_white'.")
    variant: int | None = Field(None, ge=0, le=7, description="Details of lamps and nose.")
    driver: bool = Field(True, description="Whether somebody sits at the wheel.")

    def dressed(self, stream: Stream) -> Self:
        """Return the van with style, size, paint and details drawn."""
        return styled(self, STYLES, PAINTS, stream)

    def model(self) -> Model:
        """Return the shape of the van."""
        return _model(body_shape(self))

    def finish(self) -> Mapping[str, str]:
        """Return the paint; wheels are plain steel."""
        return {"paint": self.paint, "rim": "painted_metal_grey"}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return how the wheels steer and roll."""
        body = coachwork(body_shape(self))
        return driven_joints(motion, body.wheel_radius, body.front_axle - body.rear_axle, body.width)


@lru_cache(maxsize=256)
def coachwork(van: BodyShape) -> Coachwork:
    """Return the body's curves: fixed shares of length and fixed heights of the belt, the roof as high as asked."""
    length, height, half = van.length, van.height, van.length / 2
    rows, belt = PROFILES[van.style], PROFILES[van.style]["belt"]

    def x(share: float) -> float:
        return half - share * length

    return Coachwork(
        length=length,
        width=van.width - 2 * MIRROR_REACH,
        height=height,
        wheel_radius=0.345,
        tyre_width=0.215,
        front_axle=x(rows["axles"][0]),
        rear_axle=x(rows["axles"][1]),
        clearance=0.22,
        edge=tuple((x(s), z * belt) for s, z in reversed(rows["edge"])),
        cowl=x(rows["glass"][0]),
        roof_front=x(rows["glass"][1]),
        roof_rear=x(rows["glass"][2]),
        tail=x(rows["glass"][3]),
        roof=tuple((x(s), z * height) for s, z in reversed(rows["roof"])),
        pillars=tuple((x(b), x(t), thick, black) for b, t, thick, black in rows["pillars"]),
        panels=rows["panels"],
        closed_tail=bool(rows["panels"]) and van.variant % 2 == 0,
        rail=rows["rail"] * (van.width - 2 * MIRROR_REACH) / 2,
        crown=0.045,
        bonnet_crown=0.07,
        nose_narrow=0.70 + 0.02 * (van.variant % 3),
        tail_narrow=0.90,
        nose_rake=0.14 + 0.03 * (van.variant % 3),
        tail_rake=0.015,
        doors=tuple(x(s) for s in rows["doors"]),
        lamps=(5, 7) if van.variant % 4 < 2 else (5, 8),
        tail_lamps=(5, 8),
        lamp_share=0.7,
        handles=tuple((x(s) + 0.16, 0.80 * belt) for s in rows["doors"][1:]),
    )


@lru_cache(maxsize=64)
def _model(van: BodyShape) -> Model:
    """Return the model of a van."""
    body = coachwork(van)
    rows = tuple(body.cowl - back for back in PROFILES[van.style]["seats"])
    outside = [
        shell(body),
        greenhouse(body),
        cabin(body, rows, driver=van.driver),
        mirrors(body, MIRROR_REACH, tall=0.24),
        door_handles(body),
        number_plate(body, 1, 0.44),
        number_plate(body, -1, 0.70),
    ]
    pieces = [Piece("body", fitted(merged(outside), van.length, van.width, van.height), Category.VAN)]
    wheel = road_wheel(body.wheel_radius, body.tyre_width, 8, SLOT)
    track = body.width / 2 - 0.02
    for name, axle in (("front", body.front_axle), ("rear", body.rear_axle)):
        pieces += axle_joints(axle, track, body.tyre_width, body.wheel_radius, wheel, name, Category.VAN)
    return model("van", van, pieces, CAR_FINISH)


#: Side views, as in `car`, but heights of `edge` are shares of `belt` [m], the lower edge of the windows.
_SLOPE = ((0.0, 0.66), (0.03, 0.71), (0.08, 0.81), (0.17, 0.97), (0.24, 1.0), (0.60, 1.0), (1.0, 1.0))
_ROOF = ((0.22, 0.925), (0.32, 0.950), (0.50, 0.962), (0.85, 0.960), (1.0, 0.945))
PROFILES: dict[str, dict] = {
    "panel": {
        "belt": 1.18,
        "edge": _SLOPE,
        "roof": _ROOF,
        "glass": (0.155, 0.305, 0.960, 0.975),
        "pillars": ((0.385, 0.395, 0.05, False), (0.66, 0.66, 0.04, False)),
        "panels": (1, 2),
        "axles": (0.175, 0.765),
        "doors": (0.195, 0.385, 0.66),
        "rail": 0.86,
        "seats": (1.05,),
    },
    "high_roof": {
        "belt": 1.30,
        "edge": ((0.0, 0.62), (0.03, 0.67), (0.08, 0.77), (0.155, 0.96), (0.22, 1.0), (0.60, 1.0), (1.0, 1.0)),
        "roof": ((0.20, 0.86), (0.27, 0.92), (0.36, 0.958), (0.50, 0.968), (0.90, 0.968), (1.0, 0.955)),
        "glass": (0.135, 0.27, 0.970, 0.980),
        "pillars": ((0.32, 0.33, 0.05, False), (0.58, 0.58, 0.04, False)),
        "panels": (1, 2),
        "axles": (0.165, 0.775),
        "doors": (0.165, 0.32, 0.56),
        "rail": 0.88,
        "seats": (1.0,),
    },
    "minibus": {
        "belt": 1.14,
        "edge": _SLOPE,
        "roof": _ROOF,
        "glass": (0.155, 0.31, 0.950, 0.972),
        "pillars": ((0.385, 0.395, 0.04, True), (0.65, 0.65, 0.035, True)),
        "panels": (),
        "axles": (0.175, 0.775),
        "doors": (0.195, 0.385, 0.65),
        "rail": 0.85,
        "seats": (1.05, 2.0, 2.95),
    },
    "compact": {
        "belt": 1.06,
        "edge": ((0.0, 0.69), (0.03, 0.735), (0.10, 0.83), (0.22, 0.965), (0.30, 1.0), (0.60, 1.0), (1.0, 1.0)),
        "roof": ((0.28, 0.92), (0.38, 0.95), (0.52, 0.962), (0.85, 0.955), (1.0, 0.935)),
        "glass": (0.215, 0.375, 0.950, 0.972),
        "pillars": ((0.48, 0.49, 0.05, False), (0.74, 0.74, 0.04, False)),
        "panels": (1, 2),
        "axles": (0.20, 0.80),
        "doors": (0.265, 0.48, 0.73),
        "rail": 0.80,
        "seats": (1.10,),
    },
}
