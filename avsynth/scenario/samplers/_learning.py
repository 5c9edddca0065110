"""Learning a proposal from the elite of a run: the cross-entropy update, site by site [RubinsteinKroese2004]_.

A site is only touched where the elite differs from the nominal world by more than chance: with tens of draws, learning
the chance of all of them would make the weights degenerate.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from avsynth.scenario.distributions.base import Outcome
from avsynth.scenario.sampler import Marginal
from avsynth.scenario.samplers._proposals import STANDARD, View

#: Chance that any site is touched although nothing differs [1].
FALSE_ALARM = 0.01
#: Fewest effective scenarios that teach anything.
FEWEST = 5.0
#: Bounds of a learned deviation, so that a proposal neither collapses nor scatters [1].
NARROWEST, WIDEST = 0.4, 2.0
#: The deviation follows more slowly than the mean by this factor: a narrow proposal would not get any further [1].
PATIENCE = 0.5
#: Share of the nominal distribution that stays in learned choices, so that no outcome is forgotten [1].
KEPT = 0.05


def learned(
    views: Sequence[Mapping[str, View]], weights: np.ndarray, before: Mapping[str, Marginal], smoothing: float
) -> dict[str, Marginal]:
    """Return what to draw at each site, from how the elite drew.

    Parameters
    ----------
    views : sequence of mapping
        The draws of each scenario of the elite.
    weights : float64 (N,)
        Of the elite, p / q.
    before : mapping
        What was drawn before.
    smoothing : float
        Weight of what is new over what was before [1].
    """
    sites = sorted({name for each in views for name in each})
    threshold = STANDARD.quantile(1.0 - FALSE_ALARM / 2 / max(len(sites), 1))
    found = dict(before)
    for name in sites:
        present = [k for k, each in enumerate(views) if name in each]
        seen, share = [views[k][name] for k in present], weights[present]
        kinds = {view.outcomes for view in seen}
        effective = share.sum() ** 2 / (share**2).sum()
        if len(kinds) > 1 or effective < FEWEST:
            continue  # a choice between other things each time cannot be learned
        share = share / share.sum()
        fit = _shares if seen[0].outcomes else _moments
        marginal = fit(seen, share, effective, threshold, before.get(name), smoothing)
        if marginal is not None:
            found[name] = marginal
    return found


def _moments(
    seen: list[View], share: np.ndarray, effective: float, threshold: float, before: Marginal | None, smoothing: float
) -> Marginal | None:
    """Return mean and deviation of the scores; None if they are standard normal but for chance."""
    scores = np.array([view.score for view in seen])
    mean = float(share @ scores)
    variance = float(share @ (scores - mean) ** 2) * effective / max(effective - 1.0, 1.0)
    moved = abs(mean) * math.sqrt(effective) > threshold
    spread = abs(variance - 1.0) * math.sqrt(effective / 2) > threshold
    if before is None and not (moved or spread):
        return None
    old, slow = before or Marginal(), PATIENCE * smoothing
    return Marginal(
        mean=smoothing * mean + (1 - smoothing) * old.mean,
        deviation=float(np.clip(slow * math.sqrt(variance) + (1 - slow) * old.deviation, NARROWEST, WIDEST)),
    )


def _shares(
    seen: list[View], share: np.ndarray, effective: float, threshold: float, before: Marginal | None, smoothing: float
) -> Marginal | None:
    """Return the shares of the outcomes; None if they are the nominal ones but for chance."""
    outcomes = seen[0].outcomes
    new = np.array([share[[view.value == outcome for view in seen]].sum() for outcome in outcomes])
    nominal = _nominal_shares(seen, outcomes, new)
    chance = np.sqrt(nominal * (1 - nominal) / effective)
    if before is None and not np.any(np.abs(new - nominal) > threshold * np.maximum(chance, 1e-12)):
        return None
    old = nominal if before is None else np.array([dict(before.shares)[outcome] for outcome in outcomes])
    mixed = (1 - KEPT) * (smoothing * new + (1 - smoothing) * old) + KEPT * nominal
    return Marginal(shares=tuple(zip(outcomes, (mixed / mixed.sum()).tolist(), strict=True)))


def _nominal_shares(seen: list[View], outcomes: tuple[Outcome, ...], new: np.ndarray) -> np.ndarray:
    """Return the mean nominal probability of each outcome as far as it was seen; the rest is shared by the others."""
    found = np.array(
        [np.mean([math.exp(view.log_p) for view in seen if view.value == outcome] or [0.0]) for outcome in outcomes]
    )
    unseen = found == 0
    if unseen.any():
        found[unseen] = max(1.0 - found.sum(), 1e-6) / unseen.sum()
    return found / found.sum()
