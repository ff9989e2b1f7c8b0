"""Messages of the bridge to Cloudflare R2 on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from ebookvoice.usecases.bridge import Happening
from functions.api.schemas.wire import Create, Public

MAX_EVENTS = 100
"""As many as a batch of Cloudflare's queues can have."""


class R2Event(Create):
    """Something that was done to an object; `size` in bytes. Deletions have neither size nor etag."""

    key: str
    action: str
    etag: str | None = None
    size: int | None = None
    time: datetime | None = None


class R2Message(Create):
    """A batch of the queue."""

    events: Annotated[list[R2Event], Field(max_length=MAX_EVENTS)]

    def happenings(self) -> list[Happening]:
        """Make the use case's records of it."""
        return [Happening(event.key, event.action) for event in self.events]


class R2RecordedPublic(Public):
    """How many of the objects are uploads that have arrived, now or before."""

    recorded: int
