from datetime import UTC, datetime, timedelta

from ebookvoice.domain.limits import Allowance, Limit
from functions.api.allowances import headers

NOW = datetime(2026, 11, 21, tzinfo=UTC)
AUTH, UPLOADS = Limit("auth", 5, 900), Limit("uploads", 10, 3600)


def _left(limit: Limit, remaining: int, seconds: float, allowed: bool = True) -> Allowance:
    return Allowance(limit, allowed, remaining, NOW + timedelta(seconds=seconds))


def test_an_allowance_is_told() -> None:
    assert headers([_left(AUTH, 4, 899.2)], NOW) == {
        "RateLimit-Policy": '"auth";q=5;w=900',
        "RateLimit": '"auth";r=4;t=900',
    }


def test_a_refusal_says_when_to_come_back() -> None:
    told = headers([_left(AUTH, 0, 12.1, allowed=False)], NOW)

    assert (told["RateLimit"], told["Retry-After"]) == ('"auth";r=0;t=13', "13")


def test_whoever_comes_at_the_last_moment_waits_a_second_and_not_none() -> None:
    assert headers([_left(AUTH, 0, 0, allowed=False)], NOW)["Retry-After"] == "1"


def test_the_tightest_of_a_name_is_told_and_names_stand_side_by_side() -> None:
    told = headers([_left(UPLOADS, 9, 60), _left(AUTH, 3, 10), _left(AUTH, 1, 20)], NOW)

    assert told == {
        "RateLimit-Policy": '"auth";q=5;w=900, "uploads";q=10;w=3600',
        "RateLimit": '"auth";r=1;t=20, "uploads";r=9;t=60',
    }


def test_without_limits_nothing_is_told() -> None:
    assert headers([], NOW) == {}
