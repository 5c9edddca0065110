"""Scenes without a world to speak of: what tests of sampling methods draw."""

from functools import partial
from pathlib import Path

import numpy as np

from avsynth import pipeline
from avsynth.language import parse
from avsynth.scenario.study import Study

FRAME = """
road main:
    path: [line(200 m)]
    lanes: [drive(3 m)] | [drive(3 m), walk(2 m)]
place car ego:
    at on main.fwd[0] @ 20 m
    speed: 10 m/s
{more}
sample:
{sample}
run 0.1 s at 10 Hz
"""


def surveyed(definitions, more="", *, world=False, **sample):
    """Return the scenarios of a run and the facts of it; `sample` are the settings of the sample block."""
    study = (placed if world else studied)(definitions, more, **sample)
    survey = study.survey()
    return list(survey), survey.facts


def placed(definitions, more="", **sample):
    """Return the study of a scene whose world runs, so that there are records and cells."""
    study = studied(definitions, more, **sample)
    return Study(study.template, study.sampling, accept=partial(pipeline.judged, Path()))


def studied(definitions, more="", **sample):
    """Return the study of a scene of which only the draws matter."""
    lines = "\n".join(f"    {name}: {value}" for name, value in sample.items())
    template = parse(definitions + FRAME.format(more=more, sample=lines))
    return Study(template, template.sampling)


def values(scenarios, name):
    """Return the values of a draw."""
    return np.array([scenario.outcomes[name] for scenario in scenarios])


def weights(scenarios):
    """Return the weights, float64 (N,)."""
    return np.exp([scenario.log_weight for scenario in scenarios])
