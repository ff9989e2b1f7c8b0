"""A reader of the service: HTTP, a mailbox, and nothing else."""

import base64
import hashlib
import json
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from local.cloud import Cloud
from local.mails import latest_code

DEADLINE = 90.0
"""Seconds after which something that should have happened has not."""

Fields = dict[str, Any]


def until(condition: Callable[[], Any], what: str, seconds: float = DEADLINE, every: float = 0.1) -> Any:
    """Wait for the condition to give something true, and return that."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(every)
    raise AssertionError(f"{what}: not within {seconds:g} s")


def exchange(method: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, bytes]:
    """Send one request; return status and body whatever the status."""
    request = urllib.request.Request(url, data=body, headers=headers, method=method)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
            return response.status, response.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read()


@dataclass
class Reader:
    """Somebody with an account, which what came by mail has opened."""

    cloud: Cloud = field(repr=False)
    email: str = field(default_factory=lambda: f"{secrets.token_hex(6)}@example.com")
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12), repr=False)
    token: str = field(default="", repr=False)
    id: str = ""

    def __post_init__(self) -> None:
        status, answer = self.call("POST", "/api/auth/signup", {"email": self.email})
        assert status == 202, answer
        proof = {"email": self.email, "code": latest_code(self.cloud.mails(self.email)), "password": self.password}
        status, answer = self.call("POST", "/api/auth/signup/confirm", proof)
        assert status == 200, answer
        self.token, self.id = answer["access_token"], answer["user"]["id"]

    @property
    def url(self) -> str:
        return self.cloud.url

    def call(self, method: str, path: str, body: Fields | None = None) -> tuple[int, Fields]:
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        status, content = exchange(
            method, self.url + path, headers, None if body is None else json.dumps(body).encode()
        )
        answer: Fields = json.loads(content) if content else {}
        return status, answer

    def get(self, path: str) -> Fields:
        status, answer = self.call("GET", path)
        assert status == 200, answer
        return answer

    def announce(self, book: bytes, filename: str, convert: Fields | None = None, **more: str) -> Fields:
        digest = base64.b64encode(hashlib.sha256(book).digest()).decode()
        announcement: Fields = {"filename": filename, "size": len(book), "sha256": digest, **more}
        if convert is not None:
            announcement["convert"] = convert
        status, file = self.call("POST", "/api/files", announcement)
        assert status == 201, file
        return file

    def put(self, file: Fields, book: bytes) -> None:
        upload = file["upload"]
        status, answer = exchange(upload["method"], upload["url"], upload["headers"], book)
        assert status == 200, answer

    def confirm(self, file: Fields) -> Fields:
        """Say that the bytes are there."""
        status, answer = self.call("POST", f"/api/files/{file['id']}/confirm")
        assert status == 200, answer
        return answer

    def send(self, book: bytes, filename: str = "book.epub", **convert: str) -> str:
        """Announce a book with its conversion and put its bytes; return the job's id. Nothing else starts it."""
        file = self.announce(book, filename, dict(convert))
        self.put(file, book)
        job_id: str = file["job"]["id"]
        return job_id

    def job(self, job_id: str) -> Fields:
        return self.get(f"/api/jobs/{job_id}")

    def ended(self, job_id: str, seconds: float = DEADLINE) -> Fields:
        """Wait for the end of a job, whichever it is."""

        def look() -> Fields | None:
            job = self.job(job_id)
            return job if job["state"] in ("completed", "failed", "cancelled") else None

        job: Fields = until(look, f"the end of job {job_id}", seconds)
        return job

    def audiobook(self, job_id: str, seconds: float = DEADLINE) -> Fields:
        """Wait for the audiobook of a job that must complete."""
        job = self.ended(job_id, seconds)
        assert job["state"] == "completed", job["error"]
        return self.get(f"/api/audiobooks/{job_id}")

    def download(self, audiobook_id: str) -> bytes:
        download = self.get(f"/api/audiobooks/{audiobook_id}/download")
        status, content = exchange("GET", download["url"], {}, None)
        assert status == 200
        assert len(content) == download["size"]
        return content
