"""The store keeps what it was given, through boto3's own clients."""

import os
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.objectstore import ObjectStore
from local.resources import Clients
from tests.integration.local.conftest import code_of

MIB = 1 << 20


@pytest.fixture
def s3(store: ObjectStore) -> Any:
    return Clients(store.access).s3


def read(s3: Any, key: str, **options: Any) -> bytes:
    return bytes(s3.get_object(Bucket="books", Key=key, **options)["Body"].read())


def test_ranges_and_pins(s3: Any) -> None:
    etag = s3.put_object(Bucket="books", Key="k", Body=b"0123456789")["ETag"]
    assert read(s3, "k", Range="bytes=2-4", IfMatch=etag) == b"234"
    assert read(s3, "k", Range="bytes=7-") == b"789"
    assert read(s3, "k", Range="bytes=-2") == b"89"
    with pytest.raises(ClientError) as refusal:
        read(s3, "k", IfMatch='"0"')
    assert code_of(refusal) == "PreconditionFailed"
    with pytest.raises(ClientError) as refusal:
        read(s3, "k", Range="bytes=10-")
    assert code_of(refusal) == "InvalidRange"


def test_write_once(s3: Any) -> None:
    s3.put_object(Bucket="books", Key="once", Body=b"first", IfNoneMatch="*")
    with pytest.raises(ClientError) as refusal:
        s3.put_object(Bucket="books", Key="once", Body=b"second", IfNoneMatch="*")
    assert code_of(refusal) == "PreconditionFailed"
    assert read(s3, "once") == b"first"


def test_copies_are_independent(s3: Any) -> None:
    s3.put_object(Bucket="books", Key="original", Body=b"text", ContentType="audio/mp4")
    s3.copy_object(Bucket="books", Key="copy", CopySource={"Bucket": "books", "Key": "original"})
    s3.delete_object(Bucket="books", Key="original")
    head = s3.head_object(Bucket="books", Key="copy")
    assert (read(s3, "copy"), head["ContentType"]) == (b"text", "audio/mp4")


def test_a_multipart_upload_appears_whole_or_not_at_all(s3: Any) -> None:
    parts = [os.urandom(5 * MIB), os.urandom(5 * MIB), b"end"]
    upload = s3.create_multipart_upload(Bucket="books", Key="big", ContentType="audio/mp4")["UploadId"]
    etags = [
        s3.upload_part(Bucket="books", Key="big", UploadId=upload, PartNumber=n, Body=part)["ETag"]
        for n, part in enumerate(parts, 1)
    ]
    with pytest.raises(ClientError) as missing:
        s3.head_object(Bucket="books", Key="big")
    assert code_of(missing) == "404"
    named = [{"PartNumber": n, "ETag": etag} for n, etag in enumerate(etags, 1)]
    s3.complete_multipart_upload(Bucket="books", Key="big", UploadId=upload, MultipartUpload={"Parts": named})
    assert read(s3, "big") == b"".join(parts)
    assert read(s3, "big", Range=f"bytes={5 * MIB - 1}-{5 * MIB}") == parts[0][-1:] + parts[1][:1]


def test_an_unknown_upload_is_not_found(s3: Any) -> None:
    with pytest.raises(ClientError) as refusal:
        s3.upload_part(Bucket="books", Key="big", UploadId="nobody", PartNumber=1, Body=b"x")
    assert code_of(refusal) == "NoSuchUpload"


def test_bodies_pass_through_without_being_held(store: ObjectStore, s3: Any) -> None:
    s3.put_object(Bucket="books", Key="warm-up", Body=b"x")
    before = store.usage().peak_rss
    body = os.urandom(48 * MIB)
    for n in range(3):
        s3.put_object(Bucket="books", Key=f"large-{n}", Body=body)
        assert read(s3, f"large-{n}") == body
    assert store.usage().peak_rss - before < 24 * MIB


def files(directory: Path) -> int:
    return len(list((directory / "objects" / "blobs").iterdir()))


def test_objects_and_messages_outlive_the_process(tmp_path: Path) -> None:
    body = os.urandom(MIB)

    def run() -> ObjectStore:
        return ObjectStore(tmp_path / "objects", tmp_path / "mail", tmp_path / "log")

    with run() as store:
        clients = Clients(store.access)
        clients.s3.create_bucket(Bucket="books")
        clients.s3.put_object(Bucket="books", Key="kept", Body=body, ContentType="audio/mp4", Metadata={"a": "b"})
        clients.s3.put_object(Bucket="books", Key="replaced", Body=b"old")
        clients.s3.put_object(Bucket="books", Key="replaced", Body=b"new")
        clients.s3.put_object(Bucket="books", Key="gone", Body=b"x")
        clients.s3.delete_objects(Bucket="books", Delete={"Objects": [{"Key": "gone"}]})
        etag = clients.s3.head_object(Bucket="books", Key="kept")["ETag"]
        upload = clients.s3.create_multipart_upload(Bucket="books", Key="unfinished")["UploadId"]
        clients.s3.upload_part(Bucket="books", Key="unfinished", UploadId=upload, PartNumber=1, Body=b"part")
        url = clients.sqs.create_queue(QueueName="orders")["QueueUrl"]
        for text in ("handled", "waiting"):
            clients.sqs.send_message(QueueUrl=url, MessageBody=text, MessageGroupId="ada")
        handle = clients.sqs.receive_message(QueueUrl=url)["Messages"][0]["ReceiptHandle"]
        clients.sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)
        store.child.stop(9, 0)  # type: ignore[arg-type]  # kill -9

    with run() as store:
        clients = Clients(store.access)
        answer = clients.s3.get_object(Bucket="books", Key="kept", IfMatch=etag)
        assert (answer["Body"].read(), answer["ContentType"], answer["Metadata"]) == (body, "audio/mp4", {"a": "b"})
        assert clients.s3.get_object(Bucket="books", Key="replaced")["Body"].read() == b"new"
        assert [key["Key"] for key in clients.s3.list_objects_v2(Bucket="books")["Contents"]] == ["kept", "replaced"]
        assert files(tmp_path) == 2
        url = clients.sqs.create_queue(QueueName="orders")["QueueUrl"]
        messages = clients.sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
        )
        assert [m["Body"] for m in messages["Messages"]] == ["waiting"]
        assert messages["Messages"][0]["Attributes"]["MessageGroupId"] == "ada"


def test_refused_and_aborted_uploads_leave_no_file(store: ObjectStore, s3: Any, tmp_path: Path) -> None:
    with ObjectStore(tmp_path / "objects", tmp_path / "mail", tmp_path / "log") as store:
        s3 = Clients(store.access).s3
        s3.create_bucket(Bucket="books")
        s3.put_object(Bucket="books", Key="once", Body=b"x")
        with pytest.raises(ClientError):
            s3.put_object(Bucket="books", Key="once", Body=b"x", IfNoneMatch="*")
        with pytest.raises(ClientError):
            s3.put_object(Bucket="nowhere", Key="k", Body=b"x")
        upload = s3.create_multipart_upload(Bucket="books", Key="big")["UploadId"]
        s3.upload_part(Bucket="books", Key="big", UploadId=upload, PartNumber=1, Body=b"part")
        s3.abort_multipart_upload(Bucket="books", Key="big", UploadId=upload)
        assert files(tmp_path) == 1
