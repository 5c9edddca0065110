"""Templates and what is drawn from them: representation, checks, distributions, draws with weights, Scenarios."""
