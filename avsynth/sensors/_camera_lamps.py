"""Lamps as light sources of the camera's pictures: where they burn, and what they light."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from avsynth.catalog.lamps import BEAMS, Beam
from avsynth.contracts.tracer import Tracer
from avsynth.datatypes.model import KeyedModel
from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import Scene, SceneObject
from avsynth.kernels import lamps as kernels
from avsynth.kernels.lamps import AHEAD, DOWN, LOW, Lamps
from avsynth.kernels.shading import Bodies, Paints, Surfels
from avsynth.kernels.textures import Lanes
from avsynth.sensors._camera_open import OFF_SURFACE

PATTERNS = {"low": LOW, "down": DOWN, "ahead": AHEAD}
#: Lamps change nothing that anybody sees where sun and sky bring more [klx].
DROWNED = 1.0
#: Lamps farther from the camera light nothing that it sees [m]; at most so many, the strongest there, are followed.
REACH, MOST_LAMPS = 130.0, 32
#: Less illuminance is nothing [klx]: a tenth of a full moon.
LEAST = 2.5e-5
#: Light starts this far before its lens [m]; lenses on either side of a body are lamps of their own from here on [m].
BEFORE_LENS, ONE_SIDE = 0.06, 0.12
#: The last bit of a way to a lamp, which its housing may cross [m].
HOUSING = 0.15


def lamps_of(scene: Scene, daylight: float, eye: np.ndarray) -> Lamps:
    """Return the lamps that light what is seen from `eye` (3,) [m], given the illuminance by sun and sky [klx]."""
    found = list(_burning(scene)) if daylight < DROWNED else []
    columns = [np.array(column, np.float64).reshape(len(found), -1) for column in zip(*found, strict=True)] or [
        np.empty((0, width)) for width in (3, 3, 3, 1, 3, 1)
    ]
    distance = np.linalg.norm(columns[0] - eye, axis=1)
    strength = np.where(distance < REACH, columns[3][:, 0] / (distance + 10.0) ** 2, 0.0)
    strongest = np.sort(np.argsort(-strength, kind="stable")[:MOST_LAMPS])
    kept = strongest[strength[strongest] > 0.0]
    position, forward, up, intensity, colour, pattern = (np.ascontiguousarray(column[kept]) for column in columns)
    return Lamps(position, forward, up, intensity[:, 0] / 1e3, colour, pattern[:, 0].astype(np.int64))


def add_lamplight(
    tracer: Tracer, lamps: Lamps, surfels: Surfels, on: tuple[Paints, Bodies, Lanes, float], value: np.ndarray
) -> None:
    """Add to the radiance `value` (N, 3) [kcd/m²] of `surfels` what lamps bring to them.

    `on` are paints, bodies, lanes and the angle that a pixel sees [rad].
    """
    if not len(lamps.intensity):
        return
    paints, bodies, lanes, pixel_angle = on
    diffuse, direct = np.zeros_like(value), np.zeros_like(value)
    light, retro = np.empty(len(value)), tracer.materials.lidar_retro
    for k in range(len(lamps.intensity)):
        kernels.lamp_illuminance(surfels.position, surfels.normal, lamps, k, light)
        asked = np.flatnonzero(light > LEAST)
        light[light <= LEAST] = 0.0
        light[asked[_hidden(tracer, lamps.position[k], surfels, asked)]] = 0.0
        kernels.add_lamp(surfels, paints, retro, lamps, k, light, diffuse, direct)
    kernels.add_lamplight(surfels, paints, bodies, lanes, pixel_angle, diffuse, direct, value)


def _hidden(tracer: Tracer, lamp: np.ndarray, surfels: Surfels, asked: np.ndarray) -> np.ndarray:
    """Return which of the points `asked` for (K,) something hides from a lamp, bool (K,)."""
    if not len(asked):
        return np.zeros(0, dtype=bool)
    origin = surfels.position[asked] + OFF_SURFACE * surfels.normal[asked].astype(np.float64)
    way = lamp - origin
    distance = np.linalg.norm(way, axis=1)
    direction = way / np.maximum(distance, 1e-6)[:, None]
    reach = np.maximum(distance - HOUSING, 1e-3)
    return tracer.occluded(RayBundle(origin, direction, np.zeros(len(asked)), reach))


def _burning(scene: Scene) -> Iterator[tuple]:
    """Yield place, axes, intensity [cd], colour and pattern of each lamp that burns."""
    for thing in scene.objects:
        for slot, beam in _lit_slots(thing):
            for number, spot, facing in _lenses(KeyedModel(thing.model.key, thing.model), slot):
                world = thing.world_from_object @ thing.model.parts[number].model_from_part(thing.joints)
                forward = world.rotation @ ((1.0, 0.0, 0.0) if beam.pattern == "low" else facing)
                place = world.points(spot[None])[0] + BEFORE_LENS * forward
                yield place, forward, world.rotation[:, 2], beam.intensity, beam.colour, PATTERNS[beam.pattern]


def _lit_slots(thing: SceneObject) -> Iterator[tuple[int, Beam]]:
    """Yield the slots of a thing whose material is that of a burning lamp."""
    named = zip(thing.model.slot_names, thing.model.slots, strict=True)
    for slot, (name, default) in enumerate(named):
        beam = BEAMS.get(thing.finish.get(name, default))
        if beam is not None:
            yield slot, beam


@lru_cache(maxsize=512)
def _lenses(keyed: KeyedModel, slot: int) -> tuple[tuple[int, np.ndarray, np.ndarray], ...]:
    """Return the number of its part, middle (3,) [m] and mean normal (3,) of each lens in the finish slot `slot`."""
    found = []
    for number, part in enumerate(keyed.model.parts):
        corners = part.mesh.vertices[part.mesh.triangles[part.mesh.slots == slot]].astype(np.float64)
        middle = corners.mean(axis=1)
        normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) / 2
        side = np.where(np.abs(middle[:, 1]) < ONE_SIDE, 0, np.sign(middle[:, 1]))
        for which in np.unique(side):
            area = np.linalg.norm(normal[side == which], axis=1)
            if area.sum() > 0.0:
                spot = area @ middle[side == which] / area.sum()
                facing = normal[side == which].sum(axis=0)
                found.append((number, spot, facing / max(np.linalg.norm(facing), 1e-9)))
    return tuple(found)
