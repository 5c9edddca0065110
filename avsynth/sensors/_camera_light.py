"""Radiance of what rays meet: sun with shadows, open sky, mirror images, glass. Not here: optics and film."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.catalog.lamps import WHITE
from avsynth.contracts.tracer import Tracer
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.material import MaterialTable
from avsynth.datatypes.rays import Hits, RayBundle
from avsynth.datatypes.road import RoadMap
from avsynth.datatypes.scene import Scene
from avsynth.kernels import shading, textures
from avsynth.kernels import sky as sky_kernels
from avsynth.kernels.air import Air
from avsynth.kernels.lamps import Lamps
from avsynth.kernels.shading import Bodies, Paints, Surfels
from avsynth.kernels.sky import Sky
from avsynth.kernels.textures import Lanes
from avsynth.sensors._air import air_of, depth_of
from avsynth.sensors._camera_lamps import add_lamplight, lamps_of
from avsynth.sensors._camera_open import (
    OFF_SURFACE,
    PENUMBRA_RANGE,
    disc_places,
    near_shadow_edges,
    sky_share,
    sun_visible,
)
from avsynth.sensors._camera_sky import horizontal_illuminance, sky_of

#: First word or words of a material's name → its pattern; the longest match counts.
PATTERNS = {
    "asphalt": textures.ASPHALT,
    "pavement": textures.SLABS,
    "paving": textures.SLABS,
    "brick": textures.BRICK,
    "roof_tiles": textures.TILES,
    "roof_slate": textures.TILES,
    "grass": textures.GRASS,
    "leaves": textures.LEAVES,
    "needles": textures.LEAVES,
    "plaster": textures.PLASTER,
    "lane_paint": textures.MARK,
}
#: Categories whose patterns follow the lanes.
ALONG_LANES = (Category.ROAD, Category.LANE_MARK, Category.SIDEWALK, Category.KERB)
#: Mirror images weaker than this share are left out [1].
FAINT_MIRROR = 0.01
#: Mirror images are averaged over neighbours up to so far [px], by a Gaussian [px], whose normals' cosine is greater;
#: what is brighter than so many times the median counts as that, so that no spark becomes a blot [1].
MIRROR_BLUR, MIRROR_SIGMA, MIRROR_ALIKE = 2, 1.1, 0.94
BRIGHTEST_IMAGE = 30.0
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
#: Lanes farther from the camera carry no pattern that it could see [m].
LANE_REACH = 150.0


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


@dataclass(frozen=True, slots=True)
class Seen:
    """Points that rays met: the rays, their hits, and per ray the lane segment, sun seen and sky seen."""

    rays: RayBundle
    hits: Hits
    segment: np.ndarray
    lit: np.ndarray
    open: np.ndarray


@dataclass(frozen=True, slots=True)
class Grid:
    """Where rays lie in an image: numbers of their pixels (N,), and its width [px]."""

    pixel: np.ndarray
    width: int


def stage_of(scene: Scene, tracer: Tracer, range_max: float, pixel_angle: float, stream: Stream) -> Stage:
    """Return materials, bodies, lanes and light of `scene`; `pixel_angle` [rad] is what one pixel sees."""
    eye = scene.world_from_ego.translation
    sky = sky_of(scene.weather, stream.child("sky"))
    return Stage(
        tracer=tracer,
        sky=sky,
        lamps=lamps_of(scene, float(horizontal_illuminance(sky)[1]), eye),
        paints=_paints(tracer.materials),
        bodies=_bodies(scene),
        lanes=_lanes(scene.road, eye[:2]),
        range_max=range_max,
        pixel_angle=pixel_angle,
        air=air_of(scene),
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
    surfels = _surfels(seen, met)
    value, mirror = np.empty((len(met), 3)), np.empty(len(met))
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
    """Add to `value` what smooth surfaces mirror, each by one ray."""
    shiny = np.flatnonzero(mirror > FAINT_MIRROR)
    if len(shiny) == 0:
        return
    direction, normal = surfels.direction[shiny], surfels.normal[shiny].astype(np.float64)
    reflected = direction - 2.0 * np.sum(direction * normal, axis=1, keepdims=True) * normal
    reflected /= np.linalg.norm(reflected, axis=1, keepdims=True)
    rays = rays_of(stage, surfels.position[shiny] + OFF_SURFACE * normal, reflected)
    image = _seen_again(stage, rays, np.full(len(rays), OPEN_IN_MIRROR), layers=0)
    if grid is not None:
        image = _softened(image, grid.pixel[shiny], grid.width, normal, surfels.instance[shiny])
    value[shiny] += mirror[shiny, None] * image


def _softened(image: np.ndarray, pixel: np.ndarray, width: int, normal: np.ndarray, instance: np.ndarray) -> np.ndarray:
    """Return mirror images (S, 3) averaged over neighbours on the same surface.

    One ray a pixel misses most of what a curved surface mirrors there; the rays of its neighbours saw some of it.
    """
    row, column = pixel // width + MIRROR_BLUR, pixel % width + MIRROR_BLUR
    slot = np.full((row.max() + MIRROR_BLUR + 1, width + 2 * MIRROR_BLUR), -1)
    slot[row, column] = np.arange(len(pixel))
    image = np.minimum(image, BRIGHTEST_IMAGE * np.median(image.max(axis=1)))
    total, weight = np.zeros_like(image), np.zeros((len(image), 1))
    for down in range(-MIRROR_BLUR, MIRROR_BLUR + 1):
        for right in range(-MIRROR_BLUR, MIRROR_BLUR + 1):
            other = slot[row + down, column + right]
            alike = np.einsum("ij,ij->i", normal, normal[other]) > MIRROR_ALIKE
            counts = (other >= 0) & (instance[other] == instance) & alike
            share = (counts * np.exp(-0.5 * (down * down + right * right) / MIRROR_SIGMA**2))[:, None]
            total += share * image[other]
            weight += share
    return total / weight


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


def _surfels(seen: Seen, met: np.ndarray) -> Surfels:
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
    )


def _paints(table: MaterialTable) -> Paints:
    def pattern(name: str) -> int:
        fits = [start for start in PATTERNS if name.startswith(start)]
        return PATTERNS[max(fits, key=len)] if fits else textures.PLAIN

    fields = (table.colour, table.variation, table.grain, table.roughness, table.specular, table.emission)
    return Paints(*fields, table.transmission, np.array([pattern(name) for name in table.names], dtype=np.uint8))


def _bodies(scene: Scene) -> Bodies:
    moves = np.array([thing.category.is_labelled for thing in scene.objects], dtype=bool)
    inverse = [thing.world_from_object.inverse() for thing in scene.objects]
    rotation = np.array([pose.rotation for pose in inverse]).reshape(-1, 3, 3)
    return Bodies(moves, rotation, np.array([pose.translation for pose in inverse]).reshape(-1, 3))


def _lanes(road: RoadMap, near: np.ndarray) -> Lanes:
    """Return the segments of all lanes within reach of `near` (2,) [m]."""
    parts = []
    for lane in road.lanes:
        step = np.diff(lane.centre[:, :2], axis=0)
        length = np.linalg.norm(step, axis=1)
        half = 0.25 * (lane.width[1:] + lane.width[:-1])
        keep = (length > 0.0) & (np.linalg.norm(lane.centre[:-1, :2] - near, axis=1) < LANE_REACH + length)
        columns = [lane.centre[:-1, :2], step / np.maximum(length, 1e-9)[:, None], length[:, None]]
        columns += [lane.stations[:-1, None], half[:, None]]
        parts.append(np.hstack(columns)[keep])
    table = np.vstack([np.empty((0, 7)), *parts])
    start, direction = np.ascontiguousarray(table[:, :2]), np.ascontiguousarray(table[:, 2:4])
    return Lanes(start, direction, *(np.ascontiguousarray(table[:, k]) for k in (4, 5, 6)))
