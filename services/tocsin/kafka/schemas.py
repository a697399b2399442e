"""The models of the messages -> JSON Schema files that people, editors and other languages read."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from tocsin.domain.article import Article
from tocsin.kafka.topics import Topic, Topics, TopicSpec
from tocsin.matching.rule import SubscriberRule

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
# yaml-language-server, which editors use on YAML files, knows no newer draft.
_YAML_DRAFT = "http://json-schema.org/draft-07/schema#"
SPEC_FILE = "topic.schema.json"


def schema_files(topics: Topics) -> dict[str, str]:
    """Return file name -> content of every schema: one a typed topic, and one for the topic files themselves."""
    files = {f"{topic.name}.schema.json": _message_schema(topic) for topic in topics if topic.message is not bytes}
    files[SPEC_FILE] = _written(_YAML_DRAFT, TopicSpec.model_json_schema(), title="A topic of Tocsin")
    return files


def stale(directory: Path, files: dict[str, str]) -> tuple[str, ...]:
    """Return the names of schema files that are missing, differ from ``files``, or belong to no topic."""
    there = {path.name: path.read_text(encoding="utf-8") for path in sorted(directory.glob("*.schema.json"))}
    return tuple(sorted(name for name in files.keys() | there.keys() if files.get(name) != there.get(name)))


def write(directory: Path, files: dict[str, str]) -> None:
    """Write every schema and remove those of topics that are gone."""
    directory.mkdir(exist_ok=True)
    for path in directory.glob("*.schema.json"):
        if path.name not in files:
            path.unlink()
    for name, content in files.items():
        (directory / name).write_text(content, encoding="utf-8")


def _message_schema(topic: Topic[Any]) -> str:
    model: type[BaseModel] = topic.message
    # Articles and rules come from others, so their schemas are of what is accepted; the rest is what we write.
    mode: Any = "validation" if model in (Article, SubscriberRule) else "serialization"
    return _written(_DRAFT, model.model_json_schema(by_alias=True, mode=mode), title=topic.name)


def _written(draft: str, schema: dict[str, Any], *, title: str) -> str:
    ordered = {"$schema": draft, **schema, "title": title}
    return json.dumps(ordered, indent=2, ensure_ascii=False) + "\n"
