"""The simulation of crowds is true to the service: its jobs end as they do in a deployment."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.scale.crowd import Crowd, live
from benchmarks.scale.service import Service
from benchmarks.scale.setting import Setting
from ebookvoice.domain.errors import UnknownVoiceError

BOOKS = 20


@pytest.fixture(scope="module")
def setting() -> Setting:
    return replace(Setting.measured(), chapters=2, segments=2)


def test_a_small_user_does_not_wait_for_the_books_of_another(
    new_database: Callable[[], str], setting: Setting, tmp_path: Path
) -> None:
    alone = live(Crowd("alone"), new_database(), setting, tmp_path)
    fair = live(Crowd("fair", BOOKS), new_database(), setting, tmp_path)
    plain = live(Crowd("plain", BOOKS), new_database(), replace(setting, fair=False), tmp_path)

    assert fair.unfinished == plain.unfinished == alone.unfinished == ()
    assert fair.wrong_ledgers == 0
    assert 0 < alone.first_chapters[0] < alone.whole_books[0]
    assert fair.whole_books[0] < 2 * alone.whole_books[0] < plain.whole_books[0]


def test_a_segment_takes_as_many_statements_beside_many_books_as_alone(
    new_database: Callable[[], str], setting: Setting, tmp_path: Path
) -> None:
    one = live(Crowd("one"), new_database(), setting, tmp_path)
    many = live(Crowd("many", BOOKS // 2), new_database(), setting, tmp_path)

    assert many.segments == many.jobs * setting.segments_a_book
    assert 0 < many.statements == one.statements


def test_workers_wait_for_their_turns_at_a_service_and_all_get_one(
    new_database: Callable[[], str], setting: Setting, tmp_path: Path
) -> None:
    limited = live(Crowd("limited", 3), new_database(), replace(setting, ceiling=2), tmp_path)

    assert limited.unfinished == ()
    assert limited.asked_at_once == 2


def test_a_balance_that_is_wrong_is_seen(new_database: Callable[[], str], setting: Setting, tmp_path: Path) -> None:
    service = Service(new_database(), setting, tmp_path)
    service.join("somebody", 3)
    price = service.settings.job_credits
    before = service.journeys.wrong_ledgers(price)
    service.rows("update credits set balance = balance + 1 returning user_id")
    after = service.journeys.wrong_ledgers(price)
    service.store.close()

    assert (before, after) == (0, 1)


def test_a_run_whose_jobs_fail_ends_and_says_why(
    new_database: Callable[[], str], setting: Setting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mute(*_: object) -> None:
        raise UnknownVoiceError

    service = Service(new_database(), setting, tmp_path)
    monkeypatch.setattr(service.narrator, "narrate", mute)
    expected = Crowd("mute").come(service)

    service.run(until=1_000 * expected)
    (unfinished,) = service.journeys.unfinished()
    wrong = service.journeys.wrong_ledgers(service.settings.job_credits)
    service.store.close()

    assert "small's job" in unfinished
    assert f"failed {UnknownVoiceError.code}" in unfinished
    assert wrong == 0
    assert service.simulation.now < 200
