"""Radiance of what rays meet: sun with shadows, open sky, mirror images, glass. Not here: optics and film."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.catalog.lamps import WHITE
from avsynth.contracts.tracer import Tracer
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.rays import Hits, RayBundle
from avsynth.datatypes.scene import Scene
from avsynth.kernels import shading, textures
from avsynth.kernels import sky as sky_kernels
from avsynth.kernels.air import Air
from avsynth.kernels.lamps import DOWN, Lamps
from avsynth.kernels.shading import Bodies, Paints, Surfels
from avsynth.kernels.sky import Sky
from avsynth.kernels.textures import Lanes
from avsynth.sensors._air import air_of, depth_of
from avsynth.sensors._camera_lamps import add_lamplight, lamps_of
from avsynth.sensors._camera_mirror import Grid, reflected_by, softened
from avsynth.sensors._camera_open import (
    OFF_SURFACE,
    PENUMBRA_RANGE,
    disc_places,
    near_shadow_edges,
    sky_share,
    sun_visible,
)
from avsynth.sensors._camera_sky import horizontal_illuminance, over_town, sky_of
from avsynth.sensors._camera_surfaces import bodies_of, lanes_of, paints_of
from avsynth.sensors._samples import lightness
from avsynth.sensors._wet import film_on

#: Categories whose patterns follow the lanes.
ALONG_LANES = (Category.ROAD, Category.LANE_MARK, Category.SIDEWALK, Category.KERB)
#: Mirror images weaker than this share are left out [1].
FAINT_MIRROR = 0.01
#: Grains of a wet road that one pixel looks at.
FACETS = 3
#: Sky visibility of what is seen in a mirror image, inside a car, and through its windows [1].
OPEN_IN_MIRROR, OPEN_IN_CABIN, OPEN_BEHIND = 0.6, 0.12, 0.6
#: What lies farther behind a pane is not in the cabin [m].
CABIN_DEPTH = 3.0
#: Panes and mirrors that light may meet one after the other.
LAYERS = 3
#: Fog and rain hide the sky by so much of their height [m].
AIR_DEPTH = 100.0
#: What lamps bring to the ground before a car, for the balance of white [klx].
LAMPLIGHT = 0.01


@dataclass(frozen=True, slots=True)
class Stage:
    """What surfaces are made of, and the light they stand in."""

    tracer: Tracer
    sky: Sky
    lamps: Lamps
    paints: Paints
    bodies: Bodies
    lanes: Lanes
    range_max: float
    pixel_angle: float
    air: Air | None
    scene: Scene


@dataclass(frozen=True, slots=True)
class Seen:
    """Points that rays met: the rays, their hits, and per ray the lane segment, sun seen and sky seen."""

    rays: RayBundle
    hits: Hits
    segment: np.ndarray
    lit: np.ndarray
    open: np.ndarray


def stage_of(scene: Scene, tracer: Tracer, range_max: float, pixel_angle: float, stream: Stream) -> Stage:
    """Return materials, bodies, lanes and light of `scene`; `pixel_angle` [rad] is what one pixel sees."""
    eye = scene.world_from_ego.translation
    sky = sky_of(scene.weather, stream.child("sky"))
    lamps = lamps_of(scene, float(horizontal_illuminance(sky)[1]), eye)
    return Stage(
        tracer=tracer,
        sky=over_town(sky, int((lamps.pattern == DOWN).sum())),
        lamps=lamps,
        paints=paints_of(tracer.materials, scene.weather.wetness),
        bodies=bodies_of(scene),
        lanes=lanes_of(scene.road, eye[:2]),
        range_max=range_max,
        pixel_angle=pixel_angle,
        air=air_of(scene),
        scene=scene,
    )


def white_of(stage: Stage) -> np.ndarray:
    """Return the light to which white is balanced (3,) [klx]: of the sky and, where lamps burn, of headlamps."""
    light = horizontal_illuminance(stage.sky)
    return light + LAMPLIGHT * np.array(WHITE) if len(stage.lamps.intensity) else light


def rays_of(stage: Stage, origin: np.ndarray, direction: np.ndarray, **limits) -> RayBundle:
    """Return rays at the time of the scene."""
    return RayBundle(origin, direction, np.zeros(len(direction)), **{"range_max": stage.range_max, **limits})


def points_of(rays: RayBundle, hits: Hits) -> np.ndarray:
    """Return where rays met something, float64 (N, 3) [m], world; the origin where they did not."""
    return rays.at(np.where(hits.met, hits.range, 0.0))


def sun_seen(
    stage: Stage, rays: RayBundle, hits: Hits, shape: tuple[int, int] | None = None, place: tuple[float, float] = (0, 0)
) -> np.ndarray:
    """Return the share of the sun that reaches the points that `rays` met, float32 (N,).

    All points look at one `place` of the sun's disc (share of its radius, turn); given the `shape` of the image that
    the rays make, those near edges of shadows look at all of it.
    """
    lit = np.zeros(len(rays), dtype=np.float32)
    if stage.sky.beam.max() <= 0.0:
        return lit
    leaf = np.zeros(len(rays), dtype=bool)
    leaf[hits.met] = stage.paints.pattern[hits.material[hits.met]] == textures.LEAVES
    facing = hits.normal @ stage.sky.sun
    asked = hits.met & ((facing > 0.0) | leaf)

    side = np.where(facing > 0.0, OFF_SURFACE, -OFF_SURFACE)
    origin = points_of(rays, hits) + hits.normal * side[:, None]
    first = np.flatnonzero(asked)
    lit[first] = sun_visible(stage.tracer, stage.sky.sun, origin[first], place)
    if shape is not None:
        solid = (asked & ~leaf & (hits.range < PENUMBRA_RANGE)).reshape(shape)
        soft = np.flatnonzero(near_shadow_edges(lit.reshape(shape), solid))
        origin = origin[soft]
        lit[soft] = np.mean([sun_visible(stage.tracer, stage.sky.sun, origin, at) for at in disc_places()], axis=0)
    return lit


def sky_seen(stage: Stage, points: np.ndarray, normals: np.ndarray, column: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Return the share of sky that is open above each point, float64 (N,); column and row (N,) place it in a tile."""
    return sky_share(stage.tracer, points, normals, column, row)


