"""Checks of files that are used: what is bound must be declared there."""

from __future__ import annotations

from avsynth.core.errors import did_you_mean
from avsynth.scenario.expansion import declared
from avsynth.scenario.problems import Findings
from avsynth.scenario.template import Template


def check_uses(template: Template, findings: Findings) -> None:
    """Add what is wrong with the bindings of used files, and aliases that are given twice."""
    aliases: dict[str, object] = {}
    for use in template.uses:
        if use.alias and use.alias in aliases:
            findings.add(use.at, "AVS202", f"the alias '{use.alias}' is given twice", "another alias")
        aliases[use.alias] = use
        known = declared(use.content)
        for setting in use.bindings:
            if setting.name not in known:
                expected = f"one of: {', '.join(sorted(known))}" if known else "no settings"
                findings.add(
                    setting.at,
                    "AVS201",
                    f"'{use.path}' declares no '{setting.name}'",
                    expected,
                    did_you_mean(setting.name, known),
                )
        check_uses(use.content, findings)
