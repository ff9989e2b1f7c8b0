"""Private podcast feeds: opened, listed, revoked by their owner, and read by whoever shows the token."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from ebookvoice.domain.errors import NotFoundError
from ebookvoice.domain.feed import MAX_EPISODES, MAX_FEEDS, Feed, FeedBook, TooManyFeedsError
from ebookvoice.domain.limits import Limit
from ebookvoice.domain.states import JobState
from ebookvoice.usecases import audiobooks, limits
from ebookvoice.usecases.jobs import find_job
from ebookvoice.usecases.world import World

READS = Limit("feeds", 120, 3600)
"""How often a feed may be read: its owner's players together, each of which comes by every few minutes at most."""

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class OpenedFeed:
    """A feed and its token, which nobody is told a second time."""

    feed: Feed
    token: str


def open_feed(world: World, user_id: UUID, audiobook_id: UUID | None) -> OpenedFeed:
    """Open a feed of an audiobook, finished or in the making, or of all that the account has and will have.

    Raises NotFoundError, GoneError, TooManyFeedsError.
    """
    if audiobook_id is not None:
        _check(world, user_id, audiobook_id)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = Feed(world.ids.new(), user_id, audiobook_id, world.clock.now())
    with world.store.as_service() as records:
        if not records.feeds.add(feed, _hash(token), MAX_FEEDS):
            raise TooManyFeedsError
    return OpenedFeed(feed, token)


def list_feeds(world: World, user_id: UUID) -> list[Feed]:
    """List an account's feeds, the oldest first."""
    with world.store.as_service() as records:
        return records.feeds.of(user_id)


def revoke_feed(world: World, user_id: UUID, feed_id: UUID) -> None:
    """Shut a feed for good, at once; addresses that its players were given before are good for the rest of an hour.

    Raises NotFoundError.
    """
    with world.store.as_service() as records:
        if not records.feeds.delete(user_id, feed_id):
            raise NotFoundError


def find_feed(world: World, token: str) -> Feed:
    """Find the feed of a token. Raises NotFoundError, for one that is revoked as for one that never was.

    The token is looked up by its hash, so how long that takes tells nothing of those that there are.
    """
    with world.store.as_service() as records:
        feed = records.feeds.by_token(_hash(token))
    if feed is None:
        raise NotFoundError
    return feed


def read_feed(world: World, token: str) -> tuple[Feed, Sequence[FeedBook]]:
    """Read what a feed holds right now. Raises NotFoundError, RateLimitedError."""
    feed = find_feed(world, token)
    limits.count(world, [(f"{READS.name}:feed:{feed.id}", READS)])
    with world.store.as_user(feed.user_id) as records:
        return feed, records.feeds.books(feed.audiobook_id, MAX_EPISODES)


def note_reading(world: World, feed: Feed, digest: bytes) -> datetime:
    """Note what was read by its SHA-256, and tell since when the feed holds that."""
    with world.store.as_service() as records:
        return records.feeds.note(feed.id, digest, world.clock.now())


def _check(world: World, user_id: UUID, audiobook_id: UUID) -> None:
    match find_job(world, user_id, audiobook_id).state:
        case JobState.FAILED | JobState.CANCELLED:
            raise NotFoundError
        case JobState.COMPLETED:
            audiobooks.find_audiobook(world, user_id, audiobook_id)


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
