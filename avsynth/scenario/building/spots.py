"""Where actors stand and look, for the Python builder."""

from __future__ import annotations

from avsynth.scenario import syntax
from avsynth.scenario.building.terms import Term, expression, here, setting_value


def on(lane: Term, station: object | None = None, offset: object | None = None) -> syntax.On:
    """Return the spot `station` [m] along `lane`, anywhere without one, `offset` [m] to the left of its middle."""
    along, sideways = (None if value is None else setting_value(value) for value in (station, offset))
    return syntax.On(expression(lane), along, sideways, at=here())


def ahead_of(actor: Term, by: object) -> syntax.Beside:
    """Return the spot `by` [m] ahead of `actor`, between the facing sides of the two."""
    return _beside("ahead", actor, by)


def behind(actor: Term, by: object) -> syntax.Beside:
    """Return the spot `by` [m] behind `actor`."""
    return _beside("behind", actor, by)


def left_of(actor: Term, by: object) -> syntax.Beside:
    """Return the spot `by` [m] to the left of `actor`."""
    return _beside("left", actor, by)


def right_of(actor: Term, by: object) -> syntax.Beside:
    """Return the spot `by` [m] to the right of `actor`."""
    return _beside("right", actor, by)


def above(actor: Term, by: object) -> syntax.Beside:
    """Return the spot `by` [m] above `actor`."""
    return _beside("above", actor, by)


def beyond(actor: Term, by: object, viewer: Term | None = None) -> syntax.Beyond:
    """Return the spot `by` [m] behind `actor` as `viewer`, by default the ego, sees it."""
    seen_from = None if viewer is None else expression(viewer)
    return syntax.Beyond(expression(actor), setting_value(by), seen_from, at=here())


def along(path: Term | syntax.Route, distance: object) -> syntax.Along:
    """Return the spot `distance` [m] along a lane, road or route."""
    return syntax.Along(expression(path), setting_value(distance), at=here())


def between(first: Term, second: Term) -> syntax.Between:
    """Return the gap between two actors."""
    return syntax.Between(expression(first), expression(second), at=here())


def inside(region: Term) -> syntax.Inside:
    """Return anywhere in a lane, road, crosswalk or area."""
    return syntax.Inside(expression(region), at=here())


def hidden_from(sensor: Term, behind: Term | None = None) -> syntax.Hidden:
    """Return where `sensor` does not see it, since `behind` is in the way."""
    return syntax.Hidden(expression(sensor), None if behind is None else expression(behind), at=here())


def visible_from(sensor: Term) -> syntax.Visible:
    """Return where `sensor` sees it."""
    return syntax.Visible(expression(sensor), at=here())


def pose(*values: object) -> syntax.AtPose:
    """Return the spot x, y, z [m] with the heading yaw [rad] in the world; z and yaw may be left out."""
    return syntax.AtPose(tuple(map(setting_value, values)), at=here())


def toward(target: Term) -> syntax.Facing:
    """Return the heading toward `target`."""
    return syntax.Facing("toward", expression(target), at=here())


def away_from(target: Term) -> syntax.Facing:
    """Return the heading away from `target`."""
    return syntax.Facing("away from", expression(target), at=here())


def across(road: Term) -> syntax.Facing:
    """Return the heading across `road`."""
    return syntax.Facing("across", expression(road), at=here())


def _beside(side: str, actor: Term, by: object) -> syntax.Beside:
    return syntax.Beside(side, expression(actor), setting_value(by), at=here())
