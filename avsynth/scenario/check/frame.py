"""Checks of what stands around roads and actors: environment, own sensors, sample, run."""

from __future__ import annotations

from datetime import datetime

from avsynth.core.errors import did_you_mean
from avsynth.scenario import syntax
from avsynth.scenario.check.context import Context, each_once, words_in
from avsynth.scenario.check.inference import Inference
from avsynth.scenario.check.plain import Slot
from avsynth.scenario.check.rigs import check_model
from avsynth.scenario.check.settings import check_call, check_value
from avsynth.scenario.fields import Rule
from avsynth.scenario.problems import Position
from avsynth.scenario.sampler import SAMPLERS
from avsynth.scenario.vocabulary import (
    RUN_DURATION,
    RUN_RATE,
    environment_rules,
    sample_method,
    sample_rules,
    sensor_entry,
    sensor_words,
    sun_rules,
)


def check_environment(context: Context) -> None:
    """Add what is wrong with light, air and surroundings."""
    rules, suns = environment_rules(), sun_rules()
    for setting in each_once(context, context.template.environment).values():
        if setting.name == "sun":
            _check_sun(context, setting, suns)
        elif setting.name in rules:
            check_value(Inference(context), setting.value, Slot(rules[setting.name], f"'{setting.name}'"))
            _check_time(context, setting)
        else:
            context.unknown("AVS204", "property of environment", setting.name, ["sun", *rules], setting.at)


def check_own_sensors(context: Context) -> None:
    """Add what is wrong with the sensors that the scene lists itself."""
    if not isinstance(context.template.rig, syntax.Items):
        return
    names: set[str] = set()
    for item in context.template.rig.items:
        example = 'lidar(top, model: "vlp_16", at: [0 m, 0 m, 1.9 m])'
        if not (isinstance(item, syntax.Invocation) and len(item.arguments) == 1):
            context.problem(item.at, "AVS303", "a sensor needs a kind and a name", f"such as {example}")
        elif item.function not in sensor_words():
            context.unknown("AVS205", "sensor", item.function, sorted(sensor_words()), item.at)
        else:
            _check_sensor(context, item, names)


def check_sample(context: Context) -> None:
    """Add what is wrong with the ``sample`` block; nothing in it may be random."""
    records = tuple(context.records)
    rules = sample_rules(sample_method(context.template.sample))
    for setting in each_once(context, context.template.sample).values():
        if setting.name not in rules:
            context.unknown("AVS204", "property of sample", setting.name, list(rules), setting.at)
        elif _is_fixed(context, setting.value, f"'{setting.name}'"):
            what = f"'{setting.name}'"
            is_record = isinstance(setting.value, syntax.Invocation) and setting.value.function in SAMPLERS
            slot = Slot(rules[setting.name], what, records if is_record else ())
            check_value(Inference(context), setting.value, slot)


def check_run(context: Context) -> None:
    """Add what is wrong with the ``run`` line; nothing in it may be random."""
    run = context.template.run
    if run is None:
        if context.is_complete:
            start = Position(context.template.source, 1, 1)
            context.problem(start, "AVS107", "the scene has no 'run'", "a line such as: run 10 s at 10 Hz")
        return
    for node, rule, what in ((run.duration, RUN_DURATION, "duration of run"), (run.rate, RUN_RATE, "rate of run")):
        if _is_fixed(context, node, what):
            check_value(Inference(context), node, Slot(rule, what))


def _check_sensor(context: Context, item: syntax.Invocation, names: set[str]) -> None:
    words, rules = sensor_entry(item)
    if words["name"] in names:
        context.problem(item.arguments[0].at, "AVS202", f"two sensors are called '{words['name']}'", "another name")
    names.add(words["name"])
    check_model(context, item)
    for setting in each_once(context, item.keywords).values():
        if setting.name in rules:
            check_value(Inference(context), setting.value, Slot(rules[setting.name], f"'{setting.name}'"))
        else:
            context.unknown("AVS208", f"property of {item.function}", setting.name, list(rules), setting.at)


def _is_fixed(context: Context, node: syntax.Expr | syntax.Random, what: str) -> bool:
    """Return whether `node` is no draw and depends on none; report it otherwise."""
    if isinstance(node, syntax.Random):
        context.problem(node.at, "AVS404", f"{what} is random", "a fixed value: all scenarios of a run are alike in it")
        return False
    drawn = sorted(name for name in words_in(node)[0] if _is_drawn(context, name, set()))
    if drawn:
        context.problem(node.at, "AVS404", f"{what} depends on the draw '{drawn[0]}'", "a fixed value")
    return not drawn


def _is_drawn(context: Context, name: str, seen: set[str]) -> bool:
    definition = context.definitions.get(name)
    if definition is None or name in seen:
        return False
    seen.add(name)
    if isinstance(definition.value, syntax.Random):
        return True
    return any(_is_drawn(context, other, seen) for other in sorted(words_in(definition.value)[0]))


def _check_sun(context: Context, setting: syntax.Setting, suns: dict[str, dict[str, Rule]]) -> None:
    node = setting.value
    expected = "elevation(12 deg) or direction(12 deg, 40 deg)"
    if isinstance(node, syntax.Random) or not isinstance(node, syntax.Invocation):
        context.problem(setting.at, "AVS303", "'sun' needs a direction", expected)
    elif node.function not in suns:
        context.problem(
            node.at, "AVS207", f"unknown direction '{node.function}'", expected, did_you_mean(node.function, suns)
        )
    else:
        rules = suns[node.function]
        missing = len(node.arguments) + len(node.keywords) < len(rules)
        if missing:
            context.problem(node.at, "AVS405", f"{node.function} needs {' and '.join(rules)}", expected)
        check_call(Inference(context), node, rules)


def _check_time(context: Context, setting: syntax.Setting) -> None:
    """Report a time of day that is none."""
    if setting.name != "time" or not isinstance(setting.value, syntax.Quoted):
        return
    try:
        datetime.fromisoformat(setting.value.text)
    except ValueError:
        context.problem(
            setting.value.at,
            "AVS401",
            f"'time' = \"{setting.value.text}\"",
            'a date and time, such as "2026-11-03T16:40"',
        )
