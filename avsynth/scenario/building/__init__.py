"""The words of the Python builder: terms with operators, distributions, spots, steps and blocks."""
