"""The part of the reference that one operation has."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from local.describe.examples import Example
from local.describe.limits import limits_of
from local.describe.operations import Answer, Operation
from local.describe.schemas import Types

WHO = {
    "forbidden": "administrators",
    "invalid_signature": "whoever signs the request with the secret that both sides know",
}
"""By a refusal that others meet."""
FRESH_PROOF = "reauthentication_required"


def section(operation: Operation, types: Types, example: Example) -> str:
    """Write what an operation does, who may call it, with what, what comes of it, and an example."""
    parts = [
        f"### {operation.name}",
        joined(operation.description),
        f"For {_who(operation)}.",
        *_parameters(operation, types),
        *_body(operation, types),
        f"Answers:\n\n{_answers(operation, types)}",
        *_limits(operation),
        f"```sh\n{example.script}\n```",
        *_kept(example),
    ]
    return "\n\n".join(parts)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table."""
    lines = [head, ["---"] * len(head), *rows]
    cells = [[" ".join(cell.split()).replace("|", "\\|") for cell in line] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def joined(text: str) -> str:
    """Write each paragraph in a line of its own."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def anchor(heading: str) -> str:
    """Write what a link to a heading ends with, as GitHub makes it."""
    return re.sub(r"[^a-z0-9 _-]", "", heading.lower()).replace(" ", "-")


def _who(operation: Operation) -> str:
    who = next((told for code, told in WHO.items() if code in operation.codes), None)
    if who is None:
        by_token = "whoever has the feed's address" if "{token}" in operation.path else "everybody"
        who = "whoever is signed in" if operation.signed_in else by_token
    return f"{who}, after a [fresh proof](#post-apiauthreauthenticate)" if FRESH_PROOF in operation.codes else who


def _parameters(operation: Operation, types: Types) -> Iterator[str]:
    if operation.parameters:
        rows = [_parameter(parameter, types) for parameter in operation.parameters]
        yield table(("parameter", "in", "type", ""), rows)


def _parameter(parameter: Mapping[str, Any], types: Types) -> tuple[str, str, str, str]:
    schema = {**parameter["schema"], "description": parameter.get("description")}
    field = types.field(parameter["name"], schema, parameter.get("required", False))
    default = f" Without it `{field.default}`." if field.default else ""
    return f"`{field.name}`", parameter["in"], field.type, field.description + default


def _body(operation: Operation, types: Types) -> Iterator[str]:
    if operation.body is None:
        return
    form = types.resolved(operation.body)
    lead = "A form" if operation.media_type == "multipart/form-data" else "The body"
    yield joined(f"{lead}: {form.get('description', 'an object.')}")
    rows = [
        (
            f"`{field.name}`",
            field.type,
            "yes" if field.required else f"`{field.default}`" if field.default else "",
            field.description,
        )
        for field in types.fields(form)
    ]
    if rows:
        yield table(("field", "type", "required, or default", ""), rows)


def _answers(operation: Operation, types: Types) -> str:
    """List what may come of it: what it is for, and what is refused."""
    lines = [_answer(answer, types) for answer in operation.answers]
    lines += [f"{refusal.status} `{refusal.code}`: {refusal.sentence}" for refusal in operation.particular]
    return "\n".join(f"- {line}" for line in lines)


def _answer(answer: Answer, types: Types) -> str:
    form = f" {types.name(answer.schema)}" if answer.schema else ""
    headers = f" Headers: {', '.join(f'`{name}`' for name in answer.headers)}." if answer.headers else ""
    description = f": {answer.description}" if answer.description else ""
    return f"**{answer.status}**{form}{description}{headers}"


def _limits(operation: Operation) -> Iterator[str]:
    if counted := limits_of(operation.id):
        listed = ", ".join(f"`{one.limit.name}` ({one.words})" for one in counted)
        yield f"Counts against [{'limit' if len(counted) == 1 else 'limits'}](#limits) {listed}."


def _kept(example: Example) -> Iterator[str]:
    if example.kept:
        listed = ", ".join(f"`${name}` is `{field}`" for name, field in example.kept.items())
        yield f"Of the answer, {listed}."
