"""The body of a request, read before anything else happens and only up to a limit."""

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope

from functions.api.errors import BodyTooLargeError

MAX_BODY = 1024 * 1024
"""Bytes. Requests are a few hundred long; books never come this way."""

UPLOAD = ("POST", "/api/files/upload")

MAX_UPLOAD = 9 * 512 * 1024
"""Bytes of a form with a small file: what is left of Lambda's payload of 6 MiB for a body that comes in Base64 (AWS
Lambda quotas, "Function configuration, deployment, and execution")."""


class FileTooLargeError(BodyTooLargeError):
    """`limit` in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"Only files of up to {limit:,} bytes can be sent here. "
            "Announce this one with POST /api/files, and PUT it to the address that you get."
        )


async def read_body(scope: Scope, receive: Receive) -> bytes:
    """Read the whole body. Raises BodyTooLargeError, before reading if the client says so itself."""
    limit, error = _limit(scope)
    declared = Headers(scope=scope).get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > limit:
        raise error
    blocks: list[bytes] = []
    more = True
    while more:
        message = await receive()
        blocks.append(message.get("body", b""))
        if sum(map(len, blocks)) > limit:
            raise error
        more = message.get("more_body", False)
    return b"".join(blocks)


def _limit(scope: Scope) -> tuple[int, BodyTooLargeError]:
    """Tell how long the body of a request may be, and what a longer one is answered."""
    if (scope["method"], scope["path"]) == UPLOAD:
        return MAX_UPLOAD, FileTooLargeError(MAX_UPLOAD)
    return MAX_BODY, BodyTooLargeError()


def replayed(body: bytes, receive: Receive) -> Receive:
    """Hand a body that was read to whoever reads next; after it comes what else the server has to say."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return messages.pop() if messages else await receive()

    return next_message
