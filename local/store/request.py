"""A request as it came over the wire: signatures are over these bytes, not over what a framework makes of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BufferedIOBase
from typing import Any, Self
from urllib.parse import unquote

Query = tuple[tuple[str, str], ...]
BLOCK = 1 << 20


class Body:
    """A request's body of a known length; `left` is what has not been read."""

    def __init__(self, stream: BufferedIOBase, length: int) -> None:
        self._stream = stream
        self.left = length

    def read_into(self, buffer: memoryview) -> int:
        """Read up to a bufferful and return the count of bytes, 0 at the end (or if the sender gave up)."""
        count = self._stream.readinto(buffer[: min(len(buffer), self.left)]) if self.left else 0
        self.left -= count
        return count

    def read(self) -> bytes:
        """Read what is left, or less if the sender gave up."""
        content = self._stream.read(self.left)
        self.left -= len(content)
        return content

    def drain(self, limit: int) -> None:
        """Throw away up to `limit` bytes."""
        buffer = memoryview(bytearray(BLOCK))
        stop = self.left - limit
        while self.left > max(0, stop) and self.read_into(buffer):
            pass


@dataclass(frozen=True, slots=True)
class Request:
    """`path` is still percent-encoded; query names and values are decoded; header names are lower-case."""

    method: str
    path: str
    query: Query
    headers: Mapping[str, str]
    body: Body

    @classmethod
    def of(cls, environ: Mapping[str, Any]) -> Self:
        """Read a WSGI environment of werkzeug's server, which keeps the raw target in RAW_URI."""
        path, _, query = str(environ["RAW_URI"]).partition("?")
        headers = {
            name[5:].replace("_", "-").lower(): str(environ[name]) for name in environ if name.startswith("HTTP_")
        }
        for name in ("content-type", "content-length"):
            if value := environ.get(name.replace("-", "_").upper()):
                headers[name] = str(value)
        length = headers.get("content-length", "")
        body = Body(environ["wsgi.input"], int(length) if length.isdecimal() else 0)
        return cls(str(environ["REQUEST_METHOD"]), path, _pairs(query), headers, body)

    def parameter(self, name: str) -> str | None:
        """Look a query parameter up."""
        return next((value for key, value in self.query if key == name), None)

    @property
    def bucket_and_key(self) -> tuple[str, str]:
        """Read a path-style address."""
        bucket, _, key = unquote(self.path).lstrip("/").partition("/")
        return bucket, key

    @property
    def buckets(self) -> set[str]:
        """Name the bucket and, for a copy, the one that it comes from."""
        source = unquote(self.headers.get("x-amz-copy-source", "")).lstrip("/").partition("/")[0]
        return {self.bucket_and_key[0], *filter(None, [source])}

    @property
    def writes_body(self) -> bool:
        """Tell whether the body is an object's bytes (PutObject, UploadPart) and not a document about one."""
        about = {"acl", "tagging", "retention", "legal-hold"}.intersection(name for name, _ in self.query)
        return (
            self.method == "PUT"
            and bool(self.bucket_and_key[1])
            and not about
            and "x-amz-copy-source" not in self.headers
        )


def _pairs(query: str) -> Query:
    pairs = (item.partition("=") for item in query.split("&") if item)
    return tuple((unquote(name), unquote(value)) for name, _, value in pairs)
