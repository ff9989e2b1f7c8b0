"""A plan's way through the state machine, and all that may happen to it twice, late or never."""

from pathlib import Path
from uuid import uuid4

import pytest

from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import (
    BookRefusedError,
    EncryptedBookError,
    NotABookError,
    NotFoundError,
    UploadMissingError,
)
from ebookvoice.domain.refusals import PlanRefusedError
from ebookvoice.usecases.calling import PATIENCE, SILENCE
from ebookvoice.usecases.library import delete_file
from ebookvoice.usecases.plans import GIVEN_UP
from ebookvoice.usecases.reading_plans import give_up_plan
from ebookvoice.usecases.sweep import sweep
from tests.fakes import FakeReader
from tests.integration.pipeline.conftest import book
from tests.integration.plans.conftest import Desk


def test_a_book_is_read_once_for_all_who_ask(desk: Desk, tmp_path: Path) -> None:
    user = desk.user()
    file_id = desk.uploaded(user)
    assert [desk.plan(user, file_id) for _ in range(3)] == [None, None, None]
    assert desk.calls() == [file_id]
    assert desk.read(file_id, tmp_path)
    plan = desk.plan(user, file_id)
    assert plan is not None
    assert [(part["id"], part["title"]) for part in plan["parts"]] == [
        ("1", "Chapter 0"),
        ("2", "Chapter 1"),
        ("3", "Chapter 2"),
    ]
    assert (plan["characters"], plan["voice"]) == (24_000, "espeak:en")
    assert desk.calls() == []


def test_a_message_may_come_twice_and_late(desk: Desk, tmp_path: Path) -> None:
    user = desk.user()
    file_id = desk.uploaded(user)
    desk.plan(user, file_id)
    assert [desk.read(file_id, tmp_path) for _ in range(3)] == [True, False, False]
    assert not give_up_plan(desk, file_id)
    assert desk.plan(user, file_id) is not None
    assert not desk.read(uuid4(), tmp_path)


def test_two_workers_do_not_read_at_once(desk: Desk, tmp_path: Path) -> None:
    user = desk.user()
    file_id = desk.uploaded(user)
    desk.plan(user, file_id)

    class Meanwhile(FakeReader):
        def read(self, path: Path, filename: str) -> Book:
            assert not desk.read(file_id, path.parent)
            assert not give_up_plan(desk, file_id)
            return super().read(path, filename)

    assert desk.read(file_id, tmp_path, Meanwhile(book()))


def test_a_zombie_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    """Whoever has lost the lease finds that somebody else's plan is official."""
    user = desk.user()
    file_id = desk.uploaded(user)
    desk.plan(user, file_id)

    class Frozen(FakeReader):
        def read(self, path: Path, filename: str) -> Book:
            desk.clock.advance(desk.settings.lease_seconds + 1)
            assert desk.read(file_id, path.parent, FakeReader(book(chapters=1)))
            return super().read(path, filename)

    assert not desk.read(file_id, tmp_path, Frozen(book(chapters=9)))
    plan = desk.plan(user, file_id)
    assert plan is not None
    assert len(plan["parts"]) == 1


@pytest.mark.parametrize("refusal", [EncryptedBookError(), BookRefusedError("Why.")])
def test_a_refused_book_makes_a_refused_plan_and_stays(desk: Desk, tmp_path: Path, refusal: BookRefusedError) -> None:
    user = desk.user()
    file_id = desk.uploaded(user)
    desk.plan(user, file_id)
    assert desk.read(file_id, tmp_path, FakeReader(refusal))
    for _ in range(2):
        with pytest.raises(PlanRefusedError) as refused:
            desk.plan(user, file_id)
        assert (refused.value.code, str(refused.value)) == (refusal.code, str(refusal))
    assert desk.calls() == [file_id]
    assert len(desk.objects.objects) == 1


def test_a_fault_of_ours_gives_the_book_back_for_another_try(desk: Desk, tmp_path: Path) -> None:
    user = desk.user()
    file_id = desk.uploaded(user)
    desk.plan(user, file_id)
    with pytest.raises(OSError, match="disk"):
        desk.read(file_id, tmp_path, FakeReader(OSError("disk full")))
    assert desk.row(file_id)["lease_until"] is None
    assert desk.read(file_id, tmp_path)


