"""The object store's contract, kept by the real adapter over HTTP and by the tests' own stand-in."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.stub import Stubber

from ebookvoice.adapters.objects.client import Place
from ebookvoice.adapters.objects.parts import PART
from ebookvoice.adapters.objects.store import BotoObjectStore
from ebookvoice.adapters.system import SystemClock
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.ports.objects import ObjectChangedError, ObjectMissingError, ObjectsLeftError, ObjectStore
from tests.integration.objectstores import bucket, embedded, moto_endpoint, objects
from tests.integration.objectstores import of_moto as real

__all__ = ["bucket", "embedded", "moto_endpoint", "objects"]


def test_what_is_put_is_read(objects: ObjectStore, tmp_path: Path) -> None:
    written = objects.put("a/b", b"0123456789", "text/plain")
    assert objects.head("a/b") == written
    assert written.size == 10
    assert objects.read("a/b") == b"0123456789"
    assert objects.read("a/b", etag=written.etag, offset=2, length=3) == b"234"
    assert objects.read("a/b", offset=7) == b"789"
    assert b"".join(objects.stream("a/b", 4)) == b"456789"
    path = tmp_path / "copy"
    objects.download("a/b", written.etag, path)
    assert path.read_bytes() == b"0123456789"
    assert objects.put("a/file", path, "text/plain").size == 10


def test_reads_are_pinned(objects: ObjectStore, tmp_path: Path) -> None:
    first = objects.put("pinned", b"one", "text/plain")
    objects.put("pinned", b"two", "text/plain")
    with pytest.raises(ObjectChangedError):
        objects.read("pinned", etag=first.etag)
    with pytest.raises(ObjectChangedError):
        objects.download("pinned", first.etag, tmp_path / "x")
    with pytest.raises(ObjectChangedError):
        list(objects.stream("pinned", 1, etag=first.etag))
    now = objects.head("pinned")
    assert now is not None
    assert b"".join(objects.stream("pinned", 1, etag=now.etag)) == b"wo"


def test_what_is_not_there(objects: ObjectStore, tmp_path: Path) -> None:
    assert objects.head("nothing") is None
    for attempt in (
        lambda: objects.read("nothing"),
        lambda: list(objects.stream("nothing")),
        lambda: objects.copy("nothing", "else"),
        lambda: objects.download("nothing", "etag", tmp_path / "x"),
    ):
        with pytest.raises(ObjectMissingError):
            attempt()
    objects.delete(["nothing"])


def test_copy_list_delete(objects: ObjectStore) -> None:
    for name in ("x/1", "x/2", "y/1"):
        objects.put(name, name.encode(), "text/plain")
    objects.copy("x/1", "x/3")
    assert list(objects.list("x/")) == ["x/1", "x/2", "x/3"]
    assert objects.read("x/3") == b"x/1"
    objects.delete(objects.list("x/"))
    assert list(objects.list("x/")) == []
    assert objects.head("y/1") is not None


def test_browsing_goes_on_where_it_ended(objects: ObjectStore) -> None:
    began = datetime.now(UTC) - timedelta(seconds=2)
    heads = {name: objects.put(name, name.encode(), "text/plain") for name in ("b/10", "b/2", "b/1", "a/1", "c")}

    found = list(objects.browse("b/"))

    assert [(one.key, one.etag, one.size) for one in found] == [
        (name, heads[name].etag, heads[name].size) for name in ("b/1", "b/10", "b/2")
    ]
    assert all(began <= one.modified <= datetime.now(UTC) + timedelta(seconds=2) for one in found)
    assert [one.key for one in objects.browse("b/", "b/1")] == ["b/10", "b/2"]
    assert [one.key for one in objects.browse("b/", "b/1999")] == ["b/2"]
    assert [one.key for one in objects.browse("", "b/2")] == ["c"]
    assert list(objects.browse("b/", "b/2")) == []


def test_more_than_a_page_is_listed_and_deleted(objects: ObjectStore) -> None:
    names = [f"many/{number:04}" for number in range(1003)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: objects.put(name, b"x", "text/plain"), names))

    assert [one.key for one in objects.browse("many/")] == names
    assert list(objects.list("many/100")) == names[1000:]
    objects.delete(names)
    assert list(objects.list("many/")) == []


def test_a_stream_of_nothing_is_an_empty_object(objects: ObjectStore) -> None:
    assert objects.put_stream("empty", [], "text/plain").size == 0
    assert (objects.read("empty"), list(objects.stream("empty"))) in [(b"", []), (b"", [b""])]


def test_a_stream_becomes_one_object(objects: ObjectStore) -> None:
    blocks = [b"a" * 3_000_000] * 7
    assert objects.put_stream("big", blocks, "audio/mp4").size == 21_000_000 > 2 * PART
    assert objects.read("big", offset=20_999_999) == b"a"


def test_a_stream_that_breaks_off_leaves_nothing(objects: ObjectStore) -> None:
    def broken() -> Iterator[bytes]:
        yield b"a" * 2 * PART
        raise ConnectionError

    with pytest.raises(ConnectionError):
        objects.put_stream("broken", broken(), "audio/mp4")
    assert objects.head("broken") is None


def test_an_upload_is_signed_with_everything_that_pins_it(bucket: str) -> None:
    signed = real(bucket).presign_put("k", size=3, content_type="a/b", sha256="c2hhMjU2", md5=None, expires=900)
    query = parse_qs(urlsplit(signed.url).query)
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert query["X-Amz-Expires"] == ["900"]
    signed_headers = set(query["X-Amz-SignedHeaders"][0].split(";"))
    assert signed_headers >= {"host", "content-length", "content-type", "if-none-match"}
    assert "x-amz-checksum-sha256" in signed_headers or query["x-amz-checksum-sha256"] == ["c2hhMjU2"]


def test_a_download_names_its_file(bucket: str) -> None:
    url = real(bucket).presign_get("k", filename="Émile.m4b", content_type="audio/mp4", expires=600)
    query = parse_qs(urlsplit(url).query)
    assert query["response-content-disposition"] == [
        "attachment; filename=\"Emile.m4b\"; filename*=UTF-8''%C3%89mile.m4b"
    ]
    assert query["X-Amz-Expires"] == ["600"]


def test_addresses_are_the_regions_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    url = real("books").presign_get("k", filename="f", content_type="audio/mp4", expires=600)
    assert urlsplit(url).netloc == "books.s3.eu-central-1.amazonaws.com"


@pytest.mark.parametrize("endpoint", ["https://0123abcd.r2.cloudflarestorage.com", "http://garage.example.com:3900"])
def test_addresses_of_other_stores_have_the_bucket_in_their_path(
    monkeypatch: pytest.MonkeyPatch, endpoint: str
) -> None:
    """The function's own role, whose session token would be no good there, is left out of it."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("AWS_SESSION_TOKEN", "the role's")
    place = Place("books", endpoint, "auto", "key-id", lambda: "secret", md5=True)
    store = BotoObjectStore(place, SystemClock())
    put = store.presign_put("a/k", size=3, content_type="a/b", sha256="c2hhMjU2", md5="bWQ1", expires=900)
    part = store.presign_part("a/k", "up", 2, size=5, expires=900)
    for signed, headers in ((put, "content-length;content-md5;content-type;host;if-none-match"), (part, None)):
        address = urlsplit(signed.url)
        query = parse_qs(address.query)
        assert f"{address.scheme}://{address.netloc}{address.path}" == f"{endpoint}/books/a/k"
        assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
        assert query["X-Amz-Credential"][0].startswith("key-id/")
        assert query["X-Amz-Credential"][0].endswith("/auto/s3/aws4_request")
        assert query["X-Amz-SignedHeaders"] == [headers or "content-length;host"]
        assert "X-Amz-Security-Token" not in query
    assert put.headers == {
        "Content-Length": "3",
        "Content-Type": "a/b",
        "If-None-Match": "*",
        "Content-MD5": "bWQ1",
    }
    assert part.headers == {"Content-Length": "5"}


