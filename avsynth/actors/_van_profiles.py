"""Side views of vans: panel vans with low and high roof, minibuses, and small vans on the chassis of cars."""

from __future__ import annotations

from functools import lru_cache

from avsynth.actors._service import SERVICES
from avsynth.actors._vehicle import BodyShape
from avsynth.catalog.coachwork import Coachwork
from avsynth.core.seed import Stream


@lru_cache(maxsize=256)
def coachwork(van: BodyShape) -> Coachwork:
    """Return the body's curves: fixed shares of length and fixed heights of the belt, the roof as high as asked."""
    length, height, half = van.length, van.height - SERVICES[van.service].rise, van.length / 2
    rows, belt = PROFILES[van.style], PROFILES[van.style]["belt"]
    rng, width = Stream(0).rng("coachwork", "van", van.style, van.variant), van.width - 2 * rows["mirror"][0]

    def x(share: float) -> float:
        return half - share * length

    return Coachwork(
        length=length,
        width=width,
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
        glass_rows=rows.get("glass_rows", 5),
        closed_tail=bool(rows["panels"]) and bool(rng.random() < 0.5),
        rail=rows["rail"] * width / 2,
        crown=0.03 + 0.02 * float(rng.random()),
        bonnet_crown=0.05 + 0.03 * float(rng.random()),
        nose_narrow=0.70 + 0.08 * float(rng.random()),
        tail_narrow=0.92,
        nose_round=0.6,
        nose_rake=0.10 + 0.10 * float(rng.random()),
        tail_rake=0.01,
        tail_bulge=0.03,
        shoulder=0.006 + 0.01 * float(rng.random()),
        doors=tuple(x(s) for s in rows["doors"]),
    )


#: Side views, as for cars, but heights of `edge` are shares of `belt` [m], the lower edge of the windows; `mirror` is
#: how far a mirror stands out beyond the body, and its height [m].
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
        "mirror": (0.19, 0.30),
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
        "mirror": (0.21, 0.36),
        "glass_rows": 3,
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
        "mirror": (0.19, 0.30),
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
        "mirror": (0.14, 0.22),
    },
}
