"""The journey of a book with Cloudflare R2's rules for its store: the bridge tells of it, or the reader does."""

import base64
import hashlib
from collections.abc import Iterator

import pytest

from local.cloud import Cloud
from local.environment import R2_BUCKET
from local.home import ALONE
from local.resources import Clients
from tests.e2e.books import epub
from tests.e2e.reader import Fields, Reader, exchange
from tests.integration.bridge.test_worker import NODE, bring, notice

BOOK = epub({"One": ["There was a bridge."], "Two": ["It held."]})


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """A cloud that never sweeps while a test runs: what starts a conversion is what the test does."""
    home = tmp_path_factory.mktemp("home")
    with Cloud(home, storage="r2", sweep_seconds=3600, overrides=ALONE) as cloud:
        yield cloud


def announce(reader: Reader, **more: str) -> Fields:
    file = {
        "filename": "bridge.epub",
        "size": len(BOOK),
        "sha256": base64.b64encode(hashlib.sha256(BOOK).digest()).decode(),
        "convert": {},
    }
    status, answer = reader.call("POST", "/api/files", {**file, **more})
    assert status == (201 if more else 422), answer
    return answer


def sent(reader: Reader) -> tuple[Fields, str]:
    """Upload the book; return the file and its object's key."""
    file = announce(reader, md5=base64.b64encode(hashlib.md5(BOOK, usedforsecurity=False).digest()).decode())
    assert {name.lower() for name in file["upload"]["headers"]} == {
        "content-length",
        "content-type",
        "content-md5",
        "if-none-match",
    }
    reader.put(file, BOOK)
    return file, f"users/{reader.id}/uploads/{file['id']}/source"


def test_the_store_wants_an_md5(cloud: Cloud) -> None:
    assert announce(Reader(cloud))["error"]["code"] == "checksum_missing"


@pytest.mark.skipif(NODE is None, reason="there is no Node")
def test_the_bridge_starts_a_conversion(cloud: Cloud) -> None:
    reader = Reader(cloud)
    file, key = sent(reader)
    assert reader.job(file["job"]["id"])["state"] == "awaiting_upload"
    secret = (cloud.home / "r2-webhook-secret").read_text()

    assert bring(cloud.url, [notice(key), notice(key)], secret=secret) == ["acknowledged"] * 2

    audiobook = reader.audiobook(file["job"]["id"])
    assert [chapter["title"] for chapter in audiobook["chapters"]] == ["One", "Two"]
    assert (
        f"/{R2_BUCKET}/users/{reader.id}/audiobooks/"
        in reader.get(f"/api/audiobooks/{audiobook['id']}/download")["url"]
    )
    assert reader.download(audiobook["id"])[4:8] == b"ftyp"


def test_so_does_the_reader(cloud: Cloud) -> None:
    reader = Reader(cloud)
    file, _ = sent(reader)

    status, confirmed = reader.call("POST", f"/api/files/{file['id']}/confirm")

    assert (status, confirmed["state"]) == (200, "uploaded")
    reader.audiobook(file["job"]["id"])
    status, _ = exchange(file["upload"]["method"], file["upload"]["url"], file["upload"]["headers"], BOOK)
    assert status == 412


def test_nothing_of_it_lies_in_a_bucket_of_the_stack(cloud: Cloud) -> None:
    names = [bucket["Name"] for bucket in Clients(cloud.access).s3.list_buckets()["Buckets"]]
    assert R2_BUCKET in names
    assert not [name for name in names if "-books-" in name]
