"""Random junctions for the checks: their legs, strips and grades as scenes could say them."""

from __future__ import annotations

import numpy as np

#: Strips of one side of a leg, from the outside.
STRIPS = (
    [("drive", 3.0)],
    [("walk", 2.0), ("drive", 3.25)],
    [("walk", 2.4), ("park", 2.1), ("drive", 3.25)],
    [("walk", 2.0), ("bike", 1.6), ("drive", 3.5), ("drive", 3.5)],
    [("verge", 2.0), ("shoulder", 1.0), ("drive", 3.5)],
    [("walk", 2.5), ("verge", 1.5), ("drive", 3.25)],
    [("walk", 2.5), ("drive", 3.25), ("drive", 3.25), ("median", 1.5)],
)

#: Angles to the next leg between which a lane may slip round the corner [rad].
SLIPPED = np.deg2rad([60.0, 110.0])
TRAM = ("tram", 3.0)
#: Kinds of control.
SIGNALS = {"control": "signals", "cycle": 120.0}
CONTROLS = ("none", "yield", "stop", "all_way", SIGNALS, SIGNALS | {"dark": True})


def random_junction(rng: np.random.Generator) -> dict:
    """Return a junction of 3 to 7 legs at any headings at least 20 degrees apart, with grades to 8 %."""
    count = int(rng.integers(3, 8))
    shares = rng.exponential(size=count)
    gaps = np.deg2rad(20.0) + shares / shares.sum() * (2 * np.pi - count * np.deg2rad(20.0))
    names = [chr(ord("a") + k) for k in range(count)]
    legs = [
        {"name": name, "heading": float(heading), "lanes": random_lanes(rng), "grade": float(rng.uniform(-0.08, 0.08))}
        for name, heading in zip(names, np.cumsum(gaps) + rng.uniform(-3, 3), strict=True)
    ]
    junction = {
        "kind": "junction",
        "name": "j",
        "legs": legs,
        "leg_length": 80.0,
        "corner_radius": float(rng.uniform(3.0, 12.0)),
        "crosswalks": [name for name in names if rng.random() < 0.3],
        "islands": [name for name in names if rng.random() < 0.15],
        "traffic": "left" if rng.random() < 0.3 else "right",
        "crown": float(rng.choice([0.0, 0.02])),
    }
    for leg in legs if rng.random() < 0.2 else ():  # some have trams on all of their legs
        leg["lanes"] = {"left": [*leg["lanes"]["left"], TRAM], "right": [TRAM, *leg["lanes"]["right"]]}
    return junction | {
        "slip_lanes": random_slips(rng, junction, np.roll(gaps, -1)),
        "control": CONTROLS[rng.integers(len(CONTROLS))],
    }


def random_slips(rng: np.random.Generator, junction: dict, gaps: np.ndarray) -> list[str]:
    """Return the names of legs whose traffic slips round the corner; `gaps` [rad] lie after each leg."""
    beside = gaps if junction["traffic"] == "right" else np.roll(gaps, 1)
    wide = (beside > SLIPPED[0]) & (beside < SLIPPED[1]) & (rng.random(len(gaps)) < 0.3)
    return [leg["name"] for leg, slips in zip(junction["legs"], wide, strict=True) if slips]


def random_lanes(rng: np.random.Generator) -> dict:
    """Return a cross-section."""
    left, right = (STRIPS[rng.integers(len(STRIPS))] for _ in range(2))
    return {"left": left, "right": right[::-1]}
