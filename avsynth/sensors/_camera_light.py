"""Radiance of what rays meet: sun with shadows, open sky, mirror images, glass. Not here: optics and film."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avsynth.contracts.tracer import Tracer
from avsynth.core.seed import Stream
from avsynth.datatypes.category import Category
from avsynth.datatypes.material import MaterialTable
from avsynth.datatypes.rays import Hits, RayBundle
from avsynth.datatypes.road import RoadMap
from avsynth.datatypes.scene import Scene
from avsynth.kernels import shading, sky, textures
from avsynth.kernels.shading import Bodies, Paints, Surfels
from avsynth.kernels.sky import Sky
from avsynth.kernels.textures import Lanes
from avsynth.sensors._camera_sky import sky_of

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
#: Rays that leave a surface start this far off it [m].
OFF_SURFACE = 2e-3
#: Nothing farther throws a shadow [m], or hides the sky [m].
SHADOW_RANGE, OPEN_RANGE = 400.0, 40.0
#: Mirror images weaker than this share are left out [1].
FAINT_MIRROR = 0.01
#: Sky visibility of what is seen in a mirror image, inside a car, and through its windows [1].
OPEN_IN_MIRROR, OPEN_IN_CABIN, OPEN_BEHIND = 0.6, 0.12, 0.6
#: What lies farther behind a pane is not in the cabin [m].
CABIN_DEPTH = 3.0
#: Panes and mirrors that light may meet one after the other.
LAYERS = 3
#: Lanes farther from the camera carry no pattern that it could see [m].
LANE_REACH = 150.0


@dataclass(frozen=True, slots=True)
class Stage:
    """What surfaces are made of, and the light they stand in."""

    tracer: Tracer
    sky: Sky
    paints: Paints
    bodies: Bodies
    lanes: Lanes
    range_max: float
    pixel_angle: float
    key: np.uint64


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
    near = scene.world_from_ego.translation[:2]
    return Stage(
        tracer=tracer,
        sky=sky_of(scene.weather, stream.child("sky")),
        paints=_paints(tracer.materials),
        bodies=_bodies(scene),
        lanes=_lanes(scene.road, near),
        range_max=range_max,
        pixel_angle=pixel_angle,
        key=stream.key("light"),
    )


def rays_of(stage: Stage, origin: np.ndarray, direction: np.ndarray, **limits) -> RayBundle:
    """Return rays at the time of the scene."""
    return RayBundle(origin, direction, np.zeros(len(direction)), **{"range_max": stage.range_max, **limits})


def points_of(rays: RayBundle, hits: Hits) -> np.ndarray:
    """Return where rays met something, float64 (N, 3) [m], world; the origin where they did not."""
    return rays.origin + rays.direction * np.where(hits.met, hits.range, 0.0)[:, None]


def sun_seen(stage: Stage, rays: RayBundle, hits: Hits) -> np.ndarray:
    """Return 1 where the sun reaches the points that `rays` met and 0 in shadow, float32 (N,).

    Each point looks at its own place on the sun's disc, so that shadows of far edges are soft.
    """
    lit = np.zeros(len(rays), dtype=np.float32)
    if stage.sky.beam.max() <= 0.0:
        return lit
    leaf = np.zeros(len(rays), dtype=bool)
    leaf[hits.met] = stage.paints.pattern[hits.material[hits.met]] == textures.LEAVES
    facing = hits.normal @ stage.sky.sun
    asked = np.flatnonzero(hits.met & ((facing > 0.0) | leaf))
    side = np.where(facing[asked] > 0.0, OFF_SURFACE, -OFF_SURFACE)
    origin = points_of(rays, hits)[asked] + hits.normal[asked] * side[:, None]
    towards = np.empty((len(asked), 3))
    shading.sun_directions(stage.sky.sun, asked, stage.key, towards)
    lit[asked] = ~stage.tracer.occluded(rays_of(stage, origin, towards, range_max=SHADOW_RANGE))
    return lit


def sky_seen(stage: Stage, points: np.ndarray, normals: np.ndarray, column: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Return the share of sky that is open above each point, float64 (N,); column and row (N,) place it in a tile."""
    direction = np.empty((len(points), shading.OPEN_RAYS, 3))
    shading.open_directions(normals, column, row, stage.key, direction)
    usable = direction.any(axis=2)
    which = np.nonzero(usable)[0]
    origin = points[which] + OFF_SURFACE * normals[which]
    hidden = stage.tracer.occluded(rays_of(stage, origin, direction[usable], range_max=OPEN_RANGE))
    free = np.bincount(which, weights=~hidden, minlength=len(points))
    return free / np.maximum(usable.sum(axis=1), 1)


def radiance(stage: Stage, seen: Seen, layers: int = LAYERS) -> np.ndarray:
    """Return what each ray brings, float64 (N, 3) [kcd/m²]: surface, mirror image, what is behind glass; or sky."""
    out = np.empty((len(seen.rays), 3))
    met = np.flatnonzero(seen.hits.met)
    away = np.flatnonzero(~seen.hits.met)
    beyond = np.empty((len(away), 3))
    sky.sky_radiance(stage.sky, np.ascontiguousarray(seen.rays.direction[away]), beyond)
    out[away] = beyond
    if len(met) == 0:
        return out
    surfels = _surfels(seen, met)
    value, mirror = np.empty((len(met), 3)), np.empty(len(met))
    shading.surface_radiance(
        surfels, stage.sky, stage.paints, stage.bodies, stage.lanes, stage.pixel_angle, value, mirror
    )
    if layers == LAYERS:
        _add_mirror_images(stage, surfels, mirror, value)
    if layers > 0:
        _add_what_is_behind(stage, seen, met, surfels, value, layers)
    shading.add_haze(stage.sky, surfels.range, value)
    out[met] = value
    return out


def _add_mirror_images(stage: Stage, surfels: Surfels, mirror: np.ndarray, value: np.ndarray) -> None:
    """Add to `value` what smooth surfaces mirror, each by one ray."""
    shiny = np.flatnonzero(mirror > FAINT_MIRROR)
    if len(shiny) == 0:
        return
    direction, normal = surfels.direction[shiny], surfels.normal[shiny].astype(np.float64)
    reflected = direction - 2.0 * np.sum(direction * normal, axis=1, keepdims=True) * normal
    reflected /= np.linalg.norm(reflected, axis=1, keepdims=True)
    rays = rays_of(stage, surfels.position[shiny] + OFF_SURFACE * normal, reflected)
    value[shiny] += mirror[shiny, None] * _seen_again(stage, rays, np.full(len(rays), OPEN_IN_MIRROR), layers=0)


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
