"""A colour camera with an ideal pinhole: rays through pixel centres and, at edges, between them; light; film."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.perception import MOST_TRIED, Ball, Sighting, aimed, seen_by, thinned
from avsynth.contracts.sensor import SENSORS, Sensor
from avsynth.contracts.tracer import Tracer
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.core.units import Length, Number
from avsynth.datatypes.calibration import Calibration, Intrinsics
from avsynth.datatypes.measurement import CameraImage
from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import Scene
from avsynth.sensors._camera_drops import add_drops
from avsynth.sensors._camera_film import Film, developed, shutter_time
from avsynth.sensors._camera_glow import add_glow, glow_pixels
from avsynth.sensors._camera_light import Stage, radiance, rays_of, stage_of, sun_seen, white_of
from avsynth.sensors._camera_pixels import CoarseLight, coarse_light, edges, spread
from avsynth.sensors._dirt import Dirt, smeared

#: Places within a pixel where edge pixels look again [px]: a rotated grid.
PLACES = np.array([[-0.125, -0.375], [0.375, -0.125], [-0.375, 0.125], [0.125, 0.375]])
#: Each place looks at another place of the sun's disc, so far from its middle [share of its radius].
SUN_PLACE = 0.7
#: Most pixels of one picture that look again, as a share of all.
EDGE_SHARE = 0.2


@SENSORS.register
class CameraPinhole(Sensor):
    """A colour camera; its defaults are KITTI's rectified left colour camera (P2)."""

    kind: Literal["camera_pinhole"] = "camera_pinhole"
    width: int = Field(1242, gt=0, description="Image width [px].")
    height: int = Field(375, gt=0, description="Image height [px].")
    fx: Number = Field(721.5377, gt=0, description="Focal length along image x [px].")
    fy: Number = Field(721.5377, gt=0, description="Focal length along image y [px].")
    cx: Number = Field(609.5593, description="Principal point, x [px]; pixel centres at whole numbers.")
    cy: Number = Field(172.854, description="Principal point, y [px].")
    range_max: Length = Field(1000.0, gt=0, description="Farthest surface that is drawn [m].")
    dirt: tuple[Dirt, ...] = Field((), description="What sticks to the window: `patch(azimuth: 5 deg, …)`, `drops(…)`.")
    film: Film = Field(Film(), description="Exposure, lens, noise and tone.")

    def calibration(self) -> Calibration:
        """Return the mounting and the projection."""
        matrix = np.array([[self.fx, 0.0, self.cx], [0.0, self.fy, self.cy], [0.0, 0.0, 1.0]])
        return Calibration(self.kind, self.mount.ego_from_sensor, Intrinsics(matrix, self.width, self.height))

    def sense(self, scene: Scene, tracer: Tracer, stream: Stream) -> CameraImage:
        """Return the picture, and what each pixel centre looks at."""
        stage = stage_of(scene, tracer, self.range_max, 1.0 / max(self.fx, self.fy), stream)
        v, u = (grid.ravel().astype(np.float64) for grid in np.mgrid[0 : self.height, 0 : self.width])
        rays, stretch = self._rays(scene, stage, u, v)
        hits = tracer.closest_hits(rays)
        shape = (self.height, self.width)
        light = coarse_light(stage, rays, hits, shape)
        lit = sun_seen(stage, rays, hits, shape)
        colour = radiance(stage, spread(light, rays, hits, lit, u, v), width=self.width).reshape(*shape, 3)
        beside_edges = edges(hits, rays, lit, colour, int(EDGE_SHARE * len(rays)))
        self._smooth_edges(scene, stage, light, beside_edges, colour.reshape(-1, 3))
        depth, falloff = (hits.range / stretch).reshape(shape), self._falloff(stretch)
        self._add_glow(scene, stage, hits.range.reshape(shape), colour)
        self._add_drops(scene, stage, depth, falloff, colour, stream.child("drops"))
        seen = smeared(self.dirt, colour, self._in_sensor(u, v))
        return CameraImage(
            rgb=developed(seen, white_of(stage), falloff, self.film, stream),
            depth=depth,
            instance=hits.instance.reshape(shape),
            category=hits.category.reshape(shape),
        )

    def look(self, scene: Scene, tracer: Tracer, instance: int) -> Sighting:
        """Return what a picture shows of one object, by some of the pixels that may show it."""
        world_from_sensor = scene.world_from_ego @ self.ego_from_sensor
        ball = Ball.around(scene, instance)
        x, y, z = world_from_sensor.inverse().points(ball.centre[None])[0]
        if x <= ball.radius:
            reach, middle = max(self.width, self.height), (self.width / 2, self.height / 2)
        else:
            reach = max(self.fx, self.fy) * ball.radius / (x - ball.radius)
            middle = (self.cx - self.fx * y / x, self.cy - self.fy * z / x)
        spans = [
            np.arange(max(0, int(at - reach)), min(size, int(at + reach) + 2))
            for at, size in zip(middle, (self.width, self.height), strict=True)
        ]
        u, v = (grid.ravel().astype(np.float64) for grid in np.meshgrid(*spans))
        chosen, stands_for = thinned(len(u), MOST_TRIED)
        direction, _ = self._directions(world_from_sensor, u[chosen], v[chosen])
        origin = np.broadcast_to(world_from_sensor.translation, direction.shape)
        rays = RayBundle(origin, direction, np.zeros(len(direction)), self.range_max)
        aim = aimed(tracer, instance, rays, stands_for)
        seen, hiding = seen_by(scene, tracer, instance, aim)
        return Sighting(seen / aim.alone if aim.alone else 0.0, pixels_on=seen, hidden_by=hiding)

    def _in_sensor(self, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Return the points at depth 1 that the pixels (u, v) (N,) [px] look at, float64 (N, 3), sensor frame."""
        return np.column_stack([np.ones(len(u)), (self.cx - u) / self.fx, (self.cy - v) / self.fy])

    def _directions(self, world_from_sensor: Pose, u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the directions through the pixels (u, v) (N,) [px], world, and range ÷ depth of each (N,)."""
        sensor = self._in_sensor(u, v)
        stretch = np.linalg.norm(sensor, axis=1)
        return world_from_sensor.directions(sensor / stretch[:, None]), stretch

    def _rays(self, scene: Scene, stage: Stage, u: np.ndarray, v: np.ndarray) -> tuple[RayBundle, np.ndarray]:
        """Return rays through the pixels (u, v) (N,) [px], and range ÷ depth of each (N,)."""
        world_from_sensor = scene.world_from_ego @ self.ego_from_sensor
        direction, stretch = self._directions(world_from_sensor, u, v)
        return rays_of(stage, np.broadcast_to(world_from_sensor.translation, direction.shape), direction), stretch

    def _smooth_edges(self, scene: Scene, stage: Stage, light: CoarseLight, pixels: np.ndarray, colour: np.ndarray):
        """Average into `colour` (H · W, 3) what edge `pixels` (E,) see beside their centres."""
        for number, place in enumerate(PLACES):
            u, v = pixels % self.width + place[0], pixels // self.width + place[1]
            rays, _ = self._rays(scene, stage, u, v)
            hits = stage.tracer.closest_hits(rays)
            lit = sun_seen(stage, rays, hits, place=(SUN_PLACE, number / len(PLACES)))
            colour[pixels] += radiance(stage, spread(light, rays, hits, lit, u, v))
        colour[pixels] /= len(PLACES) + 1

    def _add_glow(self, scene: Scene, stage: Stage, range_: np.ndarray, colour: np.ndarray):
        """Add to `colour` (H, W, 3) what the air before the points at `range_` (H, W) [m] sends of lamps' light."""
        u, v = glow_pixels(self.height, self.width)
        rays, _ = self._rays(scene, stage, u.ravel(), v.ravel())
        add_glow(stage.tracer, stage.air, stage.lamps, rays, u.shape, range_, colour)

    def _add_drops(self, scene, stage, depth, falloff, colour, stream):
        """Draw rain and snow over `colour` (H, W, 3) [kcd/m²], before what lies at `depth` (H, W) [m]."""
        weather = scene.weather
        if weather.rain_rate > 0.0 or weather.snow_rate > 0.0:
            shutter = shutter_time(colour * falloff[:, :, None], self.film)
            pose = scene.world_from_ego @ self.ego_from_sensor
            add_drops(stage, scene, pose, self.calibration().intrinsics, shutter, depth, colour, stream)

    def _falloff(self, stretch: np.ndarray) -> np.ndarray:
        """Return the share of light by place (H, W) [1]: a power of cos θ; `stretch` is 1 / cos θ."""
        return (stretch**-self.film.vignetting).reshape(self.height, self.width)
