"""The layouts of roads that come with the package: each is drawn, built and can be driven."""

import numpy as np
import pytest

import avsynth
from avsynth.core import paths
from avsynth.world.ground import road_map, road_plans
from avsynth.world.place import place
from avsynth.world.running import actors

LAYOUTS = sorted((paths.scenes() / "roads").glob("*.scene"))


def test_there_are_many_layouts():
    assert len(LAYOUTS) >= 16


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_a_layout_is_drawn_and_built_and_its_actors_stand_on_its_lanes(path):
    scenario = avsynth.load(path).draw(seed=1)

    plans, lanes = road_plans(scenario), road_map(scenario)
    agents = place(scenario, actors(scenario), lanes)

    assert path.read_text().startswith("# Shows ")
    assert all(np.isfinite(part.mesh.vertices).all() for plan in plans for part in plan.surface.parts)
    assert len(agents) == len(scenario.placements)
    for agent in agents.values():
        assert lanes.lanes_at(agent.world_from_ground.translation)