def radiance(stage: Stage, seen: Seen, layers: int = LAYERS, width: int | None = None) -> np.ndarray:
    """Return what each ray brings, float64 (N, 3) [kcd/m²]: surface, mirror image, what is behind glass; or sky.

    Given the `width` of the image that the rays make, mirror images are averaged over neighbours.
    """
    out = np.empty((len(seen.rays), 3))
    met = np.flatnonzero(seen.hits.met)
    away = np.flatnonzero(~seen.hits.met)
    beyond = np.empty((len(away), 3))
    sky_kernels.sky_radiance(stage.sky, np.ascontiguousarray(seen.rays.direction[away]), True, beyond)
    out[away] = _before_sky(stage, seen.rays.chosen(away), beyond)
    if len(met) == 0:
        return out
    surfels = _surfels(stage, seen, met)
    value, mirror = np.empty((len(met), 3)), np.empty((len(met), 2))
    shading.surface_radiance(
        surfels, stage.sky, stage.paints, stage.bodies, stage.lanes, stage.pixel_angle, value, mirror
    )
    ground = (stage.paints, stage.bodies, stage.lanes, stage.pixel_angle)
    add_lamplight(stage.tracer, stage.lamps, surfels, ground, value)
    if layers == LAYERS:
        _add_mirror_images(stage, surfels, mirror, value, Grid(met, width) if width else None)
    if layers > 0:
        _add_what_is_behind(stage, seen, met, surfels, value, layers)
    depth = stage.sky.extinction * surfels.range + depth_of(stage.air, seen.rays.chosen(met), surfels.range)
    out[met] = _through_air(stage.sky, depth, value)
    return out


