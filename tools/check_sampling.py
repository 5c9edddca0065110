"""Check that weights undo what was drawn on purpose: ``python -m tools.check_sampling tail rejection learning child``.

tail       P(X > 4) of a standard normal X by 2000 draws from a proposal: within 15 % in 99 of 100 seeds
rejection  P(|X - Y| < 1), of which a requirement makes an acceptance, by 4000 attempts: within 3 % on the mean of seeds
learning   the weights of a run of cross-entropy in four rounds: their mean is 1 within three standard deviations
child      child_night.scene: at least 70 % of the scenarios have the dart, whose rate of 1e-4 is in its interval
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Mapping

import numpy as np

import avsynth
from avsynth.core.seed import Stream
from avsynth.scenario.distributions.normal import Normal
from avsynth.scenario.draws import Proposing, Site

#: Of standard normal X and Y: P(X > 4), P(|X - Y| < 1) = erf(1/2).
TAIL, NEAR = math.erfc(4 / math.sqrt(2)) / 2, math.erf(0.5)
#: Nominal rate of the dart in child_night.scene.
DART = 1e-4

SCENE = """
x ~ normal(0, 1){propose}
y ~ normal(0, 1)
road main:
    path: [line(200 m)]
    lanes: [] | [drive(3 m)]
place car ego:
    at on main.fwd[0] @ 20 m
{more}
sample:
    method: {method}
    count: {count}
run 0.1 s at 10 Hz
"""


def tail(seeds: int, count: int) -> bool:
    """Tell in how many of `seeds` runs of 2000 draws the rate of a rare event is within 15 %."""
    site = Site("x", Normal(0.0, 1.0), Normal(4.0, 1.0), "normal(4, 1)")
    found = []
    for seed in range(seeds):
        drawn = [Proposing(Stream(seed).child(k), 0.1).draw(site) for k in range(count or 2000)]
        found.append(sum(math.exp(each.log_p - each.log_q) for each in drawn if each.value > 4) / len(drawn))
    off = np.abs(np.array(found) / TAIL - 1)
    good = int((off < 0.15).sum())
    print(
        f"tail: {good} of {seeds} seeds within 15 %; mean {np.mean(found):.4g}, true {TAIL:.4g}, worst {off.max():.1%}"
    )
    return good >= math.floor(0.99 * seeds)


def rejection(seeds: int, count: int) -> bool:
    """Tell how likely the requirement is met, by the attempts that the runs count."""
    text = SCENE.format(
        propose=" propose normal(3, 1)", more="require abs(x - y) < 1", method="importance", count=count or 1000
    )
    template = avsynth.loads(text)
    found = [template.book(seed=seed).acceptance().value for seed in range(seeds)]
    off = np.mean(found) / NEAR - 1
    print(f"rejection: P(A) = {np.mean(found):.4f} ± {np.std(found):.4f} a run, true {NEAR:.4f}: {off:+.2%}")
    return abs(off) < 0.03


def learning(seeds: int, count: int) -> bool:
    """Tell how far the mean weight of runs in four rounds is from 1, in standard deviations."""
    method = 'cross_entropy("x", seek: "large", rounds: 4, critical: 4)'
    template = avsynth.loads(SCENE.format(propose="", more="", method=method, count=count or 800))
    found = []
    for seed in range(seeds):
        weights = template.book(seed=seed).weights
        found.append((weights.mean() - 1) / (weights.std() / math.sqrt(len(weights))))
    worst = np.abs(found).max()
    print(f"learning: mean weights off by {np.mean(found):+.2f} sd on average, {worst:.2f} sd at most, of {seeds} runs")
    return bool(worst < 3)


def child(seeds: int, count: int) -> bool:
    """Tell how often the dart is in the scenarios of one run, and its rate in the world; seeds would take hours."""
    book = avsynth.load("child_night").book(count=count or 60)
    rate, total = book.rate("dart"), len(book.entries)
    print(f"child: dart in {rate.seen / total:.0%} of {total} scenarios; rate {rate}; P(A) {book.acceptance()}")
    return rate.seen >= 0.7 * total and DART in rate


CHECKS: Mapping[str, Callable[[int, int], bool]] = {
    check.__name__: check for check in (tail, rejection, learning, child)
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checks", nargs="*", metavar="CHECK", help=f"some of {', '.join(CHECKS)}; all by default")
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--count", type=int, default=0, help="draws of a run, by default as said above")
    options = parser.parse_args()
    unknown = [name for name in options.checks if name not in CHECKS]
    if unknown:
        parser.error(f"no check {unknown[0]!r}; choose from {', '.join(CHECKS)}")
    results = [CHECKS[name](options.seeds, options.count) for name in options.checks or CHECKS]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
