"""What a refusal says: whether there is too much to do, and when to come back."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from functions.convert.speech.refusal import refused


@pytest.mark.parametrize(("status", "overloaded"), [(429, True), (503, True), (403, False), (502, False), (200, False)])
def test_some_refusals_are_for_too_much_work(status: int, overloaded: bool) -> None:
    assert refused(status).overloaded is overloaded


@pytest.mark.parametrize(
    ("wish", "seconds"),
    [("7", 7), ("0", 0), ("9999999", 3600), ("9" * 5_000, 3600), ("-5", 0), ("soon", 0), ("", 0), ("٣", 0), ("1.5", 0)],
)
def test_seconds_are_read(wish: str, seconds: float) -> None:
    assert refused(429, {"Retry-After": wish}).retry_after_s == seconds


def test_dates_are_read() -> None:
    soon, past = (datetime.now(UTC) + timedelta(seconds=delta) for delta in (60, -60))
    assert refused(503, {"Retry-After": format_datetime(soon, usegmt=True)}).retry_after_s == pytest.approx(60, abs=2)
    assert refused(503, {"Retry-After": format_datetime(past, usegmt=True)}).retry_after_s == 0
    assert refused(503, {"Retry-After": "Sat, 21 Nov 2026 13:00:00"}).retry_after_s >= 0