def _add_mirror_images(
    stage: Stage, surfels: Surfels, mirror: np.ndarray, value: np.ndarray, grid: Grid | None
) -> None:
    """Add to `value` what smooth and wet surfaces mirror, each by one ray; `mirror` (N, 2): share and slope."""
    shiny = np.flatnonzero(mirror[:, 0] > FAINT_MIRROR)
    if len(shiny) == 0:
        return
    facets = np.where(mirror[shiny, 1] > 0.0, FACETS, 1)
    one = np.repeat(np.arange(len(shiny)), facets)
    nth = np.arange(len(one)) - np.repeat(np.cumsum(facets) - facets, facets)
    normal = surfels.normal[shiny].astype(np.float64)
    position = surfels.position[shiny] + OFF_SURFACE * normal
    reflected = reflected_by(surfels.direction[shiny[one]], normal[one], position[one], mirror[shiny[one], 1], nth)
    rays = rays_of(stage, position[one], reflected)
    images = _seen_again(stage, rays, np.full(len(rays), OPEN_IN_MIRROR), layers=0)
    image = np.column_stack([np.bincount(one, images[:, c]) for c in range(3)]) / facets[:, None]
    if grid is not None:
        image = softened(image, grid.pixel[shiny], grid.width, normal, surfels.instance[shiny])
    value[shiny] += mirror[shiny, :1] * stage.paints.tint[surfels.material[shiny]] * image


def _through_air(sky: Sky, depth: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Return radiances (N, 3) through an optical `depth` τ (N,): I = J exp(−τ) + L (1 − exp(−τ)) [Koschmieder]_."""
    kept = np.exp(-depth)[:, None]
    return value * kept + sky.air * (1.0 - kept)


def _before_sky(stage: Stage, rays: RayBundle, value: np.ndarray) -> np.ndarray:
    """Return the radiances (N, 3) of the sky as seen through fog, rain and spray, which end at some height."""
    if stage.air is None:
        return value
    climb = np.maximum(rays.direction[:, 2], AIR_DEPTH / stage.range_max)
    return _through_air(stage.sky, depth_of(stage.air, rays, AIR_DEPTH / climb), value)


def _add_what_is_behind(stage, seen, met, surfels, value, layers) -> None:
    """Add to `value` what is seen through panes of glass."""
    share = stage.paints.transmission[surfels.material]
    glass = np.flatnonzero(share > 0.0)
    if len(glass) == 0:
        return
    pane = met[glass]
    rays = rays_of(
        stage, seen.rays.origin[pane], seen.rays.direction[pane], range_min=surfels.range[glass] + OFF_SURFACE
    )
    hits = stage.tracer.closest_hits(rays)
    in_cabin = hits.range - surfels.range[glass] < CABIN_DEPTH
    openness = np.where(in_cabin, OPEN_IN_CABIN, OPEN_BEHIND)
    value[glass] += share[glass, None] * _seen_again(stage, rays, openness, layers - 1, hits)


def _seen_again(
    stage: Stage, rays: RayBundle, openness: np.ndarray, layers: int, hits: Hits | None = None
) -> np.ndarray:
    """Return what rays bring that have been mirrored or have passed glass."""
    hits = stage.tracer.closest_hits(rays) if hits is None else hits
    nowhere = np.full(len(rays), -1, dtype=np.int32)
    return radiance(stage, Seen(rays, hits, nowhere, sun_seen(stage, rays, hits), openness), layers)


def _surfels(stage: Stage, seen: Seen, met: np.ndarray) -> Surfels:
    hits = seen.hits
    direction = seen.rays.direction[met]
    along_lanes = np.isin(hits.category[met], ALONG_LANES)
    return Surfels(
        position=seen.rays.origin[met] + direction * hits.range[met, None],
        direction=direction,
        range=hits.range[met],
        normal=hits.normal[met],
        cos_incidence=hits.cos_incidence[met],
        material=hits.material[met],
        instance=hits.instance[met],
        segment=np.where(along_lanes, seen.segment[met], np.int32(-1)).astype(np.int32),
        lit=seen.lit[met].astype(np.float32),
        open=seen.open[met].astype(np.float64),
        lightness=lightness(stage.scene, hits.instance[met], hits.material[met], stage.tracer.materials.colour_range),
        film=film_on(hits.chosen(met), stage.scene.weather.wetness),
    )
