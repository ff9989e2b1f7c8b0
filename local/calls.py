"""One call of the API: JSON in, JSON out."""

import json
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from local.ending import ServiceError
from local.transport import Answer, Transport
from local.wire import Fields

RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0, 4.0)


class Calls:
    """Asks, and asks again when a GET found nobody at home."""

    def __init__(self, url: str, transport: Transport, pause: Callable[[float], None]) -> None:
        self._url = url.rstrip("/")
        self._transport = transport
        self._pause = pause

    def ask(self, method: str, path: str, body: Fields | None = None, token: str | None = None) -> Answer:
        """Send a request. Raises ServiceError if no answer comes; a refusal is one."""
        headers = {"Accept": "application/json"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        content = None if body is None else json.dumps(body).encode()
        for seconds in RETRY_SECONDS if method == "GET" else ():
            with suppress(ConnectionError):
                answer = self._transport.request(method, self._url + path, headers, content)
                if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                    return answer
            self._pause(seconds)
        try:
            return self._transport.request(method, self._url + path, headers, content)
        except ConnectionError as error:
            raise ServiceError("unavailable", str(error)) from error


def fields_of(answer: Answer) -> Fields:
    """Read a JSON object. Raises ServiceError for a refusal, and for an answer that is neither."""
    try:
        fields: Any = json.loads(answer.body) if answer.body else {}
    except ValueError:
        fields = None
    if answer.status < HTTPStatus.BAD_REQUEST and isinstance(fields, dict):
        return fields
    match fields:
        case {"error": {"code": str(code), "message": str(message)}}:
            raise ServiceError(code, message)
    raise ServiceError("unavailable", f"The service's answer (status {answer.status}) makes no sense. Try again later.")
