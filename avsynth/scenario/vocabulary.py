"""What may be set on what: the rules of roads, actors, steps, environment, sensors, read off the plugins."""

from __future__ import annotations

from functools import cache

from avsynth.contracts import ACTORS, ROADS, SENSORS, STEPS
from avsynth.datatypes.category import Category
from avsynth.scenario import concrete, syntax
from avsynth.scenario.dimensions import DIMENSIONS, NUMBER
from avsynth.scenario.fields import Rule, rules_of
from avsynth.scenario.sampler import SAMPLERS
from avsynth.scenario.sampling import Sampling

#: Settings of every placed actor that are not fields of its kind: its speed, and the same word for people.
SPEED_WORDS = ("speed", "walk_speed")
#: The step of doing nothing, which the grammar knows.
WAIT = "wait"
#: The actor that carries the sensors.
EGO = "ego"
#: The kind of statement that makes a region, and the word for all actors of a kind or crowd.
AREA, ANY_OF = "area", "any"
#: Most rounds of a ``repeat``, and most members of a crowd.
MOST_ROUNDS, MOST_MEMBERS = 100, 2000

LENGTH = Rule(dimension=DIMENSIONS["length"])
FREE_LENGTH = Rule(dimension=DIMENSIONS["length"], low=0.0)
ANGLE = Rule(dimension=DIMENSIONS["angle"])
PERIOD = Rule(dimension=DIMENSIONS["time"], low=0.0)
SPEED = Rule(dimension=DIMENSIONS["speed"], low=0.0)
ROUNDS = Rule(dimension=NUMBER, low=0.0, high=MOST_ROUNDS, integer=True)
CROWD_COUNT = Rule(dimension=NUMBER, low=0.0, high=MOST_MEMBERS, integer=True)
PROBABILITY = Rule(dimension=NUMBER, low=0.0, high=1.0)
RUN_DURATION = Rule(dimension=DIMENSIONS["time"], low=0.0, open_low=True)
RUN_RATE = Rule(dimension=DIMENSIONS["frequency"], low=0.0, open_low=True)
#: Standard deviations of where an actor stands: along, across, turned.
POSE_NOISE = Rule(pair=(FREE_LENGTH, FREE_LENGTH, Rule(dimension=DIMENSIONS["angle"], low=0.0)))
#: Where a sensor of the scene sits on the ego.
MOUNT = Rule(pair=(LENGTH, LENGTH, LENGTH))

#: Fields that every plugin has and no scene sets.
_NOT_SETTINGS = ("kind", "name", "step")


def road_rules(kind: str) -> dict[str, Rule]:
    """Return what may be set on a road of this kind."""
    return rules_of(ROADS.get(kind), _NOT_SETTINGS)


def area_rules() -> dict[str, Rule]:
    """Return what may be set on a region."""
    return rules_of(concrete.Area)


def actor_kinds() -> list[str]:
    """Return the kinds of actors that a scene may place."""
    return [actor.model_fields["kind"].default for actor in ACTORS if actor.placeable]


def is_placeable(kind: str) -> bool:
    """Return whether a scene may place actors of this kind."""
    return kind in ACTORS and ACTORS.get(kind).placeable


def actor_rules(kind: str) -> dict[str, Rule]:
    """Return what may be set on an actor of this kind."""
    actor = ACTORS.get(kind)
    speeds = SPEED_WORDS if actor.category is Category.PEDESTRIAN else SPEED_WORDS[:1]
    own = rules_of(actor, (*_NOT_SETTINGS, *SPEED_WORDS))
    return dict.fromkeys(speeds, SPEED) | own | {"pose_noise": POSE_NOISE}


def step_rules(word: str) -> dict[str, Rule]:
    """Return the arguments of a step, in order."""
    return rules_of(STEPS.get(word), _NOT_SETTINGS) if word in STEPS else {}


@cache
def sample_rules(method: str) -> dict[str, Rule]:
    """Return what the ``sample`` block may say; a method is a word, or a record with its settings.

    `method` is the word that is used: where it is one, no other is looked at.
    """
    methods = {name: SAMPLERS.get(name) for name in ([method] if method in SAMPLERS else SAMPLERS.names())}
    return rules_of(Sampling) | {"method": Rule(words=tuple(methods), records=methods)}


def sample_method(settings: tuple[syntax.Setting, ...]) -> str:
    """Return the word of the method in a ``sample`` block, "" if none is said."""
    for setting in settings:
        match setting:
            case syntax.Setting("method", syntax.Reference((word,)) | syntax.Invocation(word)):
                return word
    return ""


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


@cache
def sensor_words() -> dict[str, str]:
    """Return the words for sensors with the kind each means: the kinds, and their first part where one has it."""
    kinds = SENSORS.names()
    firsts = [kind.partition("_")[0] for kind in kinds]
    return {first: kind for first, kind in zip(firsts, kinds, strict=True) if firsts.count(first) == 1} | {
        kind: kind for kind in kinds
    }


def sensor_entry(node: syntax.Invocation) -> tuple[dict[str, str], dict[str, Rule]]:
    """Return name and kind or device of a sensor ``lidar(top, model: "vlp_16")``, and what may be set on it.

    A model is the second part of a kind, as in ``camera(front, model: "pinhole")``, or a device.
    """
    name = syntax.written(node.arguments[0]).strip('"')
    kind, model = sensor_words()[node.function], node.named.get("model")
    words = {"name": f"{node.function}_{name}"}
    if isinstance(model, syntax.Quoted) and f"{node.function}_{model.text}" in SENSORS:
        kind = f"{node.function}_{model.text}"
        words["kind"] = kind
    elif isinstance(model, syntax.Quoted):
        words["device"] = model.text
    else:
        words["kind"] = kind
    return words, rules_of(SENSORS.get(kind), _NOT_SETTINGS) | {"model": Rule(text=True), "at": MOUNT}
