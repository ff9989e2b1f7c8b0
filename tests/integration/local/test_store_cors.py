"""A page of another origin can upload to the store exactly as the bucket's rules let it."""

import base64
import hashlib
import http.client
from urllib.parse import urlsplit

import pytest

from tests.integration.local.conftest import Stand

BUCKET = "ebookvoice-books"
BODY = b"It was a dark and stormy night."
SHA256 = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
ORIGIN = "http://books.example"

Headers = dict[str, str]


def presigned(stand: Stand, method: str = "put_object", bucket: str = BUCKET, **parameters: str) -> str:
    named = {"Bucket": bucket, "Key": "in/book.epub", **parameters}
    return stand.clients.s3.generate_presigned_url(method, Params=named)


def send(method: str, url: str, headers: Headers, body: bytes = b"") -> tuple[int, Headers]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.request(method, f"{parts.path}?{parts.query}", body or None, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}


def preflight(url: str, origin: str, method: str, headers: str = "") -> tuple[int, Headers]:
    asked = {"Origin": origin, "Access-Control-Request-Method": method}
    return send("OPTIONS", url, asked | ({"Access-Control-Request-Headers": headers} if headers else {}))


def cors(headers: Headers) -> Headers:
    return {name: value for name, value in headers.items() if name.startswith("access-control-")}


def test_a_page_may_upload(stand: Stand) -> None:
    url = presigned(stand, ContentType="text/plain", ChecksumSHA256=SHA256)
    status, answer = preflight(url, ORIGIN, "PUT", "content-type, X-Amz-Checksum-Sha256")
    assert (status, cors(answer)) == (
        200,
        {
            "access-control-allow-origin": ORIGIN,
            "access-control-allow-credentials": "true",
            "access-control-allow-methods": "PUT",
            "access-control-allow-headers": "content-type, x-amz-checksum-sha256",
            "access-control-expose-headers": "ETag",
            "access-control-max-age": "60",
        },
    )
    signed = {"Origin": ORIGIN, "Content-Type": "text/plain", "x-amz-checksum-sha256": SHA256}
    status, answer = send("PUT", url, signed, BODY)
    assert (status, answer["access-control-allow-origin"]) == (200, ORIGIN)
    assert answer["access-control-expose-headers"] == "ETag"
    assert "etag" in answer
    status, answer = send("PUT", url, {**signed, "Content-Type": "text/html"}, BODY)
    assert (status, answer["access-control-allow-origin"]) == (403, ORIGIN), "the page could not read the refusal"


@pytest.mark.parametrize(
    ("origin", "method", "headers"),
    [
        ("http://evil.example", "PUT", ""),
        ("http://books.example.evil.example", "PUT", ""),
        ("https://books.example", "PUT", ""),
        (ORIGIN, "DELETE", ""),
        (ORIGIN, "GET", ""),
        (ORIGIN, "PUT", "authorization"),
        (ORIGIN, "PUT", "content-type, authorization"),
        ("http://www.reading.example", "PUT", ""),
        ("http://www.reading.example", "GET", "content-type"),
        ("http://reading.example", "GET", ""),
    ],
)
def test_what_no_rule_allows_is_refused(stand: Stand, origin: str, method: str, headers: str) -> None:
    status, answer = preflight(presigned(stand), origin, method, headers)
    assert (status, cors(answer)) == (403, {})


def test_a_rule_may_have_an_origin_with_a_wildcard(stand: Stand) -> None:
    origin = "http://www.reading.example"
    status, answer = preflight(presigned(stand, "get_object"), origin, "GET")
    assert (status, answer["access-control-allow-origin"]) == (200, origin)


def test_a_bucket_without_rules_is_for_no_page(stand: Stand) -> None:
    stand.clients.s3.create_bucket(Bucket="plain")
    stand.clients.s3.put_object(Bucket="plain", Key="in/book.epub", Body=BODY)
    url = presigned(stand, "get_object", "plain")
    assert preflight(url, ORIGIN, "GET") == (403, preflight(url, ORIGIN, "GET")[1])
    assert cors(preflight(url, ORIGIN, "GET")[1]) == {}
    status, answer = send("GET", url, {"Origin": ORIGIN})
    assert (status, cors(answer)) == (200, {})


def test_a_preflight_opens_nothing(stand: Stand) -> None:
    url = presigned(stand)
    bare = url.partition("?")[0] + "?"
    assert preflight(bare, ORIGIN, "PUT")[0] == 200
    assert send("PUT", bare, {"Origin": ORIGIN}, BODY)[0] == 403
    assert send("OPTIONS", bare, {})[0] == 400
