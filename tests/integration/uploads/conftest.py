"""The API over a real Postgres and the embedded store, which enforces what was signed, as S3 and as R2."""

import base64
import hashlib
import http.client
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest

from ebookvoice.adapters.objects.store import BotoObjectStore
from ebookvoice.usecases import parts
from local.environment import Access
from tests.integration.api.harness import ApiWorld, Member
from tests.integration.api.uploads import declared
from tests.integration.objectstores import as_r2, as_s3, embedded

__all__ = ["embedded"]

MIB = 1024 * 1024
PART = 5 * MIB
"""The least that S3 takes as a part that is not the last."""


class StoredWorld(ApiWorld):
    """A deployment whose objects are real, too."""

    def __init__(self, database_url: str, store: BotoObjectStore, **settings: Any) -> None:
        super().__init__(database_url, **settings)
        self._objects = store

    @cached_property
    def objects(self) -> BotoObjectStore:  # type: ignore[override]
        return self._objects


@pytest.fixture(params=["s3", "r2"])
def store(request: pytest.FixtureRequest, embedded: Access) -> BotoObjectStore:
    store = as_s3(embedded) if request.param == "s3" else as_r2(embedded)
    store.delete(store.list(""))
    for key, upload in begun(store):
        store.abort_parts(key, upload)
    return store


def begun(store: BotoObjectStore) -> list[tuple[str, str]]:
    """List the uploads in parts that are neither complete nor given up."""
    uploads = store._client.list_multipart_uploads(Bucket=store._bucket).get("Uploads", [])
    return [(upload["Key"], upload["UploadId"]) for upload in uploads]


@pytest.fixture
def world(
    new_database: Callable[[], str], store: BotoObjectStore, monkeypatch: pytest.MonkeyPatch
) -> Iterator[StoredWorld]:
    """A deployment where more than a part is large."""
    monkeypatch.setattr(parts, "PART_BYTES", PART)
    world = StoredWorld(new_database(), store, multipart_bytes=PART)
    yield world
    world.store.close()


@pytest.fixture
def ada(world: StoredWorld) -> Member:
    return world.member("ada@example.com")


def announced(member: Member, content: bytes, age: timedelta = timedelta(0), **fields: Any) -> dict[str, Any]:
    """Announce a file with both checksums, at another time if need be."""
    md5 = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
    with patch("botocore.auth.get_current_datetime", return_value=datetime.now(UTC) - age):
        reply = member.client.post("/api/files", declared(content, md5=md5, **fields))
    assert reply.status == 201, reply.body
    answer: dict[str, Any] = reply.json
    return answer


@dataclass(frozen=True)
class Address:
    """Where something may be sent, and with which headers."""

    url: str
    headers: Mapping[str, str]

    @classmethod
    def of(cls, upload: Mapping[str, Any]) -> "Address":
        return cls(upload["url"], upload["headers"])

    def send(
        self,
        body: bytes,
        *,
        method: str = "PUT",
        url: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> int:
        """Use the address, perhaps otherwise than it is meant; a header of None is left out. Return the status."""
        target = urlsplit(url or self.url)
        connection = http.client.HTTPConnection(target.netloc, timeout=20)
        connection.putrequest(method, f"{target.path}?{target.query}", skip_accept_encoding=True)
        for name, value in {**self.headers, **(headers or {})}.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status


def bytes_of(part: Mapping[str, Any], content: bytes) -> bytes:
    """Cut a part out of a file."""
    start = (part["number"] - 1) * PART
    return content[start : start + part["size"]]
