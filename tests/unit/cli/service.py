"""An in-memory service that answers a client as the API does."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any, BinaryIO

from local.transport import Answer

URL = "http://service.test"
STORE = "http://store.test"
EMPTY_PROGRESS = {"characters": 0, "characters_done": 0, "chapters": 0, "chapters_done": 0, "eta_s": None}


class InMemoryService:
    """Accounts, tokens, one write-once store, and jobs that take a step whenever somebody looks."""

    def __init__(
        self, states: tuple[str, ...] = ("queued", "reading", "synthesizing", "assembling", "completed")
    ) -> None:
        self.states = states
        self.error: dict[str, str] | None = None
        self.accounts: dict[str, str] = {}
        self.mailed: dict[str, str] = {}
        self.misread = False
        self.tokens: set[str] = set()
        self.refresh_tokens: set[str] = set()
        self.second_factor = False
        self.ways: list[str] = []
        self.announced: list[dict[str, Any]] = []
        self.uploads: dict[str, bytes] = {}
        self.audiobook = b"an audiobook"
        self.silent_answers = 0
        self.failing_answers = 0
        self.looks = 0

    def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes | BinaryIO | None) -> Answer:
        if url.startswith(STORE):
            return self._store(url, headers, body)
        if self.silent_answers:
            self.silent_answers -= 1
            raise ConnectionError("nobody at home")
        if self.failing_answers:
            self.failing_answers -= 1
            return Answer(503, b"<html>overloaded</html>")
        fields = json.loads(body) if isinstance(body, bytes) else {}
        path = url.removeprefix(URL)
        if path.startswith("/api/auth/"):
            return self._authenticate(path, fields)
        if headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return refusal(401, "not_authenticated")
        return self._serve(method, path, fields)

    def fetch(self, url: str, target: BinaryIO) -> int:
        assert url == f"{STORE}/audiobook"
        target.write(self.audiobook)
        return 200

    def inbox(self, email: str) -> str:
        return "999999" if self.misread else self.mailed[email]

    def expire_tokens(self) -> None:
        self.tokens.clear()

    def end_sessions(self) -> None:
        self.tokens.clear()
        self.refresh_tokens.clear()

    def _authenticate(self, path: str, fields: dict[str, Any]) -> Answer:
        self.ways.append(path.removeprefix("/api/auth/"))
        match self.ways[-1], fields:
            case "signup", {"email": email}:
                self.mailed[email] = f"{len(self.ways):06}"
                return answer(202, {"message": "mailed"})
            case "signup/confirm", {"email": email, "code": code, "password": password}:
                if self.mailed.pop(email) != code:
                    return refusal(401, "invalid_code")
                self.accounts[email] = password
                return self._let_in()
            case "login", {"email": email, "password": password}:
                known = self.accounts.get(email) == password
                return self._let_in() if known else refusal(401, "invalid_credentials")
            case "refresh", {"refresh_token": token} if token in self.refresh_tokens:
                self.refresh_tokens.remove(token)
                return self._let_in()
        return refusal(401, "not_authenticated")

    def _let_in(self) -> Answer:
        if self.second_factor:
            return answer(200, {"second_factor_token": "x", "expires_in": 300})
        number = len(self.ways)
        self.tokens.add(f"access-{number}")
        self.refresh_tokens.add(f"refresh-{number}")
        return answer(200, {"access_token": f"access-{number}", "refresh_token": f"refresh-{number}"})

    def _serve(self, method: str, path: str, fields: dict[str, Any]) -> Answer:
        match method, path:
            case "POST", "/api/files":
                self.announced.append(fields)
                headers = {"Content-Length": str(fields["size"]), "If-None-Match": "*"}
                upload = {"method": "PUT", "url": f"{STORE}/{fields['sha256']}", "headers": headers, "expires_at": ""}
                return answer(201, {"id": "file", "upload": upload, "job": self._job("awaiting_upload")})
            case "GET", "/api/jobs/job":
                state = self.states[min(self.looks, len(self.states) - 1)]
                self.looks += 1
                return answer(200, self._job(state))
            case "GET", "/api/audiobooks/job":
                return answer(200, {"id": "job", "title": "T"})
            case "GET", "/api/audiobooks/job/download?format=m4b":
                return answer(200, {"url": f"{STORE}/audiobook", "size": len(b"an audiobook")})
        return refusal(404, "not_found")

    def _job(self, state: str) -> dict[str, Any]:
        failed = self.error if state == "failed" else None
        return {"id": "job", "state": state, "progress": EMPTY_PROGRESS, "chapters": [], "error": failed}

    def _store(self, url: str, headers: Mapping[str, str], body: bytes | BinaryIO | None) -> Answer:
        content = b"" if body is None or isinstance(body, bytes) else body.read()
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        if url != f"{STORE}/{digest}" or headers["Content-Length"] != str(len(content)):
            return Answer(403, b"<Error/>")
        self.uploads[digest] = content
        return Answer(200, b"")


def answer(status: int, fields: dict[str, Any]) -> Answer:
    """Write an answer as the API does."""
    return Answer(status, json.dumps(fields).encode())


def refusal(status: int, code: str) -> Answer:
    """Write a refusal as the API does."""
    return answer(status, {"error": {"code": code, "message": f"This is {code}.", "request_id": "r"}})
