"""Stores that keep one contract: moto's server, the embedded store as S3 and as R2, and the tests' own stand-in."""

import http.client
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from moto.server import ThreadedMotoServer

from ebookvoice.adapters.objects.client import Place
from ebookvoice.adapters.objects.store import BotoObjectStore
from ebookvoice.adapters.system import SystemClock
from ebookvoice.ports.objects import ObjectStore, PresignedUpload
from local import r2
from local.environment import R2_BUCKET, REGION, Access
from local.objectstore import ObjectStore as EmbeddedStore
from local.resources import Clients
from tests.fakes import FakeObjects

REAL = ["moto", "embedded", "r2"]


@pytest.fixture(scope="session")
def moto_endpoint() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(moto_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make moto's the store of whoever has no other; return a bucket of it."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    boto3.client("s3").create_bucket(Bucket="books")
    return "books"


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Access]:
    """The embedded store with a bucket of either kind."""
    home = tmp_path_factory.mktemp("store")
    with EmbeddedStore(home / "objects", home / "mail", home / "log") as store:
        Clients(store.access).s3.create_bucket(Bucket="books")
        r2.make_bucket(store.access, ["https://books.example.com"])
        yield store.access


def of_moto(bucket: str) -> BotoObjectStore:
    return BotoObjectStore(Place(bucket), SystemClock())


def as_s3(access: Access) -> BotoObjectStore:
    place = Place("books", access.endpoint, REGION, access.access_key, lambda: access.secret_key)
    return BotoObjectStore(place, SystemClock())


def as_r2(access: Access) -> BotoObjectStore:
    place = Place(R2_BUCKET, access.endpoint, "auto", access.r2.access_key, lambda: access.r2.secret_key, md5=True)
    return BotoObjectStore(place, SystemClock())


@pytest.fixture(params=[*REAL, "fake"])
def objects(request: pytest.FixtureRequest) -> ObjectStore:
    """An object store that is empty as far as the test is concerned, whichever it is."""
    match request.param:
        case "moto":
            store: ObjectStore = of_moto(request.getfixturevalue("bucket"))
        case "embedded":
            store = as_s3(request.getfixturevalue("embedded"))
        case "r2":
            store = as_r2(request.getfixturevalue("embedded"))
        case _:
            return FakeObjects()
    store.delete(store.list(""))
    return store


def put(signed: PresignedUpload, body: bytes, **changed: str) -> int:
    """PUT bytes to an address with its headers, some of which may be changed; return the status."""
    parts = urlsplit(signed.url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    headers = {**signed.headers, **{name.replace("_", "-"): value for name, value in changed.items()}}
    connection.request("PUT", f"{parts.path}?{parts.query}", body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def send_part(objects: ObjectStore, key: str, upload: str, number: int, body: bytes) -> None:
    """Send a part as a client would."""
    signed = objects.presign_part(key, upload, number, size=len(body), expires=60)
    if isinstance(objects, FakeObjects):
        assert parse_qs(urlsplit(signed.url).query) == {"uploadId": [upload], "partNumber": [str(number)]}
        objects.uploads[upload][number] = body
    else:
        assert put(signed, body) == 200
