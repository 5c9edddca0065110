"""A frequency-modulated radar that reports detections. The device (waveform, power) is a preset in assets/radars."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.sensor import SENSORS, Sensor
from avsynth.contracts.tracer import Tracer
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.core.units import Angle, Frequency, Gain, Length, Power, Speed, Time
from avsynth.datatypes.measurement import RadarTargets
from avsynth.datatypes.rays import Hits, RayBundle
from avsynth.datatypes.scene import Scene
from avsynth.sensors import _radar
from avsynth.sensors._air import radar_extinction
from avsynth.sensors._radar import Cells

#: 0 dBm [W].
MILLIWATT = 1e-3


@SENSORS.register
class RadarFmcw(Sensor):
    """A front radar at 77 GHz; its defaults are those of a long-range device."""

    kind: Literal["radar_fmcw"] = "radar_fmcw"
    carrier: Frequency = Field(77e9, gt=0, description="Of the carrier [Hz].")
    bandwidth: Frequency = Field(400e6, gt=0, description="Swept by one chirp [Hz].")
    chirp_interval: Time = Field(40e-6, gt=0, description="From one chirp to the next of the same transmitter [s].")
    chirps: int = Field(448, gt=1, description="Chirps of one measurement.")
    channels: int = Field(40, gt=1, description="Virtual receivers, half a wavelength apart, in a row.")
    elevation_resolution: Angle | None = Field(
        None, gt=0, description="Smallest angle told apart in height [rad]; none: elevation is reported as 0."
    )
    resolves_ambiguity: bool = Field(True, description="Finds the true speed beyond the unambiguous one.")

    transmit_power: Power = Field(12.0, description="Of one transmitter [dBm].")
    antenna_gain: Gain = Field(12.0, description="Of each antenna on its axis [dB].")
    noise_figure: Gain = Field(12.0, description="Of the receiver [dB].")
    loss: Gain = Field(4.0, description="Of bumper, lines and processing [dB].")
    beam_width: Angle = Field(1.05, gt=0, description="One-way 3 dB width of the antennas, sideways [rad].")
    beam_height: Angle = Field(0.24, gt=0, description="One-way 3 dB width of the antennas, upwards [rad].")
    threshold: Gain = Field(15.0, description="Least signal to noise ratio of a target [dB].")
    clutter_ratio: Gain = Field(10.0, description="By how much a target stands out from the cells around it [dB].")
    range_accuracy: Length = Field(0.05, ge=0, description="Error of the range of the strongest targets [m].")
    azimuth_accuracy: Angle = Field(0.003, ge=0, description="Error of the azimuth of the strongest targets [rad].")
    speed_accuracy: Speed = Field(0.04, ge=0, description="Error of the speed of the strongest targets [m/s].")
    targets_max: int = Field(250, gt=0, description="Most targets of one cycle; the strongest are kept.")

    range_min: Length = Field(0.5, ge=0, description="Nearest target [m].")
    range_max: Length = Field(250.0, gt=0, description="Farthest target [m].")
    view: Angle = Field(2.1, gt=0, description="Full field of view, sideways [rad].")
    view_height: Angle = Field(0.42, gt=0, description="Full field of view, upwards [rad].")
    ray_step: Angle = Field(0.0045, gt=0, description="Between the rays that sample the scene [rad].")

    @property
    def wavelength(self) -> float:
        """Wavelength of the carrier [m]."""
        return _radar.SPEED_OF_LIGHT / self.carrier

    @property
    def range_resolution(self) -> float:
        """Width of a range cell [m]: c / 2B."""
        return _radar.SPEED_OF_LIGHT / (2.0 * self.bandwidth)

    @property
    def speed_resolution(self) -> float:
        """Width of a speed cell [m/s]: λ / (2 N T)."""
        return self.wavelength / (2.0 * self.chirps * self.chirp_interval)

    @property
    def unambiguous_speed(self) -> float:
        """Largest speed that one chirp rate tells from its aliases [m/s]: λ / 4T."""
        return self.wavelength / (4.0 * self.chirp_interval)

    @property
    def sine_resolution(self) -> float:
        """Width of an azimuth cell in its sine [1]: λ / (N λ/2)."""
        return 2.0 / self.channels

    @property
    def link_constant(self) -> float:
        """C of the radar equation SNR = C σ / R⁴ on the axis [m²]: P G² λ² T N / ((4π)³ k T₀ F L)."""
        power = MILLIWATT * _radar.decibel(self.transmit_power + 2.0 * self.antenna_gain)
        noise = _radar.BOLTZMANN * _radar.REFERENCE_TEMPERATURE * _radar.decibel(self.noise_figure + self.loss)
        integration = self.chirps * self.chirp_interval * self.channels
        return power * self.wavelength**2 * integration / ((4.0 * np.pi) ** 3 * noise)

    def sense(self, scene: Scene, tracer: Tracer, stream: Stream) -> RadarTargets:
        """Return the targets of one cycle, nearest first."""
        world_from_sensor = scene.world_from_ego @ self.ego_from_sensor
        azimuth, elevation, solid_angle = self._fan(stream)
        flat = np.cos(elevation)
        along = np.column_stack([flat * np.cos(azimuth), flat * np.sin(azimuth), np.sin(elevation)])
        direction = world_from_sensor.directions(along)
        origin = np.broadcast_to(world_from_sensor.translation, direction.shape)
        rays = RayBundle(origin, direction, np.zeros(len(direction)), self.range_max, range_min=self.range_min)
        hits = tracer.closest_hits(rays)
        met = np.flatnonzero(hits.met)
        if not len(met):
            return self._targets(np.zeros((0, 4)), np.zeros(0), np.zeros(0, np.int32), np.zeros(0, np.uint8))
        speed = self._radial_speed(scene, world_from_sensor, hits, direction)
        place = np.column_stack([hits.range, azimuth, elevation, speed])[met]
        cosine = hits.cos_incidence[met].astype(np.float64)
        deep = np.maximum(_radar.depth_of(place[:, 0], cosine, self.ray_step) / self.range_resolution, 1.0)
        reflectivity = tracer.materials.radar_reflectivity[hits.material[met]].astype(np.float64)
        rcs = _radar.cross_section(reflectivity, cosine, place[:, 0] ** 2 * solid_angle[met]) / deep
        rcs = rcs * np.exp(-2.0 * radar_extinction(scene.weather) * place[:, 0])
        phase = 2.0 * np.pi * stream.rng("phases").random(len(direction))[met]
        cells = _radar.cells_of(place, self._amplitudes(rcs, place, phase), self._widths(), deep)
        noise = stream.rng("receiver").standard_normal((len(direction), 6))[met[cells.strongest]]
        return self._detected(cells, noise, hits.instance[met], hits.category[met])

    def in_view(self, direction: np.ndarray, world_from_sensor: Pose) -> np.ndarray:
        """Return those of some directions (N, 3) [1], world, in which the device looks at all."""
        x, y, z = world_from_sensor.inverse().directions(direction).T
        wide, high = np.abs(np.arctan2(y, x)), np.abs(np.arctan2(z, np.hypot(x, y)))
        return direction[(wide <= self.view / 2) & (high <= self.view_height / 2)]

    def _fan(self, stream: Stream) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return azimuth, elevation (N,) [rad] and solid angle (N,) [sr] of rays, one in each cell of a grid."""
        columns, rows = (max(1, round(angle / self.ray_step)) for angle in (self.view, self.view_height))
        column, row = (grid.ravel() for grid in np.meshgrid(np.arange(columns), np.arange(rows)))
        inside = stream.rng("rays").random((2, columns * rows))
        azimuth = ((column + inside[0]) / columns - 0.5) * self.view
        elevation = ((row + inside[1]) / rows - 0.5) * self.view_height
        return azimuth, elevation, np.cos(elevation) * self.view / columns * self.view_height / rows

    def _radial_speed(self, scene: Scene, world_from_sensor: Pose, hits: Hits, direction: np.ndarray) -> np.ndarray:
        """Return the rate of change of the range of each hit (N,) [m/s], as the moving sensor measures it."""
        lever = world_from_sensor.translation - scene.world_from_ego.translation
        sensor_velocity = scene.ego_velocity + np.cross(scene.ego.angular_velocity, lever)
        return ((hits.velocity - sensor_velocity) * direction).sum(axis=1)

    def _amplitudes(self, rcs: np.ndarray, place: np.ndarray, phase: np.ndarray) -> np.ndarray:
        """Return the amplitude of each echo, complex128 (M,) [1], its square the signal to noise ratio.

        Phases are random: surfaces are rough against four millimetres. Sums in a cell then fade as real targets do.
        """
        snr = _radar.snr_of(rcs, place[:, 0], self._gain(place), self.link_constant)
        return np.sqrt(snr) * np.exp(1j * phase)

    def _gain(self, place: np.ndarray) -> np.ndarray:
        """Return the one-way gain of the antennas towards each place (N,) [1], relative to their axis."""
        return _radar.antenna(place[:, 1], self.beam_width) * _radar.antenna(place[:, 2], self.beam_height)

    def _widths(self) -> np.ndarray:
        """Return the widths of a cell in range [m], sine of azimuth [1] and speed [m/s]."""
        return np.array([self.range_resolution, self.sine_resolution, self.speed_resolution])

    def _detected(self, cells: Cells, noise: np.ndarray, instance: np.ndarray, category: np.ndarray) -> RadarTargets:
        """Return the peaks above noise and clutter, with the errors that their signal to noise ratios leave.

        `noise` float64 (C, 6) are standard normal; `instance` and `category` (M,) belong to the echoes.
        """
        power = np.abs(cells.amplitude + (noise[:, 0] + 1j * noise[:, 1]) / np.sqrt(2.0)) ** 2
        found = np.flatnonzero(
            (power > _radar.decibel(self.threshold))
            & _radar.is_peak(cells.index, power)
            & _radar.stands_out(cells.index, power, cells.clutter, _radar.decibel(self.clutter_ratio))
        )
        found = found[np.argsort(-power[found], kind="stable")][: self.targets_max]
        found = found[np.argsort(cells.mean[found, 0], kind="stable")]
        exact, snr = cells.mean[found], power[found]
        cosine = np.maximum(np.cos(exact[:, 1]), self.sine_resolution)
        bins = np.column_stack(
            [
                np.full(len(found), self.range_resolution),
                self.sine_resolution / cosine,
                np.full(len(found), self.elevation_resolution or 0.0),
                np.full(len(found), self.speed_resolution),
            ]
        )
        least = np.array([self.range_accuracy, self.azimuth_accuracy, 0.0, self.speed_accuracy])
        error = np.hypot(least, bins / (_radar.INTERPOLATION_GAIN * np.sqrt(2.0 * snr))[:, None])
        measured = exact + error * noise[found, 2:]
        if not self.resolves_ambiguity:
            measured[:, 3] = _radar.folded(measured[:, 3], self.unambiguous_speed)
        owner = cells.strongest[found]
        return self._targets(measured, snr, instance[owner], category[owner])

    def _targets(
        self, measured: np.ndarray, snr: np.ndarray, instance: np.ndarray, category: np.ndarray
    ) -> RadarTargets:
        """Return targets of what was measured: range [m], azimuth, elevation [rad], radial speed [m/s], (T, 4)."""
        rcs = _radar.rcs_of(snr, measured[:, 0], self._gain(measured), self.link_constant)
        return RadarTargets(
            range=measured[:, 0],
            azimuth=measured[:, 1],
            elevation=measured[:, 2] if self.elevation_resolution else np.zeros(len(measured)),
            radial_velocity=measured[:, 3],
            rcs=rcs,
            snr=snr,
            instance=instance,
            category=category,
        )
