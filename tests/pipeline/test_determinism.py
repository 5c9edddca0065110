"""The same scenario and seed give the same bytes, however the work is done."""

import json

import pytest

import avsynth
from avsynth import api

SCENE = """\
scenario "two cars and a walker"

gap ~ uniform(12 m, 20 m)

road main:
    path: [line(150 m)]
    lanes: [walk(2 m), drive(3.25 m)] | [drive(3.25 m), walk(2 m)]

place car ego:
    at on main.right.drive @ 30 m
    speed: 36 km/h
    do drive()

place car lead:
    at ahead of ego by gap
    speed: 30 km/h
    do drive()

place pedestrian walker:
    at on main.right.walk @ 55 m
    do walk(speed ~ uniform(1 m/s, 1.6 m/s))

sensors "kitti"
sample:
    method: importance
    count: 1
    seed: 11
run 1 s at 2 Hz
"""


@pytest.fixture(scope="module")
def template():
    return avsynth.loads(SCENE)


@pytest.fixture(scope="module")
def reference(template, tmp_path_factory):
    return _hashes(template, tmp_path_factory.mktemp("one") / "out")


def _hashes(template, folder, **options) -> dict:
    api.generate(template, folder, **options)
    manifest = json.loads((folder / "manifest.json").read_text())
    return manifest["files"] | {name: digest for frame in manifest["frames"] for name, digest in frame["files"].items()}


@pytest.mark.parametrize("threads", [1, 2])
def test_any_number_of_threads_gives_the_same_bytes(template, reference, tmp_path, threads):
    api.use_threads(threads)

    try:
        assert _hashes(template, tmp_path / "out") == reference
    finally:
        api.use_threads(None)


def test_frames_made_in_reverse_order_are_the_same(template, reference, tmp_path):
    assert _hashes(template, tmp_path / "out", reverse=True) == reference


def test_a_stopped_run_goes_on_to_the_same_bytes(template, reference, tmp_path):
    class Stop(Exception):
        pass

    def stop_after_one(done, total):
        if done == 1:
            raise Stop

    with pytest.raises(Stop):
        api.generate(template, tmp_path / "out", progress=stop_after_one)

    assert _hashes(template, tmp_path / "out") == reference


def test_adding_an_actor_far_away_moves_no_other_draw(template):
    more = SCENE.replace('sensors "kitti"', 'place car late:\n    at on main.right.drive @ 140 m\n\nsensors "kitti"')

    before, after = template.draw(), avsynth.loads(more).draw()

    assert after.draws[: len(before.draws)] == before.draws
    assert after.placements[: len(before.placements)] == before.placements
