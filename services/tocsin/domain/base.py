"""The two kinds of model: what travels on a wire, and what people write by hand."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Wire(BaseModel):
    """A frozen value that travels; unknown fields are ignored, since producers deploy first.

    The text of a validation error shows no value: it may end up in a log, and values are article text.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, hide_input_in_errors=True)


class CamelWire(Wire):
    """A wire value whose JSON keys are camelCase, as in schema.org and ninjs."""

    model_config = ConfigDict(alias_generator=to_camel)


class Handwritten(BaseModel):
    """A frozen value from a YAML file of ours; unknown keys are faults, since they are typing errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")