def test_an_upload_that_changed_is_refused(desk: Desk, tmp_path: Path) -> None:
    user = desk.user()
    file_id = desk.uploaded(user)
    desk.plan(user, file_id)
    for key in desk.objects.objects:
        desk.objects.objects[key] = b"other bytes"
    assert desk.read(file_id, tmp_path)
    with pytest.raises(PlanRefusedError) as refused:
        desk.plan(user, file_id)
    assert refused.value.code == "upload_changed"


def test_a_dead_letter_refuses_the_plan_until_it_is_asked_for_again(desk: Desk, tmp_path: Path) -> None:
    user = desk.user()
    file_id = desk.uploaded(user)
    desk.plan(user, file_id)
    assert [give_up_plan(desk, file_id) for _ in range(2)] == [True, False]
    desk.calls()
    with pytest.raises(PlanRefusedError) as refused:
        desk.plan(user, file_id)
    assert refused.value.code == "conversion_failed"
    desk.clock.advance(GIVEN_UP.total_seconds() + 1)
    assert desk.plan(user, file_id) is None
    assert desk.calls() == [file_id]
    assert desk.read(file_id, tmp_path)
    assert desk.plan(user, file_id) is not None


def test_a_killed_worker_is_replaced_by_the_sweep(desk: Desk, tmp_path: Path) -> None:
    user = desk.user()
    file_id = desk.uploaded(user)
    desk.plan(user, file_id)
    desk.calls()
    for _ in range(desk.settings.max_attempts):
        with desk.store.as_service() as records:
            assert records.plans.claim(file_id, uuid4(), desk.clock.now(), desk.clock.now())
        desk.clock.advance(1)
        assert sweep(desk).plans == 1
    assert desk.calls() == [file_id] * (desk.settings.max_attempts - 1)
    with pytest.raises(PlanRefusedError):
        desk.plan(user, file_id)


def test_a_message_that_is_lost_is_sent_again(desk: Desk, tmp_path: Path) -> None:
    user = desk.user()
    file_id = desk.uploaded(user)
    desk.plan(user, file_id)
    desk.calls()
    assert sweep(desk).plans == 0
    desk.clock.advance(SILENCE.total_seconds() + 1)
    assert sweep(desk).plans == 1
    assert desk.calls() == [file_id]
    assert desk.read(file_id, tmp_path)
    desk.clock.advance(PATIENCE.total_seconds())
    assert sweep(desk).plans == 0


def test_a_queue_that_is_down_owes_the_message(desk: Desk) -> None:
    user = desk.user()
    file_id = desk.uploaded(user)
    desk.queues.down = True
    assert desk.plan(user, file_id) is None
    desk.queues.down = False
    [owed] = desk.rows("select body from outbox")
    assert owed["body"] == {"plan_file_id": str(file_id)}


def test_other_bytes_make_another_plan(desk: Desk, tmp_path: Path) -> None:
    user = desk.user()
    file_id = desk.uploaded(user)
    desk.plan(user, file_id)
    assert desk.read(file_id, tmp_path)
    desk.rows("update files set etag = 'another' where id = %(id)s returning id", id=file_id)
    assert desk.plan(user, file_id) is None
    assert desk.row(file_id)["state"] == "requested"


def test_what_has_no_plan(desk: Desk) -> None:
    user, stranger = desk.user(), desk.user()
    awaited, _ = desk.upload(user, arrive=False)
    with pytest.raises(UploadMissingError):
        desk.plan(user, awaited.id)
    file_id = desk.uploaded(user)
    with pytest.raises(NotFoundError):
        desk.plan(stranger, file_id)
    desk.rows("update files set kind = 'picture' where id = %(id)s returning id", id=file_id)
    with pytest.raises(NotABookError):
        desk.plan(user, file_id)
    assert desk.calls() == []


def test_a_book_that_is_deleted_meanwhile_is_not_read_for_ever(desk: Desk, tmp_path: Path) -> None:
    user = desk.user()
    file_id = desk.uploaded(user)
    desk.plan(user, file_id)
    delete_file(desk, user, file_id)
    assert desk.read(file_id, tmp_path)
    assert desk.row(file_id)["state"] == "refused"
    desk.rows("delete from files where id = %(id)s returning id", id=file_id)
    assert desk.rows("select from plans") == []


def test_a_plan_is_its_owner_s(desk: Desk, tmp_path: Path) -> None:
    user, stranger = desk.user(), desk.user()
    file_id = desk.uploaded(user)
    desk.plan(user, file_id)
    assert desk.read(file_id, tmp_path)
    with desk.store.as_user(stranger) as records:
        assert records.plans.find(file_id) is None
    with desk.store.as_user(user) as records:
        assert records.plans.find(file_id) is not None
