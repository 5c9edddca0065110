"""Beams that straddle an edge: several rays across the spot, whose echoes merge as the pulse is long or do not."""

from __future__ import annotations

import numpy as np

from avsynth.contracts.tracer import Tracer
from avsynth.datatypes.rays import RayBundle
from avsynth.datatypes.scene import Scene
from avsynth.sensors._echoes import Echoes, LaserBeam, strongest_echoes
from avsynth.sensors._sweep import TURN, Sweep

#: Columns of the range image in which neighbours are sought.
COLUMNS = 2048
#: Neighbours belong to different surfaces if their ranges differ by this much [m], and by this share of the range [1].
STEP, SHARE = 0.5, 0.04
#: Rays across the spot besides the middle one, and their distance from it as a share of the half width [1].
AROUND, RADIUS = 4, 0.7


def beam_echoes(scene: Scene, tracer: Tracer, plan: Sweep, rays: RayBundle, beam: LaserBeam) -> Echoes:
    """Return the strongest echo of each beam of a sweep that meets anything, in order of the rays."""
    echoes = strongest_echoes(scene, tracer, rays, beam)
    edge = np.flatnonzero(on_edge(plan, echoes))
    if not len(edge):
        return echoes
    around = strongest_echoes(scene, tracer, _around(rays, edge, beam.divergence), beam)
    samples = _joined(echoes.at(np.isin(echoes.ray, edge)), _of_rays(around, np.repeat(edge, AROUND)[around.ray]))
    blended = _blended(samples, beam.pulse)
    every = _joined(echoes.at(~np.isin(echoes.ray, edge)), blended)
    return every.at(np.argsort(every.ray, kind="stable"))


def on_edge(plan: Sweep, echoes: Echoes) -> np.ndarray:
    """Return whether a neighbour of each ray of `plan` sees another surface, bool (N,).

    Beside it in the ring: another range; above and below: another range of another object, since rings on a road lie
    metres apart.
    """
    azimuth = np.arctan2(plan.direction[:, 1], plan.direction[:, 0])
    column = np.floor((azimuth / TURN + 0.5) * COLUMNS).astype(np.int64) % COLUMNS
    shape = (int(plan.ring.max()) + 1, COLUMNS)
    range_, instance = np.full(shape, np.inf), np.full(shape, -1, np.int64)
    place = (plan.ring[echoes.ray], column[echoes.ray])
    range_[place], instance[place] = echoes.range, echoes.instance
    range_ = np.where(np.isinf(range_), 1e6, range_)
    edge = np.zeros(shape, bool)
    for along, sign in ((1, 1), (1, -1), (0, 1), (0, -1)):
        near = np.minimum(range_, np.roll(range_, sign, along))
        differs = np.abs(range_ - np.roll(range_, sign, along)) > np.maximum(STEP, SHARE * near)
        edge |= differs if along else differs & (instance != np.roll(instance, sign, along))
    return edge[plan.ring, column]


def _around(rays: RayBundle, edge: np.ndarray, divergence: float) -> RayBundle:
    """Return AROUND rays on a circle in the spot of each ray of `edge`, one beam after the other."""
    forward = rays.direction[edge]
    left = np.cross((0.0, 0.0, 1.0), forward)
    left /= np.linalg.norm(left, axis=1)[:, None]
    up = np.cross(forward, left)
    angle = TURN * (np.arange(AROUND) + 0.5) / AROUND
    offset = np.cos(angle)[:, None] * left[:, None] + np.sin(angle)[:, None] * up[:, None]  # (E, AROUND, 3)
    direction = (forward[:, None] + 0.5 * RADIUS * divergence * offset).reshape(-1, 3)
    direction /= np.linalg.norm(direction, axis=1)[:, None]
    number = np.repeat(edge, AROUND)
    return RayBundle(rays.origin[number], direction, rays.time_offset[number], rays.range_max)


def _blended(samples: Echoes, pulse: float) -> Echoes:
    """Return for each beam the strongest of its echoes, after those that lie within a pulse have merged.

    Each sample carries an equal share of the beam's energy. A merged echo lies at the mean range, weighted by power.
    """
    samples = samples.at(np.lexsort((samples.range, samples.ray)))
    light = samples.reflectance / (1 + AROUND) / samples.range**2
    new_beam = np.diff(samples.ray, prepend=-1) != 0
    group = np.cumsum(new_beam | (np.diff(samples.range, prepend=0.0) > pulse)) - 1
    power = np.bincount(group, light)
    range_ = np.bincount(group, light * samples.range) / power
    brightest = np.lexsort((-light, group))[np.searchsorted(np.sort(group), np.arange(len(power)))]
    beam = samples.ray[brightest]
    first = np.lexsort((-power, beam))
    first = first[np.diff(beam[first], prepend=-1) != 0]
    owner = samples.at(brightest[first])
    return Echoes(owner.ray, range_[first], (power * range_**2)[first], owner.instance, owner.category)


def _of_rays(echoes: Echoes, ray: np.ndarray) -> Echoes:
    """Return `echoes` as those of other rays."""
    return Echoes(ray, echoes.range, echoes.reflectance, echoes.instance, echoes.category)


def _joined(first: Echoes, second: Echoes) -> Echoes:
    """Return the echoes of both."""
    return Echoes(*(np.concatenate([getattr(first, name), getattr(second, name)]) for name in Echoes.__slots__))
