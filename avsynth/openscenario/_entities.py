"""Entities: vehicles, walkers and things as kinds of actors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from avsynth.contracts.actor import ACTORS
from avsynth.core.errors import did_you_mean
from avsynth.core.xml import Element, Fault
from avsynth.datatypes.scene import REAR_AXLE_SHARE

#: Kinds of actors by the categories of vehicles, of what walks, and of what stands; several by rising size.
VEHICLES: Mapping[str, tuple[str, ...]] = {
    "car": ("car", "van"),
    "van": ("van", "truck"),
    "truck": ("truck", "articulated_truck"),
    "semitrailer": ("trailer",),
    "trailer": ("trailer",),
    "bus": ("bus",),
    "motorbike": ("motorcycle",),
    "bicycle": ("cyclist",),
    "tram": ("tram",),
}
WALKERS: Mapping[str, tuple[str, ...]] = {
    "pedestrian": ("pedestrian",),
    "wheelchair": ("wheelchair",),
    "animal": ("dog",),
}
THINGS: Mapping[str, tuple[str, ...]] = {
    "obstacle": ("debris",),
    "barrier": ("guard_rail",),
    "pole": ("bollard",),
    "tree": ("tree",),
    "vegetation": ("bush",),
    "streetLamp": ("street_lamp",),
}
_FAMILIES = {
    "Vehicle": ("vehicleCategory", VEHICLES),
    "Pedestrian": ("pedestrianCategory", WALKERS),
    "MiscObject": ("miscObjectCategory", THINGS),
}
#: Names that are taken for the ego; else it is the first entity.
EGO = ("ego", "hero", "ego_vehicle", "egovehicle")
#: Space between what draws and what is drawn [m].
CLEARANCE = 0.1
#: Lengths of an actor.
LENGTHS = ("length", "width", "height")


@dataclass(frozen=True)
class Entity:
    """A road user or a thing.

    Parameters
    ----------
    name, origin : str
        Its name here and in the file.
    kind : str
        Word of the ACTORS registry.
    family : str
        ``Vehicle``, ``Pedestrian`` or ``MiscObject``.
    size : (length, width, height) [m]
    ahead : float [m]
        How far its middle is before its reference point.
    hitch, coupler : float [m]
        How far the points by which it draws and is drawn are before its reference point.
    tower : str
        Name in the file of what draws it; empty if nothing does.
    line : int
        Where it is said.
    """

    name: str
    origin: str
    kind: str
    family: str
    size: tuple[float, float, float]
    ahead: float
    hitch: float = 0.0
    coupler: float = 0.0
    tower: str = ""
    line: int = 0

    @property
    def axle_share(self) -> float:
        """How far behind its middle its axle is, as a share of its length [1]."""
        return REAR_AXLE_SHARE if self.family == "Vehicle" else 0.0

    @property
    def is_sized(self) -> bool:
        """Whether its kind can have any length, width and height within limits."""
        return hasattr(ACTORS.get(self.kind), "limits")


def entities_of(root: Element) -> dict[str, Entity]:
    """Return the entities of a file by their names there; raise Fault at one that is none of ours."""
    holder = root.first("Entities")
    rows = holder.all("ScenarioObject") if holder else []
    if not rows:
        raise Fault((holder or root).line, "<Entities> holds no <ScenarioObject>")
    names = [row.word("name") for row in rows]
    ego = next((name for name in names if name.lower() in EGO), names[0])
    found: dict[str, Entity] = {}
    towers: dict[str, str] = {}
    for row, name in zip(rows, names, strict=True):
        _add(row.choice(_FAMILIES), name, "ego" if name == ego else "", found, towers)
    for name, tower in towers.items():
        if name in found:
            found[name] = replace(found[name], tower=tower)
    return found


def _add(thing: Element, origin: str, name: str, found: dict[str, Entity], towers: dict[str, str]) -> None:
    """Add an entity and what it draws to those `found`, and to the `towers` by the names of what they draw."""
    found[origin] = _entity(thing, origin, name or _word(origin, {"ego", *(each.name for each in found.values())}))
    holder = thing.first("Trailer")
    if holder is None:
        return
    said = holder.choice(("Trailer", "TrailerRef"))
    if said.tag == "TrailerRef":
        towers[said.word("entityRef")] = origin
        return
    drawn = f"{origin} {said.word('name')}"
    towers[drawn] = origin
    _add(said.choice(("Vehicle",)), drawn, "", found, towers)


def entity_of(said: Element, entities: Mapping[str, Entity]) -> Entity:
    """Return the entity that an element refers to; raise Fault if there is none."""
    name = said.word("entityRef")
    if name not in entities:
        hint = did_you_mean(name, entities) or f"; there are: {', '.join(entities)}"
        raise Fault(said.line, f"<{said.tag}>: there is no entity {name!r}{hint}")
    return entities[name]


def _entity(thing: Element, origin: str, name: str) -> Entity:
    attribute, kinds = _FAMILIES[thing.tag]
    category = thing.word(attribute)
    if category not in kinds:
        raise Fault(thing.line, f"<{thing.tag}>: the category {category!r} is not supported; use {', '.join(kinds)}")
    dimensions, centre = thing.first("BoundingBox", "Dimensions"), thing.first("BoundingBox", "Center")
    if dimensions is None or centre is None:
        raise Fault(thing.line, f"<{thing.tag}> needs a <BoundingBox> with <Center> and <Dimensions>")
    size = tuple(dimensions.number(word) for word in LENGTHS)
    hitch, coupler = (_point(thing.first(f"Trailer{word}")) for word in ("Hitch", "Coupler"))
    kind = _kind(kinds[category], size)
    return Entity(name, origin, kind, thing.tag, size, centre.number("x"), hitch, coupler, line=thing.line)


def _point(said: Element | None) -> float:
    """Return how far a hitch or coupler is before the reference point [m]."""
    return said.number("dx") if said is not None else 0.0


def coupled(entity: Entity, tower: Entity) -> tuple[float, float]:
    """Return how far the hitch is behind the middle of a tower, and the coupler before that of what it draws [m].

    The boxes of the two do not overlap when they stand in line: what reaches over the other is drawn farther behind.
    """
    hitch = tower.ahead - tower.hitch
    apart = (fitted(tower.kind, tower.size)[0] + fitted(entity.kind, entity.size)[0]) / 2 + CLEARANCE
    return hitch, max(entity.coupler - entity.ahead, apart - hitch)


def _kind(kinds: tuple[str, ...], size: tuple[float, ...]) -> str:
    """Return that of some kinds whose limits are nearest to a size."""
    return min(kinds, key=lambda kind: sum(abs(a - b) for a, b in zip(fitted(kind, size), size, strict=True)))


def fitted(kind: str, size: tuple[float, ...]) -> tuple[float, ...]:
    """Return a size [m] within the limits of a kind."""
    limits = getattr(ACTORS.get(kind), "limits", ())
    return (
        tuple(min(max(value, low), high) for value, (low, high) in zip(size, limits, strict=True)) if limits else size
    )


def _word(name: str, taken: set[str]) -> str:
    """Return a name of the language that nobody has yet."""
    word = re.sub(r"\W", "_", name, flags=re.ASCII)
    word = word if re.match(r"[A-Za-z_]", word) else f"_{word}"
    while word in taken or word in _KEYWORDS:
        word += "_"
    return word


#: Words that the language uses itself, and the name of the road network.
_KEYWORDS = frozenset({
    "self", "any", "road", "and", "or", "not", "true", "false", "at", "do", "when", "if",
    "else", "choose", "repeat", "wait", "in", "by", "for", "from", "of", "until", "use", "run",
    "place", "param", "record", "cover", "require", "sample", "sensors", "environment", "junction", "area",
    "crowd", "behavior", "scenario", "facing",
})  # fmt: skip
