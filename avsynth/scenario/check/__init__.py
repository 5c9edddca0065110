"""Checks of a template before anything is drawn: names, kinds and dimensions, ranges, proposals, cycles."""

from __future__ import annotations

from avsynth.scenario.check.asking import check_asking
from avsynth.scenario.check.context import Context
from avsynth.scenario.check.definitions import check_definitions
from avsynth.scenario.check.flows import check_behaviors
from avsynth.scenario.check.frame import check_environment, check_own_sensors, check_run, check_sample
from avsynth.scenario.check.places import check_places
from avsynth.scenario.check.rigs import check_rig
from avsynth.scenario.check.roads import check_roads
from avsynth.scenario.check.uses import check_uses
from avsynth.scenario.check.wholes import check_wholes
from avsynth.scenario.problems import Findings
from avsynth.scenario.template import Template


def check(template: Template, findings: Findings, assumed: frozenset[str] | None = None) -> None:
    """Add to `findings` what is wrong with `template`.

    Parameters
    ----------
    assumed : frozenset of str, optional
        Names that unreadable statements seem to declare; given, nothing is called missing either.
    """
    check_uses(template, findings)
    context = Context(template.whole, findings, assumed)
    for part in (
        check_definitions,
        check_roads,
        check_behaviors,
        check_places,
        check_environment,
        check_asking,
        check_rig,
        check_own_sensors,
        check_sample,
        check_run,
    ):
        part(context)
    if not findings.problems:
        check_wholes(context)
