"""The store opens only to what was signed, unaltered and in time."""

import base64
import hashlib
import http.client
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from local.environment import REGION
from local.objectstore import ObjectStore
from local.resources import Clients
from tests.integration.local.conftest import code_of

BODY = b"It was a dark and stormy night."
SHA256 = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
HEADERS = {
    "Content-Type": "application/epub+zip",
    "Content-Length": str(len(BODY)),
    "If-None-Match": "*",
    "x-amz-checksum-sha256": SHA256,
}


class Uploader:
    """Presigns as the product does and sends what it is told to send."""

    def __init__(self, store: ObjectStore) -> None:
        self.store = store
        self.s3 = Clients(store.access).s3

    def presign(self, key: str) -> str:
        return self.s3.generate_presigned_url(
            "put_object",
            Params={
                "Bucket": "books",
                "Key": key,
                "ContentLength": len(BODY),
                "ContentType": "application/epub+zip",
                "IfNoneMatch": "*",
                "ChecksumSHA256": SHA256,
            },
            ExpiresIn=60,
        )

    def put(self, url: str, headers: dict[str, str], body: bytes = BODY, method: str = "PUT") -> tuple[int, str]:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        connection.putrequest(method, f"{parts.path}?{parts.query}", skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def stored(self, key: str) -> bool:
        return self.s3.list_objects_v2(Bucket="books", Prefix=key)["KeyCount"] > 0


@pytest.fixture
def uploader(store: ObjectStore) -> Uploader:
    return Uploader(store)


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in HEADERS.items() if key != name}


def test_the_signed_upload_is_stored(uploader: Uploader) -> None:
    assert uploader.put(uploader.presign("good"), HEADERS)[0] == 200
    answer = uploader.s3.get_object(Bucket="books", Key="good")
    assert (answer["Body"].read(), answer["ContentType"]) == (BODY, "application/epub+zip")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({**HEADERS, "Content-Length": str(len(BODY) + 1)}, BODY + b"!"),
        ({**HEADERS, "Content-Length": str(len(BODY) - 1)}, BODY[:-1]),
        ({**HEADERS, "Content-Type": "text/html"}, BODY),
        ({**HEADERS, "If-None-Match": "x"}, BODY),
        ({**HEADERS, "x-amz-checksum-sha256": SHA256[::-1]}, BODY),
        ({**HEADERS, "x-amz-meta-extra": "1"}, BODY),
        (without("Content-Type"), BODY),
        (without("If-None-Match"), BODY),
        (without("x-amz-checksum-sha256"), BODY),
    ],
    ids=[
        "longer",
        "shorter",
        "other type",
        "other condition",
        "other checksum",
        "extra",
        "no type",
        "no condition",
        "no sum",
    ],
)
def test_a_header_that_is_not_as_signed_is_refused(uploader: Uploader, headers: dict[str, str], body: bytes) -> None:
    status, text = uploader.put(uploader.presign("bad-header"), headers, body)
    assert status == 403
    assert "<Code>SignatureDoesNotMatch</Code>" in text or "<Code>AccessDenied</Code>" in text
    assert not uploader.stored("bad-header")


def test_other_bytes_than_the_checksum_s_are_refused(uploader: Uploader) -> None:
    status, text = uploader.put(uploader.presign("bad-bytes"), HEADERS, BODY[::-1])
    assert status == 400
    assert "<Code>BadDigest</Code>" in text
    assert not uploader.stored("bad-bytes")


def test_a_second_upload_is_refused(uploader: Uploader) -> None:
    url = uploader.presign("twice")
    assert [uploader.put(url, HEADERS)[0] for _ in range(2)] == [200, 412]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/books/", "/other/"),
        ("tampered", "another"),
        ("X-Amz-Expires=60", "X-Amz-Expires=6000"),
        ("us-east-1", "eu-west-1"),
    ],
)
def test_a_tampered_address_is_refused(uploader: Uploader, old: str, new: str) -> None:
    url = uploader.presign("tampered")
    assert old in url
    status, text = uploader.put(url.replace(old, new), HEADERS)
    assert status == 403
    assert "<Code>SignatureDoesNotMatch</Code>" in text


