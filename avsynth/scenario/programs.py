"""What an actor does, in one attempt: arms chosen, repeats counted, behaviors put in, every number drawn.

Draws are addressed by the blocks they stand in and how often the word came before there, so a further line moves no
draw. Whether the run gets to them is only known after it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from avsynth.scenario import syntax
from avsynth.scenario.attempt import Attempt, as_node
from avsynth.scenario.distributions.choice import Choice
from avsynth.scenario.draws import Site
from avsynth.scenario.fold import evaluated, known_value, needs_world
from avsynth.scenario.program import Branch, Flow, Guard, Series, StepCall, Together
from avsynth.scenario.substitution import substituted
from avsynth.scenario.values import arguments_of, value_of
from avsynth.scenario.vocabulary import PERIOD, ROUNDS, step_rules


def program(flows: tuple[syntax.Flow, ...], owner: str, attempt: Attempt) -> tuple[Flow, ...]:
    """Return what the actor `owner` does."""
    return _Block(owner, owner, attempt.for_run()).lowered(flows)


def arms_of(node: syntax.Choose, scope) -> tuple[Choice, Choice | None]:
    """Return the nominal and the proposed distribution of the number of the arm; raises ParameterError."""
    weights = tuple(float(known_value(arm.weight, scope)) for arm in node.arms)
    numbers = tuple(float(k) for k in range(len(node.arms)))
    if all(arm.proposal is None for arm in node.arms):
        return Choice(numbers, weights), None
    proposed = [arm.weight if arm.proposal is None else arm.proposal for arm in node.arms]
    return Choice(numbers, weights), Choice(numbers, tuple(float(known_value(each, scope)) for each in proposed))


@dataclass
class _Block:
    """One block of the actor `me`; `site` is its address, `seen` counts the words that came before in it."""

    site: str
    me: str
    attempt: Attempt
    seen: Counter = field(default_factory=Counter)

    def lowered(self, flows: tuple[syntax.Flow, ...]) -> tuple[Flow, ...]:
        """Return the flows of the block; those that the draws rule out are left out."""
        return tuple(made for flow in flows for made in self._flow(flow))

    def _flow(self, flow: syntax.Flow) -> tuple[Flow, ...]:
        match flow:
            case syntax.Action():
                return (self._action(flow),)
            case syntax.Serial(flows=inner):
                return (Series(flows=self._below("serial").lowered(inner)),)
            case syntax.Parallel(flows=inner):
                return (Together(flows=self._below("parallel").lowered(inner)),)
            case syntax.When(condition=condition, flows=inner):
                below = self._below("when")
                folded = self.attempt.folded(condition, self.me)
                return (Guard(condition=folded, flows=below.lowered(inner), at=flow.at.short),)
            case syntax.If():
                return self._if(flow)
            case syntax.Choose():
                return (self._choose(flow),)
            case syntax.Repeat():
                return (self._repeat(flow),)
        raise AssertionError(flow)

    def _if(self, flow: syntax.If) -> tuple[Flow, ...]:
        """Return the block that holds; both where that is only known while the scenario runs."""
        condition = self.attempt.folded(flow.condition, self.me)
        then, otherwise = self._below("if"), self._below("else")
        if not needs_world(condition):
            holds = evaluated(condition, flow.condition.at)
            return then.lowered(flow.flows) if holds else otherwise.lowered(flow.otherwise)
        return (
            Branch(condition=condition, flows=then.lowered(flow.flows), otherwise=otherwise.lowered(flow.otherwise)),
        )

    def _choose(self, flow: syntax.Choose) -> Series:
        """Return the arm that was drawn."""
        below = self._below("choose")
        nominal, proposal = arms_of(flow, self.attempt)
        site = Site(below.site, nominal, proposal, _weights_text([arm.proposal or arm.weight for arm in flow.arms]))
        number = int(self.attempt.take(site, _weights_text([arm.weight for arm in flow.arms]), flow.at))
        arm = _Block(f"{below.site}.{number}", self.me, self.attempt)
        return Series(flows=arm.lowered(flow.arms[number].flows), draws=(below.site,))

    def _repeat(self, flow: syntax.Repeat) -> Series:
        below = self._below("repeat")
        count = int(value_of(flow.count, ROUNDS, f"{below.site}.count", self.attempt, self.me))
        rounds = [_Block(f"{below.site}.{k}", self.me, self.attempt).lowered(flow.flows) for k in range(count)]
        draws = (f"{below.site}.count",) if isinstance(flow.count, syntax.Random) else ()
        return Series(flows=tuple(Series(flows=each) for each in rounds), draws=draws)

    def _action(self, action: syntax.Action) -> Flow:
        word = action.step.function
        site = self._address(word)
        before = len(self.attempt.draws)
        until = None if action.until is None else self.attempt.folded(action.until, self.me)
        behavior = self.attempt.behaviors.get(word)
        if behavior is not None:
            meanings = self._meanings(behavior, action.step, site)
            duration = self._duration(action, site)
            draws = tuple(draw.name for draw in self.attempt.draws[before:] if draw.in_run)
            flows = _Block(site, self.me, self.attempt).lowered(substituted(behavior.flows, meanings))
            return Series(flows=flows, until=until, duration=duration, draws=draws)
        arguments = arguments_of(action.step, step_rules(word), site, self.attempt, self.me)
        duration = self._duration(action, site)
        draws = tuple(draw.name for draw in self.attempt.draws[before:] if draw.in_run)
        return StepCall(
            step=word, arguments=arguments, until=until, duration=duration, site=site, draws=draws, at=action.at.short
        )

    def _meanings(self, behavior: syntax.Behavior, call: syntax.Invocation, site: str) -> dict[str, syntax.Expr]:
        """Return what the parameters of a behavior stand for; one that is random is drawn once, at the call."""
        meanings = dict(zip(behavior.parameters, call.arguments, strict=False))
        for name, node in call.named.items():
            if isinstance(node, syntax.Random):
                node = as_node(self.attempt.draw(node, f"{site}.{name}", node.at), node.at)
            meanings[name] = node
        return meanings

    def _duration(self, action: syntax.Action, site: str) -> float | None:
        if action.duration is None:
            return None
        return value_of(action.duration, PERIOD, f"{site}.duration", self.attempt, self.me)

    def _below(self, word: str) -> _Block:
        return _Block(self._address(word), self.me, self.attempt)

    def _address(self, word: str) -> str:
        count = self.seen[word]
        self.seen[word] += 1
        return f"{self.site}.{word}" + (f"[{count}]" if count else "")


def _weights_text(weights: list[syntax.Expr]) -> str:
    pairs = ", ".join(f"{k}: {syntax.written(weight)}" for k, weight in enumerate(weights))
    return f"choice({{{pairs}}})"
