"""Private podcast feeds, and what is in them."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.feed import Feed, FeedBook


class Feeds(Protocol):
    """Feeds are the service's own; what is in them is read under the role of their owner."""

    def add(self, feed: Feed, token_hash: bytes, most: int) -> bool:
        """Insert a feed; False if its owner has so many. Exact, however many are asked for at once."""
        ...

    def of(self, user_id: UUID) -> list[Feed]:
        """List an account's feeds, the oldest first."""
        ...

    def delete(self, user_id: UUID, feed_id: UUID) -> bool:
        """Revoke a feed; False if the account has no such feed."""
        ...

    def by_token(self, token_hash: bytes) -> Feed | None:
        """Find the feed of a token, unless its owner is shut out."""
        ...

    def note(self, feed_id: UUID, digest: bytes, now: datetime) -> datetime:
        """Note that a feed was read, by the digest of what it held; return since when it holds that.

        No two digests of a feed share a second. For a feed that was revoked meanwhile that is now.
        """
        ...

    def books(self, audiobook_id: UUID | None, most: int) -> list[FeedBook]:
        """List the books of which there is something to hear, as far as the transaction's role may see them.

        Of one audiobook, or of as many of the latest as have `most` chapters together, at least one; those that were
        begun first come first.
        """
        ...
