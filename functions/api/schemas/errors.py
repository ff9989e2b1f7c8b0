"""Errors on the wire."""

from typing import Annotated, Any

from pydantic import Field

from functions.api.schemas.wire import Public


class ErrorDetail(Public):
    """`code` is stable, clients may switch on it; `message` says what to do next."""

    code: str
    message: str
    request_id: str
    details: Annotated[
        dict[str, Any], Field(description="What a program may do about it; `voices`: names that would do.")
    ] = {}


class ErrorPublic(Public):
    """The body of every answer that is not a success."""

    error: ErrorDetail
