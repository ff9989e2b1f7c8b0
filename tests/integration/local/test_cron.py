"""Schedule expressions."""

from datetime import UTC, datetime, timedelta

import pytest

from local.cron import ScheduleExpressionError, parse_schedule

NOON = datetime(2026, 2, 27, 12, 0, tzinfo=UTC)  # a Friday


@pytest.mark.parametrize(
    ("expression", "next_time"),
    [
        ("rate(1 minute)", NOON + timedelta(minutes=1)),
        ("rate(2 hours)", NOON + timedelta(hours=2)),
        ("cron(0 0 * * ? *)", datetime(2026, 2, 28, tzinfo=UTC)),
        ("cron(0/15 * * * ? *)", NOON + timedelta(minutes=15)),
        ("cron(30 10 ? * MON-FRI *)", datetime(2026, 3, 2, 10, 30, tzinfo=UTC)),
        ("cron(0 8 1,15 * ? *)", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("cron(0 0 29 FEB ? *)", datetime(2028, 2, 29, tzinfo=UTC)),
    ],
)
def test_the_next_time(expression: str, next_time: datetime) -> None:
    assert parse_schedule(expression).after(NOON) == next_time


@pytest.mark.parametrize(
    "expression",
    ["rate(minute)", "cron(0 0 * * *)", "cron(0 0 L * ? *)", "cron(61 0 * * ? *)", "cron(0 0 ? * 6#3 *)", "at(x)"],
)
def test_what_is_not_understood_is_refused(expression: str) -> None:
    with pytest.raises(ScheduleExpressionError):
        parse_schedule(expression)


def test_a_date_that_never_comes_is_an_error() -> None:
    with pytest.raises(ScheduleExpressionError):
        parse_schedule("cron(0 0 31 2 ? *)").after(NOON)
