"""What a page's form sends."""

import re
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from ebookvoice.domain.access import InvalidCodeError
from ebookvoice.domain.identity import Proof
from functions.api.errors import InvalidRequestError
from functions.api.schemas.auth import MAX_EMAIL

TYPE = "application/x-www-form-urlencoded"
MAX_FIELDS = 8
TOKEN = re.compile(r"[A-Za-z0-9_=-]{16,512}")


class InvalidFormError(InvalidRequestError):
    message = f"The form did not arrive as it was made. Open the page again and send it as `{TYPE}`, in UTF-8."


async def read_form(request: Request) -> Mapping[str, str]:
    """Read the fields of a form, each of which comes once. Raises InvalidFormError."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError:
        raise InvalidFormError from None
    fields = dict(pairs)
    if kind != TYPE or len(fields) != len(pairs):
        raise InvalidFormError
    return fields


def read_token(token: str) -> str:
    """Check that a token can be one. Raises InvalidCodeError: part of the link got lost on the way."""
    if TOKEN.fullmatch(token) is None:
        raise InvalidCodeError
    return token


def link_proof(request: Request) -> Proof:
    """Read the proof of the link that was followed. Raises InvalidCodeError."""
    return read_proof(request.query_params)


def form_proof(fields: "Fields") -> Proof:
    """Read the proof that the form carries on. Raises InvalidCodeError."""
    return read_proof(fields)


def read_proof(fields: Mapping[str, str]) -> Proof:
    """Read a link's token, and its address if it has one. Raises InvalidCodeError for what can be neither."""
    email = fields.get("email") or None
    if email is not None and len(email) > MAX_EMAIL:
        raise InvalidCodeError
    return Proof(read_token(fields.get("token", "")), email)


def form_token(fields: "Fields") -> str:
    """Read the token that the form carries on. Raises InvalidCodeError."""
    return read_token(fields.get("token", ""))


Fields = Annotated[Mapping[str, str], Depends(read_form)]
LinkProof = Annotated[Proof, Depends(link_proof)]
FormProof = Annotated[Proof, Depends(form_proof)]
FormToken = Annotated[str, Depends(form_token)]
