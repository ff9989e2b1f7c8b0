"""A cache that holds nothing and notes what it is told."""

from uuid import UUID

from ebookvoice.adapters.nocache import NoCache


class NotingCache(NoCache):
    """Notes which sessions are over for good, which are only to be read anew, and who is forgotten."""

    def __init__(self) -> None:
        self.ended: set[UUID] = set()
        self.dropped: set[UUID] = set()
        self.users: set[UUID] = set()

    def forget(self, session_ids: list[UUID]) -> None:
        self.ended |= set(session_ids)

    def drop(self, session_ids: list[UUID]) -> None:
        self.dropped |= set(session_ids)

    def forget_user(self, user_id: UUID) -> None:
        self.users.add(user_id)
