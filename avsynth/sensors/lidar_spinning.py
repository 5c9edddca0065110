"""A LiDAR whose lasers turn about a vertical axis. The device (beams, timing, noise) is a preset in assets/lidars."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.perception import MOST_TRIED, Ball, Sighting, aimed, names_of, thinned
from avsynth.contracts.sensor import SENSORS, Sensor
from avsynth.contracts.tracer import Tracer
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.core.units import Angle, Frequency, Length, Number, Time
from avsynth.datatypes.measurement import PointCloud
from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import Scene
from avsynth.sensors import _laser
from avsynth.sensors._air import air_of, dimmed, through_air
from avsynth.sensors._dirt import Dirt, passed
from avsynth.sensors._echoes import Echoes, LaserBeam, strongest_echoes
from avsynth.sensors._edges import beam_echoes
from avsynth.sensors._sweep import TURN, Beam, HiddenSector, Sweep, carried, sweep

#: Nobody in a scene is faster than this [m/s]: rays of a sweep meet them elsewhere than in its middle.
FASTEST_ACTOR = 45.0


@SENSORS.register
class LidarSpinning(Sensor):
    """A spinning LiDAR; its defaults are a plain one of 16 beams."""

    kind: Literal["lidar_spinning"] = "lidar_spinning"
    beams: tuple[Beam, ...] = Field(
        tuple(Beam(elevation=float(np.deg2rad(2 * k - 15))) for k in range(16)),
        min_length=1,
        description="The lasers of the head.",
    )
    rate: Frequency = Field(10.0, gt=0, description="Revolutions per second [Hz].")
    azimuth_steps: tuple[Angle, ...] = Field(
        (float(np.deg2rad(0.2)),), min_length=1, description="Turn from one firing to the next, repeated [rad]."
    )
    spin: Literal["left", "right"] = Field("right", description="Sense of the spin; left is counter-clockwise.")
    order: Literal["rings", "columns"] = Field("columns", description="Order of the points: ring by ring, or as fired.")
    serial: int = Field(1, description="Which unit of this device: fixes the small differences between its lasers.")

    range_min: Length = Field(0.5, ge=0, description="Nearest echo that is measured [m].")
    range_max: Length = Field(120.0, gt=0, description="Farthest echo that is measured [m].")
    range_at_tenth: Length = Field(100.0, gt=0, description="Where a 10 % target is found every other time [m].")
    full_power: Length = Field(
        1.0, gt=0, description="Nearer, power control keeps echoes as strong as at this range [m]."
    )
    threshold: Number = Field(5.0, gt=0, description="Detection threshold in units of the noise [1].")
    pulse_length: Time = Field(5e-9, gt=0, description="Of the laser pulse [s].")
    wavelength: Length = Field(905e-9, ge=800e-9, le=1600e-9, description="Of the laser [m].")
    overlap: Length = Field(10.0, gt=0, description="From here on the receiver sees the whole beam [m].")
    divergence: Angle = Field(3e-3, gt=0, description="Full width of the beam [rad].")
    range_noise: Length = Field(0.008, ge=0, description="Standard deviation of the range of a strong echo [m].")
    range_bias: Length = Field(0.0, ge=0, description="Spread of the constant range errors of the lasers [m].")
    range_step: Length = Field(0.002, gt=0, description="Quantisation of the range [m].")
    drop: Number = Field(0.005, ge=0, le=1, description="Share of echoes lost without a reason [1].")
    intensity: _laser.IntensityCurve = Field(
        _laser.CalibratedIntensity(), description="From what comes back to the intensity in the files."
    )
    intensity_bias: Number = Field(
        0.0, ge=0, description="Spread of the intensities of the lasers, a few of them weak [1]."
    )

    motion_compensated: bool = Field(
        False, description="Give all points as seen from where the sensor is at the time of the frame."
    )
    grid: Length | None = Field(None, gt=0, description="Coordinates are rounded to this grid [m].")
    keep_within: Length | None = Field(None, gt=0, description="Points farther away than this are left out [m].")
    dirt: tuple[Dirt, ...] = Field((), description="What sticks to the window: `patch(blocks: 0.9, …)`, `drops(…)`.")
    hidden: tuple[HiddenSector, ...] = Field((), description="Where the vehicle hides the world from the sensor.")

    def time_span(self) -> tuple[float, float]:
        """Return the first and last time offset [s] of a revolution."""
        delays = [beam.delay for beam in self.beams]
        return (-0.5 / self.rate + min(delays), 0.5 / self.rate + max(delays))

    def sense(self, scene: Scene, tracer: Tracer, stream: Stream) -> PointCloud:
        """Return the points of the revolution in whose middle the head looks straight ahead."""
        plan = sweep(self.beams, self.azimuth_steps, self.rate, self.spin, self.hidden)
        world_from_sensor = scene.world_from_ego @ self.ego_from_sensor
        origin, direction = carried(scene.ego, world_from_sensor, plan)
        rays = RayBundle(origin, direction, plan.time_offset, self.range_max)
        echoes = beam_echoes(scene, tracer, plan, rays, self._beam)
        key, pulse = stream.key("drops"), self._beam.pulse
        echoes = through_air(air_of(scene), rays, echoes, pulse=pulse, overlap=self.overlap, key=key)
        echoes = self._through_window(plan, echoes)
        measured, intensity, kept = self._received(plan, echoes, stream)
        ray, measured = echoes.ray[kept], measured[kept, None]
        if self.motion_compensated:
            xyz = world_from_sensor.inverse().points(origin[ray] + measured * direction[ray])
        else:
            xyz = plan.origin[ray] + measured * plan.direction[ray]
        return self._cloud(plan, echoes.at(kept), xyz, intensity[kept])

    @property
    def _beam(self) -> LaserBeam:
        return LaserBeam(self.divergence, self.wavelength, 0.5 * _laser.SPEED_OF_LIGHT * self.pulse_length)

    def _through_window(self, plan: Sweep, echoes: Echoes) -> Echoes:
        """Return `echoes` less what dirt on the window keeps back, out and back."""
        share = passed(self.dirt, plan.direction[echoes.ray])
        return replace(echoes, reflectance=np.maximum(echoes.reflectance * share**2, _laser.DARK))

    def look(self, scene: Scene, tracer: Tracer, instance: int) -> Sighting:
        """Return what a revolution sees of one object, by some of the rays that fly towards it and without noise."""
        plan = sweep(self.beams, self.azimuth_steps, self.rate, self.spin, self.hidden)
        world_from_sensor = scene.world_from_ego @ self.ego_from_sensor
        towards = self._towards(scene, plan, world_from_sensor, Ball.around(scene, instance))
        chosen, stands_for = thinned(len(towards), MOST_TRIED)
        plan = plan.at(towards[chosen])
        rays = RayBundle(*carried(scene.ego, world_from_sensor, plan), plan.time_offset, self.range_max)
        aim = aimed(tracer, instance, rays, stands_for)
        if not aim.alone:
            return Sighting()
        echoes = dimmed(air_of(scene), aim.rays, strongest_echoes(scene, tracer, aim.rays, self._beam))
        mine = echoes.instance == instance
        seen, points = (aim.stands_for * float(amount) for amount in (mine.sum(), self._chance(echoes)[mine].sum()))
        return Sighting(seen / aim.alone, points, hidden_by=names_of(scene, set(echoes.instance[~mine].tolist())))

    def _towards(self, scene: Scene, plan: Sweep, world_from_sensor: Pose, ball: Ball) -> np.ndarray:
        """Return the numbers of the rays of `plan` that may meet `ball`, whose middle both may move meanwhile."""
        first, last = self.time_span()
        drift = float(np.linalg.norm(scene.ego_velocity)) + FASTEST_ACTOR
        wide = Ball(ball.centre, ball.radius + drift * max(-first, last))
        towards = world_from_sensor.inverse().points(wide.centre[None])[0]
        cosine = np.cos(wide.half_angle(world_from_sensor.translation))
        return np.flatnonzero(plan.direction @ (towards / np.linalg.norm(towards)) >= cosine)

    def _chance(self, echoes: Echoes) -> np.ndarray:
        """Return the probability that each echo is reported (N,) [1]."""
        excess = self._signal(echoes) - 1.0
        within = (echoes.range >= self.range_min) & (echoes.range <= (self.keep_within or self.range_max))
        return _laser.detection_probability(excess, self.threshold) * (1.0 - self.drop) * within

    def _signal(self, echoes: Echoes) -> np.ndarray:
        """Return the received power of each echo (N,) in units of the threshold."""
        return _laser.signal(echoes.reflectance, echoes.range, self.range_at_tenth, full_power=self.full_power)

    def _received(self, plan: Sweep, echoes: Echoes, stream: Stream) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return measured range (N,) [m], intensity (N,) [1] and whether it is reported (N,) of each echo.

        Every ray has its own random numbers, whether it meets anything or not.
        """
        ray, laser, count = echoes.ray, plan.laser[echoes.ray], len(plan)
        signal = self._signal(echoes)
        deviation = _laser.range_deviation(signal, self.threshold, self.pulse_length, self.range_noise)
        exact = echoes.range + self.range_bias * self._of_unit("range").standard_normal(len(self.beams))[laser]
        measured = exact + deviation * stream.rng("range").standard_normal(count)[ray]
        measured = np.rint(measured / self.range_step) * self.range_step
        kept = _laser.is_detected(signal, self.threshold, stream.rng("receiver").standard_normal(count)[ray])
        kept &= stream.rng("drop").random(count)[ray] >= self.drop
        kept &= (measured >= self.range_min) & (measured <= self.range_max)
        bias = self.intensity_bias * (1.0 - self._of_unit("intensity").standard_exponential(len(self.beams)))[laser]
        noise = stream.rng("intensity").standard_normal(count)[ray]
        beyond = np.maximum(echoes.range / self.full_power, 1.0)
        return measured, self.intensity.values(echoes.reflectance, beyond, bias, noise), kept

    def _of_unit(self, what: str) -> np.random.Generator:
        """Return what draws how the lasers of this unit deviate from the type; the same in every frame."""
        return Stream(self.serial, ("lidar unit", what)).rng()

    def _cloud(self, plan: Sweep, echoes: Echoes, xyz: np.ndarray, intensity: np.ndarray) -> PointCloud:
        """Return the points as the files hold them: cut, on a grid and in the order asked for."""
        if self.grid is not None:
            xyz = np.rint(xyz / self.grid) * self.grid
        near = np.full(len(xyz), True) if self.keep_within is None else np.linalg.norm(xyz, axis=1) < self.keep_within
        chosen = np.flatnonzero(near)
        if self.order == "rings":
            azimuth = np.mod(np.arctan2(xyz[chosen, 1], xyz[chosen, 0]), TURN)
            chosen = chosen[np.lexsort((azimuth, plan.ring[echoes.ray[chosen]]))]
        ray = echoes.ray[chosen]
        return PointCloud(
            xyz=xyz[chosen],
            intensity=intensity[chosen],
            time_offset=plan.time_offset[ray],
            ring=plan.ring[ray],
            instance=echoes.instance[chosen],
            category=echoes.category[chosen],
        )
