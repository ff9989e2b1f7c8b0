"""The reference as Markdown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from local.describe.errors import codes
from local.describe.examples import examples
from local.describe.limits import COUNTED
from local.describe.operations import Operation, operations
from local.describe.schemas import Field, Types, references
from local.describe.section import anchor, joined, section, table
from local.describe.variables import VARIABLES

PREFACE = Path(__file__).with_name("preface.md")


def document(described: Mapping[str, Any]) -> str:
    """Write the whole reference. Raises KeyError for an operation without an example."""
    schemas = described["components"]["schemas"]
    types, found = Types(schemas), sorted(operations(described), key=_place(described))
    parts = [
        PREFACE.read_text(),
        table(("variable", ""), [(f"`${name}`", told) for name, told in VARIABLES.items()]),
        _contents(found),
        *_groups(found, types),
        _limits(found),
        _errors(),
        *_forms(found, schemas, types),
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _place(described: Mapping[str, Any]) -> Callable[[Operation], int]:
    """Keep a group's operations together, the groups in the order of their first ones."""
    groups = list(dict.fromkeys(operation.group for operation in operations(described)))
    return lambda operation: groups.index(operation.group)


def _contents(found: Sequence[Operation]) -> str:
    rows = [
        (f"[{operation.name}](#{anchor(operation.name)})", operation.description.partition("\n\n")[0])
        for operation in found
    ]
    return "## Operations\n\n" + table(("operation", ""), rows)


def _groups(found: Sequence[Operation], types: Types) -> Iterator[str]:
    for group, members in groupby(found, key=lambda operation: operation.group):
        yield f"## {group[0].upper()}{group[1:]}"
        for operation in members:
            yield section(operation, types, examples()[operation.name])


def _limits(found: Sequence[Operation]) -> str:
    names = {operation.id: operation.name for operation in found}
    rows = [
        (f"`{name}`", counted.words, counted.by, "; ".join(sorted(names[id_] for id_ in counted.operations)))
        for name, counted in COUNTED.items()
    ]
    return (
        "## Limits\n\n"
        "As they are unless the operator sets others. Over a limit the answer is 429 `rate_limited`, with "
        "`Retry-After`, `RateLimit-Policy` and `RateLimit`. A window slides: it ends with the very request.\n\n"
        + table(("limit", "how many", "counted by", "operations"), rows)
    )


def _errors() -> str:
    rows = [(f"`{code.code}`", str(code.status), code.sentence) for code in codes()]
    told = table(("code", "status", "sentence"), rows)
    return f"## Errors\n\nThe sentence may be more particular than here.\n\n{told}"


def _forms(found: Sequence[Operation], schemas: Mapping[str, Any], types: Types) -> Iterator[str]:
    """Show the objects that requests and answers are made of, but for those that stand with an operation."""
    yield "## Forms"
    for name in sorted(_used(found, schemas, types)):
        schema = schemas[name]
        if "properties" in schema:
            fields = types.fields(schema)
            yield f"### {name}\n\n{joined(schema.get('description', ''))}\n\n{_fields(fields)}"


def _fields(fields: Sequence[Field]) -> str:
    return table(("field", "type", ""), [(f"`{field.name}`", field.type, field.description) for field in fields])


def _used(found: Sequence[Operation], schemas: Mapping[str, Any], types: Types) -> set[str]:
    """Name what operations refer to, at any depth; of a request's own form, what it is made of."""
    names: set[str] = set()
    ahead = [name for operation in found for name in _mentioned(operation, types)]
    while ahead:
        name = ahead.pop()
        if name not in names:
            names.add(name)
            ahead += references(schemas[name])
    return names


def _mentioned(operation: Operation, types: Types) -> Iterator[str]:
    for answer in operation.answers:
        yield from references(answer.schema)
    if operation.body is not None:
        yield from references(types.resolved(operation.body))
