"""The statements of a template, as far as they are more than a name and a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from avsynth.scenario.syntax.flows import Flow
from avsynth.scenario.syntax.nodes import Expr, Node, Random, Setting
from avsynth.scenario.syntax.spots import Facing, Spot

if TYPE_CHECKING:
    from avsynth.scenario.template import Template


@dataclass(frozen=True, slots=True)
class Use(Node):
    """``use "PATH" as ALIAS:``: what another scene file declares; its names get the alias before them.

    Parameters
    ----------
    path : str
        As written.
    alias : str
        Empty to take the names as they are.
    bindings : tuple of Setting
        Names that the file declares → what they are here instead.
    content : Template
        What the file says.
    """

    path: str
    alias: str
    bindings: tuple[Setting, ...]
    content: Template = field(repr=False)


@dataclass(frozen=True, slots=True)
class Road(Node):
    """A road, junction or area; `kind` is a word of the ROADS registry, or ``area``."""

    kind: str
    name: str
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class Place(Node):
    """``place KIND NAME:`` or, with a `count`, ``crowd KIND NAME count COUNT:``, with its body."""

    kind: str
    name: str
    spots: tuple[Spot, ...]
    facing: Facing | None = None
    settings: tuple[Setting, ...] = ()
    flows: tuple[Flow, ...] = ()
    count: Expr | Random | None = None


@dataclass(frozen=True, slots=True)
class Require(Node):
    """``require[probability] quantifier CONDITION``; the quantifier is empty for the start of the run."""

    condition: Expr
    quantifier: str = ""
    probability: Expr | None = None


@dataclass(frozen=True, slots=True)
class Record(Node):
    """``record NAME = EXPRESSION``."""

    name: str
    value: Expr


@dataclass(frozen=True, slots=True)
class Cover(Node):
    """``cover NAME: EXPRESSION bins [edges] target N``, or ``cover NAME: cross(A, B) target N``."""

    name: str
    value: Expr
    bins: Expr | None = None
    target: Expr | None = None


@dataclass(frozen=True, slots=True)
class Run(Node):
    """``run DURATION at RATE``."""

    duration: Expr | Random
    rate: Expr | Random
