"""A client of the API: what any program of a reader could be."""

import base64
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any, BinaryIO, cast

from local.credentials import Credentials
from local.ending import ServiceError
from local.transport import Answer, HttpTransport, Transport
from local.wire import Audiobook, Download, Fields, Job, UploadedFile

POLL_SECONDS = 0.5
RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0, 4.0)
ENDED = frozenset({"completed", "failed", "cancelled"})


class Client:
    """Signs up once, logs in again when a token has run out, and asks again when a GET found nobody at home.

    Every method raises ServiceError.
    """

    def __init__(
        self,
        url: str,
        credentials: Credentials,
        transport: Transport | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._url = url.rstrip("/")
        self._credentials = credentials
        self._transport = transport or HttpTransport()
        self._pause = pause
        self._token: str | None = None

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
            file = cast(UploadedFile, self._call("POST", "/api/files", announcement))
            self._send(file, content)
        return file["job"]

    def follow(self, job_id: str) -> Iterator[Job]:
        """Yield the job again and again until it has ended; the last one is the end."""
        while True:
            job = cast(Job, self._call("GET", f"/api/jobs/{job_id}"))
            yield job
            if job["state"] in ENDED:
                return
            self._pause(POLL_SECONDS)

    def cancel(self, job_id: str) -> None:
        """End a job that nobody waits for any more."""
        self._call("POST", f"/api/jobs/{job_id}/cancel")

    def audiobook(self, audiobook_id: str) -> Audiobook:
        """Describe a finished audiobook."""
        return cast(Audiobook, self._call("GET", f"/api/audiobooks/{audiobook_id}"))

    def download(self, audiobook_id: str, target: BinaryIO) -> None:
        """Stream a finished audiobook into `target`."""
        download = cast(Download, self._call("GET", f"/api/audiobooks/{audiobook_id}/download"))
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

    def _call(self, method: str, path: str, body: Fields | None = None) -> Fields:
        if self._token is None:
            self._token = self._sign_in()
        answer = self._ask(method, path, body, self._token)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            self._token = self._sign_in()
            answer = self._ask(method, path, body, self._token)
        return _fields(answer)

    def _sign_in(self) -> str:
        secret = {"email": self._credentials.email, "password": self._credentials.password}
        answer = self._ask("POST", "/api/auth/login", secret)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            # A new account, or a home whose database was thrown away.
            answer = self._ask("POST", "/api/auth/signup", secret)
        return cast(str, _fields(answer)["access_token"])

    def _ask(self, method: str, path: str, body: Fields | None, token: str | None = None) -> Answer:
        headers = {"Accept": "application/json"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        content = None if body is None else json.dumps(body).encode()
        for seconds in RETRY_SECONDS if method == "GET" else ():
            with suppress(ConnectionError):
                answer = self._transport.request(method, self._url + path, headers, content)
                if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                    return answer
            self._pause(seconds)
        try:
            return self._transport.request(method, self._url + path, headers, content)
        except ConnectionError as error:
            raise ServiceError("unavailable", str(error)) from error


def _fields(answer: Answer) -> Fields:
    try:
        fields: Any = json.loads(answer.body)
    except ValueError:
        fields = None
    if answer.status < HTTPStatus.BAD_REQUEST and isinstance(fields, dict):
        return fields
    match fields:
        case {"error": {"code": str(code), "message": str(message)}}:
            raise ServiceError(code, message)
    raise ServiceError("unavailable", f"The service's answer (status {answer.status}) makes no sense. Try again later.")


def _printable(name: str) -> str:
    """Replace what JSON or the API's rules for file names can't take."""
    text = name.encode("utf-8", "replace").decode()
    return "".join(character if character.isprintable() else "_" for character in text)[-255:]
