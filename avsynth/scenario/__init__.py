"""Templates and what is drawn from them: intermediate representation, distributions, draws with weights, the concrete Scenario."""
