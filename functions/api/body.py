"""The body of a request, read before anything else happens and only up to a limit."""

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope

from functions.api.errors import BodyTooLargeError

MAX_BODY = 1024 * 1024
"""Bytes. Requests are a few hundred long; books never come this way."""


async def read_body(scope: Scope, receive: Receive) -> bytes:
    """Read the whole body. Raises BodyTooLargeError, before reading if the client says so itself."""
    declared = Headers(scope=scope).get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > MAX_BODY:
        raise BodyTooLargeError
    blocks: list[bytes] = []
    more = True
    while more:
        message = await receive()
        blocks.append(message.get("body", b""))
        if sum(map(len, blocks)) > MAX_BODY:
            raise BodyTooLargeError
        more = message.get("more_body", False)
    return b"".join(blocks)


def replayed(body: bytes, receive: Receive) -> Receive:
    """Hand a body that was read to whoever reads next; after it comes what else the server has to say."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return messages.pop() if messages else await receive()

    return next_message
