"""Side views of cars: what makes a small car, a hatchback, a sedan, an estate, an SUV or a people carrier."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from avsynth.actors._service import SERVICES
from avsynth.actors._vehicle import BodyShape
from avsynth.catalog.coachwork import Coachwork
from avsynth.core.seed import Stream

#: How far a mirror stands out beyond the body [m].
MIRROR_REACH = 0.09
#: Standard deviation by which single bodies of a style differ, as a share of length or height [1].
SPREAD = 0.007

#: Shares of length from the nose and of height from the ground. `edge` is the upper edge of the shell, `roof` the
#: roof's side edge, `glass` the windscreen's base, the roof's front and rear and the rear window's base; `pillars` hold
#: (at belt, at roof, half thickness [m], black); `plate` is the height of the rear plate [m], `rows` the seats'
#: distance from the cowl [m], `bed` the height of an open bed's floor, `nose_rake` and `tail_rake` ranges [m], and
#: `trim` the share of cars with sills and arches of unpainted plastic.
PROFILES: dict[str, dict] = {
    "small": {
        "edge": (
            (0.0, 0.48), (0.05, 0.505), (0.13, 0.56), (0.235, 0.615), (0.40, 0.625),
            (0.72, 0.655), (0.93, 0.67), (1.0, 0.61),
        ),
        "roof": ((0.34, 0.905), (0.44, 0.945), (0.56, 0.960), (0.76, 0.953), (0.95, 0.905)),
        "glass": (0.235, 0.395, 0.915, 0.968),
        "pillars": ((0.575, 0.590, 0.035, True), (0.84, 0.82, 0.085, False)),
        "axles": (0.185, 0.835), "doors": (0.275, 0.585, 0.80), "wheel": 0.288, "clearance": 0.18,
        "rail": 0.735, "plate": 0.72, "rows": (1.12, 1.82),
    },
    "hatchback": {
        "edge": (
            (0.0, 0.475), (0.04, 0.505), (0.12, 0.56), (0.275, 0.63), (0.42, 0.642),
            (0.74, 0.668), (0.92, 0.68), (1.0, 0.625),
        ),
        "roof": ((0.38, 0.905), (0.47, 0.946), (0.58, 0.960), (0.75, 0.950), (0.94, 0.893)),
        "glass": (0.270, 0.445, 0.905, 0.966),
        "pillars": ((0.545, 0.565, 0.032, True), (0.80, 0.785, 0.10, False)),
        "axles": (0.205, 0.815), "doors": (0.305, 0.555, 0.765), "wheel": 0.312, "clearance": 0.17,
        "rail": 0.725, "plate": 0.74, "rows": (1.17, 1.98),
    },
    "sedan": {
        "edge": (
            (0.0, 0.475), (0.04, 0.505), (0.12, 0.565), (0.285, 0.645), (0.42, 0.655),
            (0.68, 0.68), (0.84, 0.70), (0.965, 0.695), (1.0, 0.64),
        ),
        "roof": ((0.39, 0.905), (0.47, 0.946), (0.56, 0.960), (0.66, 0.945), (0.76, 0.895)),
        "glass": (0.282, 0.445, 0.715, 0.855),
        "pillars": ((0.505, 0.525, 0.032, True), (0.728, 0.690, 0.030, False)),
        "axles": (0.19, 0.785), "doors": (0.31, 0.515, 0.715), "wheel": 0.322, "clearance": 0.16,
        "rail": 0.70, "plate": 0.82, "rows": (1.20, 2.04),
    },
    "estate": {
        "edge": (
            (0.0, 0.47), (0.04, 0.50), (0.12, 0.555), (0.272, 0.628), (0.42, 0.638),
            (0.72, 0.655), (0.94, 0.668), (1.0, 0.615),
        ),
        "roof": ((0.37, 0.90), (0.46, 0.942), (0.57, 0.958), (0.78, 0.952), (0.96, 0.905)),
        "glass": (0.270, 0.435, 0.922, 0.966),
        "pillars": ((0.485, 0.505, 0.032, True), (0.685, 0.695, 0.032, True)),
        "axles": (0.19, 0.775), "doors": (0.30, 0.495, 0.70), "wheel": 0.318, "clearance": 0.16,
        "rail": 0.71, "plate": 0.80, "rows": (1.20, 2.04),
    },
    "suv": {
        "edge": (
            (0.0, 0.565), (0.025, 0.592), (0.10, 0.628), (0.262, 0.662), (0.42, 0.670),
            (0.74, 0.688), (0.93, 0.698), (1.0, 0.655),
        ),
        "roof": ((0.355, 0.905), (0.44, 0.945), (0.57, 0.962), (0.80, 0.956), (0.97, 0.918)),
        "glass": (0.262, 0.395, 0.930, 0.972),
        "pillars": ((0.490, 0.505, 0.035, True), (0.715, 0.712, 0.075, False)),
        "axles": (0.185, 0.805), "doors": (0.295, 0.500, 0.712), "wheel": 0.366, "clearance": 0.26,
        "rail": 0.765, "plate": 0.92, "rows": (1.15, 1.98),
        "nose_rake": (0.03, 0.08), "tail_rake": (0.0, 0.03), "trim": 0.7,
    },
    "mpv": {
        "edge": (
            (0.0, 0.44), (0.04, 0.47), (0.11, 0.535), (0.215, 0.60), (0.40, 0.615),
            (0.74, 0.635), (0.94, 0.645), (1.0, 0.60),
        ),
        "roof": ((0.31, 0.875), (0.42, 0.938), (0.55, 0.960), (0.78, 0.955), (0.96, 0.92)),
        "glass": (0.205, 0.395, 0.930, 0.970),
        "pillars": ((0.505, 0.520, 0.035, True), (0.735, 0.735, 0.04, True)),
        "axles": (0.19, 0.80), "doors": (0.275, 0.510, 0.735), "wheel": 0.312, "clearance": 0.17,
        "rail": 0.745, "plate": 0.86, "rows": (1.30, 2.10),
    },
    "pickup": {
        "edge": (
            (0.0, 0.54), (0.03, 0.565), (0.10, 0.600), (0.245, 0.635), (0.40, 0.645),
            (0.575, 0.655), (0.62, 0.645), (0.95, 0.645), (1.0, 0.630),
        ),
        "roof": ((0.32, 0.915), (0.38, 0.950), (0.44, 0.960), (0.50, 0.957), (0.555, 0.935)),
        "glass": (0.245, 0.355, 0.548, 0.578),
        "pillars": ((0.425, 0.435, 0.035, True),),
        "axles": (0.178, 0.785), "doors": (0.275, 0.425, 0.560), "wheel": 0.375, "clearance": 0.27,
        "rail": 0.74, "plate": 0.62, "rows": (1.05, 1.75), "bed": 0.44, "trim": 0.5,
    },
}  # fmt: skip


@lru_cache(maxsize=512)
def coachwork(car: BodyShape) -> Coachwork:
    """Return the body's curves: shares of length and height by style, each body a little different from the next."""
    rows, rng = PROFILES[car.style], Stream(0).rng("coachwork", car.style, car.variant)
    length, height, half = car.length, car.height - SERVICES[car.service].rise, car.length / 2
    width = car.width - 2 * MIRROR_REACH
    sway = np.clip(rng.normal(0.0, SPREAD, 6), -2 * SPREAD, 2 * SPREAD)

    def x(share: float) -> float:
        return half - share * length

    cowl, roof_front, roof_rear, tail = (share + s for share, s in zip(rows["glass"], (*sway[:3], 0.0), strict=True))
    return Coachwork(
        length=length,
        width=width,
        height=height,
        wheel_radius=rows["wheel"] + 0.006 * float(rng.integers(-2, 3)),
        tyre_width=0.10 + 0.062 * width,
        front_axle=x(rows["axles"][0] + 0.6 * sway[4]),
        rear_axle=x(rows["axles"][1] + 0.6 * sway[5]),
        clearance=rows["clearance"],
        edge=tuple((x(s), (z + sway[3] * (0.02 < s < 0.99)) * height) for s, z in reversed(rows["edge"])),
        cowl=x(cowl),
        roof_front=x(roof_front),
        roof_rear=x(roof_rear),
        tail=x(tail),
        roof=tuple((x(s), z * height) for s, z in reversed(rows["roof"])),
        pillars=tuple((x(belt), x(top), thick, black) for belt, top, thick, black in rows["pillars"]),
        rail=rows["rail"] * width / 2,
        crown=0.035 + 0.02 * float(rng.random()),
        bonnet_crown=0.045 + 0.03 * float(rng.random()),
        nose_narrow=0.60 + 0.12 * float(rng.random()),
        tail_narrow=0.72 + 0.10 * float(rng.random()),
        nose_round=0.55 + 0.25 * float(rng.random()),
        nose_bulge=0.055 + 0.05 * float(rng.random()),
        nose_rake=float(rng.uniform(*rows.get("nose_rake", (0.06, 0.16)))),
        tail_rake=float(rng.uniform(*rows.get("tail_rake", (0.02, 0.07)))),
        shoulder=0.008 + 0.016 * float(rng.random()),
        doors=tuple(x(s) for s in rows["doors"]),
        bed=rows["bed"] * height if "bed" in rows else None,
        arch_trim=bool(rng.random() < rows.get("trim", 0.0)),
    )
