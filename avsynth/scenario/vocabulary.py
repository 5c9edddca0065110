"""What may be set on what: the rules of roads, actors, steps, environment and sample, read off the plugins."""

from __future__ import annotations

from functools import cache

from avsynth.contracts import ACTORS, ROADS, STEPS
from avsynth.datatypes.category import Category
from avsynth.scenario import concrete
from avsynth.scenario.dimensions import DIMENSIONS, NUMBER
from avsynth.scenario.fields import Rule, rules_of

#: Settings of every placed actor that are not fields of its kind: its speed, and the same word for people.
SPEED_WORDS = ("speed", "walk_speed")
#: The step of doing nothing, which the grammar knows.
WAIT = "wait"
#: The actor that carries the sensors.
EGO = "ego"
METHODS = ("monte_carlo", "importance")

LENGTH = Rule(dimension=DIMENSIONS["length"])
FREE_LENGTH = Rule(dimension=DIMENSIONS["length"], low=0.0)
ANGLE = Rule(dimension=DIMENSIONS["angle"])
PERIOD = Rule(dimension=DIMENSIONS["time"], low=0.0)
SPEED = Rule(dimension=DIMENSIONS["speed"], low=0.0)
RUN_DURATION = Rule(dimension=DIMENSIONS["time"], low=0.0, open_low=True)
RUN_RATE = Rule(dimension=DIMENSIONS["frequency"], low=0.0, open_low=True)
SAMPLE = {
    "method": Rule(words=METHODS),
    "count": Rule(dimension=NUMBER, low=1, integer=True),
    "seed": Rule(dimension=NUMBER, low=0, integer=True),
    "defensive": Rule(dimension=NUMBER, low=0, high=1, open_high=True),
}

#: Fields that every plugin has and no scene sets.
_NOT_SETTINGS = ("kind", "name", "step")


def road_rules(kind: str) -> dict[str, Rule]:
    """Return what may be set on a road of this kind."""
    return rules_of(ROADS.get(kind), _NOT_SETTINGS)


def actor_kinds() -> list[str]:
    """Return the kinds of actors that a scene may place."""
    return [actor.model_fields["kind"].default for actor in ACTORS if actor.placeable]


def actor_rules(kind: str) -> dict[str, Rule]:
    """Return what may be set on an actor of this kind."""
    actor = ACTORS.get(kind)
    speeds = SPEED_WORDS if actor.category is Category.PEDESTRIAN else SPEED_WORDS[:1]
    return dict.fromkeys(speeds, SPEED) | rules_of(actor, (*_NOT_SETTINGS, *SPEED_WORDS))


def step_rules(word: str) -> dict[str, Rule]:
    """Return the arguments of a step, in order."""
    return rules_of(STEPS.get(word), _NOT_SETTINGS) if word in STEPS else {}


def environment_rules() -> dict[str, Rule]:
    """Return what may be set on the environment; the sun has its own words."""
    rules = rules_of(concrete.Environment)
    return {name: rule for name, rule in rules.items() if not name.startswith("sun_")}


@cache
def sun_rules() -> dict[str, dict[str, Rule]]:
    """Return the words for the sun's direction with their arguments."""
    rules = rules_of(concrete.Environment)
    elevation, azimuth = rules["sun_elevation"], rules["sun_azimuth"]
    return {"elevation": {"elevation": elevation}, "direction": {"elevation": elevation, "azimuth": azimuth}}
