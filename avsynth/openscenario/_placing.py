"""One entity as the ``place`` of a scene."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from avsynth.core.xml import Fault
from avsynth.openscenario._actions import domains_of, move_of
from avsynth.openscenario._controllers import driving
from avsynth.openscenario._entities import LENGTHS, Entity, coupled, fitted
from avsynth.openscenario._moves import Known, State
from avsynth.openscenario._speeds import walking
from avsynth.openscenario._starts import Start
from avsynth.openscenario._states import Board
from avsynth.openscenario._storyboard import Program, at_once
from avsynth.openscenario._triggers import indented


def placement(entity: Entity, start: Start, board: Board, known: Known, ends: Sequence[str]) -> Iterator[str]:
    """Yield the lines that place one entity and say what it does; raise Fault at an action without a step.

    Parameters
    ----------
    ends : sequence of str
        Lines by which it tells when the run ends.
    """
    place = start.place
    x, y = place.ahead(entity.ahead)
    yield f"place {entity.kind} {entity.name}:"
    yield f"    at pose({x:.9g} m, {y:.9g} m, {place.z:.9g} m, {place.yaw:.9g} rad)"
    yield from _size(entity)
    program = _program(entity, start, board, known)
    if entity.tower:
        yield from _drawn(entity, start, program, known)
    elif entity.family != "MiscObject":
        yield f"    speed: {program.speed:.9g} m/s"
        yield "    do:"
        yield from indented(indented([*_moving(entity, start, program), *program.later, *ends]))
    yield ""


def _drawn(entity: Entity, start: Start, program: Program, known: Known) -> Iterator[str]:
    """Yield the lines of what is drawn by another; raise Fault where it is to do anything else."""
    if program.later or program.first:
        raise Fault(entity.line, f"{entity.origin!r} is towed and does nothing by itself; take its events out")
    tower = known.entities[entity.tower]
    hitch, coupler = coupled(entity, tower)
    yield f"    speed: {start.speed:.9g} m/s"
    yield f"    do towed(by: {tower.name}, hitch: {hitch:.9g} m, coupler: {coupler:.9g} m)"


def _size(entity: Entity) -> Iterator[str]:
    """Yield the lengths of an entity whose kind may have any within limits, and tell where those change them."""
    if entity.is_sized:
        for word, value, said in zip(LENGTHS, fitted(entity.kind, entity.size), entity.size, strict=True):
            note = f"  # {said:.9g} m in the file, beyond what a {entity.kind} has" if value != said else ""
            yield f"    {word}: {value:.9g} m{note}"


def _program(entity: Entity, start: Start, board: Board, known: Known) -> Program:
    place = start.place
    state = State(entity, known, start.speed, place, place.lane, place.offset, is_start=True, is_driven=start.is_driven)
    moves = []
    for action in start.actions:
        move, state = move_of(action, state)
        moves.append((move, domains_of(action, entity)))
    return Program.of(board, replace(state, is_start=False), start.speed, moves)


def _moving(entity: Entity, start: Start, program: Program) -> list[str]:
    """Return what an entity does until something interrupts it: how it begins, and how it goes on."""
    first = program.first
    if entity.family == "Pedestrian":
        beside = [lines for lines in first if lines[0].startswith("arrive(")]
        own = [line for lines in first if lines not in beside for line in lines] + [walking(program.speed)]
        return at_once([own, *beside]) if beside else own
    own = driving([line for lines in [*first, program.later] for line in lines], is_driven=start.is_driven)
    if own[0].startswith("drive()") and any(line.startswith("drive(") for lines in first for line in lines):
        own = []  # it drives its route
    if all(line.startswith("follow(") for lines in first for line in lines):
        return [line for lines in first for line in lines] + own
    return at_once([own, *first]) if first else own
