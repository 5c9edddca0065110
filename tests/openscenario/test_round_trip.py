"""Any event of the catalogue, drawn by any seed: what is written of its run reads back as the same run."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avsynth import api, pipeline
from avsynth.core import paths

EVENTS = sorted((paths.scenes() / "events").glob("*.scene"))
#: How far apart places may be [m]: the step that follows a trajectory goes through its points by a smooth curve.
BAR = 0.02


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("round_trip")


@settings(max_examples=4, deadline=None, derandomize=True)
@given(event=st.sampled_from(EVENTS), seed=st.integers(0, 1000))
def test_everybody_is_where_and_as_fast_as_it_was(folder, event, seed):
    template = api.load(event)
    api.export_run(template, folder / "run.xosc", seed=seed, overwrite=True)
    again = api.import_run(folder / "run.xosc", folder / "run.scene", overwrite=True).draw()
    found = {course.name: course for course in pipeline.courses(again)}

    written = pipeline.courses(template.draw(seed))
    assert len(found) == len(written)
    for course in written:
        other = found[course.name.replace("[", "_").replace("]", "_")]
        apart = np.hypot(*(other.poses[:, :2] - course.poses[:, :2]).T)
        assert apart.max() < BAR, (event.stem, course.name)
        steady = np.abs(np.gradient(course.speeds, course.times)) < 5.0  # the curve rounds off where a speed jumps
        assert other.speeds[steady][3:-3] == pytest.approx(course.speeds[steady][3:-3], abs=0.3), course.name
