"""A client of the API: what any program of a reader could be."""

import base64
import hashlib
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, cast

from local.calls import Calls
from local.credentials import Credentials
from local.ending import ServiceError
from local.membership import Inbox, Membership
from local.transport import HttpTransport, Transport
from local.wire import Audiobook, Download, Fields, Job, UploadedFile

POLL_SECONDS = 0.5
ENDED = frozenset({"completed", "failed", "cancelled"})


class Client:
    """Uploads books, follows their conversion, fetches audiobooks. Every method raises ServiceError.

    `inbox` finds the code that was mailed to an address, which opens an account.
    """

    def __init__(
        self,
        url: str,
        credentials: Credentials,
        inbox: Inbox,
        transport: Transport | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._transport = transport or HttpTransport()
        self._pause = pause
        self._membership = Membership(Calls(url, self._transport, pause), credentials, inbox)

    def upload(self, book: Path, conversion: dict[str, str]) -> Job:
        """Announce the book together with the conversion it is for, and send it; its arrival starts the job."""
        with book.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").digest()
            size = content.tell()
            content.seek(0)
            announcement: Fields = {
                "filename": _printable(book.name),
                "size": size,
                "sha256": base64.b64encode(digest).decode(),
                "convert": conversion,
            }
            file = cast(UploadedFile, self._membership.call("POST", "/api/files", announcement))
            self._send(file, content)
        return file["job"]

    def follow(self, job_id: str) -> Iterator[Job]:
        """Yield the job again and again until it has ended; the last one is the end."""
        while True:
            job = cast(Job, self._membership.call("GET", f"/api/jobs/{job_id}"))
            yield job
            if job["state"] in ENDED:
                return
            self._pause(POLL_SECONDS)

    def cancel(self, job_id: str) -> None:
        """End a job that nobody waits for any more."""
        self._membership.call("POST", f"/api/jobs/{job_id}/cancel")

    def audiobook(self, audiobook_id: str) -> Audiobook:
        """Describe a finished audiobook."""
        return cast(Audiobook, self._membership.call("GET", f"/api/audiobooks/{audiobook_id}"))

    def download(self, audiobook_id: str, target: BinaryIO) -> None:
        """Stream a finished audiobook into `target`."""
        download = cast(Download, self._membership.call("GET", f"/api/audiobooks/{audiobook_id}/download"))
        try:
            status = self._transport.fetch(download["url"], target)
        except ConnectionError as error:
            raise ServiceError("unavailable", str(error)) from error
        if status != HTTPStatus.OK or target.tell() != download["size"]:
            raise ServiceError("download_failed", "The audiobook did not arrive whole. Start the command again.")

    def _send(self, file: UploadedFile, content: BinaryIO) -> None:
        upload = file["upload"]
        try:
            answer = self._transport.request(upload["method"], upload["url"], upload["headers"], content)
        except ConnectionError as error:
            raise ServiceError("unavailable", str(error)) from error
        if answer.status != HTTPStatus.OK:
            raise ServiceError("upload_failed", f"The store refused the file (status {answer.status}). Start again.")


def _printable(name: str) -> str:
    """Replace what JSON or the API's rules for file names can't take."""
    text = name.encode("utf-8", "replace").decode()
    return "".join(character if character.isprintable() else "_" for character in text)[-255:]
