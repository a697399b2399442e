"""data/model.json -> how the shipped weights are to be used."""

from importlib import resources
from importlib.resources.abc import Traversable
from typing import Literal

from pydantic import Field

from tocsin.domain.base import Handwritten

Head = Literal["status", "background", "subtype", "roles", "source", "country", "counts"]


class Manifest(Handwritten):
    """What training found: where to draw the line, and which heads do better than the rules."""

    threshold: float = Field(gt=0, lt=1, description="An event that the rules see is told from this probability on.")
    unseen: float = Field(gt=0, lt=1, description="One that they do not, from this on.")
    temperature: float = Field(
        gt=0, description="By which logits are divided, so that probabilities mean what they say."
    )
    shift: float = Field(description="What is added to logits, to the same end.")
    unread: float = Field(ge=0, le=1, description="Confidence of what the rules find in sentences that are not read.")
    heads: frozenset[Head]
    recipe: str


def shipped() -> Traversable:
    """Return the folder of the weights that the package carries."""
    return resources.files(__package__) / "data"


def load_manifest(data: Traversable) -> Manifest:
    """Return the manifest of the folder ``data``."""
    return Manifest.model_validate_json((data / "model.json").read_bytes())