def test_another_method_is_refused(uploader: Uploader) -> None:
    assert uploader.put(uploader.presign("method"), HEADERS, method="DELETE")[0] == 403


@pytest.mark.parametrize(("shift", "words"), [(-61, "expired"), (3600, "not valid yet")])
def test_an_address_outside_its_time_is_refused(uploader: Uploader, shift: int, words: str) -> None:
    then = datetime.now(UTC) + timedelta(seconds=shift)
    with patch("botocore.auth.get_current_datetime", return_value=then):
        url = uploader.presign("late")
    status, text = uploader.put(url, HEADERS)
    assert status == 403
    assert words in text
    assert not uploader.stored("late")


def test_a_body_that_breaks_off_is_not_stored(uploader: Uploader) -> None:
    parts = urlsplit(uploader.presign("broken-off"))
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.putrequest("PUT", f"{parts.path}?{parts.query}", skip_accept_encoding=True)
    for name, value in HEADERS.items():
        connection.putheader(name, value)
    connection.endheaders(BODY[:10])
    assert connection.sock is not None
    connection.sock.shutdown(1)
    answer = connection.getresponse()
    assert (answer.status, b"IncompleteBody" in answer.read()) == (400, True)
    assert not uploader.stored("broken-off")


def test_nobody_gets_in_without_a_signature(uploader: Uploader) -> None:
    uploader.s3.put_object(Bucket="books", Key="private", Body=b"x")
    for path in ("/books/private", "/", "/moto-api/data.json"):
        assert uploader.put(uploader.store.access.endpoint + path + "?", {}, b"", method="GET")[0] == 403


@pytest.mark.parametrize("service", ["s3", "sqs", "ssm"])
@pytest.mark.parametrize("right", ["access_key", "secret_key"])
def test_half_a_pair_of_keys_is_not_enough(store: ObjectStore, service: Any, right: str) -> None:
    access = store.access
    session = boto3.Session(
        access.access_key if right == "access_key" else "AKIAAAAAAAAAAAAAAAAA",
        access.secret_key if right == "secret_key" else "wrong",
        region_name=REGION,
    )
    client: Any = session.client(
        service, endpoint_url=access.endpoint, config=Config(retries={"total_max_attempts": 1})
    )
    calls = {"s3": "list_buckets", "sqs": "list_queues", "ssm": "describe_parameters"}
    with pytest.raises(ClientError) as refusal:
        getattr(client, calls[service])()
    assert code_of(refusal) == ("SignatureDoesNotMatch" if right == "access_key" else "InvalidAccessKeyId")


def test_a_message_that_was_altered_on_the_way_is_refused(store: ObjectStore) -> None:
    client = Clients(store.access).sqs
    url = client.create_queue(QueueName="altered")["QueueUrl"]

    def alter(request: Any, **_: Any) -> None:
        request.body = request.body.replace(b"one", b"two")

    client.meta.events.register("before-send.sqs.SendMessage", alter)
    with pytest.raises(ClientError) as refusal:
        client.send_message(QueueUrl=url, MessageBody=json.dumps("one"))
    assert code_of(refusal) == "SignatureDoesNotMatch"
    assert "Messages" not in client.receive_message(QueueUrl=url)


def test_a_presigned_download_keeps_to_its_parameters(uploader: Uploader) -> None:
    uploader.s3.put_object(Bucket="books", Key="a book.m4b", Body=b"0123456789")
    params = {"Bucket": "books", "Key": "a book.m4b", "ResponseContentDisposition": 'attachment; filename="Größe.m4b"'}
    url = uploader.s3.generate_presigned_url("get_object", Params=params)
    assert uploader.put(url, {}, b"", method="GET") == (200, "0123456789")
    assert uploader.put(url.replace("attachment", "inline"), {}, b"", method="GET")[0] == 403
    missing = uploader.s3.generate_presigned_url("get_object", Params={"Bucket": "books", "Key": "nothing"})
    assert uploader.put(missing, {}, b"", method="GET")[0] == 404
