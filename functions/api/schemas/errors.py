"""Errors on the wire."""

from functions.api.schemas.wire import Public


class ErrorDetail(Public):
    """`code` is stable, clients may switch on it; `message` says what to do next."""

    code: str
    message: str
    request_id: str


class ErrorPublic(Public):
    """The body of every answer that is not a success."""

    error: ErrorDetail
