"""From a template that uses other files to one that says it all itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from avsynth.scenario import syntax
from avsynth.scenario.substitution import joined, substituted

if TYPE_CHECKING:
    from avsynth.scenario.template import Template

#: The parts of a template that are lists of statements with names, and those without.
_NAMED = ("definitions", "roads", "behaviors", "places", "records", "covers")
_LISTS = (*_NAMED, "requires")


def expanded(template: Template) -> Template:
    """Return `template` with its parameters as definitions and with what it uses in it, before its own.

    What a used file says of environment holds unless `template` says it; its rig, sample and run are left out.
    """
    own = replace(template, params=(), definitions=(*template.params, *template.definitions))
    if not template.uses:
        return own
    brought = [(use, expanded(use.content)) for use in template.uses]
    aliases = {use.alias: frozenset(_names(content)) for use, content in brought if use.alias}
    parts = {part: joined(getattr(own, part), aliases) for part in _LISTS}
    environment, sample = joined(own.environment, aliases), joined(own.sample, aliases)
    for use, content in reversed(brought):
        renamed = _renamed(content, use, joined(use.bindings, aliases))
        parts = {part: (*renamed[part], *parts[part]) for part in _LISTS}
        said = {setting.name for setting in environment}
        environment = (*(each for each in renamed["environment"] if each.name not in said), *environment)
    columns = tuple(column for _, content in brought for column in content.columns)
    return replace(own, uses=(), environment=environment, sample=sample, columns=(*columns, *own.columns), **parts)


def declared(template: Template) -> set[str]:
    """Return the names that a template declares itself."""
    return {setting.name for setting in template.params} | _names(template)


def _names(template: Template) -> set[str]:
    return {each.name for part in _NAMED for each in getattr(template, part)}


def _renamed(content: Template, use: syntax.Use, bindings: tuple[syntax.Setting, ...]) -> dict[str, tuple]:
    """Return the statements of a used template as they are called here; what is bound is not declared any more."""
    bound = {setting.name: setting.value for setting in bindings}
    prefix = f"{use.alias}." if use.alias else ""
    meanings = {name: syntax.Reference((prefix + name,)) for name in _names(content)} | bound
    parts: dict[str, tuple] = {}
    for part in _LISTS:
        statements = tuple(each for each in getattr(content, part) if getattr(each, "name", None) not in bound)
        inside = [substituted(each, meanings) for each in statements]
        named = part in _NAMED
        parts[part] = tuple(replace(each, name=prefix + each.name) if named else each for each in inside)
    return parts | {"environment": substituted(content.environment, meanings)}
