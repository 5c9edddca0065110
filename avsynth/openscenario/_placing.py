"""One entity as the ``place`` of a scene."""

from __future__ import annotations

import math
from collections.abc import Iterator

from avsynth.openscenario._actions import move_of
from avsynth.openscenario._controllers import driving
from avsynth.openscenario._entities import LENGTHS, Entity, fitted
from avsynth.openscenario._moves import Known, State
from avsynth.openscenario._speeds import walking
from avsynth.openscenario._starts import Start
from avsynth.openscenario._states import Board
from avsynth.openscenario._storyboard import Program, at_once
from avsynth.openscenario._triggers import indented


def placement(entity: Entity, start: Start, board: Board, known: Known) -> Iterator[str]:
    """Yield the lines that place one entity and say what it does; raise Fault at an action without a step."""
    place = start.place
    x, y = place.x + entity.ahead * math.cos(place.yaw), place.y + entity.ahead * math.sin(place.yaw)
    yield f"place {entity.kind} {entity.name}:"
    yield f"    at pose({x:.9g} m, {y:.9g} m, {place.z:.9g} m, {place.yaw:.9g} rad)"
    yield from _size(entity)
    program = _program(entity, start, board, known)
    if entity.family != "MiscObject":
        yield f"    speed: {program.speed:.9g} m/s"
        yield "    do:"
        yield from indented(indented([*_moving(entity, start, program), *program.later]))
    yield ""


def _size(entity: Entity) -> Iterator[str]:
    """Yield the lengths of an entity whose kind may have any within limits, and tell where those change them."""
    if entity.is_sized:
        for word, value, said in zip(LENGTHS, fitted(entity.kind, entity.size), entity.size, strict=True):
            note = f"  # {said:.9g} m in the file, beyond what a {entity.kind} has" if value != said else ""
            yield f"    {word}: {value:.9g} m{note}"


def _program(entity: Entity, start: Start, board: Board, known: Known) -> Program:
    place = start.place
    state = State(entity, known, start.speed, place, place.lane, place.offset)
    moves = []
    for action in start.actions:
        move, state = move_of(action, state)
        moves.append(move)
    return Program.of(board, state, start.speed, moves)


def _moving(entity: Entity, start: Start, program: Program) -> list[str]:
    """Return what an entity does until something interrupts it: how it begins, and how it goes on."""
    first = program.first
    if entity.family == "Pedestrian":
        return [line for lines in first for line in lines] + [walking(program.speed)]
    own = driving([line for lines in [*first, program.later] for line in lines], is_driven=start.is_driven)
    if all(line.startswith("follow(") for lines in first for line in lines):
        return [line for lines in first for line in lines] + own
    return at_once([own, *first]) if first else own
