"""JSON Schema in words: what a value may be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]

FORMATS = {"uuid": "UUID", "date-time": "time", "binary": "file"}


@dataclass(frozen=True, slots=True)
class Field:
    """A value by its name; `default` as JSON would write it, None where there is none."""

    name: str
    type: str
    required: bool
    default: str | None
    description: str


class Types:
    """Names types by the schemas that a document has; objects become links to their own tables."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self._schemas = schemas

    def fields(self, schema: Schema) -> list[Field]:
        """List the fields of an object's schema."""
        required = schema.get("required", ())
        return [self.field(name, part, name in required) for name, part in schema.get("properties", {}).items()]

    def field(self, name: str, schema: Schema, required: bool) -> Field:
        """Describe one value. What is wanted of it stands in the schema, or in what it may be beside null."""
        told = [schema.get("description"), *(part.get("description") for part in schema.get("anyOf", ()))]
        sentences = dict.fromkeys(_sentence(text) for text in told if text)
        return Field(name, self.name(schema), required, _default(schema), " ".join(sentences))

    def name(self, schema: Schema) -> str:
        """Say what a value may be."""
        if "$ref" in schema:
            return self._referred(schema["$ref"].rpartition("/")[2])
        if "anyOf" in schema:
            return " or ".join(self.name(part) for part in schema["anyOf"])
        if "enum" in schema or "const" in schema:
            return _either(schema.get("enum", [schema.get("const")]))
        match schema.get("type"):
            case "array":
                return f"list of {self.name(schema['items'])}{_bounds(schema, 'minItems', 'maxItems')}"
            case "string":
                return _text(schema)
            case "integer" | "number":
                return f"number{_bounds(schema, 'minimum', 'maximum')}"
            case "object" if "properties" in schema:
                return f"object with {', '.join(f'`{name}`' for name in schema['properties'])}"
            case "object":
                values = list(schema.get("patternProperties", {}).values())
                values += [schema["additionalProperties"]] if schema.get("additionalProperties") else []
                return f"object of {self.name(values[0])}" if values and isinstance(values[0], Mapping) else "object"
        return str(schema.get("type", "anything"))

    def resolved(self, schema: Schema) -> Schema:
        """Follow a reference."""
        return self._schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema

    def _referred(self, name: str) -> str:
        schema = self._schemas[name]
        return _either(schema["enum"]) if "enum" in schema else f"[{name}](#{name.lower()})"


def references(schema: Any) -> Iterator[str]:
    """Name what a schema refers to, at any depth."""
    if isinstance(schema, Mapping):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for part in schema.values():
            yield from references(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from references(part)


def _text(schema: Schema) -> str:
    if schema.get("contentMediaType") == "application/octet-stream":
        return "file"
    named = FORMATS.get(schema.get("format", ""), "text")
    return named + _bounds(schema, "minLength", "maxLength").replace(")", " characters)")


def _either(values: list[Any]) -> str:
    return " or ".join(f"`{value}`" for value in values)


def _bounds(schema: Schema, least: str, most: str) -> str:
    low, high = (f"{int(schema[name]):,}" if name in schema else None for name in (least, most))
    if low and high:
        return f" ({low} to {high})"
    return f" (at least {low})" if low else f" (at most {high})" if high else ""


def _default(schema: Schema) -> str | None:
    default = schema.get("default")
    if default in (None, "", [], {}) or isinstance(default, Mapping):
        return None
    values = default if isinstance(default, list) else [default]
    return ", ".join(str(value).lower() if isinstance(value, bool) else str(value) for value in values)


def _sentence(text: str) -> str:
    joined = " ".join(text.split())
    return f"{joined[0].upper()}{joined[1:].rstrip('.')}."
