"""From models of roads to lanes: strips that continue each other become one lane, in its direction of travel."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from avsynth.datatypes.lane import Lane
from avsynth.datatypes.lane_lines import Chain, End, lane_of, spans_of
from avsynth.datatypes.road_model import Link, RoadModel
from avsynth.datatypes.section import FOR_VEHICLES, Section, Strip


def lanes_of(
    roads: Sequence[RoadModel], connections: Sequence[tuple[str, str, object]]
) -> tuple[tuple[Lane, ...], tuple[tuple[str, str], ...]]:
    """Return the lanes of `roads`, and pairs of another name and a lane's name.

    Parameters
    ----------
    connections : sequence of (incoming road, junction, Connection)
    """
    ribbons = [(chain, spans) for road in roads for spans in [spans_of(road)] for chain in chains_of(road)]
    chains = [chain for chain, _ in ribbons]
    lanes = [lane_of(chain, spans) for chain, spans in ribbons]
    chains = [chain for chain, lane in zip(chains, lanes, strict=True) if lane is not None]
    following = _successors(chains, roads, connections)
    beside = _neighbours(chains)
    linked = (
        replace(lane, successors=tuple(following[lane.name]), left=beside[lane.name][0], right=beside[lane.name][1])
        for lane in lanes
        if lane is not None
    )
    return tuple(linked), tuple(pair for chain in chains for pair in _aliases(chain))


def aliases_of(road: str, lane: str, other: str | None = None) -> list[tuple[str, str]]:
    """Return further names of `lane` of `road`: without ``[0]``, and kind before side, or those of the name `other`.

    ``main.right.drive[0]`` is also ``main.right.drive``, ``main.drive.right[0]`` and ``main.drive.right``.
    """
    names = [other or lane]
    swapped = re.fullmatch(re.escape(road) + r"\.(left|right)\.(\w+)(\[\d+\])", names[0])
    if swapped:
        names.append(f"{road}.{swapped[2]}.{swapped[1]}{swapped[3]}")
    names += [name.removesuffix("[0]") for name in names if name.endswith("[0]")]
    return [(name, lane) for name in names if name != lane]


def chains_of(road: RoadModel) -> list[Chain]:
    """Return the lanes of one road as chains of strips, with their names."""
    return list(_named(road, list(_chains(road))))


def _chains(road: RoadModel) -> Iterator[Chain]:
    """Yield the lanes of one road, those that begin first first, and of these from the reference line outwards."""
    open_: list[Chain] = []
    for number, section in enumerate(road.sections):
        going, taken = [], set()
        for chain in open_:
            strip = _continued(chain, section, taken)
            if strip is None:
                yield chain
            else:
                taken.add(strip.number)
                going.append(replace(chain, strips=(*chain.strips, strip)))
        fresh = [strip for strip in (*section.left, *section.right) if strip.number not in taken]
        open_ = going + [Chain(road, number, (strip,)) for strip in fresh]
    yield from open_


def _continued(chain: Chain, section: Section, taken: set[int]) -> Strip | None:
    """Return the strip of the next section that continues `chain`, or None."""
    last = chain.strips[-1]
    after = section.strip(last.after) if last.after is not None else None
    if after is None:
        after = next((s for s in section.strips if s.before == last.number and s.side == last.side), None)
    is_same = after is not None and (after.kind, after.side) == (last.kind, last.side)
    return after if is_same and after.number not in taken else None


def _named(road: RoadModel, chains: list[Chain]) -> Iterator[Chain]:
    """Yield `chains` with their names: side and kind, counted from the reference line outwards; later ones follow."""
    seen: Counter = Counter()
    for chain in sorted(chains, key=lambda one: (one.first, abs(one.strips[0].number))):
        side = "left" if chain.side > 0 else "right"
        index, seen[side, chain.kind] = seen[side, chain.kind], seen[side, chain.kind] + 1
        word = f"{side}.{chain.kind}"
        if road.is_arm and chain.kind == "drive":
            word = "in" if chain.runs_against else "out"
        yield replace(chain, name=road.name if "->" in road.name else f"{road.name}.{word}[{index}]")


def _aliases(chain: Chain) -> list[tuple[str, str]]:
    """Return the other names of a lane: ``fwd`` and ``back`` on roads, side and kind on arms of junctions."""
    road, name = chain.road.name, chain.name
    pairs = aliases_of(road, name)
    if chain.kind == "drive" and name.endswith("]"):
        index = name[name.rindex("[") :]
        if chain.road.is_arm:
            side = "left" if chain.side > 0 else "right"
            other = f"{road}.{side}.drive{index}"
            pairs += [(other, name), *((alias, name) for alias, _ in aliases_of(road, other))]
        elif "->" not in road:
            pairs += aliases_of(road, name, f"{road}.{'back' if chain.runs_against else 'fwd'}{index}")
    return list(dict.fromkeys(pairs))


def _successors(
    chains: list[Chain], roads: Sequence[RoadModel], connections: Sequence[tuple[str, str, object]]
) -> dict[str, list[str]]:
    """Return the names of the lanes that continue each lane."""
    found: dict[str, list[str]] = {chain.name: [] for chain in chains}
    entering = {chain.ends["enters"]: chain for chain in chains if "enters" in chain.ends}
    leaving = {chain.ends["leaves"]: chain for chain in chains if "leaves" in chain.ends}
    for a, b in _joints(roads, connections):
        for end, other in ((a, b), (b, a)):
            before, after = leaving.get(end), entering.get(other)
            if (
                before
                and after
                and {before.kind, after.kind} <= set(FOR_VEHICLES)
                and after.name not in found[before.name]
            ):
                found[before.name].append(after.name)
    return found


def _joints(roads: Sequence[RoadModel], connections: Sequence[tuple[str, str, object]]) -> Iterator[tuple[End, End]]:
    """Yield the pairs of lane ends that meet."""
    by_name = {road.name: road for road in roads}
    for road in roads:
        for contact, link, section in (
            ("start", road.before, road.sections[0]),
            ("end", road.after, road.sections[-1]),
        ):
            if link is not None and not link.is_junction:
                for strip in section.strips:
                    number = strip.before if contact == "start" else strip.after
                    if number is not None:
                        yield (road.name, contact, strip.number), (link.name, link.contact, number)
    for incoming, junction, connection in connections:
        for contact, link in _ends_of(by_name.get(incoming)):
            if link is not None and link.is_junction and link.name == junction:
                for one, other in connection.lanes:
                    yield (incoming, contact, one), (connection.connecting, connection.contact, other)


def _ends_of(road: RoadModel | None) -> tuple[tuple[str, Link | None], ...]:
    return (("start", road.before), ("end", road.after)) if road else ()


def _neighbours(chains: list[Chain]) -> dict[str, tuple[str, str]]:
    """Return the lanes for vehicles to the left and right of each that run the same way; "" where there is none.

    Where they change along the road, those beside the first section of the lane count.
    """
    at = {
        (chain.road.name, chain.first + k, strip.number): chain
        for chain in chains
        for k, strip in enumerate(chain.strips)
    }
    found = {}
    for chain in chains:
        number = chain.strips[0].number
        sides = [at.get((chain.road.name, chain.first, number + step)) for step in (1, -1)]
        if chain.runs_against:
            sides.reverse()
        found[chain.name] = tuple(
            other.name if other and other.kind in FOR_VEHICLES and other.side == chain.side else "" for other in sides
        )
    return found
