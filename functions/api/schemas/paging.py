"""Lists that are told page by page, the newest first."""

import base64
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query

from functions.api.errors import InvalidRequestError

Place = tuple[datetime, UUID]
"""Where a page ended: time and id of its last item."""

Limit = Annotated[int, Query(ge=1, le=100, description="How many items a page has at most.")]
Cursor = Annotated[str | None, Query(max_length=200, description="`next_cursor` of the page before.")]


def cursor_of(place: Place) -> str:
    """Write a place down, for the client to give back."""
    time, id_ = place
    return base64.urlsafe_b64encode(f"{time.astimezone(UTC).isoformat()} {id_}".encode()).decode().rstrip("=")


def place_of(cursor: str | None) -> Place | None:
    """Read a place. Raises InvalidRequestError for a cursor that is none of ours."""
    if cursor is None:
        return None
    try:
        time, _, id_ = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(" ")
        moment = datetime.fromisoformat(time)
        if moment.tzinfo is None:
            raise ValueError(time)
        return moment, UUID(id_)
    except ValueError:
        raise InvalidRequestError(
            "The field `cursor` is not valid: send the `next_cursor` of the page before, or leave it out."
        ) from None
