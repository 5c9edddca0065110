"""What a method that learns looks at: one value of each run, so that small is critical."""

from __future__ import annotations

import math

from avsynth.core.errors import ScenarioError, did_you_mean
from avsynth.scenario.concrete import Scenario


def value_of_run(scenario: Scenario, objective: str, seek: str) -> float:
    """Return how critical a run is: the objective, or its negative where large values are; inf for what never came."""
    outcomes = scenario.outcomes
    if objective not in outcomes:
        hint = did_you_mean(objective, outcomes) or f"; there is: {', '.join(sorted(outcomes))}"
        raise ScenarioError(f"sample: the objective {objective!r} is no record or draw of the scenario{hint}")
    value = outcomes[objective]
    if isinstance(value, str | tuple):
        what = "one value a frame" if isinstance(value, tuple) else f"the text {value!r}"
        raise ScenarioError(f"sample: the objective {objective!r} is {what}; it must be a number or truth of the run")
    if value is None:
        return math.inf
    return float(value) if seek == "small" else -float(value)
