"""Cyclists: a bicycle whose rider pedals, feet on the pedals and hands on the bar. At most 7000 triangles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from avsynth.actors import _bicycle, _body
from avsynth.actors._choice import chosen, drawn_normal
from avsynth.actors._outfit import worn
from avsynth.actors._vehicle import PAINTS
from avsynth.catalog.finishing import Piece, model, slots
from avsynth.catalog.materials import MaterialName
from avsynth.catalog.shapes import Shape, ellipsoid, merged, tube
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.config import Config
from avsynth.core.frames import rotation_about
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.model import Joint, Model

FINISH = _body.FINISH | _bicycle.FINISH | {"helmet": "helmet_white"}
SLOT = slots(FINISH)
#: How far the trunk leans forward [rad]: an upright city position.
LEAN = np.deg2rad(33.0)
#: The ankle stands above the pedal and behind its spindle [m].
ANKLE_UP, ANKLE_BACK = 0.095, 0.07
#: Share of the leg's length between hip and ankle when the pedal is lowest [1]: a saddle set as taught.
STRETCH = 0.93


class RiderShape(Config):
    """What the mesh of a cyclist depends on."""

    height: float
    figure: str
    helmet: bool
    luggage: str


@ACTORS.register
class Cyclist(Actor):
    """A person riding a bicycle."""

    kind: Literal["cyclist"] = "cyclist"
    category: ClassVar[Category] = Category.CYCLIST
    figure: Literal["male", "female"] | None = Field(None, description="Proportions of the rider.")
    height: Length | None = Field(None, gt=1.5, lt=2.0, description="Body height of the rider [m].")
    helmet: bool | None = Field(None, description="Whether the rider wears a helmet.")
    luggage: Literal["none", "backpack"] | None = Field(None, description="What is carried.")
    paint: MaterialName | None = Field(None, description="Material of the bicycle's frame.")
    skin: MaterialName | None = Field(None, description="Material of the skin.")
    hair: MaterialName | None = Field(None, description="Material of the hair.")
    top: MaterialName | None = Field(None, description="Material of the jacket.")
    bottom: MaterialName | None = Field(None, description="Material of the trousers.")
    shoes: MaterialName | None = Field(None, description="Material of the shoes.")

    def dressed(self, stream: Stream) -> Self:
        """Return the cyclist with size, clothing and paint drawn."""
        figure = self.figure or chosen({"male": 0.55, "female": 0.45}, stream.child("figure"))
        mean = 1.79 if figure == "male" else 1.67
        helmet = bool(stream.rng("helmet").random() < 0.4) if self.helmet is None else self.helmet
        return self.model_copy(
            update={
                "figure": figure,
                "height": self.height or drawn_normal(mean, 0.05, stream.child("height")),
                "helmet": helmet,
                "luggage": self.luggage or chosen({"none": 0.65, "backpack": 0.35}, stream.child("luggage")),
                "paint": self.paint or chosen(PAINTS, stream.child("paint")),
                **worn(self.model_dump(), stream.child("clothing")),
            }
        )

    def model(self) -> Model:
        """Return the shape of bicycle and rider."""
        return _model(RiderShape(**{name: getattr(self, name) for name in RiderShape.model_fields}))

    def finish(self) -> Mapping[str, str]:
        """Return clothing and paint."""
        return _body.finish(self.model_dump()) | {"frame": self.paint}

    def joints(self, motion: Motion) -> Mapping[str, float]:
        """Return wheels that roll, a crank that turns, and legs that follow the pedals."""
        crank = motion.distance / _bicycle.DEVELOPMENT * 2 * np.pi
        angles = {"wheel": motion.distance / _bicycle.WHEEL_RADIUS, "crank": crank, "pedal": -crank}
        for side, half_turn in (("left", 0.0), ("right", np.pi)):
            angles |= _leg(self.height, side, crank + half_turn)
        return angles


def hip_of(height: float) -> np.ndarray:
    """Return where the hips are (x, z) [m]: so high that the leg is nearly straight above the lower pedal."""
    frame = _body.Frame(height)
    x, (crank_x, crank_z) = _bicycle.SADDLE_X + 0.03, _bicycle.CRANK_CENTRE
    away = crank_x - ANKLE_BACK - x
    reach = STRETCH * (frame.thigh + frame.shank)
    return np.array([x, crank_z - _bicycle.CRANK_LENGTH + ANKLE_UP + np.sqrt(reach**2 - away**2)])


def saddle_of(height: float) -> float:
    """Return how high the saddle is set for a rider [m]: below the hips by the seat's flesh."""
    return float(hip_of(height)[1]) - 0.045 * height - 0.01


