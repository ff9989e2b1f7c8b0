"""Feeds as podcast players read them."""

import base64
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4
from xml.etree.ElementTree import Element, fromstring

import feedparser  # type: ignore[import-untyped]
import pytest

from ebookvoice.domain.feed import COVER_TYPES, MAX_EPISODES, Feed, FeedBook, FeedChapter, Recording
from functions.api.feed_xml import FeedAddress, write_feed

BEGUN = datetime(2026, 11, 21, 12, tzinfo=UTC)
ADDRESS = FeedAddress(f"https://books.example.com/api/feeds/{'t' * 43}")
NAMES = {
    "itunes": "{http://www.itunes.com/dtds/podcast-1.0.dtd}",
    "podcast": "{https://podcastindex.org/namespace/1.0}",
    "atom": "{http://www.w3.org/2005/Atom}",
}

CHAPTERS = tuple(
    FeedChapter(number, title, 61_499, Recording("mp3", 1_000 + number))
    for number, title in enumerate(("Down the Rabbit-Hole", "The Pool of Tears", "“Ende” & <Schluß>"), 1)
)
BOOK = FeedBook(
    id=UUID(int=7),
    title="Alice & Co.",
    authors=("Lewis Carroll", "J. Tenniel"),
    language="en-GB",
    created_at=BEGUN,
    season=4,
    planned=3,
    chapters=CHAPTERS,
    whole=None,
    cover=COVER_TYPES["image/jpeg"],
)


def of_book(book: FeedBook = BOOK) -> bytes:
    return write_feed(Feed(UUID(int=1), UUID(int=2), book.id, BEGUN), [book], ADDRESS)


def of_library(*books: FeedBook) -> bytes:
    return write_feed(Feed(UUID(int=1), UUID(int=2), None, BEGUN), books, ADDRESS)


def channel(document: bytes) -> Element:
    found = fromstring(document).find("channel")  # noqa: S314 - we wrote it
    assert found is not None
    return found


def text(element: Element, name: str) -> str | None:
    prefix, _, local = name.rpartition(":")
    return element.findtext(f"{NAMES.get(prefix, '')}{local}")


def test_players_read_it_without_complaint() -> None:
    read = feedparser.parse(of_book())

    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "rss20"
    assert (read.feed.title, read.feed.author, read.feed.language) == (
        "Alice & Co.",
        "Lewis Carroll, J. Tenniel",
        "en-GB",
    )
    assert read.feed.image.href == f"{ADDRESS.url}/{BOOK.id}/cover.jpg"
    assert [entry.title for entry in read.entries] == [chapter.title for chapter in CHAPTERS]
    assert [entry.id for entry in read.entries] == [f"{BOOK.id}-{number}" for number in (1, 2, 3)]
    assert [(e.enclosures[0].href, e.enclosures[0].length, e.enclosures[0].type) for e in read.entries] == [
        (f"{ADDRESS.url}/{BOOK.id}/{number}.mp3", str(1_000 + number), "audio/mpeg") for number in (1, 2, 3)
    ]
    assert [entry.itunes_duration for entry in read.entries] == ["61"] * 3
    dates = [entry.published_parsed for entry in read.entries]
    assert dates == sorted(set(dates))


def test_it_is_private_and_in_order() -> None:
    found = channel(of_book())

    assert text(found, "itunes:block") == "Yes"
    assert text(found, "podcast:locked") == "yes"
    assert text(found, "itunes:type") == "serial"
    assert [text(item, "itunes:episode") for item in found.iter("item")] == ["1", "2", "3"]
    assert [text(item, "itunes:season") for item in found.iter("item")] == [None] * 3
    link = found.find(f"{NAMES['atom']}link")
    assert link is not None
    assert link.get("href") == ADDRESS.feed


def test_a_book_is_a_season_of_a_library() -> None:
    other = replace(BOOK, id=UUID(int=8), title="Emma", season=6, cover=None)

    found = channel(of_library(BOOK, other))

    items = list(found.iter("item"))
    assert text(found, "title") == "Audiobooks"
    assert [text(item, "itunes:season") for item in items] == ["4"] * 3 + ["6"] * 3
    assert text(items[3], "title") == "Emma: Down the Rabbit-Hole"
    covers = [item.find(f"{NAMES['itunes']}image") for item in items]
    assert [cover is not None and cover.get("href") for cover in covers] == [
        *[f"{ADDRESS.url}/{BOOK.id}/cover.jpg"] * 3,
        *[False] * 3,
    ]


def test_a_whole_book_has_chapters() -> None:
    whole = replace(BOOK, chapters=CHAPTERS[:1], whole=Recording("m4b", 99))

    [item] = channel(of_book(whole)).iter("item")

    enclosure, chapters = item.find("enclosure"), item.find(f"{NAMES['podcast']}chapters")
    assert enclosure is not None
    assert chapters is not None
    assert enclosure.attrib == {
        "url": f"{ADDRESS.url}/{BOOK.id}/book.m4b",
        "length": "99",
        "type": "audio/mp4",
    }
    assert chapters.attrib == {
        "url": f"{ADDRESS.url}/{BOOK.id}/chapters.json",
        "type": "application/json+chapters",
    }


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("".join(map(chr, range(1, 32))), "Chapter 1"),
        ("\x7f\x85\x9f\ufffe\uffff", "Chapter 1"),
        ("", "Chapter 1"),
        ("a\x00b\x1bc", "a b c"),
        ("]]>&lt;</title><item/>", "]]>&lt;</title><item/>"),
        ("two\nlines\tand  more", "two lines and more"),
        ("字" * 5_000, "字" * 159 + "…"),
        ("&<>\"'" * 1_000, ("&<>\"'" * 32)[:159] + "…"),
        ("\U0001f600 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "\U0001f600 🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
    ],
)
def test_no_title_breaks_it(title: str, shown: str) -> None:
    chapter = replace(CHAPTERS[0], title=title)
    document = of_book(replace(BOOK, title=title or "A Book", authors=(title,), language=title, chapters=(chapter,)))

    [item] = channel(document).iter("item")
    assert text(item, "title") == shown
    assert not feedparser.parse(document).bozo
    assert text(channel(document), "language") is None


def test_the_same_content_makes_the_same_bytes() -> None:
    assert of_book() == of_book()
    assert of_book() != of_book(replace(BOOK, chapters=CHAPTERS[:2]))


def test_an_empty_feed_is_one() -> None:
    read = feedparser.parse(of_library())

    assert (read.bozo, read.version, read.feed.title, read.entries) == (False, "rss20", "Audiobooks", [])


def test_the_largest_feed_fits_into_an_answer() -> None:
    longest = "&" * 255
    chapters = tuple(FeedChapter(n, longest, 10**8, Recording("mp3", 10**9)) for n in range(1, MAX_EPISODES + 1))
    book = replace(BOOK, id=uuid4(), title=longest, planned=MAX_EPISODES, chapters=chapters)

    size = len(base64.b64encode(of_library(book)))

    print(f"{MAX_EPISODES} episodes: {size:,} bytes in Base64")  # noqa: T201 - the figure
    assert size < 6_000_000
