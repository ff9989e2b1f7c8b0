"""Downloads on the wire."""

from datetime import datetime

from functions.api.schemas.wire import Public


class DownloadPublic(Public):
    """A short-lived address of a file; `size` in bytes."""

    url: str
    filename: str
    size: int
    expires_at: datetime
