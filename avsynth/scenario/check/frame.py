"""Checks of what stands around roads and actors: environment, requirements, rig, sample, run."""

from __future__ import annotations

from pathlib import Path

from avsynth.core.errors import did_you_mean
from avsynth.core.paths import assets
from avsynth.scenario import syntax
from avsynth.scenario.check.context import Context, words_in
from avsynth.scenario.check.inference import Inference
from avsynth.scenario.check.kinds import TRUTH
from avsynth.scenario.check.settings import Slot, check_call, check_value
from avsynth.scenario.fields import Rule
from avsynth.scenario.problems import Position
from avsynth.scenario.vocabulary import RUN_DURATION, RUN_RATE, SAMPLE, environment_rules, sun_rules


def check_environment(context: Context) -> None:
    """Add what is wrong with light and surroundings."""
    rules, suns = environment_rules(), sun_rules()
    for setting in _each_once(context, context.template.environment):
        if setting.name == "sun":
            _check_sun(context, setting, suns)
        elif setting.name in rules:
            check_value(Inference(context), setting.value, Slot(rules[setting.name], f"'{setting.name}'"))
        else:
            context.unknown("AVS204", "property of environment", setting.name, ["sun", *rules], setting.at)


def check_requirements(context: Context) -> None:
    """Add what is wrong with the requirements."""
    for require in context.template.requires:
        Inference(context, in_run=True).expect(require.condition, TRUTH, "after 'require'")


def check_rig(context: Context) -> None:
    """Add a problem if the sensor rig is neither one of the package nor a file."""
    template = context.template
    known = sorted(path.stem for path in (assets() / "rigs").glob("*.yaml"))
    beside = Path(template.source).parent / template.rig
    if not known or template.rig in known or Path(template.rig).is_file() or beside.is_file():
        return
    at = template.rig_at if template.rig_at.line else Position(template.source, 1, 1)
    context.problem(
        at,
        "AVS211",
        f"there is no sensor rig '{template.rig}'",
        f"one of: {', '.join(known)}, or the path of a YAML file",
        did_you_mean(template.rig, known),
    )


def check_sample(context: Context) -> None:
    """Add what is wrong with the ``sample`` block; nothing in it may be random."""
    for setting in _each_once(context, context.template.sample):
        if setting.name not in SAMPLE:
            context.unknown("AVS204", "property of sample", setting.name, list(SAMPLE), setting.at)
        elif _is_fixed(context, setting.value, f"'{setting.name}'"):
            check_value(Inference(context), setting.value, Slot(SAMPLE[setting.name], f"'{setting.name}'"))


def check_run(context: Context) -> None:
    """Add what is wrong with the ``run`` line; nothing in it may be random."""
    run = context.template.run
    for node, rule, what in ((run.duration, RUN_DURATION, "duration of run"), (run.rate, RUN_RATE, "rate of run")):
        if _is_fixed(context, node, what):
            check_value(Inference(context), node, Slot(rule, what))


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


def _each_once(context: Context, settings: tuple[syntax.Setting, ...]) -> list[syntax.Setting]:
    """Return the settings; report those that are set twice."""
    given: set[str] = set()
    for setting in settings:
        if setting.name in given:
            context.problem(setting.at, "AVS202", f"'{setting.name}' is set twice", "one value")
        given.add(setting.name)
    return list(settings)
