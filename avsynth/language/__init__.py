"""The text form of templates: parsing with positions, errors that show the line, canonical form, form in Python."""

from avsynth.language.parameters import with_parameters
from avsynth.language.reading import fragment, load, parse, read_text

__all__ = ["fragment", "load", "parse", "read_text", "with_parameters"]