def _leg(height: float, side: str, crank: float) -> dict[str, float]:
    """Return the angles [rad] of one leg whose ankle follows its pedal: two links, law of cosines."""
    frame = _body.Frame(height)
    x, z = _bicycle.CRANK_CENTRE
    pedal = np.array([x + _bicycle.CRANK_LENGTH * np.cos(crank), z - _bicycle.CRANK_LENGTH * np.sin(crank)])
    reach = pedal + np.array([-ANKLE_BACK, ANKLE_UP]) - hip_of(height)
    length = float(np.hypot(*reach))
    below = np.arctan2(reach[0], -reach[1])  # of the line from hip to ankle, forward of straight down
    at_hip = np.arccos((frame.thigh**2 + length**2 - frame.shank**2) / (2 * frame.thigh * length))
    at_knee = np.arccos((frame.thigh**2 + frame.shank**2 - length**2) / (2 * frame.thigh * frame.shank))
    hip, knee = below + at_hip, np.pi - at_knee
    return {f"hip_{side}": float(hip), f"knee_{side}": float(knee), f"ankle_{side}": float(knee - hip)}


@lru_cache(maxsize=128)
def _model(rider: RiderShape) -> Model:
    """Return the model of bicycle and rider."""
    pieces = _bicycle.bicycle(Category.CYCLIST, SLOT, saddle_of(rider.height))
    return model("cyclist", rider, [*pieces, *_rider(rider)], FINISH)


def _rider(rider: RiderShape) -> list[Piece]:
    """Return the rider: legs hang from the hips on joints; trunk, head and arms are one leaning piece."""
    figure = _body.Figure(height=rider.height, figure=rider.figure, luggage=rider.luggage)
    x, z = hip_of(rider.height)
    shift = (x, 0.0, z - _body.HIP * rider.height)
    upper = [_leaning(_body.trunk(figure), rider, shift), _head(figure, rider, shift)]
    upper += [_arm(rider, sign, shift) for sign in (1.0, -1.0)]
    legs = [
        _shifted(piece, shift)
        for side, sign in (("left", 1.0), ("right", -1.0))
        for piece in _body.leg(figure, side, sign, Category.CYCLIST, ())
    ]
    return [Piece("rider", merged(upper), Category.CYCLIST), *legs]


def _lean(points: np.ndarray, rider: RiderShape, shift: tuple[float, float, float]) -> np.ndarray:
    """Return points (..., 3) [m] of the standing body where the leaning rider has them: turned about the hips."""
    hips = np.array([0.0, 0.0, _body.HIP * rider.height])
    return (points - hips) @ rotation_about((0.0, 1.0, 0.0), LEAN).T + hips + shift


def _leaning(shape: Shape, rider: RiderShape, shift: tuple[float, float, float]) -> Shape:
    return replace(shape, vertices=_lean(shape.vertices, rider, shift))


def _head(figure: _body.Figure, rider: RiderShape, shift: tuple[float, float, float]) -> Shape:
    """Return the head, upright on the leaning neck, with its helmet."""
    neck = np.array([0.0, 0.0, 0.835 * rider.height])
    shapes = [_body.head(figure)]
    if rider.helmet:
        shell = ellipsoid(0.082 * rider.height, 0.062 * rider.height, 0.055 * rider.height, SLOT["helmet"])
        shapes.append(shell.moved(x=-0.006 * rider.height, z=0.972 * rider.height))
    moved = _lean(neck, rider, shift) - neck
    return merged(shapes).moved(*moved)


def _arm(rider: RiderShape, sign: float, shift: tuple[float, float, float]) -> Shape:
    """Return one arm from the shoulder to the grip, elbow bent downwards, with its hand."""
    h = rider.height
    shoulder = _lean(np.array([0.0, sign * 0.105 * h, 0.80 * h]), rider, shift)
    x, z, half = _bicycle.GRIP
    grip = np.array([x - 0.02, sign * (half + 0.005), z + 0.03])
    reach = grip - shoulder
    spare = max((0.5 * (_body.UPPER_ARM + _body.FOREARM + 0.04) * h) ** 2 - float(reach @ reach) / 4, 0.0)
    elbow = (shoulder + grip) / 2 + np.array([-0.2, sign * 0.28, -0.94]) * np.sqrt(spare)
    sleeve = tube(
        np.array([shoulder, (shoulder + elbow) / 2, elbow]), np.array([0.034, 0.031, 0.026]) * h, 10, SLOT["top"]
    )
    lower = tube(np.array([elbow, (elbow + grip) / 2, grip]), np.array([0.026, 0.025, 0.018]) * h, 10, SLOT["top"])
    joint = ellipsoid(0.027 * h, 0.027 * h, 0.027 * h, SLOT["top"], rings=5, sides=8).moved(*elbow)
    hand = ellipsoid(0.035 * h, 0.018 * h, 0.020 * h, SLOT["skin"], rings=5, sides=8).moved(
        *(grip + np.array([0.02, 0.0, 0.0]))
    )
    return merged([sleeve, lower, joint, hand])


def _shifted(piece: Piece, shift: tuple[float, float, float]) -> Piece:
    """Return the piece and its joints moved by `shift` [m]."""
    joints = tuple(Joint(j.name, tuple(float(v) for v in np.add(j.origin, shift)), j.axis) for j in piece.joints)
    return replace(piece, shape=piece.shape.moved(*shift), joints=joints)
