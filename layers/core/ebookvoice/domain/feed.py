"""Private podcast feeds: an audiobook's chapters as episodes, for any player that takes an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from ebookvoice.domain.errors import InvalidStateError
from ebookvoice.domain.formats import ChapterCodec, Format

MAX_FEEDS = 50
"""Feeds that an account may have at a time."""

MAX_EPISODES = 2_000
"""Episodes of a feed; as many fit into the 6 MB, in Base64, that a function may answer with, whatever their titles."""

WHOLE = "book"
"""Takes the place of a chapter's number in the name of a file that has the whole book."""


class FileType(NamedTuple):
    """What a file's name ends with, and its media type."""

    suffix: str
    content_type: str


AUDIO_TYPES: Mapping[str, FileType] = {
    ChapterCodec.MP3: FileType(".mp3", "audio/mpeg"),
    ChapterCodec.AAC: FileType(".m4a", "audio/mp4"),
    Format.M4B: FileType(".m4b", "audio/mp4"),
    Format.OPUS: FileType(".opus", "audio/ogg"),
}
"""What players fetch."""

WHOLE_FORMATS = frozenset({Format.M4B, Format.OPUS})
"""Those of them that have a whole book; the others have a chapter."""

COVER_TYPES: Mapping[str, FileType] = {
    content_type: FileType(suffix, content_type)
    for content_type, suffix in (("image/jpeg", ".jpg"), ("image/png", ".png"))
}
"""Covers that podcast players show, by media type."""


class TooManyFeedsError(InvalidStateError):
    code = "too_many_feeds"
    message = f"You have {MAX_FEEDS} feeds, which is the most that an account may have. Revoke one, then try again."


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of one audiobook, or of all that the account has (None); `read_at` is when a player came last."""

    id: UUID
    user_id: UUID
    audiobook_id: UUID | None
    created_at: datetime
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """A file that players fetch: `kind` is one of AUDIO_TYPES, `size` in bytes."""

    kind: str
    size: int

    @property
    def type(self) -> FileType:
        """Tell what it is."""
        return AUDIO_TYPES[self.kind]


@dataclass(frozen=True, slots=True)
class FeedChapter:
    """A chapter (from 1) that is mastered; without a recording where that is gone."""

    number: int
    title: str
    duration_ms: int
    recording: Recording | None


@dataclass(frozen=True, slots=True)
class FeedBook:
    """An audiobook, finished or in the making. `season` is its place among all that the account ever began.

    `planned` is how many chapters it has or will have; `chapters` are those that are mastered. `whole` is the file that
    has all of it, once it is finished. `cover` is the type of its cover, if there is one that players show, and
    `cover_key` where that lies as long as the book's working copies do.
    """

    id: UUID
    title: str
    authors: tuple[str, ...]
    language: str | None
    created_at: datetime
    season: int
    planned: int
    chapters: tuple[FeedChapter, ...]
    whole: Recording | None
    cover: FileType | None
    cover_key: str | None = None
