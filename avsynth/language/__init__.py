"""The text form of templates: grammar, parsing with positions, and errors that show the line."""

from avsynth.language.reading import load, parse

__all__ = ["load", "parse"]
