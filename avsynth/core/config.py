"""The base of everything that is configured: frozen, and unknown keys are refused."""

from pydantic import BaseModel, ConfigDict, ValidationError

from avsynth.core.errors import ConfigError, did_you_mean
from avsynth.core.units import Dimension


class Config(BaseModel):
    """A frozen set of named fields; every field has a description with its unit in brackets."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, allow_inf_nan=False)

    @classmethod
    def dimension_of(cls, field: str) -> str | None:
        """Return the dimension of `field` ("length", "speed" …), or None if it is not a quantity."""
        return next((mark.name for mark in cls.model_fields[field].metadata if isinstance(mark, Dimension)), None)

    @classmethod
    def read(cls, values: dict, where: str):
        """Return the configuration of plain `values`; raise ConfigError with `where`, field and value."""
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise ConfigError(explain(error, cls, where)) from None


def explain(error: ValidationError, model: type[BaseModel], where: str) -> str:
    """Return the first complaint of pydantic as one sentence of ours."""
    first = error.errors(include_url=False)[0]
    path = ".".join(str(part) for part in first["loc"]) or "value"
    if first["type"] == "extra_forbidden":
        known = sorted(model.model_fields)
        hint = did_you_mean(str(first["loc"][-1]), known)
        return f"{where}: unknown field '{path}'{hint or '; known fields: ' + ', '.join(known)}"
    if first["type"] == "missing":
        return f"{where}: field '{path}' is missing"
    message = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:  # a complaint about the whole: its fields would fill a page
        return f"{where}: {message}"
    return f"{where}: {path} = {first['input']!r}: {message[0].lower()}{message[1:]}"
