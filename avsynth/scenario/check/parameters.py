"""Checks of values of parameters that come from outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from avsynth.scenario.check.context import Context
from avsynth.scenario.check.inference import Inference
from avsynth.scenario.problems import Findings
from avsynth.scenario.syntax import Expr

if TYPE_CHECKING:
    from avsynth.scenario.template import Template


def check_parameters(template: Template, values: Mapping[str, Expr], findings: Findings) -> None:
    """Add to `findings` what is not of the kind that the parameter of `template` has."""
    inference = Inference(Context(template.whole, findings, None))
    for param in template.params:
        if param.name in values:
            inference.expect(values[param.name], inference.kind(param.value), f"parameter '{param.name}'")
