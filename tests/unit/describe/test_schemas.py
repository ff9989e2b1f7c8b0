"""JSON Schema in words."""

from typing import Any

import pytest

from local.describe.schemas import Types

TYPES = Types({"Job": {"type": "object"}, "State": {"enum": ["queued", "done"]}})


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string", "format": "uuid"}, "UUID"),
        ({"type": "string", "minLength": 1, "maxLength": 255}, "text (1 to 255 characters)"),
        ({"type": "integer", "minimum": -50.0, "maximum": 100.0}, "number (-50 to 100)"),
        ({"type": "integer", "minimum": 1.0}, "number (at least 1)"),
        ({"type": "integer", "maximum": 1_000_000.0}, "number (at most 1,000,000)"),
        ({"type": "array", "items": {"$ref": "#/x/Job"}, "maxItems": 5000}, "list of [Job](#job) (at most 5,000)"),
        ({"anyOf": [{"$ref": "#/x/State"}, {"type": "null"}]}, "`queued` or `done` or null"),
        ({"type": "object", "patternProperties": {"^a$": {"type": "boolean"}}}, "object of boolean"),
        ({"type": "object", "additionalProperties": False}, "object"),
        ({"type": "object", "properties": {"key": {}, "size": {}}}, "object with `key`, `size`"),
        ({"const": "bearer", "type": "string"}, "`bearer`"),
        ({}, "anything"),
    ],
)
def test_a_type_has_a_name(schema: dict[str, Any], words: str) -> None:
    assert TYPES.name(schema) == words


def test_a_field_tells_what_is_wanted_of_it() -> None:
    nullable = {
        "anyOf": [{"type": "string", "description": "six digits"}, {"type": "null"}],
        "description": "What came by mail.",
    }

    told = TYPES.field("code", nullable, required=False)

    assert (told.type, told.default, told.description) == ("text or null", None, "What came by mail. Six digits.")


def test_a_default_is_written_as_json_has_it() -> None:
    assert TYPES.field("on", {"type": "boolean", "default": False}, required=False).default == "false"
    assert TYPES.field("formats", {"type": "array", "items": {}, "default": ["m4b"]}, required=False).default == "m4b"
