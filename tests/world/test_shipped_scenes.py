"""The scenes that come with the package: each draws, runs, and nobody runs into anybody unless that is its subject."""

from itertools import combinations

import numpy as np
import pytest

from avsynth import language, pipeline, world
from avsynth.core import paths
from avsynth.core.seed import Stream
from avsynth.datatypes.footprint import Footprint, overlap
from avsynth.scenario.concrete import Environment

#: Scenes whose subject is one encounter, which may end in a crash.
ENCOUNTERS = {"child_night"}
SCENES = sorted(path for path in paths.scenes().glob("*.scene") if path.stem not in ENCOUNTERS)


def footprints(scene) -> dict[str, Footprint]:
    return {
        thing.name: Footprint(
            *thing.world_from_object.translation[:2], thing.world_from_object.yaw, *thing.model.size[:2]
        )
        for thing in scene.objects
        if thing.category.is_labelled and not thing.name.startswith("parked ")
    }


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_scenes_say_what_they_show_and_hold_many_road_users(path):
    template = language.load(path)

    assert path.read_text().startswith("# Shows ")
    assert len(template.places) >= 12
    assert template.places[0].name == "ego"


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_nobody_drives_into_anybody(path):
    scenario = pipeline.draw(language.load(path))
    plain = scenario.model_copy(update={"environment": Environment(surroundings="none")})

    for _, scene in world.simulate(plain, Stream(1), only=range(0, scenario.frame_count, 2)):
        shapes = footprints(scene)
        hit = [pair for pair in combinations(shapes, 2) if overlap(shapes[pair[0]], shapes[pair[1]])]
        assert not hit, scene.time


def test_the_child_darts_out_before_the_ego():
    scenario = pipeline.draw(language.load(paths.scenes() / "pedestrian_dart_out.scene"))
    plain = scenario.model_copy(update={"environment": Environment(surroundings="none")})
    dart = next(draw.value for draw in scenario.draws if draw.name == "dart")

    frames = [scene for _, scene in world.simulate(plain, Stream(1))]

    kid = np.array([thing.world_from_object.translation for s in frames for thing in s.objects if thing.name == "kid"])
    assert (np.ptp(kid[:, 1]) > 2.0) == dart
