"""The doctor's look at the object store: bytes, rules, clocks, origins, backup."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from local.doctor.finding import State
from tests.integration.doctor.ground import ORIGIN, Ground, sweep
from tests.integration.objectstores import moto_endpoint

__all__ = ["moto_endpoint"]

OK, WRONG, SKIPPED = State.OK, State.WRONG, State.SKIPPED

RULES = {"events", "private", "owned", "encrypted", "lifecycle", "policy"}


def objects(ground: Ground) -> list[str]:
    return [entry["Key"] for entry in ground.clients.s3.list_objects_v2(Bucket=ground.bucket).get("Contents", [])]


def test_a_canary_comes_and_goes(ground: Ground) -> None:
    before = objects(ground)
    things = ("checksum", "upload", "write-once", "download", "removed")
    assert ground.states("store") == {f"store.{thing}": OK for thing in things}
    assert objects(ground) == before


def test_a_bucket_that_is_not_there(ground: Ground) -> None:
    nowhere = ground.with_variables("ApiFunction", BUCKET="nowhere")
    states = ground.states("store", environments=nowhere)
    assert states["store.upload"] is WRONG
    assert OK not in (states.get("store.download"), states.get("store.removed"))


def test_a_store_that_verifies_nothing(ground: Ground, moto_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_endpoint)
    monkeypatch.setenv("AWS_ENDPOINT_URL_SSM", ground.deployment.stack.site.endpoint)
    boto3.client("s3").create_bucket(Bucket=ground.bucket)
    assert ground.states("store")["store.checksum"] is WRONG
    assert boto3.client("s3").list_objects_v2(Bucket=ground.bucket)["KeyCount"] == 0


def test_the_rules_are_the_templates(ground: Ground) -> None:
    assert ground.states("bucket") == {"bucket.mark": SKIPPED, **{f"bucket.{rule}": OK for rule in RULES}}


def _half_private(client: Any, bucket: str) -> None:
    flags = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": False}
    client.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=flags)


def _open_to_all(client: Any, bucket: str) -> None:
    everybody = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    policy = json.loads(client.policy)
    client.policy = json.dumps({**policy, "Statement": [*policy["Statement"], everybody]})


def _unguarded(client: Any, bucket: str) -> None:
    client.policy = ""


def _for_ever(client: Any, bucket: str) -> None:
    rule = {"Id": "working-copies", "Status": "Disabled", "Prefix": "work/", "ExpirationInDays": 14}
    sweep(client, bucket, [rule])


def _elsewhere(client: Any, bucket: str) -> None:
    client.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})


def _lists(client: Any, bucket: str) -> None:
    rules = [{"ObjectOwnership": "ObjectWriter"}]
    client.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls={"Rules": rules})


BROKEN: list[tuple[str, Callable[[Any, str], object]]] = [
    ("events", _elsewhere),
    ("private", _half_private),
    ("private", lambda client, bucket: client.delete_public_access_block(Bucket=bucket)),
    ("owned", _lists),
    ("owned", lambda client, bucket: client.delete_bucket_ownership_controls(Bucket=bucket)),
    ("encrypted", lambda client, bucket: client.delete_bucket_encryption(Bucket=bucket)),
    ("lifecycle", _for_ever),
    ("lifecycle", lambda client, bucket: client.delete_bucket_lifecycle(Bucket=bucket)),
    ("policy", _open_to_all),
    ("policy", _unguarded),
]


@pytest.mark.parametrize(("rule", "broken"), BROKEN)
def test_a_rule_that_is_gone_is_noticed_alone(ground: Ground, rule: str, broken: Callable[[Any, str], object]) -> None:
    broken(ground.s3, ground.bucket)
    states = ground.states("bucket")
    assert {name for name, state in states.items() if state is WRONG} == {f"bucket.{rule}"}


def test_a_bucket_that_was_swapped(own: Ground) -> None:
    own.execute("insert into store_marks (store, written_at) values ('primary', now())")
    assert own.states("bucket")["bucket.mark"] is WRONG
    assert own.states("backup")["backup.mark"] is SKIPPED
    own.execute("update store_marks set written_at = null")
    assert own.states("bucket")["bucket.mark"] is OK


def test_a_store_of_ones_own_has_its_rules_elsewhere(ground: Ground) -> None:
    endpoint = ground.deployment.stack.site.endpoint
    elsewhere = ground.with_variables("ApiFunction", STORE_ENDPOINT=endpoint)
    assert ground.states("bucket", environments=elsewhere) == {"bucket.mark": SKIPPED, "bucket.rules": SKIPPED}


@pytest.mark.parametrize("seconds", [-90, 90])
def test_a_clock_that_is_off(ground: Ground, seconds: int) -> None:
    ahead = lambda: datetime.now(UTC) + timedelta(seconds=seconds)  # noqa: E731
    assert ground.states("clocks") == {"clocks.store": OK, "clocks.database": OK}
    assert ground.states("clocks", now=ahead) == {"clocks.store": WRONG, "clocks.database": WRONG}
    assert f"{-seconds:+d} s" in ground.told("clocks", "clocks.database", now=ahead).what


def test_pages_of_the_allowed_origin_may_upload(ground: Ground) -> None:
    address = {"api_url": ground.deployment.stack.site.endpoint}
    assert ground.states("cors", **address)["cors.uploads"] is OK


@pytest.mark.parametrize(
    "changed",
    [
        {"AllowedOrigins": ["https://other.example.com"]},
        {"AllowedHeaders": ["content-type"]},
        {"AllowedMethods": ["GET"]},
        {"AllowedOrigins": ["*"]},
    ],
)
def test_pages_that_may_not_or_that_all_may(ground: Ground, changed: dict[str, list[str]]) -> None:
    headers = ["content-type", "if-none-match", "x-amz-checksum-sha256"]
    rule: Any = {"AllowedOrigins": [ORIGIN], "AllowedMethods": ["PUT"], "AllowedHeaders": headers, **changed}
    ground.s3.put_bucket_cors(Bucket=ground.bucket, CORSConfiguration={"CORSRules": [rule]})
    address = {"api_url": ground.deployment.stack.site.endpoint}
    assert ground.states("cors", **address)["cors.uploads"] is WRONG


def test_a_backup(ground: Ground) -> None:
    assert ground.states("backup") == {
        "backup.reachable": OK,
        "backup.apart": OK,
        "backup.mark": SKIPPED,
        "backup.versions": OK,
    }
    none = ground.with_variables("ApiFunction", BACKUP_BUCKET="")
    assert ground.states("backup", environments=none) == {"backup": SKIPPED}
    same = ground.with_variables("ApiFunction", BACKUP_BUCKET=ground.bucket)
    assert ground.states("backup", environments=same)["backup.apart"] is WRONG
    nowhere = ground.with_variables("ApiFunction", BACKUP_BUCKET="nowhere")
    assert ground.states("backup", environments=nowhere) == {"backup.asked": WRONG}


def test_a_backup_that_forgets(ground: Ground) -> None:
    bucket = ground.deployment.settings.backup_bucket
    ground.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
    assert ground.states("backup")["backup.versions"] is WRONG
