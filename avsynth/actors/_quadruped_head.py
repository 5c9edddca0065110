"""Heads of animals on four legs, with muzzle, ears and horns; shares of the height at the withers."""

from __future__ import annotations

import numpy as np

from avsynth.actors._quadruped_build import SLOT, Build
from avsynth.actors._skeleton import SIDES
from avsynth.catalog.shapes import Shape, circle, ellipsoid, loft, merged, tube

#: The head from behind the ears to the nose: place along it, half height, half width [share of its depth], drop.
_HEAD = np.array([(0.0, 0.30, 0.30, 0.0), (0.12, 0.48, 0.44, 0.0), (0.34, 0.50, 0.44, 0.02), (0.55, 0.38, 0.32, 0.07)])
_MUZZLE = np.array([(0.75, 0.30, 0.25, 0.10), (0.92, 0.28, 0.24, 0.12), (1.0, 0.14, 0.14, 0.12)])


def head(build: Build) -> Shape:
    """Return a head that looks along x from behind its ears at the origin."""
    skull = _HEAD[-1, 0]
    rows = np.concatenate([_HEAD, _MUZZLE])
    rows[:, 0] = np.where(rows[:, 0] > skull, skull + build.muzzle * (rows[:, 0] - skull), rows[:, 0])
    outline = circle(12)
    rings = [
        np.column_stack(
            [
                np.full(12, (x - 0.15) * build.head),
                outline[:, 0] * wide * build.snout,
                outline[:, 1] * high * build.snout - drop * build.head,
            ]
        )
        for x, high, wide, drop in rows
    ]
    bands = np.where(np.arange(len(rows) - 1) < len(rows) - 2, SLOT["coat"], SLOT["nose"])
    shapes = [loft(np.array(rings), bands)]
    for _, sign in SIDES:
        eye = ellipsoid(0.02, 0.012, 0.02, SLOT["eye"], rings=4, sides=6)
        shapes.append(eye.moved(0.22 * build.head, 0.42 * sign * build.snout, 0.14 * build.snout))
        ear = ellipsoid(
            0.22 * build.ear, 0.5 * build.ear_width * build.ear, 0.55 * build.ear, SLOT["coat"], rings=5, sides=8
        )
        root = (-0.04 * build.head, 0.32 * sign * build.snout, 0.38 * build.snout)
        shapes.append(ear.moved(0, 0, 0.4 * build.ear).turned((1, 0, 0), -build.droop * sign).moved(*root))
        if build.horns != "none":
            horn = _antler(sign) if build.horns == "antlers" else _horn(sign)
            shapes.append(horn.moved(0.04 * build.head, 0.25 * sign * build.snout, 0.42 * build.snout))
    return merged(shapes)


def _horn(sign: float) -> Shape:
    path = np.array([[0, 0, 0], [0.01, 0.07 * sign, 0.02], [0.03, 0.11 * sign, 0.08], [0.05, 0.10 * sign, 0.13]])
    return tube(path, [0.022, 0.020, 0.013, 0.004], 7, SLOT["horn"])


def _antler(sign: float) -> Shape:
    beam = np.array([[0, 0, 0], [-0.06, 0.09 * sign, 0.13], [-0.04, 0.19 * sign, 0.30], [0.04, 0.20 * sign, 0.46]])
    tines = [(beam[0] * 0.6 + beam[1] * 0.4, [0.16, 0.02 * sign, 0.10]), (beam[1], [0.14, 0.05 * sign, 0.12])]
    tines.append((beam[2], [0.13, -0.02 * sign, 0.14]))
    return merged(
        [tube(beam, [0.018, 0.016, 0.013, 0.004], 6, SLOT["horn"])]
        + [tube(np.array([at, at + np.array(way)]), [0.011, 0.003], 5, SLOT["horn"]) for at, way in tines]
    )
