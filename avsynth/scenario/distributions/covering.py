"""Whether a proposal covers a nominal distribution, and whether their densities mean the same."""

from __future__ import annotations

import math
from collections.abc import Callable

from avsynth.scenario.distributions.base import Outcome, Support

#: Gives the text of a number, such as with its unit.
Show = Callable[[float], str]


def uncovered(nominal: Support, proposal: Support, show: Show = "{:.6g}".format) -> str | None:
    """Return where the nominal distribution has weight and the proposal has none, as words; None if nowhere."""
    found = [text for piece in nominal.pieces for text in _missing(piece, proposal.pieces, show)]
    return " and ".join(dict.fromkeys(found)) or None


def misplaced(nominal: Support, proposal: Support, show: Show = "{:.6g}".format) -> str | None:
    """Return the single values of the proposal that are none of the nominal distribution, where that is continuous.

    At such a value the one density is per unit and the other a probability, so that their ratio is no weight.
    """
    if not any(piece.is_continuous for piece in nominal.pieces):
        return None
    own = {atom for piece in nominal.pieces for atom in piece.atoms or ()}
    atoms = [atom for piece in proposal.pieces for atom in piece.atoms or () if atom not in own]
    if any(piece.integers for piece in proposal.pieces) and not any(piece.integers for piece in nominal.pieces):
        return "whole numbers"
    return ", ".join(_shown(atom, show) for atom in atoms) or None


def _missing(nominal: Support, pieces: tuple[Support, ...], show: Show) -> list[str]:
    """Return the gaps of the proposal `pieces` in one piece of the nominal support."""
    if nominal.atoms is not None:
        return _missing_atoms(nominal.atoms, pieces, show)
    same = [piece for piece in pieces if piece.atoms is None and piece.integers == nominal.integers]
    if not same:
        return [
            "the integers, since it is continuous" if nominal.integers else "most values, since it only has single ones"
        ]
    gaps, reached = [], nominal.low
    for piece in sorted(same, key=lambda piece: piece.low):
        if piece.low > reached and reached < nominal.high:
            gaps.append(_gap(reached, min(piece.low, nominal.high), nominal, show))
        reached = max(reached, piece.high)
    if reached < nominal.high:
        gaps.append(_gap(reached, nominal.high, nominal, show))
    return gaps


def _gap(low: float, high: float, nominal: Support, show: Show) -> str:
    if math.isinf(low) and math.isinf(high):
        return "anything"
    if math.isinf(low) or (low == nominal.low and math.isinf(nominal.low)):
        return f"values below {show(high)}"
    return f"values above {show(low)}" if math.isinf(high) else f"{show(low)}..{show(high)}"


def _missing_atoms(atoms: tuple[Outcome, ...], pieces: tuple[Support, ...], show: Show) -> list[str]:
    single = [piece for piece in pieces if not piece.is_continuous]
    if not single:
        return ["its single values, since it is continuous"]
    missing = [atom for atom in atoms if not any(_has(piece, atom) for piece in single)]
    return [", ".join(_shown(atom, show) for atom in missing)] if missing else []


def _has(piece: Support, atom: Outcome) -> bool:
    if piece.atoms is not None:
        return atom in piece.atoms
    return not isinstance(atom, bool | str) and piece.low <= atom <= piece.high and atom == math.floor(atom)


def _shown(atom: Outcome, show: Show) -> str:
    if isinstance(atom, bool):
        return str(atom).lower()
    return f'"{atom}"' if isinstance(atom, str) else show(atom)
