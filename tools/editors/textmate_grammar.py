"""Write the TextMate grammar of the language from its vocabulary: ``python tools/editors/textmate_grammar.py``.

Editors that read TextMate grammars (VS Code, Sublime Text, TextMate, JetBrains) colour ``.scene`` files with it. A test
makes it anew and compares, so it cannot go stale.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from avsynth.contracts import STEPS
from avsynth.core.units import UNITS
from avsynth.language.explaining import STATEMENTS
from avsynth.language.parsing import keywords
from avsynth.scenario.distributions import FAMILIES, FORMS
from avsynth.scenario.functions import FUNCTIONS

FILE = Path(__file__).with_name("avsynth.tmLanguage.json")
_NAME, _NUMBER = r"[A-Za-z_][A-Za-z_0-9]*", r"([0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"


def grammar() -> dict:
    """Return the grammar."""
    others = sorted({*keywords(), "always", "eventually", "never", "finally"} - {*STATEMENTS, "true", "false"})
    patterns = [
        {"name": "comment.line.number-sign.scene", "match": r"#.*$"},
        {"name": "string.quoted.double.scene", "match": r'"[^"\n]*"'},
        {
            "match": rf"^\s*({_words(STATEMENTS)})\b",
            "captures": {"1": {"name": "keyword.control.scene"}},
        },
        {
            "match": rf"^({_NAME})\s*(~|=(?!=))",
            "captures": {"1": {"name": "variable.other.definition.scene"}, "2": {"name": "keyword.operator.scene"}},
        },
        {
            "match": rf"(?<![A-Za-z_0-9]){_NUMBER}\s*({_words(UNITS)})?(?![A-Za-z_0-9])",
            "captures": {"1": {"name": "constant.numeric.scene"}, "2": {"name": "keyword.other.unit.scene"}},
        },
        {"name": "constant.language.scene", "match": r"(?<!\.)\b(true|false|self|any)\b"},
        {"name": "support.function.distribution.scene", "match": rf"(?<!\.)\b({_words([*FAMILIES, *FORMS])})(?=\()"},
        {"name": "support.function.scene", "match": rf"(?<!\.)\b({_words(FUNCTIONS)})(?=\()"},
        {"name": "entity.name.function.step.scene", "match": rf"(?<!\.)\b({_words(STEPS.names())})(?=\()"},
        {
            "match": rf"^\s*({_NAME})\s*(:|~)",
            "captures": {"1": {"name": "entity.other.attribute-name.scene"}, "2": {"name": "keyword.operator.scene"}},
        },
        {"name": "keyword.other.scene", "match": rf"(?<!\.)\b({_words(others)})\b(?!\s*:)"},
        {"name": "keyword.operator.scene", "match": r"~|->|\.\.|\+-|[<>=!]=|[<>=@|*/+-]"},
    ]
    return {
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "name": "avsynth scene",
        "scopeName": "source.avsynth.scene",
        "fileTypes": ["scene"],
        "patterns": patterns,
    }


def written() -> str:
    """Return the grammar as the file holds it."""
    return json.dumps(grammar(), indent=2, ensure_ascii=False) + "\n"


def _words(words: object) -> str:
    """Return the pattern of any of some words, long ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
