"""The operations that the OpenAPI document tells of, as the reference shows them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from local.describe.schemas import Schema

REFUSAL = re.compile(r"^`(\w+)`: (.+)$", re.MULTILINE)
"""How functions.api.errors.documented writes a refusal: its code, and the sentence for people."""

EVERYWHERE = frozenset({"invalid_request", "unavailable", "internal"})
SIGNED_IN = frozenset({"not_authenticated"})
WITH_A_BODY = frozenset({"body_too_large"})
CHANGING = frozenset({"cross_site_request"})
"""What goes without saying is said once, at the beginning of the reference."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What may come of a request; `schema` is that of a JSON body, `headers` names those that are told of."""

    status: int
    description: str
    schema: Schema | None
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error that may come of a request."""

    status: int
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path. Its answers are those that are no refusals."""

    method: str
    path: str
    id: str
    group: str
    description: str
    signed_in: bool
    parameters: tuple[Mapping[str, Any], ...]
    body: Schema | None
    media_type: str
    answers: tuple[Answer, ...]
    refusals: tuple[Refusal, ...]

    @property
    def name(self) -> str:
        """Write method and path, as the heading has them."""
        return f"{self.method} {self.path}"

    @property
    def codes(self) -> frozenset[str]:
        """List the codes of its refusals."""
        return frozenset(refusal.code for refusal in self.refusals)

    @property
    def particular(self) -> list[Refusal]:
        """List the refusals that do not go without saying."""
        usual = EVERYWHERE | CHANGING | WITH_A_BODY | (SIGNED_IN if self.signed_in else frozenset())
        return [refusal for refusal in self.refusals if refusal.code not in usual]


def operations(described: Mapping[str, Any]) -> list[Operation]:
    """List all operations, in the document's order."""
    return [
        _operation(method, path, told)
        for path, methods in described["paths"].items()
        for method, told in methods.items()
    ]


def _operation(method: str, path: str, told: Mapping[str, Any]) -> Operation:
    body: Mapping[str, Any] = told.get("requestBody", {}).get("content", {})
    media_type = next(iter(body), "")
    return Operation(
        method=method.upper(),
        path=path,
        id=told["operationId"],
        group=told["tags"][0],
        description=told["description"],
        signed_in="security" in told,
        parameters=tuple(told.get("parameters", ())),
        body=body[media_type]["schema"] if body else None,
        media_type=media_type,
        answers=tuple(_answers(told["responses"])),
        refusals=tuple(_refusals(told["responses"])),
    )


def _answers(responses: Mapping[str, Mapping[str, Any]]) -> Iterator[Answer]:
    for status, response in sorted(responses.items()):
        if not REFUSAL.search(response["description"]):
            usual = response["description"] == "Successful Response"
            schema = response.get("content", {}).get("application/json", {}).get("schema")
            description = "" if usual else response["description"]
            yield Answer(int(status), description, schema, tuple(response.get("headers", ())))


def _refusals(responses: Mapping[str, Mapping[str, Any]]) -> Iterator[Refusal]:
    for status, response in sorted(responses.items()):
        for code, sentence in REFUSAL.findall(response["description"]):
            yield Refusal(int(status), code, sentence)
