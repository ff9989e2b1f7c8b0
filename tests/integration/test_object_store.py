"""The object store's contract, kept by the real adapter over HTTP and by the tests' own stand-in."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.stub import Stubber
from moto.server import ThreadedMotoServer

from ebookvoice.adapters.objects import PART, BotoObjectStore
from ebookvoice.adapters.system import SystemClock
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.ports.objects import ObjectChangedError, ObjectMissingError, ObjectStore
from tests.fakes import FakeObjects


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    boto3.client("s3").create_bucket(Bucket="books")
    return "books"


def real(bucket: str) -> BotoObjectStore:
    return BotoObjectStore(bucket, SystemClock())


@pytest.fixture(params=["real", "fake"])
def objects(request: pytest.FixtureRequest) -> ObjectStore:
    return FakeObjects() if request.param == "fake" else real(request.getfixturevalue("bucket"))


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
    signed = real(bucket).presign_put("k", size=3, content_type="a/b", sha256="c2hhMjU2", expires=900)
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


def test_objects_that_are_left_are_an_error(bucket: str) -> None:
    objects = real(bucket)
    refusal = {"Errors": [{"Key": "a", "Code": "AccessDenied", "Message": "Access Denied"}]}
    with Stubber(objects._client) as stub:
        stub.add_response("delete_objects", refusal)
        with pytest.raises(UnavailableError):
            objects.delete(["a"])


def test_a_store_that_cannot_be_reached_is_unavailable(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(UnavailableError):
        real(bucket).head("a")
