"""What becomes of a store's faults: tried again where that is safe, else told, and never taken for an end."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.config import Config

from ebookvoice.adapters.objects import client
from ebookvoice.adapters.objects.client import Place
from ebookvoice.adapters.objects.parts import PART
from ebookvoice.adapters.objects.store import BLOCK, BotoObjectStore
from ebookvoice.adapters.system import SystemClock
from ebookvoice.domain.errors import UnavailableError
from tests.standins.faulty_store import Script, busy, cut, cut_chunks, faulty_store, stalled, whole

HALF = os.urandom(BLOCK + BLOCK // 2)
"""A block that is whole, and one that is not."""

BROKEN = {
    "hangs up": cut(HALF, 3 * BLOCK),
    "hangs up after a block": cut(HALF[:BLOCK], 3 * BLOCK),
    "hangs up at once": cut(b"", 3 * BLOCK),
    "hangs up a byte before the end": cut(HALF, len(HALF) + 1),
    "hangs up between chunks": cut_chunks(HALF),
    "falls silent": stalled(HALF, 3 * BLOCK),
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for half a second where a deployment waits for twenty."""
    monkeypatch.setattr(client, "_CONFIG", client._CONFIG.merge(Config(read_timeout=0.5)))


def store_at(url: str) -> BotoObjectStore:
    return BotoObjectStore(Place("books", url, "us-east-1", "key", lambda: "secret"), SystemClock())


@pytest.mark.parametrize("script", BROKEN.values(), ids=BROKEN.keys())
def test_a_stream_that_breaks_off_never_looks_like_its_end(script: Script, tmp_path: Path) -> None:
    with faulty_store(script) as faulty:
        store = store_at(faulty.url)
        received: list[bytes] = []
        with pytest.raises(UnavailableError):
            received.extend(store.stream("k", etag="e"))
        assert HALF.startswith(b"".join(received))
        with pytest.raises(UnavailableError):
            store.read("k")
        with pytest.raises(UnavailableError):
            store.download("k", "e", tmp_path / "copy")


def test_a_stream_that_is_whole_ends(tmp_path: Path) -> None:
    with faulty_store(whole(HALF)) as faulty:
        assert b"".join(store_at(faulty.url).stream("k")) == HALF


def test_a_busy_store_is_asked_again() -> None:
    with faulty_store(busy(), busy(), whole(b"text")) as faulty:
        assert store_at(faulty.url).read("k") == b"text"
        assert faulty.requests == ["GET /books/k HTTP/1.1"] * 3


def test_a_store_that_stays_busy_is_unavailable() -> None:
    with faulty_store(busy()) as faulty:
        with pytest.raises(UnavailableError):
            store_at(faulty.url).head("k")
        assert len(faulty.requests) == 3


def test_half_a_stream_is_never_completed() -> None:
    """What was sent of it is given up, and the fault of its source is what is told."""

    def source() -> Iterator[bytes]:
        yield bytes(PART)
        with faulty_store(cut(HALF, 3 * BLOCK)) as origin:
            yield from store_at(origin.url).stream("k")

    begun = whole(b"<InitiateMultipartUploadResult><UploadId>up</UploadId></InitiateMultipartUploadResult>")
    with faulty_store(begun, whole(b"")) as faulty:
        with pytest.raises(UnavailableError):
            store_at(faulty.url).put_stream("k", source(), "text/plain")
        methods = [line.split()[0] for line in faulty.requests]
        assert methods == ["POST", "PUT", "DELETE"]
        assert faulty.requests[-1].endswith("?uploadId=up HTTP/1.1")


def test_a_fault_while_giving_up_hides_no_other() -> None:
    def source() -> Iterator[bytes]:
        yield b"some"
        raise ConnectionError

    begun = whole(b"<InitiateMultipartUploadResult><UploadId>up</UploadId></InitiateMultipartUploadResult>")
    with faulty_store(begun, busy()) as faulty, pytest.raises(ConnectionError):
        store_at(faulty.url).put_stream("k", source(), "text/plain")
