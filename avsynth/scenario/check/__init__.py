"""Checks of a template before anything is drawn: names, kinds and dimensions, ranges, proposals, cycles."""

from __future__ import annotations

from avsynth.scenario.check.context import Context
from avsynth.scenario.check.definitions import check_definitions
from avsynth.scenario.check.frame import check_environment, check_requirements, check_rig, check_run, check_sample
from avsynth.scenario.check.places import check_places
from avsynth.scenario.check.roads import check_roads
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
    context = Context(template, findings, assumed)
    check_definitions(context)
    check_roads(context)
    check_places(context)
    check_environment(context)
    check_requirements(context)
    check_rig(context)
    check_sample(context)
    check_run(context)
    if not findings.problems:
        check_wholes(context)
