"""What the episodes of a feed are played from: short-lived addresses in the object store."""

import re
from typing import NamedTuple
from uuid import UUID

from ebookvoice.domain.errors import NotFoundError
from ebookvoice.domain.feed import AUDIO_TYPES, WHOLE, WHOLE_FORMATS, Feed, FeedBook
from ebookvoice.domain.file import File
from ebookvoice.domain.formats import COVER, ChapterCodec
from ebookvoice.domain.job import AudiobookChapter
from ebookvoice.domain.limits import Limit
from ebookvoice.ports.store import Records
from ebookvoice.usecases import limits, places
from ebookvoice.usecases.feeds import find_feed
from ebookvoice.usecases.world import World

FETCHES = Limit("episodes", 1200, 3600)
"""How often files of a feed may be asked for: all of a long book at once, by a player that looks before it fetches."""

ADDRESS_SECONDS = 3600
"""How long an address is good; players keep it while they stream. What moves to the backup store waits for longer."""

_NAME = re.compile(rf"({WHOLE}|{COVER}|[1-9][0-9]{{0,5}})(\.[a-z0-9]{{2,4}})")
_AUDIO = {type_.suffix: kind for kind, type_ in AUDIO_TYPES.items()}


class _Working(NamedTuple):
    """A working copy in the primary store, which goes some time after its book is finished."""

    key: str
    content_type: str


def sign_file(world: World, token: str, audiobook_id: UUID, name: str, *, head: bool = False) -> str:
    """Sign a short-lived address of a file of the feed, good for GET or, with `head`, for HEAD.

    Its name is that of an episode's file, `cover.jpg` or `cover.png`. The attachment has the same one: a title would
    make addresses longer than some players take. Raises NotFoundError, for whatever is not in the feed or not there any
    more; RateLimitedError.
    """
    feed = _count(world, token, audiobook_id)
    parts = _NAME.fullmatch(name)
    with world.store.as_user(feed.user_id) as records:
        found = _find(records, audiobook_id, parts[1], parts[2]) if parts else None
    if found is None:
        raise NotFoundError
    store = world.objects if isinstance(found, _Working) else places.place_of(world, found)[0]
    if head:
        return store.presign_head(found.key, expires=ADDRESS_SECONDS)
    return store.presign_get(found.key, filename=name, content_type=found.content_type, expires=ADDRESS_SECONDS)


def chapters_of(world: World, token: str, audiobook_id: UUID) -> tuple[str, tuple[AudiobookChapter, ...]]:
    """Tell the title of a finished audiobook of the feed, and where its chapters begin.

    Raises NotFoundError, RateLimitedError.
    """
    feed = _count(world, token, audiobook_id)
    with world.store.as_user(feed.user_id) as records:
        found = records.audiobooks.find(audiobook_id)
    if found is None or not found[1].stored:
        raise NotFoundError
    return found[0].title, found[0].chapters


def _count(world: World, token: str, audiobook_id: UUID) -> Feed:
    """Find the feed that has the audiobook in it, as far as the feed itself tells."""
    feed = find_feed(world, token)
    limits.count(world, [(f"{FETCHES.name}:feed:{feed.id}", FETCHES)])
    if feed.audiobook_id not in (None, audiobook_id):
        raise NotFoundError
    return feed


def _find(records: Records, audiobook_id: UUID, stem: str, suffix: str) -> File | _Working | None:
    books = records.feeds.books(audiobook_id, 1)
    if not books:
        return None
    if stem == COVER:
        return _cover(records, books[0], suffix)
    number, kind = None if stem == WHOLE else int(stem), _AUDIO.get(suffix)
    if kind is None or (kind in WHOLE_FORMATS) != (number is None):
        return None
    if kind == ChapterCodec.AAC and number is not None:
        return _passing(records, audiobook_id, number)
    return _kept(records, audiobook_id, kind, number)


def _cover(records: Records, book: FeedBook, suffix: str) -> File | _Working | None:
    if book.cover is None or book.cover.suffix != suffix:
        return None
    working = _Working(book.cover_key, book.cover.content_type) if book.cover_key else None
    return _kept(records, book.id, COVER, None) or working


def _kept(records: Records, audiobook_id: UUID, format_: str, number: int | None) -> File | None:
    """Find a file that the audiobook's owner keeps, wherever it lies."""
    file = records.audiobooks.file(audiobook_id, format_, None if number is None else number - 1)
    return file if file is not None and file.stored else None


def _passing(records: Records, audiobook_id: UUID, number: int) -> _Working | None:
    """Find the encoding of a chapter that the book is bound from."""
    stored = records.chapters.audio_of(audiobook_id, number - 1).get(ChapterCodec.AAC)
    return _Working(stored.key, AUDIO_TYPES[ChapterCodec.AAC].content_type) if stored else None
