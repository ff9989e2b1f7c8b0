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
from local.sending import Sender, Told
from local.transport import BLOCK, HttpTransport, Transport
from local.wire import Audiobook, Download, Fields, Job, StoredFile, UploadedFile, UploadInParts

POLL_SECONDS = 0.5
ENDED = frozenset({"completed", "failed", "cancelled"})


def _nothing(*_: int) -> None:
    """Hear of parts, and say nothing."""


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
        self._sender = Sender(self._membership, self._transport, pause)

    def sign_in(self) -> None:
        """Sign in ahead of the first call."""
        self._membership.sign_in()

    def upload(self, book: Path, conversion: Fields, told: Told = _nothing) -> Job:
        """Announce the book together with the conversion it is for, and send it; its arrival starts the job."""
        with book.open("rb") as content:
            return self._announce(_declared(book, content) | {"convert": conversion}, content, told)["job"]

    def keep(self, path: Path, kind: str, told: Told = _nothing) -> StoredFile:
        """Send a book or a picture; one in parts goes on where an earlier call was interrupted."""
        with path.open("rb") as content:
            declared = _declared(path, content)
            for earlier in self._awaited(kind, declared):
                try:
                    upload = self._membership.call("GET", f"/api/files/{earlier['id']}/parts")
                except ServiceError:
                    continue  # it is not in parts, or its time was over
                self._sender.send_parts(earlier["id"], cast(UploadInParts, upload), content, told)
                return cast(StoredFile, self._membership.call("GET", f"/api/files/{earlier['id']}"))
            file_id = self._announce(declared | {"kind": kind}, content, told)["id"]
        return cast(StoredFile, self._membership.call("POST", f"/api/files/{file_id}/confirm"))

    def picture(self, picture: Path) -> str:
        """Send a picture and wait until it is ready; return its id."""
        with picture.open("rb") as content:
            file_id = self._announce(_declared(picture, content) | {"kind": "picture"}, content, _nothing)["id"]
        while True:
            shown = self._membership.call("GET", f"/api/files/{file_id}")
            if shown["state"] == "ready":
                return file_id
            if shown["state"] not in ("awaiting", "uploaded"):
                failure = shown["failure"] or {"code": "upload_failed", "message": "The picture never arrived."}
                raise ServiceError(failure["code"], failure["message"])
            self._pause(POLL_SECONDS)

    def follow(self, job_id: str) -> Iterator[Job]:
        """Yield the job again and again until it has ended; the last one is the end."""
        while True:
            job = self.job(job_id)
            yield job
            if job["state"] in ENDED:
                return
            self._pause(POLL_SECONDS)

    def job(self, job_id: str) -> Job:
        """Tell how a job is getting on."""
        return cast(Job, self._membership.call("GET", f"/api/jobs/{job_id}"))

    def cancel(self, job_id: str) -> None:
        """End a job that nobody waits for any more."""
        self._membership.call("POST", f"/api/jobs/{job_id}/cancel")

    def audiobook(self, audiobook_id: str) -> Audiobook:
        """Describe a finished audiobook."""
        return cast(Audiobook, self._membership.call("GET", f"/api/audiobooks/{audiobook_id}"))

    def download(self, audiobook_id: str, target: BinaryIO, made: str = "m4b") -> None:
        """Stream a finished audiobook into `target`, in one of the formats that were made."""
        path = f"/api/audiobooks/{audiobook_id}/download?format={made}"
        download = cast(Download, self._membership.call("GET", path))
        try:
            status = self._transport.fetch(download["url"], target)
        except ConnectionError as error:
            raise ServiceError("unavailable", str(error)) from error
        if status != HTTPStatus.OK or target.tell() != download["size"]:
            raise ServiceError("download_failed", "The audiobook did not arrive whole. Start the command again.")

    def _announce(self, declared: Fields, content: BinaryIO, told: Told) -> UploadedFile:
        """Announce a file and send it."""
        file = cast(UploadedFile, self._membership.call("POST", "/api/files", declared))
        self._sender.send(file["id"], file["upload"], content, told)
        return file

    def _awaited(self, kind: str, declared: Fields) -> Iterator[StoredFile]:
        """List the account's files that are still to come and have the same bytes."""
        cursor: str | None = ""
        while cursor is not None:
            query = f"kind={kind}&state=awaiting&limit=100" + (f"&cursor={cursor}" if cursor else "")
            page = self._membership.call("GET", f"/api/files?{query}")
            for file in cast(list[StoredFile], page["items"]):
                if (file["size"], file["sha256"]) == (declared["size"], declared["sha256"]):
                    yield file
            cursor = page["next_cursor"]


def _declared(path: Path, content: BinaryIO) -> Fields:
    """Measure a file: its size, and the two checksums of which any store verifies one."""
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    while block := content.read(BLOCK):
        sha256.update(block)
        md5.update(block)
    size = content.tell()
    content.seek(0)
    return {
        "filename": _printable(path.name),
        "size": size,
        "sha256": base64.b64encode(sha256.digest()).decode(),
        "md5": base64.b64encode(md5.digest()).decode(),
    }


def _printable(name: str) -> str:
    """Replace what JSON or the API's rules for file names can't take."""
    text = name.encode("utf-8", "replace").decode()
    return "".join(character if character.isprintable() else "_" for character in text)[-255:]
