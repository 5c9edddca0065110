"""Animals on four legs: one body by proportions. Each kind has a file of its own; `_quadruped_gait` moves them.

All lengths are shares of the height at the withers. The animal stands on z = 0 and faces +x.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from avsynth.actors._quadruped_build import SLOT, Build
from avsynth.actors._quadruped_head import head
from avsynth.actors._skeleton import FORWARDS, SIDES, heave
from avsynth.catalog.curves import smooth
from avsynth.catalog.finishing import Piece
from avsynth.catalog.shapes import Shape, circle, ellipsoid, loft, merged, tube
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint

#: The trunk along its length: place, top, depth against the chest's, half width against the widest.
_TRUNK = np.array(
    [
        (-0.530, 0.905, 0.16, 0.22),
        (-0.500, 0.960, 0.42, 0.62),
        (-0.400, 0.995, 0.74, 0.92),
        (-0.250, 0.985, 0.84, 0.98),
        (-0.050, 0.960, 0.94, 1.00),
        (0.150, 0.965, 1.00, 0.98),
        (0.320, 1.000, 1.00, 0.84),
        (0.430, 0.985, 0.88, 0.66),
        (0.500, 0.930, 0.62, 0.46),
        (0.530, 0.860, 0.34, 0.24),
    ]
)
#: Where fore and hind legs stand along the trunk [share of its length].
_FORE, _HIND = 0.33, -0.41


def body(build: Build, category: Category) -> list[Piece]:
    """Return the parts of an animal."""
    lift = heave()
    neck_at = (0.44 * build.length, 0.0, 1 - 0.28 * build.chest)
    tail_at = (-0.515 * build.length, 0.0, 0.93)
    nod = Joint("nod", _scaled(neck_at, build), (0.0, 1.0, 0.0))
    wag = Joint("wag", _scaled(tail_at, build), (0.0, 0.0, 1.0))
    pieces = [
        _piece("trunk", _trunk(build), build, category, (lift,)),
        _piece("head", _neck_and_head(build, np.array(neck_at)), build, category, (lift, nod)),
        _piece("tail", _tail(build, np.array(tail_at)), build, category, (lift, wag)),
    ]
    for side, sign in SIDES:
        pieces += _leg(build, f"fore_{side}", sign, category, lift)
        pieces += _leg(build, f"hind_{side}", sign, category, lift)
    return pieces


def _scaled(point: tuple[float, ...], build: Build) -> tuple[float, float, float]:
    return tuple(float(v) * build.height for v in point)


def _piece(name: str, shape: Shape, build: Build, category: Category, joints: tuple[Joint, ...]) -> Piece:
    return Piece(name, shape.scaled(*[build.height] * 3), category, joints)


def _trunk(build: Build) -> Shape:
    """Return the trunk: rings along x, flatter at the sides than round."""
    along = np.linspace(_TRUNK[0, 0], _TRUNK[-1, 0], 17)
    top, depth, half = (smooth(along, _TRUNK[:, [0, k]]) for k in (1, 2, 3))
    hang = 1 + build.belly * np.clip(1 - np.abs(along + 0.12) / 0.38, 0, 1)
    outline = circle(14)
    rings = []
    for x, high, deep, wide in zip(along, top, depth * hang * build.chest, half * build.width, strict=True):
        y = outline[:, 0] * wide * (1 - 0.18 * outline[:, 1])  # broader below
        rings.append(np.column_stack([np.full(14, x * build.length), y, high - deep / 2 + outline[:, 1] * deep / 2]))
    return loft(np.array(rings), _coloured(np.array(rings), build))


def _coloured(rings: np.ndarray, build: Build) -> np.ndarray:
    """Return the slot of each cell of the trunk: patches where a sum of waves is high."""
    if not build.patches:
        return np.full((len(rings) - 1, rings.shape[1]), SLOT["coat"])
    x, y, z = np.moveaxis((rings[:-1] + rings[1:]) / 2, -1, 0)
    phase = 2.4 * build.patches
    waves = np.sin(7.1 * x + phase) + np.sin(6.0 * z + 9.0 * y + 1.7 * phase) + np.sin(5.3 * x - 12.0 * y + 0.6 * phase)
    return np.where(waves > 0.15, SLOT["patch"], SLOT["coat"])


def _neck_and_head(build: Build, base: np.ndarray) -> Shape:
    """Return neck and head, held as steeply as the kind does."""
    way = np.array([np.cos(build.rise), 0.0, np.sin(build.rise)])
    poll = base + way * build.neck
    thick = np.array([0.30, 0.27, 0.20]) * build.chest + np.array([0.0, 0.0, 0.12]) * build.snout
    path = np.array([base - 0.26 * way, base + 0.5 * build.neck * way, poll])
    neck = tube(path, thick, 12, SLOT["coat"])
    shapes = [replace(neck, vertices=neck.vertices * [1, 0.72, 1])]
    shapes.append(head(build).turned((0, 1, 0), 0.30 + 0.35 * (build.rise > 0.6)).moved(*poll))
    if build.mane:
        ridge = path + 0.75 * np.outer(thick, [-np.sin(build.rise), 0, np.cos(build.rise)])
        mane = tube(ridge, [0.05, 0.06, 0.04], 8, SLOT["mane"])
        shapes.append(replace(mane, vertices=mane.vertices * [1, 0.5, 1]))
    return merged(shapes)


def _tail(build: Build, base: np.ndarray) -> Shape:
    """Return the tail: hair that hangs, or a rod that swings behind."""
    if build.mane:
        path = base + np.array([[0.08, 0, -0.02], [-0.06, 0, -0.03], [-0.11, 0, -0.28], [-0.10, 0, -build.tail]])
        return tube(path, [0.03, 0.045, 0.06, 0.02], 8, SLOT["mane"])
    path = base + build.tail * np.array([[0.18, 0, -0.04], [-0.35, 0, -0.10], [-0.65, 0, -0.45], [-0.75, 0, -0.85]])
    thick = np.array([1.0, 0.9, 0.7, 0.3]) * (0.75 * build.limb if build.tail > 0.3 else 1.6 * build.limb)
    return tube(path, thick, 8, SLOT["coat"])


def _leg(build: Build, name: str, sign: float, category: Category, lift: Joint) -> list[Piece]:
    """Return thigh or forearm, and what is below knee or hock, of one leg."""
    hind = name.startswith("hind")
    x, top = (_HIND if hind else _FORE) * build.length, build.hip if hind else build.elbow
    y = sign * (0.56 if hind else 0.60) * build.width
    back, r = (0.075 if hind else 0.0), build.limb
    at = np.array([x, y, top])
    knee = np.array([x - back, y, build.hock])
    foot = np.array([knee[0] + 0.35 * back, y, 0.0])
    upper = _meat(at, np.array([x + 0.5 * back, y, (top + build.hock) / 2 + 0.03]), knee, build, hind=hind)
    lower = [ellipsoid(1.2 * r, 1.1 * r, 1.3 * r, SLOT["legs"], rings=5, sides=8).moved(*knee)]
    shin = [knee, (knee + foot) / 2, foot, foot]
    shin += np.array([[0, 0, 0.02], [0, 0, 0.02], [0, 0, 0.10], [0.3 * r, 0, 0.035]])
    lower.append(tube(shin, np.array([1.15, 0.80, 0.85, 0.95]) * r, 9, SLOT["legs"]))
    hoof = foot + np.array([[0.4 * r, 0, 0.0], [0.3 * r, 0, 0.045]])
    lower.append(tube(hoof, [1.35 * r, 1.05 * r], 9, SLOT["hoof"]))
    swing = Joint(f"swing_{name}", _scaled(tuple(at), build), FORWARDS)
    # Knees of forelegs fold backwards, hocks forwards.
    fold = Joint(f"fold_{name}", _scaled(tuple(knee), build), (0.0, -1.0, 0.0) if hind else (0.0, 1.0, 0.0))
    return [
        _piece(f"thigh_{name}", upper, build, category, (lift, swing)),
        _piece(f"shank_{name}", merged(lower), build, category, (lift, swing, fold)),
    ]


def _meat(top: np.ndarray, stifle: np.ndarray, knee: np.ndarray, build: Build, *, hind: bool) -> Shape:
    """Return thigh or forearm: round at the trunk, thin at knee or hock."""
    thick = build.chest * (0.36 if hind else 0.25)
    crown = np.array([0.0, 0.0, 0.85 * thick])
    path = np.array([top + crown, top + 0.8 * crown, top + 0.45 * crown, top, (top + stifle) / 2, stifle, knee])
    narrow = 1.15 * build.limb
    radii = [0.12 * thick, 0.55 * thick, 0.88 * thick, thick, 0.95 * thick, 0.62 * thick + 0.2 * narrow, narrow]
    shape = tube(path, radii, 10, SLOT["coat"])
    return replace(shape, vertices=(shape.vertices - top) * [1, 0.5 if hind else 0.6, 1] + top)
