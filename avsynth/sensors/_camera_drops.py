"""Rain and snow before the lens: which drops the camera sees one by one, and the streaks they draw.

Farther drops are the even veil of `_air`; those drawn here are in it too, as a few hundredths of its depth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.datatypes.calibration import Intrinsics
from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import Scene, Weather
from avsynth.kernels import drops as kernels
from avsynth.sensors._air import MILLIMETRES_PER_HOUR
from avsynth.sensors._camera_light import Stage
from avsynth.sensors._camera_sky import horizontal_illuminance

#: Edges of the classes of diameter [mm]; of flakes: of the water in them.
SIZES = np.arange(0.5, 6.01, 0.25)
#: Drops of Marshall and Palmer: N₀ [1/m³/mm], Λ = a R^b [1/mm], R in mm/h [MarshallPalmer]_.
RAIN = (8000.0, 0.0, 4.1, -0.21)
#: Flakes: N₀ = 3800 R^−0.87, Λ = 2.55 R^−0.48 [GunnMarshall1958]_.
SNOW = (3800.0, -0.87, 2.55, -0.48)
#: Width of a flake ÷ diameter of its water [1]: a twelfth of water's density; how fast flakes fall [m/s].
FLAKE, FLAKE_FALL = 2.3, 1.2
#: Share of the light around that water, and snow, send on [1]: drops show nearly all that is behind and above them.
WATER_SHARE, SNOW_SHARE = 0.94, 0.9
#: Nearest drops, before a windscreen, and farthest that are seen one by one [m].
NEAR, FAR = 0.7, 20.0
#: Fainter streaks are not drawn [1]; nor more than so many, the strongest.
FAINT, MOST = 0.004, 40_000
#: Near drops are out of focus: width of the pupil [m].
PUPIL = 1e-3
#: Drops start so far outside the picture [px], since they move into it.
MARGIN = 60
#: Roofs and bridges keep drops off so far below them [m].
SHELTER = 30.0
#: Streaks that come towards the lens end before it: of a drop's depth they have so much [1].
LENS_SIDE = 0.9
#: Ranges at which the strength of streaks is looked at.
STEPS = 60


@dataclass(frozen=True, slots=True)
class Kind:
    """Drops or flakes of one weather: number density by class [1/m³], width [m] and fall speed [m/s] of each class
    (K,), and the share of the light around that they send on [1].
    """

    density: np.ndarray
    width: np.ndarray
    fall: np.ndarray
    share: float


def kinds_of(weather: Weather) -> dict[str, Kind]:
    """Return what falls, by name."""
    middle = 0.5 * (SIZES[1:] + SIZES[:-1])
    found = {}
    if weather.rain_rate > 0.0:
        fall = 9.65 - 10.3 * np.exp(-0.6 * middle)  # [Atlas1973]
        found["rain"] = Kind(_density(RAIN, weather.rain_rate), 1e-3 * middle, fall, WATER_SHARE)
    if weather.snow_rate > 0.0:
        width = 1e-3 * FLAKE * middle
        found["snow"] = Kind(_density(SNOW, weather.snow_rate), width, np.full(len(middle), FLAKE_FALL), SNOW_SHARE)
    return found


def _density(law: tuple[float, float, float, float], rate: float) -> np.ndarray:
    """Return the number of drops of each class [1/m³] at a `rate` [m/s] of water: ∫ N₀ exp(−Λ D) dD."""
    r = rate * MILLIMETRES_PER_HOUR
    start, slope = law[0] * r ** law[1], law[2] * r ** law[3]
    return -np.diff(np.exp(-slope * SIZES)) * start / slope


@dataclass(frozen=True, slots=True)
class Drops:
    """Drops before a camera: place in the middle of the exposure and way during it (N, 3) [m], sensor frame; width [m]
    and strength [1] of each streak (N,).
    """

    place: np.ndarray
    way: np.ndarray
    width: np.ndarray
    strength: np.ndarray


def strength_of(width: np.ndarray, range_: np.ndarray, way: np.ndarray, focal: float) -> np.ndarray:
    """Return α of streaks [1]: the drop's area ÷ that of its streak, by diameter, range and way [m], focal length [px].

    A streak is as wide as the drop, its blur and one pixel together.
    """
    own, length = width * focal / range_, way * focal / range_
    wide = streak_width(width, range_, focal)
    return 0.25 * np.pi * own**2 / (wide * length + 0.25 * np.pi * wide**2)


def streak_width(width: np.ndarray, range_: np.ndarray, focal: float) -> np.ndarray:
    """Return how wide a streak is [px]."""
    return np.sqrt((width**2 + PUPIL**2) * (focal / range_) ** 2 + 1.0)


def drawn(kind: Kind, lens: Intrinsics, moving: np.ndarray, fall: np.ndarray, shutter: float, stream: Stream) -> Drops:
    """Return the drops of a `kind` that one picture shows.

    moving, fall (3,) : velocity of the camera [m/s] and the direction in which drops fall, sensor frame.
    """
    (fx, _, _), (_, fy, _), _ = lens.matrix
    velocity = kind.fall[:, None] * fall - moving  # (K, 3)
    way = shutter * np.linalg.norm(velocity, axis=1)
    range_ = np.geomspace(NEAR, FAR, STEPS)
    strength = strength_of(kind.width[:, None], range_, way[:, None], fx)  # (K, STEPS), falls with the range
    solid_angle = (lens.width + 2 * MARGIN) * (lens.height + 2 * MARGIN) / (fx * fy)
    faint = FAINT
    while True:
        reach = np.where(strength[:, 0] > faint, range_[(strength > faint).sum(axis=1) - 1], NEAR)
        expected = kind.density * solid_angle / 3.0 * (reach**3 - NEAR**3)
        if expected.sum() <= MOST:
            break
        faint *= 1.1
    parts = [
        _placed(int(stream.rng("count", k).poisson(expected[k])), reach[k], lens, stream.child("place", k))
        for k in range(len(reach))
    ]
    number = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    place = np.concatenate(parts)
    alpha = strength_of(kind.width[number], place[:, 0], way[number], fx)
    return Drops(place, shutter * velocity[number], kind.width[number], np.minimum(alpha, 1.0))


def _placed(count: int, reach: float, lens: Intrinsics, stream: Stream) -> np.ndarray:
    """Return places of drops (N, 3) [m], sensor frame: even in the space that the picture sees up to `reach` [m]."""
    share = stream.rng().random((count, 3))
    (fx, _, cx), (_, fy, cy), _ = lens.matrix
    x = np.cbrt(NEAR**3 + share[:, 0] * (reach**3 - NEAR**3))
    u = -MARGIN + share[:, 1] * (lens.width + 2 * MARGIN)
    v = -MARGIN + share[:, 2] * (lens.height + 2 * MARGIN)
    return np.column_stack([x, (cx - u) / fx * x, (cy - v) / fy * x])


def add_drops(
    stage: Stage, scene: Scene, world_from_sensor: Pose, lens: Intrinsics, shutter: float, depth: np.ndarray,
    colour: np.ndarray, stream: Stream,
) -> None:  # fmt: skip
    """Draw over the picture `colour` (H, W, 3) [kcd/m²] what falls before it while it gathers light for `shutter` [s].

    depth : float32 (H, W) [m]
        Of what the picture shows.
    """
    turn = world_from_sensor.rotation
    for name, kind in kinds_of(scene.weather).items():
        moving, fall = scene.ego_velocity @ turn, np.array([0.0, 0.0, -1.0]) @ turn
        drops = drawn(kind, lens, moving, fall, shutter, stream.child(name))
        points = world_from_sensor.points(drops.place)
        kept = np.flatnonzero(~_sheltered(stage, points))
        place, half = drops.place[kept], 0.5 * drops.way[kept]
        half *= np.minimum(1.0, LENS_SIDE * place[:, :1] / np.maximum(np.abs(half[:, :1]), 1e-9))
        ends = [lens.project(place + side * half) for side in (-1.0, 1.0)]
        width = streak_width(drops.width[kept], place[:, 0], lens.matrix[0, 0])
        light = _light_of(stage, kind, points[kept], world_from_sensor.translation)
        kernels.draw_streaks(*ends, width, drops.strength[kept], place[:, 0].copy(), light, depth, colour)


def _sheltered(stage: Stage, points: np.ndarray) -> np.ndarray:
    """Return whether something keeps the rain off points (N, 3) [m], world, bool (N,)."""
    up = np.ascontiguousarray(np.broadcast_to((0.0, 0.0, 1.0), points.shape))
    return stage.tracer.occluded(RayBundle(points, up, np.zeros(len(points)), SHELTER))


def _light_of(stage: Stage, kind: Kind, points: np.ndarray, eye: np.ndarray) -> np.ndarray:
    """Return the radiance of drops at `points` (N, 3) [m], world, seen from `eye`: of sky, ground and lamps (N, 3)."""
    around = 0.5 * (horizontal_illuminance(stage.sky) / np.pi + stage.sky.ground)
    light = np.empty_like(points)
    view = points - eye
    view /= np.linalg.norm(view, axis=1, keepdims=True)
    kernels.lamplit(points, view, stage.lamps, light)
    return kind.share * around + light
