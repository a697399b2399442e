"""The rule model -> the JSON Schema that editors check rule files with."""

from typing import Any

from tocsin.matching.rule import FileRule

MODELINE = "# yaml-language-server: $schema=../rule.schema.json"
"""The first line of each rule file: it tells an editor that the schema is in the folder above the desk's."""


def rule_schema() -> dict[str, Any]:
    """Return the schema of one rule file, in draft-07: the newest that editors' YAML servers know."""
    schema = FileRule.model_json_schema(by_alias=True)
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema, "title": "Alert rule of Tocsin"}