def test_a_bucket_that_is_not_there_is_no_empty_one(bucket: str, tmp_path: Path) -> None:
    store = real("nowhere")
    for attempt in (
        lambda: store.head("a"),
        lambda: store.read("a"),
        lambda: list(store.stream("a")),
        lambda: list(store.browse("")),
        lambda: store.parts("a", "upload"),
        lambda: store.delete(["a"]),
    ):
        with pytest.raises(UnavailableError):
            attempt()


def test_objects_that_are_left_are_an_error(bucket: str) -> None:
    objects = real(bucket)
    refusal = {"Errors": [{"Key": "a", "Code": "AccessDenied", "Message": "Access Denied"}]}
    with Stubber(objects._client) as stub:
        stub.add_response("delete_objects", refusal)
        stub.add_response("delete_objects", {})
        with pytest.raises(ObjectsLeftError) as left:
            objects.delete(["a", *map(str, range(1000))])
        stub.assert_no_pending_responses()
    assert left.value.keys == {"a"}


def test_a_bucket_is_looked_for_once(bucket: str) -> None:
    objects = real(bucket)
    with Stubber(objects._client) as stub:
        stub.add_client_error("head_object", "404", http_status_code=404)
        stub.add_response("head_bucket", {})
        stub.add_client_error("head_object", "404", http_status_code=404)
        assert (objects.head("a"), objects.head("a")) == (None, None)
        stub.assert_no_pending_responses()


@pytest.mark.parametrize(("status", "there"), [(403, True), (404, False), (503, False)])
def test_who_may_not_ask_for_the_bucket_believes_the_answer(bucket: str, status: int, there: bool) -> None:
    objects = real(bucket)
    with Stubber(objects._client) as stub:
        stub.add_client_error("head_object", "404", http_status_code=404)
        stub.add_client_error("head_bucket", str(status), http_status_code=status)
        with nullcontext() if there else pytest.raises(UnavailableError):
            assert objects.head("a") is None


def test_a_store_that_cannot_be_reached_is_unavailable(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(UnavailableError):
        real(bucket).head("a")
