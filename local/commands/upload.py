"""`ebookvoice upload`: a file to a running service; interrupted and called again, it sends what is missing."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from local.client import Client
from local.credentials import Credentials
from local.ending import UsageError
from local.home import home_directory
from local.mails import Mails, latest_code
from local.progress import Progress
from local.sending import by_phase
from local.wire import StoredFile

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def upload(path: Path, url: str, kind: str, progress: Progress) -> StoredFile:
    """Send a book or a picture; in parts if it is large. Raises UsageError before anything is sent, ServiceError."""
    _check(path)
    home = home_directory()
    account = _account(home, url)
    client = Client(url, account, lambda email: latest_code(Mails(home / "mail").to(email)))
    progress.phase("uploading")
    return client.keep(path, kind, by_phase(progress.phase))


def _check(path: Path) -> None:
    if not path.is_file():
        raise UsageError(f"there is no file {path}")
    if not os.access(path, os.R_OK):
        raise UsageError(f"{path} can't be read")
    if path.stat().st_size == 0:
        raise UsageError(f"{path} is empty")


def _account(home: Path, url: str) -> Credentials:
    """Find the account: of this machine's own service the one that `convert` made, of another one its owner's.

    No service gets to see the password for another.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{url!r} is no address of a service")
    if parts.hostname in LOOPBACK:
        return Credentials.of(home / "account.json")
    known = home / "accounts" / f"{parts.netloc.replace(':', '_')}.json"
    if not known.is_file():
        advice = 'with {"email": …, "password": …}, readable by you alone'
        raise UsageError(f"there is no account for {parts.netloc}: write {known} {advice}")
    return Credentials.of(known)
