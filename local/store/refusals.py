"""What the door answers when it does not open, in the words of the services (S3 API reference, error responses)."""

import json
from collections.abc import Iterable
from http import HTTPStatus
from xml.sax.saxutils import escape

Answer = tuple[str, list[tuple[str, str]], Iterable[bytes]]
"""A WSGI status line, headers and body."""


class RefusalError(Exception):
    """A request that is turned down: HTTP status, S3's error code, a sentence."""

    def __init__(self, status: HTTPStatus, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def forbidden(code: str, message: str) -> RefusalError:
    """Turn down a request that does not prove who sent it."""
    return RefusalError(HTTPStatus.FORBIDDEN, code, message)


def invalid(code: str, message: str) -> RefusalError:
    """Turn down a request that is not what it claims to be."""
    return RefusalError(HTTPStatus.BAD_REQUEST, code, message)


def as_answer(refusal: RefusalError, service: str) -> Answer:
    """Write the refusal as S3 (XML) or as the JSON services do."""
    if service == "s3":
        text = f"<Error><Code>{refusal.code}</Code><Message>{escape(str(refusal))}</Message></Error>"
        media_type = "application/xml"
    else:
        text = json.dumps({"__type": refusal.code, "message": str(refusal)})
        media_type = "application/x-amz-json-1.0"
    body = text.encode()
    headers = [("Content-Type", media_type), ("Content-Length", str(len(body)))]
    return f"{refusal.status.value} {refusal.status.phrase}", headers, [body]
