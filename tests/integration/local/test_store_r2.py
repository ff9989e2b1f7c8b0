"""The bucket that the store keeps as Cloudflare R2 would, and the keys that open it."""

import base64
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from local import r2
from local.environment import R2_BUCKET, REGION, Access, KeyPair
from local.objectstore import ObjectStore
from local.r2 import StorageChangedError, storage_of
from local.resources import Clients
from tests.integration.local.conftest import code_of
from tests.integration.local.test_store_cors import cors, preflight

MIB = 1 << 20
PLAIN = Config(
    signature_version="s3v4",
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    retries={"total_max_attempts": 1},
    proxies={},
)


@pytest.fixture(scope="module")
def access(store: ObjectStore) -> Access:
    r2.make_bucket(store.access, ["https://books.example.com"])
    return store.access


def client(access: Access, keys: KeyPair, region: str = "auto", **config: Any) -> Any:
    session = boto3.Session(keys.access_key, keys.secret_key, region_name=region)
    return session.client("s3", endpoint_url=access.endpoint, config=PLAIN.merge(Config(**config)))


@pytest.fixture
def s3(access: Access) -> Any:
    return client(access, access.r2)


def test_what_is_put_is_read_in_r2s_own_region(access: Access, s3: Any) -> None:
    s3.put_object(Bucket=R2_BUCKET, Key="k", Body=b"text", ContentMD5=md5(b"text"))

    for region in ("auto", "us-east-1"):
        answer = client(access, access.r2, region).get_object(Bucket=R2_BUCKET, Key="k")
        assert answer["Body"].read() == b"text"
    with pytest.raises(ClientError) as refusal:
        client(access, access.r2, "eu-central-1").get_object(Bucket=R2_BUCKET, Key="k")
    assert code_of(refusal) == "InvalidRegionName"


def md5(body: bytes) -> str:
    return base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()


def test_bytes_that_the_md5_does_not_fit_are_refused(s3: Any) -> None:
    with pytest.raises(ClientError) as refusal:
        s3.put_object(Bucket=R2_BUCKET, Key="bad", Body=b"text", ContentMD5=md5(b"other"))
    assert code_of(refusal) == "BadDigest"
    assert s3.list_objects_v2(Bucket=R2_BUCKET, Prefix="bad")["KeyCount"] == 0


UNKNOWN: dict[str, Callable[[Any], Any]] = {
    "SHA-256": lambda s3: s3.put_object(Bucket=R2_BUCKET, Key="k", Body=b"text", ChecksumAlgorithm="SHA256"),
    "CRC-32": lambda s3: s3.delete_objects(Bucket=R2_BUCKET, Delete={"Objects": [{"Key": "k"}]}),
    "tags": lambda s3: s3.put_object(Bucket=R2_BUCKET, Key="k", Body=b"text", Tagging="a=b"),
    "tagging": lambda s3: s3.get_object_tagging(Bucket=R2_BUCKET, Key="k"),
    "acl": lambda s3: s3.put_object(Bucket=R2_BUCKET, Key="k", Body=b"text", ACL="public-read"),
    "versioning": lambda s3: s3.get_bucket_versioning(Bucket=R2_BUCKET),
    "policy": lambda s3: s3.get_bucket_policy(Bucket=R2_BUCKET),
    "notification": lambda s3: s3.get_bucket_notification_configuration(Bucket=R2_BUCKET),
    "encryption": lambda s3: s3.put_object(Bucket=R2_BUCKET, Key="k", Body=b"text", ServerSideEncryption="AES256"),
}


@pytest.mark.parametrize("ask", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_what_r2_has_not_is_not_here(s3: Any, ask: Callable[[Any], Any]) -> None:
    with pytest.raises(ClientError) as refusal:
        ask(s3)
    assert code_of(refusal) == "NotImplemented"


def test_neither_pair_of_keys_opens_the_other_s_bucket(access: Access, s3: Any) -> None:
    aws = Clients(access).s3
    aws.put_object(Bucket="books", Key="ours", Body=b"x")
    s3.put_object(Bucket=R2_BUCKET, Key="theirs", Body=b"x")
    attempts: list[Callable[[], Any]] = [
        lambda: aws.get_object(Bucket=R2_BUCKET, Key="theirs"),
        lambda: aws.copy_object(Bucket="books", Key="copy", CopySource=f"{R2_BUCKET}/theirs"),
        lambda: s3.get_object(Bucket="books", Key="ours"),
        lambda: s3.copy_object(Bucket=R2_BUCKET, Key="copy", CopySource="books/ours"),
        lambda: s3.create_bucket(Bucket="another"),
        lambda: s3.list_buckets(),
        lambda: (
            boto3.Session(access.r2.access_key, access.r2.secret_key, region_name=REGION)
            .client("sqs", endpoint_url=access.endpoint, config=Config(proxies={}))
            .list_queues()
        ),
    ]
    codes = []
    for attempt in attempts:
        with pytest.raises(ClientError) as refusal:
            attempt()
        codes.append(code_of(refusal))
    assert codes == ["AccessDenied"] * 6 + ["InvalidAccessKeyId"]


@pytest.mark.parametrize(
    ("sizes", "fits"),
    [((5, 5, 1), True), ((5, 5, 5), True), ((1,), True), ((5, 6, 1), False), ((6, 5, 1), False), ((5, 6), False)],
)
def test_parts_are_of_one_size(s3: Any, sizes: tuple[int, ...], fits: bool) -> None:
    upload = s3.create_multipart_upload(Bucket=R2_BUCKET, Key="parts")["UploadId"]
    named = {"Bucket": R2_BUCKET, "Key": "parts", "UploadId": upload}
    parts = [
        {"PartNumber": n, "ETag": s3.upload_part(**named, PartNumber=n, Body=os.urandom(size * MIB))["ETag"]}
        for n, size in enumerate(sizes, 1)
    ]
    if fits:
        assert s3.complete_multipart_upload(**named, MultipartUpload={"Parts": parts})["Key"] == "parts"
        return
    with pytest.raises(ClientError) as refusal:
        s3.complete_multipart_upload(**named, MultipartUpload={"Parts": parts})
    assert code_of(refusal) == "InvalidPart"
    s3.abort_multipart_upload(**named)


def test_a_page_may_upload_and_nothing_else(access: Access, s3: Any) -> None:
    url = s3.generate_presigned_url("put_object", Params={"Bucket": R2_BUCKET, "Key": "k"})
    wanted = "content-type,if-none-match,content-md5"

    assert preflight(url, "https://books.example.com", "PUT", wanted)[0] == 200
    assert preflight(url, "https://evil.example", "PUT", wanted)[0] == 403
    assert preflight(url, "https://books.example.com", "DELETE")[0] == 403
    assert cors(preflight(url, "https://evil.example", "PUT")[1]) == {}


def test_a_home_keeps_to_the_storage_that_it_began_with(tmp_path: Path) -> None:
    first, old = tmp_path / "first", tmp_path / "old"
    (old / "objects").mkdir(parents=True)
    first.mkdir()

    assert [storage_of(first, wanted) for wanted in ("r2", "r2", None)] == ["r2"] * 3
    assert storage_of(old, None) == "s3"
    for home, other in ((first, "s3"), (old, "r2")):
        with pytest.raises(StorageChangedError, match="--storage"):
            storage_of(home, other)
