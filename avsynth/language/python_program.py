"""A template as a program of the Python builder, which makes the same template again."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

from avsynth.language.python_layout import WIDTH, Brackets, Code, call, lines_of, prefixed
from avsynth.language.python_values import Values, quoted
from avsynth.scenario import builder, syntax
from avsynth.scenario.template import Template

#: Words of the program itself.
_OWN = ("s", "template", "fragment")
_KINDS = ("road", "junction", "area")


def python_of(template: Template, folder: str = "") -> str:
    """Return a program whose `template` equals the given one.

    Parameters
    ----------
    template : Template
        Without errors.
    folder : str
        Where the files lie that it uses, as seen from where the program will run; empty for there.
    """
    text = "\n".join(line for code in _Program(template, folder).statements() for line in lines_of(code))
    end = "template" if template.run else "unchecked"
    return "\n".join([*_imports(text), "", text, f"template = s.{end}()", ""])


def _imports(text: str) -> list[str]:
    """Return the lines that import what the program calls."""
    called = set(re.findall(r"(?<![\w.\"])([A-Za-z_]+)\(", text))
    own = ["from avsynth.language import fragment"] if "fragment" in called else []
    names = tuple(name for name in sorted(builder.__all__) if name in called)
    flat = f"from avsynth.scenario.builder import {', '.join(names)}"
    return own + lines_of(
        flat if len(flat) <= WIDTH else Brackets("from avsynth.scenario.builder import (", names, ")")
    )


class _Program:
    """Writes the statements of a template in the order in which they need each other."""

    def __init__(self, template: Template, folder: str) -> None:
        self._template, self._folder = template, folder
        self._variables: dict[str, str] = {}
        self._values = Values(self._variables)

    def statements(self) -> Iterator[Code]:
        """Yield all statements."""
        template = self._template
        where = [prefixed("folder=", quoted(self._folder))] if self._folder else []
        yield prefixed("s = ", call("TemplateBuilder", [quoted(template.name), *where]))
        yield from map(self._use, template.uses)
        yield from map(self._param, template.params)
        yield from map(self._definition, template.definitions)
        yield from map(self._road, template.roads)
        yield from map(self._behavior, template.behaviors)
        if template.environment:
            yield call("s.environment", self._values.settings(template.environment))
        yield from map(self._place, template.places)
        yield from self._judgements()
        yield from self._how_to_run()

    def _named(self, word: str, statement: Code) -> Code:
        """Return a statement that gives a name, kept in a variable from here on."""
        taken = keyword.iskeyword(word) or word in (*builder.__all__, *_OWN)
        variable = f"{word}_" if taken else word
        if variable in self._variables.values() and self._variables.get(word) != variable:
            return statement  # asked for by name
        self._variables[word] = variable
        return prefixed(f"{variable} = ", statement)

    def _use(self, use: syntax.Use) -> Code:
        content = call("fragment", [quoted(use.path), *([quoted(self._folder)] if self._folder else [])])
        arguments = [quoted(use.path), content, *([quoted(use.alias)] if use.alias else [])]
        statement = call("s.use", [*arguments, *self._values.settings(use.bindings)])
        return self._named(use.alias, statement) if use.alias else statement

    def _param(self, param: syntax.Setting) -> Code:
        return self._named(param.name, call("s.param", [quoted(param.name), self._values.value(param.value)]))

    def _definition(self, definition: syntax.Setting) -> Code:
        word, value = definition.name, definition.value
        if isinstance(value, syntax.Random):
            return self._named(word, call("s.draw", [quoted(word), self._values.drawn(value)]))
        return self._named(word, call("s.define", [quoted(word), self._values.value(value)]))

    def _road(self, road: syntax.Road) -> Code:
        settings = [quoted(road.name), *self._values.settings(road.settings)]
        if road.kind in _KINDS:
            return self._named(road.name, call(f"s.{road.kind}", settings))
        return self._named(road.name, call("s.piece", [quoted(road.kind), *settings]))

    def _behavior(self, behavior: syntax.Behavior) -> Code:
        words = call("parameters", [quoted(word) for word in behavior.parameters])
        return call("s.behavior", [quoted(behavior.name), words, *map(self._values.flow, behavior.flows)])

    def _place(self, place: syntax.Place) -> Code:
        values = self._values
        spots = [values.spot(spot) for spot in place.spots]
        where = spots[0] if len(spots) == 1 else Brackets("[", tuple(spots), "]")
        arguments = [quoted(place.kind), quoted(place.name), *values.optional(place.count), prefixed("at=", where)]
        if place.facing is not None:
            arguments.append(prefixed("facing=", values.facing(place.facing)))
        arguments += values.settings(place.settings)
        if place.flows:
            arguments.append(prefixed("do=", values.flows(place.flows)))
        return self._named(place.name, call("s.place" if place.count is None else "s.crowd", arguments))

    def _judgements(self) -> Iterator[Code]:
        """Yield records, requirements and coverage; requirements may ask what is recorded."""
        template, value = self._template, self._values.value
        for record in template.records:
            yield self._named(record.name, call("s.record", [quoted(record.name), value(record.value)]))
        for cover in template.covers:
            rest = [("bins", cover.bins), ("target", cover.target)]
            given = [prefixed(f"{word}=", value(node)) for word, node in rest if node is not None]
            yield self._named(cover.name, call("s.cover", [quoted(cover.name), value(cover.value), *given]))
        for require in template.requires:
            how = [quoted(require.quantifier)] if require.quantifier else []
            if require.probability is not None:
                how.append(prefixed("probability=", value(require.probability)))
            yield call("s.require", [value(require.condition), *how])

    def _how_to_run(self) -> Iterator[Code]:
        template, values = self._template, self._values
        rig = quoted(template.rig) if isinstance(template.rig, str) else values.value(template.rig)
        yield call("s.sensors", [rig])
        if template.sample:
            yield call("s.sample", values.settings(tuple(map(_with_plain_method, template.sample))))
        if template.run:
            yield call("s.run", [values.setting(template.run.duration), values.setting(template.run.rate)])


def _with_plain_method(setting: syntax.Setting) -> syntax.Setting:
    """Return a setting of ``sample``, whose method the builder takes as a text."""
    match setting:
        case syntax.Setting("method", syntax.Reference((word,))):
            return syntax.Setting("method", syntax.Quoted(word))
    return setting
