from datetime import UTC, datetime, timedelta, timezone

import pytest

from functions.api.conditional import unchanged, validators

CHANGED = datetime(2026, 11, 21, 12, 0, 5, 900_000, tzinfo=timezone(timedelta(hours=1)))
DATE = "Sat, 21 Nov 2026 11:00:05 GMT"


def test_a_version_has_two_names() -> None:
    assert validators("abc", CHANGED) == {"ETag": '"abc"', "Last-Modified": DATE}


@pytest.mark.parametrize("tags", ['"abc"', 'W/"abc"', '"x", "abc"', '"x",W/"abc"', "*"])
def test_who_has_this_version_need_not_get_it(tags: str) -> None:
    assert unchanged({"if-none-match": tags}, "abc", CHANGED)


@pytest.mark.parametrize("tags", ['"abd"', "abc", "", '"abc', 'w/"abc"'])
def test_who_has_another_version_gets_this_one(tags: str) -> None:
    assert not unchanged({"if-none-match": tags}, "abc", CHANGED)


def test_the_tag_decides_where_there_is_one() -> None:
    assert not unchanged({"if-none-match": '"x"', "if-modified-since": DATE}, "abc", CHANGED)


@pytest.mark.parametrize(
    ("date", "known"),
    [
        (DATE, True),
        ("Sat, 21 Nov 2026 11:00:06 GMT", True),
        ("Sat, 21 Nov 2026 11:00:04 GMT", False),
        ("Sat, 21 Nov 2026 11:00:05 -0000", True),
        ("yesterday", False),
        ("Sat, 99 Nov 2026 11:00:05 GMT", False),
        ("", False),
    ],
)
def test_without_a_tag_the_date_does(date: str, known: bool) -> None:
    assert unchanged({"if-modified-since": date}, "abc", CHANGED) is known


def test_who_has_nothing_gets_it() -> None:
    assert not unchanged({}, "abc", datetime.now(UTC))


def test_a_version_of_unknown_age_goes_by_its_tag_alone() -> None:
    assert validators("abc") == {"ETag": '"abc"'}
    assert unchanged({"if-none-match": '"abc"'}, "abc")
    assert not unchanged({"if-modified-since": DATE}, "abc")
