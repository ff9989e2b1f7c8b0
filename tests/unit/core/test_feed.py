"""What a feed lists: chapters as they come, in an order that no player gets wrong."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from ebookvoice.domain.episode import episodes
from ebookvoice.domain.feed import MAX_EPISODES, FeedBook, FeedChapter, Recording

BEGUN = datetime(2026, 11, 21, 12, tzinfo=UTC)
M4B = Recording("m4b", 5_000)


def chapter(number: int, kind: str | None = "mp3") -> FeedChapter:
    return FeedChapter(number, f"Chapter {number}", 8_000, Recording(kind, 1_000) if kind else None)


def book(chapters: tuple[FeedChapter, ...], planned: int = 3, whole: Recording | None = None) -> FeedBook:
    return FeedBook(uuid4(), "A Book", ("An Author",), "en", BEGUN, 1, planned, chapters, whole, None)


def test_chapters_are_there_as_they_are_mastered_and_keep_their_places() -> None:
    first = book((chapter(3),))
    second = replace(first, chapters=(chapter(1), chapter(3)))
    third = replace(first, chapters=(chapter(1), chapter(2), chapter(3)))

    seen = [{episode.number: episode for episode in episodes([stage])} for stage in (first, second, third)]

    assert [list(stage) for stage in seen] == [[3], [1, 3], [1, 2, 3]]
    for stage in seen:
        assert all(episode == replace(seen[2][number], book=episode.book) for number, episode in stage.items())
    assert [episode.published for episode in episodes([third])] == [BEGUN - timedelta(seconds=n) for n in (2, 1, 0)]


def test_an_episode_keeps_its_guid_when_it_comes_as_another_file() -> None:
    working = book((chapter(1, "aac"),))
    [before], [after] = episodes([working]), episodes([replace(working, chapters=(chapter(1),))])

    assert (before.filename, after.filename) == ("1.m4a", "1.mp3")
    assert before.guid == after.guid == f"{working.id}-1"


@pytest.mark.parametrize(
    "chapters",
    [
        (),
        (chapter(1, None), chapter(2, None), chapter(3, None)),
        (chapter(1), chapter(2, None), chapter(3)),
    ],
)
def test_a_finished_book_without_all_of_its_chapters_is_one_episode(chapters: tuple[FeedChapter, ...]) -> None:
    finished = book(chapters, whole=M4B)

    [episode] = episodes([finished])

    assert (episode.number, episode.filename, episode.title) == (None, "book.m4b", "A Book")
    assert (episode.guid, episode.recording, episode.published) == (str(finished.id), M4B, BEGUN)
    assert episode.duration_ms == 8_000 * len(chapters)


def test_a_finished_book_with_all_of_its_chapters_has_an_episode_for_each() -> None:
    whole = book((chapter(1), chapter(2), chapter(3)), whole=M4B)

    assert [episode.number for episode in episodes([whole])] == [1, 2, 3]


def test_a_book_of_too_many_chapters_is_one_episode_once_it_is_finished() -> None:
    many = book(tuple(chapter(n) for n in range(1, MAX_EPISODES + 1)), planned=MAX_EPISODES + 1)

    assert len(episodes([many])) == MAX_EPISODES
    assert [episode.number for episode in episodes([replace(many, whole=M4B)])] == [None]


def test_a_book_of_which_nothing_is_left_to_hear_has_no_episodes() -> None:
    assert episodes([book((chapter(1, None), chapter(2, None), chapter(3, None)))]) == []
    assert episodes([]) == []


def test_books_begun_at_once_do_not_mix() -> None:
    books = [
        replace(book((chapter(1), chapter(2), chapter(3))), created_at=BEGUN + timedelta(milliseconds=n))
        for n in range(3)
    ]

    listed = episodes(books)

    dates = [episode.published for episode in listed]
    assert [episode.book.id for episode in listed] == [book.id for book in books for _ in range(3)]
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in zip(dates, dates[1:], strict=False))


def test_a_book_is_dated_alike_whatever_of_the_one_before_is_there() -> None:
    first, second = book((chapter(3),)), book((chapter(1), chapter(2), chapter(3)))
    *_, last = episodes([replace(first, chapters=(chapter(1),)), second])

    assert episodes([first, second])[-1].published == last.published
