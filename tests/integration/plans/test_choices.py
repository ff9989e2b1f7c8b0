"""What was chosen of a book is what its job narrates."""

from pathlib import Path
from uuid import UUID

import pytest

from ebookvoice.domain.book import Book, Note, NoteMark, Paragraph, ParagraphKind, Part
from ebookvoice.domain.choice import Choice, NotesPolicy, Pronunciation
from ebookvoice.domain.errors import UnknownPartError
from ebookvoice.domain.job import Conversion, Failure, Job
from ebookvoice.domain.states import FileState, JobState
from ebookvoice.usecases.jobs import find_job, start_job
from ebookvoice.usecases.pronunciations import find_pronunciations, set_pronunciations
from tests.integration.plans.conftest import Desk

READ = Book(
    "A Book",
    (),
    "en",
    (
        Part("Imprint", (Paragraph("All rights."),), "imprint"),
        Part("I", (Paragraph("I", ParagraphKind.HEADING), Paragraph("Here. There.", notes=(NoteMark(5, "n"),)))),
        Part("II", (Paragraph("Second."),)),
    ),
    {"n": Note((Paragraph("Not there."),))},
)


@pytest.fixture
def user(desk: Desk) -> UUID:
    desk.reader.book = READ
    return desk.user()


def converted(desk: Desk, user: UUID, choice: Choice, directory: Path) -> Job:
    """Convert a book as far as its plan."""
    job = start_job(desk, user, desk.uploaded(user), Conversion(choice=choice))
    desk.ingest(job.id, directory)
    return find_job(desk, user, job.id)


def test_a_choice_becomes_chapters(desk: Desk, user: UUID, tmp_path: Path) -> None:
    choice = Choice(("s1", "1"), {"1": "The First"}, NotesPolicy.INLINE, (Pronunciation("Here", "hair"),))
    job = converted(desk, user, choice, tmp_path)
    assert job.choice == choice
    assert [(chapter.title, chapter.characters) for chapter in job.chapters] == [
        ("Imprint", len("All rights.")),
        ("The First", len("The First" + "Here." + "Note: Not there." + "There.")),
    ]
    [row] = desk.rows("select skipped from jobs where id = %(id)s", id=job.id)
    assert row["skipped"] == [{"title": "II", "reason": "not chosen", "characters": 7}]


def test_without_a_choice_the_suggestion_holds_and_notes_are_accounted_for(
    desk: Desk, user: UUID, tmp_path: Path
) -> None:
    job = converted(desk, user, Choice(), tmp_path)
    assert job.choice == Choice()
    assert [chapter.title for chapter in job.chapters] == ["I", "II"]
    [row] = desk.rows("select skipped from jobs where id = %(id)s", id=job.id)
    assert [(part["title"], part["reason"]) for part in row["skipped"]] == [("Imprint", "imprint"), ("I", "note")]


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (Choice(parts=("7",)), "unknown_part"),
        (Choice(titles={"s2": "No"}), "unknown_part"),
        (Choice(parts=()), "no_text"),
    ],
)
def test_a_choice_that_does_not_fit_costs_nothing_and_spares_the_book(
    desk: Desk, user: UUID, tmp_path: Path, choice: Choice, code: str
) -> None:
    job = converted(desk, user, choice, tmp_path)
    assert isinstance(job.failure, Failure)
    assert (job.state, job.failure.code) == (JobState.FAILED, code)
    assert desk.balance(user) == desk.settings.signup_credits
    with desk.store.as_user(user) as records:
        file = records.files.find(job.file_id)
    assert file is not None
    assert file.state is FileState.UPLOADED
    again = start_job(desk, user, job.file_id, Conversion())
    assert desk.ingest(again.id, tmp_path)


def test_a_choice_that_the_plan_has_not_is_no_job(desk: Desk, user: UUID, tmp_path: Path) -> None:
    file_id = desk.uploaded(user)
    desk.plan(user, file_id)
    desk.read(file_id, tmp_path)
    with pytest.raises(UnknownPartError):
        start_job(desk, user, file_id, Conversion(choice=Choice(parts=("3",))))
    assert desk.rows("select from jobs") == []
    assert desk.balance(user) == desk.settings.signup_credits
    assert start_job(desk, user, file_id, Conversion(choice=Choice(parts=("2",)))).state is JobState.QUEUED


def test_the_job_s_own_pronunciations_go_before_the_account_s(desk: Desk, user: UUID, tmp_path: Path) -> None:
    set_pronunciations(desk, user, [Pronunciation("Here", "hair"), Pronunciation("There", "thair")])
    choice = Choice(pronunciations=(Pronunciation("Here", "hear"),))
    converted(desk, user, choice, tmp_path)
    [document] = [body for key, body in desk.objects.objects.items() if key.endswith("book.json")]
    assert b'"hear"' in document
    assert b'"thair"' in document
    assert b'"hair"' not in document


def test_two_lists_at_once_leave_one_of_them(desk: Desk, user: UUID) -> None:
    assert find_pronunciations(desk, user) == ()
    first, second = [Pronunciation("a", "b")], [Pronunciation("c", "d")]
    for entries in (first, second, second):
        assert set_pronunciations(desk, user, entries) == tuple(entries)
    assert find_pronunciations(desk, user) == tuple(second)
    assert find_pronunciations(desk, desk.user()) == ()
