"""Python calls as lines: flat where they fit, one argument a line where they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: Longest line, where brackets allow to break it.
WIDTH = 100
_STEP = "    "


@dataclass(frozen=True, slots=True)
class Brackets:
    """``head`` up to an opening bracket, what stands between the brackets, and ``end`` from the closing one."""

    head: str
    items: tuple[Code, ...]
    end: str

    def __str__(self) -> str:
        return f"{self.head}{', '.join(map(str, self.items))}{self.end}"


#: A piece of Python.
Code = str | Brackets


def call(function: str, items: Sequence[Code]) -> Brackets:
    """Return a call."""
    return Brackets(f"{function}(", tuple(items), ")")


def prefixed(prefix: str, code: Code) -> Code:
    """Return `code` with text before it, such as the name of an argument."""
    return prefix + code if isinstance(code, str) else Brackets(prefix + code.head, code.items, code.end)


def suffixed(code: Code, suffix: Code) -> Code:
    """Return `code` with text behind it, such as the call of a method."""
    if isinstance(suffix, Brackets):
        return Brackets(str(code) + suffix.head, suffix.items, suffix.end)
    return code + suffix if isinstance(code, str) else Brackets(code.head, code.items, code.end + suffix)


def lines_of(code: Code, indent: str = "", end: str = "") -> list[str]:
    """Return `code` as lines, behind `indent` and followed by `end`."""
    flat = f"{indent}{code}{end}"
    if isinstance(code, str) or len(flat) <= WIDTH or not code.items:
        return [flat]
    inner = [line for item in code.items for line in lines_of(item, indent + _STEP, ",")]
    return [indent + code.head, *inner, f"{indent}{code.end}{end}"]
