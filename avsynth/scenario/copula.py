"""Draws that are correlated with others: what they name, and the correlations of scores that follow from it.

``gap ~ correlated(D, {v: 0.6})`` says that the scores of `gap` and `v` have correlation 0.6, and that given `v`, `gap`
hangs on no draw that came before. Correlations that nobody wrote follow from that.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from avsynth.scenario import syntax
from avsynth.scenario.fold import Scope, known_value

WORD = "correlated"


def correlations_of(node: syntax.Expr) -> dict[str, syntax.Expr]:
    """Return the draws that a distribution is correlated with and how strongly; empty if it is not correlated."""
    if not (isinstance(node, syntax.Invocation) and node.function == WORD and len(node.arguments) == 2):
        return {}
    table = node.arguments[1]
    pairs = table.pairs if isinstance(table, syntax.Table) else ()
    return {key.head: value for key, value in pairs if isinstance(key, syntax.Reference) and len(key.parts) == 1}


def conditional(
    node: syntax.Expr, definitions: Mapping[str, syntax.Setting], scope: Scope, scores: Mapping[str, float]
) -> tuple[float, float]:
    """Return mean and deviation of the score of `node`, given the `scores` of those it names; 0 if impossible."""
    names = list(scores)
    weights, variance = _regression(node, names, definitions, scope)
    return float(weights @ np.array([scores[name] for name in names])), float(np.sqrt(max(variance, 0.0)))


def _regression(
    node: syntax.Expr, names: list[str], definitions: Mapping[str, syntax.Setting], scope: Scope
) -> tuple[np.ndarray, float]:
    """Return the weights of the scores of `names` in that of `node`, and the variance that is left."""
    given = correlations_of(node)
    own = np.array([float(known_value(given[name], scope)) for name in names])
    among = np.array([[_correlation(a, b, definitions, scope) for b in names] for a in names])
    weights = np.linalg.lstsq(among, own, rcond=None)[0]
    return weights, 1.0 - float(weights @ own)


def _correlation(a: str, b: str, definitions: Mapping[str, syntax.Setting], scope: Scope) -> float:
    """Return the correlation of the scores of two draws."""
    if a == b:
        return 1.0
    later, other = (a, b) if not _hangs_on(b, a, definitions) else (b, a)
    node = _distribution(later, definitions)
    names = list(correlations_of(node))
    if not names:
        return 0.0 if not _names(other, definitions) else _correlation_of(other, later, definitions, scope)
    return _correlation_of(later, other, definitions, scope)


def _correlation_of(later: str, other: str, definitions: Mapping[str, syntax.Setting], scope: Scope) -> float:
    names = _names(later, definitions)
    weights, _ = _regression(_distribution(later, definitions), names, definitions, scope)
    return float(weights @ np.array([_correlation(name, other, definitions, scope) for name in names]))


def _hangs_on(later: str, earlier: str, definitions: Mapping[str, syntax.Setting]) -> bool:
    return any(name == earlier or _hangs_on(name, earlier, definitions) for name in _names(later, definitions))


def _names(name: str, definitions: Mapping[str, syntax.Setting]) -> list[str]:
    return list(correlations_of(_distribution(name, definitions)))


def _distribution(name: str, definitions: Mapping[str, syntax.Setting]) -> syntax.Expr:
    value = definitions[name].value
    return value.distribution if isinstance(value, syntax.Random) else value
