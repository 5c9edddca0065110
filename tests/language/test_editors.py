"""The TextMate grammar knows every word of the language, and colours a scene as the reader reads it."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

from avsynth.core import paths
from avsynth.language.parsing import tokens_of

FOLDER = Path(__file__).parents[2] / "tools" / "editors"
GRAMMAR = json.loads((FOLDER / "avsynth.tmLanguage.json").read_text(encoding="utf-8"))


def scopes_of(line):
    """Return the scope of each column of a line, by the first pattern that matches, as editors apply them."""
    scopes, at = [""] * len(line), 0
    while at < len(line):
        found = [(match, rule) for rule in GRAMMAR["patterns"] if (match := re.compile(rule["match"]).search(line, at))]
        if not found:
            break
        match, rule = min(found, key=lambda pair: pair[0].start())
        spans = [(match.span(), rule.get("name", ""))]
        spans += [(match.span(int(k)), part["name"]) for k, part in rule.get("captures", {}).items()]
        for (first, last), name in spans:
            scopes[first:last] = [name] * (last - first)
        at = max(match.end(), at + 1)
    return scopes


def test_the_grammar_is_made_of_the_vocabulary_as_it_is_now():
    spec = importlib.util.spec_from_file_location("textmate_grammar", FOLDER / "textmate_grammar.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)

    assert json.loads(tool.written()) == GRAMMAR, "run: python tools/editors/textmate_grammar.py"


@pytest.mark.parametrize("name", ["highway", "child_night", "examples/five_way"])
def test_numbers_units_texts_and_statements_are_coloured_where_the_reader_sees_them(name):
    text = (paths.scenes() / f"{name}.scene").read_text(encoding="utf-8")
    scopes = [scopes_of(line) for line in text.split("\n")]
    wanted = {"NUMBER": "constant.numeric", "UNIT": "keyword.other.unit", "STRING": "string.quoted"}

    for token in tokens_of(text):
        if token.type in wanted:
            assert scopes[token.line - 1][token.column - 1].startswith(wanted[token.type]), (token, token.line)
        if token.column == 1 and token.type in ("_PLACE", "_REQUIRE", "_SAMPLE", "_RUN", "_ENVIRONMENT"):
            assert scopes[token.line - 1][0] == "keyword.control.scene"


def test_a_comment_is_a_comment_to_its_end():
    line = '    speed: 30 km/h  # as "drawn"'

    assert set(scopes_of(line)[20:]) == {"comment.line.number-sign.scene"}
