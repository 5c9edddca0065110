"""Where actors stand at the start and where they look, as written."""

from __future__ import annotations

from dataclasses import dataclass

from avsynth.scenario.syntax.nodes import Expr, Node, Random


@dataclass(frozen=True, slots=True)
class On(Node):
    """``on LANE @ station offset d``; without a station, anywhere along the lane."""

    lane: Expr
    station: Expr | Random | None = None
    offset: Expr | Random | None = None


@dataclass(frozen=True, slots=True)
class Beside(Node):
    """``ahead of ACTOR by d``, likewise behind, left, right and above."""

    side: str
    of: Expr
    by: Expr | Random


@dataclass(frozen=True, slots=True)
class Beyond(Node):
    """``beyond X by d from Y``: on the line from Y through X, behind X; without Y, as the ego sees it."""

    of: Expr
    by: Expr | Random
    viewer: Expr | None = None


@dataclass(frozen=True, slots=True)
class Along(Node):
    """``along PATH for d``: that far along a lane, road or route."""

    path: Expr
    distance: Expr | Random


@dataclass(frozen=True, slots=True)
class Between(Node):
    """``between A and B``: somewhere in the gap between two actors."""

    first: Expr
    second: Expr


@dataclass(frozen=True, slots=True)
class Inside(Node):
    """``in REGION``: anywhere on a road, lane, crosswalk or area."""

    region: Expr


@dataclass(frozen=True, slots=True)
class Hidden(Node):
    """``hidden from SENSOR behind X``: where the sensor does not see it, since something (X) is in the way."""

    viewer: Expr
    behind: Expr | None = None


@dataclass(frozen=True, slots=True)
class Visible(Node):
    """``visible from SENSOR``: where the sensor sees it."""

    viewer: Expr


@dataclass(frozen=True, slots=True)
class AtPose(Node):
    """``pose(x, y, z, yaw)``: by numbers, in the world."""

    values: tuple[Expr | Random, ...]


Spot = On | Beside | Beyond | Along | Between | Inside | Hidden | Visible | AtPose


@dataclass(frozen=True, slots=True)
class Facing(Node):
    """``facing ANGLE``, ``facing toward X``, ``facing away from X``, ``facing across ROAD``."""

    how: str
    target: Expr | Random
