"""Published pictures can be read by everybody, and nothing else can."""

import http.client
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from ebookvoice.domain import keys
from local.objectstore import ObjectStore
from local.resources import Clients


@pytest.fixture(scope="module")
def published(store: ObjectStore) -> str:
    key = keys.publication(uuid4(), uuid4(), "png")
    for name in (key, "users/a/pictures/b/source", "public/x"):
        Clients(store.access).s3.put_object(Bucket="books", Key=name, Body=b"picture", ContentType="image/png")
    return key


def ask(store: ObjectStore, method: str, path: str, headers: dict[str, str] | None = None) -> Any:
    """Send a request that nobody has signed; return status, type and body."""
    connection = http.client.HTTPConnection(urlsplit(store.access.endpoint).netloc, timeout=20)
    connection.request(method, path, headers=headers or {})
    response = connection.getresponse()
    return response.status, response.headers["Content-Type"], response.read()


def test_a_published_picture_needs_no_signature(store: ObjectStore, published: str) -> None:
    assert ask(store, "GET", f"/books/{published}") == (200, "image/png", b"picture")
    assert ask(store, "HEAD", f"/books/{published}")[:2] == (200, "image/png")
    Clients(store.access).s3.delete_object(Bucket="books", Key=published)
    assert ask(store, "GET", f"/books/{published}")[0] == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/books/users/a/pictures/b/source"),
        ("GET", "/books/public/x"),
        ("GET", "/books/public/../users/a/pictures/b/source"),
        ("GET", "/books/public/%2e%2e/users/a/pictures/b/source"),
        ("GET", "/books/public/"),
        ("GET", "/books?prefix=public/"),
        ("GET", "/books"),
        ("GET", "/books/{}?acl"),
        ("GET", "/books/{}?versionId=null"),
        ("PUT", "/books/{}"),
        ("POST", "/books/{}"),
        ("DELETE", "/books/{}"),
    ],
)
def test_everything_else_does(store: ObjectStore, published: str, method: str, path: str) -> None:
    assert ask(store, method, path.format(published))[0] == 403


def test_a_wrong_signature_is_worse_than_none(store: ObjectStore, published: str) -> None:
    assert ask(store, "GET", f"/books/{published}", {"Authorization": "AWS4-HMAC-SHA256 x"})[0] == 403
