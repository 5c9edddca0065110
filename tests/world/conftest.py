"""A maker of small scenarios for the tests of the world."""

import sys
from pathlib import Path

import pytest

from avsynth.scenario.concrete import Environment, RoadSpec, Scenario

sys.path.insert(0, str(Path(__file__).parent))  # for small_scenarios

from small_scenarios import STREET


@pytest.fixture
def scenario():
    """Return a maker of scenarios on one road or junction."""

    def make(*placements, settings=STREET, kind="road", surroundings="none", **more) -> Scenario:
        values = {"name": "t", "source": "test", "template_hash": "", "seed": 3, "index": 0, "method": "monte_carlo"}
        return Scenario(
            **values,
            roads=(RoadSpec(kind=kind, name="main", settings=settings, at="test.scene:1:1"),),
            placements=placements,
            environment=Environment(surroundings=surroundings),
            rig="none",
            **({"duration": 4.0, "rate": 10.0} | more),
        )

    return make
