"""A feed as RSS 2.0, with what podcast players know beyond it: Apple's and Podcasting 2.0's elements.

https://help.apple.com/itc/podcasts_connect/#/itcb54353390 and https://podcasting2.org/docs/podcast-namespace
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from ebookvoice.domain.episode import Episode, episodes
from ebookvoice.domain.feed import Feed, FeedBook
from functions.api.lines import one_line

MAX_TITLE = 160
"""Characters of a title; what is longer is cut."""

MAX_PREFIX = 80
"""Characters of a book's title before that of its chapter."""

LIBRARY = "Audiobooks"
"""What a feed of all of an account's audiobooks is called."""

CHAPTERS_TYPE = "application/json+chapters"
"""https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md"""

_NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class FeedAddress:
    """Where a feed is: `url` without `.xml`, below which its files are."""

    url: str

    @property
    def feed(self) -> str:
        """Say where the feed itself is."""
        return f"{self.url}.xml"

    def file(self, book: FeedBook, name: str) -> str:
        """Say where a file of a book is."""
        return f"{self.url}/{book.id}/{name}"

    def cover(self, book: FeedBook) -> str | None:
        """Say where a book's cover is, if it has one."""
        return self.file(book, f"cover{book.cover.suffix}") if book.cover else None


def write_feed(feed: Feed, books: Sequence[FeedBook], address: FeedAddress) -> bytes:
    """Write a feed; the same content makes the same bytes."""
    document = Element("rss", {"version": "2.0", **_NAMESPACES})
    channel = SubElement(document, "channel")
    _write_channel(channel, feed, books, address)
    for episode in episodes(books):
        _write_item(SubElement(channel, "item"), episode, address, of_library=feed.audiobook_id is None)
    content: bytes = tostring(document, "utf-8", xml_declaration=True)
    return content


def _write_channel(channel: Element, feed: Feed, books: Sequence[FeedBook], address: FeedAddress) -> None:
    book = books[-1] if books else None
    own = book if feed.audiobook_id else None
    title = one_line(own.title if own else LIBRARY, MAX_TITLE)
    author = one_line(", ".join(own.authors), MAX_TITLE) if own else ""
    _add(channel, "title", title)
    _add(channel, "link", address.feed)
    _add(channel, "description", f"{title} – {author}" if author else title)
    if own and own.language and _LANGUAGE.fullmatch(own.language):
        _add(channel, "language", own.language)
    _add(channel, "generator", "eBookVoice")
    SubElement(channel, "atom:link", {"rel": "self", "type": "application/rss+xml", "href": address.feed})
    _add(channel, "itunes:author", author)
    _add(channel, "itunes:block", "Yes")
    _add(channel, "itunes:explicit", "false")
    _add(channel, "itunes:type", "serial")
    SubElement(SubElement(channel, "itunes:category", {"text": "Arts"}), "itunes:category", {"text": "Books"})
    _add(channel, "podcast:guid", str(feed.id))
    _add(channel, "podcast:locked", "yes")
    _add(channel, "podcast:medium", "audiobook")
    if book and (cover := address.cover(book)):
        _write_image(channel, title, cover, address)


def _write_image(channel: Element, title: str, cover: str, address: FeedAddress) -> None:
    SubElement(channel, "itunes:image", {"href": cover})
    image = SubElement(channel, "image")
    for name, text in (("url", cover), ("title", title), ("link", address.feed)):
        _add(image, name, text)


def _write_item(item: Element, episode: Episode, address: FeedAddress, *, of_library: bool) -> None:
    book, number = episode.book, episode.number
    title = one_line(episode.title, MAX_TITLE) or f"Chapter {number}"
    in_book = of_library and number is not None
    _add(item, "title", f"{one_line(book.title, MAX_PREFIX)}: {title}" if in_book else title)
    SubElement(item, "guid", {"isPermaLink": "false"}).text = episode.guid
    _add(item, "pubDate", format_datetime(episode.published))
    file = {"url": address.file(book, episode.filename), "length": str(episode.recording.size)}
    SubElement(item, "enclosure", {**file, "type": episode.recording.type.content_type})
    _add(item, "itunes:duration", str(round(episode.duration_ms / 1000)))
    _add(item, "itunes:episode", str(number or 1))
    _add(item, "itunes:episodeType", "full")
    if of_library:
        _add(item, "itunes:season", str(book.season))
        if cover := address.cover(book):
            SubElement(item, "itunes:image", {"href": cover})
    if number is None:
        SubElement(item, "podcast:chapters", {"url": address.file(book, "chapters.json"), "type": CHAPTERS_TYPE})


def _add(parent: Element, name: str, text: str) -> None:
    """Add an element, unless it would be empty."""
    if text:
        SubElement(parent, name).text = text
