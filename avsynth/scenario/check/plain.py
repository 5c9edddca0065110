"""Checks of plain values against the field they fill: words, numbers, truths, texts, and draws of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from avsynth.core.errors import did_you_mean
from avsynth.scenario import syntax
from avsynth.scenario.check.inference import Inference, is_named
from avsynth.scenario.check.kinds import ANY, TEXT, TRUTH, Kind, quantity
from avsynth.scenario.check.randoms import nominal_if_constant, random_kind
from avsynth.scenario.distributions import Distribution, Numeric
from avsynth.scenario.fields import Rule
from avsynth.scenario.functions import FUNCTIONS

#: A draw may leave the range of its field with this probability; more is an error before anything is drawn.
NEGLIGIBLE = 1e-6


@dataclass(frozen=True)
class Slot:
    """Where a value goes: its rule, its name in messages, and further bare words it accepts, such as legs."""

    rule: Rule
    what: str
    words: tuple[str, ...] = ()


def is_word(inference: Inference, node: syntax.Expr, slot: Slot) -> bool:
    """Return whether `node` is dealt with as a word of a fixed list, right or wrong."""
    allowed = slot.rule.words or slot.words
    word = word_of(node, inference)
    if not allowed or word is None:
        return False
    if word not in allowed:
        if slot.rule.dimension is not None or (slot.rule.text and _is_known(inference, word)):
            return False
        _report_word(inference, node, word, Slot(Rule(words=allowed), slot.what))
    return True


def word_of(node: syntax.Expr, inference: Inference) -> str | None:
    match node:
        case syntax.Quoted(text=text):
            return text
        case syntax.Reference(parts=(str(name),)) if name not in inference.context.definitions:
            return name
        case syntax.Invocation(function=name) if name not in FUNCTIONS:
            return name
    return None


def _is_known(inference: Inference, word: str) -> bool:
    """Return whether `word` names something of the template."""
    return word in inference.context.places or word in inference.context.roads


def check_plain(inference: Inference, node: syntax.Expr, slot: Slot) -> None:
    """Check a number, truth or text."""
    rule, context = slot.rule, inference.context
    if rule.dimension is None and not (rule.truth or rule.text or rule.words):
        inference.kind(node)  # the plugin accepts values the language knows nothing of
        return
    kind = inference.kind(node)
    if rule.dimension is not None and (kind.word == "quantity" or not (rule.truth or rule.text)):
        before = len(context.findings.problems)
        inference.expect_kind(node, kind, quantity(rule.dimension), slot.what)
        if len(context.findings.problems) == before:
            _check_bounds(inference, node, slot)
        return
    _expect_fitting(inference, node, kind, slot)
    if rule.words and kind == TEXT:
        _check_named_words(inference, node, slot)


def _expect_fitting(inference: Inference, node: syntax.Expr | syntax.Random, kind: Kind, slot: Slot) -> None:
    rule = slot.rule
    fits = (
        (rule.truth and kind == TRUTH)
        or (rule.text and (kind == TEXT or is_named(kind)))
        or (rule.words and kind == TEXT)
    )
    if not (fits or kind.is_any):
        wanted = [text for holds, text in ((rule.truth, TRUTH.text), (rule.text, "a text or name")) if holds]
        wanted += [f"one of: {', '.join(rule.words)}"] if rule.words else []
        inference.context.problem(node.at, "AVS303", f"{slot.what}: got {kind.text}", " or ".join(wanted))


def _check_named_words(inference: Inference, node: syntax.Expr, slot: Slot) -> None:
    """Check the words that a name stands for."""
    site = inference.context.draw_named_by(node)
    if site is not None:
        _check_outcomes(inference, site, slot, node)
        return
    value = inference.context.constant(node)
    if isinstance(value, str) and value not in slot.rule.words:
        _report_word(inference, node, value, slot)


def _check_bounds(inference: Inference, node: syntax.Expr, slot: Slot) -> None:
    site = inference.context.draw_named_by(node)
    if site is not None:
        _check_mass(inference, site, slot, node)
        return
    value, rule = inference.context.constant(node), slot.rule
    if value is None or isinstance(value, bool | str):
        return
    if rule.integer and value != math.floor(value):
        inference.context.problem(node.at, "AVS401", f"{slot.what} = {syntax.written(node)}", "a whole number")
    elif not rule.admits(value):
        inference.context.problem(node.at, "AVS401", f"{slot.what} = {syntax.written(node)}", rule.bounds)


def check_random(inference: Inference, node: syntax.Random, slot: Slot) -> None:
    rule = slot.rule
    plain = rule.words or rule.text or rule.truth or rule.dimension is not None
    if rule.section or rule.item or rule.pair or rule.table or rule.point or (rule.records and not plain):
        inference.context.problem(node.at, "AVS404", f"{slot.what} cannot be random as a whole", "draws inside of it")
        return
    kind = random_kind(inference, node)
    if kind.is_any or kind == ANY:
        return
    if rule.dimension is not None and not (kind in (TRUTH, TEXT) and (rule.truth or rule.text)):
        before = len(inference.context.findings.problems)
        inference.expect_kind(node.distribution, kind, quantity(rule.dimension), slot.what)
        if len(inference.context.findings.problems) == before:
            _check_mass(inference, node, slot, node)
    elif rule.words and kind == TEXT:
        _check_outcomes(inference, node, slot, node)
    elif rule.truth or rule.text or rule.words:
        _expect_fitting(inference, node, kind, slot)


def _check_outcomes(inference: Inference, site: syntax.Random, slot: Slot, node: syntax.Expr | syntax.Random) -> None:
    """Check that every outcome of a choice of words, used at `node`, is one of the allowed words."""
    distribution = nominal_if_constant(inference, site)
    for word in distribution.support.atoms if distribution else ():
        if word not in slot.rule.words:
            _report_word(inference, node, word, slot)


def _report_word(inference: Inference, node: syntax.Expr | syntax.Random, word: str, slot: Slot) -> None:
    expected = f"one of: {', '.join(slot.rule.words)}"
    hint = did_you_mean(word, slot.rule.words)
    inference.context.problem(node.at, "AVS210", f"{slot.what}: got '{word}'", expected, hint)


def _check_mass(inference: Inference, site: syntax.Random, slot: Slot, node: syntax.Expr | syntax.Random) -> None:
    """Report a distribution, used at `node`, that leaves the range of its field all too often."""
    distribution = nominal_if_constant(inference, site)
    outside = _outside(distribution, slot.rule) if distribution else 0.0
    if outside > NEGLIGIBLE:
        inference.context.problem(
            node.at,
            "AVS401",
            f"{slot.what}: {syntax.written(site.distribution)} leaves the range with probability {outside:.2g}",
            slot.rule.bounds,
            "cut it with 'in low..high'",
        )


def _outside(distribution: Distribution, rule: Rule) -> float:
    atoms = distribution.support.atoms
    if atoms is not None:
        return sum(math.exp(distribution.log_density(atom)) for atom in atoms if not rule.admits(float(atom)))
    assert isinstance(distribution, Numeric)
    low, high = distribution.support.low, distribution.support.high
    below = distribution.below(rule.low) if math.isfinite(rule.low) and rule.low > low else 0.0
    above = distribution.above(rule.high) if math.isfinite(rule.high) and rule.high < high else 0.0
    return below - (0.0 if rule.open_low else distribution.at(rule.low) if below else 0.0) + above
