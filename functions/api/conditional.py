"""Requests that want an answer only if it has changed (RFC 9110, 13)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime


def validators(etag: str, changed_at: datetime | None = None) -> dict[str, str]:
    """Write ETag and, where it is known when this version came up, Last-Modified; `etag` comes without quotes."""
    dated = {} if changed_at is None else {"Last-Modified": format_datetime(_second(changed_at), usegmt=True)}
    return {"ETag": f'"{etag}"'} | dated


def unchanged(headers: Mapping[str, str], etag: str, changed_at: datetime | None = None) -> bool:
    """Tell whether the sender has this version already, by ETag or, where it knows none, by date (13.2.2)."""
    if (known := headers.get("if-none-match")) is not None:
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return not tags.isdisjoint({f'"{etag}"', "*"})
    return changed_at is not None and _second(changed_at) <= _date(headers.get("if-modified-since", ""))


def _date(text: str) -> datetime:
    """Read a date; one that is none lies before everything."""
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _second(time: datetime) -> datetime:
    return time.astimezone(UTC).replace(microsecond=0)
