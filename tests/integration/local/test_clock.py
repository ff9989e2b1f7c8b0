"""One clock for functions and objects, which a test puts forward; signatures keep the real time."""

import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from local.clock import AdjustableClock
from tests.integration.local.conftest import Stand

YEAR = 365 * 24 * 3600.0


def near(then: datetime | float, seconds: float) -> bool:
    """Tell whether a time is that many seconds ahead of the machine's."""
    stamp = then if isinstance(then, float) else then.timestamp()
    return abs(stamp - time.time() - seconds) < 5


def fetched(url: str) -> bytes:
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=10) as answer:
        return bytes(answer.read())


def test_functions_and_objects_go_by_it_and_signatures_do_not(stand: Stand) -> None:
    s3, bucket = stand.clients.s3, "ebookvoice-books"

    def stored(key: str) -> datetime:
        s3.put_object(Bucket=bucket, Key=key, Body=b"text")
        listed: Any = s3.list_objects_v2(Bucket=bucket, Prefix=key)["Contents"][0]["LastModified"]
        assert s3.head_object(Bucket=bucket, Key=key)["LastModified"] == listed
        return datetime.fromtimestamp(listed.timestamp(), UTC)

    assert near(stand.cloud.invoke("ClockFunction"), 0)
    assert near(stored("now"), 0)
    signed = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "now"}, ExpiresIn=60)

    stand.cloud.advance(YEAR)
    stand.cloud.advance(0.5)

    assert near(stand.cloud.invoke("ClockFunction"), YEAR + 0.5)
    assert near(stand.cloud.clock.now(), YEAR + 0.5)
    assert near(stored("later"), YEAR + 0.5)
    assert near(s3.head_object(Bucket=bucket, Key="now")["LastModified"], 0)
    assert fetched(signed) == b"text"


def test_it_stays_where_it_was_put_and_never_goes_back(tmp_path: Path) -> None:
    clock = AdjustableClock(tmp_path / "clock")
    clock.advance(60)

    with pytest.raises(ValueError, match="backwards"):
        clock.advance(-1)

    assert AdjustableClock(tmp_path / "clock").ahead() == 60
    assert AdjustableClock(tmp_path / "another").now() - datetime.now(UTC) < timedelta(seconds=5)
