"""Everything that is held about an account, for its owner to take along."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from ebookvoice.domain import keys
from ebookvoice.domain.filenames import MAX_BYTES, safe_name
from ebookvoice.domain.job import Download
from ebookvoice.domain.limits import Limit
from ebookvoice.domain.session import Principal
from ebookvoice.ports.objects import ObjectChangedError, ObjectMissingError
from ebookvoice.ports.records.profiles import StoredFile
from ebookvoice.usecases import limits, places
from ebookvoice.usecases.archive import Entry, zipped
from ebookvoice.usecases.sessions import check_reauthenticated
from ebookvoice.usecases.world import World

PACKED_BYTES = 128 * 1024 * 1024
"""As much of books and audiobooks goes into the archive itself: it passes through the API's function twice, in and out,
within 29 seconds. Files that don't fit any more are listed with addresses to fetch them from."""
LINK_SECONDS = 3600
"""How long these addresses are good: the archive has to be fetched and opened first."""
KEPT = timedelta(hours=1)
"""How long the archive lies in the store; a download that has begun is not cut off."""
EXPORTS = Limit("exports", 3, 3600)
"""Each costs as much transfer and storage as a book."""
ZIP_TYPE = "application/zip"


def export(world: World, principal: Principal) -> Download:
    """Write an archive and sign a short-lived address to download it from.

    It holds every row as JSON, a file a table (rows/); books, pictures and audiobooks as they are (files/), or where
    to fetch them (files.json); the names of all objects (objects.json), of which the rest are working copies of these.
    Raises ReauthenticationRequiredError, RateLimitedError, UnavailableError.
    """
    check_reauthenticated(world, principal)
    user_id, now = principal.user.id, world.clock.now()
    limits.count(world, [(f"export:{user_id}", EXPORTS)])
    key = keys.export(user_id, world.ids.new())
    with world.store.as_service() as records:
        tables, files = records.profiles.everything(user_id), records.profiles.stored_files(user_id)
        # Owed before it is written, so that no archive can ever be left behind.
        records.trash.add(key, now + KEPT)
    written = world.objects.put_stream(key, zipped(_entries(world, principal, tables, files, now)), ZIP_TYPE)
    seconds, filename = world.settings.download_seconds, f"ebookvoice-{now:%Y-%m-%d}.zip"
    url = world.objects.presign_get(key, filename=filename, content_type=ZIP_TYPE, expires=seconds)
    return Download(url, filename, written.size, world.clock.now() + timedelta(seconds=seconds))


def _entries(
    world: World, principal: Principal, tables: dict[str, list[dict[str, Any]]], files: list[StoredFile], now: datetime
) -> Iterator[Entry]:
    for table, rows in tables.items():
        yield _document(f"rows/{table}.json", rows, now)
    room, listed = PACKED_BYTES, []
    for file in files:
        told = {"id": file.id, "filename": file.filename, "content_type": file.content_type, "size": file.size}
        if file.size > room:
            listed.append(told | _linked(world, file))
            continue
        try:
            # Begun before its entry, so that a file that is gone is noticed.
            blocks = places.stream(world, file)
        except (ObjectChangedError, ObjectMissingError):
            listed.append(told | {"missing": True})
            continue
        room -= file.size
        path = f"files/{file.id}/{safe_name(file.filename, 'file', characters=MAX_BYTES)}"
        listed.append(told | {"path": path})
        yield Entry(path, file.created_at, file.size, blocks, packed=True)
    yield _document("files.json", listed, now)
    yield _document(
        "objects.json",
        [key for prefix in keys.user_prefixes(principal.user.id) for key in world.objects.list(prefix)],
        now,
    )


def _linked(world: World, file: StoredFile) -> dict[str, Any]:
    expires_at = world.clock.now() + timedelta(seconds=LINK_SECONDS)
    url = places.presign(world, file, filename=file.filename, content_type=file.content_type, expires=LINK_SECONDS)
    return {"url": url, "expires_at": expires_at}


def _document(path: str, content: object, modified: datetime) -> Entry:
    # Whatever JSON has no form for (ids, times) has one as text.
    text = json.dumps(content, default=_as_text, ensure_ascii=False, indent=2).encode()
    return Entry(path, modified, len(text), [text])


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
