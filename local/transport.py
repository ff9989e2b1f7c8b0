"""HTTP with the standard library: one request, one answer."""

import http.client
import shutil
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, Protocol

SILENCE_SECONDS = 60
"""Longest silence on a connection; above the 30 s that API Gateway gives an answer."""
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a whole body."""

    status: int
    body: bytes


class Transport(Protocol):
    """Sends requests. Both methods raise ConnectionError when no proper answer comes."""

    def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes | BinaryIO | None) -> Answer:
        """Send a request and read the answer; a status of 400 and above is an answer like any other."""
        ...

    def fetch(self, url: str, target: BinaryIO) -> int:
        """Stream what lies at the address into `target`; return the status, writing nothing unless it is 200."""
        ...


class HttpTransport:
    """The transport of the standard library, without the proxies that the environment may name."""

    def __init__(self) -> None:
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes | BinaryIO | None) -> Answer:
        request = urllib.request.Request(url, data=body, headers=dict(headers), method=method)  # noqa: S310
        try:
            try:
                with self._opener.open(request, timeout=SILENCE_SECONDS) as response:
                    return Answer(response.status, response.read())
            except urllib.error.HTTPError as refusal:
                with refusal:
                    return Answer(refusal.code, refusal.read())
        except (OSError, http.client.HTTPException) as error:
            raise ConnectionError(f"{method} {_without_query(url)}: {error}") from error

    def fetch(self, url: str, target: BinaryIO) -> int:
        try:
            response = self._opener.open(url, timeout=SILENCE_SECONDS)
        except urllib.error.HTTPError as refusal:
            refusal.close()
            return refusal.code
        except (OSError, http.client.HTTPException) as error:
            raise ConnectionError(f"GET {_without_query(url)}: {error}") from error
        with response:
            shutil.copyfileobj(response, target, BLOCK)
            return int(response.status)


def _without_query(url: str) -> str:
    # A presigned address is a secret until it expires.
    return url.partition("?")[0]
