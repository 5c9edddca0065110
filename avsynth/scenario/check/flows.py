"""Checks of what actors do: steps, behaviors and the blocks around them."""

from __future__ import annotations

import itertools
from dataclasses import replace

from avsynth.contracts import STEPS
from avsynth.scenario import syntax
from avsynth.scenario.check.context import Context
from avsynth.scenario.check.inference import Inference
from avsynth.scenario.check.kinds import TRUTH, quantity_named
from avsynth.scenario.check.plain import Slot
from avsynth.scenario.check.randoms import random_kind
from avsynth.scenario.check.settings import check_call, check_value
from avsynth.scenario.distributions import ParameterError, uncovered
from avsynth.scenario.programs import arms_of
from avsynth.scenario.substitution import substituted
from avsynth.scenario.vocabulary import PERIOD, ROUNDS, step_rules


def check_behaviors(context: Context) -> None:
    """Add what is wrong with the behaviors, whatever their parameters are, and behaviors that call each other."""
    for behavior in context.behaviors.values():
        for k, name in enumerate(behavior.parameters):
            if name in behavior.parameters[:k]:
                context.problem(behavior.at, "AVS202", f"the parameter '{name}' is given twice", "another name")
        check_flows(Inference(context, me=behavior.name, in_run=True, parameters=behavior.parameters), behavior.flows)
        _check_calls_itself(context, behavior)


def check_flows(inference: Inference, flows: tuple[syntax.Flow, ...], called: tuple[str, ...] = ()) -> None:
    """Add what is wrong with what an actor does; `called` are the behaviors on the way here."""
    for flow in flows:
        match flow:
            case syntax.Action():
                _check_action(inference, flow, called)
            case syntax.Choose():
                _check_choose(inference, flow, called)
            case syntax.If(condition=condition, flows=then, otherwise=otherwise):
                inference.expect(condition, TRUTH, "after 'if'")
                check_flows(inference, then, called)
                check_flows(inference, otherwise, called)
            case syntax.When(condition=condition, flows=inner):
                inference.expect(condition, TRUTH, "after 'when'")
                check_flows(inference, inner, called)
            case syntax.Repeat(count=count, flows=inner):
                check_value(replace(inference, in_run=False), count, Slot(ROUNDS, "after 'repeat'"))
                check_flows(inference, inner, called)
            case syntax.Serial(flows=inner):
                check_flows(inference, inner, called)
            case syntax.Parallel(flows=inner):
                _check_movers(inference, inner)
                check_flows(inference, inner, called)


def _check_action(inference: Inference, action: syntax.Action, called: tuple[str, ...]) -> None:
    context, step = inference.context, action.step
    behavior = context.behaviors.get(step.function)
    if behavior is not None:
        _check_behavior_call(inference, behavior, step, called)
    elif step.function in STEPS:
        check_call(inference, step, step_rules(step.function))
    elif not context.assumes(step.function):
        known = sorted({*STEPS.names(), *context.behaviors})
        context.unknown("AVS206", "step", step.function, known, step.at)
    if action.until is not None:
        inference.expect(action.until, TRUTH, "after 'until'")
    if action.duration is not None:
        check_value(replace(inference, in_run=False), action.duration, Slot(PERIOD, "duration"))


def _check_behavior_call(
    inference: Inference, behavior: syntax.Behavior, call: syntax.Invocation, called: tuple[str, ...]
) -> None:
    """Check the arguments of a call, and the block with the arguments put in."""
    context, names = inference.context, behavior.parameters
    signature = f"{behavior.name}({', '.join(names)})"
    if len(call.arguments) > len(names):
        message = f"{behavior.name} got {len(call.arguments)} arguments"
        context.problem(call.arguments[len(names)].at, "AVS405", message, signature)
        return
    given = dict(zip(names, call.arguments, strict=False))
    for keyword in call.keywords:
        if keyword.name not in names:
            context.unknown("AVS208", f"argument of {behavior.name}", keyword.name, list(names), keyword.at)
            return
        given[keyword.name] = keyword.value
    missing = [name for name in names if name not in given]
    if missing:
        context.problem(call.at, "AVS407", f"{behavior.name}: '{missing[0]}' is missing", signature)
        return
    fixed = {}
    for name, value in given.items():
        if isinstance(value, syntax.Random):
            random_kind(replace(inference, in_run=False), value)
            fixed[name] = value.distribution
        else:
            inference.kind(value) if not isinstance(value, syntax.Quoted) else None
            fixed[name] = value
    if behavior.name not in called and not any(isinstance(value, syntax.Random) for value in given.values()):
        check_flows(inference, substituted(behavior.flows, fixed), (*called, behavior.name))


def _check_choose(inference: Inference, choose: syntax.Choose, called: tuple[str, ...]) -> None:
    context, before = inference.context, len(inference.context.findings.problems)
    early = replace(inference, in_run=False)
    for arm in choose.arms:
        for weight in (arm.weight, arm.proposal):
            if weight is not None:
                early.expect(weight, quantity_named("number"), "weight of an arm")
        check_flows(inference, arm.flows, called)
    weights = [part for arm in choose.arms for part in (arm.weight, arm.proposal) if part is not None]
    if len(context.findings.problems) > before or any(context.constant(weight) is None for weight in weights):
        return
    try:
        nominal, proposal = arms_of(choose, context)
    except ParameterError as error:
        context.problem(choose.arms[0].at, "AVS401", error.found, error.allowed)
        return
    gap = uncovered(nominal.support, proposal.support) if proposal else None
    if gap is not None:
        arm = choose.arms[int(float(gap.split(",")[0]))]
        context.problem(
            arm.proposal.at, "AVS403", "this arm is never proposed, but happens", "a proposed weight above 0"
        )


def _check_movers(inference: Inference, flows: tuple[syntax.Flow, ...]) -> None:
    """Report a second step of a ``parallel`` that would move the actor at the same time."""
    movers = [flow for flow in flows if isinstance(flow, syntax.Action) and _moves(flow.step.function)]
    for first, second in itertools.pairwise(movers):
        inference.context.problem(
            second.at,
            "AVS505",
            f"'{second.step.function}' and '{first.step.function}' move the actor at the same time",
            "one step that moves it",
            note=f"'{first.step.function}' is at {first.at}",
        )


def _moves(word: str) -> bool:
    return word in STEPS and STEPS.get(word).moves


def _check_calls_itself(context: Context, behavior: syntax.Behavior) -> None:
    chain = _chain(context, behavior.name, (behavior.name,))
    if chain and behavior.name == min(chain, key=lambda name: context.behaviors[name].at):
        context.problem(
            behavior.at,
            "AVS504",
            f"behaviors call each other: {' -> '.join([*chain, behavior.name])}",
            "behaviors without a cycle",
        )


def _chain(context: Context, goal: str, way: tuple[str, ...]) -> tuple[str, ...]:
    """Return the behaviors from `goal` back to it, each calling the next; empty if there are none."""
    for action in syntax.steps_of(context.behaviors[way[-1]].flows):
        word = action.step.function
        if word == goal:
            return way
        if word in context.behaviors and word not in way:
            found = _chain(context, goal, (*way, word))
            if found:
                return found
    return ()
